"""Somebody else's workbook, opened to be written on and saved with all else as it was.

openpyxl drops the results of formulas and what stands under merged cells; both are carried over.
What it cannot carry (pictures, drawn shapes, controls) is named by :func:`losses`.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

# Above this openpyxl takes longer and more memory than a clerk's computer has to spare.
PARTS_LIMIT = 40 << 20
# Cells that merges and links may span: openpyxl makes an object of each.
RANGES_LIMIT = 500_000

_LOST = (
    (re.compile(r"xl/media/"), "图片"),
    (re.compile(r"xl/drawings/drawing"), "文本框和图形"),
    (re.compile(r"xl/(?:ctrlProps|activeX)/"), "按钮和控件"),
    (re.compile(r"xl/threadedComments/"), "批注的回复"),
    (re.compile(r"xl/slicers/"), "切片器"),
)
_MACROS = "xl/vbaProject.bin"
_RANGES = re.compile(
    rb'<(?:\w+:)?(?:mergeCell|hyperlink)\s[^<>]*?\bref=["\']([A-Z$]+[0-9$]+:[A-Z$]+[0-9]+)["\']'
)
_BLANK_RESULT = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^<>]*)>(<f[^<>]*?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>'
)

_serial: Any = to_excel
Results = dict[str, tuple[str, str]]


@dataclass
class Original:
    """An open workbook; ``results`` are the formulas' by sheet and cell: (type, text)."""

    workbook: Workbook
    macros: bool = False
    results: Mapping[Worksheet, Results] = field(default_factory=dict)

    def saved(self) -> bytes:
        """The workbook's bytes, formulas with the results they had."""
        buffer = io.BytesIO()
        self.workbook.save(buffer)
        # openpyxl numbers the parts while it saves.
        by_part = {sheet.path.lstrip("/"): found for sheet, found in self.results.items() if found}
        return _with_results(buffer.getvalue(), by_part) if by_part else buffer.getvalue()


def open_original(content: bytes) -> Original | None:
    """The workbook in ``content``, or ``None`` when openpyxl cannot write what it is."""
    names = _members(content)
    if "xl/workbook.xml" not in names:
        return None
    macros = _MACROS in names
    try:
        if not _is_tame(content, names):
            return None
        # Its warnings are about what it drops, which the first sheet says.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), keep_vba=macros, rich_text=True)
            results = _restored(workbook, content)
    except Exception:
        # Strangers' files break it in as many ways as there are writers; a plain copy still goes.
        return None
    workbook.template = False
    return Original(workbook, macros, results)


def losses(content: bytes) -> list[str]:
    """What of a workbook is not in the copy, in the clerk's words."""
    names = _members(content)
    return [word for pattern, word in _LOST if any(pattern.match(name) for name in names)]


def _members(content: bytes) -> dict[str, int]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {info.filename: info.file_size for info in archive.infolist()}
    except zipfile.BadZipFile:
        return {}


def _is_tame(content: bytes, names: Mapping[str, int]) -> bool:
    """Whether it is small enough, and no range makes openpyxl create cells without end."""
    if sum(size for name, size in names.items() if name.startswith("xl/")) > PARTS_LIMIT:
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = (archive.read(name) for name in names if name.startswith("xl/worksheets/"))
        ranges = [ref.decode() for sheet in sheets for ref in _RANGES.findall(sheet)]
    return sum(map(_area, ranges)) <= RANGES_LIMIT


def _area(ref: str) -> int:
    size = CellRange(ref).size
    return size["rows"] * size["columns"]


def _restored(workbook: Workbook, content: bytes) -> dict[Worksheet, Results]:
    """Put values back under merges; the results of formulas by sheet."""
    sheets = [sheet for sheet in workbook.worksheets if isinstance(sheet, Worksheet)]
    formulas = {sheet: frozenset(_formulas(sheet)) for sheet in sheets}
    if not any(formulas.values()) and not any(sheet.merged_cells.ranges for sheet in sheets):
        return {}
    source = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    results: dict[Worksheet, Results] = {}
    for sheet in sheets:
        found: Results = {}
        for cell in _filled(source[sheet.title]):
            place = (cell.row, cell.column)
            if place in formulas[sheet]:
                address = f"{get_column_letter(cell.column)}{cell.row}"
                found[address] = _written(cell, workbook.epoch)
            elif isinstance(sheet._cells.get(place), MergedCell):
                _put_under(sheet, place, cell)
        results[sheet] = found
    source.close()
    return results


def _formulas(sheet: Worksheet) -> Iterator[tuple[int, int]]:
    return (place for place, cell in sheet._cells.items() if cell.data_type == "f")


def _filled(sheet: Any) -> Iterator[Any]:
    # What a sheet claims as its size may be all there can be.
    sheet.reset_dimensions()
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def _put_under(sheet: Worksheet, place: tuple[int, int], source: Any) -> None:
    merged: Any = sheet._cells[place]
    cell: Any = Cell(sheet, row=place[0], column=place[1])
    cell._style = merged._style
    cell.value = source.value
    cell.data_type = source.data_type
    sheet._cells[place] = cell


def _with_results(content: bytes, by_part: Mapping[str, Results]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for info in source.infolist():
            part = source.read(info)
            if info.filename in by_part:
                part = _BLANK_RESULT.sub(partial(_with_result, by_part[info.filename]), part)
            copy.writestr(info.filename, part)
    return target.getvalue()


def _with_result(results: Results, match: re.Match[bytes]) -> bytes:
    address, attributes, formula = match.groups()
    found = results.get(address.decode())
    if found is None:
        return match[0]
    kind, value = found
    typed = b"" if kind == "n" else b' t="%s"' % kind.encode()
    result = escape(value).encode()
    return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (address, attributes, typed, formula, result)


def _written(cell: Any, epoch: datetime) -> tuple[str, str]:
    """A result's type and text as a workbook keeps them."""
    value = cell.value
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, datetime | date | time | timedelta):
        return "n", repr(_serial(value, epoch))
    if isinstance(value, int | float):
        return "n", repr(value)
    return "e" if cell.data_type == "e" else "str", str(value)
