"""What the entry page keeps beside the figures: bases carried over, and a second pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now
from monitoring.amounts import Value, number, value_of

if TYPE_CHECKING:
    from db.ledger import Ledger
    from db.records import Entry

Key = tuple[str, str]


class Carried(NamedTuple):
    """A figure taken over from the month ``origin``."""

    unit: str
    item: str
    end: int
    origin: int


def carried(ledger: Ledger, items: Iterable[str], end: int) -> dict[Key, int]:
    """The month each carried figure of ``end`` comes from, by unit and item."""
    ids = ledger.item_ids
    wanted = [ids.id(item) for item in items]
    rows = ledger.connection.execute(
        "SELECT unit, item, origin FROM carried WHERE period = ?"
        f" AND item IN ({','.join('?' * len(wanted))})",
        (end, *wanted),
    )
    return {(str(unit), ids.code(item)): origin for unit, item, origin in rows}


def first_numbers(
    ledger: Ledger, items: Iterable[str], months: Sequence[int]
) -> dict[Key, tuple[int, Value]]:
    """The earliest of ``months`` in which a figure is a number, and that number."""
    ids = ledger.item_ids
    wanted = [ids.id(item) for item in items]
    # With min() SQLite takes the other columns from the row that holds it.
    rows = ledger.connection.execute(
        "SELECT unit, item, min(period), amount FROM value"
        f" WHERE item IN ({','.join('?' * len(wanted))})"
        f" AND period IN ({','.join('?' * len(months))}) AND state = 'number'"
        " GROUP BY item, unit",
        (*wanted, *months),
    )
    return {(str(unit), ids.code(item)): (end, number(amount)) for unit, item, end, amount in rows}


def note_carried(ledger: Ledger, taken: Iterable[Carried]) -> None:
    """Note where figures were taken over from, in the transaction that writes them."""
    ids = ledger.item_ids
    ledger.connection.executemany(
        "INSERT INTO carried (item, period, unit, origin) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (item, period, unit) DO UPDATE SET origin = excluded.origin",
        [(ids.id(each.item), each.end, int(each.unit), each.origin) for each in taken],
    )


def release(ledger: Ledger, keys: Iterable[tuple[str, str, int]]) -> None:
    """Let carried figures (unit, item, month) be changed."""
    ids = ledger.item_ids
    with ledger.transaction():
        ledger.connection.executemany(
            "DELETE FROM carried WHERE unit = ? AND item = ? AND period = ?",
            [(int(unit), ids.id(item), end) for unit, item, end in keys],
        )


def second(ledger: Ledger, items: Iterable[str], end: int) -> dict[Key, Value]:
    """What was typed the second time, by unit and item."""
    ids = ledger.item_ids
    wanted = [ids.id(item) for item in items]
    rows = ledger.connection.execute(
        "SELECT unit, item, state, amount FROM second_entry WHERE period = ?"
        f" AND item IN ({','.join('?' * len(wanted))})",
        (end, *wanted),
    )
    return {
        (str(unit), ids.code(item)): value_of(state, amount) for unit, item, state, amount in rows
    }


def keep_second(ledger: Ledger, entries: Iterable[Entry]) -> None:
    """Write what was typed the second time; an entry without a value clears it."""
    ids = ledger.item_ids
    with ledger.transaction():
        for each in entries:
            key = ids.id(each.item), each.end, int(each.unit)
            if each.value is None:
                ledger.connection.execute(
                    "DELETE FROM second_entry WHERE item = ? AND period = ? AND unit = ?", key
                )
                continue
            ledger.connection.execute(
                "INSERT INTO second_entry (item, period, unit, state, amount, operator, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item, period, unit) DO UPDATE SET"
                " state = excluded.state, amount = excluded.amount,"
                " operator = excluded.operator, at = excluded.at",
                (*key, each.value.state, each.value.amount, ledger.operator, now()),
            )
