"""From plan tables to plans, strictly: every target has its clause and an operator we know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from monitoring.plans import (
    BASIS_WORDS,
    KINDS_OF_CLASSES,
    NATURES,
    Baseline,
    Every,
    Fact,
    Milestone,
    MilestoneKind,
    Plan,
    Project,
    Target,
    Task,
)
from monitoring.tables import Tables, check_dates, check_new, listed, read_record, require, under

_COMPARISONS = (">=", ">", "<=", "<", "=", "approx", "range", "relative-to-baseline")
_DIRECTIONS = ("trend-up", "trend-down", "better-than-benchmark", "maintain", "growth-rate")
_OPERATORS = frozenset((*_COMPARISONS, *_DIRECTIONS))
_LISTS = ("targets", "facts", "milestones", "projects", "tasks")


class _Clause(Protocol):
    """What every entry of a plan has: who it is and where it is printed."""

    @property
    def id(self) -> str: ...
    @property
    def chapter(self) -> str: ...
    @property
    def paragraph(self) -> int: ...


Entry = TypeVar("Entry", bound=_Clause)
Read = Callable[[str, str, Mapping[str, Any]], Entry]


def load_plans(tables: Tables, indicators: Iterable[str] | None = None) -> dict[str, Plan]:
    """Plans by code. With ``indicators`` given, a target that names another is refused."""
    known = None if indicators is None else frozenset(indicators)
    plans: dict[str, Plan] = {}
    for file, table in under(tables, "plans/"):
        plan = _read_plan(file, table, known)
        check_new(plans, plan.code, file, "", "code")
        plans[plan.code] = plan
    return plans


def _read_plan(file: str, table: Mapping[str, Any], known: frozenset[str] | None) -> Plan:
    targets = _entries(file, table, "targets", _target)
    facts = _entries(file, table, "facts", _record(Fact))
    milestones = _entries(file, table, "milestones", _milestone)
    projects = _entries(file, table, "projects", _record(Project))
    tasks = _entries(file, table, "tasks", _record(Task))
    for key, measured in (("targets", targets), ("facts", facts)):
        for each in measured.values():
            named = known is None or each.indicator in known | {""}
            require(named, file, f"[[{key}]] {each.id}", "indicator", "没有这个指标")
    _check_names(file, "targets", "conflict", targets, targets)
    _check_names(file, "targets", "facts", targets, facts)
    _check_names(file, "milestones", "conflict", milestones, milestones)
    _check_names(file, "projects", "targets", projects, targets)
    plan = read_record(
        Plan,
        {key: value for key, value in table.items() if key not in _LISTS},
        file=file,
        name="",
        targets=tuple(targets.values()),
        facts=tuple(facts.values()),
        milestones=tuple(milestones.values()),
        projects=tuple(projects.values()),
        tasks=tuple(tasks.values()),
    )
    check_dates(plan.starts, plan.ends, file, "")
    return plan


def _entries(file: str, table: Mapping[str, Any], key: str, read: Read[Entry]) -> dict[str, Entry]:
    """The entries of one list by id, each with its clause."""
    entries: dict[str, Entry] = {}
    for raw in listed(file, table, key):
        name = f"[[{key}]] {raw.get('id', '?')}"
        entry = read(file, name, raw)
        check_new(entries, entry.id, file, name, "id")
        require(entry.chapter.strip(), file, name, "chapter", "缺少出处")
        require(entry.paragraph > 0, file, name, "paragraph", "应为正整数")
        if isinstance(entry, Target | Milestone | Task):
            basis = entry.due_basis
            require(basis in BASIS_WORDS, file, name, "due_basis", f"没有“{basis}”")
        entries[entry.id] = entry
    return entries


def _record(cls: type[Entry]) -> Read[Entry]:
    return lambda file, name, raw: read_record(cls, raw, file=file, name=name)


def _check_names(
    file: str, key: str, field: str, entries: Mapping[str, Any], known: Mapping[str, Any]
) -> None:
    """What an entry names is in the same plan, and a conflict is one for both sides."""
    for own, entry in entries.items():
        for other in getattr(entry, field):
            name = f"[[{key}]] {own}"
            require(other in known, file, name, field, f"没有 {other}")
            mutual = field != "conflict" or own in known[other].conflict
            require(mutual, file, name, field, f"{other} 没有对应写明与 {own} 不一致")


def _target(file: str, name: str, raw: Mapping[str, Any]) -> Target:
    values = dict(raw)
    if "baseline" in values:
        values["baseline"] = read_record(
            Baseline, values["baseline"], file=file, name=f"{name} baseline"
        )
        require(_is_decimal(values["baseline"].value), file, name, "baseline", "基期值应为数字")
    target = read_record(Target, values, file=file, name=name)
    require(target.operator in _OPERATORS, file, name, "operator", f"没有“{target.operator}”")
    require(target.klass in KINDS_OF_CLASSES, file, name, "class", f"没有“{target.klass}”")
    require(target.binding in ("", *NATURES), file, name, "binding", "应为约束性或预期性")
    return target


def _milestone(file: str, name: str, raw: Mapping[str, Any]) -> Milestone:
    """One with a date, except what comes round or has none printed."""
    milestone = read_record(Milestone, raw, file=file, name=name)
    recurring = milestone.kind is MilestoneKind.RECURRING
    require(recurring == (milestone.every is not Every.ONCE), file, name, "every", "只用于定期开展")
    dateless = recurring or milestone.due_basis == "none"
    require(dateless == (milestone.due is None), file, name, "due", "应当有日期，定期开展的除外")
    return milestone


def _is_decimal(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
