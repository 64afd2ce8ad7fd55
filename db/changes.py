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
SELECT old.id, old.unit, old.item, old.period, old.state, old.amount, old.at, old.replaced IS NULL,
       coalesce(next.state, value.state), iif(next.id IS NULL, value.amount, next.amount),
       was.id, was.kind, was.file, old.sheet, old.cell, was.at, was.operator, was.demonstration,
       was.note, was.taken_back,
       new.id, new.kind, new.file, '', '', new.at, new.operator, new.demonstration, new.note
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
    Changes have rising ``id``s.
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
    id: int = 0


class Wanted(NamedTuple):
    """Which changes are asked for; ``None`` narrows nothing.

    ``source`` is an import (or hand) that wrote the one value or the other, ``operator`` who made
    the change, ``before`` the id of a change that all must be older than.
    """

    units: Collection[str] | None = None
    items: Collection[str] | None = None
    ends: Collection[int] | None = None
    source: int | None = None
    operator: str | None = None
    before: int | None = None


class WrittenValue(NamedTuple):
    """A value one source wrote, whether or not it still stands."""

    unit: str
    item: str
    end: int
    value: Value
    sheet: str
    cell: str


def changes(
    connection: sqlite3.Connection, ids: ItemIds, wanted: Wanted, most: int | None = MOST
) -> list[PastChange]:
    """The newest ``most`` changes that are wanted, all of them for ``None``."""
    chosen, given = _chosen(ids, wanted)
    limit = -1 if most is None else most
    rows = connection.execute(_CHANGES.format(chosen=" AND ".join(chosen)), (*given, limit))
    return [_change(ids, row) for row in rows]


def hands(connection: sqlite3.Connection) -> tuple[list[int], list[str]]:
    """The months of figures that were changed, newest first, and who ever wrote one, by name."""
    months = connection.execute("SELECT DISTINCT period FROM value_history ORDER BY period DESC")
    people = connection.execute(
        "SELECT DISTINCT operator FROM source WHERE operator <> '' ORDER BY operator"
    )
    return [month for (month,) in months], [name for (name,) in people]


def _chosen(ids: ItemIds, wanted: Wanted) -> tuple[list[str], list[object]]:
    chosen, given = ["1"], list[object]()
    for column, codes in (
        ("unit", None if wanted.units is None else [int(unit) for unit in wanted.units]),
        ("item", None if wanted.items is None else [ids.id(item) for item in wanted.items]),
        ("period", wanted.ends),
    ):
        if codes is not None:
            chosen.append(f"old.{column} IN ({','.join('?' * len(codes))})")
            given += codes
    if wanted.source is not None:
        chosen.append("? IN (old.source, new.id)")
        given.append(wanted.source)
    if wanted.operator is not None:
        chosen.append("new.operator = ?")
        given.append(wanted.operator)
    if wanted.before is not None:
        chosen.append("old.id < ?")
        given.append(wanted.before)
    return chosen, given


def _change(ids: ItemIds, row: Sequence[Any]) -> PastChange:
    identity, unit, item, end, state, amount, at, removed, next_state, next_amount = row[:10]
    *was, taken_back = row[10:20]
    by = row[20:]
    return PastChange(
        str(unit),
        ids.code(item),
        end,
        value_of(state, amount),
        None if removed or next_state is None else value_of(next_state, next_amount),
        at[:19],
        _source(was),
        None if by[0] is None else _source(by),
        # A source that was taken back has no figure left that anyone else could change.
        bool(taken_back) and at[:19] >= taken_back,
        identity,
    )


def written(connection: sqlite3.Connection, ids: ItemIds, source: int) -> list[WrittenValue]:
    """What a source wrote, by unit and item."""
    rows = connection.execute(_WRITTEN, {"source": source})
    return [
        WrittenValue(str(unit), ids.code(item), end, value_of(state, amount), sheet, cell)
        for unit, item, end, state, amount, sheet, cell in rows
    ]


def _source(row: Sequence[Any]) -> Source:
    return Source._make(row)._replace(demonstration=bool(row[7]))
