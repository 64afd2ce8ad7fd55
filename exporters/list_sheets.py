"""Any list of the window as a workbook: title, repeated head, text and exact numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exporters.files import write_whole
from exporters.sheets import (
    BOX,
    DEMONSTRATION,
    HEADING_FONT,
    TITLE_FONT,
    Content,
    Look,
    Painter,
    align,
    display_width,
    font,
    freeze,
    lines_needed,
    mark_pages,
    new_workbook,
    set_paper,
)

_SIZE, _POINTS = 10.0, 14.0
_NARROWEST, _WIDEST = 6.0, 46.0
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?", re.ASCII)

_TITLE = Look(font(18, TITLE_FONT), align("center"))
_PERIOD = Look(font(_SIZE), align("center"))
_HEAD = Look(font(_SIZE, HEADING_FONT), align("center"), BOX)
_TEXT = Look(font(_SIZE), align("left"), BOX)
_RIGHT = Look(font(_SIZE), align("right", wrap=False), BOX)
_NOTE = Look(font(_SIZE), align("left"))


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list: texts under heads. In the columns ``right`` a text that is a number is written as
    one, its thousands, decimals and per cent sign as they are printed. The first ``frozen``
    columns stay in sight.
    """

    title: str
    period: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int] = frozenset()
    notes: Sequence[str] = ()
    demonstration: bool = False
    frozen: int = 0


def write_list(path: Path, listing: ListSheet, *, replace: bool = False) -> None:
    """Save a list as .xlsx on A4 landscape. Raises ``ExpectedError`` when it cannot be."""
    workbook, sheet = new_workbook(listing.title)
    paint_list(sheet, listing)
    write_whole(path, workbook.save, replace=replace)


def paint_list(sheet: Worksheet, listing: ListSheet) -> None:
    """Put a list on a sheet of its own."""
    widths = [_width(listing, column) for column in range(len(listing.heads))]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    painter, last = Painter(sheet), len(listing.heads)
    mark = f"（{DEMONSTRATION}）" if listing.demonstration else ""
    painter.span(1, 1, last, listing.title + mark, _TITLE)
    sheet.row_dimensions[1].height = 30
    painter.span(2, 1, last, listing.period, _PERIOD)
    for column, head in enumerate(listing.heads, 1):
        painter.put(3, column, head, _HEAD)
    needed = max(map(lines_needed, listing.heads, widths, [_SIZE] * last), default=1)
    sheet.row_dimensions[3].height = max(1, needed) * _POINTS + 3
    row = 3
    for row, texts in enumerate(listing.rows, 4):
        _put_row(painter, row, listing, texts)
        needed = max(map(lines_needed, texts, widths, [_SIZE] * last), default=1)
        sheet.row_dimensions[row].height = max(1, needed) * _POINTS + 3
    for below, note in enumerate(listing.notes, row + 1):
        painter.span(below, 1, last, note, _NOTE)
    set_paper(sheet, landscape=True, head=(3, 3), last=(row + len(listing.notes), last))
    if listing.demonstration:
        mark_pages(sheet, DEMONSTRATION)
    corner = f"{get_column_letter(listing.frozen + 1)}4"
    freeze(sheet, corner, corner)


def _put_row(painter: Painter, row: int, listing: ListSheet, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts):
        if column in listing.right and _NUMBER.fullmatch(text):
            painter.put(row, column + 1, *_number(text))
        else:
            painter.put(row, column + 1, text, _RIGHT if column in listing.right else _TEXT)


def _number(text: str) -> tuple[Content, Look]:
    """A printed number with the look that prints it so again."""
    plain = text.replace(",", "").removesuffix("%")
    exact, places = Decimal(plain), len(plain.partition(".")[2])
    percent = text.endswith("%")
    grouped = "," in text or (abs(exact) < 1000 and not percent)
    content: Content = exact if places else int(exact)
    return (
        exact.scaleb(-2) if percent else content,
        _look(places, grouped=grouped, percent=percent),
    )


@cache
def _look(places: int, *, grouped: bool, percent: bool) -> Look:
    form = ("#,##0" if grouped else "0") + (f".{'0' * places}" if places else "")
    form += "%" if percent else ""
    return Look(_RIGHT.font, _RIGHT.alignment, BOX, number_format=form)


def _width(listing: ListSheet, column: int) -> float:
    texts = [listing.heads[column], *(row[column] for row in listing.rows)]
    longest = max(display_width(line) for text in texts for line in (text.splitlines() or [""]))
    return min(_WIDEST, max(_NARROWEST, longest * _SIZE * 0.1 + 2))
