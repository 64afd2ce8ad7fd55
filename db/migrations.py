"""Ordered, append-only steps from an empty file to today's schema; new files take them too."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from db.connection import APPLICATION_ID

SCHEMA = Path(__file__).with_name("schema.sql")

migrations = Migrations("ledger")


@migrations(name="0001_first_ledger")
def first_ledger(db: Database) -> None:
    """The first schema. Freeze a copy of its text here when schema.sql moves on."""
    db.executescript(SCHEMA.read_text("utf-8"))
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute("PRAGMA user_version = 1")


def migrate(connection: sqlite3.Connection, steps: Migrations = migrations) -> None:
    """Bring a file to today's schema; every step is a transaction with its own record."""
    steps.apply(Database(connection, execute_plugins=False))
