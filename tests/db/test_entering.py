"""Figures carried over lose that mark with their value; a second pass counts nowhere."""

from __future__ import annotations

import pytest

from db import entering
from db.entering import Carried
from db.ledger import Ledger
from db.records import Entry
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from tests.db.conftest import EAST, OCTOBER, WEST, Put

ITEMS = ["resident", "registered"]


def test_a_carried_figure_that_is_changed_or_blanked_is_carried_no_more(
    ledger: Ledger, put: Put
) -> None:
    for unit in (EAST, WEST):
        put(100, unit=unit)
    put(90, item="registered")
    with ledger.transaction():
        entering.note_carried(
            ledger,
            [
                Carried(EAST, "resident", OCTOBER, 202601),
                Carried(WEST, "resident", OCTOBER, 202601),
                Carried(EAST, "registered", OCTOBER, 202602),
            ],
        )
    put(100)
    assert len(entering.carried(ledger, ITEMS, OCTOBER)) == 3
    put(101)
    put(None, unit=WEST)
    assert entering.carried(ledger, ITEMS, OCTOBER) == {(EAST, "registered"): 202602}
    entering.release(ledger, [(EAST, "registered", OCTOBER)])
    assert entering.carried(ledger, ITEMS, OCTOBER) == {}


@pytest.mark.parametrize("value", [number(0), number(5), MISSING, NOT_APPLICABLE])
def test_what_is_typed_the_second_time_is_kept_apart(ledger: Ledger, value: Value) -> None:
    entry = Entry(EAST, "resident", OCTOBER, value)
    entering.keep_second(ledger, [Entry(EAST, "resident", OCTOBER, number(1)), entry])
    assert entering.second(ledger, ITEMS, OCTOBER) == {(EAST, "resident"): value}
    assert entering.second(ledger, ITEMS, 202609) == {}
    assert ledger.stored(ITEMS, OCTOBER) == []
    entering.keep_second(ledger, [entry._replace(value=None)])
    assert entering.second(ledger, ITEMS, OCTOBER) == {}
