"""Bases carried over with their source, changed for a reason, and forms typed twice."""

from __future__ import annotations

import pytest

from db import explanations, locks
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from workflow import entering
from workflow.entering import Carried, Released
from workflow.review import approve, review

FIRST, SECOND = "371581001000", "371581002000"
MONTH = 202603


def form(ledger: Ledger) -> Form:
    return ledger.catalogue.forms["F1"]


def say(ledger: Ledger, item: str, end: int, value: Value, unit: str = FIRST) -> None:
    ledger.write([Entry(unit, item, end, value)], NewSource("hand"))


def offered(ledger: Ledger, end: int = MONTH) -> dict[tuple[str, str], tuple[Value, int]]:
    return {
        (base.unit, base.item): (base.value, base.origin)
        for base in entering.bases(ledger, form(ledger), end)
    }


def carry(ledger: Ledger, end: int = MONTH) -> None:
    found = entering.bases(ledger, form(ledger), end)
    entering.write(
        ledger,
        form(ledger),
        [Entry(base.unit, base.item, end, base.value) for base in found],
        end,
        origins=[Carried(base.unit, base.item, end, base.origin) for base in found],
    )


def change(ledger: Ledger, amount: int, reason: str) -> None:
    """Change the first unit's carried residents."""
    entering.write(
        ledger,
        form(ledger),
        [Entry(FIRST, "resident", MONTH, number(amount))],
        MONTH,
        released=[Released(FIRST, "resident", number(500), number(amount))],
        reason=reason,
    )


def test_a_base_takes_the_first_number_of_its_year(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, "resident", 202512, number(400))
    assert offered(fresh_ledger, 202601) == {}
    say(fresh_ledger, "resident", 202601, MISSING)
    say(fresh_ledger, "resident", 202602, number(500))
    assert offered(fresh_ledger) == {(FIRST, "resident"): (number(500), 202602)}
    assert offered(fresh_ledger, 202602) == {}


def test_an_opening_figure_takes_the_december_it_repeats(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, "fd_signed", 202512, number(70))
    say(fresh_ledger, "fd_signed", 202512, NOT_APPLICABLE, SECOND)
    say(fresh_ledger, "fd_signed", 202511, number(69), SECOND)
    opening = (FIRST, "fd_signed_last_year")
    assert offered(fresh_ledger, 202601) == {opening: (number(70), 202512)}
    say(fresh_ledger, "fd_signed_last_year", 202601, number(71))
    assert offered(fresh_ledger, 202602) == {opening: (number(71), 202601)}


@pytest.mark.parametrize("value", [number(0), MISSING, NOT_APPLICABLE])
def test_what_stands_already_is_not_carried_over(fresh_ledger: Ledger, value: Value) -> None:
    say(fresh_ledger, "resident", 202601, number(500))
    say(fresh_ledger, "resident", MONTH, value)
    assert offered(fresh_ledger) == {}


def test_what_was_carried_names_its_month(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, "resident", 202601, number(500))
    carry(fresh_ledger)
    assert entering.carried(fresh_ledger, form(fresh_ledger), MONTH) == {
        (FIRST, "resident"): 202601
    }
    assert offered(fresh_ledger) == {}


def test_a_changed_base_wants_a_reason_and_keeps_it_as_its_explanation(
    fresh_ledger: Ledger,
) -> None:
    say(fresh_ledger, "resident", 202601, number(500))
    carry(fresh_ledger)
    with pytest.raises(ExpectedError, match="说明是空的"):
        change(fresh_ledger, 510, " ")
    figures = fresh_ledger.figures(["resident"], [MONTH])
    assert figures.value(FIRST, "resident", MONTH) == number(500)
    change(fresh_ledger, 510, "两个村划入")
    assert entering.carried(fresh_ledger, form(fresh_ledger), MONTH) == {}
    found = review(fresh_ledger, MONTH)
    [base] = [finding for finding in found.findings if finding.rule == "R25"]
    assert (base.left, base.right) == ("510", "500")
    assert base not in found.unexplained
    [written] = explanations.of_month(fresh_ledger, MONTH)
    assert written.text == "两个村划入"


def test_a_form_typed_twice_is_approved_once_both_passes_say_the_same(
    fresh_ledger: Ledger,
) -> None:
    f1 = form(fresh_ledger)
    fresh_ledger.write(
        [Entry(FIRST, item.code, MONTH, MISSING) for item in f1.items], NewSource("hand")
    )
    say(fresh_ledger, "fd_team", MONTH, number(5))
    entering.set_double(fresh_ledger, f1, True)
    with pytest.raises(ExpectedError, match=f"第二遍还有 {len(f1.items)} 格没有录"):
        approve(fresh_ledger, "F1", MONTH, [FIRST])
    typed = [Entry(FIRST, item.code, MONTH, MISSING) for item in f1.items]
    entering.keep_second(fresh_ledger, f1, typed, MONTH)
    [difference] = entering.passes(fresh_ledger, f1, MONTH).differences
    assert (difference.unit.code, difference.item.code) == (FIRST, "fd_team")
    assert (difference.first, difference.second) == (number(5), MISSING)
    with pytest.raises(ExpectedError, match="有 1 格不一样"):
        approve(fresh_ledger, "F1", MONTH, [FIRST])
    again = [Entry(FIRST, "fd_team", MONTH, number(5))]
    entering.keep_second(fresh_ledger, f1, again, MONTH)
    approve(fresh_ledger, "F1", MONTH, [FIRST])
    assert fresh_ledger.approved("F1", MONTH) == {FIRST}


def test_what_only_the_second_pass_has_is_a_difference(fresh_ledger: Ledger) -> None:
    f1 = form(fresh_ledger)
    entering.keep_second(fresh_ledger, f1, [Entry(FIRST, "fd_team", MONTH, number(5))], MONTH)
    [difference] = entering.passes(fresh_ledger, f1, MONTH).differences
    assert (difference.first, difference.second) == (None, number(5))


def test_a_filed_month_takes_no_second_pass(fresh_ledger: Ledger) -> None:
    f1 = form(fresh_ledger)
    assert entering.closed(fresh_ledger, f1, MONTH) == ""
    locks.lock(fresh_ledger, "F1", MONTH)
    assert "解锁" in entering.closed(fresh_ledger, f1, MONTH)
    with pytest.raises(ExpectedError, match="已上报并锁定"):
        entering.keep_second(fresh_ledger, f1, [Entry(FIRST, "fd_team", MONTH, None)], MONTH)
