"""Plans of the county's own: rows are only added, the newest of a code is the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


class KeptPlan(NamedTuple):
    """One version of a plan; ``body`` is JSON, empty where it was taken out."""

    code: str
    body: str
    operator: str
    at: str


def read(ledger: Ledger) -> dict[str, str]:
    """The JSON of every plan that stands, by code."""
    rows = ledger.connection.execute(
        "SELECT code, body FROM own_plan WHERE id IN (SELECT max(id) FROM own_plan GROUP BY code)"
        " AND body <> '' ORDER BY code"
    )
    return dict(rows.fetchall())


def keep(ledger: Ledger, bodies: Mapping[str, str]) -> None:
    """Write plans; what stood before stays as history. An empty body takes one out."""
    at = now()
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO own_plan (code, body, operator, at) VALUES (?, ?, ?, ?)",
            [(code, body, ledger.operator, at) for code, body in bodies.items()],
        )
    ledger.read_anew()


def forget(ledger: Ledger, codes: Iterable[str]) -> None:
    """Take plans out; their history stays."""
    keep(ledger, dict.fromkeys(codes, ""))


def used(ledger: Ledger) -> set[str]:
    """Every code that was ever given."""
    return {code for (code,) in ledger.connection.execute("SELECT code FROM own_plan")}


def history(ledger: Ledger, code: str) -> list[KeptPlan]:
    """Every version of a plan, the newest first."""
    rows = ledger.connection.execute(
        "SELECT code, body, operator, at FROM own_plan WHERE code = ? ORDER BY id DESC", (code,)
    )
    return [KeptPlan._make(row) for row in rows]
