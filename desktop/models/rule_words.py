"""Rules and what trying them found, in the words of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.models.word_table import Column
from desktop.reports import SEVERITIES
from desktop.reports_rules import when
from monitoring.areas import Area
from monitoring.catalogue import Rule
from monitoring.own_rules import formula_of, is_own
from workflow.own_rules import Kept, Tried

_HUES = {"hard": "bad", "soft": "warn"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule in the list; ``problem`` says why one of the county's own no longer counts."""

    id: str
    rule: Rule | None
    own: bool
    problem: str = ""


def listed(rules: Iterable[Rule], own: Iterable[Kept]) -> list[Listed]:
    """The county's own first, then those the program brings."""
    mine = [Listed(each.id, each.rule, True, each.problem) for each in own]
    return [*mine, *(Listed(rule.id, rule, False) for rule in rules if not is_own(rule))]


def columns(area: Area) -> tuple[Column, ...]:
    """Code, severity, form, sentence, when and of whom, and what it rests on."""
    return (
        Column("编号", lambda each: each.id),
        Column("级别", _severity, hue=_hue),
        Column("报表", lambda each: (each.rule.form or "全部") if each.rule else ""),
        Column("说的是", _sentence, tip=_formula),
        Column("何时、哪里", lambda each: when(each.rule, area) if each.rule else ""),
        Column("依据", lambda each: each.rule.reference if each.rule else ""),
    )


def _severity(each: Listed) -> str:
    return SEVERITIES[each.rule.severity] if each.rule else "○ 失效"


def _hue(each: Listed) -> str:
    return _HUES[each.rule.severity] if each.rule else "muted"


def _sentence(each: Listed) -> str:
    return each.rule.sentence if each.rule else each.problem


def _formula(each: Listed) -> str:
    formula = formula_of(each.rule) if each.rule else ""
    return f"{_sentence(each)}\n{formula}" if formula else _sentence(each)


def _month(found: Tried) -> str:
    return f"{found.end // 100}年{found.end % 100}月"


def _first(found: Tried) -> str:
    return "　".join(found.sentences) if found.number else "没有"


TRIED_COLUMNS = (
    Column("期别", _month),
    Column("查出", lambda found: f"{found.number:,}", right=True),
    Column("先看这几处", _first, tip=lambda found: "\n".join(found.sentences) or "没有"),
)
