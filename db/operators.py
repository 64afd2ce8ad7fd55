"""Who works with the ledger: names, roles, and the password rows that only workflow understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


class StoredOperator(NamedTuple):
    """An operator's row. ``password`` is empty where there is none; ``wait`` is ISO local time."""

    name: str
    role: str
    active: bool
    salt: bytes
    password: bytes
    tries: int
    wait: str


def read(ledger: Ledger) -> list[StoredOperator]:
    """Every operator, those in use first, by name."""
    rows = ledger.connection.execute(
        "SELECT name, role, active, salt, password, tries, wait FROM operator"
        " ORDER BY active DESC, name"
    )
    return [StoredOperator(name, role, bool(on), *rest) for name, role, on, *rest in rows]


def keep(ledger: Ledger, operator: StoredOperator) -> None:
    """Write an operator's row, replacing the one of that name."""
    with ledger.transaction():
        ledger.connection.execute(
            "INSERT INTO operator (name, role, active, salt, password, tries, wait, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
            " role = excluded.role, active = excluded.active, salt = excluded.salt,"
            " password = excluded.password, tries = excluded.tries, wait = excluded.wait",
            (*operator, now()),
        )
