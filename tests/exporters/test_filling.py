from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from exporters.filling import Content, Filling
from exporters.filling import fill as fill_workbook
from monitoring.errors import ExpectedError
from tests.exporters.city_workbooks import (
    MAIN,
    SHEET,
    changed,
    members,
    raw,
    styled,
    with_macros,
)

STYLED = styled()
PARTS = {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}


def fill(content: bytes, cells: Filling) -> bytes:
    return fill_workbook(content, cells).content


def sheet_xml(content: bytes) -> str:
    return members(content)["xl/sheet.xml"].decode()


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))[SHEET]


def all_cells(content: bytes) -> dict[str, tuple[Any, str, str]]:
    """Every cell that has something: value, number format and fill."""
    return {
        cell.coordinate: (cell.value, cell.number_format, cell.fill.fgColor.rgb)
        for row in read(content).iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_every_other_member_is_the_same_bytes() -> None:
    content = with_macros(STYLED)
    filled = members(fill(content, {SHEET: {"B3": 7, "C4": Decimal("2.50")}}))
    before = members(content)
    assert list(filled) == list(before)
    assert {name for name in before if filled[name] != before[name]} <= PARTS


def test_what_is_around_the_cells_of_the_sheet_is_the_same_bytes() -> None:
    before = members(STYLED)["xl/worksheets/sheet1.xml"]
    after = members(fill(STYLED, {SHEET: {"B3": 7}}))["xl/worksheets/sheet1.xml"]
    head, tail = before.index(b"<sheetData>"), before.index(b"</sheetData>")
    assert after[:head] == before[:head]
    assert after.endswith(before[tail:])


def test_a_filled_cell_keeps_its_style_and_a_formula_its_words() -> None:
    sheet = read(fill(STYLED, {SHEET: {"B3": 7}}))
    assert sheet["B3"].value == 7
    assert sheet["B3"].number_format == "#,##0"
    assert not sheet["B3"].protection.locked
    assert sheet["D3"].value == "=SUM(B3:C3)"


def test_an_emptied_cell_keeps_its_style() -> None:
    sheet = read(fill(STYLED, {SHEET: {"B3": None}}))
    assert sheet["B3"].value is None
    assert sheet["B3"].number_format == "#,##0"


def test_formulas_are_never_overwritten() -> None:
    with pytest.raises(ExpectedError, match="D3、D4 是公式"):
        fill(STYLED, {SHEET: {"D3": 1, "D4": 1, "B3": 1}})


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_cells_a_formula_spills_into_are_never_overwritten(kind: str) -> None:
    rows = (
        f'<sheetData><row r="1"><c r="A1"><f t="{kind}" ref="A1:A3">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c></row></sheetData>'
    )
    for cell in ("A2", "A3"):
        with pytest.raises(ExpectedError, match="是公式"):
            fill(raw(rows), {SHEET: {cell: 9}})


def test_missing_rows_and_cells_are_put_in_order() -> None:
    rows = (
        '<sheetData><row r="2" spans="2:4"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row>'
        '<row r="5"/></sheetData>'
    )
    cells: dict[str, Content] = {"A2": 1, "C2": 2, "E2": 3, "A1": 4, "B4": 5, "C5": 6, "A9": 7}
    xml = sheet_xml(fill(raw(rows), {SHEET: cells}))
    found = [place.partition('"')[0] for place in xml.split('r="')[1:]]
    assert found == ["1", "A1", "2", "A2", "B2", "C2", "D2", "E2", "4", "B4", "5", "C5", "9", "A9"]
    assert 'spans="1:5"' in xml


def test_an_empty_sheet_is_filled() -> None:
    assert read(fill(raw("<sheetData/>"), {SHEET: {"B2": 5}}))["B2"].value == 5


def test_elements_with_a_prefix_stay_with_it() -> None:
    rows = '<x:sheetData><x:row r="1"><x:c r="A1" s="0"/></x:row></x:sheetData>'
    filled = fill(raw(rows, prefix="x"), {SHEET: {"A1": 5, "B1": "文"}})
    assert '<x:c r="A1" s="0"><x:v>5</x:v></x:c><x:c r="B1" t="inlineStr">' in sheet_xml(filled)
    assert read(filled)["B1"].value == "文"


def test_rows_and_cells_without_names_are_counted() -> None:
    rows = "<sheetData><row><c/></row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>"
    sheet = read(fill(raw(rows), {SHEET: {"B2": 5}}))
    assert (sheet["A2"].value, sheet["B2"].value) == (1, 5)


def test_a_new_cell_takes_the_style_of_its_row_or_column() -> None:
    rows = '<sheetData><row r="1" s="4" customFormat="1"/><row r="2" s="4"/></sheetData>'
    xml = sheet_xml(
        fill(
            raw(rows, before='<cols><col min="2" max="3" style="7"/></cols>'),
            {SHEET: {"B1": 1, "B2": 1, "B3": 1, "D3": 1}},
        )
    )
    assert '<c r="B1" s="4">' in xml
    assert '<c r="B2" s="7">' in xml
    assert '<c r="B3" s="7">' in xml
    assert '<c r="D3">' in xml


def test_the_size_a_sheet_claims_grows_with_it() -> None:
    rows = '<sheetData><row r="3"><c r="B3"/></row></sheetData>'
    filled = fill(raw(rows, before='<dimension ref="B3"/>'), {SHEET: {"D7": 1}})
    assert '<dimension ref="B3:D7"/>' in sheet_xml(filled)


def test_what_looks_like_a_cell_in_a_comment_is_none() -> None:
    rows = (
        '<sheetData><!-- <row r="1"><c r="A1"><v>0</v></c></row> -->'
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1"/>]]></t></is></c></row>'
        "</sheetData>"
    )
    filled = fill(raw(rows), {SHEET: {"B1": 5}})
    assert read(filled)["A1"].value == '<c r="B1"/>'
    assert read(filled)["B1"].value == 5


def test_extensions_of_a_cell_do_not_end_its_row() -> None:
    rows = (
        '<sheetData><row r="1"><c r="A1"><v>1</v><extLst><ext/></extLst></c><c r="B1"/>'
        "<extLst><ext/></extLst></row></sheetData>"
    )
    xml = sheet_xml(fill(raw(rows), {SHEET: {"C1": 5}}))
    assert '<c r="B1"/><c r="C1"><v>5</v></c><extLst><ext/></extLst></row>' in xml


@pytest.mark.parametrize("text", ["=1+1", "<b>&amp;", " 前后 ", "+86", "一\r\n二"])
def test_text_stays_text(text: str) -> None:
    cell = read(fill(STYLED, {SHEET: {"B3": text}}))["B3"]
    assert cell.value == text.replace("\r\n", "\n")
    assert cell.data_type == "s"


def test_numbers_are_written_as_the_decimals_they_are() -> None:
    rows = '<sheetData><row r="1"/></sheetData>'
    cells: dict[str, Content] = {"A1": Decimal("37.50"), "B1": Decimal("1E+3"), "C1": 10**15}
    xml = sheet_xml(fill(raw(rows), {SHEET: cells}))
    assert "<v>37.50</v>" in xml
    assert "<v>1000</v>" in xml
    assert "<v>1000000000000000</v>" in xml


@pytest.mark.parametrize(
    "book",
    [
        "",
        '<calcPr calcId="191029"/>',
        "<calcPr calcId='1' fullCalcOnLoad='0'></calcPr>",
        "<definedNames><definedName name='a'>1</definedName></definedNames><pivotCaches/>",
    ],
)
def test_formulas_are_calculated_when_the_file_is_opened(book: str) -> None:
    content = raw("<sheetData/>", book=book)
    xml = members(fill(content, {SHEET: {"A1": 1}}))["xl/workbook.xml"].decode()
    assert xml.count("fullCalcOnLoad") == 1
    assert 'fullCalcOnLoad="1"' in xml
    order = [n for n in ("</sheets>", "</definedNames>", "<calcPr", "<pivotCaches") if n in xml]
    assert order == sorted(order, key=xml.index)


def test_nothing_to_fill_is_the_same_file() -> None:
    assert fill(STYLED, {SHEET: {}}) == STYLED


BAD_ROWS = '<sheetData><row r="2"/><row r="2"><c r="A2"/></row></sheetData>'
BAD_NAME = '<sheetData><row r="2"><c r="A3"/></row></sheetData>'
BAD_CELLS = '<sheetData><row r="2"><c r="A2"/><c r="A2"/></row></sheetData>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0", "不是 .xlsx"),
        (STYLED[:-400], "已损坏"),
        (raw(BAD_ROWS), "读不通"),
        (raw(BAD_CELLS), "读不通"),
        (raw(BAD_NAME), "读不通"),
        (raw("<sheetData/>", sheets=(SHEET, SHEET)), "读不通"),
        (changed(raw("<sheetData/>"), {"xl/sheet.xml": b"<worksheet>"}), "读不通"),
        (changed(raw(""), {"xl/sheet.xml": "<worksheet/>".encode("utf-16")}), "读不通"),
        (
            changed(raw(""), {"xl/sheet.xml": b"<!DOCTYPE w [<!ENTITY a 'b'>]><w/>"}),
            "读不通",
        ),
        (raw(""), "读不通"),
    ],
)
def test_a_file_that_cannot_be_filled_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(ExpectedError, match=sentence):
        fill(content, {SHEET: {"A2": 1}})


