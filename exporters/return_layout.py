"""Where things stand on a return: the columns, their widths, and how names nest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exporters.sheets import display_width
from monitoring.line_labels import FULL_WIDTH_SPACE, labels
from monitoring.returns import Return

NAME, UNIT, CODE, FIRST_VALUE = 1, 2, 3, 4

Widths = tuple[float, ...]

# A4 landscape between our margins, in column widths; a wider table is scaled down to it.
_PAGE = 146.0
_NAME_RANGE = (26.0, 38.0)
_NAME_ROOMY = 54.0
_BLOCK_WIDTH = 34.0


def column_widths(document: Return, size: float) -> Widths:
    """Widths of all columns, in Excel's unit, for text of ``size`` points.

    No figure is ever clipped: a value column is as wide as its longest figure. Room left on the
    page goes to the names first, then evenly to the figures.
    """
    unit_width = 7.5
    code_width = max(4.5, _fitting((line.number for line in document.lines), size))
    values = [
        max(6.2, _fitting((line.cells[at].text for line in document.lines if line.cells), size))
        for at in range(len(document.columns))
    ]
    names = labels(document.lines)
    longest = max(_fitting(names, size), *_NAME_RANGE[:1])
    left = _PAGE - unit_width - code_width - sum(values)
    name = min(longest, max(_NAME_RANGE[1], min(left, _NAME_ROOMY)))
    spare = max(0.0, left - name) / max(1, len(values))
    widened = [min(width + spare, max(width, 16.0)) for width in values]
    return (name, unit_width, code_width, *widened)


def right_block_start(widths: Widths) -> int:
    """The first column of the block at the top right: wide enough for a 批准文号."""
    total, column = 0.0, len(widths) + 1
    while column > UNIT and total < _BLOCK_WIDTH:
        column -= 1
        total += widths[column - 1]
    return column


def spread(parts: Sequence[str], widths: Widths, size: float) -> str:
    """The signature line: its parts with room to sign behind each, over the whole width."""
    room = sum(widths) / (size * 0.1) - sum(display_width(part) for part in parts)
    gap = max(5, min(16, int(room / 2 / len(parts))))
    return (FULL_WIDTH_SPACE * gap).join(parts)


def _fitting(texts: Iterable[str], size: float) -> float:
    return max((display_width(text) for text in texts), default=0) * size * 0.1 + 1.4
