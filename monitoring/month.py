"""What the rules of one month look at, and what they all need to say what they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from monitoring.amounts import Value
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Item, Kind, Rule
from monitoring.figures import Figures
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.periods import Frequency, add_months, latest


class Limit(NamedTuple):
    """How much an item may change before it is asked about: over ``percent`` and at least
    ``minimum`` in its own unit.
    """

    percent: int
    minimum: int


@dataclass(frozen=True)
class Month:
    """Everything the rules of one month look at.

    ``totals`` are amounts that files state themselves, by item. ``figures`` holds whatever the
    rules read. ``limits`` are a county's own by rule row and item, or ``""`` for every other
    item; ``None`` where it does not want to be asked.
    """

    catalogue: Catalogue
    area: Area
    figures: Figures
    end: int
    totals: Mapping[str, int]
    limits: Mapping[tuple[str, str], Limit | None] = field(default_factory=dict)

    def forms(self) -> Iterator[Form]:
        """The forms whose period ends in this month."""
        for form in self.catalogue.forms.values():
            if latest(form.frequency, self.end).end == self.end:
                yield form

    def reporting(self, form: Form) -> tuple[Unit, ...]:
        """The units that owe a form."""
        return self._reporting[form.code]

    @cached_property
    def _reporting(self) -> Mapping[str, tuple[Unit, ...]]:
        forms = self.catalogue.forms.values()
        return {form.code: form.reporting(self.area, self.end) for form in forms}

    def owing(self, forms: frozenset[str]) -> Sequence[Unit]:
        """The units that owe every one of the forms."""
        if forms not in self._owing:
            owing = [self._reporting[form] for form in forms]
            everyone = frozenset[Unit].intersection(*map(frozenset, owing))
            units = (*self.area.units, self.area.itself)
            self._owing[forms] = [unit for unit in units if unit in everyone]
        return self._owing[forms]

    @cached_property
    def _owing(self) -> dict[frozenset[str], Sequence[Unit]]:
        return {}

    def value(self, unit: str, item: Item, end: int | None = None) -> Value | None:
        """A unit's value of an item, this month unless another is named."""
        return self.figures.value(unit, item.code, self.end if end is None else end)

    def amount(self, unit: str, item: Item, end: int | None = None) -> int | None:
        """The scaled amount of a value that is a number."""
        value = self.value(unit, item, end)
        return None if value is None else value.amount

    def before(self, form: Form, periods: int = 1) -> int:
        """The end of the form's period so many periods before this one."""
        return add_months(self.end, -periods * form.frequency.months)

    def ends(self, form: Form, periods: int) -> Sequence[int]:
        """The ends of the form's periods: this one, the one before it, and so many in all."""
        key = form.frequency, periods
        if key not in self._ends:
            self._ends[key] = [self.before(form, back) for back in range(periods)]
        return self._ends[key]

    @cached_property
    def _ends(self) -> dict[tuple[Frequency, int], Sequence[int]]:
        return {}

    def limit(self, rule: Rule, item: str) -> Limit | None:
        """How much an item may change, ``None`` when it is not asked about."""
        for key in ((rule.id, item), (rule.id, "")):
            if key in self.limits:
                return self.limits[key]
        return Limit(rule.threshold, rule.minimum)


def forms_of(rule: Rule, month: Month) -> Iterator[Form]:
    """The forms of the month that a rule looks at: its own, or every one."""
    return (form for form in month.forms() if rule.form in ("", form.code))


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
