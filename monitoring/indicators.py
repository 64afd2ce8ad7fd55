"""Indicators: numerator ÷ denominator × factor, exactly, for a unit or over summed units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from monitoring.amounts import DASH, NOT_APPLICABLE, Value, rounded, rounded_beside
from monitoring.catalogue import Area, Catalogue, Indicator
from monitoring.expressions import Expression, Term, all_items, evaluate
from monitoring.figures import Figures
from monitoring.periods import add_months, latest


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator at one period.

    ``numerator`` and ``denominator`` are exact sums over the same units, ``None`` when nothing
    was reported; a denominator of 1 stands for a count. ``reported`` of ``of`` units gave
    everything the indicator needs, and only those are in both sums (ground rules 1 and 3).
    """

    numerator: Fraction | None
    denominator: Fraction | None
    factor: int
    reported: int
    of: int

    @property
    def ratio(self) -> Fraction | None:
        """The exact figure, or ``None`` when a side is missing or the denominator is zero."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator * self.factor

    @property
    def exact(self) -> str:
        """Both sides as counted, e.g. 917/2436, or the single figure of a count."""
        if self.numerator is None or self.denominator is None:
            return ""
        if self.denominator == 1 and self.factor == 1:
            return plain(self.numerator)
        return f"{plain(self.numerator)}/{plain(self.denominator)}"


def plain(amount: Fraction) -> str:
    """A fraction that came from a decimal amount, as that decimal text."""
    places = 0
    while (amount * 10**places).denominator != 1 and places < 12:
        places += 1
    return rounded(amount, places)


def shown(ratio: Fraction | None, places: int, bound: Fraction | None = None) -> str:
    """A figure as a clerk reads it; beside a ``bound`` it never contradicts the comparison."""
    if ratio is None:
        return DASH
    return rounded(ratio, places) if bound is None else rounded_beside(ratio, bound, places)


def of_unit(
    indicator: Indicator, figures: Figures, catalogue: Catalogue, unit: str, month: int
) -> Result:
    """The indicator of one unit at ``month`` (yyyymm)."""
    ends = ends_at(catalogue, month)
    numerator = figures.expression(indicator.numerator, unit, ends)
    denominator: Fraction | None = Fraction(1)
    if indicator.denominator is not None:
        denominator = figures.expression(indicator.denominator, unit, ends)
    answered = int(numerator is not None and denominator is not None)
    return Result(numerator, denominator, indicator.factor, answered, 1)


def of_area(
    indicator: Indicator, figures: Figures, catalogue: Catalogue, area: Area, month: int
) -> Result:
    """The county's indicator: the expressions over the sums of the units that gave all of it."""
    sides = [side for side in (indicator.numerator, indicator.denominator) if side is not None]
    ends = ends_at(catalogue, month)
    owing = _owing(catalogue, area, all_items(sides), ends)
    units = _owing_units(area, owing.values())
    sums: list[Fraction | None] = [None] * len(sides)
    reported = 0
    for unit in units:
        parts = [_part(side, figures, owing, unit, ends) for side in sides]
        if any(part is _UNKNOWN for part in parts):
            continue
        reported += 1
        for position, part in enumerate(parts):
            if part is not None:
                sums[position] = (sums[position] or Fraction(0)) + part
    denominator = sums[1] if len(sides) == 2 else Fraction(1)
    return Result(sums[0], denominator, indicator.factor, reported, len(units))


def ends_at(catalogue: Catalogue, month: int) -> Callable[[Term], int]:
    """For every term the end of its form's last period by ``month``; ``@prev`` one before it."""

    def end(term: Term) -> int:
        frequency = catalogue.form_of[term.item].frequency
        last = latest(frequency, month).end
        return add_months(last, -frequency.months) if term.previous else last

    return end


def ends_of(catalogue: Catalogue, month: int) -> set[int]:
    """Every end month an assessment at ``month`` looks at."""
    return {latest(form.frequency, month).end for form in catalogue.forms.values()}


_UNKNOWN = Fraction(-1, 10**30)


def _part(
    side: Expression,
    figures: Figures,
    owing: dict[str, frozenset[str]],
    unit: str,
    ends: Callable[[Term], int],
) -> Fraction | None:
    """A unit's share of a sum: a number, ``None`` when it does not apply, or ``_UNKNOWN``."""
    applies = False

    def lookup(term: Term) -> Value | None:
        nonlocal applies
        if unit not in owing[term.item]:
            return NOT_APPLICABLE
        value = figures.value(unit, term.item, ends(term))
        applies = applies or value is None or value != NOT_APPLICABLE
        return value

    amount = evaluate(side, lookup, figures.decimals)
    return _UNKNOWN if amount is None and applies else amount


def _owing(
    catalogue: Catalogue, area: Area, items: Iterable[str], ends: Callable[[Term], int]
) -> dict[str, frozenset[str]]:
    return {
        item: frozenset(
            unit.code for unit in catalogue.form_of[item].reporting(area, ends(Term(1, item)))
        )
        for item in items
    }


def _owing_units(area: Area, owing: Iterable[frozenset[str]]) -> Sequence[str]:
    everyone = frozenset[str]().union(*owing)
    return [unit.code for unit in (*area.units, area.itself) if unit.code in everyone]
