"""The stream of records inside an .xls: just enough of the compound file ([MS-CFB]) to find it."""

from __future__ import annotations

import struct

_END = 0xFFFFFFFA


def workbook_stream(data: bytes) -> bytes:
    """The stream called Workbook, or Book of older files; empty when there is none.

    Raises ``struct.error``, ``IndexError`` or ``ValueError`` where the structure is broken.
    """
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    fat = _fat(data, size)
    first_directory, cutoff, first_mini_fat = struct.unpack_from("<I4xII", data, 48)
    directory = _chain(data, first_directory, fat, size, size)
    entries = [directory[place : place + 128] for place in range(0, len(directory) - 127, 128)]
    for entry in entries:
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")
        if name.lower() in ("workbook", "book"):
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
