"""How a target stands: met, on its way, late, or not to be judged, with the working."""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from monitoring.amounts import rounded_apart
from monitoring.catalogue import Indicator
from monitoring.indicators import Result, plain, shown
from monitoring.plans import Plan, Target

APPROXIMATE_PERCENT = 5
_VALUE = re.compile(
    r"(?:[<>]=?|[=≤≥])?\s*(?P<sign>[-+−])?(?P<value>\d+(?:\.\d+)?)\s*%?"
    r"(?P<to>\s*[-—–~]\s*\d+(?:\.\d+)?\s*%?)?"
)


class Status(StrEnum):
    """The verdict on a target, as it is shown."""

    MET = "已达标"
    ON_TRACK = "符合进度"
    BEHIND = "滞后"
    OVERDUE = "逾期未达"
    NO_DATA = "无数据"
    OPEN = "待认定"


GLYPHS = {
    Status.MET: "✓",
    Status.ON_TRACK: "▲",
    Status.BEHIND: "◆",
    Status.OVERDUE: "✕",
    Status.NO_DATA: "○",
    Status.OPEN: "？",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What a target asks for as one comparison: ``value`` and whether it may be undercut.

    ``rising`` targets are met at or above ``value`` (above when ``strict``), falling ones at or
    below. The unit is the target's own.
    """

    value: Fraction
    rising: bool
    strict: bool = False

    def met(self, ratio: Fraction) -> bool:
        """Whether the unrounded figure satisfies it (ground rule 4)."""
        if ratio == self.value:
            return not self.strict
        return (ratio > self.value) == self.rising


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target judged at the end of a month.

    ``actual``, ``required`` and ``gap`` are decimal texts in the target's unit (empty when there
    is none); ``gap`` is what is still to go, negative when more than reached. ``needed`` counts
    how many more of the numerator's items would meet it with the denominator as it stands.
    """

    plan: Plan
    target: Target
    status: Status
    actual: str
    required: str
    gap: str
    needed: int | None
    result: Result | None
    working: str


def judge(
    plan: Plan, target: Target, indicator: Indicator | None, result: Result | None, month: int
) -> Verdict:
    """Judge ``target`` by ``result`` at the end of ``month`` (yyyymm)."""
    bound = bound_of(target)
    ratio = result.ratio if result is not None else None
    if indicator is None or result is None or ratio is None:
        return Verdict(
            plan, target, Status.NO_DATA, "", _required(bound), "", None, result, "没有可用的数据。"
        )
    if bound is None:
        actual = shown(ratio, indicator.places)
        return Verdict(
            plan, target, Status.OPEN, actual, "", "", None, result, _open_reason(target)
        )
    actual = shown(ratio, indicator.places, bound.value)
    gap = bound.value - ratio if bound.rising else ratio - bound.value
    status, working = _status(target, bound, ratio, month)
    return Verdict(
        plan,
        target,
        status,
        actual,
        _required(bound),
        shown(gap, indicator.places, Fraction(0)),
        _needed(indicator, bound, result),
        result,
        working,
    )


def bound_of(target: Target) -> Bound | None:
    """The comparison a target's operator and value make, or ``None`` when they make none.

    左右 (approx) is met within 5 percent of the value, but never by standing still: when the
    baseline is already that near, the value itself is asked for. A range 1-2 is met from its
    lower end. A value relative to a baseline is read as percent of it; directions, benchmarks
    and growth rates without a base have no bound, nor has a text that is no single number.
    """
    match = _VALUE.fullmatch(target.value)
    if match is None or (match["to"] and target.operator != "range"):
        return None
    value = Fraction(match["value"])
    signed = -value if match["sign"] in ("-", "−") else value
    match target.operator:
        case ">=" | ">" | "<=" | "<":
            return Bound(signed, target.operator[0] == ">", len(target.operator) == 1)
        case "=":
            return Bound(value, rising=value > 0)
        case "approx" if value > 0:
            return _approximate(value, target)
        case "range":
            return Bound(value, rising=True)
        case "relative-to-baseline" if target.baseline is not None:
            return Bound(Fraction(target.baseline.value) * (100 + signed) / 100, signed > 0)
    return None


def _approximate(value: Fraction, target: Target) -> Bound:
    """About ``value``, from the side the baseline is on (from below without one)."""
    tolerance = value * APPROXIMATE_PERCENT / 100
    if target.baseline is None:
        return Bound(value - tolerance, rising=True)
    start = Fraction(target.baseline.value)
    if abs(value - start) <= tolerance:
        tolerance = Fraction(0)
    return Bound(value - tolerance, True) if start <= value else Bound(value + tolerance, False)


def last_day(month: int) -> date:
    """The last day of a month given as yyyymm."""
    year, number = divmod(month, 100)
    return date(year, number, calendar.monthrange(year, number)[1])


def expected(target: Target, bound: Bound, month: int) -> Fraction | None:
    """Where a linear path from baseline to due date stands at the end of ``month`` (序时进度)."""
    if target.baseline is None:
        return None
    start = Fraction(target.baseline.value)
    total = (target.due - target.baseline.as_of).days
    if total <= 0:
        return None
    elapsed = min(max((last_day(month) - target.baseline.as_of).days, 0), total)
    return start + (bound.value - start) * elapsed / total


def _status(target: Target, bound: Bound, ratio: Fraction, month: int) -> tuple[Status, str]:
    if bound.met(ratio):
        return Status.MET, "实际值已经满足目标。"
    if last_day(month) >= target.due:
        return Status.OVERDUE, f"到期日 {target.due.isoformat()} 已到，实际值没有满足目标。"
    path = expected(target, bound, month)
    if path is None or target.baseline is None:
        return Status.OPEN, "规划没有给出同口径的基期值，未到期前不判断快慢。"
    actual, by_now = rounded_apart(ratio, path, 2)
    working = (
        f"基期 {target.baseline.as_of.isoformat()} 为 {target.baseline.value}，"
        f"到 {target.due.isoformat()} 应为 {plain(bound.value)}，"
        f"按时间推算此时应为 {by_now}，实际为 {actual}。"
    )
    on_track = ratio >= path if bound.rising else ratio <= path
    return (Status.ON_TRACK if on_track else Status.BEHIND), working


def _needed(indicator: Indicator, bound: Bound, result: Result) -> int | None:
    """How many more (or fewer) of the numerator meet the bound; 0 when it is met.

    ``None`` for a figure that counts nobody and nothing: an entered rate, an age, an amount.
    """
    if result.numerator is None or not result.denominator:
        return None
    if indicator.denominator is None and indicator.places:
        return None
    if result.ratio is not None and bound.met(result.ratio):
        return 0
    edge = bound.value * result.denominator / result.factor
    short = edge - result.numerator if bound.rising else result.numerator - edge
    return math.floor(short) + 1 if bound.strict else math.ceil(short)


def _required(bound: Bound | None) -> str:
    return "" if bound is None else plain(bound.value)


def _open_reason(target: Target) -> str:
    return {
        "trend-up": "目标只给出提高的方向，需要人工认定。",
        "trend-down": "目标只给出下降的方向，需要人工认定。",
        "better-than-benchmark": "目标与外部基准比较，基准值没有录入，需要人工认定。",
        "maintain": "目标是保持现状，没有数值，需要人工认定。",
    }.get(target.operator, "目标没有可以计算的数值，需要人工认定。")
