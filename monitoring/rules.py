"""Audit rules R01–R25 over the figures of one month. Rules are data; this reads them.

Missing values are never compared as zero: a side with a missing term gives no finding, except
where the blank itself is the finding (R23, R24).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction

from monitoring.amounts import STATE_LABELS, State, Value, number
from monitoring.areas import Unit
from monitoring.catalogue import Indicator, Rule
from monitoring.changes import change_month, change_year, fixed, identical, to_zero
from monitoring.expressions import Expression, Term, evaluate
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.month import (
    Month,
    amount_of,
    ends_now,
    finding_of,
    forms_of,
    numbers,
    plain_amount,
    starts_anew,
    units_reporting,
)
from monitoring.periods import add_months

_OPERATORS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    "=": lambda left, right: left == right,
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
}
_SIGNS = {"<=": "＞", "<": "≥", "=": "≠", ">=": "＜", ">": "≤"}


def evaluate_rules(month: Month) -> list[Finding]:
    """Every finding of every rule, hard ones first within the order of units and rules."""
    findings = [
        finding for rule in month.catalogue.rules for finding in _KINDS[rule.kind](rule, month)
    ]
    order = {unit.code: place for place, unit in enumerate((*month.area.units, month.area.itself))}
    return sorted(findings, key=lambda f: (order.get(f.unit, -1), not f.blocks, f.rule, f.id))


def _compare(rule: Rule, month: Month) -> Iterator[Finding]:
    left, right = rule.left, rule.right
    if left is None or right is None:
        return
    forms = {month.catalogue.form_of[item].code for item in (*left.items, *right.items)}
    if not all(ends_now(month, form) for form in forms):
        return
    holds = _OPERATORS[rule.operator]
    for unit in units_reporting(month, forms):
        sides = [_side(side, month, unit.code) for side in (left, right)]
        if sides[0] is None or sides[1] is None or holds(sides[0], sides[1]):
            continue
        yield finding_of(
            rule,
            month,
            unit,
            sides=(plain(sides[0]), plain(sides[1])),
            items=(*left.items, *right.items),
            message=f"{_told(left, month, unit, forms)} {_SIGNS[rule.operator]} "
            f"{_told(right, month, unit, forms)}。应为：{rule.sentence}。",
        )


def _side(side: Expression, month: Month, unit: str) -> Fraction | None:
    return evaluate(side, _lookup(month, unit), month.figures.decimals)


def _lookup(month: Month, unit: str) -> Callable[[Term], Value | None]:
    def lookup(term: Term) -> Value | None:
        item = month.catalogue.items[term.item]
        if not term.previous:
            return month.value(unit, item)
        frequency = month.catalogue.form_of[term.item].frequency
        if starts_anew(item, frequency, month.end):
            return number(0)
        return month.value(unit, item, add_months(month.end, -frequency.months))

    return lookup


def _part(rule: Rule, month: Month) -> Iterator[Finding]:
    """R02: 其中 never exceeds the whole."""
    for form, unit, item, amount in numbers(rule, month):
        if not item.parent:
            continue
        whole = month.value(unit.code, form.by_code[item.parent])
        if whole is None or whole.amount is None:
            continue
        parent = form.by_code[item.parent]
        part, total = amount_of(item, amount), amount_of(parent, whole.amount)
        if part > total:
            yield finding_of(
                rule,
                month,
                unit,
                sides=(plain(part), plain(total)),
                items=(item.code, parent.code),
                message=f"{item.name} {plain(part)} ＞ {parent.name} {plain(total)}。"
                f"应为：{rule.sentence}。",
            )


def _total(rule: Rule, month: Month) -> Iterator[Finding]:
    """R01: a stated 合计 equals the sum of the units, when all of them have answered."""
    for form in forms_of(rule, month):
        units = [unit.code for unit in form.reporting(month.area, month.end)]
        for item in form.items:
            stated = month.totals.get(item.code)
            total = month.figures.total(units, item.code, month.end)
            if stated is None or total.amount is None or not total.complete:
                continue
            if stated != total.amount:
                left, right = amount_of(item, stated), amount_of(item, total.amount)
                yield finding_of(
                    rule,
                    month,
                    month.area.itself,
                    sides=(plain(left), plain(right)),
                    items=(item.code,),
                    message=f"{item.name}：来表合计 {plain(left)} ≠ 各单位之和 {plain(right)}。"
                    f"应为：{rule.sentence}。",
                )


def _count(rule: Rule, month: Month) -> Iterator[Finding]:
    """R03: counts are not negative (whole numbers by construction)."""
    for _, unit, item, amount in numbers(rule, month):
        if amount < 0 and not item.negative:
            left = plain(amount_of(item, amount))
            yield finding_of(
                rule,
                month,
                unit,
                sides=(left, "0"),
                items=(item.code,),
                message=f"{item.name} {left} ＜ 0。应为：{rule.sentence}。",
            )


def _rate(rule: Rule, month: Month) -> Iterator[Finding]:
    """R20: a rate above 100 %, hard when both sides count the same people."""
    for unit, indicator, numerator, denominator in _rates(month):
        if indicator.factor != 100 or not indicator.population or denominator is None:
            continue
        if denominator and numerator > denominator:
            yield finding_of(
                rule,
                month,
                unit,
                sides=(plain(numerator), plain(denominator)),
                items=(*indicator.numerator.items, *_items(indicator.denominator)),
                severity="hard" if indicator.population == "same" else "soft",
                message=f"{indicator.name}超过100%：{plain(numerator)} ÷ {plain(denominator)}。"
                f"应为：{rule.sentence}。",
            )


def _denominator(rule: Rule, month: Month) -> Iterator[Finding]:
    """R23: a numerator stands over a denominator that is missing or zero."""
    for unit, indicator, numerator, denominator in _rates(month):
        if denominator is None and _denominator_is_elsewhere(indicator, unit, month):
            continue
        if numerator > 0 and not denominator:
            right = "未报" if denominator is None else "0"
            yield finding_of(
                rule,
                month,
                unit,
                sides=(plain(numerator), right),
                items=(*_items(indicator.denominator), *indicator.numerator.items),
                message=f"{indicator.name}：分子 {plain(numerator)}，分母"
                f"（{indicator.denominator_text}）为 {right}。应为：{rule.sentence}。",
            )


def _denominator_is_elsewhere(indicator: Indicator, unit: Unit, month: Month) -> bool:
    """Whether the unit has no such denominator (不适用): the county's own doctors, no residents."""
    items = (month.catalogue.items[code] for code in _items(indicator.denominator))
    values = [month.value(unit.code, item) for item in items]
    return all(value is not None and value.state is State.NOT_APPLICABLE for value in values)


