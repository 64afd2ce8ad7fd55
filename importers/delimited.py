"""Tables saved as text, .csv and .tsv: every character exactly as it stands, or no table at all."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re

from importers.kinds import CONTROLS, byte_order

# A tab stands in no number and a semicolon hardly; a comma stands in both 1,234 and notes.
_SEPARATORS = ("\t", ";", ",")
_HANZI = re.compile("[\u4e00-\u9fff]")
_ABROAD = re.compile("[\u0080-\u07ff]")

Rows = list[list[str]]


class Prose(Exception):  # noqa: N818 - an answer rather than an error
    """Text that holds no table."""


def read_delimited(data: bytes) -> Rows:
    """The rows of the table in ``data``, without rows at all for blank text.

    Raises ``ValueError`` where bytes or quotes cannot be read exactly, :class:`Prose` for text
    without columns.
    """
    text = decoded(data).removesuffix("\x1a")
    if CONTROLS.search(text):
        raise ValueError("text with control characters")
    if not text.strip():
        return []
    tables = [_split(text, separator) for separator in _SEPARATORS if separator in text]
    agreeing = [_agreeing(rows) for rows in tables]
    for rows, agree in zip(tables, agreeing, strict=True):
        if rows is not None and agree * 2 >= max(agreeing) > 0:
            return _table(rows)
    if tables and all(rows is None for rows in tables):
        raise ValueError("quotes that do not close")
    raise Prose


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or GB18030, whichever it is. Raises ``ValueError`` for none of them."""
    order = byte_order(data)
    if order:
        return data.decode(order).removeprefix("\ufeff")
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Chinese in UTF-8 that breaks off would turn into other Chinese by the older encoding.
        if len(_HANZI.findall(data[: error.start].decode("utf-8"))) > 2:
            raise
        return data.decode("gb18030")
    # A few Chinese words in GB18030 happen to be UTF-8 as well, in letters of other countries.
    if _ABROAD.search(text) and not _HANZI.search(text):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("gb18030")
    return text


def _split(text: str, separator: str) -> Rows | None:
    """Rows by this separator; ``None`` where its quotes do not close."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None


def _agreeing(rows: Rows | None) -> int:
    """How many rows have the number of columns that most rows with columns have."""
    widths: dict[int, int] = {}
    for row in rows or ():
        if len(row) > 1:
            widths[len(row)] = widths.get(len(row), 0) + 1
    return max(widths.values(), default=0)


def _table(rows: Rows) -> Rows:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    wide = sum(1 for row in filled if len(row) > 1)
    if wide < 2 or wide * 3 < len(filled):
        raise Prose
    return rows
