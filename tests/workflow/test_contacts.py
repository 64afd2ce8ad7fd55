"""Contacts: kept by hand, brought in a table, and a phone number that stays the text it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.ledger import Ledger
from db.reminders import Contact
from monitoring.errors import ExpectedError
from tests.workflow.workbooks import table
from workflow import contacts

EAST, WEST = "371581001000", "371581002000"
HEAD = ("单位", "姓名", "电话", "备注")
FIRST = Contact(EAST, "演示甲", "0000-0000001", "演示数据")


def brought(
    ledger: Ledger, folder: Path, *rows: tuple[Any, ...], head: tuple[str, ...] = HEAD
) -> contacts.Brought:
    path = folder / "联系人.xlsx"
    path.write_bytes(table([head, *rows]))
    return contacts.read(ledger, path)


def test_contacts_are_added_changed_and_removed_by_hand(fresh_ledger: Ledger) -> None:
    added = contacts.add(fresh_ledger, Contact(EAST, " 演示 甲 ", "０００－１ ", "负责\n报表"))
    assert added == Contact(EAST, "演示 甲", "000-1", "负责 报表")
    renamed = contacts.change(fresh_ledger, added, added._replace(person="演示乙"))
    contacts.add(fresh_ledger, added)
    assert [each.person for each in contacts.contacts(fresh_ledger)] == ["演示 甲", "演示乙"]
    with pytest.raises(ExpectedError, match="已经有“演示 甲”"):
        contacts.change(fresh_ledger, renamed, added)
    with pytest.raises(ExpectedError, match="请直接改那一行"):
        contacts.add(fresh_ledger, added)
    contacts.remove(fresh_ledger, [added])
    assert contacts.contacts(fresh_ledger) == [renamed]
    contacts.restore(fresh_ledger, [added])
    assert added in contacts.contacts(fresh_ledger)


def test_contacts_stand_in_the_order_of_the_units(fresh_ledger: Ledger) -> None:
    county = fresh_ledger.area.code
    for unit in (county, WEST, EAST):
        contacts.add(fresh_ledger, Contact(unit, "演示甲"))
    assert [each.unit for each in contacts.contacts(fresh_ledger)] == [EAST, WEST, county]


@pytest.mark.parametrize(
    "phone", ["0635-2100000", "+86 000 0000", "(0635)2100000转8001", "000、001", "", "0000000"]
)
def test_a_phone_number_is_kept_as_it_is_written(fresh_ledger: Ledger, phone: str) -> None:
    contacts.add(fresh_ledger, Contact(EAST, "演示甲", phone))
    assert contacts.contacts(fresh_ledger)[0].phone == phone


@pytest.mark.parametrize("phone", ["=1+1", "没有", "12a", "-" * 9, "1" * 61, "<b>1</b>"])
def test_what_is_no_phone_number_is_refused(fresh_ledger: Ledger, phone: str) -> None:
    with pytest.raises(ExpectedError, match="不像电话号码；请"):
        contacts.add(fresh_ledger, Contact(EAST, "演示甲", phone))
    assert contacts.contacts(fresh_ledger) == []


@pytest.mark.parametrize(("person", "note"), [("", ""), ("甲" * 21, ""), ("甲", "注" * 101)])
def test_a_name_or_note_that_does_not_fit_is_refused(
    fresh_ledger: Ledger, person: str, note: str
) -> None:
    with pytest.raises(ExpectedError, match="；请"):
        contacts.add(fresh_ledger, Contact(EAST, person, "", note))


def test_a_table_shows_what_is_new_changed_and_the_same_before_it_is_taken(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    contacts.add(fresh_ledger, FIRST)
    contacts.add(fresh_ledger, Contact(WEST, "演示乙", "000"))
    found = brought(
        fresh_ledger,
        tmp_path,
        ("临清市青年路街道办事处", "演示甲", "0000-0000001", "演示数据"),
        ("新华路街道", "演示乙", "001", None),
        ("新华路街道", "演示丙", 13000000000, None),
        ("临清市本级", "演示丁", "000 0000", "演示数据"),
    )
    assert found.issues == ()
    assert found.same == (FIRST,)
    assert found.changed == ((Contact(WEST, "演示乙", "000"), Contact(WEST, "演示乙", "001")),)
    assert [(each.unit, each.phone) for each in found.new] == [
        (WEST, "13000000000"),
        (fresh_ledger.area.code, "000 0000"),
    ]
    before = contacts.contacts(fresh_ledger)
    contacts.take(fresh_ledger, found)
    assert len(contacts.contacts(fresh_ledger)) == 4
    contacts.give_up(fresh_ledger, found)
    assert contacts.contacts(fresh_ledger) == before


def test_lines_that_cannot_be_read_are_sentences_and_the_others_are_taken(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    found = brought(
        fresh_ledger,
        tmp_path,
        ("不存在镇", "演示甲", "000", ""),
        ("", "演示甲", "000", ""),
        ("青年路街道", "", "000", ""),
        ("青年路街道", "演示甲", 6352100000, ""),
        ("青年路街道", "演示乙", "见备注", ""),
        ("青年路街道", "演示丙", "000", ""),
        ("青年路街道", "演示丙", "001", ""),
        ("青年路街道", "演示丙", "000", ""),
    )
    assert [each.person for each in found.new] == ["演示丙"]
    said = [issue.message for issue in found.issues]
    assert [text[:6] for text in said] == [f"第 {row} 行：" for row in (2, 3, 4, 5, 6, 8)]
    assert "没有叫“不存在镇”的单位" in said[0]
    assert "没有写单位" in said[1]
    assert "开头的 0 已丢失" in said[3]
    assert all("；请" in text for text in said)
    assert found.issues[0].where == "Sheet1!A2"


def test_a_merged_unit_stands_for_all_its_lines_and_other_heads_are_understood(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "通讯录.xlsx"
    rows = [
        ("2026年通讯录", None, None, None),
        ("序号", "乡镇（街道）", "联系人", "联系电话"),
        (1, "青年路街道", "演示甲", "000"),
        (2, None, "演示乙", "001"),
    ]
    path.write_bytes(table(rows, merges=["B3:B4"]))
    found = contacts.read(fresh_ledger, path)
    assert found.issues == ()
    assert {(each.unit, each.person) for each in found.new} == {(EAST, "演示甲"), (EAST, "演示乙")}


def test_a_table_without_the_heads_or_lines_says_so(fresh_ledger: Ledger, tmp_path: Path) -> None:
    found = brought(fresh_ledger, tmp_path, ("青年路街道", "甲"), head=("单位", "姓名"))
    assert "没有找到“单位、姓名、电话”" in found.issues[0].message
    assert "没有联系人" in brought(fresh_ledger, tmp_path).issues[0].message
    with pytest.raises(ExpectedError, match="读不到"):
        contacts.read(fresh_ledger, tmp_path / "没有.xlsx")


def test_text_of_a_csv_keeps_its_zeros(fresh_ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "联系人.csv"
    path.write_bytes(
        "单位,姓名,电话,备注\n青年路街道,演示甲,06350000000,演示数据\n".encode("gb18030")
    )
    assert contacts.read(fresh_ledger, path).new == (
        Contact(EAST, "演示甲", "06350000000", "演示数据"),
    )


def test_what_is_exported_is_text_and_imports_as_the_same(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    kept = [
        FIRST,
        Contact(WEST, "=1+1", "+86 000", "@备注"),
        Contact(fresh_ledger.area.code, "演示乙", "06350000000"),
    ]
    contacts.restore(fresh_ledger, kept)
    path = tmp_path / "导出.xlsx"
    assert contacts.export(fresh_ledger, path) == 3
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2, max_row=4) for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert sheet["C4"].value == "06350000000"
    found = contacts.read(fresh_ledger, path)
    assert (found.new, found.changed, found.issues) == ((), (), ())
    assert found.same == tuple(contacts.contacts(fresh_ledger))
    with pytest.raises(ExpectedError, match="已经存在"):
        contacts.export(fresh_ledger, path)
