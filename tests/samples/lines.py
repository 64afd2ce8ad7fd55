"""How one made-up figure of a unit moves over the months, in whole numbers only.

Time ``t`` counts months from a county's first sample month (0); it may be negative. Shares and
yearly drifts are in basis points (1/10,000). Every choice comes from a checksum of its name, so
each run gives the same figures.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

WHOLE = 10_000
SEASON = (98, 96, 101, 102, 103, 102, 100, 99, 101, 103, 102, 101)


class Months(Protocol):
    """What a line needs of the county it is worked out for."""

    @property
    def sizes(self) -> Sequence[int]:
        """The size of each township."""

    def amount(self, item: str, unit: int, t: int) -> int | None:
        """Another item's figure."""

    def total(self, item: str) -> int | None:
        """The county total an item starts from, where one is set."""

    def path(self, item: str, start: int, yearly: int) -> tuple[int, int]:
        """Start and yearly drift of a share, the county's own where it has one."""

    def starts(self, item: str) -> tuple[int, ...]:
        """The memo of an item's figures at ``t`` = 0, a unit each."""

    def calendar_month(self, t: int) -> int:
        """1–12."""

    def calendar_year(self, t: int) -> int:
        """Four digits."""

    def year_of(self, t: int, first_month: int) -> int:
        """Whole years since the first sample year; years begin in ``first_month``."""


class Line(Protocol):
    """One item's law."""

    def at(self, months: Months, item: str, unit: int, t: int) -> int | None:
        """The figure of unit number ``unit`` (``None``: 不适用)."""


def jitter(spread: int, *key: object) -> int:
    """A whole number within ±``spread`` that depends on the key alone."""
    if not spread:
        return 0
    return zlib.crc32("/".join(map(str, key)).encode()) % (2 * spread + 1) - spread


