"""How fast a target is being reached: the straight path to it, and two opinions of the pace."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from monitoring.amounts import rounded, rounded_beside

# Open SDG calls 95 percent of the required growth rate on track.
COMPOUND_LIMIT = Fraction(95, 100)
_DIGITS = 40
_SLACK = Decimal(1).scaleb(-30)
_KEPT = 12


@dataclass(frozen=True, slots=True)
class Start:
    """Where a target starts from: a figure in its unit, its day, and where it was found."""

    value: Fraction
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Path:
    """The straight path (序时进度) from ``start`` at ``since`` to ``goal`` at ``due``.

    Time is counted in months, a day being its part of its month: three years of five are exactly
    0.6. ``year_start`` is the first month of the statistical year of a figure that adds up over
    the year (本年累计), which at a month has to have the year's part of it; 0 for any other.
    """

    start: Fraction
    since: date
    goal: Fraction
    due: date
    year_start: int = 0

    def gone(self, day: date) -> Fraction:
        """The part of the time that is gone on a day, from 0 to 1."""
        elapsed = months_apart(self.since, day) / months_apart(self.since, self.due)
        return min(max(elapsed, Fraction(0)), Fraction(1))

    def at(self, day: date) -> Fraction:
        """Where the figure has to stand on a day."""
        level = self.start + (self.goal - self.start) * self.gone(day)
        return level * part_of_year(day, self.year_start)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One measure of the pace: ``value`` is 1 when the progress is just what is due.

    It is on track from ``limit`` on. Without a ``value`` the working says why there is none.
    """

    name: str
    value: Fraction | None
    on_track: bool | None
    working: str
    limit: Fraction = Fraction(1)

    @property
    def text(self) -> str:
        """The value to three places, or as many as it takes to stand on its side of the limit."""
        return "" if self.value is None else rounded_beside(self.value, self.limit, 3)


def last_day(month: int) -> date:
    """The last day of a month given as yyyymm."""
    year, number = divmod(month, 100)
    return date(year, number, calendar.monthrange(year, number)[1])


def months_apart(first: date, last: date) -> Fraction:
    """Months from one day to another; whole from month's end to month's end."""
    return _position(last) - _position(first)


@lru_cache(maxsize=1024)
def _position(day: date) -> Fraction:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.year * 12 + day.month - 1 + Fraction(day.day, length)


def part_of_year(day: date, year_start: int) -> Fraction:
    """The part of the statistical year from the month ``year_start`` that is gone by a day's
    month; 1 for a figure that does not add up (0).
    """
    return Fraction((day.month - year_start) % 12 + 1, 12) if year_start else Fraction(1)


def linear(path: Path, figure: Fraction, day: date) -> Opinion:
    """Progress made over progress due (序时进度): 30→50 in five years, 40 after three, is 0.833."""
    name, gone = "序时进度", path.gone(day)
    if not gone or path.goal == path.start:
        reason = "还没有开始计时" if not gone else "目标与起点相同"
        return Opinion(name, None, None, f"{reason}，没有应完成的进度可比。")
    made = (_whole_year(path, figure, day) - path.start) / (path.goal - path.start)
    value = made / gone
    opinion = Opinion(name, value, value >= 1, "")
    working = (
        f"已完成全程的 {_percent(made)}，时间过了 {_percent(gone)}，"
        f"序时进度 {_percent(made)} ÷ {_percent(gone)} ＝ {opinion.text}。"
    )
    return Opinion(name, value, value >= 1, working)


def compound(path: Path, figure: Fraction, day: date) -> Opinion:
    """The observed compound annual growth rate over the size of the required one.

    Source: Open SDG, Progress Measurement Methodology (R = d × CAGR_i ÷ |CAGR_T|, on track from
    95 percent). The roots are worked out to 40 digits; a difference in the thirtieth is none, and
    the ratio is kept to 12 places.
    """
    name, actual = "年均增速比", _whole_year(path, figure, day)
    if reason := _no_growth(path, actual, day):
        return Opinion(name, None, None, f"年均增速比算不出：{reason}。", COMPOUND_LIMIT)
    gone = months_apart(path.since, day) / 12
    total = months_apart(path.since, path.due) / 12
    with localcontext() as context:
        context.prec = _DIGITS
        observed = growth(path.start, actual, gone)
        required = growth(path.start, path.goal, total)
        towards = observed if path.goal > path.start else -observed
        limit = Decimal(COMPOUND_LIMIT.numerator) / COMPOUND_LIMIT.denominator
        due = limit * abs(required)
        on_track = towards - due >= -_SLACK * max(Decimal(1), abs(towards), due)
        value = round(Fraction(towards / abs(required)), _KEPT)
    opinion = Opinion(name, value, on_track, "", COMPOUND_LIMIT)
    working = (
        f"年均增速实际 {_percent(Fraction(observed))}，要求 {_percent(Fraction(required))}，"
        f"两者之比 {opinion.text}（Open SDG 的算法，{rounded(COMPOUND_LIMIT, 2)} 以上算跟上）。"
    )
    return Opinion(name, value, on_track, working, COMPOUND_LIMIT)


def disagreement(path: Path, first: Opinion, second: Opinion, day: date) -> str:
    """Why the two opinions differ; empty when they agree or one of them has nothing to say."""
    if None in (first.on_track, second.on_track) or first.on_track == second.on_track:
        return ""
    with localcontext() as context:
        context.prec = _DIGITS
        rate = growth(path.start, path.goal, Fraction(1)) + 1
        gone = path.gone(day)
        level = Decimal(path.start.numerator) / path.start.denominator
        level *= (rate.ln() * gone.numerator / gone.denominator).exp()
    straight = path.start + (path.goal - path.start) * gone
    words = "跟上" if first.on_track else "没跟上"
    other = "跟上" if second.on_track else "没跟上"
    bends = "先多后少" if path.goal < path.start else "先少后多"
    return (
        f"两种算法不一致：序时进度按每年变化一样多算，此时应为 {rounded(straight, 2)}，{words}；"
        f"年均增速比按每年变化同一比例算（{bends}），此时应为 {rounded(Fraction(level), 2)}，"
        f"并容许低 5%，{other}。结论以序时进度为准。"
    )


def growth(start: Fraction, end: Fraction, years: Fraction) -> Decimal:
    """The compound rate per year from one positive figure to another, in the current context."""
    ratio = end / start
    logarithm = (Decimal(ratio.numerator) / ratio.denominator).ln()
    return (logarithm * years.denominator / years.numerator).exp() - 1


def _no_growth(path: Path, actual: Fraction, day: date) -> str:
    if months_apart(path.since, day) <= 0:
        return "还没有开始计时"
    if path.start <= 0:
        return "起点不是正数" if path.start else "起点是 0"
    if path.goal <= 0 or actual <= 0:
        return "目标或实际不是正数"
    return "目标与起点相同" if path.goal == path.start else ""


def _whole_year(path: Path, figure: Fraction, day: date) -> Fraction:
    """What a figure that adds up would come to over the whole year at this pace."""
    return figure / part_of_year(day, path.year_start)


def _percent(share: Fraction) -> str:
    return f"{rounded(share * 100, 2)}%"
