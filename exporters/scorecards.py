"""The ranking of townships as a workbook: every indicator with its figure and its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from exporters.files import write_whole
from exporters.sheets import (
    BOX,
    DEMONSTRATION,
    HEADING_FONT,
    TITLE_FONT,
    Look,
    Painter,
    align,
    by_places,
    fill,
    font,
    freeze,
    lines_needed,
    mark_pages,
    new_workbook,
    set_paper,
)

Figure = str | Decimal

_SIZE = 10.0
_HEAD_ROWS = (3, 5)
_FIRST = 4  # the first indicator's column
_WIDTHS = (6.0, 16.0, 10.0)
_WIDTH = 9.5

_TITLE = Look(font(18, TITLE_FONT), align("center", wrap=False))
_NOTE = Look(font(_SIZE), align("left"))
_UNIT = Look(font(_SIZE), align("right", wrap=False))
_HEAD = Look(font(_SIZE, HEADING_FONT), align("center"), BOX, fill("FFE9EEF2"))
_NAME = Look(font(_SIZE), align("left"), BOX)
_CENTRE = Look(font(_SIZE), align("center"), BOX)
_RIGHTS = by_places(Look(font(_SIZE), align("right", wrap=False), BOX))


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """An indicator with its unit in the name; ``places`` are the decimals of its figures."""

    name: str
    weight: int
    standard: str
    places: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A unit's place, total, and for every column its figure and points or why there are none."""

    rank: int | None
    unit: str
    total: Decimal | None
    cells: tuple[tuple[Figure, Figure], ...]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The whole ranking; ``places`` are the decimals of the points."""

    title: str
    period: str
    places: int
    columns: tuple[ScoreColumn, ...]
    rows: tuple[ScoreRow, ...]
    notes: tuple[str, ...]
    demonstration: bool = False


def write_scorecard(path: Path, sheet: ScoreSheet, *, replace: bool = False) -> None:
    """Write the ranking. Raises ``ExpectedError`` when it cannot be written."""
    workbook, page = new_workbook("绩效考核")
    painter = Painter(page)
    last = _FIRST + 2 * len(sheet.columns) - 1
    widths = [*_WIDTHS, *[_WIDTH] * (last - _FIRST + 1)]
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    mark = f"（{DEMONSTRATION}）" if sheet.demonstration else ""
    painter.span(1, 1, last, sheet.title + mark, _TITLE)
    page.row_dimensions[1].height = 32
    painter.span(2, 1, last - 2, f"考核期：{sheet.period}", _NOTE)
    painter.span(2, last - 1, last, "总分满分 100 分", _UNIT)
    _put_heads(painter, sheet)
    below = _HEAD_ROWS[1] + 1
    for row, line in enumerate(sheet.rows, below):
        _put_row(painter, row, line, sheet)
    end = below + len(sheet.rows) + len(sheet.notes)
    for row, note in enumerate(sheet.notes, below + len(sheet.rows)):
        painter.span(row, 1, last, note, _NOTE)
        page.row_dimensions[row].height = 4 + 14 * lines_needed(note, sum(widths), _SIZE)
    corner = f"{get_column_letter(_FIRST)}{_HEAD_ROWS[1] + 1}"
    freeze(page, corner, corner)
    set_paper(page, landscape=True, head=_HEAD_ROWS, last=(end - 1, last))
    if sheet.demonstration:
        mark_pages(page, DEMONSTRATION)
    write_whole(path, workbook.save, replace=replace)


def _put_heads(painter: Painter, sheet: ScoreSheet) -> None:
    first, last = _HEAD_ROWS
    for column, head in enumerate(("名次", "单位", "总分"), 1):
        for row in range(first, last + 1):
            painter.put(row, column, head if row == first else "", _HEAD)
        painter.sheet.merge_cells(
            start_row=first, end_row=last, start_column=column, end_column=column
        )
    for at, scored in enumerate(sheet.columns):
        left = _FIRST + 2 * at
        painter.span(first, left, left + 1, scored.name, _HEAD)
        under = f"权重 {scored.weight}　标准 {scored.standard}"
        painter.span(first + 1, left, left + 1, under, _HEAD)
        painter.put(last, left, "实际值", _HEAD)
        painter.put(last, left + 1, "得分", _HEAD)
    _set_height(painter, first, [each.name for each in sheet.columns])
    _set_height(painter, first + 1, [f"权重 100　标准 {each.standard}" for each in sheet.columns])


def _set_height(painter: Painter, row: int, texts: Sequence[str]) -> None:
    lines = max((lines_needed(text, 2 * _WIDTH, _SIZE) for text in texts), default=1)
    painter.sheet.row_dimensions[row].height = 6 + 14 * lines


def _put_row(painter: Painter, row: int, line: ScoreRow, sheet: ScoreSheet) -> None:
    painter.put(row, 1, "—" if line.rank is None else line.rank, _CENTRE)
    painter.put(row, 2, line.unit, _NAME)
    _put_figure(painter, row, 3, "—" if line.total is None else line.total, _RIGHTS[sheet.places])
    for at, (column, (actual, points)) in enumerate(zip(sheet.columns, line.cells, strict=True)):
        left = _FIRST + 2 * at
        _put_figure(painter, row, left, actual, _RIGHTS[column.places])
        _put_figure(painter, row, left + 1, points, _RIGHTS[sheet.places])


def _put_figure(painter: Painter, row: int, column: int, figure: Figure, look: Look) -> None:
    painter.put(row, column, figure, _CENTRE if isinstance(figure, str) else look)
