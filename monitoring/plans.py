"""Government plans as dated data: targets with their clauses, and the facts they print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TargetKind(StrEnum):
    """What a target asks for, and so how far a number can answer it."""

    NUMBER = "number"
    DERIVED = "derived"
    DIRECTION = "direction"
    BENCHMARK = "benchmark"
    STANDARD = "standard"


class MilestoneKind(StrEnum):
    """What kind of thing a milestone is: done once, done again and again, or only noted."""

    ISSUED = "issued"
    PERIOD = "period"
    DATED = "dated"
    DELIVERABLE = "deliverable"
    RECURRING = "recurring"
    EVENT = "event"
    EXTERNAL = "external"


class Every(StrEnum):
    """How often a recurring milestone comes round; a plan often says no more than 定期."""

    ONCE = ""
    ANNUAL = "annual"
    PERIODIC = "periodic"


class ProjectKind(StrEnum):
    """What an entry of a plan's box is; only a project is built, begun and finished."""

    PROJECT = "project"
    APPLICATION = "application"
    GOALS = "goals"
    ACTIVITY = "activity"


class Arrangement(StrEnum):
    """How the units of a task share it."""

    LEAD = "lead"
    JOINT = "joint"
    RESPONSIBLE = "responsible"
    OVERALL = "overall"


TARGET_WORDS = {
    TargetKind.NUMBER: "数值",
    TargetKind.DERIVED: "推定全数",
    TargetKind.DIRECTION: "方向",
    TargetKind.BENCHMARK: "比较",
    TargetKind.STANDARD: "标准",
}
KINDS_OF_CLASSES = {
    "A": TargetKind.NUMBER,
    "B": TargetKind.DERIVED,
    "C": TargetKind.DIRECTION,
    "D": TargetKind.STANDARD,
}
# Whose date it is: its own clause's, or one it only takes over.
BASIS_WORDS = {
    "stated": "明示",
    "table-header": "表头所列",
    "lead-in": "承接引语",
    "inherited": "承接规划期末",
    "inferred": "推定",
    "none": "未印",
}
NATURES = ("约束性", "预期性")
MILESTONE_WORDS = {
    MilestoneKind.ISSUED: "印发",
    MilestoneKind.PERIOD: "规划期",
    MilestoneKind.DATED: "限期完成",
    MilestoneKind.DELIVERABLE: "期内完成",
    MilestoneKind.RECURRING: "定期开展",
    MilestoneKind.EVENT: "已发生",
    MilestoneKind.EXTERNAL: "外部条件",
}
EVERY_WORDS = {Every.ONCE: "一次", Every.ANNUAL: "每年", Every.PERIODIC: "定期"}
PROJECT_WORDS = {
    ProjectKind.PROJECT: "项目",
    ProjectKind.APPLICATION: "申报",
    ProjectKind.GOALS: "目标条目",
    ProjectKind.ACTIVITY: "活动类别",
}
ARRANGEMENT_WORDS = {
    Arrangement.LEAD: "牵头与参与",
    Arrangement.JOINT: "按职责分工",
    Arrangement.RESPONSIBLE: "责任单位",
    Arrangement.OVERALL: "总牵头",
}


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a target starts from, as the plan prints it."""

    value: str
    unit: str
    as_of: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One target of a plan, with the clause it comes from.

    ``value`` is the text of the plan ("60", "1-2", ">5", empty for a direction). ``due_basis`` is
    a key of BASIS_WORDS; ``klass`` is A number, B derived 100 % (or none at all), C direction,
    D standard. ``indicator`` is empty when no indicator has this definition. ``binding`` is one of
    NATURES where the plan prints it; ``softening`` the word printed with the value, whether it
    softens (力争, 基本) or holds fast (确保, 继续保持). ``conflict`` names targets of the same plan
    that say something else of the same matter. ``maintain`` targets ask to be kept after their
    date; ``increment`` ones count what is new since the baseline. ``facts`` tell where the matter
    stood where that is no baseline, or beside it.
    """

    id: str
    indicator_name: str
    operator: str
    value: str
    unit: str
    due: date
    due_basis: str
    klass: str
    scope: str
    chapter: str
    paragraph: int
    indicator: str = ""
    binding: str = ""
    softening: str = ""
    note: str = ""
    conflict: tuple[str, ...] = ()
    maintain: bool = False
    increment: bool = False
    baseline: Baseline | None = None
    facts: tuple[str, ...] = ()

    @property
    def kind(self) -> TargetKind:
        """What it asks for; a comparison with others is one whatever its class."""
        if self.operator == "better-than-benchmark":
            return TargetKind.BENCHMARK
        return KINDS_OF_CLASSES[self.klass]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure a plan publishes about the state of things, with its date where one is known."""

    id: str
    indicator_name: str
    value: str
    unit: str
    basis: str
    scope: str
    chapter: str
    paragraph: int
    indicator: str = ""
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something a plan sets out to have done, or notes as done.

    ``due`` is ``None`` for what comes round (``every``) and for what the plan gives no date.
    ``due_basis`` is stated, inherited, lead-in, inferred or none. ``conflict`` names milestones
    that say something else of the same matter.
    """

    id: str
    name: str
    kind: MilestoneKind
    due_basis: str
    scope: str
    chapter: str
    paragraph: int
    due: date | None = None
    every: Every = Every.ONCE
    note: str = ""
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """An entry of a plan's box (专栏), by its place there.

    ``targets`` are the targets that an entry which only lists goals stands for.
    """

    id: str
    name: str
    kind: ProjectKind
    box: str
    box_title: str
    item: int
    chapter: str
    paragraph: int
    note: str = ""
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task the plan gives to units; ``lead`` is empty where the units share it alike."""

    id: str
    name: str
    arrangement: Arrangement
    lead: str
    participants: tuple[str, ...]
    due: date
    due_basis: str
    chapter: str
    paragraph: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one area (twelve-digit code) from ``starts`` to ``ends``."""

    code: str
    name: str
    area: str
    area_name: str
    starts: date
    ends: date
    targets: tuple[Target, ...]
    facts: tuple[Fact, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    projects: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()
    document_number: str = ""
    issued: date | None = None
    note: str = ""

    def clause(self, chapter: str, paragraph: int) -> str:
        """A citation by document, chapter and paragraph."""
        return f"《{self.name}》{chapter}第{paragraph}段"

    @property
    def effective(self) -> date:
        """The day it takes effect: it was issued and its first day has come."""
        return max(self.starts, self.issued or self.starts)

    def ended(self, day: date) -> bool:
        """Whether its last day is past."""
        return day > self.ends
