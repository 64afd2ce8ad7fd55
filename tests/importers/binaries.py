"""Binary workbooks built in code, whole enough to be read: .xls and .xlsb, record by record."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

_FREE, _LAST, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", kind, len(body)) + body


def beginning(kind: int) -> bytes:
    """The first record of the workbook (5) or of a sheet (16)."""
    return record(0x0809, struct.pack("<HH12x", 0x0600, kind))


END = record(0x000A)


def stream(*sheets: bytes, book: bytes = b"") -> bytes:
    """The records of a workbook whose sheets are called S1, S2 …; ``book`` come before them."""

    def bound(place: int, number: int) -> bytes:
        name = f"S{number}".encode()
        return record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)

    head = beginning(5) + book
    place = len(head) + sum(len(bound(0, n)) for n in range(1, len(sheets) + 1)) + len(END)
    bodies = [beginning(16) + sheet + END for sheet in sheets]
    places = [place + sum(map(len, bodies[:n])) for n in range(len(sheets))]
    listed = [bound(each, number) for number, each in enumerate(places, 1)]
    return b"".join((head, *listed, END, *bodies))


def _entry(name: str, kind: int, first: int, length: int, below: int = _FREE) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    links = struct.pack("<III", _FREE, _FREE, below)
    return (head + links).ljust(116, b"\0") + struct.pack("<IQ", first, length)


def container(records: bytes, *, small: bool = False) -> bytes:
    """Sector 0 the FAT, 1 the directory, 2 the small FAT, the rest the stream or its container."""
    length = len(records) if small else max(len(records), 4096)
    content = records.ljust(-(-max(length, 512) // 512) * 512, b"\0")
    count = len(content) // 512
    follow = [*range(4, 3 + count), _LAST]
    fat = [_FAT_SECTOR, _LAST, _LAST, *follow]
    mini = [*range(1, -(-length // 64)), _LAST]
    top = 3 if small else _LAST
    root = _entry("Root Entry", 5, top, len(content) if small else 0, below=1)
    book = _entry("Workbook", 2, 0 if small else 3, length)
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
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


def xls(*sheets: bytes, book: bytes = b"") -> bytes:
    """An .xls with these sheets."""
    return container(stream(*sheets, book=book))


def style(format_number: int) -> bytes:
    """A cell style that shows figures by the format of that number."""
    return record(0x00E0, struct.pack("<HH16x", 0, format_number))


def number_format(number: int, code: str) -> bytes:
    """A format of the writer's own."""
    head = struct.pack("<HHB", number, len(code), 1)
    return record(0x041E, head + code.encode("utf-16-le"))


def figure(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def formula(
    row: int, column: int, result: bytes, *, options: int = 0, style: int = 0, kind: int = 0x0006
) -> bytes:
    """A cell with a formula, whose eight bytes of result say what it is."""
    head = struct.pack("<HHH", row, column, style) + result
    return record(kind, head + struct.pack("<HIH", options, 0, 0))


def broken(row: int, column: int, code: int) -> bytes:
    """A cell with a formula that ends in an error."""
    return formula(row, column, bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF]))


def piece(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(body)
    digits = bytearray()
    while True:
        length, digit = length >> 7, length & 0x7F
        digits.append(digit | (0x80 if length else 0))
        if not length:
            return head + bytes(digits) + body


def wide(text: str) -> bytes:
    """A text of an .xlsb."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """A row of an .xlsb with its cells."""
    head = struct.pack("<IIHBBB", number, 0, 300, 0, 0x10 if hidden else 0, 0)
    return piece(0, head + bytes(4)) + b"".join(cells)


def cell(kind: int, column: int, body: bytes, style: int = 0) -> bytes:
    """A cell of an .xlsb: 2 a packed number, 3 an error, 5 a number, 11 a formula's error …"""
    return piece(kind, struct.pack("<II", column, style) + body)


def xlsb(rows: Sequence[bytes], *, columns: bytes = b"", dates_1904: bool = False) -> bytes:
    """An .xlsb whose one sheet is called S1. Style 0 shows numbers, style 1 dates."""
    book = (
        piece(0x83)
        + piece(0x99, struct.pack("<II", int(dates_1904), 0) + wide(""))
        + piece(0x8F)
        + piece(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("S1"))
        + piece(0x90)
        + piece(0x9D, bytes(26))
        + piece(0x84)
    )
    sheet = (
        piece(0x81)
        + piece(0x94, struct.pack("<IIII", 0, 99, 0, 99))
        + (piece(0x186) + columns + piece(0x187) if columns else b"")
        + piece(0x91)
        + b"".join(rows)
        + piece(0x92)
        + piece(0x82)
    )
    styles = [piece(0x2F, struct.pack("<HH12x", 0, number)) for number in (0, 14)]
    listed = piece(0x269, struct.pack("<I", 2)) + b"".join(styles) + piece(0x26A)
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Target="worksheets/sheet1.bin" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", links)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/styles.bin", piece(0x116) + listed + piece(0x117))
    return packed.getvalue()
