"""Ordered, append-only steps from an empty file to today's schema; new files take them too."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from db.connection import APPLICATION_ID

SCHEMA = Path(__file__).with_name("schema.sql")

_ANSWERS_AND_UNDO = (
    "ALTER TABLE workbook ADD COLUMN"
    " packed TEXT NOT NULL DEFAULT '' CHECK (packed IN ('', 'zlib'))",
    "ALTER TABLE source ADD COLUMN taken_back TEXT NOT NULL DEFAULT ''",
    """
CREATE TABLE mention (
    item INTEGER NOT NULL,
    period INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source (id),
    state TEXT NOT NULL CHECK (state IN ('number', 'missing', 'not_applicable', 'blank')),
    amount INTEGER,
    sheet TEXT NOT NULL DEFAULT '',
    cell TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item, period, unit, source),
    CHECK ((state = 'number') = (amount IS NOT NULL))
) STRICT, WITHOUT ROWID
""",
    """
CREATE TABLE answer (
    sender TEXT NOT NULL CHECK (sender <> ''),
    kind TEXT NOT NULL CHECK (kind <> ''),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    operator TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    PRIMARY KEY (sender, kind, key)
) STRICT, WITHOUT ROWID
""",
    # Which occasion blanked a figure was not kept: it is the last one made before the figure went.
    """
INSERT OR IGNORE INTO mention (item, period, unit, source, state)
SELECT gone.item, gone.period, gone.unit, max(source.id), 'blank'
FROM value_history AS gone
JOIN source ON source.id > gone.source AND source.at <= gone.at
WHERE gone.replaced IS NULL
GROUP BY gone.id
""",
)

migrations = Migrations("ledger")


@migrations(name="0001_first_ledger")
def first_ledger(db: Database) -> None:
    """The first schema, frozen as it was."""
    db.executescript(SCHEMA.with_name("schema_1.sql").read_text("utf-8"))
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute("PRAGMA user_version = 1")


@migrations(name="0002_answers_and_undo")
def answers_and_undo(db: Database) -> None:
    """Answers, imports that can be taken back, compressed workbooks."""
    for statement in _ANSWERS_AND_UNDO:
        db.conn.execute(statement)
    db.conn.execute("PRAGMA user_version = 2")


@migrations(name="0003_review")
def review(db: Database) -> None:
    """Operators, explanations, locks, own rules, contacts, reminders, and typing twice."""
    db.executescript(SCHEMA.with_name("schema_3.sql").read_text("utf-8"))
    db.conn.execute("PRAGMA user_version = 3")


@migrations(name="0004_submit")
def submit(db: Database) -> None:
    """What a return bears, the city bureau's workbooks, and packages between ledgers."""
    db.executescript(SCHEMA.with_name("schema_4.sql").read_text("utf-8"))
    db.conn.execute("PRAGMA user_version = 4")


def migrate(connection: sqlite3.Connection, steps: Migrations = migrations) -> None:
    """Bring a file to today's schema; every step is a transaction with its own record."""
    steps.apply(Database(connection, execute_plugins=False))
