"""The sheets of an .ods, out of its content.xml (OASIS OpenDocument 1.3, part 3, 9.1 and 19.385).

Read here and not by the fast reader, which tells nothing of errors, of formulas without a result
and of hidden lines, and refuses a content that was saved with line breaks between its elements.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from importers.marks import Errors, Runs, runs
from importers.workbook import Merge, cell_name

_NAMESPACE = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_TABLE, _OFFICE, _TEXT, _STYLE = map(_NAMESPACE.format, ("table", "office", "text", "style"))
_SHEETS, _SHEET = f"{_OFFICE}spreadsheet", f"{_TABLE}table"
_ROW, _COLUMN = f"{_TABLE}table-row", f"{_TABLE}table-column"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
_PARAGRAPH, _VALUE_TYPE, _VALUE = f"{_TEXT}p", f"{_OFFICE}value-type", f"{_OFFICE}value"
_FORMULA = f"{_TABLE}formula"
_ROWS_REPEATED, _COLUMNS_REPEATED = (
    f"{_TABLE}number-{lines}-repeated" for lines in ("rows", "columns")
)
_ROWS_SPANNED, _COLUMNS_SPANNED = (
    f"{_TABLE}number-{lines}-spanned" for lines in ("rows", "columns")
)
_STYLE_OF_SHEETS = f"{_STYLE}style"
# Readings of characters, and remarks on them, are no part of what a cell says.
_BESIDE = frozenset((f"{_TEXT}ruby-text", f"{_TEXT}note", f"{_OFFICE}annotation"))
_BLANKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_NUMBERS = frozenset(("float", "percentage", "currency"))
_UNSEEN = frozenset(("collapse", "filter"))
# Older programs write what a broken formula shows as its text, beside a figure of 0.
_SHOWN_ERROR = re.compile(r"(?:Err|错误|錯誤)\s?[:：]\s?\d{3}|#\S{1,12}\s?[!?！？]|#(?:N/A|N/D|NV)")
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
# A row or a cell is written once and repeated: what fills a page may stand for billions.
_MOST_CELLS = 20_000_000


@dataclass
class OdsSheet:
    """A sheet from A1 on: rows that may be ragged, and marks as those of the other formats."""

    name: str
    hidden: bool
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    errors: Errors = field(default_factory=list)
    uncached: list[str] = field(default_factory=list)
    hidden_rows: Runs = field(default_factory=list)
    hidden_columns: Runs = field(default_factory=list)


def ods_sheets(content: bytes) -> list[OdsSheet]:
    """The sheets in order. Raises ``ValueError`` where it is no whole XML, ``MemoryError`` where
    it stands for too many cells.
    """
    try:
        return list(_sheets(content))
    except ElementTree.ParseError as error:
        raise ValueError("no whole XML") from error


def _sheets(content: bytes) -> Iterator[OdsSheet]:
    path: list[Element] = []
    hidden_styles: set[str] = set()
    sheet: _Filling | None = None
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        if event == "start":
            # Only tables directly below are sheets: others are parts of drawings and texts.
            if element.tag == _SHEET and path and path[-1].tag == _SHEETS:
                style = element.get(f"{_TABLE}style-name")
                sheet = _Filling(
                    OdsSheet(element.get(f"{_TABLE}name", ""), style in hidden_styles), len(path)
                )
            path.append(element)
            continue
        path.pop()
        if element.tag == _STYLE_OF_SHEETS:
            if any(each.get(f"{_TABLE}display") == "false" for each in element):
                hidden_styles.add(element.get(f"{_STYLE}name", ""))
        elif sheet is None:
            continue
        elif element.tag == _ROW and _belongs(path, sheet.depth):
            sheet.take_row(element)
            element.clear()
        elif element.tag == _COLUMN and _belongs(path, sheet.depth):
            sheet.take_column(element)
        elif element.tag == _SHEET and len(path) == sheet.depth:
            yield sheet.finished()
            sheet = None


def _belongs(path: list[Element], depth: int) -> bool:
    """Whether nothing but groups of lines lies between here and the sheet."""
    return all(each.tag not in _CELLS and each.tag != _SHEET for each in path[depth + 1 :])


class _Filling:
    """A sheet while it is read. Blank lines are kept back until something follows them."""

    def __init__(self, sheet: OdsSheet, depth: int) -> None:
        self.depth = depth
        self._sheet = sheet
        self._row = self._column = self._cells = 0
        self._hidden_rows: Runs = []

    def take_column(self, element: Element) -> None:
        count = _count(element, _COLUMNS_REPEATED)
        if element.get(f"{_TABLE}visibility") in _UNSEEN:
            self._sheet.hidden_columns.append((self._column, self._column + count - 1))
        self._column += count

    def take_row(self, element: Element) -> None:
        count = _count(element, _ROWS_REPEATED)
        if element.get(f"{_TABLE}visibility") in _UNSEEN:
            self._hidden_rows.append((self._row, self._row + count - 1))
        cells = self._read(element, count)
        if cells:
            self._count(len(cells) * count)
            if self._row + count > _LAST_ROW or len(cells) > _LAST_COLUMN:
                raise MemoryError
            rows = self._sheet.rows
            rows.extend([] for _ in range(self._row - len(rows)))
            rows.extend(cells for _ in range(count))
        self._row += count

    def finished(self) -> OdsSheet:
        last = len(self._sheet.rows) - 1
        lines = (n for first, to in self._hidden_rows for n in range(first, min(to, last) + 1))
        self._sheet.hidden_rows = runs(lines)
        return self._sheet

    def _read(self, element: Element, rows: int) -> list[Any]:
        cells: list[Any] = []
        column = 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            count = _count(cell, _COLUMNS_REPEATED)
            self._merge(cell, column)
            value = _value(cell) if cell.attrib or len(cell) else None
            if value is not None:
                cells.extend([None] * (column - len(cells)))
                plain = None if isinstance(value, _Mark) else value
                cells.extend([plain] * count)
                if isinstance(value, _Mark):
                    self._mark(value, column, count, rows)
            column += count
        return cells

    def _merge(self, cell: Element, column: int) -> None:
        down, across = _count(cell, _ROWS_SPANNED), _count(cell, _COLUMNS_SPANNED)
        if down > 1 or across > 1:
            corner = self._row + down - 1, column + across - 1
            self._sheet.merges.append((self._row, column, *corner))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise MemoryError

    def _mark(self, mark: _Mark, column: int, count: int, rows: int) -> None:
        self._count(count * rows)
        for row in range(self._row, self._row + rows):
            for beside in range(column, column + count):
                if mark.error is None:
                    self._sheet.uncached.append(cell_name(row, beside))
                else:
                    self._sheet.errors.append((cell_name(row, beside), mark.error))


@dataclass(frozen=True)
class _Mark:
    """A cell without a value: its error, or ``None`` for a formula nobody calculated."""

    error: str | None


def _value(cell: Element) -> Any:
    kind = cell.get(_VALUE_TYPE, "")
    formula = cell.get(_FORMULA) is not None
    if "error" in cell.attrib.values() and _is_error(cell):
        return _Mark(_text(cell).strip())
    if formula and _SHOWN_ERROR.fullmatch(text := _text(cell).strip()):
        return _Mark(text)
    if formula and not kind and not len(cell):
        return _Mark(None)
    value = _typed(cell, kind)
    return value if value is not None else (_text(cell) or None)


def _is_error(cell: Element) -> bool:
    return any(given == "error" and name.endswith("}value-type") for name, given in cell.items())


def _typed(cell: Element, kind: str) -> Any:
    """The value an attribute gives, ``None`` where the text has to do."""
    try:
        if kind in _NUMBERS:
            return float(cell.get(_VALUE, ""))
        if kind == "date":
            text = cell.get(f"{_OFFICE}date-value", "")
            if "T" not in text:
                return date.fromisoformat(text)
            return datetime.fromisoformat(text).replace(tzinfo=None)
        if kind == "time":
            return _duration(cell.get(f"{_OFFICE}time-value", ""))
    except (ValueError, OverflowError):
        return None
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return cell.get(f"{_OFFICE}string-value") if kind == "string" else None


def _duration(text: str) -> timedelta | None:
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] else length


def _text(cell: Element) -> str:
    return "\n".join("".join(_pieces(each)) for each in cell if each.tag == _PARAGRAPH)


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        if each.tag == f"{_TEXT}s":
            yield " " * min(_number(each.get(f"{_TEXT}c", "1")), 1000)
        elif each.tag in _BLANKS:
            yield _BLANKS[each.tag]
        elif each.tag not in _BESIDE:
            yield from _pieces(each)
        yield each.tail or ""


def _count(element: Element, attribute: str) -> int:
    text = element.get(attribute)
    return 1 if text is None else _number(text)


def _number(text: str) -> int:
    """A count; what is none counts once."""
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1
