"""What an .xls says about cells that the fast reader does not give: errors, hidden lines.

Reads just enough of the compound file ([MS-CFB]) and the records ([MS-XLS] 2.4.28 BoundSheet8,
2.4.24 BoolErr, 2.4.127 Formula) to find them; where it cannot follow, it finds none.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from importers.marks import Errors, Hidden, Marks, Runs, runs
from importers.workbook import cell_name

_END = 0xFFFFFFFA
_BOUND_SHEET, _BOOL_ERR, _FORMULA, _BOF = 0x0085, 0x0205, 0x0006, 0x0809
_ROW, _COL_INFO = 0x0208, 0x007D
_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def xls_marks(data: bytes, names: list[str]) -> Marks:
    """Cells with errors by sheet, the sheets named in the order of the file."""
    try:
        stream = _workbook_stream(data)
        starts = [
            struct.unpack_from("<I", body)[0]
            for kind, body in _records(stream, 0)
            if kind == _BOUND_SHEET
        ]
        if len(starts) != len(names):
            return Marks()
        places = list(zip(names, starts, strict=True))
        found: dict[str, tuple[Errors, list[str]]] = {
            name: (errors, []) for name, start in places if (errors := list(_errors(stream, start)))
        }
        hidden = {name: _hidden(stream, start) for name, start in places}
    except (struct.error, IndexError, ValueError):
        return Marks()
    return Marks(found, hidden=hidden)


def _hidden(stream: bytes, start: int) -> Hidden:
    """Hidden rows (2.4.221 Row, fDyZero) and columns (2.4.53 ColInfo, fHidden)."""
    rows: list[int] = []
    columns: Runs = []
    for kind, body in _records(stream, start):
        if kind == _ROW and body[12] & 0x20:
            rows.append(struct.unpack_from("<H", body)[0])
        elif kind == _COL_INFO and body[8] & 0x01:
            columns.append(struct.unpack_from("<HH", body))
    return runs(sorted(set(rows))), columns


def _errors(stream: bytes, start: int) -> Iterator[tuple[str, str]]:
    for kind, body in _records(stream, start):
        code = None
        if kind == _BOOL_ERR and body[7]:
            code = body[6]
        # A formula's eight bytes of result are a number unless the last two say otherwise.
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            code = body[8]
        if code is not None:
            row, column = struct.unpack_from("<HH", body)
            yield cell_name(row, column), _TEXTS.get(code, "")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records of one substream; a chart inside it has a beginning and an end of its own."""
    position, depth = start, 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == _BOF:
            depth += 1
        elif kind == 0x000A:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


def _workbook_stream(data: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    fat = _fat(data, size)
    first_directory, cutoff, first_mini_fat = struct.unpack_from("<I4xII", data, 48)
    directory = _chain(data, first_directory, fat, size, size)
    entries = [directory[place : place + 128] for place in range(0, len(directory) - 127, 128)]
    for entry in entries:
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")
        if name in ("Workbook", "Book"):
            first, length = struct.unpack_from("<II", entry, 116)
            if length >= cutoff:
                return _chain(data, first, fat, size, size)[:length]
            mini = _chain(data, struct.unpack_from("<I", entries[0], 116)[0], fat, size, size)
            mini_fat = _numbers(_chain(data, first_mini_fat, fat, size, size))
            return _chain(mini, first, mini_fat, 64, 0)[:length]
    return b""


def _fat(data: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from("<109I", data, 76))
    following, per_sector = struct.unpack_from("<I", data, 68)[0], size // 4 - 1
    seen = 0
    while following < _END and seen < len(data) // size:
        more = struct.unpack_from(f"<{per_sector + 1}I", data, (following + 1) * size)
        sectors.extend(more[:-1])
        following, seen = more[-1], seen + 1
    content = b"".join(
        data[(sector + 1) * size : (sector + 2) * size] for sector in sectors if sector < _END
    )
    return _numbers(content)


def _chain(data: bytes, first: int, fat: list[int], size: int, offset: int) -> bytes:
    """The sectors of a stream one after the other; a chain in a circle is cut off."""
    parts: list[bytes] = []
    sector = first
    while sector < _END and len(parts) <= len(fat):
        start = offset + sector * size
        parts.append(data[start : start + size])
        sector = fat[sector]
    return b"".join(parts)


def _numbers(content: bytes) -> list[int]:
    count = len(content) // 4
    return list(struct.unpack_from(f"<{count}I", content))
