"""What an .xlsx leaves blank to a fast reader, however the program wrote it down."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from importers.reader import Reader, Unreadable
from importers.workbook import UNCACHED, CellError, Row
from tests.importers.books import repacked, xlsx
from tests.importers.test_archives import packed

_SHEET = "xl/worksheets/sheet1.xml"


def _rows(data: bytes) -> tuple[Row, ...]:
    with Reader() as reader:
        return reader.read("a.xlsx", data).sheets[0].rows


def _with_cells(cells: str, *, calculated: bool = True) -> bytes:
    """A workbook whose sheet data is this XML; uncalculated ones wish for it on opening."""

    def changed(name: str, content: bytes) -> bytes:
        if name == _SHEET:
            data = f"<sheetData>{cells}</sheetData>".encode()
            return re.sub(rb"<sheetData ?/>|<sheetData>.*</sheetData>", data, content)
        return content.replace(b' fullCalcOnLoad="1"', b"") if calculated else content

    return repacked(xlsx(lambda _: None), changed)


def test_line_breaks_between_the_elements_change_nothing() -> None:
    cells = (
        '<row r="1">\n<c r="A1">\n<f>1+1</f>\n<v>2</v>\n</c>\n<c r="B1" t="e">\n<f>1/0</f>\n'
        '<v>#DIV/0!</v>\n</c>\n<c r="C1">\n<f>1+2</f>\n</c>\n<c r="D1"><v>4</v></c></row>'
    )
    assert _rows(_with_cells(cells)) == ((2, CellError("#DIV/0!"), UNCACHED, 4),)


def test_cells_and_rows_without_names_follow_one_another() -> None:
    cells = (
        "<row><c><v>1</v></c><c><f>1+1</f></c></row>"
        '<row r="4"><c r="B4"><v>3</v></c><c t="e"><v>#REF!</v></c><c><f>2+2</f></c></row>'
        "<row><c><v>5</v></c></row>"
    )
    rows = _rows(_with_cells(cells))
    assert rows[0][:2] == (1, UNCACHED)
    assert rows[3] == (None, 3, CellError("#REF!"), UNCACHED)
    assert rows[4][0] == 5


def test_zeros_of_formulas_nobody_calculated_are_no_zeros() -> None:
    """What XlsxWriter and pandas write: 0, and the wish to have all calculated on opening."""
    cells = (
        '<row r="1"><c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><v>0</v></c>'
        '<c r="C1"><f>1+1</f><v>0.5</v></c><c r="D1" t="str"><f>"0"</f><v>0</v></c></row>'
    )
    assert _rows(_with_cells(cells, calculated=False))[0][:2] == (UNCACHED, 0)
    assert _rows(_with_cells(cells))[0][:2] == (0, 0)
    assert _rows(_with_cells(cells, calculated=False))[0][3] == "0"


@pytest.mark.parametrize("target", ["worksheets/sheet1.xml", "/xl/pages/p1.xml", "pages/P1.xml"])
def test_a_sheet_is_found_wherever_the_workbook_says_it_is(target: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([1, "=A1", "#N/A"])

    data = xlsx(fill)
    path = target.removeprefix("/xl/")
    moved = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name).replace(b"/xl/worksheets/sheet1.xml", target.encode())
            moved[f"xl/{path}" if name == _SHEET else name] = content
    assert _rows(packed(moved)) == ((1, UNCACHED, CellError("#N/A")),)


def test_two_members_by_one_name_cost_one_sentence() -> None:
    data = xlsx(lambda sheet: sheet.append([1]))
    twice = packed({_SHEET: b"<worksheet/>"} | {"xl/Worksheets/sheet1.xml": b"<worksheet/>"})
    assert _rows(data) == ((1,),)
    with Reader() as reader, pytest.raises(Unreadable) as raised:
        reader.read("a.xlsx", twice)
    assert raised.value.code == "unclear"


def test_two_sheets_by_one_name_cost_one_sentence() -> None:
    def renamed(name: str, content: bytes) -> bytes:
        return content.replace(b'name="Sheet2"', b'name="Sheet1"')

    def other(sheet: Worksheet) -> None:
        sheet.title = "Sheet2"

    first = xlsx(lambda sheet: setattr(sheet, "title", "Sheet1"), other)
    with Reader() as reader, pytest.raises(Unreadable) as raised:
        reader.read("a.xlsx", repacked(first, renamed))
    assert raised.value.code == "unclear"
