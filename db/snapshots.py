"""What was submitted: the bytes of every version of a return, with who filed it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db import attachments
from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger

_COLUMNS = (
    "snapshot.id, snapshot.form, snapshot.period, version, attachment, document, reason,"
    " snapshot.operator, snapshot.at, attachment.name, attachment.sha256"
)


class Snapshot(NamedTuple):
    """One filing of a form's period. ``document`` is the return as JSON, ``attachment`` its
    workbook's id; ``reason`` is why the version before was opened, ``at`` ISO local time.
    """

    id: int
    form: str
    end: int
    version: int
    attachment: int
    document: str
    reason: str
    operator: str
    at: str
    file: str
    sha256: str


def keep(
    ledger: Ledger, form: str, end: int, *, file: str, content: bytes, document: str, reason: str
) -> Snapshot:
    """Keep the next version of a form's period."""
    with ledger.transaction():
        attachment = attachments.attach(ledger, file, content)
        ledger.connection.execute(
            "INSERT INTO snapshot (form, period, version, attachment, document, reason, operator,"
            " at) SELECT ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?"
            " FROM snapshot WHERE form = ? AND period = ?",
            (form, end, attachment, document, reason, ledger.operator, now(), form, end),
        )
        return of_period(ledger, form, end)[-1]


def of_period(ledger: Ledger, form: str, end: int) -> list[Snapshot]:
    """The versions of a form's period, the first one first."""
    return _read(ledger, "snapshot.form = ? AND snapshot.period = ? ORDER BY version", (form, end))


def every(ledger: Ledger) -> list[Snapshot]:
    """Every version of everything that was filed, the newest first."""
    return _read(ledger, "1 ORDER BY snapshot.id DESC", ())


def _read(ledger: Ledger, where: str, values: tuple[object, ...]) -> list[Snapshot]:
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM snapshot"
        f" JOIN attachment ON attachment.id = snapshot.attachment WHERE {where}",
        values,
    )
    return [Snapshot._make(row) for row in rows]
