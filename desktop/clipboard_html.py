"""A block of cells as the HTML table that spreadsheets and browsers put on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from html import escape
from html.parser import HTMLParser

from monitoring.digits import PERCENT, plain
from monitoring.typing_in import Block

_MOST_SPANNED = 100


# How Excel and WPS are told, and LibreOffice, that a cell is text whatever it looks like.
_AS_TEXT = """ style='mso-number-format:"\\@"' sdnum="1033;0;@\""""


def table_of(rows: Iterable[Sequence[str]], numbers: Collection[int] | None = None) -> str:
    """Rows of texts as a table whose cells are text, or numbers where they look like one and
    stand in the columns ``numbers`` (``None`` for all); never formulas.
    """
    lines = (
        "".join(
            _cell(text, number=numbers is None or column in numbers)
            for column, text in enumerate(row)
        )
        for row in rows
    )
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def block_of(html: str) -> Block:
    """The first table of a document as rows of texts, short rows filled up; empty without one.

    A cell over several columns stands in the first of them.
    """
    reader = _Table()
    reader.feed(html.replace("\0", ""))
    reader.close()
    width = max((len(row) for row in reader.rows), default=0)
    return [row + [""] * (width - len(row)) for row in reader.rows]


def _cell(text: str, *, number: bool) -> str:
    exact = _exact(text) if number else None
    if exact is None:
        return f"<td{_AS_TEXT if text else ''}>{escape(text)}</td>"
    form = _format(text)
    styled = re.sub(r"([#,.])", r"\\\1", form)
    return (
        f'<td align="right" style=\'mso-number-format:"{styled}"\''
        f' x:num="{exact}" sdval="{exact}" sdnum="1033;0;{form}">{text}</td>'
    )


def _exact(text: str) -> str | None:
    """A printed number as a plain decimal, one in per cent as its hundredth."""
    percent = PERCENT.fullmatch(text)
    if percent:
        return f"{Decimal(percent[1]).scaleb(-2):f}"
    return plain(text)


def _format(text: str) -> str:
    """The number format that prints a number as it is printed here."""
    places = len(text.removesuffix("%").partition(".")[2])
    whole = "#,##0" if "," in text else "0"
    return whole + (f".{'0' * places}" if places else "") + ("%" if text.endswith("%") else "")


class _Table(HTMLParser):
    """Collects the texts of a table's cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Block = []
        self._cell: list[str] | None = None
        self._span, self._done = 1, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._done:
            return
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            self._cell, self._span = [], _span(dict(attrs).get("colspan"))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        self._done = self._done or (tag == "table" and bool(self.rows))

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.rows[-1] += [" ".join("".join(self._cell).split()), *[""] * (self._span - 1)]
            self._cell = None


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    number = int(digits[:4]) if digits.isascii() and digits.isdigit() else 1
    return min(max(number, 1), _MOST_SPANNED)
