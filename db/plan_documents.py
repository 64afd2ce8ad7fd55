"""The document of a plan: which kept file is its own; the newest row counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import attachments
from db.attachments import Attachment
from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


def attach(ledger: Ledger, plan: str, name: str, content: bytes) -> None:
    """Make a file the plan's document; what was it before stays kept."""
    with ledger.transaction():
        kept = attachments.attach(ledger, name, content)
        _note(ledger, plan, kept)


def detach(ledger: Ledger, plan: str) -> None:
    """Let the plan have no document."""
    with ledger.transaction():
        _note(ledger, plan, None)


def document(ledger: Ledger, plan: str) -> Attachment | None:
    """The plan's document, without its content."""
    row = ledger.connection.execute(
        "SELECT attachment FROM plan_document WHERE plan = ? ORDER BY id DESC LIMIT 1", (plan,)
    ).fetchone()
    return None if row is None or row[0] is None else attachments.attachment(ledger, row[0])


def _note(ledger: Ledger, plan: str, attachment: int | None) -> None:
    ledger.connection.execute(
        "INSERT INTO plan_document (plan, attachment, operator, at) VALUES (?, ?, ?, ?)",
        (plan, attachment, ledger.operator, now()),
    )
