"""Rules of the county's own, and how much a figure may change before it is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


class Threshold(NamedTuple):
    """A setting of a rule row (R21) for an item, or for every other one where ``item`` is empty.

    ``percent`` is ``None`` where the item is not to be asked about.
    """

    rule: str
    item: str
    percent: int | None
    minimum: int = 0


def read(ledger: Ledger) -> dict[str, str]:
    """The JSON of every rule by its id."""
    rows = ledger.connection.execute("SELECT id, body FROM own_rule ORDER BY id").fetchall()
    return dict(rows)


def keep(ledger: Ledger, bodies: Mapping[str, str]) -> None:
    """Write rules; one of the same id is replaced."""
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO own_rule (id, body, operator, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body,"
            " operator = excluded.operator, at = excluded.at",
            [(identity, body, ledger.operator, now()) for identity, body in bodies.items()],
        )
    ledger.read_anew()


def forget(ledger: Ledger, identities: Iterable[str]) -> None:
    """Delete rules."""
    with ledger.transaction():
        ledger.connection.executemany(
            "DELETE FROM own_rule WHERE id = ?", [(identity,) for identity in identities]
        )
    ledger.read_anew()


def used(ledger: Ledger) -> set[str]:
    """Ids that rules have or that explanations were written about: none of them is given anew."""
    rows = ledger.connection.execute("SELECT id FROM own_rule UNION SELECT rule FROM explanation")
    return {identity for (identity,) in rows}


def thresholds(ledger: Ledger) -> list[Threshold]:
    """Every setting, by rule and item."""
    rows = ledger.connection.execute(
        "SELECT rule, item, percent, minimum FROM threshold ORDER BY rule, item"
    )
    return [Threshold._make(row) for row in rows]


def keep_thresholds(ledger: Ledger, kept: Iterable[Threshold]) -> None:
    """Write settings; one of the same rule and item is replaced."""
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO threshold (rule, item, percent, minimum) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (rule, item) DO UPDATE SET percent = excluded.percent,"
            " minimum = excluded.minimum",
            list(kept),
        )


def forget_thresholds(ledger: Ledger, keys: Iterable[tuple[str, str]]) -> None:
    """Delete settings by (rule, item): what the rule data says holds again."""
    with ledger.transaction():
        ledger.connection.executemany(
            "DELETE FROM threshold WHERE rule = ? AND item = ?", list(keys)
        )
