"""Indicators: numerator ÷ denominator × factor, exactly, for a unit or over summed units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from monitoring.amounts import (
    DASH,
    NOT_APPLICABLE,
    State,
    Value,
    number,
    rounded,
    rounded_beside,
)
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator, Item, Kind
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
    while 10**places % amount.denominator and places < 12:
        places += 1
    return rounded(amount, places)


def brief(amount: Fraction) -> str:
    """A figure inside a sentence: as it is with up to four decimals, else rounded to two."""
    return plain(amount) if 10**4 % amount.denominator == 0 else rounded(amount, 2)


def shown(ratio: Fraction | None, places: int, bound: Fraction | None = None) -> str:
    """A figure as a clerk reads it; beside a ``bound`` it never contradicts the comparison."""
    if ratio is None:
        return DASH
    return rounded(ratio, places) if bound is None else rounded_beside(ratio, bound, places)


def of_unit(
    indicator: Indicator, figures: Figures, catalogue: Catalogue, unit: str, month: int
) -> Result:
    """The indicator of one unit at ``month`` (yyyymm)."""
    lookup = _Lookup(indicator, figures, catalogue, month)
    numerator = evaluate(indicator.numerator, lookup.of(unit), figures.decimals)
    denominator: Fraction | None = Fraction(1)
    if indicator.denominator is not None:
        denominator = evaluate(indicator.denominator, lookup.of(unit), figures.decimals)
    answered = int(numerator is not None and denominator is not None)
    return Result(numerator, denominator, indicator.factor, answered, 1)


def of_area(
    indicator: Indicator, figures: Figures, catalogue: Catalogue, area: Area, month: int
) -> Result:
    """The county's indicator: the expressions over the sums of the units that gave all of it."""
    found = shares(indicator, figures, catalogue, area, month)
    return of_shares(indicator, (parts for _, parts in found))


def of_shares(indicator: Indicator, found: Iterable[tuple[Fraction | None, ...] | None]) -> Result:
    """The indicator over what some units add to its sides, see :func:`shares`."""
    sums: list[Fraction | None] = [None, None]
    reported = of = 0
    for parts in found:
        of += 1
        if parts is None:
            continue
        reported += 1
        for position, part in enumerate(parts):
            if part is not None:
                sums[position] = (sums[position] or Fraction(0)) + part
    denominator = Fraction(1) if indicator.denominator is None else sums[1]
    return Result(sums[0], denominator, indicator.factor, reported, of)


def shares(
    indicator: Indicator, figures: Figures, catalogue: Catalogue, area: Area, month: int
) -> Iterator[tuple[str, tuple[Fraction | None, ...] | None]]:
    """What each unit that owes anything of the indicator adds to its sides, in order.

    A side is ``None`` where it does not apply to the unit; the whole share is where the unit did
    not give all of it, so that it counts nowhere.
    """
    sides = [side for side in (indicator.numerator, indicator.denominator) if side is not None]
    lookup = _Lookup(indicator, figures, catalogue, month)
    owing = {
        item: frozenset(
            unit.code for unit in catalogue.form_of[item].counted(area, lookup.end(item))
        )
        for item in all_items(sides)
    }
    everyone = frozenset[str]().union(*owing.values())
    for unit in (*area.units, area.itself):
        if unit.code in everyone:
            parts = tuple(_part(side, lookup, owing, unit.code) for side in sides)
            yield unit.code, None if any(part is _UNKNOWN for part in parts) else parts


def ends_of(catalogue: Catalogue, month: int) -> set[int]:
    """Every end month an assessment at ``month`` looks at, the year's earlier months included."""
    lasts = {latest(form.frequency, month).end for form in catalogue.forms.values()}
    return lasts | {end for last in lasts for end in range(last // 100 * 100 + 1, last)}


def ends_of_item(indicator: Indicator, catalogue: Catalogue, item: str, month: int) -> list[int]:
    """The months of an item that are in the indicator at ``month``, the last one first."""
    entry, form = catalogue.items[item], catalogue.form_of[item]
    last = latest(form.frequency, month).end
    adds_up = indicator.kind == "ytd" and entry.kind is Kind.FLOW
    return year_so_far(entry, last) if adds_up else [last]


def year_so_far(item: Item, end: int) -> list[int]:
    """The months of the item's statistical year up to ``end``, the last one first."""
    return [add_months(end, -count) for count in range((end % 100 - item.year_start) % 12 + 1)]


class _Lookup:
    """Where an indicator's terms stand at a month.

    A term is its form's last figure by the month; a monthly flow under a year-to-date indicator
    is the sum of the year's months so far, unknown when one of them is (ground rule 2).
    """

    def __init__(
        self, indicator: Indicator, figures: Figures, catalogue: Catalogue, month: int
    ) -> None:
        self._figures, self._catalogue, self._month = figures, catalogue, month
        self.decimals = figures.decimals
        self._adds_up = {
            item
            for item in all_items(
                side for side in (indicator.numerator, indicator.denominator) if side is not None
            )
            if indicator.kind == "ytd" and catalogue.items[item].kind is Kind.FLOW
        }

    def end(self, item: str) -> int:
        """The end of the item's last period by the month."""
        return latest(self._catalogue.form_of[item].frequency, self._month).end

    def value(self, unit: str, term: Term) -> Value | None:
        """The term's value for a unit."""
        end = self.end(term.item)
        if term.item not in self._adds_up:
            return self._figures.value(unit, term.item, end)
        return year_to_date(self._figures, self._catalogue.items[term.item], unit, end)

    def of(self, unit: str) -> Callable[[Term], Value | None]:
        """The lookup of one unit."""
        return lambda term: self.value(unit, term)


def year_to_date(figures: Figures, item: Item, unit: str, end: int) -> Value | None:
    """The sum of a monthly flow over its statistical year up to ``end``.

    ``None`` or MISSING when any month is unknown; 不适用 when every month is.
    """
    amount: int | None = None
    for month in year_so_far(item, end):
        value = figures.value(unit, item.code, month)
        if value is None or value.state is State.MISSING:
            return value
        if value.amount is not None:
            amount = (amount or 0) + value.amount
    return NOT_APPLICABLE if amount is None else number(amount)


_UNKNOWN = Fraction(-1, 10**30)


def _part(
    side: Expression, lookup: _Lookup, owing: Mapping[str, frozenset[str]], unit: str
) -> Fraction | None:
    """A unit's share of a sum: a number, ``None`` when it does not apply, or ``_UNKNOWN``."""
    applies = False

    def value_of(term: Term) -> Value | None:
        nonlocal applies
        if unit not in owing[term.item]:
            return NOT_APPLICABLE
        value = lookup.value(unit, term)
        applies = applies or value != NOT_APPLICABLE
        return value

    amount = evaluate(side, value_of, lookup.decimals)
    return _UNKNOWN if amount is None and applies else amount
