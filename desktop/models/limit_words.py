"""How much items may change before they are asked about, in the words of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.models.word_table import Column
from monitoring.catalogue import Catalogue, Rule

KINDS: Mapping[str, str] = {
    "change_month": "比上期",
    "change_year": "比上年同期",
    "odd_step": "月末数突变",
    "odd_level": "与以往各期不同",
    "to_zero": "变为 0",
    "identical": "整表与上期相同",
}
# Kinds that ask whether or not, with nothing to measure.
UNMEASURED = frozenset(("to_zero", "identical"))


@dataclass(frozen=True, slots=True)
class Line:
    """What holds for a rule and an item (``""`` for every other one): ``percent`` is ``None``
    where nothing is asked; ``set_here`` where the county said so itself.
    """

    rule: Rule
    item: str
    percent: int | None
    minimum: int
    set_here: bool


def lines(catalogue: Catalogue, settings: Iterable[tuple[str, str, int | None, int]]) -> list[Line]:
    """One line a rule for every other item, and one for each item set apart."""
    kept = {(rule, item): (percent, minimum) for rule, item, percent, minimum in settings}
    found = []
    for rule in catalogue.rules:
        if rule.kind not in KINDS:
            continue
        percent, minimum = kept.get((rule.id, ""), (rule.threshold, rule.minimum))
        found.append(Line(rule, "", percent, minimum, (rule.id, "") in kept))
        found += [
            Line(rule, item, *values, set_here=True)
            for (code, item), values in kept.items()
            if code == rule.id and item in catalogue.items
        ]
    return found


def columns(catalogue: Catalogue) -> tuple[Column, ...]:
    """Rule, item, from when it is asked about, and whose say that is."""

    def item(line: Line) -> str:
        if not line.item:
            return "其余各项"
        return f"{catalogue.form_of[line.item].code} {catalogue.items[line.item].name}"

    return (
        Column("规则", lambda line: f"{line.rule.id} {KINDS[line.rule.kind]}"),
        Column("项目", item),
        Column("何时提示", _limit, hue=lambda line: "" if line.percent is not None else "muted"),
        Column("谁定的", lambda line: "本县" if line.set_here else "程序"),
    )


def _limit(line: Line) -> str:
    if line.percent is None:
        return "○ 不提示"
    if line.rule.kind in UNMEASURED:
        return "提示"
    return f"变动超过 {line.percent}%，且不小于 {line.minimum}"
