"""The journals of the register of major projects: rows are only added."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from db.ledger import now
from monitoring.projects import Event, JournalEntry, from_table, to_table

if TYPE_CHECKING:
    from db.ledger import Ledger


def journal(ledger: Ledger, project: str = "") -> list[JournalEntry]:
    """The entries of a project, or of all of them, the oldest first."""
    rows = ledger.connection.execute(
        "SELECT project, event, body, coalesce(period, 0), reason, coalesce(attachment, 0),"
        " operator, at FROM project_record WHERE (? = '' OR project = ?) ORDER BY id",
        (project, project),
    )
    return [
        JournalEntry(code, Event(event), from_table(json.loads(body)), *rest)
        for code, event, body, *rest in rows
    ]


def add(ledger: Ledger, entries: Iterable[JournalEntry]) -> None:
    """Add entries to journals, by who is signed in, now."""
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO project_record (project, event, period, body, reason, attachment,"
            " operator, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    each.project,
                    each.event.value,
                    each.end or None,
                    json.dumps(to_table(each.details), ensure_ascii=False),
                    each.reason,
                    each.attachment or None,
                    ledger.operator,
                    now(),
                )
                for each in entries
            ],
        )
