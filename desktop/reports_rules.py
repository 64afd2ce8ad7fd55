"""What the command line prints about rules: which there are, what one would have found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from desktop.reports import SEVERITIES, month_text
from monitoring.areas import Area
from monitoring.catalogue import Rule
from monitoring.own_rules import formula_of, is_own
from workflow.own_rules import Imported, Kept, Tried


def rules(listed: Iterable[Rule], unusable: Iterable[Kept]) -> list[dict[str, Any]]:
    """The JSON of ``rules``; an own rule that no longer fits the forms has its ``problem``."""
    return [
        *(_rule(rule) for rule in listed),
        *({"id": each.id, "own": True, "problem": each.problem} for each in unusable),
    ]


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "rule": rule.rule,
        "own": is_own(rule),
        "kind": rule.kind,
        "severity": rule.severity,
        "form": rule.form or None,
        "sentence": rule.sentence,
        "formula": formula_of(rule) or None,
        "valid_from": month_text(rule.valid_from) if rule.valid_from else None,
        "valid_to": month_text(rule.valid_to) if rule.valid_to else None,
        "months": list(rule.months),
        "units": list(rule.units),
        "reference": rule.reference,
    }


def rule_lines(
    listed: Iterable[Rule], unusable: Iterable[Kept], area: Area
) -> Iterator[tuple[str, ...]]:
    """Code, severity, form, sentence, when and of whom it is asked, formula."""
    for rule in listed:
        severity = SEVERITIES[rule.severity]
        span = when(rule, area)
        yield rule.id, severity, rule.form or "全部", rule.sentence, span, formula_of(rule)
    for each in unusable:
        yield each.id, "○ 停用", "", each.problem, "", ""


def when(rule: Rule, area: Area) -> str:
    """When and of whom a rule is asked, in words; empty for always and of all."""
    words = []
    if rule.valid_from or rule.valid_to:
        first = month_text(rule.valid_from) if rule.valid_from else ""
        last = month_text(rule.valid_to) if rule.valid_to else ""
        words.append(f"{first} 至 {last}".strip())
    if rule.months:
        words.append("、".join(str(month) for month in rule.months) + "月")
    if rule.units:
        names = {unit.code: unit.name for unit in (*area.units, area.itself)}
        words.append("、".join(names.get(unit, unit) for unit in rule.units))
    return "；".join(words)


def tried(found: Iterable[Tried]) -> list[dict[str, Any]]:
    """The JSON of ``rules --try``: one entry a month, newest first."""
    return [
        {
            "period": month_text(each.end),
            "findings": each.number,
            "first": list(each.sentences),
        }
        for each in found
    ]


def tried_lines(found: Iterable[Tried]) -> Iterator[tuple[str, ...]]:
    """Month, how many, and the first sentences."""
    for each in found:
        yield month_text(each.end), str(each.number), "\n".join(each.sentences)


def imported(found: Imported, *, dry_run: bool) -> str:
    """What a pack brought, in one sentence."""
    parts = (("新增", found.new), ("改动", found.changed), ("相同", found.same))
    told = "，".join(
        f"{word} {len(codes)} 条{_named(codes) if word != '相同' else ''}" for word, codes in parts
    )
    return f"{'导入会' if dry_run else '已导入：'}{told}。"


def _named(codes: tuple[str, ...]) -> str:
    return f"（{'、'.join(codes)}）" if codes else ""
