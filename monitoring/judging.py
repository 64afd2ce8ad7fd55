"""Judging a target by a figure: every way of reading it, with the computation line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from monitoring.amounts import rounded, rounded_apart
from monitoring.catalogue import Indicator
from monitoring.goals import Ask, Bound, asks, printed_start
from monitoring.growth_rates import judged_growth
from monitoring.indicators import Result, brief, plain, shown
from monitoring.needs import needed
from monitoring.pace import (
    Path,
    Start,
    compound,
    disagreement,
    last_day,
    linear,
    months_apart,
    part_of_year,
)
from monitoring.plans import Plan, Target
from monitoring.progress import NOTHING, Evidence, Reading, Status, Verdict

# With less than this part of the time gone nobody is called late.
TOO_EARLY = Fraction(1, 10)
DIRECTIONS = ("trend-up", "trend-down")


def judge(
    plan: Plan,
    target: Target,
    indicator: Indicator | None,
    result: Result | None,
    month: int,
    *,
    evidence: Evidence = NOTHING,
) -> Verdict:
    """Judge ``target`` by ``result`` at the end of ``month`` (yyyymm)."""
    start = printed_start(target) or evidence.start
    figure = result.ratio if result is not None else None
    rising = indicator is None or indicator.direction != "down"
    found = asks(target, start, evidence.benchmark, evidence.tolerance, rising=rising)
    actual, readings = "", tuple[Reading, ...]()
    if indicator is None:
        readings = (Reading(Status.OPEN, ("没有能计算它的指标，需要人工认定。",)),)
    elif result is None or figure is None:
        readings = (_without_data(found),)
    else:
        case = _Case(target, indicator, result, figure, start, month, evidence)
        readings = tuple(case.reading(ask) for ask in found) or (case.without_bound(),)
        bound = readings[0].bound
        actual = shown(figure, indicator.places, bound.value if bound else None)
    notes = (
        *evidence.notes,
        *_who_is_missing(result),
        *_at_its_date(evidence.then, readings[0].bound, indicator),
        *_between_readings(readings),
    )
    return Verdict(
        plan, target, month, result, figure, actual, readings, start, notes, evidence.final
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One figure before one target."""

    target: Target
    indicator: Indicator
    result: Result
    figure: Fraction
    start: Start | None
    month: int
    evidence: Evidence

    @property
    def day(self) -> date:
        """The end of the period the figure is of."""
        return last_day(self.evidence.data_month or self.month)

    @property
    def overdue(self) -> bool:
        return last_day(self.month) >= self.target.due

    def reading(self, ask: Ask) -> Reading:
        bound, path = ask.bound, self._path(ask.bound)
        keeps = self.start is not None and bound.met(self.start.value)
        if self.target.operator in DIRECTIONS:
            status, reason = self._direction(bound)
        else:
            status, reason = self._status(bound, path, keeps=keeps)
        first = second = None
        disagree = ""
        if path is not None:
            first, second = (
                linear(path, self.figure, self.day),
                compound(path, self.figure, self.day),
            )
            if not status.reached:
                disagree = disagreement(path, first, second, self.day)
        due_figure = self._due_figure(bound, path, keeps=keeps)
        lines = (
            *self._start_lines(),
            ask.line,
            reason,
            *(each.working for each in (first, second) if each is not None),
            disagree,
        )
        gap = bound.value - self.figure if bound.rising else self.figure - bound.value
        until = self._until
        return Reading(
            status,
            tuple(line for line in lines if line),
            ask.name,
            bound,
            path,
            due_figure,
            plain(bound.value),
            "" if due_figure is None else rounded_apart(self.figure, due_figure, 2)[1],
            shown(gap, self.indicator.places, Fraction(0)),
            needed(self.indicator, bound, self.result, self.day, until, noun=self.evidence.noun),
            first,
            second,
            disagree,
        )

    def without_bound(self) -> Reading:
        """The verdict on a text that compares with nothing we have."""
        if self.target.operator == "growth-rate" and self.start is not None:
            grown = judged_growth(self.target, self.start, self.figure, self.day)
            if grown is not None:
                return self._grown(*grown)
        return Reading(Status.OPEN, (_open_reason(self.target),))

    def _grown(self, met: bool, required: Fraction, actual: Fraction, line: str) -> Reading:
        if met:
            status = Status.MET if self.overdue else Status.ON_TRACK
        else:
            status = Status.OVERDUE if self.overdue else self._late()
        falling = self.target.value.startswith("<") or self.target.value.startswith("≤")
        gap = actual - required if falling else required - actual
        return Reading(
            status,
            (*self._start_lines(), line),
            required=plain(required),
            gap=shown(gap, 2, Fraction(0)),
        )

    def _path(self, bound: Bound) -> Path | None:
        """From the start to the bound, where there is a way to go and time to go it in."""
        if self.start is None or self.target.operator in DIRECTIONS:
            return None
        if bound.met(self.start.value) or self.start.as_of >= self.target.due:
            return None
        return Path(
            self.start.value,
            self.start.as_of,
            bound.value,
            self.target.due,
            self.evidence.year_start,
        )

    def _due_figure(self, bound: Bound, path: Path | None, *, keeps: bool) -> Fraction | None:
        if self.overdue:
            return bound.value
        if path is not None:
            return path.at(self.day)
        part = part_of_year(self.day, self.evidence.year_start)
        if keeps or self._in_last_year:
            return bound.value * part
        return None

    @property
    def _in_last_year(self) -> bool:
        """Whether a figure that adds up is in the year that has to meet the target."""
        return bool(self.evidence.year_start) and months_apart(self.day, self.target.due) < 12

    def _status(self, bound: Bound, path: Path | None, *, keeps: bool) -> tuple[Status, str]:
        if bound.met(self.figure) and (bound.rising or self._year_is_over):
            return self._reached(keeps=keeps)
        if self.overdue:
            return Status.OVERDUE, f"到期日 {self.target.due} 已到，实际值没有满足目标。"
        by_now = self._due_figure(bound, path, keeps=keeps)
        if by_now is None:
            return (
                Status.OPEN,
                "规划没有给出同口径的基期值，台账里也没有期初数，未到期前不判断快慢。",
            )
        actual, due = rounded_apart(self.figure, by_now, 2)
        on_track = self.figure >= by_now if bound.rising else self.figure <= by_now
        if path is None:
            what = "起点已满足目标，应当保持" if keeps else "按月份折算"
            line = f"{what}，此时应为 {due}，实际为 {actual}。"
        else:
            line = (
                f"到 {path.due} 应为 {plain(bound.value)}，按时间推算此时应为 {due}"
                f"{self._year_words()}，实际为 {actual}。"
            )
        if on_track:
            return Status.ON_TRACK, line
        if path is not None and path.gone(self.day) < TOO_EARLY:
            return Status.OPEN, f"{line}时间过了还不到十分之一，先不判断快慢。"
        return Status.BEHIND, line

    def _reached(self, *, keeps: bool) -> tuple[Status, str]:
        if self.overdue or self.start is None or keeps or self.target.maintain:
            return Status.MET, "实际值已经满足目标。"
        return Status.EARLY, f"实际值已经满足目标，比到期日 {self.target.due} 早。"

    @property
    def _year_is_over(self) -> bool:
        return part_of_year(self.day, self.evidence.year_start) == 1

    def _year_words(self) -> str:
        if not self.evidence.year_start:
            return ""
        part = part_of_year(self.day, self.evidence.year_start) * 12
        return f"（本年累计按 {rounded(part, 0)}/12 折算）"

    def _direction(self, bound: Bound) -> tuple[Status, str]:
        """By the better of the figure and the middle of the last three: a single dip turns no
        direction round.
        """
        last = sorted((*self.evidence.recent[-3:-1], self.figure))
        word = "提高" if bound.rising else "下降"
        if bound.met(self.figure) or (len(last) == 3 and bound.met(last[1])):
            status = Status.MET if self.overdue else Status.ON_TRACK
            dip = "" if bound.met(self.figure) else "本期有回落，但最近三期的中位数仍"
            return status, f"{dip or '与起点相比已经'}{word}。"
        if self.overdue:
            return Status.OVERDUE, f"到期日 {self.target.due} 已到，没有比起点{word}。"
        return self._late(), f"还没有比起点{word}。"

    def _late(self) -> Status:
        """BEHIND, unless less than a tenth of the time is gone."""
        assert self.start is not None
        total = months_apart(self.start.as_of, self.target.due)
        early = months_apart(self.start.as_of, self.day) < TOO_EARLY * total
        return Status.OPEN if early else Status.BEHIND

    def _start_lines(self) -> tuple[str, ...]:
        if self.start is None:
            return ()
        return (f"{self.start.source} {self.start.as_of} 为 {brief(self.start.value)}。",)

    @property
    def _until(self) -> date:
        """The day by which what is needed has to be there. A figure that begins anew each year is
        needed in the year the target is due; before that no month can bring a part of it.
        """
        waits = self.indicator.kind == "ytd" and months_apart(self.day, self.target.due) >= 12
        return self.day if waits else self.target.due


