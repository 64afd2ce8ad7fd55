"""Where in a worksheet's XML the rows and cells stand that are to be filled."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string

from exporters.package import Attributes, unclear, walk
from exporters.sheet_frame import Range, holds, ranges_of

_TAG = re.compile(rb"<((?:[^\s<>/:]+:)?)[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>")
_SPANS = re.compile(r"\bspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_TRUE = ("1", "true")


@dataclass(frozen=True)
class Found:
    """A tag at ``start`` up to ``end`` whose attribute of interest says ``text``."""

    start: int
    end: int
    tag: str
    text: str


@dataclass
class CellAt:
    """A cell's element from ``start`` up to ``end``; ``style`` is what stays of it."""

    column: int
    start: int
    style: str
    end: int = 0


@dataclass
class Row:
    """A row to be filled: its ``tag``, its cells in order, and where further ones would go."""

    number: int
    start: int
    tag: bytes
    prefix: str
    style: str
    spans: str
    end: int = 0
    tail: int = 0
    cells: list[CellAt] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether it is one tag without anything inside."""
        return self.tag.endswith(b"/>")

    def cell(self, column: int) -> CellAt | None:
        """The cell of a column, counted from 1."""
        return next((cell for cell in self.cells if cell.column == column), None)

    def opened(self, columns: Iterable[int]) -> bytes:
        """Its opening tag, its spans wide enough for further columns."""
        tag = self.tag.decode()
        if self.closed:
            tag = tag[:-2].rstrip() + ">"
        first, _, last = self.spans.partition(":")
        if first.isdecimal() and last.isdecimal():
            low, high = min(int(first), *columns), max(int(last), *columns)
            if (low, high) != (int(first), int(last)):
                tag = _SPANS.sub(f'spans="{low}:{high}"', tag, count=1)
        return tag.encode()


@dataclass
class Scan:
    """What was found of a sheet. ``data`` is where its rows begin and end (or the tag that says
    there are none), ``frame`` the sheet without them; ``hidden`` are numbers of rows.
    """

    rows: list[Row] = field(default_factory=list)
    prefix: str = ""
    data: tuple[int, int] = (0, 0)
    closed: bool = False
    dimension: Found | None = None
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    arrays: list[Range] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    frame: bytes = b""

    def column_style(self, column: int) -> str:
        """The style a column gives cells that do not exist, empty for the plain one."""
        return next((s for low, high, s in self.columns if low <= column <= high), "")

    def style(self, row: int, column: int) -> str:
        """The number of the style a cell has, or would have; of wanted rows only."""
        found = next((each for each in self.rows if each.number == row), None)
        cell = found.cell(column) if found else None
        if cell is not None:
            return cell.style or "0"
        return (found.style if found else "") or self.column_style(column) or "0"

    def calculated(self, row: int, column: int) -> bool:
        """Whether a formula stands in the cell, or one of several cells that spills into it."""
        place = (row, column)
        return place in self.formulas or any(holds(each, place) for each in self.arrays)

    def place_before(self, row: int) -> int:
        """Where a row of this number goes: before the first that is greater."""
        return next((start for number, start in self.starts if number > row), self.data[1])


def scan(xml: bytes, wanted: Container[int]) -> Scan:
    """Look through a worksheet for the ``wanted`` rows (numbers from 1) and for formulas.

    Raises :class:`monitoring.errors.ExpectedError` for rows or cells that are out of order.
    """
    scanner = _Scanner(xml, wanted)
    walk(xml, scanner.start, scanner.end)
    if not scanner.found.data[1]:
        raise unclear()
    first, last = scanner.found.data
    scanner.found.frame = xml[:first] + xml[last:]
    return scanner.found


class _Scanner:
    """Counts rows and cells: a few programs leave their names out."""

    def __init__(self, xml: bytes, wanted: Container[int]) -> None:
        self._xml, self._wanted = xml, wanted
        self.found = Scan()
        self._number = self._column = 0
        self._row: Row | None = None
        self._inside = False

    def start(self, name: str, attributes: Attributes, at: int) -> None:
        if name == "c" and self._inside:
            self._start_cell(attributes, at)
        elif name == "f" and self._inside:
            self._formula(attributes)
        elif name == "row" and self._inside:
            self._start_row(attributes, at)
        elif name == "extLst" and self._row is not None and not self._in_cell:
            self._row.tail = self._row.tail or at
        elif name == "sheetData":
            tag, prefix = self._tag(at)
            self.found.prefix = prefix
            self.found.closed = tag.endswith(b"/>")
            self.found.data = (at if self.found.closed else at + len(tag), at + len(tag))
            self._inside = True
        elif name == "col" and attributes.get("style", "0") != "0":
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if low.isdecimal() and high.isdecimal():
                self.found.columns.append((int(low), int(high), attributes["style"]))
        elif name == "dimension":
            tag, _ = self._tag(at)
            ref = attributes.get("ref", "")
            self.found.dimension = Found(at, at + len(tag), tag.decode(), ref)

    def end(self, name: str, at: int) -> None:
        if name == "c" and self._row is not None:
            cell = self._row.cells[-1]
            cell.end = self._after(cell.start, at)
        elif name == "row" and self._row is not None:
            self._row.tail = self._row.tail or at
            self._row.end = self._after(self._row.start, at)
            self._row = None
        elif name == "sheetData":
            self._inside = False
            if not self.found.closed:
                self.found.data = (self.found.data[0], at)

    @property
    def _in_cell(self) -> bool:
        return self._row is not None and bool(self._row.cells) and not self._row.cells[-1].end

    def _start_row(self, attributes: Attributes, at: int) -> None:
        number = attributes.get("r", "")
        before, self._column = self._number, 0
        self._number = int(number) if number.isdecimal() else before + 1
        if self._number <= before:
            raise unclear()
        self.found.starts.append((self._number, at))
        if attributes.get("hidden") in _TRUE:
            self.found.hidden.add(self._number)
        if self._number in self._wanted:
            tag, prefix = self._tag(at)
            own = attributes.get("customFormat") in _TRUE
            style = attributes.get("s", "") if own else ""
            spans = attributes.get("spans", "")
            self._row = Row(self._number, at, tag, prefix, style, spans)
            self.found.rows.append(self._row)

    def _start_cell(self, attributes: Attributes, at: int) -> None:
        letters = _COLUMN.match(attributes.get("r", ""))
        before = self._column
        self._column = column_index_from_string(letters[0]) if letters else before + 1
        if self._column <= before:
            raise unclear()
        if self._row is not None:
            self._row.cells.append(CellAt(self._column, at, attributes.get("s", "")))

    def _formula(self, attributes: Attributes) -> None:
        self.found.formulas.add((self._number, self._column))
        if attributes.get("t") in ("array", "dataTable"):
            self.found.arrays.extend(ranges_of(attributes.get("ref", "")))

    def _tag(self, at: int) -> tuple[bytes, str]:
        match = _TAG.match(self._xml, at)
        # The parser has read it as a tag already.
        assert match is not None
        return match[0], match[1].decode()

    def _after(self, start: int, at: int) -> int:
        """Where an element ends that was told to close ``at``."""
        tag, _ = self._tag(start)
        if tag.endswith(b"/>"):
            return start + len(tag)
        return at + len(self._tag(at)[0])
