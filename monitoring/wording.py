"""Targets and figures in words: what is asked for, what is missing, as a clerk says it."""

from __future__ import annotations

import calendar
from datetime import date
from fractions import Fraction

from monitoring.amounts import grouped
from monitoring.catalogue import Catalogue, Indicator
from monitoring.needs import PERCENT, counted_in
from monitoring.plans import Target
from monitoring.progress import Verdict

FIELDS = (
    "医疗服务",
    "中医中药",
    "健康养老",
    "生物医药",
    "健康旅游",
    "体育健身",
    "健康食品",
    "健康管理",
)

_SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "=": "＝"}
_DIRECTIONS = {
    "trend-up": "持续提高",
    "trend-down": "持续下降",
    "maintain": "保持现状",
    "better-than-benchmark": "优于外部基准",
}


def requirement(target: Target) -> str:
    """What the target asks for, e.g. ≥60%, 90%左右, 1～2人/机构, 比基期降低10%, 持续提高."""
    value, unit = target.value, _after_number(target.unit)
    if sign := _SIGNS.get(target.operator):
        return f"{'新增' if target.increment else ''}{sign}{value}{unit}"
    if target.operator == "approx" and value:
        return f"{value}{unit}左右"
    if target.operator == "range" and value:
        return f"{value.replace('-', '～').replace('—', '～')}{unit}"
    if target.operator == "relative-to-baseline" and value:
        return f"比基期{'降低' if '-' in value else '提高'}{value.strip('+-')}{unit}"
    if target.operator == "growth-rate" and value:
        return f"年均增长{value.replace('<=', '≤').replace('>=', '≥')}{unit}"
    return value or _DIRECTIONS.get(target.operator, target.operator)


def field_order(name: str) -> int:
    """Where a field stands among the eight (八大领域); others come last."""
    return FIELDS.index(name) if name in FIELDS else len(FIELDS)


def due(day: date) -> str:
    """A due date as it is spoken of: 2025年底, 2027年6月底, else the day."""
    if calendar.monthrange(day.year, day.month)[1] != day.day:
        return day.isoformat()
    return f"{day.year}年底" if day.month == 12 else f"{day.year}年{day.month}月底"


def with_unit(text: str, unit: str) -> str:
    """A decimal text with thousands separators and its unit; empty stays empty."""
    return f"{separated(text)}{_after_number(unit)}" if text else ""


def _after_number(unit: str) -> str:
    """A unit as it follows a number: 1/10万 loses its 1, or 10 of it would read 101/10万."""
    return unit[1:] if unit.startswith("1/") else unit


def separated(text: str) -> str:
    """A decimal text with thousands separators; anything else (1/3) as it is."""
    whole, dot, places = text.partition(".")
    if not whole.lstrip("-").isdigit():
        return text
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{grouped(abs(int(whole)), 0)}{dot}{places}"


def exact(text: str) -> str:
    """Both sides of a figure as counted, e.g. 917 / 2,436."""
    return " / ".join(separated(part) for part in text.split("/")) if text else ""


def gap(verdict: Verdict) -> str:
    """How far the figure is from what is asked: 差 2.36, or 超 when more than reached."""
    if not verdict.gap:
        return ""
    short = Fraction(verdict.gap)
    if short == 0:
        return "持平"
    return f"{'差' if short > 0 else '超'} {separated(verdict.gap.lstrip('-'))}"


def gap_with_unit(verdict: Verdict, measure: str) -> str:
    """The gap as a phrase, e.g. 差 2.36 个百分点."""
    words = gap(verdict)
    unit = "个百分点" if measure == PERCENT else measure
    if words in ("", "持平"):
        return words
    after = _after_number(unit)
    return f"{words}{after}" if after != unit else f"{words} {unit}".rstrip()


def needed(verdict: Verdict, indicator: Indicator | None, catalogue: Catalogue) -> str:
    """How many more (or fewer) would meet the target: 545 张, 减 3 人; empty when none."""
    need = verdict.need
    if indicator is None or need is None or not need.count:
        return ""
    unit = counted_in(indicator, catalogue)
    return f"{'减 ' if need.falling else ''}{need.count:,} {unit}" if unit else ""
