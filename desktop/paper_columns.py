"""How a return's columns share the width of a page."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.paper import Face, Format, Look, Side, a4, advance, tenths, widest
from monitoring.layouts import return_layout
from monitoring.returns import Return

PAD = 30


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
    sizes = return_layout().sizes.table
    inner = format_of(document).inner
    for size in sizes:
        fixed, values = _least(document, size)
        if sum(fixed) + sum(values) <= inner:
            return [_spread(document, names, size, 0, values)]
    return _runs(document, names, sizes[-1])


def format_of(document: Return) -> Format:
    """The paper a return stands on."""
    return a4(upright=return_layout().upright(len(document.columns)))


def _least(document: Return, size: int) -> tuple[tuple[int, int, int], list[int]]:
    look, rate = Look(size), Look(size, italic=True)
    head = Look(size, face=Face.HEADING)
    unit = max(4 * size, _longest_unit(document, look)) + 2 * PAD
    code = max(2 * size, widest([line.number for line in document.lines], look)) + 2 * PAD
    values = []
    for place, name in enumerate(document.columns):
        figures = [line.cells[place].text for line in document.lines if line.cells]
        half = advance(name[: -(-len(name) // 2)], head)
        values.append(max(widest(figures, look), widest(figures, rate), half, 3 * size) + 2 * PAD)
    return (return_layout().columns.name_least * size, unit, code), values


def _longest_unit(document: Return, look: Look) -> int:
    """How wide the units of measure are; longer ones wrap."""
    most = return_layout().columns.unit_most * look.size
    units = {line.unit for line in document.lines}
    return max((min(advance(unit, look), most) for unit in units), default=0)


def _spread(
    document: Return, names: list[str], size: int, first: int, values: list[int]
) -> Columns:
    """Give the room that is left to the names first, then evenly to the figures."""
    (least, unit, code), _ = _least(document, size)
    limits, inner = return_layout().columns, format_of(document).inner
    natural = widest(names, Look(size, Side.LEFT)) + 2 * PAD
    spare = inner - unit - code - sum(values)
    name = max(least, min(natural, spare, limits.name_most * size))
    more = max(0, spare - name) // max(1, len(values))
    most = tenths(limits.value_most)
    widened = tuple(min(width + more, max(width, most)) for width in values)
    return Columns(size, inner - unit - code - sum(widened), unit, code, first, widened)


def _runs(document: Return, names: list[str], size: int) -> list[Columns]:
    inner = format_of(document).inner
    fixed, values = _least(document, size)
    runs: list[Columns] = []
    first, taken = 0, 0
    for place, width in enumerate(values):
        if place > first and sum(fixed) + taken + width > inner:
            runs.append(_spread(document, names, size, first, values[first:place]))
            first, taken = place, 0
        taken += width
    return [*runs, _spread(document, names, size, first, values[first:])]
