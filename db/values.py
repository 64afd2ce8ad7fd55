"""Reading and writing figures: the only SQL that touches the value table."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from db.records import Entry, NewSource, PastValue, Source, StatedTotal, StoredValue
from monitoring.amounts import Value, number, value_of

if TYPE_CHECKING:
    from monitoring.figures import Key

Sum = tuple[int | None, int]
_SAMPLE = 1024
_COLUMNS = ("item", "period", "unit", "state", "amount", "source", "sheet", "cell")

_SOURCE = (
    "source.id, source.kind, source.file, {table}.sheet, {table}.cell, source.at,"
    " source.operator, source.demonstration, source.note"
)
_UPSERT = (
    "INSERT INTO value (item, period, unit, state, amount, source, sheet, cell)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (item, period, unit) DO UPDATE SET state = excluded.state,"
    " amount = excluded.amount, source = excluded.source, sheet = excluded.sheet,"
    " cell = excluded.cell"
    " WHERE value.state <> excluded.state OR value.amount IS NOT excluded.amount"
)
_AGREE = (
    "INSERT OR IGNORE INTO mention (item, period, unit, source, state, amount, sheet, cell)"
    " SELECT item, period, unit, :source, state, amount, :sheet, :cell FROM value"
    " WHERE item = :item AND period = :period AND unit = :unit AND source <> :source"
    " AND state = :state AND amount IS :amount"
)
_BLANK = (
    "INSERT OR IGNORE INTO mention (item, period, unit, source, state, sheet, cell)"
    " SELECT item, period, unit, :source, 'blank', :sheet, :cell FROM value"
    " WHERE item = :item AND period = :period AND unit = :unit"
)

_PICK = (
    "WITH wanted AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS item,"
    " json_extract(value, '$[1]') AS period, json_extract(value, '$[2]') AS unit"
    " FROM json_each(?)) SELECT item, period, unit, state, amount"
    " FROM wanted CROSS JOIN value USING (item, period, unit)"
)


class ItemIds:
    """The ledger's numbers for item codes, read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT code, id FROM item").fetchall()
        self._ids: dict[str, int] = dict(rows)
        self._codes: dict[int, str] = {identity: code for code, identity in rows}

    def id(self, code: str) -> int:
        """Number of an item code; ``KeyError`` for one the ledger does not know."""
        return self._ids[code]

    def code(self, identity: int) -> str:
        """Code of an item number."""
        return self._codes[identity]


def fetch(
    connection: sqlite3.Connection,
    ids: ItemIds,
    items: Iterable[str],
    ends: Iterable[int],
    unit: str | None = None,
) -> dict[Key, Value]:
    """Values by (unit, item, month), of one unit or of all."""
    wanted, months = [ids.id(item) for item in items], sorted(set(ends))
    only = () if unit is None else (int(unit),)
    rows = connection.execute(
        "SELECT item, period, unit, state, amount FROM value"
        f" WHERE item IN ({_marks(wanted)}) AND period IN ({_marks(months)})"
        f"{' AND unit = ?' * len(only)}",
        (*wanted, *months, *only),
    )
    return _by_key(ids, rows)


def pick(connection: sqlite3.Connection, ids: ItemIds, keys: Iterable[Key]) -> dict[Key, Value]:
    """The values of certain figures (unit, item, month), where there are any."""
    wanted = json.dumps([(ids.id(item), end, int(unit)) for unit, item, end in sorted(keys)])
    return _by_key(ids, connection.execute(_PICK, (wanted,)))


def _by_key(
    ids: ItemIds, rows: Iterable[tuple[int, int, int, str, int | None]]
) -> dict[Key, Value]:
    """Values by (unit, item, month). Equal ones are one object: a county has half a million."""
    units, items = _Memo(str), _Memo(ids.code)
    numbers, states = _Memo(number), _Memo(lambda state: value_of(state, None))
    return {
        (units[unit], items[item], end): states[state] if amount is None else numbers[amount]
        for item, end, unit, state, amount in rows
    }


