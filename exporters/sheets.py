"""One sheet to paint on: looks built once and shared, text kept as text, paper set up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exporters.files import as_text, looks_like_formula
from monitoring.layouts import return_layout

# Songti is on every Chinese Windows; where it is not, the character set makes the spreadsheet
# pick another Chinese font. The title face is the one official papers use.
BODY_FONT = "宋体"
HEADING_FONT = "黑体"
TITLE_FONT = "方正小标宋简体"
_GB_CHARSET = 134

_LINE = Side(style="thin", color="FF595959")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
NO_BOX = Border()
NO_FILL = PatternFill()

A4 = 9
_SIDES = ("left", "right", "top", "bottom", "header", "footer")
DEMONSTRATION = "演示数据"
Content = str | int | Decimal


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a cell looks and whether a protected sheet locks it. Compared by identity."""

    font: Font
    alignment: Alignment
    border: Border = NO_BOX
    fill: PatternFill = NO_FILL
    number_format: str = "General"
    locked: bool = True


def font(
    size: float,
    name: str = BODY_FONT,
    *,
    bold: bool = False,
    italic: bool = False,
    color: str = "FF000000",
) -> Font:
    """A Chinese font of ``size`` points; ``color`` as AARRGGBB."""
    return Font(name=name, charset=_GB_CHARSET, sz=size, b=bold, i=italic, color=color)


def fill(color: str) -> PatternFill:
    """A plain background; ``color`` as AARRGGBB."""
    return PatternFill("solid", fgColor=color)


def align(horizontal: str, *, wrap: bool = True, indent: int = 0, top: bool = False) -> Alignment:
    """Alignment; vertically centred unless ``top``."""
    vertical = "top" if top else "center"
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, indent=indent)


class Painter:
    """Puts contents on one sheet.

    openpyxl hashes font, border and alignment at every assignment, which costs more than the
    saving itself; here a look becomes a style array once and its cells share the array.
    """

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._arrays: dict[tuple[Look, bool], StyleArray] = {}

    def put(self, row: int, column: int, content: Content, look: Look) -> None:
        """Text is written as text whatever it starts with; a number as a number."""
        if isinstance(content, str):
            self._put_text(row, column, as_text(content), look)
        else:
            self._dress(self.sheet.cell(row, column, content), look)

    def formula(self, row: int, column: int, formula: str, look: Look) -> None:
        """A formula of our own making, starting with ``=``. Never for text from elsewhere."""
        self._dress(self.sheet.cell(row, column, formula), look)

    def span(self, row: int, first: int, last: int, content: Content, look: Look) -> None:
        """One content over the columns ``first`` to ``last``, the look on each of their cells."""
        self.put(row, first, content, look)
        for column in range(first + 1, last + 1):
            self._dress(self.sheet.cell(row, column), look)
        if last > first:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _put_text(self, row: int, column: int, text: str, look: Look) -> None:
        cell = self.sheet.cell(row, column)
        cell.value = text or None
        if text and cell.data_type != "s":
            cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
        self._dress(cell, look, guarded=looks_like_formula(text))

    def _dress(self, cell: Any, look: Look, *, guarded: bool = False) -> None:
        array = self._arrays.get((look, guarded))
        if array is None:
            array = self._arrays[look, guarded] = _style_array(self.sheet, look, guarded)
        cell._style = array


def _style_array(sheet: Worksheet, look: Look, guarded: bool) -> StyleArray:
    sample: Any = Cell(sheet, row=1, column=1)
    sample.font = look.font
    sample.alignment = look.alignment
    sample.border = look.border
    sample.fill = look.fill
    sample.number_format = look.number_format
    sample.protection = Protection(locked=look.locked)
    # The quote prefix keeps "=1+1" text when somebody later edits the cell in Excel.
    sample.quotePrefix = guarded
    array: StyleArray = sample._style
    return array


def by_places(look: Look) -> tuple[Look, ...]:
    """The look for numbers with thousands separators and 0, 1, 2 … 15 decimal places."""
    formats = ["#,##0"] + ["#,##0." + "0" * places for places in range(1, 16)]
    return tuple(replace(look, number_format=number_format) for number_format in formats)


def new_workbook(sheet_title: str) -> tuple[Workbook, Worksheet]:
    """A workbook with one sheet, made out in our name."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = sheet_name(sheet_title)
    sheet.sheet_view.showGridLines = False
    workbook.properties.creator = "医养台账"
    return workbook, sheet


def sheet_name(text: str) -> str:
    """``text`` as a sheet name: 31 characters, none that Excel refuses."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", as_text(text)).strip("' ")[:31].strip("' ")
    return name or "表"


def set_paper(
    sheet: Worksheet, *, landscape: bool, head: tuple[int, int], last: tuple[int, int]
) -> None:
    """A4, one page wide, up to ``last`` (row, column), the rows ``head`` (first, last) on every
    page, and the page numbers below.
    """
    setup = sheet.page_setup
    setup.paperSize = A4
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    edges = return_layout().paper
    sheet.page_margins = PageMargins(**{side: getattr(edges, side) / 25.4 for side in _SIDES})
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{head[0]}:{head[1]}"
    sheet.print_area = f"A1:{sheet.cell(*last).coordinate}"
    _print_small(sheet.oddFooter, "center", return_layout().words.page_of("&P", "&N"))


def freeze(sheet: Worksheet, corner: str, cursor: str) -> None:
    """Keep what is above and left of ``corner`` in sight and put the cursor on ``cursor``."""
    sheet.freeze_panes = corner
    for selection in sheet.sheet_view.selection:
        if selection.pane == "bottomRight":
            selection.activeCell = selection.sqref = cursor


def mark_pages(sheet: Worksheet, words: str) -> None:
    """Print ``words`` at the top left of every page."""
    _print_small(sheet.oddHeader, "left", words)


def _print_small(item: HeaderFooterItem | None, side: str, text: str) -> None:
    assert item is not None
    part = getattr(item, side)
    part.text, part.size = text, 9


def display_width(text: str) -> int:
    """Width in halves of a Chinese character: 2 for a wide character, 1 for a narrow one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines ``text`` takes in a column of ``width`` when set in ``size`` points.

    A column's width counts digits of the 11 point default font; half a Chinese character of
    ``size`` points takes ``size`` × 0.1 of them (seen in LibreOffice and Excel, rounded up).
    """
    per_line = max(2.0, (width - 0.8) / (size * 0.1))
    return sum(max(1, ceil(display_width(part) / per_line)) for part in text.split("\n"))
