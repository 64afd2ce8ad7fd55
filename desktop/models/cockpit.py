"""驾驶舱: a plan on one page, as plain data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from desktop.models import rescue, wording
from desktop.models.inspection import Background
from desktop.models.pictures import GridPicture
from desktop.models.reported import indicators_grid
from desktop.models.targets import SUPERIOR, TargetLine
from monitoring.amounts import rounded
from monitoring.catalogue import Indicator
from monitoring.periods import Period, add_months
from monitoring.plans import Plan
from monitoring.progress import GLYPHS, Status

DANGERS, HOLDERS, INDICATORS, STEPS, MONTHS = 10, 6, 8, 6, 12
_ADVISED, _NAMED = 4, 3


@dataclass(frozen=True, slots=True)
class Count:
    """How many targets have a verdict."""

    status: Status
    count: int


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit that holds gaps: in how many targets, and its parts of them added up (a target's
    whole gap is 1); ``share`` is that sum over the number of targets that have a gap by unit.
    """

    unit: str
    name: str
    targets: int
    share: Fraction
    worst: str

    @property
    def text(self) -> str:
        """12 项，占 34%."""
        return f"{self.targets} 项，占缺口 {rounded(self.share * 100, 0)}%"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next; ``target`` is what it is about, empty when it is about more."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Cockpit:
    """A plan at a month. ``more`` counts the targets in danger that did not find a place,
    ``repeated`` those that say again what another one says.
    """

    plan: Plan
    area: str
    month: int
    demonstration: bool
    superior: bool
    counts: tuple[Count, ...]
    unmeasured: int
    dangers: tuple[TargetLine, ...]
    more: int
    repeated: int
    holders: tuple[Holder, ...]
    grid: GridPicture
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """What stands above the page."""
        return f"{self.area}　《{self.plan.name}》目标进度"

    @property
    def under(self) -> str:
        """The month, and whether the plan is another area's or the data made up."""
        marks = [Period(self.month).label, SUPERIOR if self.superior else ""]
        if self.demonstration:
            marks.append("演示数据")
        return "　".join(mark for mark in marks if mark)


def cockpit_of(plan: str, lines: Sequence[TargetLine], behind: Background) -> Cockpit | None:
    """The page of a plan by its code; of the first one when there is none of it."""
    chosen = plan if any(line.verdict.plan.code == plan for line in lines) else _first(lines)
    own = [line for line in lines if line.verdict.plan.code == chosen]
    if not own:
        return None
    measured = [line for line in own if not line.unmeasured]
    dangers = _once(sorted((line for line in measured if line.at_risk), key=_danger))
    return Cockpit(
        own[0].verdict.plan,
        behind.area.name,
        behind.month,
        behind.demonstration,
        own[0].superior,
        tuple(_counts(measured)),
        len(own) - len(measured),
        tuple(dangers[:DANGERS]),
        max(len(dangers) - DANGERS, 0),
        sum(line.at_risk for line in measured) - len(dangers),
        tuple(_holders(dangers))[:HOLDERS],
        _grid(dangers, measured, behind),
        tuple(_steps(dangers, measured))[:STEPS],
    )


def _first(lines: Sequence[TargetLine]) -> str:
    own = [line for line in lines if not line.superior] or list(lines)
    seen = [line for line in own if not line.unmeasured] or own
    return seen[0].verdict.plan.code if seen else ""


def _counts(measured: Sequence[TargetLine]) -> Iterator[Count]:
    found = Counter(line.verdict.status for line in measured)
    for status in GLYPHS:
        if status is not Status.NO_DATA:
            yield Count(status, found[status])


def _once(lines: Sequence[TargetLine]) -> list[TargetLine]:
    """What a plan asks for twice in the same words is one thing to do."""
    found: dict[tuple[str, str, date], TargetLine] = {}
    for line in lines:
        target = line.verdict.target
        found.setdefault((target.indicator, wording.requirement(target), target.due), line)
    return list(found.values())


def _danger(line: TargetLine) -> tuple[bool, Fraction]:
    """Overdue before behind; the one that went least of its way first."""
    verdict = line.verdict
    pace = verdict.linear.value if verdict.linear and verdict.linear.value is not None else None
    if pace is None:
        figure, bound = verdict.figure, verdict.bound
        pace = figure / bound.value if figure is not None and bound and bound.value else Fraction(1)
    return verdict.status is not Status.OVERDUE, pace


def _holders(dangers: Sequence[TargetLine]) -> list[Holder]:
    shares: dict[str, Fraction] = defaultdict(Fraction)
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    worst: dict[str, tuple[Fraction, str]] = {}
    held = 0
    for line in dangers:
        short = rescue.lacking_units(line)
        held += bool(short)
        for each in short:
            shares[each.unit] += each.share
            counts[each.unit] += 1
            names[each.unit] = each.name
            name = line.verdict.target.indicator_name
            worst[each.unit] = max(worst.get(each.unit, (Fraction(0), "")), (each.share, name))
    found = [
        Holder(unit, names[unit], counts[unit], shares[unit] / held, worst[unit][1])
        for unit in shares
    ]
    return sorted(found, key=lambda each: (-each.share, each.unit))


def _grid(
    dangers: Sequence[TargetLine], measured: Sequence[TargetLine], behind: Background
) -> GridPicture:
    """The indicators in danger first; of the others those that lack somebody."""
    chosen: dict[str, Indicator] = {}
    for line in (*dangers, *sorted(measured, key=_whole)):
        if line.indicator is not None and len(chosen) < INDICATORS:
            chosen.setdefault(line.indicator.code, line.indicator)
    months = [add_months(behind.month, -back) for back in reversed(range(MONTHS))]
    return indicators_grid(list(chosen.values()), behind.histories, "数据完整度", months)


def _whole(line: TargetLine) -> bool:
    result = line.verdict.result
    return result is not None and result.reported == result.of


def _steps(dangers: Sequence[TargetLine], measured: Sequence[TargetLine]) -> Iterator[Step]:
    for line in dangers[:_ADVISED]:
        yield Step(_advice(line), line.verdict.target.id)
    silent = [line for line in measured if not _whole(line)]
    if silent:
        yield Step(f"{len(silent)} 项目标的数还没报齐（{_names(silent)}），先催报再看结论。")
    if undecided := [line for line in measured if line.verdict.status is Status.OPEN]:
        named = _names(undecided)
        yield Step(f"{len(undecided)} 项待认定（{named}），补上基期数或外部基准才能判断。")
    if differ := [line for line in measured if line.differs]:
        yield Step(f"{len(differ)} 项的两种算法或两种理解结论不一样，报告里要写明按哪一种。")
    if not dangers:
        yield Step("没有滞后或逾期的目标，按月保持填报即可。")


def _advice(line: TargetLine) -> str:
    verdict, need = line.verdict, line.verdict.need
    parts = [f"“{_name(line)}”{wording.gap_with_unit(verdict, line.measure)}"]
    if need is not None and need.count and need.noun:
        parts.append(need.text)
    short = rescue.lacking_units(line)
    if short and need is not None and need.noun:
        parts.append(f"先抓{rescue.named(short, need.noun)}")
    elif not short:
        parts.append("由县里主管部门统筹")
    return "，".join(parts) + "。"


def _names(lines: Sequence[TargetLine]) -> str:
    """The first few names, each once."""
    names = list(dict.fromkeys(f"“{_name(line)}”" for line in lines))
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")


def _name(line: TargetLine) -> str:
    return line.verdict.target.indicator_name
