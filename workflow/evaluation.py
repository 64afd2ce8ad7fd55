"""规划实施评估: everything a plan's evaluation at a month stands on, gathered as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from db.ledger import Ledger
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.errors import ExpectedError
from monitoring.expressions import all_items
from monitoring.forecasts import Forecast
from monitoring.indicators import ends_of
from monitoring.needs import Contribution, Contributions
from monitoring.pace import last_day
from monitoring.plans import Plan, Target
from monitoring.progress import Status, Verdict
from monitoring.steps import Standing
from workflow import assess, outlook, projects, steps
from workflow.data_notes import DataNotes, data_notes
from workflow.outlook import Outlook
from workflow.progress import SILENT, Reporter

LATE = frozenset((Status.BEHIND, Status.OVERDUE))
_YEARS = 1000  # ten years as a difference of months given as yyyymm


@dataclass(frozen=True, slots=True)
class Line:
    """A target with its verdict, which townships hold its gap, and where it is heading.

    ``indicator`` is ``None`` where nothing measures it. ``history`` is the county's figure month
    by month since the plan began, ``None`` where it was not known.
    """

    verdict: Verdict
    indicator: Indicator | None = None
    contributions: Contributions | None = None
    forecast: Forecast | None = None
    silent: tuple[str, ...] = ()
    history: tuple[tuple[int, Fraction | None], ...] = ()

    @property
    def target(self) -> Target:
        """The target itself."""
        return self.verdict.target

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.verdict.status

    @property
    def holders(self) -> tuple[Contribution, ...]:
        """The townships that lack anything of the target, the one that lacks most first; none of
        what the county has as a whole (its hospitals' beds).
        """
        townships = self.indicator is not None and self.indicator.level == "township"
        found = self.contributions.units if self.contributions and townships else ()
        return tuple(each for each in found if each.whole > 0 and each.figure is not None)

    @property
    def reached(self) -> Fraction | None:
        """How much of the way is done: from the start, or from nothing without one."""
        return self._way(self.verdict.figure)

    @property
    def expected(self) -> Fraction | None:
        """How much of the way should be done by now."""
        return None if self.verdict.path is None else self._way(self.verdict.due_figure)

    def _way(self, figure: Fraction | None) -> Fraction | None:
        bound, path = self.verdict.bound, self.verdict.path
        if bound is None or figure is None:
            return None
        if path is not None and path.goal != path.start:
            return (figure - path.start) / (path.goal - path.start)
        if bound.met(figure):
            return Fraction(1)
        if bound.value <= 0 or figure <= 0:
            return None
        return figure / bound.value if bound.rising else bound.value / figure


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
    milestones: tuple[Standing, ...] = ()
    tasks: tuple[Standing, ...] = ()
    projects: tuple[projects.Project, ...] = ()
    superior: bool = False
    demonstration: bool = False

    @property
    def day(self) -> date:
        """The day the evaluation looks at."""
        return last_day(self.end)

    @property
    def measured(self) -> tuple[Line, ...]:
        """The targets an indicator measures."""
        return tuple(line for line in self.lines if line.indicator is not None)

    @property
    def unmeasured(self) -> tuple[Line, ...]:
        """The targets only a person can tell of."""
        return tuple(line for line in self.lines if line.indicator is None)

    def of(self, *statuses: Status) -> tuple[Line, ...]:
        """The measured targets that stand so."""
        return tuple(line for line in self.measured if line.status in statuses)

    @property
    def unmet(self) -> tuple[Line, ...]:
        """The measured targets that are not reached; the same thing asked for twice is one."""
        found: dict[tuple[object, ...], Line] = {}
        for line in self.measured:
            target = line.target
            asked = (target.indicator, target.operator, target.value, target.due)
            if not line.status.reached:
                found.setdefault(asked, line)
        return tuple(found.values())

    @property
    def conflicts(self) -> tuple[tuple[Line, ...], ...]:
        """Groups of targets that the plan's own text sets against each other."""
        groups: list[set[str]] = []
        for line in self.lines:
            if line.target.conflict:
                joined = {line.target.id, *line.target.conflict}
                apart = [group for group in groups if not group & joined]
                groups = [*apart, joined.union(*(group for group in groups if group & joined))]
        return tuple(
            tuple(line for line in self.lines if line.target.id in group) for group in groups
        )


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
    reporter.check(0, 4, "目标")
    found = outlook.outlooks(ledger, end, code, every=True)
    reporter.check(1, 4, "历年变化")
    lines = _lines(ledger, plan, found, end)
    reporter.check(2, 4, "数据说明")
    items = _items(line.indicator for line in lines if line.indicator)
    notes = data_notes(ledger, items, end)
    reporter.check(3, 4, "里程碑、项目和任务")
    return Evaluation(
        plan,
        ledger.area,
        ledger.catalogue,
        end,
        lines,
        notes,
        tuple(steps.milestones(ledger, end, code)),
        tuple(steps.tasks(ledger, end, code)),
        tuple(projects.projects(ledger, end, code)),
        superior=plan.area != ledger.area.code,
        demonstration=ledger.has_demonstration(items, ends_of(ledger.catalogue, end)),
    )


def _lines(ledger: Ledger, plan: Plan, found: Sequence[Outlook], end: int) -> tuple[Line, ...]:
    """The targets in the plan's order, with the months since it began, or the last ten years."""
    known = ledger.catalogue.indicators
    first = max(plan.starts.year * 100 + plan.starts.month, end - _YEARS)
    codes = sorted({each.verdict.target.indicator for each in found} & set(known))
    series = assess.series(ledger, first, end, codes)
    silent = {
        month: _silent(ledger, codes, month) for month in {each.verdict.month for each in found}
    }
    return tuple(
        Line(
            each.verdict,
            known[code],
            each.contributions,
            each.forecast,
            silent[each.verdict.month][code],
            tuple((month, result.ratio) for month, result in series[code]),
        )
        if (code := each.verdict.target.indicator) in known
        else Line(each.verdict)
        for each in found
    )


def _silent(ledger: Ledger, codes: Sequence[str], month: int) -> dict[str, tuple[str, ...]]:
    """By indicator the townships that did not report what it needs at a month."""
    names = {unit.code: unit.name for unit in ledger.area.units}
    return {
        row.indicator.code: tuple(
            names[code] for code, result in row.units.items() if not result.reported
        )
        for row in assess.indicators(ledger, month, codes)
    }


def _items(indicators: Iterable[Indicator]) -> frozenset[str]:
    return all_items(
        side for each in indicators for side in (each.numerator, each.denominator) if side
    )
