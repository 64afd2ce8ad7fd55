"""A month that was submitted keeps its figures, and every unlocking its reason."""

from __future__ import annotations

import sqlite3

import pytest

from db import locks
from db.connection import LedgerError
from db.ledger import Ledger
from monitoring.amounts import MISSING
from tests.db.conftest import EAST, OCTOBER, Put


@pytest.fixture
def filed(ledger: Ledger, put: Put) -> Ledger:
    """A ledger whose F1 of October was submitted with one figure."""
    put(100)
    ledger.operator = "王"
    locks.lock(ledger, "F1", OCTOBER)
    return ledger


@pytest.mark.parametrize("change", [101, MISSING, None])
def test_a_figure_of_a_submitted_month_stays_as_it_is(
    filed: Ledger, put: Put, change: object
) -> None:
    with pytest.raises(LedgerError, match=r"已上报并锁定.*解锁"):
        put(change)
    assert filed.history(EAST, "resident", OCTOBER) == []
    assert filed.stored(["resident"], OCTOBER)[0].value.amount == 100


def test_a_figure_that_was_not_there_cannot_be_added(filed: Ledger, put: Put) -> None:
    with pytest.raises(LedgerError, match="锁定"):
        put(7, item="fd_signed")


def test_the_same_figure_again_and_other_forms_and_months_go_through(
    filed: Ledger, put: Put
) -> None:
    put(100)
    put(5, item="care_bed")
    put(99, end=202609)
    assert filed.stored(["care_bed"], OCTOBER)[0].value.amount == 5


def test_an_unlocking_keeps_its_reason_for_ever(filed: Ledger, put: Put) -> None:
    assert locks.unlock(filed, "F1", OCTOBER, "松林镇更正")
    assert not locks.unlock(filed, "F1", OCTOBER, "松林镇更正")
    put(101)
    events = locks.events(filed, "F1", OCTOBER)
    assert [(each.event, each.reason, each.operator) for each in events] == [
        ("locked", "", "王"),
        ("unlocked", "松林镇更正", "王"),
    ]
    for statement in ("DELETE FROM lock_history", "UPDATE lock_history SET reason = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            filed.connection.execute(statement)


def test_locking_twice_is_noted_once(filed: Ledger) -> None:
    locks.lock(filed, "F1", OCTOBER)
    assert len(locks.events(filed, "F1", OCTOBER)) == 1
    assert set(locks.of_month(filed, OCTOBER)) == {"F1"}
    assert locks.of_month(filed, 202609) == {}
