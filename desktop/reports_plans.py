"""The register of plans as the command line prints it: JSON shapes, and tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.models.wording import requirement
from desktop.reports import lines_table
from monitoring.own_plans import is_own
from monitoring.plan_register import FORCE_WORDS, Entry, Force
from monitoring.plans import BASIS_WORDS, TARGET_WORDS, Baseline, Fact, Plan

if TYPE_CHECKING:
    from rich.table import Table

_HEADS = ("编号", "指标", "要求", "到期", "类型", "范围", "备注")


def targets(entries: Iterable[Entry], day: date) -> list[dict[str, Any]]:
    """The JSON of ``targets``: a text the plan does not print is empty."""
    return [_target(entry, day) for entry in entries]


def _target(entry: Entry, day: date) -> dict[str, Any]:
    plan, target = entry.plan, entry.target
    facts = {fact.id: fact for fact in plan.facts}
    return {
        "plan": plan.code,
        "plan_name": plan.name,
        "document_number": plan.document_number,
        "area": plan.area,
        "area_name": plan.area_name,
        "superior": entry.superior,
        "ended": plan.ended(day),
        "id": target.id,
        "indicator": target.indicator or None,
        "indicator_name": target.indicator_name,
        "operator": target.operator,
        "value": target.value,
        "unit": target.unit,
        "due": target.due.isoformat(),
        "due_basis": target.due_basis,
        "class": target.klass,
        "kind": str(target.kind),
        "binding": target.binding,
        "softening": target.softening,
        "scope": target.scope,
        "baseline": None if target.baseline is None else _baseline(target.baseline),
        "facts": [_fact(facts[each]) for each in target.facts],
        "conflict": list(target.conflict),
        "maintain": target.maintain,
        "increment": target.increment,
        "state": str(entry.force),
        "superseded_by": entry.successor.id if entry.successor else None,
        "chapter": target.chapter,
        "paragraph": target.paragraph,
        "reference": plan.clause(target.chapter, target.paragraph),
        "note": target.note,
    }


def _baseline(baseline: Baseline) -> dict[str, str]:
    return {
        "value": baseline.value,
        "unit": baseline.unit,
        "as_of": baseline.as_of.isoformat(),
        "note": baseline.note,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "indicator_name": fact.indicator_name,
        "value": fact.value,
        "unit": fact.unit,
        "as_of": fact.as_of.isoformat() if fact.as_of else None,
        "scope": fact.scope,
    }


def targets_tables(
    plans: Iterable[Plan], entries: Sequence[Entry], day: date
) -> Iterator[tuple[str, Table | None]]:
    """A heading and a table for every plan; no table where it prints no target."""
    for plan in plans:
        own = [entry for entry in entries if entry.plan is plan]
        superior = any(entry.superior for entry in own)
        yield _heading(plan, day, superior=superior), _table(own) if own else None


def _heading(plan: Plan, day: date, *, superior: bool) -> str:
    parts = (
        f"{plan.code} 《{plan.name}》{plan.document_number}",
        plan.area_name,
        f"{plan.starts.isoformat()} 至 {plan.ends.isoformat()}",
        "上级规划，供对照" if superior else "",
        "已结束" if plan.ended(day) else "",
    )
    return " · ".join(part for part in parts if part)


def _table(entries: Iterable[Entry]) -> Table:
    return lines_table(
        _HEADS,
        (
            (
                entry.target.id,
                entry.target.indicator_name,
                requirement(entry.target),
                entry.target.due.isoformat(),
                TARGET_WORDS[entry.target.kind],
                entry.target.scope,
                _remarks(entry),
            )
            for entry in entries
        ),
    )


def _remarks(entry: Entry) -> str:
    """What else is to be known of a target: its wording, whose date it is, how it stands."""
    target = entry.target
    remarks = [
        target.binding,
        target.softening and f"“{target.softening}”",
        "" if target.due_basis == "stated" else f"期限{BASIS_WORDS[target.due_basis]}",
        "新增数" if target.increment else "",
        "到期后保持" if target.maintain else "",
        f"与 {'、'.join(target.conflict)} 矛盾" if target.conflict else "",
        "" if entry.force in (Force.IN_FORCE, Force.KEPT) else FORCE_WORDS[entry.force],
        f"由 {entry.successor.id} 取代" if entry.successor else "",
    ]
    return "；".join(remark for remark in remarks if remark)


PLAN_HEADS = ("编号", "规划", "归属", "起止", "目标", "里程碑", "任务", "项目", "原文")


def plans(found: Iterable[Plan], area: str, documents: Mapping[str, str]) -> list[dict[str, Any]]:
    """The plans that apply, without their entries; ``documents`` are file names by code."""
    return [
        {
            "code": plan.code,
            "name": plan.name,
            "area": plan.area,
            "area_name": plan.area_name,
            "own": is_own(plan),
            "superior": plan.area != area,
            "starts": plan.starts.isoformat(),
            "ends": plan.ends.isoformat(),
            "document_number": plan.document_number or None,
            "targets": len(plan.targets),
            "milestones": len(plan.milestones),
            "tasks": len(plan.tasks),
            "projects": len(plan.projects),
            "document": documents.get(plan.code),
        }
        for plan in found
    ]


def plan_lines(
    found: Iterable[Plan], area: str, documents: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """Lines under :data:`PLAN_HEADS`."""
    for plan in found:
        counts = (plan.targets, plan.milestones, plan.tasks, plan.projects)
        owner = "上级规划" if plan.area != area else "本县自定" if is_own(plan) else "本地规划"
        span = f"{plan.starts} 至 {plan.ends}"
        file = documents.get(plan.code, "")
        yield plan.code, plan.name, owner, span, *(str(len(each)) for each in counts), file
