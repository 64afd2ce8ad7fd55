"""Columns of figures beside each other, with what changed from one to the other.

A difference is exact and rounded only where it is printed. It stands only between figures of
the same units, or of everyone who owed them: a sum over fifteen units is not less than one over
sixteen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from monitoring.amounts import grouped, rounded
from monitoring.columns import Column, Source, Told
from monitoring.figure_tables import FigureTable
from monitoring.form_lines import lines_over
from monitoring.longer import ends_within
from monitoring.paper import NOTHING
from monitoring.periods import Period
from monitoring.returns import Cell, Line

_NAMED = 5
_PLACES = 2
SEQUENCE, SAME_PERIOD = "环比", "同比"


@dataclass(frozen=True, slots=True)
class Head:
    """A column of figures and how it is called; ``change`` is the word (环比, or none) of the two
    columns that say what changed against the one before (or the first), ``None`` without them.
    """

    label: str
    column: Column
    change: str | None = None
    against_first: bool = False


@dataclass
class _Said:
    """What the differences could not say, to be put into the notes."""

    others: dict[str, None] = field(default_factory=dict)
    no_base: dict[str, None] = field(default_factory=dict)
    partial: dict[str, dict[str, None]] = field(default_factory=dict)
    rates: bool = False


def difference(before: Told, after: Told) -> Fraction | None:
    """How much more ``after`` is, exactly; ``None`` where the two cannot be held together."""
    if before.figure is None or after.figure is None or not _alike(before, after):
        return None
    return after.figure - before.figure


def _alike(before: Told, after: Told) -> bool:
    return (before.complete and after.complete) or before.units == after.units


def change(before: Told, after: Told) -> Fraction | None:
    """The difference in per cent of ``before``, ``None`` where that is nought or less."""
    much = difference(before, after)
    if much is None or before.figure is None or before.figure <= 0:
        return None
    return much / before.figure * 100


def compared(source: Source, heads: Sequence[Head], period: Period) -> FigureTable:
    """The form's lines over so long a period under the columns, without a title."""
    said = _Said()
    lines = tuple(
        replace(line, cells=tuple(_cells(source, line, heads, said)))
        for line in lines_over(source.catalogue, source.form, period)
    )
    columns = tuple(label for head in heads for label in _labels(head))
    places = tuple(
        place
        for head in heads
        for place in (head.column.place, *(None,) * (2 * (head.change is not None)))
    )
    notes = tuple(_notes(source, heads, said))
    return FigureTable("", "", columns, lines, notes, places=places)


def between_units(source: Source, period: Period, units: Sequence[str], base: str) -> FigureTable:
    """Units beside each other at a period, all of them compared with ``base`` unless empty."""
    names = _names(source)
    ends = ends_within(source.form, period)
    order = [base, *(unit for unit in units if unit != base)] if base else list(units)
    heads = [
        Head(
            names[unit],
            Column(source, ends, [unit]),
            "" if base and place else None,
            against_first=True,
        )
        for place, unit in enumerate(order)
    ]
    if not base:
        heads.insert(0, Head("合计", Column(source, ends)))
    return compared(source, heads, period)


def between_periods(source: Source, periods: Sequence[Period], unit: str, word: str) -> FigureTable:
    """Periods beside each other, each compared with the one before, of a unit or the county."""
    units = [unit] if unit else None
    heads = [
        Head(
            period.label,
            Column(source, ends_within(source.form, period), units),
            word if place else None,
        )
        for place, period in enumerate(periods)
    ]
    return compared(source, heads, periods[0])


def own_and_below(source: Source, period: Period) -> FigureTable:
    """本级, the sum over the units below it, and the whole."""
    ends, county = ends_within(source.form, period), source.area.code
    below = [unit for unit in source.counted(ends[0]) if unit != county]
    heads = [
        Head("本级", Column(source, ends, [county])),
        Head("下级汇总", Column(source, ends, below)),
        Head("合计", Column(source, ends)),
    ]
    return compared(source, heads, period)


def _names(source: Source) -> dict[str, str]:
    units = {unit.code: unit.name for unit in source.area.units}
    return {**units, source.area.code: "本级"}


def _labels(head: Head) -> Iterator[str]:
    yield head.label
    if head.change is not None:
        yield f"{head.label}\n{head.change}增减"
        yield f"{head.label}\n{head.change}增减%"


def _cells(source: Source, line: Line, heads: Sequence[Head], said: _Said) -> Iterator[Cell]:
    if line.kind == "section":
        return
    told = [head.column.told(line) for head in heads]
    for place, head in enumerate(heads):
        if (
            line.kind != "rate"
            and told[place].figure is not None
            and head.column.lacks(told[place])
        ):
            said.partial.setdefault(head.label, {})[line.label] = None
        yield told[place].cell
        if head.change is not None:
            before = told[0 if head.against_first else place - 1]
            yield _difference_cell(source, line, before, told[place], said)
            yield _change_cell(line, before, told[place], said)


def _difference_cell(source: Source, line: Line, before: Told, after: Told, said: _Said) -> Cell:
    much = difference(before, after)
    if much is None:
        if before.figure is not None and after.figure is not None:
            said.others[line.label] = None
        return NOTHING
    if line.kind == "rate":
        places = source.catalogue.indicators[line.code].places
        text = rounded(much, places)
        return Cell(text, text, places)
    decimals = source.form.by_code[line.code].decimals
    amount = int(much * 10**decimals)
    return Cell(grouped(amount, decimals), rounded(much, decimals), decimals)


def _change_cell(line: Line, before: Told, after: Told, said: _Said) -> Cell:
    if line.kind == "rate":
        said.rates = True
        return NOTHING
    per_cent = change(before, after)
    if per_cent is None:
        if difference(before, after) is not None:
            said.no_base[line.label] = None
        return NOTHING
    text = rounded(per_cent, _PLACES)
    return Cell(f"{text}%", text, _PLACES)


def _notes(source: Source, heads: Sequence[Head], said: _Said) -> Iterator[str]:
    names = _names(source)
    for head in heads:
        silent = [names[unit] for unit in head.column.silent]
        if silent and len(head.column.units) > 1:
            yield f"{head.label}：{_listed(silent)}未报，合计不含未报单位。"
        if partial := list(said.partial.get(head.label, ())):
            yield f"{head.label}：{_listed(partial)}有单位未报数，合计只含已报的单位。"
    if said.others:
        yield f"{_listed(list(said.others))}：两边已报的单位不同，不算增减。"
    if said.no_base:
        yield f"{_listed(list(said.no_base))}：基数为 0 或负数，不算增减%。"
    if said.rates:
        yield "比率的增减是两个比率相减（百分点），不算增减%。"


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
