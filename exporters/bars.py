"""A bar as a PNG of plain rectangles, so that every paper has it without a screen."""

from __future__ import annotations

import struct
import zlib
from fractions import Fraction

from exporters.blocks import Bar

WIDTH, HEIGHT = 320, 44
_PAPER, _BACK, _TICK = b"\xff\xff\xff", b"\xe1\xe4\xe8", b"\x00\x00\x00"
# Okabe-Ito blue and vermilion: told apart by colour-blind eyes, and by shade in a copy.
_GOOD, _BAD = b"\x00\x72\xb2", b"\xd5\x5e\x00"
_MARGIN, _INSET, _TICK_WIDTH = 6, 8, 4


def bar_png(bar: Bar) -> bytes:
    """The bar, 320 × 44 pixels: its length how far, the black stroke where it should be by now."""
    reached = _pixels(bar.reached)
    tick = None if bar.expected is None else _pixels(bar.expected)
    shade = _GOOD if bar.good else _BAD
    blank = [_PAPER * WIDTH] * _MARGIN
    outer = [_line(0, tick, shade)] * _INSET
    inner = [_line(reached, tick, shade)] * (HEIGHT - 2 * (_MARGIN + _INSET))
    return _png([*blank, *outer, *inner, *outer, *blank])


def _pixels(share: Fraction) -> int:
    return int(min(max(share, Fraction(0)), Fraction(1)) * WIDTH)


def _line(reached: int, tick: int | None, shade: bytes) -> bytes:
    line = bytearray(_BACK * WIDTH)
    line[: reached * 3] = shade * reached
    if tick is not None:
        left = min(max(tick - _TICK_WIDTH // 2, 0), WIDTH - _TICK_WIDTH)
        line[left * 3 : (left + _TICK_WIDTH) * 3] = _TICK * _TICK_WIDTH
    return bytes(line)


def _png(rows: list[bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, len(rows), 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