def test_a_sheet_that_is_not_there_is_said() -> None:
    with pytest.raises(ExpectedError, match="没有工作表“别的表”"):
        fill(STYLED, {"别的表": {"A2": 1}})


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporters.package.CONTENT_LIMIT", 1000)
    with pytest.raises(ExpectedError, match="太大"):
        fill(STYLED, {SHEET: {"A2": 1}})


def test_notes_the_container_kept_of_the_old_sizes_go() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members(STYLED).items():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HHQQ", 1, 16, len(part), len(part))
            archive.writestr(info, part)
    filled = fill(stream.getvalue(), {SHEET: {"B3": 7}})
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert {info.extra for info in archive.infolist()} == {b""}


def test_two_members_of_one_name_are_refused() -> None:
    stream = io.BytesIO(STYLED)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<workbook/>")
    with pytest.raises(ExpectedError, match="读不通"):
        fill(stream.getvalue(), {SHEET: {"A2": 1}})


def test_a_way_of_packing_no_workbook_uses_is_refused() -> None:
    stream = io.BytesIO(STYLED)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/other.bin", b"0" * 99, zipfile.ZIP_LZMA)
    with pytest.raises(ExpectedError, match="读不通"):
        fill(stream.getvalue(), {SHEET: {"A2": 1}})


