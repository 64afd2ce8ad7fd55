"""What was said of milestones and tasks: rows are only added, the newest is how a step stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from db.ledger import now
from monitoring.steps import Said, StepState

if TYPE_CHECKING:
    from db.ledger import Ledger

_COLUMNS = "step, state, coalesce(period, 0), done, note, coalesce(attachment, 0), operator, at"


def note(ledger: Ledger, kind: str, said: Iterable[Said]) -> None:
    """Add what was said of steps of a ``kind`` (milestone or task), by who is signed in, now."""
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO step_record (kind, step, period, state, done, note, attachment, operator,"
            " at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    kind,
                    each.step,
                    each.end or None,
                    each.state.value,
                    each.done.isoformat() if each.done else "",
                    each.note,
                    each.attachment or None,
                    ledger.operator,
                    now(),
                )
                for each in said
            ],
        )


def newest(ledger: Ledger, kind: str, until: int = 0) -> dict[str, Said]:
    """What was last said of each step. With ``until`` (yyyymm) reports of later months do not
    count, nor what was reached only later; of several months the latest is the one that does.
    """
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM step_record WHERE kind = ?"
        " AND (? = 0 OR coalesce(period, 0) <= ? AND done < ?) ORDER BY coalesce(period, 0), id",
        (kind, until, until, f"{until // 100}-{until % 100:02}-99"),
    )
    return {said.step: said for said in map(_said, rows)}


def history(ledger: Ledger, kind: str, step: str) -> list[Said]:
    """Everything that was said of a step, the newest first."""
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM step_record WHERE kind = ? AND step = ? ORDER BY id DESC",
        (kind, step),
    )
    return [_said(row) for row in rows]


def _said(row: tuple[str, str, int, str, str, int, str, str]) -> Said:
    step, state, end, done, words, attachment, operator, at = row
    day = date.fromisoformat(done) if done else None
    return Said(step, StepState(state), end, day, words, attachment, operator, at)
