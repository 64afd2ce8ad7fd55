"""What would meet a target: who holds its gap, where it is heading, and what a change would do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from db.ledger import Ledger
from monitoring.amounts import Value
from monitoring.catalogue import Catalogue, Indicator
from monitoring.county_series import CountySeries, items_of
from monitoring.figures import Key
from monitoring.forecasts import WINDOW, Forecast, forecast
from monitoring.needs import Contributions, contributions
from monitoring.periods import latest
from monitoring.progress import Verdict
from workflow.assess import opened
from workflow.evidence import Assessment, Case, frequency_of, month_of


@dataclass(frozen=True, slots=True)
class Outlook:
    """A verdict with which units hold the gap and where the figure will stand at the due date.

    ``contributions`` is ``None`` where the target is no rate or its indicator is only of the whole
    county, ``forecast`` where there are too few months or none is left.
    """

    verdict: Verdict
    contributions: Contributions | None
    forecast: Forecast | None

    @property
    def expected(self) -> bool | None:
        """Whether the forecast meets the target; ``None`` without one."""
        bound = self.verdict.bound
        return None if self.forecast is None or bound is None else bound.met(self.forecast.value)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A target that certain changes touch: its verdict as it is, and as it would be."""

    before: Verdict
    after: Verdict


def outlooks(
    ledger: Ledger, end: int, plan: str | None = None, *, every: bool = False
) -> list[Outlook]:
    """Every target at the month ``end`` with its gap and its forecast, as in ``assess.targets``."""
    return list(_outlooks(ledger, opened(ledger, end, plan, every=every)))


def _outlooks(ledger: Ledger, assessment: Assessment) -> Iterator[Outlook]:
    names = {unit.code: unit.name for unit in ledger.area.units}
    names[ledger.area.code] = f"{ledger.area.name}本级"
    figures = assessment.figures
    _prepare(ledger.catalogue, assessment)
    ahead: dict[tuple[str, int, int], Forecast | None] = {}
    for case in assessment.cases:
        verdict, held = case.judge(), None
        if case.indicator is None or verdict.figure is None:
            yield Outlook(verdict, None, None)
            continue
        if verdict.bound is not None and verdict.need is not None and verdict.need.count:
            rate = _of_townships(case.indicator)
            shares = figures.shares(case.indicator, case.at) if rate else ()
            held = contributions(case.indicator, verdict.bound, names, shares) if rate else None
        key = (case.indicator.code, case.evidence.data_month, month_of(case.target.due))
        if key not in ahead:
            ahead[key] = _forecast(ledger.catalogue, figures, case.indicator, case)
        yield Outlook(verdict, held, ahead[key])


def _prepare(catalogue: Catalogue, assessment: Assessment) -> None:
    """Fetch at once what the forecasts look back on and the townships of the month."""
    months: dict[tuple[int, ...], dict[str, Indicator]] = {}
    short: dict[int, dict[str, Indicator]] = {}
    for case in assessment.cases:
        if case.indicator is None or case.result is None or case.result.ratio is None:
            continue
        if _looks_ahead(case):
            back = tuple(_months_back(catalogue, case.indicator, case.evidence.data_month))
            months.setdefault(back, {})[case.indicator.code] = case.indicator
        if _of_townships(case.indicator):
            units = short.setdefault(case.at, {})
            units[case.indicator.code] = case.indicator
    for back, indicators in months.items():
        assessment.figures.prepare(back, list(indicators.values()))
    for month, indicators in short.items():
        assessment.figures.prepare_units(month, list(indicators.values()))


def _of_townships(indicator: Indicator) -> bool:
    """Whether it is a rate that every township has."""
    return indicator.denominator is not None and indicator.level == "township"


def _looks_ahead(case: Case) -> bool:
    """Whether there is time left, and the figure does not begin anew every year."""
    left = month_of(case.target.due) > case.evidence.data_month
    return left and not case.evidence.year_start


def _months_back(catalogue: Catalogue, indicator: Indicator, month: int) -> list[int]:
    frequency = frequency_of(indicator, catalogue)
    last = latest(frequency, month)
    return [last.shift(-back).end for back in reversed(range(WINDOW[frequency]))]


def _forecast(
    catalogue: Catalogue, figures: CountySeries, indicator: Indicator, case: Case
) -> Forecast | None:
    if not _looks_ahead(case):
        return None
    frequency = frequency_of(indicator, catalogue)
    months = _months_back(catalogue, indicator, case.evidence.data_month)
    found = ((month, figures.county(indicator, month).ratio) for month in months)
    series = [(month, ratio) for month, ratio in found if ratio is not None]
    return forecast(series, month_of(case.target.due), frequency, limits_of(indicator, catalogue))


def limits_of(
    indicator: Indicator, catalogue: Catalogue
) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most a figure can be: no count falls below nothing, and a share of the
    same people is no more than all of them.
    """
    terms = indicator.numerator.terms
    counts = all(term.factor > 0 and not catalogue.items[term.item].negative for term in terms)
    most = Fraction(indicator.factor) if indicator.population == "same" else None
    return (Fraction(0) if counts else None), most


class Scenario:
    """A month's targets, ready to be asked what a change of townships' figures would do.

    Nothing is written. The same scenario answers as often as one likes.
    """

    def __init__(self, ledger: Ledger, end: int, plan: str | None = None) -> None:
        self._catalogue = ledger.catalogue
        self._assessment = opened(ledger, end, plan)

    def values(self, target: str) -> dict[tuple[str, str], Value]:
        """The newest figures by (unit, item) that a target (its id) looks at; none for one that
        is not judged by figures.

        From then on a what-if of these asks the ledger for nothing, on whatever thread it runs.
        """
        case = next((each for each in self._assessment.cases if each.target.id == target), None)
        if case is None or case.indicator is None:
            return {}
        own = items_of([case.indicator])
        for each in self._touched(own):
            if each.indicator is not None:
                self._assessment.figures.prepare_units(each.at, [each.indicator])
        found = self._assessment.figures.values(case.indicator, case.at)
        ends = {item: self._end(item, case.at) for item in own}
        return {
            (unit, item): value for (unit, item, end), value in found.items() if end == ends[item]
        }

    def what_if(self, changes: Mapping[tuple[str, str], Value]) -> list[WhatIf]:
        """Every target that the changed figures touch, before and after.

        ``changes`` are values by (unit, item), each in place of the newest one that the target
        looks at; a figure that adds up over the year is changed in its last month.
        """
        return [
            self._asked(case, case.indicator, changes)
            for case in self._touched({item for _, item in changes})
            if case.indicator is not None
        ]

    def _touched(self, items: Collection[str]) -> Iterator[Case]:
        for case in self._assessment.cases:
            if case.indicator is not None and not items_of([case.indicator]).isdisjoint(items):
                yield case

    def _asked(
        self, case: Case, indicator: Indicator, changes: Mapping[tuple[str, str], Value]
    ) -> WhatIf:
        keyed = dict(self._keyed(changes, case.at))
        result = self._assessment.figures.changed(indicator, case.at, keyed)
        return WhatIf(case.judge(), case.judge(result))

    def _keyed(
        self, changes: Mapping[tuple[str, str], Value], month: int
    ) -> Iterable[tuple[Key, Value]]:
        for (unit, item), value in changes.items():
            yield (unit, item, self._end(item, month)), value

    def _end(self, item: str, month: int) -> int:
        return latest(self._catalogue.form_of[item].frequency, month).end
