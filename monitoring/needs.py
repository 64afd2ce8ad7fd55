"""What is still needed to meet a target: how many more, and which townships hold the gap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from monitoring.catalogue import Catalogue, Indicator
from monitoring.goals import Bound
from monitoring.indicators import Result
from monitoring.pace import months_apart

PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more (fewer when ``falling``) of what the numerator counts would meet the target
    with the denominator as it stands; 0 when it is met.

    ``noun`` is the unit of what is counted (人, 张, 家, 人次), empty where it is not known.
    ``months`` are left to the due date, the begun one included, and ``per_month`` is what each of
    them has to bring; both 0 when the date has come.
    """

    count: int
    months: int
    per_month: int
    noun: str
    falling: bool

    @property
    def text(self) -> str:
        """In words: 还需 545 张，每月 24 张; empty when nothing is needed."""
        if not self.count:
            return ""
        verb, noun = "还需减少" if self.falling else "还需", f" {self.noun}" if self.noun else ""
        monthly = f"，平均每月 {self.per_month:,}{noun}" if self.months else ""
        return f"{verb} {self.count:,}{noun}{monthly}"


@dataclass(frozen=True, slots=True)
class Contribution:
    """A unit's part of the county's gap.

    ``lacks`` is what its numerator is short of the target's rate on its own denominator, negative
    when it has more. ``whole`` is that in whole people, beds or visits, 0 for one that has enough;
    ``share`` its part of what all those that lack anything lack together. ``figure`` is ``None``
    for one that counts in one side only.
    """

    unit: str
    name: str
    numerator: Fraction
    denominator: Fraction
    figure: Fraction | None
    lacks: Fraction
    whole: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Contributions:
    """Units by what they lack, the most first. ``gap`` is the exact sum over all of them, what
    the county's numerator is short of; ``missing`` names those that did not report, who are in
    neither.
    """

    gap: Fraction
    units: tuple[Contribution, ...]
    missing: tuple[str, ...] = ()


def counted_in(indicator: Indicator, catalogue: Catalogue) -> str:
    """The unit of measure of what the numerator counts (人, 张, 家); empty for no whole things."""
    items = [catalogue.items[term.item] for term in indicator.numerator.terms]
    whole = all(item.decimals == 0 and item.unit != PERCENT for item in items)
    return items[0].unit if items and whole else ""


def needed(
    indicator: Indicator, bound: Bound, result: Result, day: date, until: date, *, noun: str
) -> Needed | None:
    """What is needed from the end of ``day`` to ``until``.

    ``None`` for a figure that counts nobody and nothing: an entered rate, an age, an amount.
    """
    count = count_to(indicator, bound, result)
    if count is None:
        return None
    months = max(math.ceil(months_apart(day, until)), 0)
    per_month = math.ceil(Fraction(count, months)) if months else 0
    return Needed(count, months, per_month, noun, not bound.rising)


def count_to(indicator: Indicator, bound: Bound, result: Result) -> int | None:
    """How many more (or fewer) of the numerator meet the bound; 0 when it is met."""
    if result.numerator is None or not result.denominator:
        return None
    if indicator.denominator is None and indicator.places:
        return None
    if result.ratio is None or bound.met(result.ratio):
        return 0
    short = _short(bound, result)
    return math.floor(short) + 1 if bound.strict else math.ceil(short)


def _short(bound: Bound, result: Result) -> Fraction:
    """What the numerator lacks of the bound, negative when it has more. Both sides are there."""
    sides = result.numerator or Fraction(0), result.denominator or Fraction(0)
    return _lack(bound, result.factor, *sides)


def _lack(bound: Bound, factor: int, numerator: Fraction, denominator: Fraction) -> Fraction:
    edge = bound.value * denominator / factor
    return edge - numerator if bound.rising else numerator - edge


def contributions(
    indicator: Indicator,
    bound: Bound,
    names: Mapping[str, str],
    shares: Iterable[tuple[str, Sequence[Fraction | None] | None]],
) -> Contributions | None:
    """Which units hold the gap, by what each adds to the two sides (see ``indicators.shares``).

    ``None`` for a count or a result: it asks of the county, and no rate says what one of its
    townships should have.
    """
    if indicator.denominator is None:
        return None
    sides: dict[str, tuple[Fraction, Fraction]] = {}
    missing: list[str] = []
    for unit, parts in shares:
        if parts is None:
            missing.append(names.get(unit, unit))
        else:
            sides[unit] = parts[0] or Fraction(0), parts[1] or Fraction(0)
    lacks = {unit: _lack(bound, indicator.factor, *each) for unit, each in sides.items()}
    together = sum((lack for lack in lacks.values() if lack > 0), Fraction(0))
    units = [
        Contribution(
            unit,
            names.get(unit, unit),
            numerator,
            denominator,
            numerator / denominator * indicator.factor if denominator else None,
            lacks[unit],
            max(math.ceil(lacks[unit]), 0),
            max(lacks[unit], Fraction(0)) / together if together else Fraction(0),
        )
        for unit, (numerator, denominator) in sides.items()
    ]
    units.sort(key=lambda each: (-each.lacks, each.unit))
    return Contributions(sum(lacks.values(), Fraction(0)), tuple(units), tuple(missing))
