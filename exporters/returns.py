"""The county return as a workbook in the official layout, ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from exporters.files import write_whole
from exporters.return_formulas import return_formulas, with_formulas
from exporters.return_layout import (
    CODE,
    FIRST_VALUE,
    NAME,
    UNIT,
    column_widths,
    right_block_start,
    spread,
)
from exporters.return_looks import return_looks
from exporters.sheets import (
    DEMONSTRATION,
    Content,
    Painter,
    freeze,
    lines_needed,
    mark_pages,
    new_workbook,
    set_paper,
)
from monitoring.amounts import DASH
from monitoring.catalogue import Indicator
from monitoring.layouts import return_layout
from monitoring.line_labels import labels
from monitoring.returns import Cell, Line, Return

_LINE_POINTS = 12.0


def write_return(
    path: Path,
    document: Return,
    indicators: Mapping[str, Indicator] | None = None,
    *,
    replace: bool = False,
) -> None:
    """Save a return as .xlsx; its totals and the rates of ``indicators`` recalculate. Raises
    :class:`ExpectedError` as :func:`exporters.files.write_whole` does.
    """

    def write(temporary: Path) -> None:
        # openpyxl needs room on the disk too while it makes the bytes.
        temporary.write_bytes(return_bytes(document, indicators or {}))

    write_whole(path, write, replace=replace)


def return_bytes(document: Return, indicators: Mapping[str, Indicator]) -> bytes:
    """The bytes of the workbook of one return."""
    stream = BytesIO()
    return_workbook(document).save(stream)
    formulas = return_formulas(document, indicators, first_line(document))
    return with_formulas(stream.getvalue(), "xl/worksheets/sheet1.xml", formulas)


def first_line(document: Return) -> int:
    """The row in which the first line of a return stands: below block, heading and head."""
    return len(return_layout().block(document.imprint)) + 6


def return_workbook(document: Return) -> Workbook:
    """The workbook of one return, one sheet named after its title, without its formulas."""
    workbook, sheet = new_workbook(document.title)
    workbook.properties.title = f"{document.area} {document.title} {document.period}"
    setter = _Setter(Painter(sheet), document)
    head = setter.heading()
    row = setter.head_rows(head)
    row = setter.body(row)
    last = setter.foot(row)
    upright = return_layout().upright(len(document.columns))
    corner = (last, len(setter.widths))
    set_paper(sheet, landscape=not upright, head=(head, head + 1), last=corner)
    if document.demonstration:
        mark_pages(sheet, DEMONSTRATION)
    first = f"{get_column_letter(FIRST_VALUE)}{head + 2}"
    freeze(sheet, first, first)
    return workbook


class _Setter:
    """Writes the parts of a return from top to bottom; each gives the row below it."""

    def __init__(self, painter: Painter, document: Return) -> None:
        self._painter, self._document = painter, document
        self._looks = return_looks()
        self.widths = column_widths(document, self._looks.layout, self._looks.size)
        for column, width in enumerate(self.widths, 1):
            painter.sheet.column_dimensions[get_column_letter(column)].width = width

    def heading(self) -> int:
        """Block at the top right, title, period, 填报单位."""
        document, looks, painter = self._document, self._looks, self._painter
        last, words = len(self.widths), looks.layout.words
        block = looks.layout.block(document.imprint)
        start = right_block_start((*block, words.measure), self.widths, looks.size)
        official = block != (words.internal,)
        for row, text in enumerate(block, 1):
            painter.span(row, start, last, text, looks.left if official else looks.right)
            self._high(row, _LINE_POINTS + 2)
        row = len(block) + 1
        title = document.title + (f"（{DEMONSTRATION}）" if document.demonstration else "")
        painter.span(row, NAME, last, title, looks.title)
        painter.span(row + 1, NAME, last, document.period, looks.period)
        painter.span(row + 2, NAME, start - 1, f"{words.sender}{document.area}", looks.left)
        painter.span(row + 2, start, last, words.measure, looks.right)
        for below, points in enumerate((34, 18, 18)):
            self._high(row + below, points)
        return row + 3

    def head_rows(self, row: int) -> int:
        """The head and its ordinals."""
        named, columns, looks = self._looks.layout.columns, self._document.columns, self._looks
        heads = (*named.heads, *columns)
        ordinals: tuple[Content, ...] = (*named.ordinals, *range(1, len(columns) + 1))
        for column, (head, ordinal) in enumerate(zip(heads, ordinals, strict=True), 1):
            self._painter.put(row, column, head, looks.head)
            self._painter.put(row + 1, column, ordinal, looks.word)
        self._high(
            row, max(2, self._lines(*zip(heads, self.widths, strict=True))) * _LINE_POINTS + 6
        )
        self._high(row + 1, _LINE_POINTS + 3)
        return row + 2

    def body(self, row: int) -> int:
        """Sections and lines."""
        lines = self._document.lines
        for line, label in zip(lines, labels(lines), strict=True):
            if line.kind == "section":
                self._painter.span(row, NAME, len(self.widths), label, self._looks.section)
                self._high(row, _LINE_POINTS + 4)
            else:
                self._line(row, line, label)
            row += 1
        return row

    def _line(self, row: int, line: Line, label: str) -> None:
        rate, looks, painter = line.kind == "rate", self._looks, self._painter
        painter.put(row, NAME, label, looks.rate_name if rate else looks.name)
        painter.put(row, UNIT, line.unit, looks.word)
        painter.put(row, CODE, _ordinal(line.number), looks.word)
        numbers = looks.rates if rate else looks.numbers
        for column, cell in enumerate(line.cells, FIRST_VALUE):
            if cell.number:
                painter.put(row, column, _number(cell), numbers[cell.places])
            else:
                painter.put(row, column, cell.text or DASH, looks.word)
        indent = 2.0 if rate else 0.0
        needed = self._lines((label, self.widths[0] - indent), (line.unit, self.widths[1]))
        self._high(row, needed * _LINE_POINTS + 4)

    def foot(self, row: int) -> int:
        """Signatures and 说明; the last row of the paper itself."""
        last, looks, words = len(self.widths), self._looks, self._looks.layout.words
        signatures = spread(words.signatures, self.widths, looks.size)
        self._painter.span(row, NAME, last, signatures, looks.left)
        self._high(row, 26)
        if not self._document.notes:
            return row
        row += 1
        self._painter.span(row, NAME, last, words.notes, looks.note_head)
        self._high(row, _LINE_POINTS + 3)
        for position, note in enumerate(self._document.notes, 1):
            row += 1
            text = f"{position}. {note}"
            self._painter.span(row, NAME, last, text, looks.note)
            self._high(row, self._lines((text, sum(self.widths))) * _LINE_POINTS + 2)
        return row

    def _lines(self, *texts: tuple[str, float]) -> int:
        """Lines of type the longest of some texts takes in its width."""
        return max(lines_needed(text, width, self._looks.size) for text, width in texts)

    def _high(self, row: int, points: float) -> None:
        self._painter.sheet.row_dimensions[row].height = points


def _ordinal(number: str) -> Content:
    """A plain 行次 as a number, so that Excel does not mark it as a number kept as text."""
    plain = number.isascii() and number.isdigit() and str(int(number)) == number
    return int(number) if plain else number


def _number(cell: Cell) -> int | Decimal:
    exact = Decimal(cell.number)
    return int(exact) if exact == exact.to_integral_value() else exact
