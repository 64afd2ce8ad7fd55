"""How a plan's milestones (里程碑) and tasks (任务) stand: what was said, what is due or late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from monitoring.plans import Milestone, MilestoneKind, Plan, Task

AHEAD_DAYS = 90


class StepState(StrEnum):
    """How far a milestone or a task is, as somebody said of it."""

    PENDING = "未开始"
    UNDERWAY = "推进中"
    SLOW = "进展缓慢"
    DONE = "已完成"
    DROPPED = "不再推进"

    @property
    def closed(self) -> bool:
        """Whether no date matters any more."""
        return self in (StepState.DONE, StepState.DROPPED)


class Urgency(StrEnum):
    """What the date of a step says today."""

    NONE = ""
    AHEAD = "即将到期"
    OVERDUE = "逾期"


URGENCY_GLYPHS = {Urgency.NONE: "", Urgency.AHEAD: "◔", Urgency.OVERDUE: "✕"}
STATE_GLYPHS = {
    StepState.PENDING: "○",
    StepState.UNDERWAY: "▶",
    StepState.SLOW: "◆",
    StepState.DONE: "✓",
    StepState.DROPPED: "－",
}


class Said(NamedTuple):
    """What somebody wrote of a step. ``end`` (yyyymm) is the month a task's report tells of, 0 for
    none; ``done`` the day it was reached; ``attachment`` the id of its evidence, 0 for none;
    ``at`` ISO local time.
    """

    step: str
    state: StepState
    end: int = 0
    done: date | None = None
    note: str = ""
    attachment: int = 0
    operator: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A step of a plan as it stands on a day. ``days_left`` is negative past its date."""

    plan: Plan
    step: Milestone | Task
    state: StepState
    urgency: Urgency
    days_left: int | None
    said: Said | None

    @property
    def clause(self) -> str:
        """Where the plan says it."""
        return self.plan.clause(self.step.chapter, self.step.paragraph)


def is_promised(milestone: Milestone) -> bool:
    """Whether the plan sets it out to be done, rather than noting it or naming its own term."""
    kinds = (MilestoneKind.DATED, MilestoneKind.DELIVERABLE, MilestoneKind.RECURRING)
    return milestone.kind in kinds


def milestones_on(
    plans: Iterable[Plan], said: Mapping[str, Said], day: date, ahead: int = AHEAD_DAYS
) -> list[Standing]:
    """Every milestone of the plans on a day, by date; those without one come last."""
    found = [
        _standing(plan, each, said.get(each.id), day, ahead if is_promised(each) else None)
        for plan in plans
        for each in plan.milestones
    ]
    return sorted(found, key=_by_date)


def tasks_on(
    plans: Iterable[Plan], said: Mapping[str, Said], day: date, ahead: int = AHEAD_DAYS
) -> list[Standing]:
    """Every task of the plans on a day, by date."""
    found = [
        _standing(plan, each, said.get(each.id), day, ahead)
        for plan in plans
        for each in plan.tasks
    ]
    return sorted(found, key=_by_date)


def _standing(
    plan: Plan, step: Milestone | Task, said: Said | None, day: date, ahead: int | None
) -> Standing:
    state = said.state if said is not None else _unsaid(step)
    left = None if step.due is None else (step.due - day).days
    urgency = Urgency.NONE
    if left is not None and ahead is not None and not state.closed:
        if left < 0:
            urgency = Urgency.OVERDUE
        elif timedelta(left) <= timedelta(ahead):
            urgency = Urgency.AHEAD
    return Standing(plan, step, state, urgency, left, said)


def _unsaid(step: Milestone | Task) -> StepState:
    """What the plan notes as having happened needs nobody to say so."""
    noted = (MilestoneKind.EVENT, MilestoneKind.ISSUED)
    happened = isinstance(step, Milestone) and step.kind in noted
    return StepState.DONE if happened else StepState.PENDING


def _by_date(standing: Standing) -> tuple[bool, date, str]:
    due = standing.step.due
    return due is None, due or date.max, standing.step.id