class _Memo(dict[Any, Any]):
    """Makes what is asked for once."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Any:
        made = self[key] = self._make(key)
        return made


def sums(
    connection: sqlite3.Connection, ids: ItemIds, items: Iterable[str], first: int, last: int
) -> dict[tuple[str, int], Sum]:
    """Sum over all units and how many answered, by (item, month), for the months of a span.

    Summed where the figures lie: a county's ten years are one pass over the key.
    """
    wanted = [ids.id(item) for item in items]
    rows = connection.execute(
        "SELECT item, period, sum(amount), sum(state <> 'missing') FROM value"
        f" WHERE item IN ({_marks(wanted)}) AND period BETWEEN ? AND ? GROUP BY item, period",
        (*wanted, first, last),
    )
    return {(ids.code(item), end): (amount, answered) for item, end, amount, answered in rows}


def sums_at(
    connection: sqlite3.Connection, ids: ItemIds, items: Iterable[str], ends: Iterable[int]
) -> dict[tuple[str, int], Sum]:
    """The same for certain months only."""
    wanted, months = [ids.id(item) for item in items], sorted(set(ends))
    rows = connection.execute(
        "SELECT item, period, sum(amount), sum(state <> 'missing') FROM value"
        f" WHERE item IN ({_marks(wanted)}) AND period IN ({_marks(months)})"
        " GROUP BY item, period",
        (*wanted, *months),
    )
    return {(ids.code(item), end): (amount, answered) for item, end, amount, answered in rows}


def stored(
    connection: sqlite3.Connection, ids: ItemIds, items: Iterable[str], end: int
) -> list[StoredValue]:
    """Values with their sources, in the order of units and items."""
    wanted = [ids.id(item) for item in items]
    rows = connection.execute(
        f"SELECT value.unit, value.item, value.state, value.amount, {_SOURCE.format(table='value')}"
        " FROM value JOIN source ON source.id = value.source"
        f" WHERE value.period = ? AND value.item IN ({_marks(wanted)})"
        " ORDER BY value.unit, value.item",
        (end, *wanted),
    )
    return [
        StoredValue(str(unit), ids.code(item), end, value_of(state, amount), _source(origin))
        for unit, item, state, amount, *origin in rows
    ]


def reported(connection: sqlite3.Connection, form: str, end: int) -> set[str]:
    """Units with any value of the form; 未报 in every cell that is not 不适用 is no report.

    The county carries bases over by itself, so figures that are only carried are none either.
    """
    rows = connection.execute(
        "SELECT unit FROM value"
        " WHERE item IN (SELECT id FROM item WHERE form = ?) AND period = ?"
        " AND NOT EXISTS (SELECT 1 FROM carried WHERE carried.item = value.item"
        " AND carried.period = value.period AND carried.unit = value.unit)"
        " GROUP BY unit HAVING max(state = 'number') OR NOT max(state = 'missing')",
        (form, end),
    )
    return {str(unit) for (unit,) in rows}


def newest_source(connection: sqlite3.Connection, form: str, end: int, unit: str) -> int:
    """Newest source of a unit's figures of the form, 0 without any."""
    found = connection.execute(
        "SELECT max(source) FROM value WHERE item IN (SELECT id FROM item WHERE form = ?)"
        " AND period = ? AND unit = ?",
        (form, end, int(unit)),
    ).fetchone()[0]
    return int(found or 0)


def write(
    connection: sqlite3.Connection,
    ids: ItemIds,
    entries: Sequence[Entry],
    source: NewSource,
    *,
    totals: Sequence[StatedTotal],
    at: str,
) -> int:
    """Write a batch under one new source inside the caller's transaction; returns its id."""
    identity = _new_source(connection, source, at)
    said = [
        (
            ids.id(entry.item),
            entry.end,
            int(entry.unit),
            entry.value.state,
            entry.value.amount,
            identity,
            entry.sheet,
            entry.cell,
        )
        for entry in entries
        if entry.value is not None
    ]
    if connection.executemany(_UPSERT, said).rowcount < len(said):
        connection.executemany(_AGREE, (_named(row) for row in said))
    blanked = [
        (ids.id(e.item), e.end, int(e.unit), "blank", None, identity, e.sheet, e.cell)
        for e in entries
        if e.value is None
    ]
    connection.executemany(_BLANK, (_named(row) for row in blanked))
    connection.executemany(
        "DELETE FROM value WHERE item = ? AND period = ? AND unit = ?",
        (row[:3] for row in blanked),
    )
    connection.executemany(
        "INSERT INTO stated_total (item, period, source, amount, sheet, cell)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        ((ids.id(t.item), t.end, identity, t.amount, t.sheet, t.cell) for t in totals),
    )
    return identity


def history(
    connection: sqlite3.Connection, ids: ItemIds, unit: str, item: str, end: int
) -> list[PastValue]:
    """Replaced values of one figure, newest first."""
    rows = connection.execute(
        "SELECT value_history.state, value_history.amount, value_history.at,"
        f" value_history.replaced, {_SOURCE.format(table='value_history')}"
        " FROM value_history JOIN source ON source.id = value_history.source"
        " WHERE item = ? AND value_history.period = ? AND unit = ?"
        " ORDER BY value_history.id DESC",
        (ids.id(item), end, int(unit)),
    )
    return [
        PastValue(value_of(state, amount), _source(origin), at, replaced)
        for state, amount, at, replaced, *origin in rows
    ]


