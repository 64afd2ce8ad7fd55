"""Where things stand on a return: the columns, their widths, and how names nest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exporters.sheets import display_width
from monitoring.layouts import Layout
from monitoring.line_labels import FULL_WIDTH_SPACE, labels
from monitoring.returns import Return

NAME, UNIT, CODE, FIRST_VALUE = 1, 2, 3, 4

Widths = tuple[float, ...]

# Excel's unit of width, a digit of the default font, in a millimetre of paper.
_PER_MM = 0.5277
_PAD = 1.4
_LEAST = 6.2


def column_widths(document: Return, layout: Layout, size: float) -> Widths:
    """Widths of all columns, in Excel's unit, for text of ``size`` points.

    No figure is ever clipped: a value column is as wide as its longest figure. Room left on the
    page goes to the names first, then evenly to the figures. A table wider than the page is
    scaled down to it by whoever prints.
    """
    limits = layout.columns
    unit = _fitting([limits.heads[1]], size)
    code = max(4.5, _fitting((line.number for line in document.lines), size))
    values = [
        max(_LEAST, _fitting((line.cells[at].text for line in document.lines if line.cells), size))
        for at in range(len(document.columns))
    ]
    page = layout.inner(upright=layout.upright(len(values))) * _PER_MM
    left = page - unit - code - sum(values)
    least, most = (_wide(2 * limit, size) for limit in (limits.name_least, limits.name_most))
    longest = max(least, _fitting(labels(document.lines), size))
    name = min(longest, max(least, min(left, most)))
    spare = max(0.0, left - name) / max(1, len(values))
    widest = limits.value_most * _PER_MM
    widened = tuple(min(width + spare, max(width, widest)) for width in values)
    # What the figures do not take is the names' again: a table is as wide as its page.
    return (max(name, page - unit - code - sum(widened)), unit, code, *widened)


def right_block_start(block: Sequence[str], widths: Widths, size: float) -> int:
    """The first column of the block at the top right, wide enough for its longest line."""
    wanted = _fitting(block, size)
    total, column = 0.0, len(widths) + 1
    while column > UNIT and total < wanted:
        column -= 1
        total += widths[column - 1]
    return column


def spread(parts: Sequence[str], widths: Widths, size: float) -> str:
    """The signature line: its parts with room to sign behind each, over the whole width."""
    room = sum(widths) / (size * 0.1) - sum(display_width(part) for part in parts)
    gap = max(2, min(16, int(room / 2 / len(parts))))
    return (FULL_WIDTH_SPACE * gap).join(parts)


def _fitting(texts: Iterable[str], size: float) -> float:
    return _wide(max((display_width(text) for text in texts), default=0), size)


def _wide(halves: int, size: float) -> float:
    return halves * size * 0.1 + _PAD
