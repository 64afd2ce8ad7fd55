"""A form over a calendar year: its periods side by side, and what they come to.

The last column is the year's, or that of the year so far: flows added up, unknown where one
period is, of everything else the last figure; it says what a return of that year says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from monitoring.amounts import NOT_APPLICABLE, Value
from monitoring.catalogue import Item, Kind
from monitoring.columns import Column, Source, Told
from monitoring.figure_tables import FigureTable
from monitoring.form_lines import form_lines
from monitoring.line_labels import labels
from monitoring.longer import added_up
from monitoring.periods import Frequency
from monitoring.returns import Cell, Line

_NAMED = 5
_BLANK = Cell("")
_MADE = "最后一列：当期发生的数是各期之和，缺一期的按未报；月末、期末的数和各种累计数取最后一期。"
_QUARTERS = {3: "一季度", 6: "二季度", 9: "三季度", 12: "四季度"}
_HALVES = {6: "上半年", 12: "下半年"}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """An item of a unit over the year: scaled values, ``None`` for 未报, none after the last
    period that was reported.
    """

    unit: str
    line: Line
    label: str
    decimals: int
    values: tuple[Value | None, ...]
    whole: Value | None


def ends_of_year(frequency: Frequency, year: int) -> list[int]:
    """The ends (yyyymm) of a year's periods, in order."""
    return [year * 100 + month for month in range(frequency.months, 13, frequency.months)]


class YearBook:
    """The year of a form up to the period ``through`` (yyyymm), the last that was reported."""

    def __init__(self, source: Source, through: int) -> None:
        self.source, self.through = source, through
        self.year = through // 100
        self.ends = ends_of_year(source.form.frequency, self.year)
        self.told = [end for end in self.ends if end <= through]
        self._lines = form_lines(source.catalogue, source.form, running=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the periods and, where there are several, of what they come to."""
        heads = [_head(self.source.form.frequency, end) for end in self.ends]
        return (*heads, self.whole_head) if self.adds_up else tuple(heads)

    @property
    def whole_head(self) -> str:
        """What the last column is called: 全年, or the months so far."""
        month = self.through % 100
        return "全年" if month == 12 else f"1—{month}月"

    def table(self, unit: str = "") -> FigureTable:
        """The year of a unit, or of all that owe the form together."""
        columns = self._columns([unit] if unit else None)
        kept: list[tuple[Line, list[Told]]] = []
        lines = []
        for line in self._lines:
            told = [] if line.kind == "section" else [each.told(line) for each in columns]
            kept.append((line, told))
            lines.append(replace(line, cells=self._cells(told)))
        places = [column.place for column in columns[: len(self.told)]]
        places += [None] * (len(self.columns) - len(places))
        notes = tuple(self._notes(columns, kept))
        return FigureTable("", "", self.columns, tuple(lines), notes, places=tuple(places))

    @property
    def units(self) -> list[str]:
        """Codes of the units that owed the form in any of the periods, in order."""
        owing = {unit for units in self._owing.values() for unit in units}
        area = self.source.area
        return [unit.code for unit in (*area.units, area.itself) if unit.code in owing]

    def name(self, unit: str) -> str:
        """What a unit is called here."""
        return self._names[unit]

    @property
    def items(self) -> int:
        """How many rows a unit has."""
        return len(self._items)

    def rows(self, unit: str) -> Iterator[UnitRow]:
        """The items of one unit; 不适用 stands where it did not owe the form."""
        known, name = self.source.figures.values, self._names[unit]
        owed = [unit in self._owing[end] for end in self.told]
        always = all(owed)
        for line, label, item in self._items:
            code = item.code
            found = [known.get((unit, code, end)) for end in self.told]
            values = (
                found
                if always
                else [v if owes else NOT_APPLICABLE for v, owes in zip(found, owed, strict=True)]
            )
            whole = added_up(found) if item.kind is Kind.FLOW and owed[-1] else values[-1]
            yield UnitRow(name, line, label, item.decimals, tuple(values), whole)

    @property
    def adds_up(self) -> bool:
        """Whether there is a last column for what the periods come to."""
        return len(self.ends) > 1

    @cached_property
    def _owing(self) -> Mapping[int, frozenset[str]]:
        return {end: frozenset(self.source.owing(end)) for end in self.told}

    @cached_property
    def _names(self) -> dict[str, str]:
        area = self.source.area
        return {**{unit.code: unit.name for unit in area.units}, area.code: f"{area.name}本级"}

    @cached_property
    def _items(self) -> list[tuple[Line, str, Item]]:
        known = self.source.form.by_code
        return [
            (line, label, known[line.code])
            for line, label in zip(self._lines, labels(self._lines), strict=True)
            if line.kind == "item"
        ]

    def _columns(self, units: Sequence[str] | None) -> list[Column]:
        columns = [Column(self.source, [end], units) for end in self.told]
        if self.adds_up:
            columns.append(Column(self.source, self.told[::-1], units))
        return columns

    def _cells(self, told: Sequence[Told]) -> tuple[Cell, ...]:
        if not told:
            return ()
        cells = [each.cell for each in told]
        after = len(self.ends) - len(self.told)
        cells[len(self.told) : len(self.told)] = [_BLANK] * after
        return tuple(cells)

    def _notes(
        self, columns: Sequence[Column], kept: Sequence[tuple[Line, list[Told]]]
    ) -> Iterator[str]:
        form = self.source.form
        if form.scope:
            yield form.scope
        if self.adds_up:
            yield _MADE
        if self.through != self.ends[-1]:
            yield f"{self.year}年有数到{self.through % 100}月，以后各期还没有数。"
        if len(columns[0].units) > 1:
            yield from self._gaps(columns, kept)

    def _gaps(
        self, columns: Sequence[Column], kept: Sequence[tuple[Line, list[Told]]]
    ) -> Iterator[str]:
        """Who and what is not in the sums."""
        frequency, names, count = self.source.form.frequency, self._names, len(self.told)
        gone = [names[unit] for unit in self.units if unit not in self._owing[self.through]]
        if gone and self.adds_up:
            yield f"{_listed(gone)}在最后一期已经不报，“{self.whole_head}”的合计不含它的数。"
        silent = [
            f"{_head(frequency, each.end)}{_listed([names[unit] for unit in each.silent])}"
            for each in columns[:count]
            if each.silent
        ]
        if silent:
            yield f"未报的单位：{'；'.join(silent)}。合计不含未报单位。"
        if partial := _lacking(columns[:count], kept, 0):
            yield f"{_listed(partial)}有单位未报数，合计只含已报的单位。"
        if short := _lacking(columns[count:], kept, count):
            whole = f"“{self.whole_head}”的合计只含各期都报的单位"
            yield f"{_listed(short)}有单位缺一期，{whole}。"


def _lacking(
    columns: Sequence[Column], kept: Sequence[tuple[Line, list[Told]]], first: int
) -> list[str]:
    """The items a unit that gave others is not in, in some of the columns from ``first`` on."""
    return [
        line.label
        for line, told in kept
        if line.kind == "item"
        and any(
            each.figure is not None and column.lacks(each)
            for column, each in zip(columns, told[first:], strict=False)
        )
    ]


def _head(frequency: Frequency, end: int) -> str:
    month = end % 100
    if frequency is Frequency.MONTH:
        return f"{month}月"
    if frequency is Frequency.QUARTER:
        return _QUARTERS[month]
    return _HALVES[month] if frequency is Frequency.HALF else f"{end // 100}年"


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
