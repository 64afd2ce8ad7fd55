"""已上报: a form's month is locked once it was submitted; what changes afterwards is 更正."""

from __future__ import annotations

from dataclasses import dataclass

from db import locks, snapshots
from db.changes import PastChange
from db.ledger import Ledger
from db.locks import Lock, LockEvent
from db.records import StoredValue
from db.snapshots import Snapshot
from monitoring.catalogue import Form
from monitoring.corrections import to_json
from monitoring.errors import ExpectedError
from monitoring.periods import latest
from workflow import submit
from workflow.review import Standing, review

__all__ = ["Filing", "Lock", "LockEvent", "file", "filing", "locked", "unlock"]


@dataclass(frozen=True)
class Filing:
    """How a form's month stands with the city: its lock, what happened, and the corrections.

    ``corrections`` are the changes of its figures since it was first locked, newest first, and
    ``added`` the figures that were not there then.
    """

    lock: Lock | None
    events: tuple[LockEvent, ...]
    corrections: tuple[PastChange, ...] = ()
    added: tuple[StoredValue, ...] = ()

    @property
    def corrected(self) -> int:
        """How often a figure was changed or added since."""
        return len(self.corrections) + len(self.added)


def locked(ledger: Ledger, end: int) -> dict[str, Lock]:
    """The forms of the month that were submitted, by code."""
    return locks.of_month(ledger, end)


def filing(ledger: Ledger, form: Form, end: int) -> Filing:
    """Everything about a form's month since it was first submitted."""
    events = tuple(locks.events(ledger, form.code, end))
    lock = locks.of_month(ledger, end).get(form.code)
    first = next((event for event in events if event.event == "locked"), None)
    if first is None:
        return Filing(lock, events)
    changes = ledger.changes(items=form.by_code, ends=[end])
    corrections = tuple(change for change in changes if change.id > first.change)
    changed = {(change.unit, change.item) for change in corrections}
    added = tuple(
        value
        for value in ledger.stored(form.by_code, end)
        if value.source.id > first.source and (value.unit, value.item) not in changed
    )
    return Filing(lock, events, corrections, added)


def file(ledger: Ledger, form: Form, end: int) -> Snapshot:
    """Lock a form's month as 已上报 and keep what was sent, byte for byte, as its next version.

    Raises ``ExpectedError`` while a unit's form has hard findings or is not approved; units that
    sent nothing do not hold the return up.
    """
    if latest(form.frequency, end).end != end:
        raise ExpectedError(f"“{form.name}”这个月不用报；请换到它的报告期再上报。")
    standing = review(ledger, end).completeness.standing
    states = [state for (_, code), state in standing.items() if code == form.code]
    faulty, pending = states.count(Standing.FAULTY), states.count(Standing.PENDING)
    if faulty:
        raise ExpectedError(
            f"“{form.name}”还有 {faulty} 个单位有误，不能上报；请先在“审核”里改正。"
        )
    if pending:
        raise ExpectedError(
            f"“{form.name}”还有 {pending} 个单位待审，不能上报；请先在“审核”里通过。"
        )
    if not any(state is Standing.APPROVED for state in states):
        raise ExpectedError(f"“{form.name}”还没有单位报数，不能上报；请先收表。")
    document = submit.build(ledger, form, latest(form.frequency, end))
    reasons = [e.reason for e in locks.events(ledger, form.code, end) if e.event == "unlocked"]
    with ledger.transaction():
        kept = snapshots.keep(
            ledger,
            form.code,
            end,
            file=f"{document.title}_{document.period}.xlsx",
            content=submit.content(ledger, document),
            document=to_json(document),
            reason=reasons[-1] if reasons else "",
        )
        locks.lock(ledger, form.code, end)
    return kept


def unlock(ledger: Ledger, form: Form, end: int, reason: str) -> None:
    """Open a filed month for 更正 and note why. Raises ``ExpectedError`` without a reason."""
    words = " ".join(reason.split())
    if not words:
        raise ExpectedError("解锁要写明原因；请写清为什么要更正。")
    if not locks.unlock(ledger, form.code, end, words):
        raise ExpectedError(f"“{form.name}”这一期没有锁定，不用解锁；可以直接改。")
