"""到期与风险 of the home page: targets that are late, and dates of plans that are near or past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.ledger import Ledger
from desktop.models import wording
from desktop.models.register import LATE_GLYPHS
from desktop.reports_register import time_left
from monitoring.progress import GLYPHS, Status, Verdict
from monitoring.projects import Late
from monitoring.steps import URGENCY_GLYPHS, Standing, Urgency
from workflow import projects, steps
from workflow.projects import Project

AT_RISK = (Status.OVERDUE, Status.BEHIND)
# So many of each kind are named; the page itself lists the others.
NAMED = 4
_GRAVE = frozenset((Late.START, Late.FINISH))


@dataclass(frozen=True, slots=True)
class Risk:
    """A line of the list in words. ``status`` gives its colour, ``page`` and ``argument`` where a
    click leads.
    """

    status: Status
    verdict: str
    name: str
    actual: str
    missing: str
    due: str
    tip: str
    page: str
    argument: Mapping[str, str]


def at_risk(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that are overdue or behind, the overdue first, by their dates."""
    risky = [verdict for verdict in verdicts if verdict.status in AT_RISK]
    return sorted(risky, key=lambda verdict: (AT_RISK.index(verdict.status), verdict.target.due))


def risks(ledger: Ledger, verdicts: Sequence[Verdict], end: int) -> list[Risk]:
    """Targets first, then milestones, tasks and projects at the end of a month (yyyymm)."""
    return [
        *(_of_target(ledger, verdict) for verdict in at_risk(verdicts)),
        *_of_steps("里程碑", "milestone", steps.milestones(ledger, end)),
        *_of_steps("任务", "task", steps.tasks(ledger, end)),
        *_of_projects(projects.projects(ledger, end)),
    ]


def _of_target(ledger: Ledger, verdict: Verdict) -> Risk:
    target = verdict.target
    indicator = ledger.catalogue.indicators.get(target.indicator)
    measure = indicator.unit if indicator else target.unit
    gap = wording.gap_with_unit(verdict, measure)
    required, due = wording.requirement(target), wording.due(target.due)
    return Risk(
        verdict.status,
        f"{GLYPHS[verdict.status]} {verdict.status}",
        target.indicator_name,
        wording.with_unit(verdict.actual, measure),
        wording.needed(verdict, indicator, ledger.catalogue) or gap,
        due,
        f"{target.indicator_name}：要求 {required}，{gap}，{due}到期\n《{verdict.plan.name}》",
        "assess",
        {"target": target.id},
    )


def _of_steps(word: str, key: str, found: Iterable[Standing]) -> list[Risk]:
    """Those due soon by date, then those past it, the newest first, the rest in one line."""
    urgent = [each for each in found if each.urgency is not Urgency.NONE]
    ahead = [each for each in urgent if each.urgency is Urgency.AHEAD]
    overdue = [each for each in urgent if each.urgency is Urgency.OVERDUE][::-1]
    named = [*ahead[:NAMED], *overdue[:NAMED]]
    lines = [_of_step(word, key, each) for each in named]
    if rest := len(urgent) - len(named):
        sentence = f"另有 {rest} 项{word}逾期或即将到期"
        lines.append(_more(sentence, "plans", {key: urgent[0].step.id}))
    return lines


def _of_step(word: str, key: str, each: Standing) -> Risk:
    late = each.urgency is Urgency.OVERDUE
    return Risk(
        Status.OVERDUE if late else Status.BEHIND,
        f"{URGENCY_GLYPHS[each.urgency]} {each.urgency}",
        f"{word}：{each.step.name}",
        str(each.state),
        time_left(each).partition(" ")[2],
        wording.due(each.step.due) if each.step.due else "",
        f"{each.step.name}\n{each.clause}",
        "plans",
        {key: each.step.id},
    )


def _of_projects(found: Iterable[Project]) -> list[Risk]:
    late = sorted((e for e in found if e.late), key=lambda e: not _GRAVE & set(e.late))
    lines = [_of_project(each) for each in late[:NAMED]]
    if rest := len(late) - len(lines):
        lines.append(_more(f"另有 {rest} 个项目要督导", "projects", {"project": late[NAMED].id}))
    return lines


def _of_project(each: Project) -> Risk:
    first, known = each.late[0], each.details
    due = known.planned_start if first is Late.START else known.planned_finish
    return Risk(
        Status.OVERDUE if _GRAVE & set(each.late) else Status.BEHIND,
        f"{LATE_GLYPHS[first]} {first}",
        f"项目：{known.name}",
        str(known.stage),
        "",
        wording.due(due) if due else "",
        f"{known.name}：{'、'.join(each.late)}",
        "projects",
        {"project": each.id},
    )


def _more(sentence: str, page: str, argument: Mapping[str, str]) -> Risk:
    return Risk(Status.BEHIND, "…", sentence, "", "", "", sentence, page, argument)
