"""The ledger's own key pair, and the partners whose keys a person confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger

_COLUMNS = "fingerprint, public, area, name, operator, at, withdrawn, withdrawn_by"


class Partner(NamedTuple):
    """Whose packages are taken: ``operator`` confirmed the fingerprint at ``at``.

    ``withdrawn`` is since when they are not any more, empty while they are; ISO local times.
    """

    fingerprint: str
    public: bytes
    area: str
    name: str
    operator: str
    at: str
    withdrawn: str = ""
    withdrawn_by: str = ""


def key(ledger: Ledger) -> tuple[bytes, bytes] | None:
    """Secret and public key, ``None`` before the ledger has any."""
    row = ledger.connection.execute("SELECT secret, public FROM ledger_key").fetchone()
    return None if row is None else (bytes(row[0]), bytes(row[1]))


def keep_key(ledger: Ledger, make: Callable[[], tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """The ledger's pair, made once."""
    with ledger.transaction():
        found = key(ledger)
        if found is None:
            found = make()
            ledger.connection.execute(
                "INSERT INTO ledger_key (id, secret, public, at) VALUES (1, ?, ?, ?)",
                (*found, now()),
            )
    return found


def partners(ledger: Ledger) -> list[Partner]:
    """Every partner that ever was, by area, those that are taken first, the last before others."""
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM partner ORDER BY area, withdrawn <> '', id DESC"
    )
    return [Partner._make(row)._replace(area=str(row[2])) for row in rows]


def partner(ledger: Ledger, fingerprint: str) -> Partner | None:
    """The partner with this key, the last one when it is withdrawn."""
    return next((each for each in partners(ledger) if each.fingerprint == fingerprint), None)


def confirm(ledger: Ledger, fingerprint: str, public: bytes, area: str, name: str) -> None:
    """Note that a person compared the fingerprint."""
    with ledger.transaction():
        ledger.connection.execute(
            "INSERT INTO partner (fingerprint, public, area, name, operator, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (fingerprint, public, int(area), name, ledger.operator, now()),
        )


def withdraw(ledger: Ledger, fingerprint: str) -> bool:
    """Take a partner's packages no longer; says whether they were taken."""
    with ledger.transaction():
        changed = ledger.connection.execute(
            "UPDATE partner SET withdrawn = ?, withdrawn_by = ?"
            " WHERE fingerprint = ? AND withdrawn = ''",
            (now(), ledger.operator, fingerprint),
        ).rowcount
    return bool(changed)
