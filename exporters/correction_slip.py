"""更正说明: what changed between two versions of a return, as a workbook to send along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    font,
    lines_needed,
    mark_pages,
    new_workbook,
    set_paper,
)
from monitoring.corrections import Correction

HEADS = ("序号", "单位", "指标名称", "计量单位", "原报", "更正为")
_WIDTHS = (6.0, 16.0, 40.0, 9.0, 14.0, 14.0)
_SIZE, _POINTS = 10.5, 15.0

_TITLE = Look(font(20, TITLE_FONT), align("center"))
_TEXT = Look(font(_SIZE), align("left"))
_PART = Look(font(_SIZE, HEADING_FONT), align("left"))
_HEAD = Look(font(_SIZE, HEADING_FONT), align("center"), BOX)
_CENTRE = Look(font(_SIZE), align("center"), BOX)
_LEFT = Look(font(_SIZE), align("left"), BOX)
_RIGHT = Look(font(_SIZE), align("right", wrap=False), BOX)
_NONE = "（没有）"


@dataclass(frozen=True, slots=True)
class Slip:
    """What a correction slip says: ``facts`` are its lines of words above the tables."""

    title: str
    facts: tuple[str, ...]
    corrections: tuple[Correction, ...]
    demonstration: bool = False


def write_slip(path: Path, slip: Slip, *, replace: bool = False) -> None:
    """Save a correction slip as .xlsx on A4. Raises ``ExpectedError`` when it cannot be."""
    workbook, sheet = new_workbook("更正说明")
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    painter = Painter(sheet)
    row = _words(painter, slip)
    head = row + 1
    entered = [each for each in slip.corrections if not each.moved]
    moved = [each for each in slip.corrections if each.moved]
    row = _table(painter, row, "一、更正的数", entered)
    row = _table(painter, row, "二、随之变动的合计、累计和比率", moved)
    painter.span(row + 1, 1, len(HEADS), "单位负责人：　　　　　填表人：　　　　　日期：", _TEXT)
    set_paper(sheet, landscape=False, head=(head, head), last=(row + 1, len(HEADS)))
    if slip.demonstration:
        mark_pages(sheet, DEMONSTRATION)
    write_whole(path, workbook.save, replace=replace)


def _words(painter: Painter, slip: Slip) -> int:
    mark = f"（{DEMONSTRATION}）" if slip.demonstration else ""
    painter.span(1, 1, len(HEADS), slip.title + mark, _TITLE)
    painter.sheet.row_dimensions[1].height = 34
    for row, fact in enumerate(slip.facts, 2):
        painter.span(row, 1, len(HEADS), fact, _TEXT)
        needed = lines_needed(fact, sum(_WIDTHS), _SIZE)
        painter.sheet.row_dimensions[row].height = needed * _POINTS + 3
    return len(slip.facts) + 2


def _table(painter: Painter, row: int, part: str, rows: Sequence[Correction]) -> int:
    """Write one table with its heading; the row below it."""
    painter.span(row, 1, len(HEADS), part, _PART)
    for column, head in enumerate(HEADS, 1):
        painter.put(row + 1, column, head, _HEAD)
    row += 2
    if not rows:
        painter.span(row, 1, len(HEADS), _NONE, _CENTRE)
        return row + 1
    for number, each in enumerate(rows, 1):
        painter.put(row, 1, number, _CENTRE)
        texts = (each.column, each.label, each.measure, each.old, each.new)
        looks = (_LEFT, _LEFT, _CENTRE, _RIGHT, _RIGHT)
        for column, (text, look) in enumerate(zip(texts, looks, strict=True), 2):
            painter.put(row, column, text, look)
        needed = max(
            lines_needed(text, _WIDTHS[column], _SIZE)
            for column, text in enumerate((each.column, each.label), 1)
        )
        painter.sheet.row_dimensions[row].height = needed * _POINTS + 3
        row += 1
    return row
