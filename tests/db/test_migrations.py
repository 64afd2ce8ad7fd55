"""Every way to today's schema ends in schema.sql, and nothing a ledger held is lost on it."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import imprints
from db.connection import APPLICATION_ID, VERSION, connect, transaction
from db.definitions import digest, keep_definitions
from db.ledger import Ledger
from db.migrations import SCHEMA, migrate, migrations
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.areas import Area
from tests.db.conftest import EAST, OCTOBER

WORKBOOK = b"PK\x03\x04 as it came" * 20
SHA256 = "a" * 64


def _objects(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """What there is, without the layout of the text: a column added later stands on its line."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master"
        " WHERE name NOT LIKE '%migrations%' AND sql IS NOT NULL"
    )
    return {(kind, name, _bare(sql)) for kind, name, sql in rows}


def _bare(sql: str) -> str:
    text = re.sub(r"\s+", " ", re.sub(r"--.*", "", sql))
    return re.sub(r" ?([(),]) ?", r"\1", text).strip()


@pytest.fixture
def written() -> Iterator[set[tuple[str, str, str]]]:
    """The objects schema.sql makes."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA.read_text("utf-8"))
        yield _objects(connection)


@pytest.fixture
def first(tmp_path: Path, linqing: Area) -> Path:
    """A ledger as the first schema left it: an import, a correction, a blank, an approval."""
    path = tmp_path / "旧.ledger"
    with closing(connect(path)) as connection:
        migrations.apply(
            Database(connection, execute_plugins=False), stop_before="0002_answers_and_undo"
        )
        with transaction(connection):
            keep_definitions(connection, linqing)
            connection.executemany(
                "INSERT INTO setting VALUES (?, ?)",
                [("area", linqing.code), ("resources", digest())],
            )
            _fill(connection)
    return path


def _fill(connection: sqlite3.Connection) -> None:
    item, other = (
        connection.execute("SELECT id FROM item WHERE code = ?", (code,)).fetchone()[0]
        for code in ("resident", "fd_signed")
    )
    connection.execute(
        "INSERT INTO workbook (id, sha256, content) VALUES (1, ?, ?)", (SHA256, WORKBOOK)
    )
    connection.execute(
        "INSERT INTO source (id, kind, workbook, file, form, period, at)"
        " VALUES (1, 'file', 1, '甲.xlsx', 'F1', ?, '2026-11-01T08:00:00')",
        (OCTOBER,),
    )
    for position, at in enumerate(("2026-11-02T08:00:00", "2026-11-03T08:00:00"), 2):
        connection.execute(
            "INSERT INTO source (id, kind, at) VALUES (?, 'hand', ?)", (position, at)
        )
    connection.executemany(
        "INSERT INTO value VALUES (?, ?, ?, 'number', ?, 1, '表', 'C5')",
        [(item, OCTOBER, int(EAST), 5), (other, OCTOBER, int(EAST), 7)],
    )
    connection.execute(
        "UPDATE value SET amount = 6, source = 2, sheet = '', cell = '' WHERE item = ?", (item,)
    )
    connection.execute("DELETE FROM value WHERE item = ?", (other,))
    connection.execute("INSERT INTO approval VALUES ('F1', ?, ?, '', '2026')", (OCTOBER, int(EAST)))


def test_an_empty_file_migrated_is_the_schema(written: set[tuple[str, str, str]]) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as migrated:
        migrate(migrated)
        assert _objects(migrated) == written
        assert migrated.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert migrated.execute("PRAGMA user_version").fetchone() == (VERSION,)
        before = migrated.total_changes
        migrate(migrated)
        assert migrated.total_changes == before


def test_a_ledger_of_the_first_schema_becomes_todays_and_keeps_everything(
    first: Path, written: set[tuple[str, str, str]]
) -> None:
    with Ledger.open(first) as ledger:
        assert _objects(ledger.connection) == written
        assert ledger.connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        value = ledger.figures(["resident"], [OCTOBER]).value(EAST, "resident", OCTOBER)
        assert value == number(6)
        assert [past.value for past in ledger.history(EAST, "resident", OCTOBER)] == [number(5)]
        assert ledger.workbook(1) == WORKBOOK
        assert ledger.approved("F1", OCTOBER) == {EAST}
        assert ledger.answers() == {}
        assert ledger.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_ledger_of_the_second_schema_becomes_todays(
    first: Path, written: set[tuple[str, str, str]]
) -> None:
    with closing(connect(first)) as connection:
        migrations.apply(Database(connection, execute_plugins=False), stop_before="0003_review")
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    with Ledger.open(first) as ledger:
        assert _objects(ledger.connection) == written
        assert ledger.approved("F1", OCTOBER) == {EAST}
        ledger.write([Entry(EAST, "resident", OCTOBER, number(8))], NewSource("hand"))
        assert ledger.approved("F1", OCTOBER) == set()


def test_a_ledger_of_the_third_schema_becomes_todays(
    first: Path, written: set[tuple[str, str, str]]
) -> None:
    with closing(connect(first)) as connection:
        migrations.apply(Database(connection, execute_plugins=False), stop_before="0004_submit")
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    with Ledger.open(first) as ledger:
        assert _objects(ledger.connection) == written
        assert ledger.approved("F1", OCTOBER) == {EAST}
        assert imprints.read(ledger) == {}


def test_a_verified_backup_of_the_first_schema_is_taken_before(first: Path) -> None:
    with Ledger.open(first) as ledger:
        (backup,) = ledger.backups()
        with closing(sqlite3.connect(backup.path)) as copy:
            assert copy.execute("PRAGMA user_version").fetchone() == (1,)
        ledger.keep_answers({(EAST, "mark", "—"): "missing"})
        ledger.restore(backup.path)
        assert ledger.answers() == {}
        assert ledger.connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_the_hand_that_blanked_a_figure_is_found_again(first: Path) -> None:
    with Ledger.open(first) as ledger:
        rows = ledger.connection.execute("SELECT source, state FROM mention").fetchall()
        assert rows == [(3, "blank")]
        taken = ledger.what_taking_back_does(1)
        assert (taken.restored, taken.removed) == ((), ())
        after = {each.item: each.after for each in taken.conflicts}
        assert after == {"fd_signed": None, "resident": number(6)}


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.migrations._ANSWERS_AND_UNDO", ("CREATE TABLE answer (a)", "oops"))
    with pytest.raises(sqlite3.OperationalError):
        Ledger.open(first)
    with closing(sqlite3.connect(first)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert (
            connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'answer'").fetchall() == []
        )


def test_workbooks_are_compressed_where_that_saves_room(fresh_ledger: Ledger) -> None:
    noise = zlib.compress(bytes(range(256)) * 3)
    for position, content in enumerate((b"a,b\r\n" * 5000, noise, b"")):
        sha256 = f"{position:064d}"
        source = fresh_ledger.write([], NewSource("file", "甲.csv", sha256, content, "F1"))
        assert fresh_ledger.workbook(source) == content
    sizes = fresh_ledger.connection.execute(
        "SELECT packed, length(content) FROM workbook ORDER BY id"
    ).fetchall()
    assert sizes[0][0] == "zlib"
    assert sizes[0][1] < 500
    assert sizes[1:] == [("", len(noise)), ("", 0)]
