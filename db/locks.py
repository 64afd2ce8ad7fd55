"""Months of forms that were submitted: locked, unlocked for a reason, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


class Lock(NamedTuple):
    """A form's month that stands locked, since ``at`` (ISO local time)."""

    form: str
    end: int
    operator: str
    at: str


class LockEvent(NamedTuple):
    """A locking or an unlocking (``event`` is "locked" or "unlocked"), the latter with a reason.

    Changes and sources with a higher number than a locking's came after it.
    """

    event: str
    reason: str
    operator: str
    at: str
    change: int = 0
    source: int = 0


def of_month(ledger: Ledger, end: int) -> dict[str, Lock]:
    """The locks of a month by form."""
    rows = ledger.connection.execute(
        "SELECT form, period, operator, at FROM lock WHERE period = ?", (end,)
    )
    return {row[0]: Lock._make(row) for row in rows}


def lock(ledger: Ledger, form: str, end: int) -> None:
    """Lock a form's month; one that is locked stays as it is."""
    with ledger.transaction():
        ledger.connection.execute(
            "INSERT OR IGNORE INTO lock (period, form, operator, at) VALUES (?, ?, ?, ?)",
            (end, form, ledger.operator, now()),
        )


def unlock(ledger: Ledger, form: str, end: int, reason: str) -> bool:
    """Unlock a form's month and note why; says whether it was locked."""
    with ledger.transaction():
        found = ledger.connection.execute(
            "DELETE FROM lock WHERE period = ? AND form = ?", (end, form)
        ).rowcount
        if found:
            ledger.connection.execute(
                "INSERT INTO lock_history (period, form, event, reason, operator, at)"
                " VALUES (?, ?, 'unlocked', ?, ?, ?)",
                (end, form, reason, ledger.operator, now()),
            )
    return bool(found)


def events(ledger: Ledger, form: str, end: int) -> list[LockEvent]:
    """What happened to a form's month, oldest first."""
    rows = ledger.connection.execute(
        "SELECT event, reason, operator, at, change, source FROM lock_history"
        " WHERE period = ? AND form = ? ORDER BY id",
        (end, form),
    )
    return [LockEvent._make(row) for row in rows]
