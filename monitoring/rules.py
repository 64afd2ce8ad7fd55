"""Audit rules R01–R25 over the figures of one month. Rules are data; this reads them.

Missing values are never compared as zero: a side with a missing term gives no finding, except
where the blank itself is the finding (R23, R24).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from monitoring.amounts import STATE_LABELS, State, Value, number, rounded
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Indicator, Item, Kind, Rule
from monitoring.expressions import Expression, Term, evaluate
from monitoring.figures import Figures
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.periods import Frequency, add_months, latest

_OPERATORS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    "=": lambda left, right: left == right,
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
}
_SIGNS = {"<=": "＞", "<": "≥", "=": "≠", ">=": "＜", ">": "≤"}
_IDENTICAL_MINIMUM = 5


@dataclass(frozen=True)
class Month:
    """Everything the rules of one month look at.

    ``totals`` are amounts that files state themselves, by item. ``figures`` holds the month, the
    month before, the same month a year before, and the first month of the year.
    """

    catalogue: Catalogue
    area: Area
    figures: Figures
    end: int
    totals: Mapping[str, int]

    def forms(self) -> Iterator[Form]:
        """The forms whose period ends in this month."""
        for form in self.catalogue.forms.values():
            if latest(form.frequency, self.end).end == self.end:
                yield form

    def answering(self, form: Form) -> list[Unit]:
        """The units that have sent anything of the form."""
        return [
            unit
            for unit in form.reporting(self.area, self.end)
            if any(
                self.figures.value(unit.code, item.code, self.end) is not None
                for item in form.items
            )
        ]

    def value(self, unit: str, item: Item, end: int | None = None) -> Value | None:
        """A unit's value of an item, this month unless another is named."""
        return self.figures.value(unit, item.code, self.end if end is None else end)


