"""评: indicators of the county and its townships, and how every target stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.ledger import Ledger
from monitoring.areas import Unit
from monitoring.catalogue import Indicator
from monitoring.expressions import all_items
from monitoring.figures import Figures
from monitoring.indicators import Result, ends_of, of_area, of_unit
from monitoring.plans import Plan
from monitoring.progress import Verdict
from monitoring.sums import Sums, months_between
from workflow.evidence import Assessment, Gathering, series_of


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator at a month, for the county and for every township by code; in a city also for
    every county, over all that lies in it.
    """

    indicator: Indicator
    county: Result
    units: Mapping[str, Result]


def indicators(ledger: Ledger, end: int, codes: Sequence[str] | None = None) -> list[IndicatorRow]:
    """Every indicator (or those of ``codes``) at the month ``end``; townships where it applies."""
    chosen = _chosen(ledger, codes)
    figures = _figures(ledger, chosen, end)
    return [
        IndicatorRow(
            indicator,
            of_area(indicator, figures, ledger.catalogue, ledger.area, end),
            {
                unit.code: _of_part(ledger, indicator, figures, unit, end)
                for unit in ledger.area.units
                if unit.stands_in(end) and (unit.is_county or indicator.level != "county")
            },
        )
        for indicator in chosen
    ]


def _of_part(
    ledger: Ledger, indicator: Indicator, figures: Figures, unit: Unit, end: int
) -> Result:
    county = ledger.area.part(unit.code)
    if county is None:
        return of_unit(indicator, figures, ledger.catalogue, unit.code, end)
    return of_area(indicator, figures, ledger.catalogue, county, end)


def targets(
    ledger: Ledger, end: int, plan: str | None = None, *, every: bool = False
) -> list[Verdict]:
    """Every target that an indicator measures, of the plans that apply to the county, judged at
    the month ``end`` (yyyymm); with ``every`` also those that only a person can judge (待认定).

    ``plan`` limits them to one plan's code; a plan that does not apply gives none.
    """
    return [each.judge() for each in opened(ledger, end, plan, every=every).cases]


def opened(ledger: Ledger, end: int, plan: str | None = None, *, every: bool = False) -> Assessment:
    """The same before the targets are judged, with the figures to look further into them."""
    plans = [each for each in _ordered(ledger) if plan in (None, each.code)]
    asked = [(p, target) for p in plans for target in p.targets if every or target.indicator]
    chosen = _chosen(ledger, sorted({target.indicator for _, target in asked}))
    figures = series_of(ledger, chosen)
    gathering = Gathering(ledger, figures, end)
    gathering.prepare(plans)
    return Assessment(end, figures, tuple(gathering.case(p, target) for p, target in asked))


def series(
    ledger: Ledger, first: int, last: int, codes: Sequence[str] | None = None
) -> dict[str, list[tuple[int, Result]]]:
    """The county's indicators month by month from ``first`` to ``last`` (yyyymm), by code.

    Where every unit answered, the ledger's own sums are the two sides; only months with someone
    missing look at single units, so that both sides always count the same units.
    """
    chosen = _chosen(ledger, codes)
    catalogue, area = ledger.catalogue, ledger.area
    items = _items(chosen)
    sums = ledger.sums(items, first // 100 * 100 - 99, last)
    found: dict[str, list[tuple[int, Result]]] = {indicator.code: [] for indicator in chosen}
    for month in months_between(first, last):
        summed = Sums(catalogue, area, month, sums)
        partial = [i for i in chosen if not summed.complete(i)]
        figures = _figures(ledger, partial, month) if partial else None
        for indicator in chosen:
            if figures is not None and indicator in partial:
                result = of_area(indicator, figures, catalogue, area, month)
            else:
                result = summed.result(indicator)
            found[indicator.code].append((month, result))
    return found


def _items(chosen: Sequence[Indicator]) -> frozenset[str]:
    return all_items(
        side
        for indicator in chosen
        for side in (indicator.numerator, indicator.denominator)
        if side is not None
    )


def _ordered(ledger: Ledger) -> list[Plan]:
    """The county's own plans before those of the city above it."""
    return sorted(
        ledger.plans.values(), key=lambda plan: (plan.area != ledger.area.code, plan.code)
    )


def _chosen(ledger: Ledger, codes: Sequence[str] | None) -> list[Indicator]:
    known = ledger.catalogue.indicators
    return list(known.values()) if codes is None else [known[c] for c in codes if c in known]


def _figures(ledger: Ledger, chosen: Sequence[Indicator], end: int) -> Figures:
    return ledger.figures(_items(chosen), ends_of(ledger.catalogue, end))
