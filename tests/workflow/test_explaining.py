"""A 说明 holds for the numbers it was written about, lets its unit pass, and is offered again."""

from __future__ import annotations

import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from monitoring.findings import Finding
from monitoring.periods import Period
from tests.workflow.conftest import MONTH
from workflow.explaining import explain, key_of, of_month, offers, withdraw
from workflow.review import Review, Standing, approve, review
from workflow.submit import build

FIRST = "371581001000"
SEPTEMBER = 202609


def say(ledger: Ledger, amount: int, end: int = MONTH, item: str = "fd_signed") -> None:
    ledger.write([Entry(FIRST, item, end, number(amount))], NewSource("hand"))


def fallen(found: Review) -> Finding:
    """The finding that the signed residents changed by more than a fifth."""
    return next(f for f in found.findings if f.unit == FIRST and f.items == ("fd_signed",))


@pytest.fixture
def changed(month: Ledger) -> Ledger:
    """A month in which the first township's signed residents had been far fewer before."""
    say(month, 20_000, SEPTEMBER)
    month.operator = "李会计"
    return month


def test_a_soft_finding_without_a_word_keeps_its_unit_from_passing(changed: Ledger) -> None:
    found = review(changed, MONTH)
    assert fallen(found) in found.unexplained
    with pytest.raises(ExpectedError, match="1 处提示没有说明"):
        approve(changed, "F1", MONTH, [FIRST])

    explain(changed, [fallen(found)], " 新增\n两个团队 ")
    assert review(changed, MONTH).unexplained == ()
    approve(changed, "F1", MONTH, [FIRST])
    assert review(changed, MONTH).completeness.standing[FIRST, "F1"] is Standing.APPROVED
    (written,) = of_month(changed, MONTH).values()
    assert (written.text, written.operator) == ("新增 两个团队", "李会计")


def test_it_holds_only_for_the_numbers_it_was_written_about(changed: Ledger) -> None:
    finding = fallen(review(changed, MONTH))
    explain(changed, [finding], "新增两个团队")
    say(changed, 33_000)
    again = review(changed, MONTH)
    assert fallen(again) in again.unexplained
    assert offers(changed, [fallen(again)], MONTH) == {key_of(fallen(again)): "新增两个团队"}


def test_last_months_words_are_offered_this_month(changed: Ledger) -> None:
    say(changed, 10_000, 202608)
    before = fallen(review(changed, SEPTEMBER))
    now = fallen(review(changed, MONTH))
    assert offers(changed, [now], MONTH) == {}
    explain(changed, [before], "集中签约")
    assert offers(changed, [now], MONTH) == {key_of(now): "集中签约"}
    assert of_month(changed, MONTH) == {}


def test_an_explanation_taken_back_or_written_anew_stays_in_the_table(changed: Ledger) -> None:
    finding = fallen(review(changed, MONTH))
    explain(changed, [finding], "一")
    explain(changed, [finding], "二")
    withdraw(changed, [finding])
    assert review(changed, MONTH).unexplained == (finding,)
    rows = changed.connection.execute("SELECT text, withdrawn <> '' FROM explanation").fetchall()
    assert rows == [("一", 1), ("二", 1)]


@pytest.mark.parametrize("text", ["", " \n", "长" * 501])
def test_nothing_and_too_much_are_no_explanation(changed: Ledger, text: str) -> None:
    with pytest.raises(ExpectedError, match="请写"):
        explain(changed, [fallen(review(changed, MONTH))], text)
    assert of_month(changed, MONTH) == {}


def test_a_hard_finding_is_corrected_not_explained(changed: Ledger) -> None:
    say(changed, 60_000)
    found = review(changed, MONTH)
    hard = next(f for f in found.findings if f.unit == FIRST and f.blocks)
    with pytest.raises(ExpectedError, match="不能用说明代替"):
        explain(changed, [hard, fallen(found)], "就是这样")
    assert of_month(changed, MONTH) == {}


def test_what_was_explained_stands_in_the_notes_of_the_return(changed: Ledger) -> None:
    form, period = changed.catalogue.forms["F1"], Period(MONTH)
    finding = fallen(review(changed, MONTH))
    assert not any("签约居民数”：" in note for note in build(changed, form, period).notes)
    explain(changed, [finding], "新增两个团队。")
    assert "青年路街道“签约居民数”：新增两个团队。" in build(changed, form, period).notes
    say(changed, 33_000)
    assert not any("新增两个团队" in note for note in build(changed, form, period).notes)
