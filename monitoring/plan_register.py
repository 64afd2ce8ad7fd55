"""The register of plans: which of them an area answers to, and which targets stand on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitoring.plans import Plan, Target

# How many digits of a code name the province, the city, the county, the township, the village.
_LEVELS = (2, 4, 6, 9, 12)


class Force(StrEnum):
    """How a target stands on a day, whether or not it is met."""

    COMING = "coming"
    IN_FORCE = "in-force"
    KEPT = "kept"
    DUE = "due"
    SUPERSEDED = "superseded"


FORCE_WORDS = {
    Force.COMING: "尚未生效",
    Force.IN_FORCE: "执行中",
    Force.KEPT: "到期后保持",
    Force.DUE: "已到期",
    Force.SUPERSEDED: "已被取代",
}
STANDING = (Force.IN_FORCE, Force.KEPT)


@dataclass(frozen=True, slots=True)
class Entry:
    """A target of a plan as the register has it for one area on one day.

    ``superior`` marks a plan of an area above, there for reference (上级规划). ``successor`` is
    the target of a later plan that took the place of this one.
    """

    plan: Plan
    target: Target
    force: Force
    superior: bool
    successor: Target | None = None


def applies(plan: Plan, area: str) -> bool:
    """Whether a plan is one of the area (twelve digits) or of an area above it."""
    return area.startswith(_prefix(plan.area))


def register(plans: Iterable[Plan], area: str, day: date) -> list[Entry]:
    """Every target of the plans that apply to an area, its own plans first."""
    applying = sorted(
        (plan for plan in plans if applies(plan, area)),
        key=lambda plan: (plan.area != area, plan.code),
    )
    return listed(applying, day, area)


def listed(plans: Sequence[Plan], day: date, area: str = "") -> list[Entry]:
    """Every target of the given plans in their order; ``area`` tells whose are above it."""
    return [
        Entry(plan, target, force, plan.area != area and applies(plan, area), successor)
        for plan in plans
        for target in plan.targets
        for force, successor in (_force(plan, target, plans, day),)
    ]


def in_force(plans: Iterable[Plan], area: str, day: date) -> list[Entry]:
    """The targets that ask something of an area on a day."""
    return [entry for entry in register(plans, area, day) if entry.force in STANDING]


def superseded_by(plan: Plan, target: Target, plans: Iterable[Plan], day: date) -> Target | None:
    """The target of a later plan of the same area, measured alike, that stands in its place.

    A plan takes the place of another on the day it takes effect, and of the latest that did so
    by ``day``; a target whose date had come by then was never superseded, nor is one to be kept.
    """
    if target.maintain:
        return None
    later = [
        (other.effective, other.code, each)
        for other in plans
        if other.area == plan.area and plan.effective < other.effective <= day
        if other.effective <= target.due
        for each in other.targets
        if _measure(each) == _measure(target)
    ]
    return max(later, key=lambda found: found[:2])[2] if later else None


def _force(
    plan: Plan, target: Target, plans: Iterable[Plan], day: date
) -> tuple[Force, Target | None]:
    successor = superseded_by(plan, target, plans, day)
    if successor is not None:
        return Force.SUPERSEDED, successor
    if day < plan.effective:
        return Force.COMING, None
    if day <= target.due:
        return Force.IN_FORCE, None
    return (Force.KEPT if target.maintain else Force.DUE), None


def _measure(target: Target) -> tuple[str, ...]:
    """What is measured: the indicator, or without one its name, unit and whom it is about."""
    if target.indicator:
        return (target.indicator,)
    return target.indicator_name, target.unit, target.scope


def _prefix(code: str) -> str:
    """The part of a code that all areas within it share: 3715 for 371500000000."""
    return next(code[:length] for length in _LEVELS if not code[length:].strip("0"))
