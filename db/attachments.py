"""Files kept beside the figures: evidence, documents of plans. Each content is kept once."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, NamedTuple

from db.connection import LedgerError
from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger

LARGEST = 50 << 20
_COLUMNS = "id, name, sha256, size, operator, at"


class Attachment(NamedTuple):
    """A kept file without its content; ``size`` in bytes, ``at`` ISO local time."""

    id: int
    name: str
    sha256: str
    size: int
    operator: str
    at: str


def attach(ledger: Ledger, name: str, content: bytes) -> int:
    """Keep a file and give its id; the same content again gives the id it has.

    Raises :class:`LedgerError` for an empty file and for one above 50 MiB.
    """
    if not content:
        raise LedgerError(f"“{name}”是空文件，请另选一个文件。")
    if len(content) > LARGEST:
        raise LedgerError(f"“{name}”超过 50 MB，请压缩或拆分后再附。")
    digest = hashlib.sha256(content).hexdigest()
    with ledger.transaction():
        row = ledger.connection.execute(
            "SELECT id FROM attachment WHERE sha256 = ?", (digest,)
        ).fetchone()
        if row is not None:
            return int(row[0])
        packed = zlib.compress(content, 6)
        saves = len(packed) < len(content)
        (identity,) = ledger.connection.execute(
            "INSERT INTO attachment (name, sha256, size, content, packed, operator, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                name,
                digest,
                len(content),
                packed if saves else content,
                "zlib" if saves else "",
                ledger.operator,
                now(),
            ),
        ).fetchone()
    return int(identity)


def attachment(ledger: Ledger, identity: int) -> Attachment | None:
    """What is known of a kept file."""
    row = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM attachment WHERE id = ?", (identity,)
    ).fetchone()
    return None if row is None else Attachment._make(row)


def content(ledger: Ledger, identity: int) -> bytes:
    """The bytes of a kept file as they came. Raises :class:`LedgerError` for an unknown id."""
    row = ledger.connection.execute(
        "SELECT content, packed FROM attachment WHERE id = ?", (identity,)
    ).fetchone()
    if row is None:
        raise LedgerError("台账里没有这个附件，请刷新后再试。")
    return zlib.decompress(row[0]) if row[1] else bytes(row[0])
