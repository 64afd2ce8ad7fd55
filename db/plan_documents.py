"""The document of a plan, shipped or own: rows are only added, the newest of a plan counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db import attachments
from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger

_COLUMNS = "plan, attachment, attachment.name, plan_document.operator, plan_document.at"
_FROM = "plan_document LEFT JOIN attachment ON attachment.id = attachment"


class KeptDocument(NamedTuple):
    """One row; ``attachment`` is 0 and ``name`` empty where the document was taken off."""

    plan: str
    attachment: int
    name: str
    operator: str
    at: str


def attach(ledger: Ledger, plan: str, name: str, content: bytes) -> int:
    """Keep a file as the plan's document and give its attachment's id.

    Raises ``LedgerError`` for an empty file and for one that is too large.
    """
    with ledger.transaction():
        identity = attachments.attach(ledger, name, content)
        _add(ledger, plan, identity)
    return identity


def detach(ledger: Ledger, plan: str) -> None:
    """Let a plan have no document; the file stays in the history."""
    with ledger.transaction():
        _add(ledger, plan, None)


def current(ledger: Ledger, plan: str) -> KeptDocument | None:
    """The plan's document, ``None`` without one."""
    found = history(ledger, plan)
    return found[0] if found and found[0].attachment else None


def history(ledger: Ledger, plan: str) -> list[KeptDocument]:
    """Every row of a plan, the newest first."""
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE plan = ? ORDER BY plan_document.id DESC", (plan,)
    )
    return [KeptDocument(row[0], row[1] or 0, row[2] or "", row[3], row[4]) for row in rows]


def _add(ledger: Ledger, plan: str, identity: int | None) -> None:
    ledger.connection.execute(
        "INSERT INTO plan_document (plan, attachment, operator, at) VALUES (?, ?, ?, ?)",
        (plan, identity, ledger.operator, now()),
    )
