"""A county's indicators at any month, from sums and figures that are fetched once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from monitoring.amounts import Value
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.expressions import all_items
from monitoring.figures import Figures, Key
from monitoring.indicators import Result, ends_of_item, of_area, shares
from monitoring.sums import Sums

Parts = tuple[Fraction | None, ...]
Sum = tuple[int | None, int]
FetchSums = Callable[[Collection[str], Collection[int]], Mapping[tuple[str, int], Sum]]
FetchFigures = Callable[[Collection[str], Collection[int]], Figures]


class CountySeries:
    """Results of some indicators by month.

    Where every unit answered, the sums over all of them are the two sides; only where someone is
    missing the single units are looked at, so that both sides always count the same units.
    ``sums`` and ``figures`` fetch what lies in the ledger for items and end months.
    """

    def __init__(
        self,
        indicators: Iterable[Indicator],
        catalogue: Catalogue,
        area: Area,
        sums: FetchSums,
        figures: FetchFigures,
    ) -> None:
        self.indicators = tuple(indicators)
        self._catalogue, self._area = catalogue, area
        self._fetch_sums, self._fetch_figures = sums, figures
        self._sums: dict[tuple[str, int], Sum] = {}
        self._summed: set[tuple[str, int]] = set()
        self._months: dict[int, Sums] = {}
        self._values: dict[Key, Value] = {}
        self._fetched: set[tuple[str, int]] = set()
        self._results: dict[tuple[str, int], Result] = {}

    def prepare(self, months: Iterable[int], only: Sequence[Indicator] | None = None) -> None:
        """Fetch the sums of the months at once, of every indicator or of some."""
        wanted = self._needs(self.indicators if only is None else only, months) - self._summed
        for items, ends in _grouped(wanted):
            self._sums.update(self._fetch_sums(items, ends))
        self._summed |= wanted

    def prepare_units(self, month: int, only: Sequence[Indicator] | None = None) -> None:
        """Fetch the units' own figures of a month, of every indicator or of some."""
        wanted = self._needs(self.indicators if only is None else only, [month]) - self._fetched
        for items, ends in _grouped(wanted):
            self._values.update(self._fetch_figures(items, ends).values)
        self._fetched |= wanted

    def county(self, indicator: Indicator, month: int) -> Result:
        """The county's figure at a month (yyyymm)."""
        key = (indicator.code, month)
        found = self._results.get(key)
        if found is None:
            found = self._results[key] = self._county(indicator, month)
        return found

    def shares(self, indicator: Indicator, month: int) -> list[tuple[str, Parts | None]]:
        """What each unit adds to the two sides at a month; ``None`` for one that is missing."""
        self.prepare_units(month, [indicator])
        return list(shares(indicator, self._figures(), self._catalogue, self._area, month))

    def values(self, indicator: Indicator, month: int) -> dict[Key, Value]:
        """Every unit's figures that the indicator looks at for a month."""
        self.prepare_units(month, [indicator])
        wanted = self._needs([indicator], [month])
        return {key: value for key, value in self._values.items() if key[1:] in wanted}

    def changed(self, indicator: Indicator, month: int, changes: Mapping[Key, Value]) -> Result:
        """The county's figure if some units' figures were others."""
        self.prepare_units(month, [indicator])
        figures = Figures({**self._values, **changes}, self._catalogue.decimals)
        return of_area(indicator, figures, self._catalogue, self._area, month)

    def _county(self, indicator: Indicator, month: int) -> Result:
        self.prepare([month], [indicator])
        if month not in self._months:
            self._months[month] = Sums(self._catalogue, self._area, month, self._sums)
        summed = self._months[month]
        if summed.complete(indicator):
            return summed.result(indicator)
        self.prepare_units(month, [indicator])
        return of_area(indicator, self._figures(), self._catalogue, self._area, month)

    def _figures(self) -> Figures:
        return Figures(self._values, self._catalogue.decimals)

    def _needs(
        self, indicators: Sequence[Indicator], months: Iterable[int]
    ) -> set[tuple[str, int]]:
        """Every (item, end) the indicators look at in the months."""
        return {
            (item, end)
            for month in months
            for indicator in indicators
            for item in items_of([indicator])
            for end in ends_of_item(indicator, self._catalogue, item, month)
        }


def items_of(indicators: Iterable[Indicator]) -> frozenset[str]:
    """Every item the indicators need."""
    return all_items(
        side
        for indicator in indicators
        for side in (indicator.numerator, indicator.denominator)
        if side is not None
    )


def _grouped(wanted: Iterable[tuple[str, int]]) -> Iterable[tuple[list[str], frozenset[int]]]:
    """Items that are wanted for the same months, so that few questions bring all of it."""
    ends: dict[str, set[int]] = defaultdict(set)
    for item, end in wanted:
        ends[item].add(end)
    together: dict[frozenset[int], list[str]] = defaultdict(list)
    for item, months in ends.items():
        together[frozenset(months)].append(item)
    return [(items, months) for months, items in together.items()]