def _without_data(found: Sequence[Ask]) -> Reading:
    bound = found[0].bound if found else None
    return Reading(
        Status.NO_DATA,
        ("没有可用的数据。",),
        bound=bound,
        required="" if bound is None else plain(bound.value),
    )


def _who_is_missing(result: Result | None) -> tuple[str, ...]:
    if result is None or result.ratio is None or result.reported == result.of:
        return ()
    return (f"{result.of} 个单位报了 {result.reported} 个，没有报的没有算在内。",)


def _at_its_date(
    then: tuple[int, Fraction | None] | None, bound: Bound | None, indicator: Indicator | None
) -> tuple[str, ...]:
    """How a target stood when it was due, beside how it stands now."""
    if then is None or bound is None or indicator is None:
        return ()
    month, figure = then
    spoken = f"{month // 100} 年 {month % 100} 月"
    if figure is None:
        return (f"台账里没有到期时（{spoken}）的数，按现在的数看。",)
    word = "已经达到" if bound.met(figure) else "没有达到"
    return (f"到期时（{spoken}）为 {shown(figure, indicator.places, bound.value)}，{word}。",)


def _between_readings(readings: Sequence[Reading]) -> tuple[str, ...]:
    """What the other ways of reading an ambiguous text would say."""
    if len(readings) < 2:
        return ()
    first = readings[0]
    others = "；".join(
        f"{each.name}理解要求 {each.required}，为{each.status}" for each in readings[1:]
    )
    return (
        f"原文没有说明是百分比还是百分点：{first.name}理解要求 {first.required}，"
        f"为{first.status}；{others}。",
    )


def _open_reason(target: Target) -> str:
    if target.increment:
        return "目标是新增数，没有期初的数可加，需要人工认定。"
    return {
        "trend-up": "目标只给出提高的方向，没有期初的数可比，需要人工认定。",
        "trend-down": "目标只给出下降的方向，没有期初的数可比，需要人工认定。",
        "better-than-benchmark": "目标与外部基准比较，基准值没有录入，需要人工认定。",
        "maintain": "目标是保持现状，没有数值，需要人工认定。",
        "growth-rate": "目标是年均增长速度，没有期初的数可算，需要人工认定。",
    }.get(target.operator, "目标没有可以计算的数值，需要人工认定。")
