"""The history as a list: what a figure was, what it became, and by which hand or file."""

from __future__ import annotations

from hashlib import sha256

from db.changes import changes
from db.ledger import Ledger
from db.records import Entry, NewSource
from db.values import ItemIds
from monitoring.amounts import MISSING, Value, number

UNIT, OTHER, ITEM, END = "371581101000", "371581102000", "fd_signed", 202610


def write(
    ledger: Ledger, value: Value | None, file: str = "", item: str = ITEM, unit: str = UNIT
) -> int:
    content = file.encode()
    source = (
        NewSource("file", file, sha256(content).hexdigest(), content)
        if file
        else NewSource("hand", operator="王")
    )
    return ledger.write([Entry(unit, item, END, value, "表", "C5" if file else "")], source)


def test_each_change_says_from_what_to_what_and_by_whom(fresh_ledger: Ledger) -> None:
    write(fresh_ledger, number(10), "甲.xlsx")
    write(fresh_ledger, MISSING)
    write(fresh_ledger, None)
    write(fresh_ledger, number(0), "乙.xlsx")
    write(fresh_ledger, number(7), "乙改.xlsx")
    found = fresh_ledger.changes()
    assert [(each.before, each.after) for each in found] == [
        (number(0), number(7)),
        (MISSING, None),
        (number(10), MISSING),
    ]
    newest, blanked, first = found
    assert newest.by is not None
    assert (newest.was.file, newest.was.cell, newest.by.file) == ("乙.xlsx", "C5", "乙改.xlsx")
    assert blanked.by is not None
    assert blanked.by.operator == "王"
    assert first.by is not None
    assert (first.by.kind, first.by.operator) == ("hand", "王")
    assert first.was.demonstration is False


def test_only_the_newest_and_only_what_is_asked_for(fresh_ledger: Ledger) -> None:
    ids = ItemIds(fresh_ledger.connection)
    for amount in range(4):
        write(fresh_ledger, number(amount))
        write(fresh_ledger, number(amount), unit=OTHER)
    connection = fresh_ledger.connection
    assert len(changes(connection, ids)) == 6
    assert [each.unit for each in changes(connection, ids, units=[OTHER])] == [OTHER] * 3
    assert changes(connection, ids, items=["elder65_signed"]) == []
    assert changes(connection, ids, units=[]) == []
    (newest,) = changes(connection, ids, units=[UNIT], items=[ITEM], most=1)
    assert newest.after == number(3)


def test_what_a_source_wrote_is_known_after_it_was_replaced(fresh_ledger: Ledger) -> None:
    source = write(fresh_ledger, number(10), "甲.xlsx")
    write(fresh_ledger, number(11))
    (value,) = fresh_ledger.written(source)
    assert (value.unit, value.item, value.end, value.value) == (UNIT, ITEM, END, number(10))
    assert (value.sheet, value.cell) == ("表", "C5")
