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
    Widths,
    column_widths,
    right_block_start,
    spread,
)
from exporters.sheets import (
    BOX,
    DEMONSTRATION,
    HEADING_FONT,
    TITLE_FONT,
    Content,
    Look,
    Painter,
    align,
    by_places,
    font,
    freeze,
    lines_needed,
    mark_pages,
    new_workbook,
    set_paper,
)
from monitoring.amounts import DASH
from monitoring.catalogue import Indicator
from monitoring.line_labels import labels
from monitoring.returns import Cell, Line, Return

INTERNAL = "内部工作报表"
SIGNATURES = (
    "单位负责人：",
    "统计负责人：",
    "填表人：",
    "联系电话：",
    "报出日期：20　　年　　月　　日",
)

SIZE = 9.0
_LINE_POINTS = 12.0

_TITLE = Look(font(20, TITLE_FONT), align("center"))
_PERIOD = Look(font(11), align("center"))
_LEFT = Look(font(SIZE + 1), align("left", wrap=False))
_RIGHT = Look(font(SIZE + 1), align("right", wrap=False))
_BLOCK = Look(font(SIZE), align("left", wrap=False))
_INTERNAL = Look(font(SIZE), align("right", wrap=False))
_HEAD = Look(font(SIZE, HEADING_FONT), align("center"), BOX)
_ORDINAL = Look(font(SIZE), align("center"), BOX)
_SECTION = Look(font(SIZE, HEADING_FONT), align("left"), BOX)
_NAME = Look(font(SIZE), align("left"), BOX)
_NAME_RATE = Look(font(SIZE, italic=True), align("left", indent=1), BOX)
_NUMBER = Look(font(SIZE), align("right", wrap=False), BOX)
_NUMBER_RATE = Look(font(SIZE, italic=True), align("right", wrap=False), BOX)
_NOTE = Look(font(SIZE), align("left", top=True))
_NOTE_HEAD = Look(font(SIZE, HEADING_FONT), align("left"))

_NUMBERS = by_places(_NUMBER)
_RATES = by_places(_NUMBER_RATE)


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
    return len(_block(document)) + 6


def return_workbook(document: Return) -> Workbook:
    """The workbook of one return, one sheet named after its title, without its formulas."""
    workbook, sheet = new_workbook(document.title)
    workbook.properties.title = f"{document.area} {document.title} {document.period}"
    widths = column_widths(document, SIZE)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    painter = Painter(sheet)
    head = _heading(painter, document, widths)
    row = _head_rows(painter, document, widths, head)
    row = _body(painter, document, widths, row)
    last = _foot(painter, document, widths, row)
    set_paper(sheet, landscape=True, head=(head, head + 1), last=(last, len(widths)))
    if document.demonstration:
        mark_pages(sheet, DEMONSTRATION)
    first = f"{get_column_letter(FIRST_VALUE)}{head + 2}"
    freeze(sheet, first, first)
    return workbook


def _heading(painter: Painter, document: Return, widths: Widths) -> int:
    """Block at the top right, title, period, 填报单位; the row the table's head starts in."""
    last, sheet = len(widths), painter.sheet
    start = right_block_start(widths)
    block = _block(document)
    look = _BLOCK if len(block) > 1 else _INTERNAL
    for row, text in enumerate(block, 1):
        painter.span(row, start, last, text, look)
        sheet.row_dimensions[row].height = _LINE_POINTS + 2
    row = len(block) + 1
    title = document.title + (f"（{DEMONSTRATION}）" if document.demonstration else "")
    painter.span(row, NAME, last, title, _TITLE)
    sheet.row_dimensions[row].height = 34
    painter.span(row + 1, NAME, last, document.period, _PERIOD)
    sheet.row_dimensions[row + 1].height = 18
    painter.span(row + 2, NAME, start - 1, f"填报单位（盖章）：{document.area}", _LEFT)
    painter.span(row + 2, start, last, "计量单位：见表", _RIGHT)
    sheet.row_dimensions[row + 2].height = 18
    return row + 3


