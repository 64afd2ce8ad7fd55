"""What was taken over from the city, and under which of our codes it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


class HandedDown(NamedTuple):
    """One thing as it was taken over: ``code`` is the city's, ``own`` ours, ``body`` its JSON."""

    kind: str
    code: str
    own: str
    body: str


def read(ledger: Ledger) -> dict[tuple[str, str], HandedDown]:
    """The last version of everything, by kind and the city's code."""
    rows = ledger.connection.execute("SELECT kind, code, own, body FROM handed_down ORDER BY id")
    return {(row[0], row[1]): HandedDown._make(row) for row in rows}


def keep(ledger: Ledger, taken: Iterable[HandedDown], package: int) -> None:
    """Note what a package handed down."""
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO handed_down (kind, code, own, body, package, operator, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*each, package, ledger.operator, now()) for each in taken],
        )


def add_items(ledger: Ledger, form: str, items: Iterable[tuple[str, int]]) -> None:
    """Give the form's items (code, decimals) numbers of their own where they have none."""
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO item (code, form, decimals) VALUES (?, ?, ?)"
            " ON CONFLICT (code) DO NOTHING",
            [(code, form, decimals) for code, decimals in items],
        )


def known_items(ledger: Ledger) -> dict[str, tuple[str, int]]:
    """Form and decimals of every item the ledger has a number for."""
    rows: list[tuple[Any, ...]] = ledger.connection.execute(
        "SELECT code, form, decimals FROM item"
    ).fetchall()
    return {code: (form, decimals) for code, form, decimals in rows}


def items_with_figures(ledger: Ledger, form: str) -> set[str]:
    """Codes of a form's items that have figures."""
    rows = ledger.connection.execute(
        "SELECT code FROM item WHERE form = ?"
        " AND EXISTS (SELECT 1 FROM value WHERE value.item = item.id)",
        (form,),
    )
    return {code for (code,) in rows}
