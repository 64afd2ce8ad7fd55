"""schema.sql: constraints refuse nonsense, triggers keep the history, missing is never nought."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from db.ledger import Ledger
from db.migrations import SCHEMA
from monitoring.amounts import MISSING
from tests.db.conftest import EAST, OCTOBER, WEST, Put

UNIT = int(EAST)


@pytest.fixture
def bare() -> Iterator[sqlite3.Connection]:
    """The schema alone, with one unit, one item of two decimals and one source."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(SCHEMA.read_text("utf-8"))
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("INSERT INTO unit VALUES (?, '东镇')", (UNIT,))
        connection.execute("INSERT INTO item VALUES (1, 'area', 'F1', 2)")
        connection.execute("INSERT INTO source (id, kind, at) VALUES (1, 'hand', '2026-10-31')")
        yield connection


def test_every_table_is_strict_and_explained() -> None:
    text = SCHEMA.read_text("utf-8")
    for block in text.split("CREATE TABLE ")[1:]:
        assert ") STRICT" in block.partition(";")[0], block[:30]
    for before in text.split("\nCREATE TABLE ")[:-1]:
        assert before.rstrip().splitlines()[-1].startswith("--")


def _insert(connection: sqlite3.Connection, **changes: object) -> None:
    row = {
        "item": 1,
        "period": OCTOBER,
        "unit": UNIT,
        "state": "number",
        "amount": 5,
        "source": 1,
    } | changes
    connection.execute(
        "INSERT INTO value (item, period, unit, state, amount, source)"
        " VALUES (:item, :period, :unit, :state, :amount, :source)",
        row,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"period": 202613},
        {"period": 202600},
        {"period": 190001},
        {"unit": 371581},
        {"unit": 371581009000},
        {"item": 2},
        {"source": 9},
        {"state": "unknown"},
        {"state": "missing"},
        {"state": "not_applicable", "amount": 0},
        {"amount": None},
        {"amount": 1.5},
        {"amount": "viele"},
        {"period": None},
    ],
)
def test_a_value_that_cannot_be_is_refused(
    bare: sqlite3.Connection, changes: dict[str, object]
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        _insert(bare, **changes)
    _insert(bare)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO unit VALUES (371581, '临清市')",
        "INSERT INTO unit VALUES (371581009000, '')",
        "INSERT INTO item VALUES (2, 'area', 'F1', 0)",
        "INSERT INTO item VALUES (2, '', 'F1', 0)",
        "INSERT INTO item VALUES (2, 'x', 'F1', 7)",
        "INSERT INTO workbook (sha256, content) VALUES ('abc', x'00')",
        "INSERT INTO source (kind, at) VALUES ('file', '2026')",
        "INSERT INTO source (kind, at) VALUES ('letter', '2026')",
        "INSERT INTO source (kind, at, period) VALUES ('hand', '2026', 202613)",
        "INSERT INTO source (kind, at, demonstration) VALUES ('hand', '2026', 2)",
        "INSERT INTO stated_total VALUES (1, 202613, 1, 5, '', '')",
        "INSERT INTO stated_total VALUES (7, 202610, 1, 5, '', '')",
        "INSERT INTO approval (form, period, unit, at) VALUES ('F1', 202613, 371581001000, '')",
        "INSERT INTO approval (form, period, unit, at) VALUES ('F1', 202610, 371581009000, '')",
        "INSERT INTO submission (form, period, file, sha256, at) VALUES ('F1', 202610, '', '', '')",
        "INSERT INTO definition VALUES ('forms/F1.toml', 'code = 1')",
        "DELETE FROM source",
        "DELETE FROM item",
    ],
)
def test_nonsense_is_refused(bare: sqlite3.Connection, sql: str) -> None:
    _insert(bare)
    with pytest.raises(sqlite3.IntegrityError):
        bare.execute(sql)


def _history(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT state, amount, source, replaced FROM value_history ORDER BY id"
    ).fetchall()


def test_whatever_replaces_a_value_leaves_it_in_the_history(bare: sqlite3.Connection) -> None:
    bare.execute("INSERT INTO source (id, kind, at) VALUES (2, 'hand', '2026-11-01')")
    _insert(bare)
    bare.execute("UPDATE value SET amount = 6, source = 2")
    bare.execute("UPDATE value SET state = 'missing', amount = NULL")
    row = (1, OCTOBER, UNIT, "number", 8, 2, "", "")
    bare.execute("INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    bare.execute("DELETE FROM value")
    assert _history(bare) == [
        ("number", 5, 1, 2),
        ("number", 6, 2, 2),
        ("missing", None, 2, None),
        ("number", 8, 2, None),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE value_history SET amount = 1",
        "DELETE FROM value_history",
        "INSERT OR REPLACE INTO value_history SELECT * FROM value_history",
        "UPDATE value SET period = 202609",
        "UPDATE value SET unit = 371581002000",
        "DELETE FROM source WHERE id = 1",
    ],
)
def test_the_past_cannot_be_rewritten(bare: sqlite3.Connection, sql: str) -> None:
    _insert(bare)
    bare.execute("UPDATE value SET amount = 6")
    bare.execute("INSERT INTO unit VALUES (371581002000, '西镇')")
    with pytest.raises(sqlite3.IntegrityError):
        bare.execute(sql)
    assert _history(bare) == [("number", 5, 1, 1)]


def test_figures_with_their_names_are_decimals_and_gaps_stay_gaps(
    bare: sqlite3.Connection,
) -> None:
    def shown(state: str, amount: int | None) -> tuple[object, ...]:
        bare.execute("DELETE FROM value")
        _insert(bare, state=state, amount=amount)
        found: tuple[object, ...] = bare.execute("SELECT state, figure FROM figure").fetchone()
        return found

    assert shown("number", 3764) == ("number", "37.64")
    assert shown("number", -5) == ("number", "-0.05")
    assert shown("number", 0) == ("number", "0.00")
    assert shown("missing", None) == ("missing", None)
    assert shown("not_applicable", None) == ("not_applicable", None)


def test_the_ledgers_own_connection_keeps_the_rules(ledger: Ledger) -> None:
    pragmas = {
        name: ledger.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("foreign_keys", "synchronous", "journal_mode", "recursive_triggers")
    }
    assert pragmas == {
        "foreign_keys": 1,
        "synchronous": 2,
        "journal_mode": "wal",
        "recursive_triggers": 1,
    }


def test_any_change_takes_an_approval_back_and_nothing_else_does(ledger: Ledger, put: Put) -> None:
    put(100)
    put(50, unit=WEST)
    put(7, item="care_bed")
    ledger.approve("F1", OCTOBER, [EAST, WEST])
    ledger.approve("F3", OCTOBER, [EAST])
    put(100)
    put(9, end=202609)
    assert ledger.approved("F1", OCTOBER) == {EAST, WEST}
    for change in (101, MISSING, None, 102):
        ledger.approve("F1", OCTOBER, [EAST])
        put(change)
        assert ledger.approved("F1", OCTOBER) == {WEST}
    assert ledger.approved("F3", OCTOBER) == {EAST}
    ledger.withdraw("F1", OCTOBER, [WEST])
    assert ledger.approved("F1", OCTOBER) == set()


def test_a_transaction_is_all_or_nothing(ledger: Ledger) -> None:
    def write_and_fail() -> None:
        with ledger.transaction():
            ledger.connection.execute("INSERT INTO setting VALUES ('key', 'value')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert ledger.setting("key") is None
    assert not ledger.connection.in_transaction
