"""Targets of average growth (年均增长 5%): judged by the growth of the figures since the start."""

from __future__ import annotations

from datetime import date
from decimal import localcontext
from fractions import Fraction
from typing import NamedTuple

from monitoring.amounts import rounded_beside
from monitoring.goals import Bound, parse
from monitoring.indicators import brief, plain
from monitoring.pace import Start, growth, months_apart
from monitoring.plans import Target

_DIGITS = 40
_PLACES = 12


class Growth(NamedTuple):
    """Whether the required rate holds, the two rates in percent, and the line that says so.

    ``actual`` is rounded to twelve places; whether it holds is decided exactly.
    """

    met: bool
    required: Fraction
    actual: Fraction
    line: str


def judged_growth(target: Target, start: Start, figure: Fraction, day: date) -> Growth | None:
    """The compound growth from the start to ``day`` against the target's rate.

    ``None`` where no such rate exists: no time gone, a figure that is not positive, no number in
    the target.
    """
    required = parse(target.value)
    months = months_apart(start.as_of, day)
    if required is None or months <= 0 or start.value <= 0 or figure <= 0 or required <= -100:
        return None
    falling = target.value[:1] in ("<", "≤")
    strict = target.value[:1] in ("<", ">") and target.value[1:2] != "="
    # (1 + p)^months ≤ (figure/start)^12, with whole exponents.
    over = months.denominator
    reached = (figure / start.value) ** (12 * over)
    asked = (1 + required / 100) ** (months.numerator)
    met = Bound(asked, not falling, strict).met(reached)
    with localcontext() as context:
        context.prec = _DIGITS
        actual = round(Fraction(growth(start.value, figure, months / 12)) * 100, _PLACES)
    line = (
        f"从 {brief(start.value)} 到 {brief(figure)}，年均增长 "
        f"{rounded_beside(actual, required, 2)}%，要求 {plain(required)}%。"
    )
    return Growth(met, required, actual, line)
