"""How much figures may change before they are asked about, as the county has set it."""

from __future__ import annotations

from collections.abc import Mapping

from db import own_rules
from db.ledger import Ledger
from monitoring.month import Limit


def limits_of(ledger: Ledger) -> Mapping[tuple[str, str], Limit | None]:
    """The county's limits by rule row and item, ``None`` where it does not want to be asked."""
    return {
        (each.rule, each.item): None if each.percent is None else Limit(each.percent, each.minimum)
        for each in own_rules.thresholds(ledger)
    }
