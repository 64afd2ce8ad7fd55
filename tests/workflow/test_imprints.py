"""法定标识 stands on a return once the county has set it, and what stood before is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.periods import Period
from monitoring.returns import Imprint
from workflow import submit
from workflow.imprints import LONGEST, imprint_of, keep

OCTOBER = Period(202610)
WHOLE = Imprint("某1表", "某局", "某统计局", "某文〔示例〕", "2027年12月")


def test_a_form_nobody_set_bears_nothing(fresh_ledger: Ledger) -> None:
    form = fresh_ledger.catalogue.forms["F1"]
    assert submit.build(fresh_ledger, form, OCTOBER).imprint == Imprint()


def test_what_is_set_stands_on_the_return_of_that_form_alone(fresh_ledger: Ledger) -> None:
    forms = fresh_ledger.catalogue.forms
    assert keep(fresh_ledger, forms["F1"], WHOLE)
    assert submit.build(fresh_ledger, forms["F1"], OCTOBER).imprint == WHOLE
    assert submit.build(fresh_ledger, forms["F2"], OCTOBER).imprint == Imprint()


def test_a_form_that_brings_its_own_keeps_it_until_the_county_says_otherwise(
    fresh_ledger: Ledger,
) -> None:
    form = replace(fresh_ledger.catalogue.forms["F1"], table_number="市1表")
    assert imprint_of(fresh_ledger, form) == Imprint("市1表")
    keep(fresh_ledger, form, Imprint())
    assert imprint_of(fresh_ledger, form) == Imprint()


def test_every_setting_is_kept_with_who_and_when_and_nothing_is_written_twice(
    fresh_ledger: Ledger,
) -> None:
    form = fresh_ledger.catalogue.forms["F1"]
    fresh_ledger.operator = "王"
    assert keep(fresh_ledger, form, Imprint(" 某1表 "))
    assert not keep(fresh_ledger, form, Imprint("某1表"))
    assert keep(fresh_ledger, form, WHOLE)
    rows = fresh_ledger.connection.execute(
        "SELECT table_number, operator FROM imprint ORDER BY id"
    ).fetchall()
    assert rows == [("某1表", "王"), ("某1表", "王")]


@pytest.mark.parametrize(
    ("text", "said"), [("长" * (LONGEST + 1), "61 个字"), ("甲\n乙", "一行"), ("甲\x07", "一行")]
)
def test_what_is_no_line_is_refused_and_nothing_is_written(
    fresh_ledger: Ledger, text: str, said: str
) -> None:
    form = fresh_ledger.catalogue.forms["F1"]
    with pytest.raises(ExpectedError, match=said):
        keep(fresh_ledger, form, replace(WHOLE, maker=text))
    assert imprint_of(fresh_ledger, form) == Imprint()
