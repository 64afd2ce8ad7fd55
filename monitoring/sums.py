"""Indicators straight from sums over all units, where every unit has answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator, Kind
from monitoring.expressions import Expression
from monitoring.indicators import Result, year_so_far
from monitoring.periods import Frequency, add_months, latest


def months_between(first: int, last: int) -> Iterator[int]:
    """Every month (yyyymm) from first to last, both included."""
    while first <= last:
        yield first
        first = add_months(first, 1)


class Sums:
    """The sums a county's indicators need at one month.

    ``sums`` gives (scaled amount over all units, how many answered) by (item, month).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        area: Area,
        month: int,
        sums: Mapping[tuple[str, int], tuple[int | None, int]],
    ) -> None:
        self._catalogue, self._area, self._month, self._sums = catalogue, area, month, sums
        self._lasts = {frequency: latest(frequency, month).end for frequency in Frequency}
        self._owing: dict[tuple[str, int], frozenset[str]] = {}
        self._spans: dict[tuple[bool, str], list[int]] = {}
        self._whole: dict[int, bool] = {}

    def complete(self, indicator: Indicator) -> bool:
        """Whether every figure of the indicator is there from every unit that owes it."""
        return all(self._answered(item, end) for item, end in self._needs(indicator))

    def result(self, indicator: Indicator) -> Result:
        """The indicator from the sums; only for a complete one."""
        denominator: Fraction | None = Fraction(1)
        if indicator.denominator is not None:
            denominator = self._side(indicator, indicator.denominator)
        everyone = frozenset[str]().union(
            *(self._of(item, end) for item, end in self._needs(indicator))
        )
        units = len(everyone)
        return Result(
            self._side(indicator, indicator.numerator), denominator, indicator.factor, units, units
        )

    def _side(self, indicator: Indicator, side: Expression) -> Fraction | None:
        total: Fraction | None = None
        for term in side.terms:
            amounts = [self._sums[term.item, end][0] for end in self._ends(indicator, term.item)]
            numbers = [amount for amount in amounts if amount is not None]
            if numbers:
                scaled = Fraction(sum(numbers), 10 ** self._catalogue.decimals(term.item))
                total = (total or Fraction(0)) + term.factor * scaled
        return total

    def _needs(self, indicator: Indicator) -> Iterator[tuple[str, int]]:
        for side in (indicator.numerator, indicator.denominator):
            for item in side.items if side is not None else ():
                for end in self._ends(indicator, item):
                    yield item, end

    def _ends(self, indicator: Indicator, item: str) -> list[int]:
        """The item's last period, and under a year-to-date the year's months of a flow."""
        entry = self._catalogue.items[item]
        adds_up = indicator.kind == "ytd" and entry.kind is Kind.FLOW
        key = (adds_up, item)
        if key not in self._spans:
            last = self._lasts[self._catalogue.form_of[item].frequency]
            self._spans[key] = year_so_far(entry, last) if adds_up else [last]
        return self._spans[key]

    def _answered(self, item: str, end: int) -> bool:
        found = self._sums.get((item, end))
        return found is not None and self._all_stand(end) and found[1] == len(self._of(item, end))

    def _all_stand(self, end: int) -> bool:
        """Whether no unit had closed or not yet opened: the sums are over whoever answered, and
        a unit that stood only then or now could hide a gap.
        """
        if end not in self._whole:
            self._whole[end] = all(unit.stands_in(end) for unit in self._area.units)
        return self._whole[end]

    def _of(self, item: str, end: int) -> frozenset[str]:
        form = self._catalogue.form_of[item]
        key = (form.code, end)
        if key not in self._owing:
            self._owing[key] = frozenset(u.code for u in form.counted(self._area, end))
        return self._owing[key]