def _blank(rule: Rule, month: Month) -> Iterator[Finding]:
    """R24: a blank on a form that was sent is not a zero; one finding a unit and form."""
    for form in forms_of(rule, month):
        for unit in month.answering(form):
            blank = [item for item in form.items if month.value(unit.code, item) is None]
            if not blank:
                continue
            names = "、".join(item.name for item in blank[:3])
            more = f"等 {len(blank)} 项" if len(blank) > 3 else ""
            yield finding_of(
                rule,
                month,
                unit,
                sides=(str(len(blank)), "0"),
                items=tuple(item.code for item in blank),
                form=form.code,
                message=f"{form.name}：{names}{more}为空白。应为：{rule.sentence}。",
            )


def _rates(month: Month) -> Iterator[tuple[Unit, Indicator, Fraction, Fraction | None]]:
    """Every rate of every answering unit whose numerator is a number."""
    for indicator in month.catalogue.indicators.values():
        if indicator.denominator is None:
            continue
        items = (*indicator.numerator.items, *indicator.denominator.items)
        forms = {month.catalogue.form_of[item].code for item in items}
        if not all(ends_now(month, form) for form in forms):
            continue
        for unit in units_reporting(month, forms):
            numerator = _side(indicator.numerator, month, unit.code)
            if numerator is not None:
                yield unit, indicator, numerator, _side(indicator.denominator, month, unit.code)


def _items(expression: Expression | None) -> tuple[str, ...]:
    return () if expression is None else expression.items


def _told(side: Expression, month: Month, unit: Unit, forms: Collection[str]) -> str:
    """The side in words with its numbers: 上期建档 100＋新建 9＝109."""
    lookup = _lookup(month, unit.code)
    words = []
    for position, term in enumerate(side.terms):
        item, form = month.catalogue.items[term.item], month.catalogue.form_of[term.item]
        sign = "−" if term.factor < 0 else "＋" if position else ""
        times = "" if abs(term.factor) == 1 else f"{abs(term.factor)}×"
        # Two forms may call their item the same: then only the form tells them apart.
        book = f"《{form.name}》" if len(forms) > 1 else ""
        value = lookup(term)
        amount = None if value is None else value.amount
        figure = (
            STATE_LABELS[State.NOT_APPLICABLE] if amount is None else plain_amount(item, amount)
        )
        words.append(f"{sign}{times}{book}{'上期' if term.previous else ''}{item.name} {figure}")
    if len(words) > 1:
        words.append(f"＝{plain(_side(side, month, unit.code) or Fraction(0))}")
    return "".join(words)


_KINDS: Mapping[str, Callable[[Rule, Month], Iterator[Finding]]] = {
    "compare": _compare,
    "part": _part,
    "total": _total,
    "count": _count,
    "rate": _rate,
    "denominator": _denominator,
    "blank": _blank,
    "change_month": change_month,
    "change_year": change_year,
    "identical": identical,
    "to_zero": to_zero,
    "fixed": fixed,
}
