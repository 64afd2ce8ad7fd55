"""What a target's text asks for, as comparisons: one, or several where the text is ambiguous."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from monitoring.indicators import brief, plain
from monitoring.pace import Start
from monitoring.plans import Target

APPROXIMATE_PERCENT = 5
PERCENT_READING, POINTS_READING = "按百分比", "按百分点"
_VALUE = re.compile(
    r"(?:[<>]=?|[=≤≥])?\s*(?P<sign>[-+−])?(?P<value>\d+(?:\.\d+)?)\s*(?:%|个百分点)?"
    r"(?P<to>\s*[-—–~]\s*\d+(?:\.\d+)?\s*%?)?"
)


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

    @property
    def sign(self) -> str:
        """The comparison as it is printed."""
        return ("＞" if self.strict else "≥") if self.rising else ("＜" if self.strict else "≤")


@dataclass(frozen=True, slots=True)
class Ask:
    """One way of understanding a target: its bound, a name where there are several ways, and a
    line of the working that says how the bound came about (empty for a plain comparison).
    """

    bound: Bound
    name: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What others reached (全省平均): an exact decimal text in the indicator's unit, by the month
    it is of, with where it was published.
    """

    indicator: str
    scope: str
    period: int
    value: str
    note: str = ""


def bound_of(target: Target, tolerance: int = APPROXIMATE_PERCENT) -> Bound | None:
    """The comparison a target makes by itself, by its first reading; ``None`` when it makes none.

    左右 (approx) is met within ``tolerance`` percent of the value, but never by standing still:
    when the baseline is already that near, the value itself is asked for. A range 1-2 is met from
    its lower end. Directions, benchmarks and growth rates have no bound of their own, nor has a
    text that is no single number.
    """
    found = asks(target, printed_start(target), None, tolerance)
    own = target.operator not in ("trend-up", "trend-down", "maintain")
    return found[0].bound if found and own else None


def printed_start(target: Target) -> Start | None:
    """The baseline the plan prints with the target."""
    if target.baseline is None:
        return None
    return Start(Fraction(target.baseline.value), target.baseline.as_of, "规划所载基期")


def asks(
    target: Target,
    start: Start | None,
    benchmark: Benchmark | None,
    tolerance: int,
    *,
    rising: bool = True,
) -> Sequence[Ask]:
    """Every way of understanding the target, the first one leading; none when it says nothing
    that can be compared. ``rising`` is where the indicator is better, for texts that do not say.
    """
    found = _beside(target, start, benchmark, rising=rising)
    amount = parse(target.value, target.operator)
    if found is not None:
        return [found]
    return [] if amount is None else _of_number(target, amount, start, tolerance, rising=rising)


def _beside(
    target: Target, start: Start | None, benchmark: Benchmark | None, *, rising: bool
) -> Ask | None:
    """A target that compares with the start or with others and not with a number."""
    match target.operator:
        case "trend-up" | "trend-down" if start is not None:
            return _direction(start, rising=target.operator == "trend-up")
        case "maintain" if start is not None and parse(target.value) is None:
            return Ask(Bound(start.value, rising), line=f"保持起点的 {brief(start.value)}。")
        case "better-than-benchmark" if benchmark is not None:
            return _benchmark(target, benchmark, rising=rising)
    return None


def _of_number(
    target: Target, amount: Fraction, start: Start | None, tolerance: int, *, rising: bool
) -> list[Ask]:
    size = abs(amount)
    if target.increment:
        return [] if start is None else [_increment(size, start, strict=target.operator == ">")]
    match target.operator:
        case ">=" | ">" | "<=" | "<":
            return [Ask(Bound(amount, target.operator[0] == ">", len(target.operator) == 1))]
        case "=":
            return [Ask(Bound(size, rising=size > 0))]
        case "maintain":
            return [Ask(Bound(amount, rising))]
        case "approx" if amount > 0:
            return [_approximate(size, start, tolerance)]
        case "range":
            return [Ask(Bound(size, rising=True), line=f"区间从下限 {plain(size)} 起算达到。")]
        case "relative-to-baseline" if start is not None:
            return _relative(target, amount, start)
    return []


def parse(text: str, operator: str = "") -> Fraction | None:
    """The number in a target's value; of a range its lower end. ``None`` for anything else."""
    match = _VALUE.fullmatch(text)
    if match is None or (match["to"] and operator != "range"):
        return None
    value = Fraction(match["value"])
    return -value if match["sign"] in ("-", "−") else value


def benchmark_scope(target: Target) -> str:
    """What a target compares itself with, e.g. 全省平均 of ≤全省平均."""
    return target.value.lstrip("<>=≤≥ ")


def _increment(size: Fraction, start: Start, *, strict: bool) -> Ask:
    line = f"新增 {plain(size)}，从起点 {brief(start.value)} 起算。"
    return Ask(Bound(start.value + size, True, strict), line=line)


def _direction(start: Start, *, rising: bool) -> Ask:
    word = "提高" if rising else "下降"
    return Ask(
        Bound(start.value, rising, strict=True),
        line=f"与起点 {brief(start.value)} 比，看是否{word}。",
    )


def _benchmark(target: Target, benchmark: Benchmark, *, rising: bool) -> Ask:
    first = target.value[:1]
    if first in ("<", "≤", ">", "≥"):
        rising = first in (">", "≥")
    strict = first in ("<", ">") and target.value[1:2] != "="
    year, month = divmod(benchmark.period, 100)
    source = f"，出自{benchmark.note}" if benchmark.note else ""
    line = f"{benchmark.scope}（{year}年{month}月）为 {benchmark.value}{source}。"
    return Ask(Bound(Fraction(benchmark.value), rising, strict), line=line)


def _approximate(value: Fraction, start: Start | None, tolerance: int) -> Ask:
    """About ``value``, from the side the start is on (from below without one)."""
    slack = value * tolerance / 100
    if start is None:
        bound = Bound(value - slack, rising=True)
    elif abs(value - start.value) <= slack:
        bound = Bound(value, rising=start.value <= value)
        line = f"“左右”本应容许偏差 {tolerance}%，但起点已在其中，按 {plain(value)} 判断。"
        return Ask(bound, line=line)
    else:
        rising = start.value <= value
        bound = Bound(value - slack if rising else value + slack, rising)
    line = f"“左右”容许偏差 {tolerance}%（台账设置），按 {bound.sign}{plain(bound.value)} 判断。"
    return Ask(bound, line=line)


def _relative(target: Target, amount: Fraction, start: Start) -> list[Ask]:
    """Percent of the start; and points, where the text may mean either.

    A share that is to fall by 10% may fall to nine tenths or by ten points. 个百分点 says which.
    """
    rising, first = amount > 0, brief(start.value)
    change = f"{'提高' if rising else '降低'} {plain(abs(amount))}"
    by_percent = start.value * (100 + amount) / 100
    percent = Ask(
        Bound(by_percent, rising), "", f"起点 {first} {change}%，为 {brief(by_percent)}。"
    )
    by_points = start.value + amount
    points = Ask(
        Bound(by_points, rising), "", f"起点 {first} {change} 个百分点，为 {brief(by_points)}。"
    )
    if "百分点" in target.unit or "百分点" in target.value:
        return [points]
    if target.unit != "%" or (target.baseline is not None and target.baseline.unit != "%"):
        return [percent]
    return [
        Ask(percent.bound, PERCENT_READING, percent.line),
        Ask(points.bound, POINTS_READING, points.line),
    ]
