"""What the command line prints about milestones, tasks and the register of major projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from desktop.reports import month_text
from monitoring.plans import MILESTONE_WORDS, Milestone, Task
from monitoring.projects import EVENT_WORDS, JournalEntry, to_table
from monitoring.steps import STATE_GLYPHS, URGENCY_GLYPHS, Standing
from workflow.project_tables import Brought
from workflow.projects import Project

STEP_HEADS = ("编号", "到期", "内容", "状态", "时限", "说明")
PROJECT_HEADS = ("编号", "项目", "领域", "阶段", "总投资", "完成投资", "督导")


def steps(found: Iterable[Standing]) -> list[dict[str, Any]]:
    """Milestones or tasks with how they stand."""
    return [_step(each) for each in found]


def step_lines(found: Iterable[Standing]) -> Iterator[tuple[str, ...]]:
    """Lines under :data:`STEP_HEADS`."""
    for each in found:
        yield (
            each.step.id,
            _day(each.step.due) or "未定",
            each.step.name,
            f"{STATE_GLYPHS[each.state]} {each.state}",
            time_left(each),
            each.said.note if each.said else "",
        )


def time_left(each: Standing) -> str:
    """How long until the date, or since."""
    left = each.days_left
    if each.state.closed:
        return f"{_day(each.said.done)} 完成" if each.said and each.said.done else ""
    if left is None or not each.urgency:
        return ""
    return f"{URGENCY_GLYPHS[each.urgency]} {days_words(left)}"


def days_words(left: int) -> str:
    """Days until a date, or since it where they are negative."""
    return f"还有 {left} 天" if left > 0 else "当天到期" if not left else f"逾期 {-left} 天"


def projects(found: Iterable[Project]) -> list[dict[str, Any]]:
    """The register, each project with its journal."""
    return [
        {
            "id": each.id,
            **{"field": "", "owner": "", **to_table(each.details)},
            "late": [str(word) for word in each.late],
            "left": each.registered.left.reason if each.registered.left else None,
            "plan": each.registered.plan.code if each.registered.plan else None,
            "kind": each.registered.project.kind if each.registered.project else "project",
            "clause": each.registered.clause or None,
            "journal": [_entry(entry) for entry in each.registered.journal],
        }
        for each in found
    ]


def project_lines(found: Iterable[Project]) -> Iterator[tuple[str, ...]]:
    """Lines under :data:`PROJECT_HEADS`; amounts in 万元."""
    for each in found:
        known = each.details
        yield (
            each.id,
            known.name,
            known.field,
            "退出" if each.registered.left else str(known.stage),
            _amount(known.investment),
            _amount(known.invested),
            "、".join(each.late),
        )


def brought(found: Brought) -> dict[str, Any]:
    """What a table of projects brings."""
    return {
        "file": found.file,
        "new": [details.name for details in found.new],
        "changed": [code for code, _, _ in found.changed],
        "same": found.same,
        "issues": [issue.message for issue in found.issues],
    }


def brought_words(found: Brought, *, written: bool) -> str:
    """The same in one sentence."""
    will = "" if written else "会"
    unread = f"，{len(found.issues)} 处没有读" if found.issues else ""
    return (
        f"“{found.file}”：{will}新增 {len(found.new)} 个，{will}变更 {len(found.changed)} 个，"
        f"{found.same} 个相同{unread}。"
    )


def _step(each: Standing) -> dict[str, Any]:
    said, step = each.said, each.step
    return {
        "id": step.id,
        "plan": each.plan.code,
        "name": step.name,
        **(_milestone(step) if isinstance(step, Milestone) else _task(step)),
        "due": _day(step.due) or None,
        "due_basis": step.due_basis,
        "state": str(each.state),
        "urgency": str(each.urgency),
        "days_left": each.days_left,
        "done": _day(said.done) or None if said else None,
        "note": said.note if said else "",
        "operator": said.operator if said else "",
        "at": said.at if said else None,
        "evidence": bool(said and said.attachment),
        "clause": each.clause,
    }


def _milestone(step: Milestone) -> dict[str, Any]:
    return {"kind": step.kind, "kind_word": MILESTONE_WORDS[step.kind], "scope": step.scope}


def _task(step: Task) -> dict[str, Any]:
    return {"lead": step.lead, "participants": list(step.participants)}


def _entry(entry: JournalEntry) -> dict[str, Any]:
    return {
        "event": str(entry.event),
        "word": EVENT_WORDS[entry.event],
        "month": month_text(entry.end) if entry.end else None,
        "reason": entry.reason,
        "operator": entry.operator,
        "at": entry.at,
        "evidence": bool(entry.attachment),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _amount(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"
