"""A county of the samples: its facts, and every figure of it worked out on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from monitoring.amounts import NOT_APPLICABLE, Value, number
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Form
from monitoring.figures import Key
from monitoring.periods import add_months, latest
from tests.samples.forms import LINES
from tests.samples.lines import Base, Line, Share

LAST = 202610


@dataclass(frozen=True)
class Facts:
    """What is set for one county.

    ``first`` is the first sample month (a December); ``sizes`` the made-up size of each township;
    ``totals`` county totals of the first month, published ones among them; ``paths`` start and
    yearly drift of shares in basis points; ``lines`` items with a law of their own.
    """

    code: str
    first: int
    sizes: tuple[int, ...]
    totals: Mapping[str, int]
    paths: Mapping[str, tuple[int, int]]
    lines: Mapping[str, Line]


@dataclass
class County:
    """The figures of a county, remembered once worked out."""

    facts: Facts
    memo: dict[tuple[str, int, int], int | None] = field(default_factory=dict)
    first_month: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Township sizes."""
        return self.facts.sizes

    @property
    def months(self) -> Iterator[int]:
        """Every sample month, yyyymm."""
        end = self.facts.first
        while end <= LAST:
            yield end
            end = add_months(end, 1)

    def line(self, item: str) -> Line:
        """The law of an item."""
        return self.facts.lines.get(item) or LINES[item]

    def amount(self, item: str, unit: int, t: int) -> int | None:
        """The figure of unit number ``unit`` (one past the townships: the county itself)."""
        key = (item, unit, t)
        if key not in self.memo:
            self.memo[key] = self.line(item).at(self, item, unit, t)
        return self.memo[key]

    def total(self, item: str) -> int | None:
        """The county total the item starts from."""
        return self.facts.totals.get(item)

    def path(self, item: str, start: int, yearly: int) -> tuple[int, int]:
        """The county's own start and drift of a share, or the given."""
        return self.facts.paths.get(item, (start, yearly))

    def starts(self, item: str) -> tuple[int, ...]:
        """An item's figures in the first month, a unit each."""
        if item not in self.first_month:
            line = self.line(item)
            if not isinstance(line, Base | Share):
                raise TypeError(item)
            self.first_month[item] = line.start(self, item)
        return self.first_month[item]

    def calendar_month(self, t: int) -> int:
        """The month of the year, 1–12."""
        return add_months(self.facts.first, t) % 100

    def calendar_year(self, t: int) -> int:
        """The year, four digits."""
        return add_months(self.facts.first, t) // 100

    def year_of(self, t: int, first_month: int) -> int:
        """Whole years since the first sample year, years beginning in ``first_month``."""
        year, month = divmod(add_months(self.facts.first, t), 100)
        later = 1 if first_month > 1 and month >= first_month else 0
        return year + later - self.facts.first // 100

    def figures(self, catalogue: Catalogue, area: Area) -> dict[Key, Value]:
        """Every value of every form, unit and month."""
        numbers = {unit.code: place for place, unit in enumerate((*area.units, area.itself))}
        return {
            (unit.code, item.code, end): _value(self.amount(item.code, numbers[unit.code], t))
            for t, end in enumerate(self.months)
            for form in due(catalogue, end)
            for unit in form.reporting(area, end)
            for item in form.items
        }


def due(catalogue: Catalogue, end: int) -> Iterator[Form]:
    """The forms whose period ends in the month."""
    return (f for f in catalogue.forms.values() if latest(f.frequency, end).end == end)


def _value(amount: int | None) -> Value:
    return NOT_APPLICABLE if amount is None else number(amount)
