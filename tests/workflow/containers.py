"""A page of cells as the files townships send: .xlsx, .xls, .ods, text, and archives of them."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | None
_FREE, _LAST, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _LEAST = 512, 4096
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass
class Page:
    """One sheet: its rows from the first, merged ranges, hidden rows (from 1), and other sheets."""

    rows: list[list[Cell]]
    merges: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    name: str = "Sheet1"
    behind: tuple[Page, ...] = ()


def xlsx(page: Page) -> bytes:
    """An Office Open XML workbook; the sheets behind the first are hidden."""
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for number, each in enumerate((page, *page.behind)):
        sheet = first if number == 0 else book.create_sheet()
        sheet.title = each.name
        if number:
            sheet.sheet_state = "hidden"
        for row in each.rows:
            sheet.append(row)
        for merge in each.merges:
            sheet.merge_cells(merge)
        for hidden in each.hidden:
            sheet.row_dimensions[hidden].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(page: Page, encoding: str = "gb18030", separator: str = ",", line: str = "\r\n") -> bytes:
    """Delimited text as an office program saves it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=line).writerows(page.rows)
    return stream.getvalue().encode(encoding)


def ods(page: Page) -> bytes:
    """An OpenDocument spreadsheet; a run of empty cells is written as one that repeats."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in page.rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}'
        ' office:version="1.2"><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(page.name)}>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        "</manifest:manifest>"
    )
    return zipped(
        {
            "mimetype": _ODS.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    shown = f"<text:p>{escape(str(cell))}</text:p>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}">'
        f"{shown}</table:table-cell>"
    )


def xls(page: Page) -> bytes:
    """A workbook of the years before .xlsx: records in one stream of a compound file."""
    begin, end = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)), b"\n\0\0\0"
    name = page.name.encode("utf-16-le")
    head = struct.pack("<BBBB", 0, 0, len(page.name), 1) + name
    start = len(begin) + len(_record(0x0085, bytes(4) + head)) + len(end)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    cells = b"".join(
        _xls_cell(row, column, cell)
        for row, cells in enumerate(page.rows)
        for column, cell in enumerate(cells)
        if cell is not None
    )
    bound = _record(0x0085, struct.pack("<I", start) + head)
    return _compound(begin + bound + end + sheet + cells + end)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row: int, column: int, cell: str | int | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, str):
        letters = cell.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(letters) // 2, 1) + letters)
    return _record(0x0203, place + struct.pack("<d", cell))


def _compound(stream: bytes) -> bytes:
    """Sector 0 is the allocation table, 1 the directory, the rest the one stream."""
    length = max(len(stream), _LEAST)
    content = stream.ljust(-(-length // _SECTOR) * _SECTOR, b"\0")
    count = len(content) // _SECTOR
    table = [_FAT, _LAST, *range(3, 2 + count), _LAST]
    assert len(table) <= _SECTOR // 4
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(_SECTOR, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II4xIII", header, 44, 1, 1, _LEAST, _LAST, 0)
    struct.pack_into("<II", header, 68, _LAST, 0)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    allocation = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    directory = _entry("Root Entry", 5, _LAST, 0) + _entry("Workbook", 2, 2, length)
    return bytes(header) + allocation + directory.ljust(_SECTOR, b"\0") + content


def _entry(name: str, kind: int, first: int, length: int) -> bytes:
    written = name.encode("utf-16-le")
    links = (_FREE, _FREE, 1 if kind == 5 else _FREE)
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written) + 2, kind, 1, *links)
    return head.ljust(116, b"\0") + struct.pack("<IQ", first, length)


def zipped(members: dict[str, bytes], *, gbk: bool = False) -> bytes:
    """An archive; with ``gbk`` its names are written as Chinese Windows did, without a flag."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(_as_gbk(name) if gbk else name)
            archive.writestr(info, content)
    data = stream.getvalue()
    for name in members if gbk else ():
        data = data.replace(_as_gbk(name).encode(), name.encode("gbk"))
    return data


def _as_gbk(name: str) -> str:
    """Letters that take as many bytes as the name does in GBK, to be replaced by it."""
    return "n" * len(name.encode("gbk"))
