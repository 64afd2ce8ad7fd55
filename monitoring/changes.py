"""Rules against the past: changes, repetitions and what fell to zero (R21), fixed bases (R25)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from monitoring.amounts import rounded
from monitoring.catalogue import Form, Item, Kind, Rule
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.month import (
    Month,
    amount_of,
    finding_of,
    forms_of,
    numbers,
    starts_anew,
)
from monitoring.periods import Frequency, add_months

_IDENTICAL_MINIMUM = 5


def change_month(rule: Rule, month: Month) -> Iterator[Finding]:
    """R21 against the period before."""
    return _change(rule, month, "上期", lambda form: -form.frequency.months)


def change_year(rule: Rule, month: Month) -> Iterator[Finding]:
    """R21 against the same period a year before."""
    # A yearly form's 上期 is the same period a year before: once is enough.
    return _change(
        rule, month, "上年同期", lambda form: None if form.frequency is Frequency.YEAR else -12
    )


def _change(
    rule: Rule, month: Month, word: str, back: Callable[[Form], int | None]
) -> Iterator[Finding]:
    """R21: a change over the threshold; a running year-to-date is compared by year only."""
    for form, unit, item, amount in numbers(rule, month):
        months = back(form)
        if months is None or (item.kind is Kind.YTD and months != -12):
            continue
        before = month.value(unit.code, item, add_months(month.end, months))
        if before is None or not before.amount or not amount:
            continue
        now, then = amount_of(item, amount), amount_of(item, before.amount)
        change = abs(now - then)
        if change >= rule.minimum and change * 100 > rule.threshold * abs(then):
            percent = (now - then) * 100 / abs(then)
            yield finding_of(
                rule,
                month,
                unit,
                sides=(plain(now), plain(then)),
                items=(item.code,),
                message=f"{item.name} {plain(now)}，{word} {plain(then)}，变动 "
                f"{'+' if percent > 0 else '−'}{rounded(abs(percent), 1)}%，"
                f"超过 {rule.threshold}%。{rule.sentence}。",
            )


def identical(rule: Rule, month: Month) -> Iterator[Finding]:
    """R21: a whole form that repeats the period before, figure by figure."""
    for form in forms_of(rule, month):
        before = add_months(month.end, -form.frequency.months)
        for unit in month.answering(form):
            now = [month.value(unit.code, item) for item in form.items]
            then = [month.value(unit.code, item, before) for item in form.items]
            told = sum(1 for value in now if value is not None and value.amount)
            if told >= _IDENTICAL_MINIMUM and now == then:
                yield finding_of(
                    rule,
                    month,
                    unit,
                    sides=(str(told), str(told)),
                    items=tuple(item.code for item in form.items),
                    form=form.code,
                    message=f"{form.name}全部数字与上期相同（{told} 项）。{rule.sentence}。",
                )


def to_zero(rule: Rule, month: Month) -> Iterator[Finding]:
    """R21: a figure that stood and is now zero; the start of a year clears a year-to-date."""
    for form, unit, item, amount in numbers(rule, month):
        anew = starts_anew(item, form.frequency, month.end)
        before = month.value(unit.code, item, add_months(month.end, -form.frequency.months))
        if amount != 0 or anew or before is None or not before.amount:
            continue
        then = plain(amount_of(item, before.amount))
        yield finding_of(
            rule,
            month,
            unit,
            sides=("0", then),
            items=(item.code,),
            message=f"{item.name}由上期 {then} 变为 0。{rule.sentence}。",
        )


def fixed(rule: Rule, month: Month) -> Iterator[Finding]:
    """R25: a population base stays what it was in the year's first report."""
    for _, unit, item, amount in numbers(rule, month):
        if not item.fixed:
            continue
        first = _first_of_year(month, unit.code, item)
        if first is not None and first != amount:
            now, then = plain(amount_of(item, amount)), plain(amount_of(item, first))
            yield finding_of(
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
