"""What the ledger knows beside a target's figure: where it started, how old its data is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from db import benchmarks
from db.ledger import Ledger
from monitoring.catalogue import Catalogue, Indicator, Item, Kind
from monitoring.county_series import CountySeries, items_of
from monitoring.goals import APPROXIMATE_PERCENT, Benchmark, benchmark_scope, parse
from monitoring.indicators import Result
from monitoring.judging import DIRECTIONS, judge
from monitoring.needs import counted_in
from monitoring.pace import Start, last_day, months_apart
from monitoring.periods import Frequency, Period, add_months, latest
from monitoring.plans import Plan, Target
from monitoring.progress import Evidence, Verdict
from monitoring.sums import months_between

TOLERANCE = "approximate_percent"
# Data older than this many months says nothing of how things stand.
OLDEST = 12
_RECENT = 3
# A figure of the plan's first months stands for its start where there is no earlier one.
EARLY = 3
_FIRST = "规划没有印基期，用台账里规划期内最早的数"


@dataclass(frozen=True, slots=True)
class Case:
    """A target with what it is judged by: the month judged, the figure and the evidence.

    ``at`` is the month the figure was looked up at, an older one where nothing newer came.
    """

    plan: Plan
    target: Target
    indicator: Indicator | None
    month: int
    result: Result | None
    evidence: Evidence
    at: int

    def judge(self, result: Result | None = None) -> Verdict:
        """The verdict on the figure, or on another one in its place."""
        figure = self.result if result is None else result
        return judge(
            self.plan, self.target, self.indicator, figure, self.month, evidence=self.evidence
        )


@dataclass(frozen=True)
class Assessment:
    """The targets of the month ``end`` with the figures they are judged by."""

    end: int
    figures: CountySeries
    cases: tuple[Case, ...]


def tolerance_of(ledger: Ledger) -> int:
    """How many percent 左右 may be off, a setting of the ledger."""
    return int(ledger.setting(TOLERANCE) or APPROXIMATE_PERCENT)


def keep_tolerance(ledger: Ledger, percent: int) -> None:
    """Let 左右 be off by so many percent from now on."""
    ledger.set_setting(TOLERANCE, str(percent))


def series_of(ledger: Ledger, indicators: Sequence[Indicator]) -> CountySeries:
    """The county's figures of some indicators."""
    return CountySeries(indicators, ledger.catalogue, ledger.area, ledger.sums_at, ledger.figures)


