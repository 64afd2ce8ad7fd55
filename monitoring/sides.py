"""Rules that hold two sums of one month against each other: compared items, rates, parts, totals.

Missing values are never compared as zero: a side with a missing term gives no finding, except
where the gap itself is the finding (R23).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from monitoring.amounts import STATE_LABELS, State, Value, number
from monitoring.areas import Unit
from monitoring.catalogue import Indicator, Rule
from monitoring.expressions import Expression, Term, evaluate
from monitoring.figures import Key
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.kinds import (
    RuleKind,
    all_end_now,
    forms_with,
    known,
    of_items,
    over,
    owing_item,
)
from monitoring.month import (
    Month,
    amount_of,
    finding_of,
    plain_amount,
    starts_anew,
)
from monitoring.probes import Negative, Over, Probe, Sides, Totalled, Weighted

_OPERATORS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    "=": lambda left, right: left == right,
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
}
_SIGNS = {"<=": "＞", "<": "≥", "=": "≠", ">=": "＜", ">": "≤"}


def _judge_compare(rule: Rule, month: Month, unit: Unit, _: str) -> Finding | None:
    left, right = _formula(rule)
    sides = [_side(side, month, unit.code) for side in (left, right)]
    if sides[0] is None or sides[1] is None or _OPERATORS[rule.operator](sides[0], sides[1]):
        return None
    forms = forms_with(month, (*left.items, *right.items))
    return finding_of(
        rule,
        month,
        unit,
        sides=(plain(sides[0]), plain(sides[1])),
        items=(*left.items, *right.items),
        message=f"{_told(left, month, unit, forms)} {_SIGNS[rule.operator]} "
        f"{_told(right, month, unit, forms)}。应为：{rule.sentence}。",
    )


def _compared(rule: Rule, month: Month) -> Iterable[str]:
    left, right = _formula(rule)
    return ("",) if all_end_now(month, (*left.items, *right.items)) else ()


def _comparing(rule: Rule, month: Month, _: str) -> Sequence[Unit]:
    left, right = _formula(rule)
    return month.owing(forms_with(month, (*left.items, *right.items)))


def _compare_cells(rule: Rule, month: Month, unit: Unit, _: str) -> Iterable[Key]:
    left, right = _formula(rule)
    return _cells((left, right), month, unit)


def _probe_compare(rule: Rule, month: Month, _: str) -> Probe:
    left, right = _formula(rule)
    return _sides(left, rule.operator, right, month)


def _formula(rule: Rule) -> tuple[Expression, Expression]:
    if rule.left is None or rule.right is None:
        raise ValueError(f"no formula: {rule.id}")
    return rule.left, rule.right


def _judge_part(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R02: 其中 never exceeds the whole."""
    form, item = known(month, subject)
    parent = form.by_code[item.parent]
    amount, whole = month.amount(unit.code, item), month.amount(unit.code, parent)
    if amount is None or whole is None:
        return None
    part, total = amount_of(item, amount), amount_of(parent, whole)
    if part <= total:
        return None
    return finding_of(
        rule,
        month,
        unit,
        sides=(plain(part), plain(total)),
        items=(item.code, parent.code),
        message=f"{item.name} {plain(part)} ＞ {parent.name} {plain(total)}。"
        f"应为：{rule.sentence}。",
    )


def _parts(rule: Rule, month: Month) -> Iterable[str]:
    return (code for code in of_items(rule, month) if month.catalogue.items[code].parent)


def _part_sides(month: Month, subject: str) -> tuple[Expression, Expression]:
    parent = month.catalogue.items[subject].parent
    return Expression((Term(1, subject),)), Expression((Term(1, parent),))


