"""What one column of a table says on the lines of a form: exact figures and who is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from monitoring.amounts import State, Value
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Form, Indicator, Item
from monitoring.figures import Figures
from monitoring.indicators import of_shares, of_unit, shares, year_to_date
from monitoring.longer import over_ends
from monitoring.paper import NOTHING, cell, ratio_cell, total_cell
from monitoring.returns import Cell, Line


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with how it prints. ``units`` are those in it, ``complete`` whether that is
    everyone who owes it; ``figure`` is ``None`` where there is no number.
    """

    figure: Fraction | None
    cell: Cell
    units: frozenset[str] = frozenset()
    complete: bool = False


NOT_OWED = Told(None, NOTHING)


@dataclass(frozen=True)
class Source:
    """Where columns take their figures from."""

    catalogue: Catalogue
    area: Area
    form: Form
    figures: Figures

    def owing(self, end: int) -> tuple[str, ...]:
        """Codes of the units that owe the form at the month ``end``."""
        return tuple(unit.code for unit in self.form.reporting(self.area, end))

    def counted(self, end: int) -> tuple[str, ...]:
        """Codes of those of them whose figures make up the area's."""
        return tuple(unit.code for unit in self.form.counted(self.area, end))


class Column:
    """The figures of ``units``, or of everyone who owes the form, summed where they are several.

    ``ends`` are the form's own periods the column spans, the last one first.
    """

    def __init__(
        self, source: Source, ends: Sequence[int], units: Iterable[str] | None = None
    ) -> None:
        self._source, self.end = source, ends[0]
        if units is None:
            self.units = source.counted(self.end)
        else:
            wanted = frozenset(units)
            self.units = tuple(code for code in source.owing(self.end) if code in wanted)
        self._everyone = units is None
        self._whole = len(ends) == 1
        self._figures = over_ends(source.figures, source.form, self.units, ends)

    def told(self, line: Line) -> Told:
        """What the column says on a line that is no section."""
        if not self.units:
            return NOT_OWED
        if line.kind == "rate":
            return self._rate(self._source.catalogue.indicators[line.code])
        item = self._source.form.by_code[line.code]
        code, end = item.code, self.end
        if line.kind == "ytd":
            monthly = self._source.figures
            return self._sum(item, [year_to_date(monthly, item, unit, end) for unit in self.units])
        known = self._figures.values
        return self._sum(item, [known.get((unit, code, end)) for unit in self.units])

    @property
    def place(self) -> tuple[str, int] | None:
        """Whose figures these are and when, where one unit's or everyone's of one period."""
        if not self._whole or not self.units or not (self._everyone or len(self.units) == 1):
            return None
        return ("" if self._everyone else self.units[0]), self.end

    def lacks(self, told: Told) -> bool:
        """Whether a unit that gave other figures is not in this one."""
        return not told.complete and not told.units.issuperset(self.answering)

    @cached_property
    def answering(self) -> frozenset[str]:
        """The units that gave anything at all."""
        return frozenset(self.units) - frozenset(self.silent)

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """Units that gave nothing at all."""
        items = self._source.form.items
        return tuple(
            unit
            for unit in self.units
            if not any(_answers(self._figures.value(unit, each.code, self.end)) for each in items)
        )

    def _sum(self, item: Item, values: Sequence[Value | None]) -> Told:
        if len(values) == 1:
            shown = cell(values[0], item.decimals)
        else:
            shown = total_cell(values, item.decimals)
        figure = Fraction(shown.number) if shown.number else None
        if all(map(_answers, values)):
            return Told(figure, shown, frozenset(self.units), complete=True)
        answered = (u for u, value in zip(self.units, values, strict=True) if _answers(value))
        return Told(figure, shown, frozenset(answered))

    def _rate(self, indicator: Indicator) -> Told:
        # Over the year so far a flow's months are added up by the indicator itself.
        figures = self._source.figures if indicator.kind == "ytd" else self._figures
        source = self._source
        if len(self.units) == 1 and not self._everyone:
            found = of_unit(indicator, figures, source.catalogue, self.units[0], self.end)
            units = frozenset(self.units if found.reported else ())
        else:
            parts = dict(shares(indicator, figures, source.catalogue, source.area, self.end))
            wanted = [unit for unit in parts if self._everyone or unit in self.units]
            found = of_shares(indicator, (parts[unit] for unit in wanted))
            units = frozenset(unit for unit in wanted if parts[unit] is not None)
        shown = ratio_cell(found.ratio, indicator.places)
        return Told(found.ratio, shown, units, found.reported == found.of)


def _answers(value: Value | None) -> bool:
    return value is not None and value.state is not State.MISSING
