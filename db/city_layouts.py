"""The city bureau's workbooks and what is pointed at in them: rows are only added."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db import attachments
from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


class KeptLayout(NamedTuple):
    """One version of a layout: its JSON ``body`` and the workbook's ``attachment`` and ``file``.

    ``at`` is ISO local time.
    """

    name: str
    body: str
    attachment: int
    file: str
    operator: str
    at: str


def read(ledger: Ledger) -> list[KeptLayout]:
    """Every layout that stands, by name."""
    rows = ledger.connection.execute(
        "SELECT city_layout.name, body, attachment, attachment.name, city_layout.operator,"
        " city_layout.at FROM city_layout"
        " JOIN attachment ON attachment.id = city_layout.attachment"
        " WHERE city_layout.id IN (SELECT max(id) FROM city_layout GROUP BY name)"
        " AND body <> '' ORDER BY city_layout.name"
    )
    return [KeptLayout._make(row) for row in rows]


def keep(ledger: Ledger, name: str, body: str, *, file: str, content: bytes) -> None:
    """Write a layout with its workbook; what stood before stays as history."""
    with ledger.transaction():
        _add(ledger, name, body, attachments.attach(ledger, file, content))


def forget(ledger: Ledger, layout: KeptLayout) -> None:
    """Take a layout out; its history stays."""
    with ledger.transaction():
        _add(ledger, layout.name, "", layout.attachment)


def _add(ledger: Ledger, name: str, body: str, attachment: int) -> None:
    ledger.connection.execute(
        "INSERT INTO city_layout (name, body, attachment, operator, at) VALUES (?, ?, ?, ?, ?)",
        (name, body, attachment, ledger.operator, now()),
    )
