"""A county's own rules: comparisons of items, coded C01, C02, …, kept and carried as JSON.

They name items by code and nothing of the county but the units they are limited to, so that
one county's rules can be read by another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from monitoring.catalogue import Catalogue, Rule
from monitoring.errors import ExpectedError
from monitoring.expressions import Expression
from monitoring.loading import OWN_CODE, read_rule
from monitoring.tables import CatalogueError

REFERENCE = "本县规定"
OPERATORS: Mapping[str, str] = {
    "<=": "不多于",
    "<": "少于",
    "=": "等于",
    ">=": "不少于",
    ">": "多于",
}
_LONGEST = 200
_KEYS = (
    *("id", "sentence", "severity", "formula", "reference"),
    *("valid_from", "valid_to", "units", "months"),
)


class RuleError(ExpectedError):
    """What is wrong with a rule of the county's own, in one sentence."""


def read_own_rule(table: Any, catalogue: Catalogue) -> Rule:
    """The rule a table of :func:`table_of` says. Raises :class:`RuleError`."""
    if not isinstance(table, dict):
        raise RuleError("有一条不是规则；请用导出的文件。")
    name = str(table.get("id", "？"))[:20]
    if unknown := sorted(set(table) - set(_KEYS)):
        raise RuleError(f"规则 {name} 里有看不懂的“{unknown[0][:20]}”；请去掉它。")
    if not OWN_CODE.fullmatch(name):
        raise RuleError(f"规则编号“{name}”不对；请写成 C01 这样，不能用 R 开头的编号。")
    whole = {"reference": REFERENCE, **table, "rule": name, "kind": "compare", "form": ""}
    try:
        rule = read_rule("", name, whole, catalogue.items)
    except CatalogueError as error:
        raise RuleError(f"规则 {name}：{error.problem}（{error.key}）；请改正后再试。") from None
    if rule.left is None:
        raise RuleError(f"规则 {name} 没有算式；请写明两边。")
    texts = (rule.sentence, rule.reference)
    if any(len(text) > _LONGEST or not text.isprintable() for text in texts):
        raise RuleError(f"规则 {name} 的文字太长或不是一行；请写在 {_LONGEST} 个字以内。")
    return replace(rule, form=catalogue.form_of[rule.left.items[0]].code)


def table_of(rule: Rule) -> dict[str, Any]:
    """What is kept of a rule; what is left open is left out."""
    table = {
        "id": rule.id,
        "sentence": rule.sentence,
        "severity": rule.severity,
        "formula": formula_of(rule),
        "reference": rule.reference,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "units": list(rule.units),
        "months": list(rule.months),
    }
    return {key: value for key, value in table.items() if value}


def formula_of(rule: Rule) -> str:
    """The formula as it is written in the data: ``a + b <= c``."""
    return f"{rule.left} {rule.operator} {rule.right}" if rule.left else ""


def with_own_rules(catalogue: Catalogue, bodies: Iterable[str]) -> Catalogue:
    """The catalogue with these rules after its own.

    One that no longer fits the forms is left out: the ledger must open all the same.
    """
    own = []
    for body in bodies:
        try:
            own.append(read_own_rule(json.loads(body), catalogue))
        except RuleError:
            continue
    return replace(catalogue, rules=(*catalogue.rules, *own)) if own else catalogue


def is_own(rule: Rule) -> bool:
    """Whether it is one of the county's own."""
    return OWN_CODE.fullmatch(rule.id) is not None


def next_code(taken: Collection[str]) -> str:
    """The next code that nothing has ever had."""
    numbers = (int(code[1:]) for code in taken if OWN_CODE.fullmatch(code))
    return f"C{max(numbers, default=0) + 1:02d}"


def sentence_of(left: Expression, operator: str, right: Expression, catalogue: Catalogue) -> str:
    """What a comparison says, by the names of its items."""
    forms = {catalogue.form_of[item].code for item in (*left.items, *right.items)}
    sides = (_side_words(side, catalogue, books=len(forms) > 1) for side in (left, right))
    return OPERATORS[operator].join(sides)


def _side_words(side: Expression, catalogue: Catalogue, *, books: bool) -> str:
    words = []
    for position, term in enumerate(side.terms):
        sign = "减" if term.factor < 0 else "加" if position else ""
        times = "" if abs(term.factor) == 1 else f"{abs(term.factor)}倍"
        book = f"《{catalogue.form_of[term.item].name}》" if books else ""
        past = "上期" if term.previous else ""
        words.append(f"{sign}{times}{book}{past}{catalogue.items[term.item].name}")
    return "".join(words)
