"""Where in a worksheet's XML the rows and cells stand that are to be filled."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string

from exporters.package import Attributes, unclear, walk
from exporters.sheet_frame import Range, holds, ranges_of

_TAG = re.compile(rb"<((?:[^\s<>/:]+:)?)[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>")
_SPANS = re.compile(r"\bspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE = ("1", "true")
Edit = tuple[int, int, bytes]


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
        at = bisect_left(self.cells, column, key=lambda cell: cell.column)
        found = self.cells[at] if at < len(self.cells) else None
        return found if found is not None and found.column == column else None

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

    rows: dict[int, Row] = field(default_factory=dict)
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
        found = self.rows.get(row)
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
        after = bisect_right(self.starts, row, key=lambda start: start[0])
        return self.starts[after][1] if after < len(self.starts) else self.data[1]


def column_of(cell: str, row: int) -> int:
    """The column of a cell that says its name, from 1.

    Raises :class:`monitoring.errors.ExpectedError` for one that names another ``row``.
    """
    match = _CELL.fullmatch(cell)
    if match is None or int(match[2]) != row:
        raise unclear()
    return column_index_from_string(match[1])


def tag_at(xml: bytes, at: int) -> tuple[bytes, str]:
    """The tag that a parser told to start ``at``, and its prefix with the colon."""
    match = _TAG.match(xml, at)
    # The parser has read it as a tag already.
    assert match is not None
    return match[0], match[1].decode()


def element_end(xml: bytes, start: int, at: int) -> int:
    """Where an element from ``start`` ends that was told to close ``at``."""
    tag, _ = tag_at(xml, start)
    if tag.endswith(b"/>"):
        return start + len(tag)
    return at + len(tag_at(xml, at)[0])


def applied(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """The XML with pieces from one byte up to another replaced, or put in where both are one."""
    pieces: list[bytes] = []
    position = 0
    # An insertion before an element that is itself replaced comes first.
    for start, end, written in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (xml[position:start], written)
        position = end
    return b"".join((*pieces, xml[position:]))


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
            tag, prefix = tag_at(self._xml, at)
            self.found.prefix = prefix
            self.found.closed = tag.endswith(b"/>")
            self.found.data = (at if self.found.closed else at + len(tag), at + len(tag))
            self._inside = True
        elif name == "col" and attributes.get("style", "0") != "0":
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if low.isdecimal() and high.isdecimal():
                self.found.columns.append((int(low), int(high), attributes["style"]))
        elif name == "dimension":
            tag, _ = tag_at(self._xml, at)
            ref = attributes.get("ref", "")
            self.found.dimension = Found(at, at + len(tag), tag.decode(), ref)

    def end(self, name: str, at: int) -> None:
        if name == "c" and self._row is not None:
            cell = self._row.cells[-1]
            cell.end = element_end(self._xml, cell.start, at)
        elif name == "row" and self._row is not None:
            self._row.tail = self._row.tail or at
            self._row.end = element_end(self._xml, self._row.start, at)
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
            tag, prefix = tag_at(self._xml, at)
            own = attributes.get("customFormat") in _TRUE
            style = attributes.get("s", "") if own else ""
            spans = attributes.get("spans", "")
            self._row = Row(self._number, at, tag, prefix, style, spans)
            self.found.rows[self._number] = self._row

    def _start_cell(self, attributes: Attributes, at: int) -> None:
        stated, before = attributes.get("r", ""), self._column
        self._column = column_of(stated, self._number) if stated else before + 1
        if self._column <= before:
            raise unclear()
        if self._row is not None:
            self._row.cells.append(CellAt(self._column, at, attributes.get("s", "")))

    def _formula(self, attributes: Attributes) -> None:
        self.found.formulas.add((self._number, self._column))
        if attributes.get("t") in ("array", "dataTable"):
            self.found.arrays.extend(ranges_of(attributes.get("ref", "")))
