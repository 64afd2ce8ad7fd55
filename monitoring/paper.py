"""From figures to the lines of a return: items, running totals and rates across the units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from monitoring.amounts import (
    DASH,
    MISSING,
    NOT_APPLICABLE,
    State,
    Value,
    grouped,
    number,
    unscale,
)
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Indicator, Item, Reporters
from monitoring.figures import Figures, Total
from monitoring.form_lines import lines_over, runs
from monitoring.indicators import Result, of_area, of_unit, shown, year_to_date
from monitoring.longer import is_longer, over_period
from monitoring.periods import Frequency, Period
from monitoring.returns import Cell, Line

NOTHING = Cell(DASH)
UNREPORTED = Cell("未报")

_NAMED = 5
_LONGER = "当期发生的数是各期之和，缺一期的按未报；月末、期末的数和各种累计数取最后一期。"


class Column(NamedTuple):
    """A column of figures: one unit, or a county with all of its units on a city's paper."""

    name: str
    code: str
    units: tuple[str, ...]


class Paper:
    """One form at one period over fixed columns: 合计 first, then the units that owe it, or a
    city's counties.

    The period is the form's own or a longer one, over which flows add up. With ``unit`` (a code)
    it is the return of that unit alone.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        area: Area,
        form: Form,
        period: Period,
        figures: Figures,
        *,
        unit: str = "",
    ) -> None:
        self._catalogue, self._area, self._form = catalogue, area, form
        owing = form.reporting(area, period.end) if unit else form.counted(area, period.end)
        self.units: Sequence[Unit] = [each for each in owing if unit in ("", each.code)]
        self._period, self._monthly = period, figures
        self._figures = over_period(figures, form, (each.code for each in self.units), period)
        self._single = bool(unit)
        self._alone = self._single or form.reporters is Reporters.COUNTY
        self._columns = tuple(_columns(area, self.units))

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the figure columns."""
        if self._alone:
            return ("数值",)
        return ("合计", *(column.name for column in self._columns))

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the figure columns' units or counties, empty for 合计."""
        codes = tuple(column.code for column in self._columns)
        return codes if self._alone else ("", *codes)

    def lines(self) -> list[Line]:
        """Sections, items, computed year-to-dates and rates; all but sections numbered from 1."""
        return [
            line if line.kind == "section" else replace(line, cells=self._cells(line))
            for line in lines_over(self._catalogue, self._form, self._period)
        ]

    def notes(self) -> tuple[str, ...]:
        """What 说明 must say of this return: its scope, and who is not in the totals."""
        absent = [unit.name for unit in self.units if not self._answered(unit)]
        notes = [self._form.scope] if self._form.scope else []
        if is_longer(self._form, self._period):
            notes.append(_LONGER)
        if self._single:
            return tuple(notes)
        if absent and not self._alone:
            named = "、".join(absent[:_NAMED]) + ("等" if len(absent) > _NAMED else "")
            notes.append(
                f"应报 {len(self.units)} 个单位，已报 {len(self.units) - len(absent)} 个；"
                f"{named}未报，合计不含未报单位。"
            )
        partial = self._partial()
        if partial:
            notes.append(
                f"{'、'.join(partial[:_NAMED])}{'等' if len(partial) > _NAMED else ''}"
                "有单位未报数，合计只含已报的单位。"
            )
        short = self._short()
        if short:
            notes.append(
                f"{'、'.join(short[:_NAMED])}{'等' if len(short) > _NAMED else ''}"
                "的本年累计有单位缺月份，合计只含各月都报的单位。"
            )
        return tuple(notes)

    def _cells(self, line: Line) -> tuple[Cell, ...]:
        if line.kind == "rate":
            return self._rate(self._catalogue.indicators[line.code])
        item = self._form.by_code[line.code]
        return self._running(item) if line.kind == "ytd" else self._amounts(item)

    def _runs(self, item: Item) -> bool:
        """Whether 本年累计 stands below an item; over a whole year the item itself is that sum."""
        return self._period.frequency is not Frequency.YEAR and runs(self._form, item)

    def _amounts(self, item: Item) -> tuple[Cell, ...]:
        return self._across(
            item, lambda unit: self._figures.value(unit, item.code, self._period.end)
        )

    def _running(self, item: Item) -> tuple[Cell, ...]:
        return self._across(
            item, lambda unit: year_to_date(self._monthly, item, unit, self._period.end)
        )

    def _across(self, item: Item, value_of: Callable[[str], Value | None]) -> tuple[Cell, ...]:
        sums = [reported_sum(map(value_of, column.units)) for column in self._columns]
        cells = tuple(cell(value, item.decimals) for value in sums)
        return cells if self._alone else (total_cell(sums, item.decimals), *cells)

    def _rate(self, indicator: Indicator) -> tuple[Cell, ...]:
        end = self._period.end
        # Over the year so far a flow's months are added up by the indicator itself.
        figures = self._monthly if indicator.kind == "ytd" else self._figures
        results: list[Result] = []
        if not self._single:
            results.append(of_area(indicator, figures, self._catalogue, self._area, end))
        if self._single or not self._alone:
            results += [self._result(indicator, figures, column, end) for column in self._columns]
        return tuple(ratio_cell(result.ratio, indicator.places) for result in results)

    def _result(self, indicator: Indicator, figures: Figures, column: Column, end: int) -> Result:
        part = self._area.part(column.code)
        if part is not None and part is not self._area:
            return of_area(indicator, figures, self._catalogue, part, end)
        return of_unit(indicator, figures, self._catalogue, column.code, end)

    def _answered(self, unit: Unit) -> bool:
        return any(
            self._figures.value(unit.code, item.code, self._period.end) is not None
            for item in self._form.items
        )

    def _partial(self) -> list[str]:
        """Items that some answering unit left blank or 未报."""
        answering = [unit.code for unit in self.units if self._answered(unit)]
        return [item.name for item in self._form.items if not self._total(answering, item).complete]

    def _short(self) -> list[str]:
        """Flows reported for the month whose running total lacks an earlier month of a unit."""
        end = self._period.end
        names = []
        for item in filter(self._runs, self._form.items):
            told = [
                u.code for u in self.units if self._figures.total([u.code], item.code, end).reported
            ]
            if any(
                cell(year_to_date(self._monthly, item, unit, end), 0) == UNREPORTED for unit in told
            ):
                names.append(item.name)
        return names

    def _total(self, units: Sequence[str], item: Item) -> Total:
        return self._figures.total(units, item.code, self._period.end)


