"""What a file says about itself: its own totals and rates, compared and never stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from importers.context import Context
from importers.figures import Figures
from importers.headers import Column, Table
from importers.names import label
from importers.numbers import percent, plain_number
from importers.workbook import Scalar
from monitoring.amounts import Value, grouped, rounded
from monitoring.catalogue import Indicator
from monitoring.expressions import Expression, Term, evaluate
from monitoring.issues import Issue, Severity

_LEAST = Fraction(1, 100)


@dataclass
class Sums:
    """Sums of the numbers seen so far, by item code; ``unread`` have a figure nobody could add."""

    amounts: dict[str, int] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def add_row(self, values: Mapping[str, Value], told: Collection[str]) -> None:
        """Count a row's numbers in; ``told`` are the items its cells say something about."""
        for item, value in values.items():
            if value.amount is not None:
                self.amounts[item] = self.amounts.get(item, 0) + value.amount
        self.unread.update(item for item in told if item not in values)


def total_issues(figures: Figures, row: int, sums: Sums, name: str) -> Iterator[Issue]:
    """A warning for each figure of a 合计 or 小计 row that is not the sum of its rows.

    Where a figure of the rows could not be read, that is what there is to say.
    """
    view = figures.table.view
    for column, item in figures.table.items.items():
        amount = figures.amount(row, column, item)
        summed = sums.amounts.get(item.code)
        if amount is None or summed is None or amount == summed or item.code in sums.unread:
            continue
        stated, actual = grouped(amount, item.decimals), grouped(summed, item.decimals)
        message = (
            f"“{item.name}”的{name}写的是 {stated}，各单位相加是 {actual}；"
            "请核对，导入的是各单位的数。"
        )
        cell = view.name(row, column)
        yield Issue("total_differs", message, Severity.WARNING, view.sheet.name, cell)


def rate_issues(
    table: Table, context: Context, by_row: Mapping[int, Mapping[str, Value]]
) -> Iterator[Issue]:
    """One warning a rate column in which a stated rate is not what its row gives."""
    for column in table.rates.values():
        indicator = _indicator(column, table, context)
        if indicator is None or indicator.denominator is None:
            continue
        denominators = _denominators(indicator, table, context)
        differing = []
        for row, values in by_row.items():
            cell = table.view.value(row, column.index)
            rates = [
                rate
                for denominator in denominators
                if (rate := _rate(indicator, denominator, values, context)) is not None
            ]
            if rates and not any(_agrees(cell, rate, indicator.factor) for rate in rates):
                differing.append((row, cell, rates[0]))
        if differing:
            base = _other_base(indicator, table, column, context, by_row)
            yield _differs(table, column, differing, base)


def _other_base(
    indicator: Indicator,
    table: Table,
    column: Column,
    context: Context,
    by_row: Mapping[int, Mapping[str, Value]],
) -> str:
    """The item by which every row's stated rate is divided instead; empty when there is none.

    重点人群签约率 goes by two definitions, of 重点人群 and of everyone signed.
    """
    for item in table.items.values():
        below = Expression((Term(1, item.code),))
        rates = {row: _rate(indicator, below, v, context) for row, v in by_row.items()}
        told = [
            _agrees(table.view.value(row, column.index), rate, indicator.factor)
            for row, rate in rates.items()
            if rate is not None
        ]
        if told and all(told):
            return item.name
    return ""


def _differs(
    table: Table, column: Column, differing: list[tuple[int, Scalar, Fraction]], base: str
) -> Issue:
    row, cell, rate = differing[0]
    more = f"（另有 {len(differing) - 1} 处）" if len(differing) > 1 else ""
    why = f"，写的率是除以“{base}”得的，口径不同" if base else ""
    message = (
        f"“{column.title}”写的是 {cell}，按同一行的数算是 {rounded(rate, 2)}{more}{why}；"
        "比率由系统计算，请核对分子和分母。"
    )
    view = table.view
    place = view.name(row, column.index)
    return Issue("rate_differs", message, Severity.WARNING, view.sheet.name, place)


def _indicator(column: Column, table: Table, context: Context) -> Indicator | None:
    """The indicator a rate column names, or the one of the item it stands behind."""
    rates = context.rates[table.form.code]
    keys = [label(part).key for part in column.parts]
    for key in ("".join(keys), *reversed(keys)):
        if key in rates:
            return rates[key]
    before = sorted(index for index in table.items if index < column.index)
    if not before:
        return None
    if len(keys[-1]) <= 4 or before[-1] == column.index - 1:
        item = table.items[before[-1]].code
        if found := next((r for r in rates.values() if r.numerator.items == (item,)), None):
            return found
    # 签约率 behind other columns is still that of who signed.
    numerators = [table.items[index].code for index in reversed(before)]
    named = [
        (code, rate)
        for code in numerators
        for key, rate in rates.items()
        if rate.numerator.items == (code,) and len(keys[-1]) > 1 and key.endswith(keys[-1])
    ]
    return named[0][1] if named else None


def _denominators(indicator: Indicator, table: Table, context: Context) -> list[Expression]:
    """What the rate may be divided by: the definition's, or another base of the same group.

    Systems disagree on the base (常住 or 已管理), and a head seldom says which it means.
    """
    found = [] if indicator.denominator is None else [indicator.denominator]
    item = context.catalogue.items.get(indicator.numerator.items[0])
    for other in table.items.values():
        if item is not None and other.group and other.group == item.group and other != item:
            found.append(Expression((Term(1, other.code),)))
    return found


def _rate(
    indicator: Indicator,
    denominator: Expression,
    values: Mapping[str, Value],
    context: Context,
) -> Fraction | None:
    def value(term: Term) -> Value | None:
        return None if term.previous else values.get(term.item)

    above = evaluate(indicator.numerator, value, context.catalogue.decimals)
    below = evaluate(denominator, value, context.catalogue.decimals)
    return None if above is None or not below else above / below * indicator.factor


def _agrees(cell: Scalar, rate: Fraction, factor: int) -> bool:
    """Whether the cell is the rate as far as it is written out; blanks and marks always agree."""
    stated = percent(cell)
    if stated is not None:
        return _near(stated, rate, 1)
    stated = plain_number(cell)
    return stated is None or _near(stated, rate, 1) or _near(stated, rate, factor)


def _near(stated: Decimal, rate: Fraction, factor: int) -> bool:
    exponent = stated.as_tuple().exponent
    last = Fraction(10) ** exponent if isinstance(exponent, int) else Fraction(1)
    return abs(Fraction(stated) * factor - rate) <= max(last * factor, _LEAST)
