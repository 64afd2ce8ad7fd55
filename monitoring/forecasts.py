"""Where a figure will stand on a day, if it goes on as it went: the Theil–Sen line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm

from monitoring.pace import last_day, months_apart
from monitoring.periods import Frequency

METHOD = "泰尔—森中位数斜率"
# How many periods are looked back on, and how few are too few, by how often a figure comes.
WINDOW = {Frequency.MONTH: 24, Frequency.QUARTER: 12, Frequency.HALF: 8, Frequency.YEAR: 8}
FEWEST = {Frequency.MONTH: 12, Frequency.QUARTER: 6, Frequency.HALF: 5, Frequency.YEAR: 4}
_SCALE = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """The figure expected at the end of the month ``at``, with its method and range.

    ``low`` and ``high`` follow the slopes that a tenth of all pairs of months fall short of and
    exceed. ``points`` figures from ``first`` to ``last`` (yyyymm) were looked at.
    """

    at: int
    value: Fraction
    low: Fraction
    high: Fraction
    slope: Fraction
    first: int
    last: int
    points: int
    method: str = METHOD

    @property
    def working(self) -> str:
        """The method in one sentence."""
        return (
            f"{self.method}：{self.first // 100}年{self.first % 100}月至"
            f"{self.last // 100}年{self.last % 100}月共 {self.points} 期，"
            "任取两期算每月变化，取中位数；范围取其 10% 与 90% 分位。"
        )


def forecast(
    series: Sequence[tuple[int, Fraction]],
    at: int,
    frequency: Frequency,
    limits: tuple[Fraction | None, Fraction | None] = (None, None),
) -> Forecast | None:
    """The Theil–Sen line of a ``series`` (month, figure), oldest first, at the month ``at``.

    ``None`` for a month that is not after the last of the series, or with fewer figures than it
    takes. Figures are taken to twelve places, from where on everything is exact. ``limits`` are
    the least and the most a figure can be.
    """
    used = series[-WINDOW[frequency] :]
    if len(used) < FEWEST[frequency] or at <= used[-1][0]:
        return None
    origin = last_day(used[0][0])
    times = [int(months_apart(origin, last_day(month))) for month, _ in used]
    figures = [_scaled(figure) for _, figure in used]
    # All slopes over one common denominator: whole numbers, exact and quick to sort.
    common = lcm(*range(1, times[-1] + 1))
    points = list(zip(times, figures, strict=True))
    slopes = sorted(
        (after - before) * (common // (later - earlier))
        for (earlier, before), (later, after) in combinations(points, 2)
    )
    unit = Fraction(1, common * _SCALE)
    middle = _median(figures) / _SCALE
    ahead = int(months_apart(origin, last_day(at))) - _median(times)

    def reached(slope: Fraction) -> Fraction:
        figure = middle + slope * unit * ahead
        least, most = limits
        figure = figure if least is None else max(figure, least)
        return figure if most is None else min(figure, most)

    slope = _median(slopes)
    tenth = (len(slopes) - 1) // 10
    return Forecast(
        at,
        reached(slope),
        reached(Fraction(slopes[tenth])),
        reached(Fraction(slopes[-1 - tenth])),
        slope * unit,
        used[0][0],
        used[-1][0],
        len(used),
    )


def _scaled(figure: Fraction) -> int:
    return (2 * figure.numerator * _SCALE // figure.denominator + 1) // 2


def _median(values: Sequence[int]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[half])
    return Fraction(ordered[half - 1] + ordered[half], 2)