def _columns(area: Area, units: Iterable[Unit]) -> Iterator[Column]:
    """The units' columns; the units of a county share one on a city's paper."""
    counties = {county.code: county.name for county in area.counties}
    for code, within in groupby(units, key=lambda unit: unit.county or unit.code):
        found = tuple(within)
        name = "本级" if code == area.code else counties.get(code, found[0].name)
        yield Column(name, code, tuple(unit.code for unit in found))


def reported_sum(values: Iterable[Value | None]) -> Value | None:
    """The sum of those that were reported; of none it is 未报 as long as someone may still
    report it.
    """
    known = list(values)
    amounts = [each.amount for each in known if each is not None and each.amount is not None]
    if amounts:
        return number(sum(amounts))
    missing = any(each is None or each.state is State.MISSING for each in known)
    return MISSING if missing else NOT_APPLICABLE


def cell(value: Value | None, decimals: int) -> Cell:
    """A value as a printed cell: a number, 未报, or a dash for 不适用."""
    if value is None or value.state is State.MISSING:
        return UNREPORTED
    if value.amount is None:
        return NOTHING
    return Cell(grouped(value.amount, decimals), unscale(value.amount, decimals), decimals)


def total_cell(values: Iterable[Value | None], decimals: int) -> Cell:
    """The sum of what was reported as a printed cell."""
    return cell(reported_sum(values), decimals)


def ratio_cell(ratio: Fraction | None, places: int) -> Cell:
    """A rate as a printed cell, a dash where there is none."""
    if ratio is None:
        return NOTHING
    text = shown(ratio, places)
    return Cell(text, text, places)
