"""Taking an import back: every figure as if the import had never been, but for later changes.

What happened to a figure is the sequence of what its sources said, in the order of their ids:
rows of ``value`` and ``value_history`` are what was written, rows of ``mention`` what was said
without writing. The figure is what the last source says that was not taken back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.records import Affected, Import, TakeBack
from db.values import ItemIds
from monitoring.amounts import Value, value_of

_KEY = "item = ? AND period = ? AND unit = ?"
# What is gone is counted apart, so that the long table is read once.
_IMPORTS = """
SELECT source.id, source.file, source.form, source.period, source.at,
       coalesce(standing.count, 0) + coalesce(gone.count, 0), source.taken_back,
       source.demonstration, source.taken_back_by
FROM source
LEFT JOIN (SELECT source, count(*) AS count FROM value GROUP BY source) AS standing
    ON standing.source = source.id
LEFT JOIN (
    SELECT past.source, count(*) AS count
    FROM (SELECT DISTINCT source, item, period, unit FROM value_history) AS past
    LEFT JOIN value ON value.item = past.item AND value.period = past.period
        AND value.unit = past.unit AND value.source = past.source
    WHERE value.item IS NULL GROUP BY past.source
) AS gone ON gone.source = source.id
WHERE source.kind = 'file' ORDER BY source.id DESC
"""
_SAID = """
SELECT item, period, unit, state, amount, max(wrote) FROM (
    SELECT item, period, unit, state, amount, 1 AS wrote FROM value WHERE source = :source
    UNION ALL
    SELECT item, period, unit, state, amount, 1 FROM value_history WHERE source = :source
    UNION ALL
    SELECT item, period, unit, state, amount, state = 'blank' FROM mention WHERE source = :source
) GROUP BY unit, item, period
"""
_EVENTS = f"""
SELECT said.source, said.state, said.amount, said.sheet, said.cell FROM (
    SELECT source, state, amount, sheet, cell FROM value WHERE {_KEY}
    UNION ALL SELECT source, state, amount, sheet, cell FROM value_history WHERE {_KEY}
    UNION ALL SELECT source, state, amount, sheet, cell FROM mention WHERE {_KEY}
) AS said JOIN source ON source.id = said.source
WHERE source.id <> ? AND source.taken_back = ''
ORDER BY source.id DESC LIMIT 1
"""


class _Event(NamedTuple):
    """What a source said of a figure; ``state`` is "blank" where it said nothing should be."""

    source: int
    state: str
    amount: int | None
    sheet: str = ""
    cell: str = ""

    @property
    def value(self) -> Value | None:
        return None if self.state == "blank" else value_of(self.state, self.amount)


class _Step(NamedTuple):
    """What becomes of one figure: ``then`` is what it goes back to, ``None`` to leave it alone."""

    kind: str
    key: tuple[int, int, int]
    affected: Affected
    then: _Event | None


def imports(connection: sqlite3.Connection) -> list[Import]:
    """Every import of a workbook, newest first."""
    return [
        Import._make(row)._replace(demonstration=bool(row[7]))
        for row in connection.execute(_IMPORTS)
    ]


def said_by(connection: sqlite3.Connection, ids: ItemIds, source: int) -> set[tuple[str, str, int]]:
    """Units, items and months a source said anything of."""
    rows = connection.execute(_SAID, {"source": source})
    return {(str(unit), ids.code(item), end) for item, end, unit, *_ in rows}


def preview(connection: sqlite3.Connection, ids: ItemIds, source: int) -> TakeBack:
    """What taking the import back would do."""
    return _summary(list(_steps(connection, ids, source)))


def take_back(
    connection: sqlite3.Connection, ids: ItemIds, source: int, at: str, operator: str = ""
) -> TakeBack:
    """Take the import back inside the caller's transaction."""
    steps = list(_steps(connection, ids, source))
    for step in steps:
        if step.then is not None:
            _put(connection, step.key, step.then)
    connection.execute("DELETE FROM stated_total WHERE source = ?", (source,))
    connection.execute(
        "UPDATE source SET taken_back = ?, taken_back_by = ? WHERE id = ?", (at, operator, source)
    )
    return _summary(steps)


def _steps(connection: sqlite3.Connection, ids: ItemIds, source: int) -> Iterator[_Step]:
    rows = connection.execute(_SAID, {"source": source}).fetchall()
    for item, end, unit, state, amount, wrote in rows:
        key = (item, end, unit)
        imported = _Event(source, state, amount).value
        stands = _standing(connection, key)
        before = _before(connection, key, source)
        changed_here = _is_its(source, state, stands, before)
        after = before.value if changed_here else stands and stands.value
        affected = Affected(str(unit), ids.code(item), end, imported, after)
        if changed_here:
            yield _Step(_outcome(before, imported), key, affected, before)
        elif wrote and after != imported:
            yield _Step("conflicts", key, affected, None)


def _is_its(source: int, state: str, stands: _Event | None, before: _Event) -> bool:
    """Whether the figure is as the source left it: its own value, or the blank it made."""
    if stands is not None:
        return stands.source == source
    return state == "blank" and before.source < source


def _outcome(before: _Event, imported: Value | None) -> str:
    if before.value == imported:
        return "kept"
    return "removed" if before.value is None else "restored"


def _standing(connection: sqlite3.Connection, key: tuple[int, int, int]) -> _Event | None:
    row = connection.execute(
        f"SELECT source, state, amount, sheet, cell FROM value WHERE {_KEY}", key
    ).fetchone()
    return None if row is None else _Event._make(row)


def _before(connection: sqlite3.Connection, key: tuple[int, int, int], source: int) -> _Event:
    """What the figure is without the source; source 0 where nobody else said anything."""
    row: Any = connection.execute(_EVENTS, (*key, *key, *key, source)).fetchone()
    return _Event(0, "blank", None) if row is None else _Event._make(row)


def _put(connection: sqlite3.Connection, key: tuple[int, int, int], event: _Event) -> None:
    """Make the figure what the event says, under the event's own source and cell."""
    if event.state == "blank":
        connection.execute(f"DELETE FROM value WHERE {_KEY}", key)
        return
    connection.execute(
        "INSERT INTO value (item, period, unit, state, amount, source, sheet, cell)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item, period, unit) DO UPDATE SET"
        " state = excluded.state, amount = excluded.amount, source = excluded.source,"
        " sheet = excluded.sheet, cell = excluded.cell",
        (*key, event.state, event.amount, event.source, event.sheet, event.cell),
    )


def _summary(steps: list[_Step]) -> TakeBack:
    def of(kind: str) -> tuple[Affected, ...]:
        return tuple(step.affected for step in steps if step.kind == kind)

    return TakeBack(of("restored"), of("removed"), of("conflicts"), of("kept"))
