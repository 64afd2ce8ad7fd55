"""What the rules of one month look at, and what they all need to say what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from monitoring.amounts import State, Value
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Item, Kind, Rule
from monitoring.figures import Figures
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.periods import Frequency, add_months, latest


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


def numbers(rule: Rule, month: Month) -> Iterator[tuple[Form, Unit, Item, int]]:
    """Every number reported this month: form, unit, item, scaled amount."""
    for form in forms_of(rule, month):
        for unit in form.reporting(month.area, month.end):
            for item in form.items:
                value = month.value(unit.code, item)
                if value is not None and value.state is State.NUMBER and value.amount is not None:
                    yield form, unit, item, value.amount


def forms_of(rule: Rule, month: Month) -> Iterator[Form]:
    """The forms of the month that a rule looks at: its own, or every one."""
    return (form for form in month.forms() if rule.form in ("", form.code))


def units_reporting(month: Month, forms: Iterable[str]) -> list[Unit]:
    """The units that owe every one of the forms."""
    owing = [
        {unit.code for unit in month.catalogue.forms[form].reporting(month.area, month.end)}
        for form in forms
    ]
    everyone = set.intersection(*owing)
    return [unit for unit in (*month.area.units, month.area.itself) if unit.code in everyone]


def ends_now(month: Month, form: str) -> bool:
    """Whether a period of the form ends in this month."""
    return latest(month.catalogue.forms[form].frequency, month.end).end == month.end


def starts_anew(item: Item, frequency: Frequency, end: int) -> bool:
    """Whether a year-to-date begins in the period that ends at ``end``: nothing stood before."""
    return item.kind is Kind.YTD and (end % 100 - item.year_start) % 12 < frequency.months


def amount_of(item: Item, amount: int) -> Fraction:
    """A scaled amount in the item's own unit."""
    return Fraction(amount, 10**item.decimals)


def plain_amount(item: Item, amount: int) -> str:
    """A scaled amount in the item's own unit, as a decimal text."""
    return plain(amount_of(item, amount))


def finding_of(
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
    """The finding of a rule: on its own form, or else the form of its first item."""
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
