"""A township's own table lacks some of a form's items; each must be said to be 未报."""

from __future__ import annotations

import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.findings import Finding
from monitoring.periods import add_months
from workflow.blanks import count, left_blank, mark, unmark
from workflow.review import Standing, approve, review

MONTH = 202610
UNIT = "371581001000"
GIVEN = {"village_clinic": 20, "village_doctor": 31}


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Ledger:
    """A month of F4 in which one township wrote two figures and nothing else."""
    write(fresh_ledger, {item: number(amount) for item, amount in GIVEN.items()})
    return fresh_ledger


def write(ledger: Ledger, values: dict[str, Value], end: int = MONTH) -> None:
    entries = [Entry(UNIT, item, end, value) for item, value in values.items()]
    ledger.write(entries, NewSource("hand"))


def blanks(ledger: Ledger) -> list[Finding]:
    return left_blank(review(ledger, MONTH).findings)


def held(ledger: Ledger, end: int = MONTH) -> dict[str, Value | None]:
    items = [item.code for item in ledger.catalogue.forms["F4"].items]
    figures = ledger.figures(items, [end])
    return {item: figures.value(UNIT, item, end) for item in items}


def test_every_empty_cell_is_said_to_be_missing_and_figures_stay(ledger: Ledger) -> None:
    found = blanks(ledger)
    empty = len(ledger.catalogue.forms["F4"].items) - len(GIVEN)

    written = mark(ledger, found)

    assert (count(found), len(written)) == (empty, empty)
    given = {item: number(amount) for item, amount in GIVEN.items()}
    assert held(ledger) == dict.fromkeys(held(ledger), MISSING) | given
    assert blanks(ledger) == []


def test_a_form_without_empty_cells_can_be_approved(ledger: Ledger) -> None:
    assert review(ledger, MONTH).completeness.standing[UNIT, "F4"] is Standing.FAULTY
    mark(ledger, blanks(ledger))
    approve(ledger, "F4", MONTH, [UNIT])
    assert review(ledger, MONTH).completeness.standing[UNIT, "F4"] is Standing.APPROVED


def test_what_did_not_apply_last_month_does_not_apply_again(ledger: Ledger) -> None:
    before = {"tcm_org": NOT_APPLICABLE, "visits": MISSING, "tcm_doctor": number(3)}
    write(ledger, before, add_months(MONTH, -1))

    mark(ledger, blanks(ledger))

    now = held(ledger)
    assert (now["tcm_org"], now["visits"], now["tcm_doctor"]) == (NOT_APPLICABLE, MISSING, MISSING)


def test_a_figure_that_came_in_since_is_left_alone(ledger: Ledger) -> None:
    found = blanks(ledger)
    write(ledger, {"visits": number(900)})
    mark(ledger, found)
    assert held(ledger)["visits"] == number(900)


def test_taking_it_back_empties_only_what_still_says_so(ledger: Ledger) -> None:
    before = held(ledger)
    written = mark(ledger, blanks(ledger))
    write(ledger, {"visits": number(900)})

    assert unmark(ledger, written) == len(written) - 1

    assert held(ledger) == before | {"visits": number(900)}


def test_the_history_keeps_both_steps(ledger: Ledger) -> None:
    unmark(ledger, mark(ledger, blanks(ledger)))
    assert [past.value for past in ledger.history(UNIT, "visits", MONTH)][-1:] == [MISSING]
