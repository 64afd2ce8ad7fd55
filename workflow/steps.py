"""Milestones and tasks of the plans: how they stand, and what somebody says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db import attachments
from db import steps as stored
from db.ledger import Ledger, now
from monitoring.errors import ExpectedError
from monitoring.pace import last_day
from monitoring.plans import Milestone, Plan, Task
from monitoring.steps import AHEAD_DAYS, Said, Standing, StepState, milestones_on, tasks_on

__all__ = [
    "MILESTONE",
    "TASK",
    "Evidence",
    "Said",
    "Standing",
    "StepState",
    "evidence_of",
    "history",
    "milestones",
    "say",
    "take_back",
    "tasks",
]

MILESTONE, TASK = "milestone", "task"
MOST_DAYS = 366
_AHEAD = "ahead_days"
_WORDS = {MILESTONE: "里程碑", TASK: "任务"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows a step was done."""

    name: str
    content: bytes


def evidence_of(path: Path) -> Evidence:
    """The file as evidence. Raises ``ExpectedError`` when it cannot be read."""
    try:
        return Evidence(path.name, path.read_bytes())
    except OSError as error:
        raise ExpectedError(f"读不到“{path.name}”；请检查文件和权限后再试。") from error


def milestones(ledger: Ledger, month: int, plan: str = "") -> list[Standing]:
    """Every milestone of the county's own plans at the end of ``month`` (yyyymm): what was reached
    later had not been then.
    """
    said = stored.newest(ledger, MILESTONE, month)
    return milestones_on(own_plans(ledger, plan), said, last_day(month), ahead_days(ledger))


def tasks(ledger: Ledger, month: int, plan: str = "") -> list[Standing]:
    """Every task of the county's own plans at the end of ``month``, as its reports by then say."""
    said = stored.newest(ledger, TASK, month)
    return tasks_on(own_plans(ledger, plan), said, last_day(month), ahead_days(ledger))


def say(ledger: Ledger, kind: str, said: Said, evidence: Evidence | None = None) -> None:
    """Write how a step stands, with its evidence.

    Raises ``ExpectedError`` for a step no plan has, for a day it cannot have been done on, and
    for evidence that cannot be kept.
    """
    if said.step not in _known(ledger, kind):
        raise ExpectedError(
            f"没有{_WORDS[kind]} {said.step}；请先列出{_WORDS[kind]}，核对编号后再记。"
        )
    if said.done is not None and said.state is not StepState.DONE:
        raise ExpectedError("只有“已完成”才有完成日期；请改状态，或去掉日期。")
    if said.done is not None and said.done > date.fromisoformat(now()[:10]):
        raise ExpectedError(f"完成日期 {said.done.isoformat()} 还没有到；请核对日期。")
    with ledger.transaction():
        if evidence is not None:
            kept = attachments.attach(ledger, evidence.name, evidence.content)
            said = said._replace(attachment=kept)
        stored.note(ledger, kind, [said])


def take_back(ledger: Ledger, kind: str, step: str) -> Said | None:
    """Put back what was said before the last; returns it, ``None`` where nothing had been said.

    Taking back is itself written: nothing is removed from the history.
    """
    told = stored.history(ledger, kind, step)
    if not told:
        raise ExpectedError(f"{_WORDS[kind]} {step} 还没有记过什么，没有可以撤销的。")
    last, before = told[0], told[1] if len(told) > 1 else None
    again = before or Said(step, StepState.PENDING, end=last.end)
    stored.note(ledger, kind, [again._replace(end=last.end)])
    return before


def history(ledger: Ledger, kind: str, step: str) -> list[Said]:
    """Everything that was said of a step, the newest first."""
    return stored.history(ledger, kind, step)


def ahead_days(ledger: Ledger) -> int:
    """How many days before its date a thing is said to be due soon, as this ledger has it."""
    kept = ledger.setting(_AHEAD) or ""
    return int(kept) if kept.isdecimal() and int(kept) <= MOST_DAYS else AHEAD_DAYS


def keep_ahead_days(ledger: Ledger, days: int) -> None:
    """Set :func:`ahead_days`. Raises ``ExpectedError`` for fewer than none or more than a year."""
    if not 0 <= days <= MOST_DAYS:
        raise ExpectedError(f"提前天数写成了 {days}；请写 0 到 {MOST_DAYS}。")
    ledger.set_setting(_AHEAD, str(days))


def own_plans(ledger: Ledger, plan: str = "") -> list[Plan]:
    """The plans of the county itself, those of the city above it left aside; or one plan's."""
    return [
        each
        for each in ledger.plans.values()
        if (each.code == plan if plan else each.area == ledger.area.code)
    ]


def _known(ledger: Ledger, kind: str) -> set[str]:
    steps: Sequence[Milestone | Task] = [
        step
        for plan in ledger.plans.values()
        for step in (plan.milestones if kind == MILESTONE else plan.tasks)
    ]
    return {step.id for step in steps}
