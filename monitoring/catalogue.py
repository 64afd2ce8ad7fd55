"""The definitions a ledger works by: areas, forms, items, indicators and rules, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from monitoring.areas import Area, Unit
from monitoring.expressions import Expression
from monitoring.periods import Frequency


class Reporters(StrEnum):
    """Who fills a form: the townships, the county for itself (本级), or both."""

    TOWNSHIPS = "townships"
    COUNTY = "county"
    BOTH = "both"


class Kind(StrEnum):
    """What an item's figure spans (ground rule 2)."""

    STOCK = "stock"
    FLOW = "flow"
    YTD = "ytd"
    RESULT = "result"

    @property
    def label(self) -> str:
        """The word the form prints for it."""
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.STOCK: "月末数",
    Kind.FLOW: "本月数",
    Kind.YTD: "本年累计",
    Kind.RESULT: "结果",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a form. ``decimals`` scale its amounts; 0 means a count.

    ``parent`` is the item this is 其中 of, ``ytd_of`` the monthly flow a year-to-date adds up,
    ``year_start`` the first month of its statistical year, ``fixed`` a population base that
    stands for a whole year (R25), ``opens`` the item whose figure at the end of the year before
    it repeats.
    """

    code: str
    name: str
    unit: str
    kind: Kind
    section: str
    definition: str
    reference: str
    decimals: int = 0
    group: str = ""
    parent: str = ""
    ytd_of: str = ""
    year_start: int = 1
    negative: bool = False
    fixed: bool = False
    opens: str = ""
    supplier: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RateLine:
    """A computed rate printed in a form below the item ``after``."""

    indicator: str
    after: str


@dataclass(frozen=True)
class Form:
    """One definition with four faces: entry grid, blank template, recognition, return."""

    code: str
    name: str
    version: int
    frequency: Frequency
    reporters: Reporters
    valid_from: date
    reference: str
    scope: str
    due_day: int
    items: tuple[Item, ...]
    rates: tuple[RateLine, ...] = ()
    notes: tuple[str, ...] = ()
    table_number: str = ""
    document_number: str = ""

    @cached_property
    def by_code(self) -> Mapping[str, Item]:
        """Items by code."""
        return {item.code: item for item in self.items}

    def depth(self, item: Item) -> int:
        """How deep the item is nested under 其中, 0 for a line of its own."""
        depth = 0
        while item.parent:
            item, depth = self.by_code[item.parent], depth + 1
        return depth

    def reporting(self, area: Area, month: int) -> tuple[Unit, ...]:
        """The units that owe this form for the month ``yyyymm``, in order."""
        standing = tuple(unit for unit in area.units if unit.stands_in(month))
        if self.reporters is Reporters.TOWNSHIPS:
            # A county whose townships nobody knows yet owes what they do: it is not left out.
            known = {unit.county for unit in standing if not unit.is_county}
            return tuple(u for u in standing if not u.is_county or u.code not in known)
        if self.reporters is Reporters.COUNTY:
            return (*area.counties, area.itself)
        return (*standing, area.itself)

    def counted(self, area: Area, month: int) -> tuple[Unit, ...]:
        """Those whose figures make up the area's: everyone who owes the form, but of one that is
        filled by an area for itself only the area. A city's life expectancy is no sum.
        """
        if self.reporters is Reporters.COUNTY:
            return (area.itself,)
        return self.reporting(area, month)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure computed from items: numerator ÷ denominator × factor, both linear.

    Without a ``denominator`` it is a count or a result. ``population`` says whether both sides
    count the same people (a rate over 100 % is then impossible, R20).
    """

    code: str
    name: str
    numerator: Expression
    denominator: Expression | None
    factor: int
    unit: str
    kind: str
    every: Frequency
    direction: str
    denominator_text: str
    field: str
    level: str
    definition: str
    reference: str
    population: str = ""
    places: int = 2
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit rule as data: R01–R25, or a county's own. General kinds have no formula.

    ``threshold`` is in percent and ``minimum`` the smallest absolute change that counts (R21).
    It holds from the month ``valid_from`` to ``valid_to`` (yyyymm, 0 for open), both included,
    in the ``months`` of the year (1–12) and for the ``units`` (codes) named; none is all.
    """

    id: str
    rule: str
    kind: str
    severity: str
    form: str
    sentence: str
    reference: str
    left: Expression | None = None
    operator: str = ""
    right: Expression | None = None
    threshold: int = 0
    minimum: int = 0
    valid_from: int = 0
    valid_to: int = 0
    units: tuple[str, ...] = ()
    months: tuple[int, ...] = ()

    def holds_in(self, month: int) -> bool:
        """Whether it is asked in the month ``yyyymm``."""
        in_force = self.valid_from <= month and (not self.valid_to or month <= self.valid_to)
        return in_force and (not self.months or month % 100 in self.months)

    def concerns(self, unit: str) -> bool:
        """Whether it is asked of a unit."""
        return not self.units or unit in self.units


@dataclass(frozen=True)
class Catalogue:
    """Everything the ledger's figures are defined by. Iteration order is the order of the files."""

    forms: Mapping[str, Form]
    indicators: Mapping[str, Indicator]
    rules: tuple[Rule, ...]

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item of every form by code."""
        return {item.code: item for form in self.forms.values() for item in form.items}

    @cached_property
    def form_of(self) -> Mapping[str, Form]:
        """The form each item code belongs to."""
        return {item.code: form for form in self.forms.values() for item in form.items}

    def decimals(self, item: str) -> int:
        """Decimal places of an item's amounts."""
        return self.items[item].decimals
