"""Rules against the past: changes and what fell to zero (R21), fixed bases (R25)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitoring.amounts import rounded
from monitoring.areas import Unit
from monitoring.catalogue import Item, Kind, Rule
from monitoring.figures import Key
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.kinds import RuleKind, known, of_items, over, owing_item
from monitoring.month import Month, amount_of, finding_of, plain_amount, starts_anew
from monitoring.periods import Frequency, add_months
from monitoring.probes import Changed, Fallen, Moved, Probe


def _change(rule: Rule, month: Month, unit: Unit, subject: str, end: int) -> Finding | None:
    """R21: a change over the threshold since the period that ended at ``end``."""
    item = month.catalogue.items[subject]
    amount, before = month.amount(unit.code, item), month.amount(unit.code, item, end)
    limit = month.limit(rule, subject)
    if not amount or not before or limit is None:
        return None
    now, then = amount_of(item, amount), amount_of(item, before)
    change = abs(now - then)
    if change < limit.minimum or change * 100 <= limit.percent * abs(then):
        return None
    percent = (now - then) * 100 / abs(then)
    return finding_of(
        rule,
        month,
        unit,
        sides=(plain(now), plain(then)),
        items=(subject,),
        message=f"{item.name} {plain(now)}，{_word(rule)} {plain(then)}，变动 "
        f"{'+' if percent > 0 else '−'}{rounded(abs(percent), 1)}%，"
        f"超过 {limit.percent}%。{rule.sentence}。",
    )


def _word(rule: Rule) -> str:
    return "上年同期" if rule.kind == "change_year" else "上期"


def _judge_month(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    form, _ = known(month, subject)
    return _change(rule, month, unit, subject, month.before(form))


def _judge_year(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    return _change(rule, month, unit, subject, add_months(month.end, -12))


def _by_month(rule: Rule, month: Month) -> Iterable[str]:
    """A running year-to-date is compared by year only."""
    for code in of_items(rule, month):
        form, item = known(month, code)
        if item.kind is not Kind.YTD or form.frequency is Frequency.YEAR:
            yield code


def _by_year(rule: Rule, month: Month) -> Iterable[str]:
    """A yearly form's 上期 is the same period a year before: once is enough."""
    forms = month.catalogue.form_of
    return (code for code in of_items(rule, month) if forms[code].frequency is not Frequency.YEAR)


def probe_change(rule: Rule, month: Month, subject: str, before: int) -> Probe | None:
    """A change since ``before`` over the item's limit, which is scaled like its amounts."""
    item, limit = month.catalogue.items[subject], month.limit(rule, subject)
    if limit is None:
        return None
    return Changed(subject, month.end, before, limit.percent, limit.minimum * 10**item.decimals)


def _probe_month(rule: Rule, month: Month, subject: str) -> Probe | None:
    return probe_change(rule, month, subject, month.before(month.catalogue.form_of[subject]))


def _probe_year(rule: Rule, month: Month, subject: str) -> Probe | None:
    return probe_change(rule, month, subject, add_months(month.end, -12))


def _year_cells(rule: Rule, month: Month, unit: Unit, subject: str) -> Iterable[Key]:
    return ((unit.code, subject, end) for end in (month.end, add_months(month.end, -12)))


def _judge_zero(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R21: a figure that stood and is now zero."""
    form, item = known(month, subject)
    before = month.amount(unit.code, item, month.before(form))
    if month.amount(unit.code, item) != 0 or not before or month.limit(rule, subject) is None:
        return None
    then = plain_amount(item, before)
    return finding_of(
        rule,
        month,
        unit,
        sides=("0", then),
        items=(subject,),
        message=f"{item.name}由上期 {then} 变为 0。{rule.sentence}。",
    )


def _not_anew(rule: Rule, month: Month) -> Iterable[str]:
    """The start of a year clears a year-to-date."""
    for code in of_items(rule, month):
        form, item = known(month, code)
        if not starts_anew(item, form.frequency, month.end):
            yield code


def _probe_zero(rule: Rule, month: Month, subject: str) -> Probe:
    return Fallen(subject, month.end, month.before(month.catalogue.form_of[subject]))


def _judge_fixed(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R25: a population base stays what it was in the year's first report."""
    item = month.catalogue.items[subject]
    amount, first = month.amount(unit.code, item), _first_of_year(month, unit.code, item)
    if amount is None or first is None or first == amount:
        return None
    now, then = plain_amount(item, amount), plain_amount(item, first)
    return finding_of(
        rule,
        month,
        unit,
        sides=(now, then),
        items=(subject,),
        message=f"{item.name} {now}，本年首次上报为 {then}。{rule.sentence}。",
    )


def _first_of_year(month: Month, unit: str, item: Item) -> int | None:
    amounts = (month.amount(unit, item, end) for end in range(_january(month), month.end))
    return next((amount for amount in amounts if amount is not None), None)


def _january(month: Month) -> int:
    return month.end // 100 * 100 + 1


def _fixed(rule: Rule, month: Month) -> Iterable[str]:
    return (code for code in of_items(rule, month) if month.catalogue.items[code].fixed)


def _fixed_cells(rule: Rule, month: Month, unit: Unit, subject: str) -> Iterable[Key]:
    return ((unit.code, subject, end) for end in range(_january(month), month.end + 1))


CHANGES: Mapping[str, RuleKind] = {
    "change_month": RuleKind(_by_month, owing_item, _probe_month, over(2), _judge_month),
    "change_year": RuleKind(_by_year, owing_item, _probe_year, _year_cells, _judge_year),
    "to_zero": RuleKind(_not_anew, owing_item, _probe_zero, over(2), _judge_zero),
    "fixed": RuleKind(
        _fixed,
        owing_item,
        lambda _, month, subject: Moved(subject, month.end, _january(month)),
        _fixed_cells,
        _judge_fixed,
    ),
}