def months_needed(end: int) -> set[int]:
    """The months a review of ``end`` compares: itself, before, a year before, and of the year."""
    year = end // 100 * 100
    return {end, end - 100, *(year + month for month in range(1, end % 100))} | {
        add_months(end, -months) for months in (1, 3, 6, 12)
    }


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
    if not all(_ends_now(month, form) for form in forms):
        return
    holds = _OPERATORS[rule.operator]
    for unit in _reporting(month, forms):
        sides = [_side(side, month, unit.code) for side in (left, right)]
        if sides[0] is None or sides[1] is None or holds(sides[0], sides[1]):
            continue
        yield _finding(
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
        if _starts_anew(item, frequency, month.end):
            return number(0)
        return month.value(unit, item, add_months(month.end, -frequency.months))

    return lookup


def _part(rule: Rule, month: Month) -> Iterator[Finding]:
    """R02: 其中 never exceeds the whole."""
    for form, unit, item, amount in _numbers(rule, month):
        if not item.parent:
            continue
        whole = month.value(unit.code, form.by_code[item.parent])
        if whole is None or whole.amount is None:
            continue
        parent = form.by_code[item.parent]
        part, total = _amount(item, amount), _amount(parent, whole.amount)
        if part > total:
            yield _finding(
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
    for form in _of(rule, month):
        units = [unit.code for unit in form.reporting(month.area, month.end)]
        for item in form.items:
            stated = month.totals.get(item.code)
            total = month.figures.total(units, item.code, month.end)
            if stated is None or total.amount is None or not total.complete:
                continue
            if stated != total.amount:
                left, right = _amount(item, stated), _amount(item, total.amount)
                yield _finding(
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
    for _, unit, item, amount in _numbers(rule, month):
        if amount < 0 and not item.negative:
            left = plain(_amount(item, amount))
            yield _finding(
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
            yield _finding(
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
            yield _finding(
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
    for form in _of(rule, month):
        for unit in month.answering(form):
            blank = [item for item in form.items if month.value(unit.code, item) is None]
            if not blank:
                continue
            names = "、".join(item.name for item in blank[:3])
            more = f"等 {len(blank)} 项" if len(blank) > 3 else ""
            yield _finding(
                rule,
                month,
                unit,
                sides=(str(len(blank)), "0"),
                items=tuple(item.code for item in blank),
                form=form.code,
                message=f"{form.name}：{names}{more}为空白。应为：{rule.sentence}。",
            )


def _change_month(rule: Rule, month: Month) -> Iterator[Finding]:
    return _change(rule, month, "上期", lambda form: -form.frequency.months)


def _change_year(rule: Rule, month: Month) -> Iterator[Finding]:
    # A yearly form's 上期 is the same period a year before: once is enough.
    return _change(
        rule, month, "上年同期", lambda form: None if form.frequency is Frequency.YEAR else -12
    )


def _change(
    rule: Rule, month: Month, word: str, back: Callable[[Form], int | None]
) -> Iterator[Finding]:
    """R21: a change over the threshold; a running year-to-date is compared by year only."""
    for form, unit, item, amount in _numbers(rule, month):
        months = back(form)
        if months is None or (item.kind is Kind.YTD and months != -12):
            continue
        before = month.value(unit.code, item, add_months(month.end, months))
        if before is None or not before.amount or not amount:
            continue
        now, then = _amount(item, amount), _amount(item, before.amount)
        change = abs(now - then)
        if change >= rule.minimum and change * 100 > rule.threshold * abs(then):
            percent = (now - then) * 100 / abs(then)
            yield _finding(
                rule,
                month,
                unit,
                sides=(plain(now), plain(then)),
                items=(item.code,),
                message=f"{item.name} {plain(now)}，{word} {plain(then)}，变动 "
                f"{'+' if percent > 0 else '−'}{rounded(abs(percent), 1)}%，"
                f"超过 {rule.threshold}%。{rule.sentence}。",
            )


def _identical(rule: Rule, month: Month) -> Iterator[Finding]:
    """R21: a whole form that repeats the period before, figure by figure."""
    for form in _of(rule, month):
        before = add_months(month.end, -form.frequency.months)
        for unit in month.answering(form):
            now = [month.value(unit.code, item) for item in form.items]
            then = [month.value(unit.code, item, before) for item in form.items]
            told = sum(1 for value in now if value is not None and value.amount)
            if told >= _IDENTICAL_MINIMUM and now == then:
                yield _finding(
                    rule,
                    month,
                    unit,
                    sides=(str(told), str(told)),
                    items=tuple(item.code for item in form.items),
                    form=form.code,
                    message=f"{form.name}全部数字与上期相同（{told} 项）。{rule.sentence}。",
                )


def _to_zero(rule: Rule, month: Month) -> Iterator[Finding]:
    """R21: a figure that stood and is now zero; the start of a year clears a year-to-date."""
    for form, unit, item, amount in _numbers(rule, month):
        starts_anew = _starts_anew(item, form.frequency, month.end)
        before = month.value(unit.code, item, add_months(month.end, -form.frequency.months))
        if amount != 0 or starts_anew or before is None or not before.amount:
            continue
        then = plain(_amount(item, before.amount))
        yield _finding(
            rule,
            month,
            unit,
            sides=("0", then),
            items=(item.code,),
            message=f"{item.name}由上期 {then} 变为 0。{rule.sentence}。",
        )


def _starts_anew(item: Item, frequency: Frequency, end: int) -> bool:
    """Whether a year-to-date begins in the period that ends at ``end``: nothing stood before."""
    return item.kind is Kind.YTD and (end % 100 - item.year_start) % 12 < frequency.months


def _fixed(rule: Rule, month: Month) -> Iterator[Finding]:
    """R25: a population base stays what it was in the year's first report."""
    for _, unit, item, amount in _numbers(rule, month):
        if not item.fixed:
            continue
        first = _first_of_year(month, unit.code, item)
        if first is not None and first != amount:
            now, then = plain(_amount(item, amount)), plain(_amount(item, first))
            yield _finding(
                rule,
                month,
                unit,
                sides=(now, then),
                items=(item.code,),
                message=f"{item.name} {now}，本年首次上报为 {then}。{rule.sentence}。",
            )


def _first_of_year(month: Month, unit: str, item: Item) -> int | None:
    year = month.end // 100 * 100
    for end in range(year + 1, month.end):
        value = month.value(unit, item, end)
        if value is not None and value.amount is not None:
            return value.amount
    return None


def _rates(month: Month) -> Iterator[tuple[Unit, Indicator, Fraction, Fraction | None]]:
    """Every rate of every answering unit whose numerator is a number."""
    for indicator in month.catalogue.indicators.values():
        if indicator.denominator is None:
            continue
        items = (*indicator.numerator.items, *indicator.denominator.items)
        forms = {month.catalogue.form_of[item].code for item in items}
        if not all(_ends_now(month, form) for form in forms):
            continue
        for unit in _reporting(month, forms):
            numerator = _side(indicator.numerator, month, unit.code)
            if numerator is not None:
                yield unit, indicator, numerator, _side(indicator.denominator, month, unit.code)


def _numbers(rule: Rule, month: Month) -> Iterator[tuple[Form, Unit, Item, int]]:
    """Every number reported this month: form, unit, item, scaled amount."""
    for form in _of(rule, month):
        for unit in form.reporting(month.area, month.end):
            for item in form.items:
                value = month.value(unit.code, item)
                if value is not None and value.state is State.NUMBER and value.amount is not None:
                    yield form, unit, item, value.amount


def _of(rule: Rule, month: Month) -> Iterator[Form]:
    return (form for form in month.forms() if rule.form in ("", form.code))


def _reporting(month: Month, forms: Iterable[str]) -> list[Unit]:
    """The units that owe every one of the forms."""
    owing = [
        {unit.code for unit in month.catalogue.forms[form].reporting(month.area, month.end)}
        for form in forms
    ]
    everyone = set.intersection(*owing)
    return [unit for unit in (*month.area.units, month.area.itself) if unit.code in everyone]


def _ends_now(month: Month, form: str) -> bool:
    return latest(month.catalogue.forms[form].frequency, month.end).end == month.end


def _amount(item: Item, amount: int) -> Fraction:
    return Fraction(amount, 10**item.decimals)


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
        figure = STATE_LABELS[State.NOT_APPLICABLE] if amount is None else _plain(item, amount)
        words.append(f"{sign}{times}{book}{'上期' if term.previous else ''}{item.name} {figure}")
    if len(words) > 1:
        words.append(f"＝{plain(_side(side, month, unit.code) or Fraction(0))}")
    return "".join(words)


def _plain(item: Item, amount: int) -> str:
    return plain(_amount(item, amount))


def _finding(
    rule: Rule,
    month: Month,
    unit: Unit,
    *,
    sides: tuple[str, str],
    items: tuple[str, ...],
    message: str,
    severity: str = "",
    form: str = "",
) -> Finding:
    return Finding(
        rule.rule,
        rule.id,
        severity or rule.severity,
        form or rule.form or month.catalogue.form_of[items[0]].code,
        unit.code,
        unit.name,
        month.end,
        sides[0],
        sides[1],
        items,
        message,
    )


_KINDS: Mapping[str, Callable[[Rule, Month], Iterator[Finding]]] = {
    "compare": _compare,
    "part": _part,
    "total": _total,
    "count": _count,
    "rate": _rate,
    "denominator": _denominator,
    "blank": _blank,
    "change_month": _change_month,
    "change_year": _change_year,
    "identical": _identical,
    "to_zero": _to_zero,
    "fixed": _fixed,
}
