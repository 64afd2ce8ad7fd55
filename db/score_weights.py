"""How much each indicator counts in the ranking of townships; every setting is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


def weights(ledger: Ledger) -> dict[str, int]:
    """The newest weight of every indicator that was ever given one; 0 takes it out."""
    rows = ledger.connection.execute(
        "SELECT indicator, weight FROM score_weight"
        " WHERE id IN (SELECT max(id) FROM score_weight GROUP BY indicator) ORDER BY indicator"
    )
    return dict(rows.fetchall())


def keep(ledger: Ledger, chosen: Mapping[str, int]) -> None:
    """Let exactly these weights count from now on: what is not named is taken out.

    Only what differs is written, so that the history holds real changes.
    """
    before = weights(ledger)
    wanted = dict.fromkeys(before, 0) | dict(chosen)
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO score_weight (indicator, weight, operator, at) VALUES (?, ?, ?, ?)",
            [
                (indicator, weight, ledger.operator, now())
                for indicator, weight in wanted.items()
                if before.get(indicator) != weight
            ],
        )
