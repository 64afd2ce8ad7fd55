"""Plans and their registers as the window lists them: groups, columns, facts, contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.models.register import day
from desktop.models.word_table import Column
from desktop.models.wording import due, requirement, with_unit
from monitoring.catalogue import Indicator
from monitoring.own_plans import DraftError, is_own
from monitoring.plan_register import FORCE_WORDS, Entry, Force
from monitoring.plans import BASIS_WORDS, TARGET_WORDS, Plan, Target

Pairs = tuple[tuple[str, str], ...]
_PROBLEMS = 6


class Group(StrEnum):
    """Where a plan stands in the list."""

    OWN = "本县自定"
    LOCAL = "本地规划"
    SUPERIOR = "上级规划，供对照"
    ENDED = "已到期"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the targets of a plan that say different things of one matter."""

    id: str
    requirement: str
    due: str
    clause: str


def group_of(plan: Plan, area: str, today: date) -> Group:
    """The group of a plan for an area: what has ended comes last, whoever made it."""
    if plan.ended(today):
        return Group.ENDED
    if is_own(plan):
        return Group.OWN
    return Group.LOCAL if plan.area == area else Group.SUPERIOR


def grouped(plans: Iterable[Plan], area: str, today: date) -> dict[Group, list[Plan]]:
    """Plans by group in the order of the groups; a group without a plan is left out."""
    found: dict[Group, list[Plan]] = {}
    for group in Group:
        if members := [plan for plan in plans if group_of(plan, area, today) is group]:
            found[group] = sorted(members, key=lambda plan: (plan.area != area, plan.code))
    return found


def due_words(target: Target) -> str:
    """The due date, and whose it is where the clause does not print one itself."""
    basis = target.due_basis
    return day(target.due) + ("" if basis == "stated" else f"（{BASIS_WORDS[basis]}）")


def _short_due(target: Target) -> str:
    """The same in the width of a column: △ where the date is not the clause's own."""
    return due(target.due) + ("" if target.due_basis == "stated" else " △")


def marks(entry: Entry) -> str:
    """What else is to be known at a glance: contradiction, successor, how it stands."""
    found = ["◆ 前后不一" if entry.target.conflict else ""]
    found.append("" if entry.force is Force.IN_FORCE else FORCE_WORDS[entry.force])
    return "　".join(filter(None, found))


def clause(entry: Entry) -> str:
    """Where in its plan a target is printed."""
    return f"{entry.target.chapter} 第{entry.target.paragraph}段"


REGISTER_COLUMNS = (
    Column("编号", lambda each: each.target.id),
    Column("目标", lambda each: each.target.indicator_name),
    Column("要求", lambda each: requirement(each.target)),
    Column("到期", lambda each: _short_due(each.target), tip=lambda each: due_words(each.target)),
    Column("类型", lambda each: TARGET_WORDS[each.target.kind]),
    Column("性质", lambda each: each.target.binding),
    Column("措辞", lambda each: each.target.softening),
    Column("标记", marks, hue=lambda each: "warn" if each.target.conflict else "muted"),
    Column("出处", clause),
)


def facts_of(entry: Entry, indicator: Indicator | None) -> Pairs:
    """Everything the register has of one target; what the plan does not print is left out."""
    plan, target, start = entry.plan, entry.target, entry.target.baseline
    rows = (
        ("要求", requirement(target)),
        ("到期", due_words(target)),
        ("类型", TARGET_WORDS[target.kind]),
        ("性质", target.binding),
        ("措辞", target.softening and f"“{target.softening}”"),
        ("范围", target.scope),
        ("基期", f"{with_unit(start.value, start.unit)}，{day(start.as_of)}" if start else ""),
        ("指标", indicator.name if indicator else "没有对应的指标，结论由人认定"),
        ("另外", _besides(target)),
        ("现在", FORCE_WORDS[entry.force]),
        ("取代它的", entry.successor.id if entry.successor else ""),
        ("出处", plan.clause(target.chapter, target.paragraph)),
        ("文号", plan.document_number),
        ("备注", target.note),
    )
    return tuple((name, words) for name, words in rows if words)


def plan_facts(plan: Plan) -> Pairs:
    """What a plan says of itself."""
    rows = (
        ("编号", plan.code),
        ("地区", plan.area_name),
        ("起止", f"{day(plan.starts)} 至 {day(plan.ends)}"),
        ("印发", day(plan.issued)),
        ("文号", plan.document_number),
        ("说明", plan.note),
    )
    return tuple((name, words) for name, words in rows if words)


def _besides(target: Target) -> str:
    found = (
        "到期后应继续保持" if target.maintain else "",
        "按新增数算" if target.increment else "",
    )
    return "，".join(filter(None, found))


def sides(entry: Entry, register: Sequence[Entry]) -> tuple[Side, ...]:
    """A target and those of its plan it contradicts, each as printed; none where none does."""
    wanted = set(entry.target.conflict)
    if not wanted:
        return ()
    others = [each for each in register if each.plan is entry.plan and each.target.id in wanted]
    return tuple(
        Side(each.target.id, requirement(each.target), due_words(each.target), clause(each))
        for each in (entry, *others)
    )


def first_problems(error: DraftError) -> list[str]:
    """The first sentences of what is wrong with a draft, and how many there are in all."""
    sentences = [sentence for _, sentence in error.problems]
    more = [f"……共 {len(sentences)} 处"] if len(sentences) > _PROBLEMS else []
    return [*sentences[:_PROBLEMS], *more]
