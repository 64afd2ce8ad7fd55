from __future__ import annotations

import struct
from datetime import date
from decimal import Decimal

import pytest

from importers.reader import Reader, Unreadable
from importers.workbook import CellError, Sheet
from tests.importers.binaries import cell, piece, row, wide, xlsb


def _packed(number: int) -> bytes:
    return struct.pack("<i", number << 2 | 2)


def _sheet(*rows: bytes, columns: bytes = b"", dates_1904: bool = False) -> Sheet:
    with Reader() as reader:
        book = reader.read("a.xlsb", xlsb(rows, columns=columns, dates_1904=dates_1904))
    assert book.dates_1904 == dates_1904
    [sheet] = book.sheets
    return sheet


def test_errors_are_named_whether_typed_or_calculated() -> None:
    cells = [cell(6, 0, wide("松林镇")), cell(3, 1, b"\x17"), cell(11, 2, b"\x07" + bytes(10))]
    assert _sheet(row(0, *cells)).rows == (("松林镇", CellError("#REF!"), CellError("#DIV/0!")),)


def test_whole_days_are_dates_and_other_figures_are_not() -> None:
    cells = [
        cell(2, 0, _packed(45000)),
        cell(2, 1, _packed(45000), style=1),
        cell(5, 2, struct.pack("<d", 45000.0), style=1),
        cell(5, 3, struct.pack("<d", 2.5)),
    ]
    day = date(2023, 3, 15)
    assert _sheet(row(2, *cells)).rows[2] == (45000, day, day, Decimal("2.5"))


def test_days_are_counted_from_1904_where_the_file_says_so() -> None:
    cells = [cell(2, 0, _packed(38352), style=1), cell(5, 1, struct.pack("<d", 38352), style=1)]
    day = date(2009, 1, 1)
    assert _sheet(row(0, *cells), dates_1904=True).rows == ((day, day),)


def test_hidden_lines_are_told() -> None:
    columns = piece(60, struct.pack("<IIIIH", 1, 2, 2000, 0, 1))
    columns += piece(60, struct.pack("<IIIIH", 3, 3, 2000, 0, 0))
    rows = [row(n, cell(2, 0, _packed(n)), hidden=n in (1, 2, 4)) for n in range(5)]
    sheet = _sheet(*rows, columns=columns)
    assert sheet.hidden_rows == ((1, 2), (4, 4))
    assert sheet.hidden_columns == ((1, 2),)


def test_cells_the_fast_reader_would_drop_cost_one_sentence() -> None:
    """A short cell says no column: it stands behind the cell before it."""
    short = piece(13, struct.pack("<I", 0) + _packed(9))
    with Reader() as reader, pytest.raises(Unreadable, match="另存为") as raised:
        reader.read("a.xlsb", xlsb([row(0, cell(2, 0, _packed(1)), short)]))
    assert raised.value.code == "unclear"