def _block(document: Return) -> tuple[str, ...]:
    """表号 and what belongs to it, or the plain statement that this is no approved form."""
    if not document.table_number and not document.document_number:
        return (INTERNAL,)
    return (
        f"表　　号：{document.table_number}",
        "制定机关：",
        "批准（备案）机关：",
        f"批准（备案）文号：{document.document_number}",
        "有效期至：20　　年　　月",
    )


def _head_rows(painter: Painter, document: Return, widths: Widths, row: int) -> int:
    heads = ("指标名称", "计量单位", "代码", *document.columns)
    ordinals: tuple[Content, ...] = ("甲", "乙", "丙", *range(1, len(document.columns) + 1))
    for column, (head, ordinal) in enumerate(zip(heads, ordinals, strict=True), 1):
        painter.put(row, column, head, _HEAD)
        painter.put(row + 1, column, ordinal, _ORDINAL)
    needed = max(lines_needed(head, width, SIZE) for head, width in zip(heads, widths, strict=True))
    painter.sheet.row_dimensions[row].height = max(2, needed) * _LINE_POINTS + 6
    painter.sheet.row_dimensions[row + 1].height = _LINE_POINTS + 3
    return row + 2


def _body(painter: Painter, document: Return, widths: Widths, row: int) -> int:
    for line, label in zip(document.lines, labels(document.lines), strict=True):
        needed = 1
        if line.kind == "section":
            painter.span(row, NAME, len(widths), label, _SECTION)
        else:
            needed = _put_line(painter, row, line, label, widths)
        painter.sheet.row_dimensions[row].height = needed * _LINE_POINTS + 4
        row += 1
    return row


def _put_line(painter: Painter, row: int, line: Line, label: str, widths: Widths) -> int:
    """Write one line; how many lines of text its name or unit takes."""
    rate = line.kind == "rate"
    painter.put(row, NAME, label, _NAME_RATE if rate else _NAME)
    painter.put(row, UNIT, line.unit, _ORDINAL)
    painter.put(row, CODE, _ordinal(line.number), _ORDINAL)
    numbers = _RATES if rate else _NUMBERS
    columns = range(FIRST_VALUE, len(widths) + 1)
    for column, cell in zip(columns, line.cells, strict=True):
        if cell.number:
            painter.put(row, column, _number(cell), numbers[cell.places])
        else:
            painter.put(row, column, cell.text or DASH, _ORDINAL)
    indent = 2.0 if rate else 0.0
    return max(
        lines_needed(label, widths[0] - indent, SIZE), lines_needed(line.unit, widths[1], SIZE)
    )


def _ordinal(number: str) -> Content:
    """A plain 行次 as a number, so that Excel does not mark it as a number kept as text."""
    plain = number.isascii() and number.isdigit() and str(int(number)) == number
    return int(number) if plain else number


def _number(cell: Cell) -> int | Decimal:
    exact = Decimal(cell.number)
    return int(exact) if exact == exact.to_integral_value() else exact


def _foot(painter: Painter, document: Return, widths: Widths, row: int) -> int:
    """Signatures and 说明; the last row of the paper."""
    last, sheet = len(widths), painter.sheet
    painter.span(row, NAME, last, spread(SIGNATURES, widths, SIZE + 1), _LEFT)
    sheet.row_dimensions[row].height = 26
    if not document.notes:
        return row
    row += 1
    painter.span(row, NAME, last, "说明：", _NOTE_HEAD)
    sheet.row_dimensions[row].height = _LINE_POINTS + 3
    for position, note in enumerate(document.notes, 1):
        row += 1
        text = f"{position}. {note}"
        painter.span(row, NAME, last, text, _NOTE)
        needed = lines_needed(text, sum(widths), SIZE)
        sheet.row_dimensions[row].height = needed * _LINE_POINTS + 2
    return row
