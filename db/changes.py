"""Reading what happened to the figures: every change, and what one source wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from db.records import Source
from db.values import ItemIds
from monitoring.amounts import Value, value_of

MOST = 1_000

# What came next is the following entry of the same figure, else what stands there today.
_CHANGES = """
SELECT old.unit, old.item, old.period, old.state, old.amount, old.at, old.replaced IS NULL,
       coalesce(next.state, value.state), iif(next.id IS NULL, value.amount, next.amount),
       was.id, was.kind, was.file, old.sheet, old.cell, was.at, was.operator, was.demonstration,
       was.taken_back,
       new.id, new.kind, new.file, '', '', new.at, new.operator, new.demonstration
FROM value_history AS old
JOIN source AS was ON was.id = old.source
LEFT JOIN source AS new ON new.id = coalesce(old.replaced, (
    SELECT min(mention.source) FROM mention
    WHERE mention.item = old.item AND mention.period = old.period AND mention.unit = old.unit
        AND mention.state = 'blank' AND mention.source > old.source))
LEFT JOIN value_history AS next ON next.id = (
    SELECT min(later.id) FROM value_history AS later
    WHERE later.item = old.item AND later.period = old.period AND later.unit = old.unit
        AND later.id > old.id)
LEFT JOIN value ON next.id IS NULL
    AND value.item = old.item AND value.period = old.period AND value.unit = old.unit
WHERE {chosen}
ORDER BY old.id DESC LIMIT ?
"""
_WRITTEN = """
SELECT unit, item, period, state, amount, sheet, cell FROM value WHERE source = :source
UNION
SELECT unit, item, period, state, amount, sheet, cell FROM value_history WHERE source = :source
ORDER BY unit, item, period
"""


class PastChange(NamedTuple):
    """One change of one figure at ``at`` (ISO local time): from ``before`` to ``after``.

    ``after`` is ``None`` where the figure was blanked. With ``taken_back`` it changed because
    the import that wrote ``before`` was taken back; ``by`` is then where ``after`` came from.
    """

    unit: str
    item: str
    end: int
    before: Value
    after: Value | None
    at: str
    was: Source
    by: Source | None
    taken_back: bool = False


class WrittenValue(NamedTuple):
    """A value one source wrote, whether or not it still stands."""

    unit: str
    item: str
    end: int
    value: Value
    sheet: str
    cell: str


def changes(
    connection: sqlite3.Connection,
    ids: ItemIds,
    units: Collection[str] | None = None,
    items: Collection[str] | None = None,
    most: int = MOST,
) -> list[PastChange]:
    """The newest ``most`` changes, of certain units or items where those are given."""
    chosen, given = ["1"], list[int]()
    for column, wanted in (
        ("unit", None if units is None else [int(unit) for unit in units]),
        ("item", None if items is None else [ids.id(item) for item in items]),
    ):
        if wanted is not None:
            chosen.append(f"old.{column} IN ({','.join('?' * len(wanted))})")
            given += wanted
    rows = connection.execute(_CHANGES.format(chosen=" AND ".join(chosen)), (*given, most))
    return [
        PastChange(
            str(unit),
            ids.code(item),
            end,
            value_of(state, amount),
            None if removed or next_state is None else value_of(next_state, next_amount),
            at[:19],
            _source(origin[:8]),
            None if origin[9] is None else _source(origin[9:]),
            # A source that was taken back has no figure left that anyone else could change.
            bool(origin[8]) and at[:19] >= origin[8],
        )
        for unit, item, end, state, amount, at, removed, next_state, next_amount, *origin in rows
    ]


def written(connection: sqlite3.Connection, ids: ItemIds, source: int) -> list[WrittenValue]:
    """What a source wrote, by unit and item."""
    rows = connection.execute(_WRITTEN, {"source": source})
    return [
        WrittenValue(str(unit), ids.code(item), end, value_of(state, amount), sheet, cell)
        for unit, item, end, state, amount, sheet, cell in rows
    ]


def _source(row: Sequence[Any]) -> Source:
    return Source._make(row)._replace(demonstration=bool(row[-1]))
