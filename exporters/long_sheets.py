"""A sheet of very many rows of figures: looks and paper by openpyxl, the rows streamed below.

openpyxl takes several times as long for a cell; a year of three hundred units has half a million.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exporters.files import as_text, looks_like_formula
from exporters.sheets import (
    BOX,
    DEMONSTRATION,
    HEADING_FONT,
    TITLE_FONT,
    Look,
    Painter,
    align,
    by_places,
    font,
    freeze,
    mark_pages,
    set_paper,
)
from monitoring.amounts import DASH, STATE_LABELS, State, Value, unscale

_SIZE = 10.0
_FIRST_ROW = 4
_CHUNK = 512
_TITLE = Look(font(18, TITLE_FONT), align("center"))
_UNDER = Look(font(_SIZE), align("center"))
_HEAD = Look(font(_SIZE, HEADING_FONT), align("center"), BOX)
_TEXT = Look(font(_SIZE), align("left", wrap=False), BOX)
_WORD = Look(font(_SIZE), align("right", wrap=False), BOX)
_NUMBERS = by_places(_WORD)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')


@dataclass(frozen=True, slots=True)
class LongRow:
    """Texts, then figures scaled by ``decimals``; a figure that is an empty text stays empty."""

    texts: Sequence[str]
    decimals: int
    figures: Sequence[Value | str | None]


@dataclass(frozen=True, slots=True)
class LongSheet:
    """``widths`` of all columns; the first ``frozen`` are texts and stay in sight. ``rows`` is how
    many there are.
    """

    name: str
    title: str
    under: str
    heads: Sequence[str]
    widths: Sequence[float]
    frozen: int
    rows: int
    demonstration: bool = False


class LongWriter:
    """Makes ``sheet`` ready in a workbook; :meth:`write` saves that with the rows in it."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, long: LongSheet) -> None:
        self._workbook, self._sheet, self._long = workbook, sheet, long
        self._letters = [get_column_letter(place + 1) for place in range(len(long.heads))]
        self._known: dict[tuple[str, int], str] = {}
        self._head()
        self._text, self._guarded = self._style(_TEXT, "文"), self._style(_TEXT, "=")
        self._word = self._style(_WORD, "文")
        self._numbers = [self._style(look, 1) for look in _NUMBERS]

    def write(self, path: Path, rows: Iterable[LongRow]) -> None:
        """Save the workbook to ``path`` with ``rows`` below the head."""
        plain = BytesIO()
        self._workbook.save(plain)
        part = f"xl/worksheets/sheet{self._workbook.sheetnames.index(self._sheet.title) + 1}.xml"
        with (
            zipfile.ZipFile(plain) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target,
        ):
            for info in source.infolist():
                with source.open(info) as given, target.open(info.filename, "w") as taken:
                    if info.filename == part:
                        self._fill(given.read(), taken, rows)
                    else:
                        shutil.copyfileobj(given, taken)

    def _fill(self, xml: bytes, taken: IO[bytes], rows: Iterable[LongRow]) -> None:
        before, end, after = xml.partition(b"</sheetData>")
        whole = f'<dimension ref="A1:{self._letters[-1]}{self._last_row}"/>'
        taken.write(_DIMENSION.sub(whole.encode(), before))
        lines: list[str] = []
        for number, row in enumerate(rows, _FIRST_ROW):
            lines.append(self._row(number, row))
            if len(lines) == _CHUNK:
                taken.write("".join(lines).encode())
                lines.clear()
        taken.write("".join(lines).encode())
        taken.write(end + after)

    def _row(self, number: int, row: LongRow) -> str:
        words, text, word = self._words, self._text, self._word
        cells = [
            f'<c r="{letter}{number}"{words(said, text)}'
            for letter, said in zip(self._letters, row.texts, strict=False)
        ]
        style, decimals = self._numbers[row.decimals], row.decimals
        for letter, value in zip(self._letters[len(cells) :], row.figures, strict=True):
            if isinstance(value, Value) and value.amount is not None:
                exact = unscale(value.amount, decimals)
                cells.append(f'<c r="{letter}{number}" s="{style}"><v>{exact}</v></c>')
            else:
                cells.append(f'<c r="{letter}{number}"{words(_said(value), word)}')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _words(self, text: str, style: int) -> str:
        """What follows a cell's place to make it say a text; the same few come again and again."""
        known = self._known.get((text, style))
        if known is None:
            known = self._known[text, style] = self._cell_of(text, style)
        return known

    def _cell_of(self, text: str, style: int) -> str:
        if not text:
            return f' s="{style}"/>'
        look = self._guarded if looks_like_formula(text) else style
        words = escape(as_text(text))
        return f' s="{look}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'

    @property
    def _last_row(self) -> int:
        return _FIRST_ROW + max(1, self._long.rows) - 1

    def _head(self) -> None:
        sheet, long, last = self._sheet, self._long, len(self._long.heads)
        painter = Painter(sheet)
        mark = f"（{DEMONSTRATION}）" if long.demonstration else ""
        painter.span(1, 1, last, long.title + mark, _TITLE)
        sheet.row_dimensions[1].height = 30
        painter.span(2, 1, last, long.under, _UNDER)
        for column, (head, width) in enumerate(zip(long.heads, long.widths, strict=True), 1):
            painter.put(3, column, head, _HEAD)
            sheet.column_dimensions[get_column_letter(column)].width = width
        set_paper(sheet, landscape=True, head=(3, 3), last=(3, last))
        sheet.print_area = f"A1:{self._letters[-1]}{self._last_row}"
        sheet.auto_filter.ref = f"A3:{self._letters[-1]}{self._last_row}"
        if long.demonstration:
            mark_pages(sheet, DEMONSTRATION)
        corner = f"{self._letters[long.frozen]}{_FIRST_ROW}"
        freeze(sheet, corner, corner)

    def _style(self, look: Look, content: str | int) -> int:
        """The number of a look in the workbook, found by wearing it once on a head."""
        cell: Any = self._sheet.cell(3, 1)
        kept, worn = cell.value, cell._style
        Painter(self._sheet).put(3, 1, content, look)
        number = int(cell.style_id)
        cell.value, cell._style = kept, worn
        return number


def _said(value: Value | str | None) -> str:
    if isinstance(value, str):
        return value
    if value is None or value.state is State.MISSING:
        return STATE_LABELS[State.MISSING]
    return DASH
