"""The history as a list: what a figure was, what it became, and by which hand or file."""

from __future__ import annotations

from hashlib import sha256

from db.changes import Wanted, changes
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
    assert len(fresh_ledger.changes()) == 6
    assert [each.unit for each in fresh_ledger.changes(units=[OTHER])] == [OTHER] * 3
    assert fresh_ledger.changes(items=["elder65_signed"]) == []
    assert fresh_ledger.changes(units=[]) == []
    assert fresh_ledger.changes(ends=[END - 1]) == []
    (newest,) = changes(connection, ids, Wanted([UNIT], [ITEM]), most=1)
    assert newest.after == number(3)


def test_changes_come_in_pages_that_meet(fresh_ledger: Ledger) -> None:
    for amount in range(6):
        write(fresh_ledger, number(amount))
    first = fresh_ledger.some_changes(Wanted(), 2)
    rest = fresh_ledger.some_changes(Wanted(before=first[-1].id), None)
    assert first + rest == fresh_ledger.changes()
    assert [each.before for each in first + rest] == [number(n) for n in (4, 3, 2, 1, 0)]


def test_changes_are_found_by_the_import_and_by_the_hand_in_them(fresh_ledger: Ledger) -> None:
    source = write(fresh_ledger, number(1), "甲.xlsx")
    write(fresh_ledger, number(2), "乙.xlsx")
    fresh_ledger.write([Entry(UNIT, ITEM, END, number(3))], NewSource("hand", operator="李"))
    fresh_ledger.write(
        [Entry(UNIT, ITEM, END, None)], NewSource("hand", operator="王", note="报错了单位")
    )

    def befores(wanted: Wanted) -> list[Value]:
        return [each.before for each in fresh_ledger.some_changes(wanted, None)]

    assert befores(Wanted(source=source)) == [number(1)]
    assert befores(Wanted(source=source + 1)) == [number(2), number(1)]
    assert befores(Wanted(operator="李")) == [number(2)]
    assert befores(Wanted(operator="王")) == [number(3)]
    assert fresh_ledger.changed_by() == ([END], ["李", "王"])
    newest = fresh_ledger.changes()[0]
    assert newest.by is not None
    assert newest.by.note == "报错了单位"


def test_what_a_source_wrote_is_known_after_it_was_replaced(fresh_ledger: Ledger) -> None:
    source = write(fresh_ledger, number(10), "甲.xlsx")
    write(fresh_ledger, number(11))
    (value,) = fresh_ledger.written(source)
    assert (value.unit, value.item, value.end, value.value) == (UNIT, ITEM, END, number(10))
    assert (value.sheet, value.cell) == ("表", "C5")
