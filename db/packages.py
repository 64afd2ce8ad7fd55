"""Packages that went out and came in; the bytes of each are kept once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from db import attachments
from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger

_COLUMNS = (
    "package.id, direction, package.kind, package.file, package.sha256, fingerprint, area,"
    " package.form, package.period, made, package.source, attachment, package.operator,"
    " package.at, coalesce(source.taken_back, '')"
)


class KeptPackage(NamedTuple):
    """A package: ``direction`` is "sent" or "received", ``area`` whose figures it holds,
    ``end`` its month, ``made`` when it was packed and ``at`` when it went or came.

    ``source`` is the import a received one made, ``taken_back`` when that was taken back.
    """

    id: int
    direction: str
    kind: str
    file: str
    sha256: str
    fingerprint: str
    area: str
    form: str
    end: int | None
    made: str
    source: int | None
    attachment: int | None
    operator: str
    at: str
    taken_back: str


class NewPackage(NamedTuple):
    """A package to be noted. Its bytes are its import's (``source``) or else attached."""

    direction: str
    kind: str
    file: str
    sha256: str
    fingerprint: str
    area: str
    made: str
    form: str = ""
    end: int | None = None
    source: int | None = None


def note(ledger: Ledger, package: NewPackage, content: bytes) -> int:
    """Note a package and keep its bytes; returns its id."""
    with ledger.transaction():
        attached = None
        if package.source is None:
            attached = attachments.attach(ledger, package.file, content)
        (identity,) = ledger.connection.execute(
            "INSERT INTO package (direction, kind, file, sha256, fingerprint, area, made, form,"
            " period, source, attachment, operator, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                *package[:5],
                int(package.area),
                *package[6:],
                attached,
                ledger.operator,
                now(),
            ),
        ).fetchone()
    return int(identity)


def listed(ledger: Ledger, end: int | None = None) -> list[KeptPackage]:
    """Every package, or those of a month, newest first."""
    where, values = ("", ()) if end is None else (" WHERE package.period = ?", (end,))
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM package LEFT JOIN source ON source.id = package.source{where}"
        " ORDER BY package.id DESC",
        values,
    )
    return [KeptPackage._make(row)._replace(area=str(row[6])) for row in rows]


def newest(ledger: Ledger, area: str, form: str, end: int) -> KeptPackage | None:
    """The last one that brought an area's form and month and stands."""
    return next(
        (
            each
            for each in listed(ledger, end)
            if (each.direction, each.area, each.form) == ("received", area, form)
            and not each.taken_back
        ),
        None,
    )


def content(ledger: Ledger, package: KeptPackage) -> bytes:
    """The bytes as they came or went."""
    if package.source is not None:
        return ledger.workbook(package.source) or b""
    return attachments.content(ledger, package.attachment or 0)


def of_sources(ledger: Ledger, sources: Collection[int]) -> dict[int, KeptPackage]:
    """Which of these sources of figures are packages."""
    return {s: each for each in listed(ledger) if (s := each.source) is not None and s in sources}


def checksums(ledger: Ledger, sources: Collection[int]) -> dict[int, str]:
    """Checksums of the workbooks the sources are imports of."""
    marks = ",".join("?" * len(sources))
    rows = ledger.connection.execute(
        "SELECT source.id, workbook.sha256 FROM source JOIN workbook"
        f" ON workbook.id = source.workbook WHERE source.id IN ({marks})",
        tuple(sources),
    )
    return dict(rows.fetchall())


def workbook(ledger: Ledger, sha256: str) -> bytes | None:
    """The workbook of this checksum, if it was collected here."""
    row = ledger.connection.execute(
        "SELECT source.id FROM source JOIN workbook ON workbook.id = source.workbook"
        " WHERE workbook.sha256 = ? LIMIT 1",
        (sha256,),
    ).fetchone()
    return None if row is None else ledger.workbook(int(row[0]))
