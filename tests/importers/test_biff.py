"""A compound file made by hand, just whole enough to hold one stream of records."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.biff import xls_marks

_FREE, _LAST, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


_BOF, _EOF = _record(0x0809, bytes(16)), _record(0x000A, b"")


def _stream(*sheets: bytes) -> bytes:
    bound = [_record(0x0085, struct.pack("<IBB", 0, 0, 0) + b"\x01\x00S") for _ in sheets]
    start = len(_BOF) + sum(map(len, bound)) + len(_EOF)
    bound, place = [], start
    for sheet in sheets:
        bound.append(_record(0x0085, struct.pack("<IBB", place, 0, 0) + b"\x01\x00S"))
        place += len(_BOF) + len(sheet) + len(_EOF)
    whole = _BOF + b"".join(bound) + _EOF
    return whole + b"".join(_BOF + sheet + _EOF for sheet in sheets)


def _entry(name: str, kind: int, first: int, length: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    return head.ljust(116, b"\0") + struct.pack("<IQ", first, length)


def _container(stream: bytes, *, small: bool) -> bytes:
    """Sector 0 the FAT, 1 the directory, 2 the small FAT, the rest the stream or its container."""
    length = len(stream) if small else max(len(stream), 4096)
    content = stream.ljust(-(-max(length, 512) // 512) * 512, b"\0")
    count = len(content) // 512
    follow = [*range(4, 3 + count), _LAST]
    fat = [_FAT_SECTOR, _LAST, _LAST, *follow]
    mini = [*range(1, -(-length // 64)), _LAST]
    root = _entry("Root Entry", 5, 3 if small else _LAST, len(content) if small else 0)
    book = _entry("Workbook", 2, 0 if small else 3, length)
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<II4xIII", header, 44, 1, 1, 4096, 2, 1)
    struct.pack_into("<II", header, 68, _LAST, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    sectors = [
        struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat))),
        (root + book).ljust(512, b"\0"),
        struct.pack("<128I", *mini[:128], *[_FREE] * (128 - len(mini))),
        content,
    ]
    return bytes(header) + b"".join(sectors)


def _formula(row: int, column: int, result: bytes) -> bytes:
    return _record(0x0006, struct.pack("<HHH", row, column, 0) + result + bytes(6))


def _broken(row: int, column: int, code: int) -> bytes:
    return _formula(row, column, bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF]))


FIRST = (
    _formula(0, 0, struct.pack("<d", 3.0))
    + _broken(1, 2, 0x07)
    + _formula(2, 2, b"\x00\x00\x00\x00\x00\x00\xff\xff")
    + _record(0x0205, struct.pack("<HHHBB", 4, 27, 0, 0x2A, 1))
    + _record(0x0205, struct.pack("<HHHBB", 5, 0, 0, 1, 0))
)
CHART = _BOF + _broken(9, 9, 0x07) + _EOF


@pytest.mark.parametrize("small", [True, False])
def test_errors_are_found_in_small_and_large_streams(small: bool) -> None:
    data = _container(_stream(CHART + FIRST, _broken(0, 0, 0x17)), small=small)
    marks = xls_marks(data, ["一", "二"])
    assert marks.of("一") == ([("C2", "#DIV/0!"), ("AB5", "#N/A")], [])
    assert marks.of("二") == ([("A1", "#REF!")], [])


def test_a_sheet_without_errors_has_no_marks() -> None:
    assert xls_marks(_container(_stream(b""), small=True), ["一"]).sheets == {}


def test_what_cannot_be_followed_gives_no_marks() -> None:
    data = _container(_stream(FIRST), small=True)
    assert xls_marks(data, ["一", "二"]).sheets == {}
    assert xls_marks(data[:600], ["一"]).sheets == {}
    assert xls_marks(b"", []).sheets == {}


@given(st.data())
def test_a_damaged_file_never_raises(data: st.DataObject) -> None:
    content = bytearray(_container(_stream(FIRST), small=data.draw(st.booleans())))
    for _ in range(5):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    xls_marks(bytes(content), ["一"])
