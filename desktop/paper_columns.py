"""How a return's columns share the width of a page."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.paper import INNER, Look, Side, advance, widest
from monitoring.returns import Return

SIZES = (90, 85, 80, 75, 70, 65)
PAD = 30

_NAME_LEAST, _NAME_MOST, _VALUE_MOST = 14, 26, 1300


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of 指标名称, 计量单位, 代码 and of the figure columns ``first`` and following."""

    size: int
    name: int
    unit: int
    code: int
    first: int
    values: tuple[int, ...]


def share_out(document: Return, names: list[str]) -> list[Columns]:
    """The columns of each run of pages, one run unless they do not fit even in small type.

    No figure is clipped: a column is as wide as its longest figure, and a head takes two lines
    at most of what it needs. ``names`` are the labels as printed.
    """
    for size in SIZES:
        fixed, values = _least(document, size)
        if sum(fixed) + sum(values) <= INNER:
            return [_spread(document, names, size, 0, values)]
    return _runs(document, names)


def _least(document: Return, size: int) -> tuple[tuple[int, int, int], list[int]]:
    look, rate = Look(size), Look(size, italic=True)
    head = Look(size, heading=True)
    unit = max(4 * size, _longest_unit(document, look)) + 2 * PAD
    code = max(2 * size, widest([line.number for line in document.lines], look)) + 2 * PAD
    values = []
    for place, name in enumerate(document.columns):
        figures = [line.cells[place].text for line in document.lines if line.cells]
        half = advance(name[: -(-len(name) // 2)], head)
        values.append(max(widest(figures, look), widest(figures, rate), half, 3 * size) + 2 * PAD)
    return (_NAME_LEAST * size, unit, code), values


def _longest_unit(document: Return, look: Look) -> int:
    """Units of measure longer than six characters wrap."""
    units = {line.unit for line in document.lines}
    return max((min(advance(unit, look), 6 * look.size) for unit in units), default=0)


def _spread(
    document: Return, names: list[str], size: int, first: int, values: list[int]
) -> Columns:
    """Give the room that is left to the names first, then evenly to the figures."""
    (least, unit, code), _ = _least(document, size)
    natural = widest(names, Look(size, Side.LEFT)) + 2 * PAD
    spare = INNER - unit - code - sum(values)
    name = max(least, min(natural, spare, _NAME_MOST * size))
    more = max(0, spare - name) // max(1, len(values))
    widened = tuple(min(width + more, max(width, _VALUE_MOST)) for width in values)
    return Columns(size, INNER - unit - code - sum(widened), unit, code, first, widened)


def _runs(document: Return, names: list[str]) -> list[Columns]:
    size = SIZES[-1]
    fixed, values = _least(document, size)
    runs: list[Columns] = []
    first, taken = 0, 0
    for place, width in enumerate(values):
        if place > first and sum(fixed) + taken + width > INNER:
            runs.append(_spread(document, names, size, first, values[first:place]))
            first, taken = place, 0
        taken += width
    return [*runs, _spread(document, names, size, first, values[first:])]
