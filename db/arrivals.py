"""When units' figures first reached the ledger: what 催报 and the sign-in card (报送签到卡) ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.ledger import Ledger

Place = tuple[str, str, int]

# The county takes carried figures over itself: a unit that has only those has sent nothing.
_FIRST = """
WITH said (item, period, unit, source, stands) AS (
    SELECT item, period, unit, source, 1 FROM value
    WHERE item IN (SELECT id FROM item) AND period IN ({months})
        AND NOT EXISTS (SELECT 1 FROM carried WHERE carried.item = value.item
                        AND carried.period = value.period AND carried.unit = value.unit)
    UNION ALL
    SELECT item, period, unit, source, 0 FROM value_history
    WHERE item IN (SELECT id FROM item) AND period IN ({months})
    UNION ALL
    SELECT item, period, unit, source, 0 FROM mention
    WHERE item IN (SELECT id FROM item) AND period IN ({months}) AND state <> 'blank'
)
SELECT said.unit, item.form, said.period, min(source.at)
FROM said JOIN item ON item.id = said.item JOIN source ON source.id = said.source
WHERE source.taken_back = ''
GROUP BY said.unit, item.form, said.period
HAVING max(said.stands) = 1
"""


def first_arrivals(ledger: Ledger, ends: Iterable[int]) -> dict[Place, str]:
    """When the figures of (unit, form, month) first came, as ISO local time.

    The first occasion that wrote or agreed with any of them counts; what was taken back does
    not, nor does a form of which nothing stands any more.
    """
    months = ",".join(str(int(end)) for end in sorted(set(ends)))
    rows = ledger.connection.execute(_FIRST.format(months=months))
    return {(str(unit), form, end): at for unit, form, end, at in rows}


def began(ledger: Ledger) -> str:
    """When the ledger was first written, as ISO local time; empty for one that never was."""
    found = ledger.connection.execute("SELECT min(at) FROM source").fetchone()[0]
    return str(found or "")
