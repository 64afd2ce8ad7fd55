"""规划实施评估: everything a plan's evaluation at a month stands on, gathered as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from db.ledger import Ledger
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.errors import ExpectedError
from monitoring.expressions import all_items
from monitoring.indicators import Result, ends_of
from monitoring.plans import Plan, Target
from monitoring.progress import Status, Verdict, bound_of, expected, judge, last_day
from workflow import assess
from workflow.data_notes import DataNotes, data_notes
from workflow.progress import SILENT, Reporter

MET = frozenset((Status.MET,))
LATE = frozenset((Status.BEHIND, Status.OVERDUE))


@dataclass(frozen=True, slots=True)
class Holder:
    """A township with its part in a target's gap: its figure, and how many more it needs to meet
    the target by itself.
    """

    name: str
    ratio: Fraction
    lacks: int


@dataclass(frozen=True, slots=True)
class Line:
    """A target with its verdict, ``None`` where no indicator measures it.

    ``reached`` and ``expected`` say how much of the way is done and should be done by now.
    ``holders`` are the townships that hold the gap, the largest first; ``silent`` those that did
    not report what the indicator needs. ``history`` is the county's figure month by month since
    the plan began, ``None`` where it was not known.
    """

    target: Target
    indicator: Indicator | None = None
    verdict: Verdict | None = None
    reached: Fraction | None = None
    expected: Fraction | None = None
    holders: tuple[Holder, ...] = ()
    silent: tuple[str, ...] = ()
    history: tuple[tuple[int, Fraction | None], ...] = ()

    @property
    def status(self) -> Status:
        """How the target stands; without an indicator there are no data."""
        return self.verdict.status if self.verdict else Status.NO_DATA


@dataclass(frozen=True)
class Evaluation:
    """A plan evaluated for ``area`` at the end of the month ``end``.

    ``superior`` says that it is the city's plan, held against the county for reference.
    """

    plan: Plan
    area: Area
    catalogue: Catalogue
    end: int
    lines: tuple[Line, ...]
    notes: DataNotes
    superior: bool = False
    demonstration: bool = False

    @property
    def day(self) -> date:
        """The day the evaluation looks at."""
        return last_day(self.end)

    @property
    def measured(self) -> tuple[Line, ...]:
        """The targets an indicator measures."""
        return tuple(line for line in self.lines if line.verdict is not None)

    def of(self, *statuses: Status) -> tuple[Line, ...]:
        """The measured targets that stand so."""
        return tuple(line for line in self.measured if line.status in statuses)

    @property
    def conflicts(self) -> tuple[tuple[Target, ...], ...]:
        """Groups of targets that the plan's own text sets against each other."""
        by_id = {line.target.id: line.target for line in self.lines}
        groups: list[set[str]] = []
        for target in by_id.values():
            if target.conflict:
                joined = {target.id, *target.conflict}
                apart = [group for group in groups if not group & joined]
                groups = [*apart, joined.union(*(group for group in groups if group & joined))]
        return tuple(tuple(by_id[each] for each in by_id if each in group) for group in groups)


def evaluate(ledger: Ledger, code: str, end: int, reporter: Reporter = SILENT) -> Evaluation:
    """Evaluate the plan ``code`` at the end of the month ``end`` (yyyymm).

    Raises ``ExpectedError`` for a plan that does not apply to the county, and for a month before
    the plan began.
    """
    plan = ledger.plans.get(code)
    if plan is None:
        known = "、".join(ledger.plans)
        raise ExpectedError(
            f"没有适用于{ledger.area.name}的规划 {code[:20]}；请从 {known} 里选一个。"
        )
    if last_day(end) < plan.starts:
        begins = f"{plan.starts.year}年{plan.starts.month}月"
        raise ExpectedError(f"《{plan.name}》{begins}才开始；请选它开始以后的期别。")
    reporter.check(0, 3, "目标")
    verdicts = {each.target.id: each for each in assess.targets(ledger, end, code)}
    measured = sorted({t.indicator for t in plan.targets if t.indicator})
    rows = {row.indicator.code: row for row in assess.indicators(ledger, end, measured)}
    lines = tuple(
        _line(
            ledger.area,
            plan,
            target,
            verdict=verdicts.get(target.id),
            row=rows.get(target.indicator),
            end=end,
        )
        for target in plan.targets
    )
    reporter.check(1, 3, "数据说明")
    lines = _with_history(ledger, plan, lines, end)
    items = _items([rows[code].indicator for code in rows])
    ends = ends_of(ledger.catalogue, end)
    notes = data_notes(ledger, items, end)
    reporter.check(2, 3, "写成报告")
    return Evaluation(
        plan,
        ledger.area,
        ledger.catalogue,
        end,
        lines,
        notes,
        superior=plan.area != ledger.area.code,
        demonstration=ledger.has_demonstration(items, ends),
    )


def _with_history(ledger: Ledger, plan: Plan, lines: Sequence[Line], end: int) -> tuple[Line, ...]:
    """The lines with the months since the plan began, or the last ten years of a longer one."""
    first = max(plan.starts.year * 100 + plan.starts.month, end - 1000)
    codes = sorted({line.indicator.code for line in lines if line.indicator})
    series = assess.series(ledger, first, end, codes)
    return tuple(
        replace(
            line,
            history=tuple((month, found.ratio) for month, found in series[line.indicator.code]),
        )
        if line.indicator
        else line
        for line in lines
    )


def _items(indicators: Sequence[Indicator]) -> frozenset[str]:
    return all_items(
        side for each in indicators for side in (each.numerator, each.denominator) if side
    )


def _line(
    area: Area,
    plan: Plan,
    target: Target,
    *,
    verdict: Verdict | None,
    row: assess.IndicatorRow | None,
    end: int,
) -> Line:
    if verdict is None or row is None:
        return Line(target)
    reached, by_now = _way(target, row.county.ratio, end)
    names = {unit.code: unit.name for unit in area.units}
    silent = tuple(names[code] for code, found in row.units.items() if not found.reported)
    holders: tuple[Holder, ...] = ()
    if row.indicator.denominator is not None and verdict.status not in MET:
        holders = _holders(plan, target, row, names, end)
    return Line(target, row.indicator, verdict, reached, by_now, holders, silent)


def _way(target: Target, ratio: Fraction | None, end: int) -> tuple[Fraction | None, ...]:
    """How much of the way from the baseline (from nothing without one) is done, and should be."""
    bound = bound_of(target)
    if bound is None or ratio is None:
        return None, None
    path = expected(target, bound, end)
    if path is None or target.baseline is None:
        if bound.value <= 0 or ratio <= 0:
            return None, None
        return (ratio / bound.value if bound.rising else bound.value / ratio), None
    start = Fraction(target.baseline.value)
    if start == bound.value:
        return Fraction(bound.met(ratio)), Fraction(1)
    whole = bound.value - start
    return (ratio - start) / whole, (path - start) / whole


def _holders(
    plan: Plan,
    target: Target,
    row: assess.IndicatorRow,
    names: Mapping[str, str],
    end: int,
) -> tuple[Holder, ...]:
    def holder(unit: str, result: Result) -> Holder | None:
        lacks = judge(plan, target, row.indicator, result, end).needed
        if not lacks or result.ratio is None:
            return None
        return Holder(names[unit], result.ratio, lacks)

    found = [holder(unit, result) for unit, result in row.units.items()]
    return tuple(sorted((each for each in found if each), key=lambda each: -each.lacks))
