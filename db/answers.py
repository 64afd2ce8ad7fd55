"""Answers of clerks to what a workbook left unclear, kept by sender, kind and key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from db.records import KeptAnswer

Key = tuple[str, str, str]


def read(connection: sqlite3.Connection) -> dict[Key, str]:
    """Every answer by its key."""
    rows = connection.execute("SELECT sender, kind, key, value FROM answer")
    return {(sender, kind, key): value for sender, kind, key, value in rows}


def kept(connection: sqlite3.Connection) -> list[KeptAnswer]:
    """Every answer with when and by whom, in the order of senders, kinds and keys."""
    rows = connection.execute(
        "SELECT sender, kind, key, value, at, operator FROM answer ORDER BY sender, kind, key"
    )
    return [KeptAnswer._make(row) for row in rows]


def keep(
    connection: sqlite3.Connection, decided: Mapping[Key, str], operator: str, at: str
) -> None:
    """Write answers inside the caller's transaction; an unchanged one keeps its time."""
    connection.executemany(
        "INSERT INTO answer (sender, kind, key, value, operator, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (sender, kind, key) DO UPDATE SET value = excluded.value,"
        " operator = excluded.operator, at = excluded.at WHERE value <> excluded.value",
        ((*key, value, operator, at) for key, value in decided.items()),
    )


def forget(connection: sqlite3.Connection, keys: Iterable[Key]) -> int:
    """Delete answers inside the caller's transaction; returns how many there were."""
    return connection.executemany(
        "DELETE FROM answer WHERE sender = ? AND kind = ? AND key = ?", keys
    ).rowcount
