"""Columns over milestones, tasks and projects as the panes show them."""

from __future__ import annotations

from datetime import date

from desktop.models.word_table import Column
from desktop.reports_register import time_left
from monitoring.plans import ARRANGEMENT_WORDS, EVERY_WORDS, MILESTONE_WORDS, Milestone, Task
from monitoring.projects import EVENT_WORDS, JournalEntry, Late
from monitoring.steps import STATE_GLYPHS, Said, Standing, StepState, Urgency
from workflow.projects import Project

_STATE_HUES = {
    StepState.DONE: "good",
    StepState.SLOW: "warn",
    StepState.UNDERWAY: "info",
    StepState.PENDING: "muted",
    StepState.DROPPED: "muted",
}
URGENCY_HUES = {Urgency.NONE: "", Urgency.AHEAD: "warn", Urgency.OVERDUE: "bad"}
LATE_GLYPHS = {Late.START: "✕", Late.FINISH: "✕", Late.INVESTMENT: "◆", Late.REPORT: "○"}
LATE_HUES = {Late.START: "bad", Late.FINISH: "bad", Late.INVESTMENT: "warn", Late.REPORT: "warn"}


def day(when: date | None) -> str:
    """A date as a clerk writes it: 2025年12月31日."""
    return f"{when.year}年{when.month}月{when.day}日" if when else ""


def state_of(each: Standing) -> str:
    """Glyph and word of how far a step is."""
    return f"{STATE_GLYPHS[each.state]} {each.state}"


def units_of(task: Task) -> str:
    """Who does a task: the one in the lead, then those that take part."""
    others = "、".join(task.participants)
    if not task.lead:
        return f"{others}（{ARRANGEMENT_WORDS[task.arrangement]}）"
    return f"{task.lead}；{others}" if others else task.lead


def what_kind(step: Milestone) -> str:
    """What a milestone is, and how often it comes round."""
    every = EVERY_WORDS[step.every]
    return f"{MILESTONE_WORDS[step.kind]}（{every}）" if step.every else MILESTONE_WORDS[step.kind]


_DUE = Column("到期", lambda each: day(each.step.due) or "未定")
_STATE = Column("状态", state_of, hue=lambda each: _STATE_HUES[each.state])
_TIME = Column("时限", time_left, hue=lambda each: URGENCY_HUES[each.urgency])
_NOTE = Column("说明", lambda each: each.said.note if each.said else "")
MILESTONE_COLUMNS = (
    _STATE,
    _DUE,
    _TIME,
    Column("里程碑", lambda each: each.step.name, tip=lambda each: each.clause),
    Column("性质", lambda each: what_kind(each.step)),
    _NOTE,
)
TASK_COLUMNS = (
    _STATE,
    _DUE,
    _TIME,
    Column("任务", lambda each: each.step.name, tip=lambda each: each.clause),
    Column("牵头和参与单位", lambda each: units_of(each.step)),
    _NOTE,
)


def told(said: Said) -> str:
    """One line of a step's history."""
    parts = [
        said.at[:16].replace("T", " "),
        said.operator,
        f"{STATE_GLYPHS[said.state]} {said.state}",
    ]
    parts += [f"{said.end // 100}年{said.end % 100}月"] if said.end else []
    parts += [f"{day(said.done)}完成"] if said.done else []
    parts += [said.note] if said.note else []
    return "　".join(filter(None, parts))


def stage_of(each: Project) -> str:
    """How far a project is, or that it left."""
    return "退出" if each.registered.left else str(each.details.stage)


def late_words(each: Project) -> str:
    """What is late, each with its glyph."""
    return "　".join(late_lines(each))


def late_lines(each: Project) -> list[str]:
    """What is late, a line each."""
    return [f"{LATE_GLYPHS[late]} {late}" for late in each.late]


def late_hue(each: Project) -> str:
    """The colour of the worst that is late; empty where nothing is."""
    return min((LATE_HUES[late] for late in each.late), default="")


def amount(value: int | None) -> str:
    """万元 with thousands separated."""
    return "" if value is None else f"{value:,}"


PROJECT_COLUMNS = (
    Column("编号", lambda each: each.id),
    Column("项目", lambda each: each.details.name, tip=lambda each: each.registered.clause),
    Column("领域", lambda each: each.details.field),
    Column("责任单位", lambda each: each.details.owner),
    Column("阶段", stage_of),
    Column("投资/万元", lambda each: amount(each.details.investment), right=True),
    Column("完成/万元", lambda each: amount(each.details.invested), right=True),
    Column("督导", late_words, hue=late_hue),
)


def _month(entry: JournalEntry) -> str:
    return f"{entry.end // 100}-{entry.end % 100:02}"


def _at(entry: JournalEntry) -> str:
    return entry.at[:16].replace("T", " ")


def _what(entry: JournalEntry) -> str:
    """What an entry is, and the month it tells of: 9月进度."""
    return (
        f"{entry.end % 100}月{EVENT_WORDS[entry.event]}" if entry.end else EVENT_WORDS[entry.event]
    )


def _words(entry: JournalEntry) -> str:
    """What was written with an entry, and whether a file was kept with it."""
    return f"{entry.reason}（有材料）" if entry.attachment else entry.reason


def _whole(entry: JournalEntry) -> str:
    return "\n".join(filter(None, (f"{_at(entry)}　{entry.operator}", _words(entry))))


PROGRESS_COLUMNS = (
    Column("月份", _month),
    Column("阶段", lambda entry: str(entry.details.stage)),
    Column("完成/万元", lambda entry: amount(entry.details.invested), right=True),
    Column("进展", _words, tip=_whole),
)
ENTRY_COLUMNS = (
    Column("日期", lambda entry: _at(entry)[:10], tip=_whole),
    Column("经办", lambda entry: entry.operator),
    Column("事项", _what),
    Column("说明", _words, tip=_whole),
)