def _judge_total(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R01: a stated 合计 equals the sum of the units, when all of them have answered."""
    form, item = known(month, subject)
    stated = month.totals[subject]
    units = [each.code for each in month.reporting(form)]
    total = month.figures.total(units, subject, month.end)
    if total.amount is None or not total.complete or stated == total.amount:
        return None
    left, right = amount_of(item, stated), amount_of(item, total.amount)
    return finding_of(
        rule,
        month,
        unit,
        sides=(plain(left), plain(right)),
        items=(subject,),
        message=f"{item.name}：来表合计 {plain(left)} ≠ 各单位之和 {plain(right)}。"
        f"应为：{rule.sentence}。",
    )


def _total_cells(rule: Rule, month: Month, _: Unit, subject: str) -> Iterable[Key]:
    form, _item = known(month, subject)
    return ((unit.code, subject, month.end) for unit in month.reporting(form))


def _probe_total(rule: Rule, month: Month, subject: str) -> Probe:
    units = tuple(unit.code for unit in month.reporting(month.catalogue.form_of[subject]))
    return Totalled(subject, month.end, month.totals[subject], units, month.area.code)


def _judge_count(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R03: counts are not negative (whole numbers by construction)."""
    item = month.catalogue.items[subject]
    amount = month.amount(unit.code, item)
    if amount is None or amount >= 0:
        return None
    left = plain_amount(item, amount)
    return finding_of(
        rule,
        month,
        unit,
        sides=(left, "0"),
        items=(subject,),
        message=f"{item.name} {left} ＜ 0。应为：{rule.sentence}。",
    )


def _counts(rule: Rule, month: Month) -> Iterable[str]:
    return (code for code in of_items(rule, month) if not month.catalogue.items[code].negative)


def _judge_rate(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R20: a rate above 100 %, hard when both sides count the same people."""
    indicator, numerator, denominator = _rate(month, unit, subject)
    if numerator is None or not denominator or numerator <= denominator:
        return None
    return finding_of(
        rule,
        month,
        unit,
        sides=(plain(numerator), plain(denominator)),
        items=(*indicator.numerator.items, *_items(indicator.denominator)),
        severity="hard" if indicator.population == "same" else "soft",
        message=f"{indicator.name}超过100%：{plain(numerator)} ÷ {plain(denominator)}。"
        f"应为：{rule.sentence}。",
    )


def _percentages(rule: Rule, month: Month) -> Iterable[str]:
    indicators = month.catalogue.indicators
    return (
        code
        for code in _rates(rule, month)
        if indicators[code].factor == 100 and indicators[code].population
    )


def _judge_denominator(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R23: a numerator stands over a denominator that is missing or zero."""
    indicator, numerator, denominator = _rate(month, unit, subject)
    if numerator is None or numerator <= 0 or denominator:
        return None
    if denominator is None and _denominator_is_elsewhere(indicator, unit, month):
        return None
    right = "未报" if denominator is None else "0"
    return finding_of(
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


def _rates(rule: Rule, month: Month) -> Iterator[str]:
    """Every rate whose figures are all of this month."""
    for code, indicator in month.catalogue.indicators.items():
        items = (*indicator.numerator.items, *_items(indicator.denominator))
        if indicator.denominator is not None and all_end_now(month, items):
            yield code


def _rate(
    month: Month, unit: Unit, subject: str
) -> tuple[Indicator, Fraction | None, Fraction | None]:
    indicator = month.catalogue.indicators[subject]
    numerator, denominator = _rate_sides(month, subject)
    return (
        indicator,
        _side(numerator, month, unit.code),
        _side(denominator, month, unit.code),
    )


def _rate_sides(month: Month, subject: str) -> tuple[Expression, Expression]:
    indicator = month.catalogue.indicators[subject]
    if indicator.denominator is None:
        raise ValueError(f"no rate: {subject}")
    return indicator.numerator, indicator.denominator


def _rating(rule: Rule, month: Month, subject: str) -> Sequence[Unit]:
    items = (item for side in _rate_sides(month, subject) for item in side.items)
    return month.owing(forms_with(month, items))


def _probe_denominator(rule: Rule, month: Month, subject: str) -> Probe:
    numerator, denominator = _rate_sides(month, subject)
    sides = _sides(numerator, "", denominator, month)
    return Over(sides.left, sides.right)


def _items(expression: Expression | None) -> tuple[str, ...]:
    return () if expression is None else expression.items


def _side(side: Expression, month: Month, unit: str) -> Fraction | None:
    return evaluate(side, _lookup(month, unit), month.figures.decimals)


def _lookup(month: Month, unit: str) -> Callable[[Term], Value | None]:
    def lookup(term: Term) -> Value | None:
        end = _end(term, month)
        return number(0) if end is None else month.figures.value(unit, term.item, end)

    return lookup


def _end(term: Term, month: Month) -> int | None:
    """The month a term is read at; ``None`` where a year begins and nothing stood before."""
    if not term.previous:
        return month.end
    form, item = known(month, term.item)
    return None if starts_anew(item, form.frequency, month.end) else month.before(form)


def _cells(sides: Iterable[Expression], month: Month, unit: Unit) -> Iterator[Key]:
    for side in sides:
        for term in side.terms:
            end = _end(term, month)
            if end is not None:
                yield unit.code, term.item, end


def _sides(left: Expression, operator: str, right: Expression, month: Month) -> Sides:
    """Both sums over whole numbers, scaled alike."""
    decimals = month.catalogue.decimals
    places = max(decimals(term.item) for side in (left, right) for term in side.terms)

    def weighted(side: Expression) -> tuple[Weighted, ...]:
        ends = ((term, _end(term, month)) for term in side.terms)
        return tuple(
            Weighted(term.factor * 10 ** (places - decimals(term.item)), term.item, end)
            for term, end in ends
            if end is not None
        )

    read = weighted(left), weighted(right)
    return Sides(
        read[0],
        operator,
        read[1],
        len(read[0]) < len(left.terms),
        len(read[1]) < len(right.terms),
    )


def _no_more(sides: tuple[Expression, Expression], month: Month) -> Sides:
    left, right = sides
    return _sides(left, "<=", right, month)


def _told(side: Expression, month: Month, unit: Unit, forms: Collection[str]) -> str:
    """The side in words with its numbers: 上期建档 100＋新建 9＝109."""
    lookup = _lookup(month, unit.code)
    words = []
    for position, term in enumerate(side.terms):
        form, item = known(month, term.item)
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


SIDES: Mapping[str, RuleKind] = {
    "compare": RuleKind(_compared, _comparing, _probe_compare, _compare_cells, _judge_compare),
    "part": RuleKind(
        _parts,
        owing_item,
        lambda _, month, subject: _no_more(_part_sides(month, subject), month),
        lambda _, month, unit, subject: _cells(_part_sides(month, subject), month, unit),
        _judge_part,
    ),
    "total": RuleKind(
        lambda rule, month: (code for code in of_items(rule, month) if code in month.totals),
        lambda _, month, __: (month.area.itself,),
        _probe_total,
        _total_cells,
        _judge_total,
    ),
    "count": RuleKind(
        _counts,
        owing_item,
        lambda _, month, subject: Negative(subject, month.end),
        over(1),
        _judge_count,
    ),
    "rate": RuleKind(
        _percentages,
        _rating,
        lambda _, month, subject: _no_more(_rate_sides(month, subject), month),
        lambda _, month, unit, subject: _cells(_rate_sides(month, subject), month, unit),
        _judge_rate,
    ),
    "denominator": RuleKind(
        _rates,
        _rating,
        _probe_denominator,
        lambda _, month, unit, subject: _cells(_rate_sides(month, subject), month, unit),
        _judge_denominator,
    ),
}
