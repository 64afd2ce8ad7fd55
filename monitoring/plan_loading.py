"""From plan tables to plans, strictly: every target has its clause and an operator we know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from monitoring.plans import Baseline, Fact, Plan, Target
from monitoring.tables import Tables, check_dates, check_new, listed, read_record, require, under

_COMPARISONS = (">=", ">", "<=", "<", "=", "approx", "range", "relative-to-baseline", "increment")
_DIRECTIONS = ("trend-up", "trend-down", "better-than-benchmark", "maintain", "growth-rate")
_OPERATORS = frozenset((*_COMPARISONS, *_DIRECTIONS))


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
    targets: dict[str, Target] = {}
    for entry in listed(file, table, "targets"):
        target = _target(file, entry, known)
        check_new(targets, target.id, file, f"[[targets]] {target.id}", "id")
        targets[target.id] = target
    facts: dict[str, Fact] = {}
    for entry in listed(file, table, "facts"):
        name = f"[[facts]] {entry.get('id', '?')}"
        fact = read_record(Fact, entry, file=file, name=name)
        check_new(facts, fact.id, file, name, "id")
        require(
            not known or fact.indicator in known | {""}, file, name, "indicator", "没有这个指标"
        )
        facts[fact.id] = fact
    for target in targets.values():
        for other in target.conflict:
            require(
                other in targets, file, f"[[targets]] {target.id}", "conflict", f"没有目标 {other}"
            )
    own = {key: value for key, value in table.items() if key not in ("targets", "facts")}
    plan = read_record(
        Plan, own, file=file, name="", targets=tuple(targets.values()), facts=tuple(facts.values())
    )
    check_dates(plan.starts, plan.ends, file, "")
    return plan


def _target(file: str, entry: Mapping[str, Any], known: frozenset[str] | None) -> Target:
    name = f"[[targets]] {entry.get('id', '?')}"
    values = dict(entry)
    if "baseline" in values:
        values["baseline"] = read_record(
            Baseline, values["baseline"], file=file, name=f"{name} baseline"
        )
        require(_is_decimal(values["baseline"].value), file, name, "baseline", "基期值应为数字")
    target = read_record(Target, values, file=file, name=name)
    require(target.chapter.strip(), file, name, "chapter", "缺少出处")
    require(target.paragraph > 0, file, name, "paragraph", "应为正整数")
    require(target.operator in _OPERATORS, file, name, "operator", f"没有“{target.operator}”")
    require(not known or target.indicator in known | {""}, file, name, "indicator", "没有这个指标")
    return target


def _is_decimal(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
