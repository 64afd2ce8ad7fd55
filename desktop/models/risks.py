"""到期与风险: targets that are behind, and what the plans want done by a day near or past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from db.ledger import Ledger
from desktop.colours import verdict_name
from desktop.models import wording
from desktop.models.register import LATE_GLYPHS, LATE_HUES, URGENCY_HUES, amount, state_of
from desktop.reports_register import days_words
from monitoring.pace import last_day
from monitoring.periods import Period
from monitoring.progress import GLYPHS, Status, Verdict
from monitoring.projects import Late, coming, short_of_time
from monitoring.steps import URGENCY_GLYPHS, Standing, Urgency
from workflow import projects, steps
from workflow.projects import Project
from workflow.steps import MILESTONE, TASK

AT_RISK = (Status.OVERDUE, Status.BEHIND)
# More than this many of one kind, late alike and due on one day, are one line.
_SINGLY = 3
_PAST, _BEHIND, _SOON = range(3)
_KIND_WORDS = {MILESTONE: "里程碑", TASK: "任务"}


@dataclass(frozen=True, slots=True)
class Risk:
    """A line of 到期与风险. ``rank`` and ``on`` order it, ``hue`` names its colour, and ``page``
    opens at ``argument``.
    """

    rank: int
    kind: str
    on: date
    verdict: str
    hue: str
    name: str
    actual: str
    missing: str
    due: str
    tip: str
    page: str
    argument: Mapping[str, str]


def risks_of(ledger: Ledger, end: int, verdicts: Sequence[Verdict]) -> tuple[Risk, ...]:
    """What is late or due soon at the end of a month (yyyymm), the worst first."""
    day, ahead = last_day(end), steps.ahead_days(ledger)
    targets = [_target(ledger, each) for each in verdicts if each.status in AT_RISK]
    dated = [
        *(
            risk
            for each in projects.projects(ledger, end)
            for risk in _project(each, day, end, ahead)
        ),
        *_steps(MILESTONE, steps.milestones(ledger, end)),
        *_steps(TASK, steps.tasks(ledger, end)),
    ]
    found = [*targets, *_folded(dated)]
    return tuple(sorted(found, key=lambda risk: (risk.rank, risk.kind != "目标", risk.on)))


def _target(ledger: Ledger, verdict: Verdict) -> Risk:
    target = verdict.target
    indicator = ledger.catalogue.indicators.get(target.indicator)
    measure = indicator.unit if indicator else target.unit
    name, due = target.indicator_name, wording.due(target.due)
    gap = wording.gap_with_unit(verdict, measure)
    return Risk(
        _PAST if verdict.status is Status.OVERDUE else _BEHIND,
        "目标",
        target.due,
        f"{GLYPHS[verdict.status]} {verdict.status}",
        verdict_name(verdict.status),
        name,
        wording.with_unit(verdict.actual, measure),
        wording.needed(verdict, indicator, ledger.catalogue) or gap,
        due,
        f"{name}：要求 {wording.requirement(target)}，{gap}，{due}到期\n《{verdict.plan.name}》",
        "assess",
        {"target": target.id},
    )


def _steps(kind: str, found: Iterable[Standing]) -> Iterator[Risk]:
    for each in found:
        if each.step.due is not None and each.days_left is not None and each.urgency:
            yield Risk(
                _PAST if each.urgency is Urgency.OVERDUE else _SOON,
                _KIND_WORDS[kind],
                each.step.due,
                f"{URGENCY_GLYPHS[each.urgency]} {each.urgency}",
                URGENCY_HUES[each.urgency],
                each.step.name,
                state_of(each),
                days_words(each.days_left),
                wording.due(each.step.due),
                f"{each.step.name}\n{each.clause}",
                "plans",
                {kind: each.step.id},
            )


def _project(each: Project, day: date, end: int, ahead: int) -> Iterator[Risk]:
    """What is worst with a project, and its planned dates that are near."""
    known = each.details
    common: dict[str, Any] = {
        "kind": "项目",
        "name": known.name,
        "actual": str(known.stage),
        "tip": "\n".join(filter(None, (known.name, "、".join(each.late), each.registered.clause))),
        "page": "projects",
        "argument": {"project": each.id},
    }
    if each.late:
        late = each.late[0]
        planned = {Late.START: known.planned_start, Late.FINISH: known.planned_finish}.get(late)
        yield Risk(
            rank=_BEHIND if planned is None else _PAST,
            on=planned or day,
            verdict=f"{LATE_GLYPHS[late]} {late}",
            hue=LATE_HUES[late],
            missing=_missing(each, late, planned, day, end),
            due=wording.due(on) if (on := planned or known.planned_finish) else "",
            **common,
        )
    for what, on in coming(each.registered, day, ahead):
        yield Risk(
            rank=_SOON,
            on=on,
            verdict=f"{URGENCY_GLYPHS[Urgency.AHEAD]} {what}",
            hue=URGENCY_HUES[Urgency.AHEAD],
            missing=days_words((on - day).days),
            due=wording.due(on),
            **common,
        )


def _missing(each: Project, late: Late, planned: date | None, day: date, end: int) -> str:
    if planned is not None:
        return days_words((planned - day).days)
    if late is Late.INVESTMENT:
        return f"{amount(short_of_time(each.details, day))} 万元"
    return f"{Period(end).month}月的进度"


def _folded(found: Sequence[Risk]) -> Iterator[Risk]:
    """Lines that say the same of many things of one day as one line, which opens at the first."""

    def alike(risk: Risk) -> tuple[int, str, date, str]:
        return risk.rank, risk.kind, risk.on, risk.verdict

    for _, group in groupby(sorted(found, key=alike), alike):
        same = list(group)
        if len(same) <= _SINGLY:
            yield from same
        else:
            first = same[0]
            yield replace(
                first,
                name=f"{len(same)} 项：{first.name}等",
                actual=_common(risk.actual for risk in same),
                missing=_common(risk.missing for risk in same),
                due=_common(risk.due for risk in same),
                tip="\n".join(risk.name for risk in same),
                argument={**first.argument, "late": "only"},
            )


def _common(words: Iterable[str]) -> str:
    """What all of them say, empty where they differ."""
    said = set(words)
    return said.pop() if len(said) == 1 else ""