def split(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """``total`` in proportion to ``weights`` by largest remainder: the parts add up exactly."""
    whole = sum(weights)
    if not whole:
        return tuple(0 for _ in weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def nearest(numerator: int, denominator: int) -> int:
    """The quotient rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def known(amount: int | None) -> int:
    """An amount that other figures are made of, 0 where it does not apply."""
    return amount or 0


@dataclass(frozen=True)
class Base:
    """A county total split over the townships, by their size or by another item ``by``.

    ``every`` is the first month of the year it is fixed for (0: it moves each month); ``own``
    the share the county itself (本级) holds.
    """

    yearly: int = 0
    spread: int = 300
    every: int = 0
    own: int = 0
    by: str = ""

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """The unit's part, grown."""
        time = 12 * months.year_of(t, self.every) if self.every else t
        start = months.starts(item)[unit]
        _, yearly = months.path(item, 0, self.yearly)
        return max(nearest(start * (12 * WHOLE + yearly * time), 12 * WHOLE), min(start, 1))

    def start(self, months: Months, item: str) -> tuple[int, ...]:
        """The split at the first month."""
        total = months.total(item)
        if total is None:
            raise KeyError(item)
        own = nearest(total * self.own, WHOLE)
        weights = [
            (known(months.amount(self.by, unit, 0)) if self.by else size)
            * (WHOLE + jitter(self.spread, item, unit))
            for unit, size in enumerate(months.sizes)
        ]
        return (*split(total - own, weights), own)


@dataclass(frozen=True)
class Share:
    """A share of another item, exact in the county total at the first month."""

    of: str
    first: int = WHOLE
    yearly: int = 0
    spread: int = 100
    top: int = 9_850
    every: int = 0

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """The unit's share at ``t``, never above ``top``."""
        time, first = t, t
        if self.every:
            time = 12 * months.year_of(t, self.every)
            first = t - (months.calendar_month(t) - self.every) % 12
        of_start = known(months.amount(self.of, unit, 0))
        of_now = known(months.amount(self.of, unit, first))
        if not of_start:
            return 0
        _, yearly = months.path(item, self.first, self.yearly)
        start = months.starts(item)[unit]
        share = start * 12 * WHOLE + yearly * time * of_start
        now = nearest(of_now * share, of_start * 12 * WHOLE)
        return max(min(now, max(of_now * self.top // WHOLE, min(of_now, start))), 0)

    def start(self, months: Months, item: str) -> tuple[int, ...]:
        """The split at the first month."""
        of = [known(months.amount(self.of, unit, 0)) for unit in range(len(months.sizes) + 1)]
        total = months.total(item)
        if total is None:
            first, _ = months.path(item, self.first, self.yearly)
            total = nearest(sum(of) * first, WHOLE)
        weights = [
            amount * (WHOLE + jitter(self.spread, item, unit)) for unit, amount in enumerate(of)
        ]
        return split(total, weights)


@dataclass(frozen=True)
class Same:
    """Another item's figure (the same fact on two forms, R22)."""

    of: str

    def at(self, months: Months, item: str, unit: int, t: int) -> int | None:
        """That figure."""
        return months.amount(self.of, unit, t)


@dataclass(frozen=True)
class Sum:
    """The sum of other items."""

    of: tuple[str, ...]

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """That sum."""
        return sum(known(months.amount(part, unit, t)) for part in self.of)


@dataclass(frozen=True)
class Flow:
    """A month's work: ``monthly`` of another item, with the season and a little chance."""

    of: str
    monthly: int
    chance: int = 200
    seasonal: bool = True

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """At least one where there is anybody to serve."""
        of = known(months.amount(self.of, unit, t))
        season = SEASON[months.calendar_month(t) - 1] if self.seasonal else 100
        chance = WHOLE + jitter(self.chance, item, unit, t)
        return max(nearest(of * self.monthly * season * chance, WHOLE * WHOLE * 100), min(of, 1))


@dataclass(frozen=True)
class Part:
    """A part of another item, rounded down: never more than it in any month or sum of months."""

    of: str
    share: int
    chance: int = 0

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """At least one where there is anything at all."""
        of = known(months.amount(self.of, unit, t))
        share = self.share + jitter(self.chance, item, unit, t)
        return max(of * share // WHOLE, min(of, 1))


@dataclass(frozen=True)
class YearToDate:
    """The sum of a flow since ``first_month`` (1, or 10 for the 妇幼 year)."""

    flow: str
    first_month: int = 1

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """Restarts with the year."""
        past = (months.calendar_month(t) - self.first_month) % 12
        return sum(known(months.amount(self.flow, unit, t - back)) for back in range(past + 1))


@dataclass(frozen=True)
class Progress:
    """People counted once a year: the year's fixed ``goal`` is reached in its last month."""

    goal: str
    first_month: int = 1

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """The goal in twelve nearly equal steps."""
        year = months.year_of(t, self.first_month)
        goal = known(months.amount(self.goal, unit, t))
        steps = [100 + jitter(4, item, unit, year, month) for month in range(12)]
        done = (months.calendar_month(t) - self.first_month) % 12 + 1
        return max(goal * sum(steps[:done]) // sum(steps), min(goal, 1))


@dataclass(frozen=True)
class Step:
    """The month's own part of a :class:`Progress`."""

    progress: str
    first_month: int = 1

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """What this month added."""
        now = known(months.amount(self.progress, unit, t))
        if months.calendar_month(t) == self.first_month:
            return now
        return now - known(months.amount(self.progress, unit, t - 1))


@dataclass(frozen=True)
class Running:
    """A stock kept by what comes in and goes out (R19)."""

    opening: str
    gained: str
    lost: str

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """The opening figure and every movement since."""
        if t <= 0:
            return known(months.amount(self.opening, unit, 0))
        before = known(months.amount(item, unit, t - 1))
        gained = known(months.amount(self.gained, unit, t))
        return before + gained - known(months.amount(self.lost, unit, t))


@dataclass(frozen=True)
class LastDecember:
    """Another item as it stood at the end of last year."""

    of: str

    def at(self, months: Months, item: str, unit: int, t: int) -> int | None:
        """The same all year."""
        return months.amount(self.of, unit, 12 * months.year_of(t, 1) - 12)


@dataclass(frozen=True)
class Townships:
    """Another item for the townships; the county itself has no people of its own."""

    of: str

    def at(self, months: Months, item: str, unit: int, t: int) -> int | None:
        """不适用 for the county itself."""
        return None if unit == len(months.sizes) else months.amount(self.of, unit, t)


@dataclass(frozen=True)
class Swinging:
    """Another item and a few more or fewer each quarter, so that no return repeats the last."""

    of: str

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """Never the same twice running."""
        return known(months.amount(self.of, unit, t)) + (t // 3 + unit) % 3


@dataclass(frozen=True)
class Placed:
    """Institutions, one by one: how many each unit has at first and by month ``until``."""

    first: tuple[int | None, ...]
    last: tuple[int | None, ...]
    until: int

    def at(self, months: Months, item: str, unit: int, t: int) -> int | None:
        """Moves by whole institutions; ``None`` stays 不适用."""
        if unit >= len(self.first):
            return 0
        first, last = self.first[unit], self.last[unit]
        if first is None or last is None:
            return None
        # A unit's own delay spreads the changes over the months and keeps part ≤ whole.
        delay = jitter(self.until // 2, unit) + self.until // 2
        time = min(max(t, 0), self.until)
        return first + ((last - first) * time + min(delay, self.until - 1)) // self.until