def test_a_byte_order_mark_shifts_nothing() -> None:
    content = raw('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    marked = changed(content, {"xl/sheet.xml": b"\xef\xbb\xbf" + members(content)["xl/sheet.xml"]})
    assert read(fill(marked, {SHEET: {"A1": 8}}))["A1"].value == 8


def test_the_strict_variety_is_filled() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    content = raw('<sheetData><row r="1"><c r="A1"/></row></sheetData>')
    parts = {
        n: part.replace(MAIN.encode(), strict.encode()) for n, part in members(content).items()
    }
    assert "<v>8</v>" in sheet_xml(fill(changed(content, parts), {SHEET: {"A1": 8}}))


places = st.tuples(st.integers(1, 30), st.integers(1, 30)).map(
    lambda place: f"{get_column_letter(place[1])}{place[0]}"
)
numbers = st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False)
contents = st.one_of(numbers, st.integers(-(10**12), 10**12), st.text("甲乙 <&=", min_size=1))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(places, contents, max_size=12))
def test_only_what_was_asked_for_changes(cells: dict[str, Content]) -> None:
    fixed = {"D3", "D4", "D5", "B1", "C1", "D1"}  # formulas, and what lies under a merge
    wanted = {place: content for place, content in cells.items() if place not in fixed}
    filled = fill(STYLED, {SHEET: wanted})
    before, after = members(STYLED), members(filled)
    assert all(before[name] == after[name] for name in before.keys() - PARTS)
    kept, found = all_cells(STYLED), all_cells(filled)
    assert {c: v for c, v in found.items() if c not in wanted} == {
        c: v for c, v in kept.items() if c not in wanted
    }
    for place, content in wanted.items():
        value = found[place][0]
        assert value == (
            content if isinstance(content, str) else pytest.approx(float(content or 0))
        )
