"""Columns over plans and their targets as page 规划 shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.models.register import day
from desktop.models.word_table import Column
from monitoring.catalogue import Indicator
from monitoring.own_plans import is_own
from monitoring.plans import BASIS_WORDS, TARGET_WORDS, Plan, Target
from monitoring.wording import requirement


def belongs(plan: Plan, area: str, today: date) -> str:
    """Whose plan it is, and whether it is over."""
    owner = "上级规划" if plan.area != area else "本县自定" if is_own(plan) else "本地规划"
    return f"{owner} · 已到期" if plan.ends < today else owner


def plan_columns(area: str, today: date) -> list[Column]:
    """Columns over plans."""
    return [
        Column("规划", lambda each: each.name, tip=lambda each: f"{each.code} {each.name}"),
        Column("归属", lambda each: belongs(each, area, today)),
        Column("目标", lambda each: str(len(each.targets)), right=True),
    ]


def target_columns(indicators: Mapping[str, Indicator]) -> list[Column]:
    """Columns over the targets of a plan."""

    def measured(each: Target) -> str:
        known = indicators.get(each.indicator)
        return known.name if known else "没有对应的指标"

    return [
        Column("目标", lambda each: each.indicator_name, tip=lambda each: each.id),
        Column("要求", requirement),
        Column("到期", lambda each: day(each.due), tip=lambda each: BASIS_WORDS[each.due_basis]),
        Column("类型", lambda each: TARGET_WORDS[each.kind]),
        Column("措辞", lambda each: "，".join(filter(None, (each.binding, each.softening)))),
        Column("指标", measured, hue=lambda each: "" if each.indicator in indicators else "muted"),
    ]


def facts(plan: Plan, target: Target) -> str:
    """What else the plan says of a target: clause, start, basis of the date, conflicts, note."""
    lines = [plan.clause(target.chapter, target.paragraph)]
    if target.baseline is not None:
        start = target.baseline
        lines.append(f"基期 {start.value}{start.unit}（{day(start.as_of)}）")
    lines.append(f"到期{BASIS_WORDS[target.due_basis]}")
    if target.maintain:
        lines.append("到期后应继续保持")
    if target.increment:
        lines.append("按新增数算")
    by_id = {each.id: each for each in plan.targets}
    for other in target.conflict:
        each = by_id[other]
        lines.append(
            f"原文另一处写的是“{requirement(each)}”"
            f"（{each.chapter}第{each.paragraph}段），两处各自判断"
        )
    if target.note:
        lines.append(target.note)
    return "；".join(lines) + "。"