class Gathering:
    """Puts the cases of a month together, with few questions to the ledger."""

    def __init__(self, ledger: Ledger, series: CountySeries, month: int) -> None:
        self._catalogue, self._area = ledger.catalogue, ledger.area
        self._series, self._month = series, month
        self._tolerance = tolerance_of(ledger)
        self._benchmarks = benchmarks.latest(ledger, month)

    def prepare(self, plans: Sequence[Plan]) -> None:
        """Fetch the sums that most cases need."""
        months = {self._month, *(_before(plan) for plan in plans)}
        dues = {plan.ends for plan in plans} | {t.due for plan in plans for t in plan.targets}
        months |= {month_of(due) for due in dues if month_of(due) < self._month}
        self._series.prepare(months)

    def case(self, plan: Plan, target: Target) -> Case:
        """One target's case."""
        indicator = self._catalogue.indicators.get(target.indicator)
        if indicator is None:
            return Case(plan, target, None, self._month, None, Evidence(), self._month)
        year_start = year_start_of(indicator, self._catalogue.items)
        month, final, notes = self._judged(plan, target, indicator, year_start)
        at, data_month, result = self._newest(indicator, month)
        evidence = Evidence(
            start=None if target.baseline else self._start(plan, target, indicator, year_start),
            benchmark=self._benchmark(target),
            recent=self._recent(target, indicator, data_month),
            tolerance=self._tolerance,
            year_start=year_start,
            noun=counted_in(indicator, self._catalogue),
            data_month=data_month,
            final=final,
            then=None if final else self._then(target, indicator, month),
        )
        notes = [*notes, *self._data_notes(indicator, month, data_month)]
        notes += self._superior_notes(plan, target)
        evidence = replace(evidence, notes=tuple(notes))
        return Case(plan, target, indicator, month, result, evidence, at)

    def _has_ended(self, plan: Plan) -> bool:
        return month_of(plan.ends) < self._month

    def _judged(
        self, plan: Plan, target: Target, indicator: Indicator, year_start: int
    ) -> tuple[int, bool, list[str]]:
        """The month a target is judged at, whether for the last time, and what to say of it.

        An ended plan keeps the verdict of its last month, unless the target stays in force
        (达到并保持). A figure that adds up over the year is judged, once due, by whole years.
        """
        month = self._month
        if self._has_ended(plan) and not target.maintain:
            end = month_of(plan.ends)
            if self._series.county(indicator, end).ratio is not None:
                return end, True, [f"规划已到期，这是按 {_spoken(end)}的数作的终期结论。"]
            said = f"规划已到期，台账里没有 {_spoken(end)}的数，按 {_spoken(month)}的数看。"
            return month, False, [said]
        if year_start and last_day(month) > target.due:
            whole = add_months(month, -((month % 100 - year_start + 1) % 12))
            if whole != month and last_day(whole) >= target.due:
                return whole, False, [f"按最近一个完整年度（到 {_spoken(whole)}）的累计数看。"]
        return month, False, []

    def _newest(self, indicator: Indicator, month: int) -> tuple[int, int, Result]:
        """The newest figure by a month that is not too old: the month it was looked up at, the
        one it is of, and the figure.
        """
        period = own = latest(self._frequency(indicator), month)
        at, result = month, self._series.county(indicator, month)
        while result.ratio is None and not result.reported:
            period = period.shift(-1)
            if period.end < add_months(own.end, -OLDEST):
                return month, own.end, self._series.county(indicator, month)
            at, result = period.end, self._series.county(indicator, period.end)
        return at, period.end, result

    def _then(
        self, target: Target, indicator: Indicator, month: int
    ) -> tuple[int, Fraction | None] | None:
        """The month a target was due in, when that is past, and the figure of that time."""
        due = month_of(target.due)
        if due >= month or target.maintain:
            return None
        return due, self._series.county(indicator, due).ratio

    def _start(
        self, plan: Plan, target: Target, indicator: Indicator, year_start: int
    ) -> Start | None:
        """The ledger's figure before the plan began, else what the plan says of that time, else
        the first figure of the plan's first quarter; for a direction the first one there is.
        """
        source = "规划没有印基期，用台账期初数"
        before = self._figure(indicator, _before(plan), source)
        begun = month_of(plan.starts)
        early = [] if year_start else [add_months(begun, later) for later in range(EARLY)]
        if target.operator in DIRECTIONS:
            last = add_months(self._month, -EARLY)
            early = list(months_between(begun, last))
        return (
            before
            or self._fact(plan, target)
            or next(filter(None, (self._figure(indicator, month, _FIRST) for month in early)), None)
        )

    def _figure(self, indicator: Indicator, month: int, source: str) -> Start | None:
        """The ledger's own figure of a month as a start."""
        result = self._series.county(indicator, month)
        own = latest(self._frequency(indicator), month).end
        if result.ratio is None or (source == _FIRST and own < month):
            return None
        partly = ""
        if result.reported < result.of:
            partly = f"（{result.of} 个单位报了 {result.reported} 个）"
        return Start(result.ratio, last_day(own), f"{source}{partly}")

    def _fact(self, plan: Plan, target: Target) -> Start | None:
        """What the plan prints of the same indicator without calling it the target's baseline."""
        for fact in plan.facts:
            value = parse(fact.value)
            if (
                fact.indicator == target.indicator
                and fact.as_of is not None
                and fact.as_of < target.due
                and fact.unit == target.unit
                and value is not None
            ):
                return Start(value, fact.as_of, f"规划没有单列基期，用规划所载现状（{fact.scope}）")
        return None

    def _recent(
        self, target: Target, indicator: Indicator, data_month: int
    ) -> tuple[Fraction, ...]:
        if target.operator not in DIRECTIONS:
            return ()
        period = Period(data_month, self._frequency(indicator))
        months = [period.shift(-back).end for back in reversed(range(_RECENT))]
        found = (self._series.county(indicator, month).ratio for month in months)
        return tuple(ratio for ratio in found if ratio is not None)

    def _benchmark(self, target: Target) -> Benchmark | None:
        if target.operator != "better-than-benchmark":
            return None
        return self._benchmarks.get((target.indicator, benchmark_scope(target)))

    def _data_notes(self, indicator: Indicator, month: int, data_month: int) -> Iterator[str]:
        expected = latest(self._frequency(indicator), month).end
        if data_month < expected:
            behind = months_apart(last_day(data_month), last_day(expected))
            newest = f"最新的数是 {_spoken(data_month)}的，比应有的 {_spoken(expected)}"
            yield f"{newest}早 {behind} 个月，结论按那时的数作。"

    def _superior_notes(self, plan: Plan, target: Target) -> Iterator[str]:
        if plan.area != self._area.code:
            start = f"，基期值也是{plan.area_name}的" if target.baseline else ""
            yield f"这是{plan.area_name}的目标{start}，对照{self._area.name}的数供参照。"

    def _frequency(self, indicator: Indicator) -> Frequency:
        return frequency_of(indicator, self._catalogue)


def frequency_of(indicator: Indicator, catalogue: Catalogue) -> Frequency:
    """How often all of the indicator's items come."""
    forms = (catalogue.form_of[item] for item in items_of([indicator]))
    return max((form.frequency for form in forms), key=lambda frequency: frequency.months)


def year_start_of(indicator: Indicator, items: Mapping[str, Item]) -> int:
    """The first month of the year an indicator's numerator adds up over while its denominator
    does not (annual totals, people served within the year); 0 for any other.
    """

    def adds_up(item: str) -> bool:
        kind = items[item].kind
        return kind is Kind.YTD or (kind is Kind.FLOW and indicator.kind == "ytd")

    over = indicator.numerator.items
    under = indicator.denominator.items if indicator.denominator else ()
    if all(map(adds_up, over)) and not any(map(adds_up, under)):
        return items[over[0]].year_start
    return 0


def month_of(day: date) -> int:
    """The month a day is in, as yyyymm."""
    return day.year * 100 + day.month


def _before(plan: Plan) -> int:
    """The month before a plan begins."""
    return add_months(month_of(plan.starts), -1)


def _spoken(month: int) -> str:
    return f"{month // 100} 年 {month % 100} 月"
