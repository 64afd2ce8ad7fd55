from __future__ import annotations

import contextlib
import struct
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.biff import is_locked, xls_marks
from importers.reader import Reader, Unreadable
from importers.workbook import UNCACHED, CellError
from tests.importers.binaries import (
    END,
    beginning,
    broken,
    container,
    figure,
    formula,
    number_format,
    record,
    stream,
    style,
    xls,
)

FIRST = (
    formula(0, 0, struct.pack("<d", 3.0))
    + broken(1, 2, 0x07)
    + formula(2, 2, b"\x00\x00\x00\x00\x00\x00\xff\xff")
    + record(0x0205, struct.pack("<HHHBB", 4, 27, 0, 0x2A, 1))
    + record(0x0205, struct.pack("<HHHBB", 5, 0, 0, 1, 0))
)
CHART = beginning(32) + broken(9, 9, 0x07) + END
ZERO = bytes(8)


@pytest.mark.parametrize("small", [True, False])
def test_errors_are_found_in_small_and_large_streams(small: bool) -> None:
    data = container(stream(CHART + FIRST, broken(0, 0, 0x17)), small=small)
    marks = xls_marks(data, ["一", "二"])
    assert marks.of("一").errors == [("C2", "#DIV/0!"), ("AB5", "#N/A")]
    assert marks.of("二").errors == [("A1", "#REF!")]


@pytest.mark.parametrize(
    "broken_off",
    [
        stream(FIRST)[:-4],
        stream(FIRST).replace(beginning(16), record(0x0201, bytes(16))),
        stream(figure(0, 0, 1) + bytes(512) + figure(1, 0, 2)),
        stream(figure(0, 0, 1) + record(0x0208, bytes(4))),
    ],
    ids=["no end", "no beginning", "a hole", "a short record"],
)
def test_records_that_cannot_be_followed_are_a_damage(broken_off: bytes) -> None:
    """The fast reader skips what it does not know, and would give a sheet with less in it."""
    data = container(broken_off.ljust(4096, b"\x01"))
    with pytest.raises(ValueError, match="cannot be followed"):
        xls_marks(data, ["S1"])
    with Reader() as reader, pytest.raises(Unreadable) as raised:
        reader.read("a.xls", data)
    assert raised.value.code == "damaged"


def test_a_stream_is_found_by_its_name_in_capitals_too() -> None:
    data = xls(broken(0, 0, 0x17)).replace(_wide("Workbook"), _wide("WORKBOOK"))
    assert xls_marks(data, ["S1"]).of("S1").errors == [("A1", "#REF!")]


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_a_workbook_with_a_password_asks_for_it() -> None:
    locked = record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(range(48)))
    with Reader() as reader, pytest.raises(Unreadable) as raised:
        reader.read("a.xls", xls(figure(0, 0, 5), book=locked))
    assert raised.value.code == "encrypted"


def test_a_workbook_of_1904_counts_its_days_from_there() -> None:
    book = record(0x0022, b"\x01\x00") + style(14)
    with Reader() as reader:
        read = reader.read("a.xls", xls(figure(0, 0, 38352, 0), book=book))
    assert read.dates_1904
    assert read.sheets[0].rows == ((date(2009, 1, 1),),)


def test_formats_with_numbers_of_the_writers_own_show_what_their_code_says() -> None:
    """Apple's and other programs number formats as they like; the fast reader goes by numbers."""
    cells = (
        figure(0, 0, 38353, style=1)
        + figure(0, 1, 38353.5, style=1)
        + figure(0, 2, 9.5, style=2)
        + figure(0, 3, 7, style=0)
        + record(0x027E, struct.pack("<HHHi", 1, 0, 1, 38353 << 2 | 2))
        + record(0x00BD, struct.pack("<HHHiHiH", 2, 0, 1, 38353 << 2 | 2, 2, 950 << 2 | 3, 1))
        + formula(3, 0, struct.pack("<d", 38353), style=1)
        + broken(3, 1, 0x2A)
    )
    formats = number_format(59, "yyyy年m月d日") + number_format(50, '0.0"days"')
    book = formats + style(0) + style(59) + style(50)
    with Reader() as reader:
        rows = reader.read("a.xls", xls(cells, book=book)).sheets[0].rows
    day = date(2005, 1, 1)
    noon = datetime(2005, 1, 1, 12)  # noqa: DTZ001 - a workbook knows no time zones
    assert [cell if isinstance(cell, date) else str(cell) for cell in rows[0]] == [
        day,
        noon,
        "9.5",
        "7",
    ]
    assert rows[1][0] == day
    assert [str(cell) for cell in rows[2][:2]] == ["2005-01-01", "9.5"]
    assert rows[3][:2] == (day, CellError("#N/A"))


def test_zeros_of_formulas_nobody_calculated_are_no_zeros() -> None:
    """What POI and others write: 0, and the wish to have it calculated on opening."""
    data = xls(figure(0, 0, 5) + formula(1, 0, ZERO, options=2) + formula(2, 0, ZERO))
    with Reader() as reader:
        assert reader.read("a.xls", data).sheets[0].rows == ((5,), (UNCACHED,), (0,))


def test_a_zero_among_results_of_the_same_kind_was_calculated() -> None:
    other = formula(0, 0, struct.pack("<d", 3.0), options=2)
    with Reader() as reader:
        book = reader.read("a.xls", xls(formula(0, 0, ZERO, options=2), other))
    assert [sheet.rows for sheet in book.sheets] == [((0,),), ((3,),)]


@pytest.mark.parametrize("kind", [0x0206, 0x0406])
def test_a_formula_of_an_older_kind_is_not_blank(kind: int) -> None:
    data = xls(figure(0, 0, 5) + formula(0, 1, struct.pack("<d", 8.0), kind=kind))
    with Reader() as reader:
        assert reader.read("a.xls", data).sheets[0].rows == ((5, UNCACHED),)


def test_hidden_lines_are_told() -> None:
    hidden_row = record(0x0208, struct.pack("<HHHHHHBBH", 1, 0, 1, 300, 0, 0, 0x20, 1, 15))
    hidden_columns = record(0x007D, struct.pack("<HHHHHH", 2, 3, 2000, 0, 1, 0))
    marks = xls_marks(xls(hidden_columns + hidden_row + figure(1, 2, 5)), ["S1"]).of("S1")
    assert (marks.hidden_rows, marks.hidden_columns) == ([(1, 1)], [(2, 3)])


def test_a_password_is_found_among_the_records() -> None:
    assert is_locked(xls(b"", book=record(0x002F, b"\x01\x00" + bytes(52))))
    assert not is_locked(xls(b""))
    assert not is_locked(b"")


@given(st.data())
def test_a_damaged_file_never_raises_anything_else(data: st.DataObject) -> None:
    small = data.draw(st.booleans())
    book = number_format(59, "d") + style(59)
    content = bytearray(container(stream(FIRST + figure(6, 0, 1), book=book), small=small))
    for _ in range(5):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ValueError):
        xls_marks(bytes(content), ["一"])
    is_locked(bytes(content))