def stated_totals(
    connection: sqlite3.Connection, ids: ItemIds, items: Iterable[str], end: int
) -> list[StatedTotal]:
    """The newest stated total of each item for the month."""
    wanted = [ids.id(item) for item in items]
    rows = connection.execute(
        "SELECT stated_total.item, amount, source.file, sheet, cell, max(source.id)"
        " FROM stated_total JOIN source ON source.id = stated_total.source"
        f" WHERE stated_total.period = ? AND stated_total.item IN ({_marks(wanted)})"
        " GROUP BY stated_total.item",
        (end, *wanted),
    )
    return [
        StatedTotal(ids.code(item), end, amount, file, sheet, cell)
        for item, amount, file, sheet, cell, _ in rows
    ]


def import_of(connection: sqlite3.Connection, sha256: str) -> Source | None:
    """The last import of exactly these bytes that was not taken back."""
    row = connection.execute(
        "SELECT source.id, source.kind, source.file, '', '', source.at, source.operator,"
        " source.demonstration, source.note"
        " FROM source JOIN workbook ON workbook.id = source.workbook"
        " WHERE workbook.sha256 = ? AND source.taken_back = '' ORDER BY source.id DESC LIMIT 1",
        (sha256,),
    ).fetchone()
    return None if row is None else _source(row)


def workbook(connection: sqlite3.Connection, source: int) -> bytes | None:
    """Bytes of the workbook a source came from."""
    row = connection.execute(
        "SELECT content, packed FROM workbook JOIN source ON source.workbook = workbook.id"
        " WHERE source.id = ?",
        (source,),
    ).fetchone()
    if row is None:
        return None
    content, packed = row
    return zlib.decompress(content) if packed else bytes(content)


def has_demonstration(
    connection: sqlite3.Connection, ids: ItemIds, items: Iterable[str], ends: Iterable[int]
) -> bool:
    """Whether any of the values comes from made-up data."""
    wanted, months = [ids.id(item) for item in items], sorted(set(ends))
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM value JOIN source ON source.id = value.source"
        f" WHERE item IN ({_marks(wanted)}) AND value.period IN ({_marks(months)})"
        " AND source.demonstration = 1)",
        (*wanted, *months),
    ).fetchone()
    return bool(found[0])


def _new_source(connection: sqlite3.Connection, source: NewSource, at: str) -> int:
    book = None
    if source.kind == "file":
        _keep_workbook(connection, source.sha256, source.content)
        book = connection.execute(
            "SELECT id FROM workbook WHERE sha256 = ?", (source.sha256,)
        ).fetchone()[0]
    cursor = connection.execute(
        "INSERT INTO source"
        " (kind, workbook, file, form, period, demonstration, operator, at, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source.kind,
            book,
            source.file,
            source.form,
            source.end,
            int(source.demonstration),
            source.operator,
            at,
            source.note,
        ),
    )
    return int(cursor.lastrowid or 0)


def _keep_workbook(connection: sqlite3.Connection, sha256: str, content: bytes) -> None:
    packed = _packed(content)
    connection.execute(
        "INSERT INTO workbook (sha256, content, packed) VALUES (?, ?, ?)"
        " ON CONFLICT (sha256) DO NOTHING",
        (sha256, content if packed is None else packed, "" if packed is None else "zlib"),
    )


def _packed(content: bytes) -> bytes | None:
    """The bytes compressed, or ``None`` where that saves next to nothing.

    Most workbooks are compressed inside already: a look at their middle costs a tenth of trying.
    """
    middle = content[len(content) // 2 :][:_SAMPLE]
    if not _shrinks(middle, zlib.compress(middle, 1)):
        return None
    packed = zlib.compress(content, 1)
    return packed if _shrinks(content, packed) else None


def _shrinks(content: bytes, packed: bytes) -> bool:
    return len(packed) * 10 < len(content) * 9


def _named(row: tuple[object, ...]) -> dict[str, object]:
    return dict(zip(_COLUMNS, row, strict=True))


def _source(row: Sequence[object]) -> Source:
    identity, kind, file, sheet, cell, at, operator, demonstration, note = row
    return Source(
        int(str(identity)),
        str(kind),
        str(file),
        str(sheet),
        str(cell),
        str(at),
        str(operator),
        bool(demonstration),
        str(note),
    )


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
