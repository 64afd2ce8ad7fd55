"""Points of townships: weight × min(1, how far a figure is towards its standard), exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from monitoring.goals import bound_of
from monitoring.plans import Plan, Target

FULL = 100


class Mark(StrEnum):
    """Whether an indicator gave points: 未报 gives none and says so, 不适用 does not count."""

    SCORED = "得分"
    MISSING = "未报"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Standard:
    """What earns full points: ``value`` in the indicator's unit, from ``target`` of ``plan``.

    Without a target it is the best figure among the units of the month.
    """

    value: Fraction
    rising: bool
    plan: Plan | None = None
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator of one unit. ``actual`` and ``points`` are ``None`` unless it was scored."""

    mark: Mark
    actual: Fraction | None = None
    points: Fraction | None = None


def points(actual: Fraction, standard: Fraction, weight: int, *, rising: bool) -> Fraction:
    """``weight`` × min(1, actual ÷ standard), or standard ÷ actual where less is better.

    A better figure never gives fewer points. A standard that is no positive number has no shares:
    all of the points above nought, or where less is better at the standard, and else none.
    """
    if standard <= 0:
        reached = Fraction(actual > 0 if rising else actual <= standard)
    elif rising:
        reached = actual / standard
    else:
        reached = Fraction(1) if actual <= standard else standard / actual
    return weight * min(max(reached, Fraction(0)), Fraction(1))


def total(scores: Mapping[str, Score], weights: Mapping[str, int]) -> Fraction | None:
    """The points out of 100. What does not apply to the unit is left out of the whole; what it
    did not report stays in it. ``None`` when nothing at all was scored.
    """
    counted = {code: s for code, s in scores.items() if s.mark is not Mark.NOT_APPLICABLE}
    whole = sum(weights[code] for code in counted)
    earned = [score.points for score in counted.values() if score.points is not None]
    return FULL * sum(earned, Fraction(0)) / whole if earned and whole else None


def ranks(totals: Mapping[str, Fraction]) -> dict[str, int]:
    """Places from 1; equal totals share one and the next place is skipped."""
    in_order = sorted(totals.values(), reverse=True)
    return {code: in_order.index(each) + 1 for code, each in totals.items()}


def standard_of(indicator: str, plans: Iterable[Plan]) -> Standard | None:
    """The standard the plans set for an indicator: of the targets with a value the one due last,
    of those due together the stricter.
    """
    found = [
        (target.due, bound.value if bound.rising else -bound.value, plan, target, bound)
        for plan in plans
        for target in plan.targets
        if target.indicator == indicator and (bound := bound_of(target)) is not None
    ]
    if not found:
        return None
    _, _, plan, target, bound = max(found, key=lambda each: each[:2])
    return Standard(bound.value, bound.rising, plan, target)


def best(actuals: Iterable[Fraction], *, rising: bool) -> Standard | None:
    """The best figure among the units as the standard, ``None`` without any figure."""
    found = list(actuals)
    if not found:
        return None
    return Standard(max(found) if rising else min(found), rising)
