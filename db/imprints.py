"""What a return bears at its top right, as the county has set it; every setting is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import TYPE_CHECKING

from db.ledger import now
from monitoring.returns import Imprint

if TYPE_CHECKING:
    from db.ledger import Ledger

_PARTS = "table_number, maker, approver, document_number, valid_until"


def read(ledger: Ledger) -> Mapping[str, Imprint]:
    """The imprint of every form that was ever given one, by the form's code."""
    rows = ledger.connection.execute(
        f"SELECT form, {_PARTS} FROM imprint WHERE id IN"
        " (SELECT max(id) FROM imprint GROUP BY form) ORDER BY form"
    )
    return {form: Imprint(*parts) for form, *parts in rows}


def keep(ledger: Ledger, form: str, imprint: Imprint) -> None:
    """Write a form's imprint; what stood before stays as history."""
    with ledger.transaction():
        ledger.connection.execute(
            f"INSERT INTO imprint (form, {_PARTS}, operator, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (form, *astuple(imprint), ledger.operator, now()),
        )
