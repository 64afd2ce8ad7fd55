"""Where the figures come from: a county and its reporting units, or a city of counties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit: a township, or a county for its own (本级) figures.

    ``code`` has twelve digits. ``aliases`` are other names seen in files, former names included.
    ``county`` is the code of the county it lies in, in the ledger of a city; empty in a county's.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    county: str = ""

    @property
    def is_county(self) -> bool:
        """Whether it is one of a city's counties."""
        return self.county == self.code

    def stands_in(self, month: int) -> bool:
        """Whether the unit existed in the month ``yyyymm``."""
        after = self.valid_from is None or _month(self.valid_from) <= month
        return after and (self.valid_to is None or month <= _month(self.valid_to))


@dataclass(frozen=True, slots=True)
class Area:
    """A county with its townships in the order of their codes, or a city.

    A city's ``parts`` are its counties, and its ``units`` the townships of each county followed by
    the county itself, named so that no two are alike.
    """

    code: str
    name: str
    parent: str
    parent_name: str
    source: str
    units: tuple[Unit, ...]
    parts: tuple[Area, ...] = ()

    @property
    def itself(self) -> Unit:
        """The area as a unit of its own (本级)."""
        return Unit(self.code, self.name, ("本级", "县本级", "市本级", f"{self.name}本级"))

    @property
    def counties(self) -> tuple[Unit, ...]:
        """A city's counties as units of their own; none in a county."""
        return tuple(unit for unit in self.units if unit.is_county)

    def part(self, code: str) -> Area | None:
        """The county of this code, which may be this area itself."""
        if code == self.code:
            return self
        return next((part for part in self.parts if part.code == code), None)


def city(code: str, name: str, parent: tuple[str, str], source: str, parts: Iterable[Area]) -> Area:
    """A city of counties; ``parent`` is code and name of what lies above it."""
    whole = tuple(sorted(parts, key=lambda part: part.code))
    return Area(code, name, *parent, source, units_of(whole), whole)


def with_part(area: Area, part: Area) -> Area:
    """The city with a county added, or in the place of the one it had."""
    others = (each for each in area.parts if each.code != part.code)
    return city(area.code, area.name, (area.parent, area.parent_name), area.source, (*others, part))


def units_of(parts: Iterable[Area]) -> tuple[Unit, ...]:
    """The units of a city's counties, each under its county's name and known by its own as well
    where no other county has one called so.
    """
    listed = list(parts)
    called = Counter(
        name for part in listed for unit in part.units for name in {unit.name, *unit.aliases}
    )
    units: list[Unit] = []
    for part in listed:
        for unit in part.units:
            own = tuple(name for name in (unit.name, *unit.aliases) if called[name] == 1)
            units.append(replace(unit, name=part.name + unit.name, aliases=own, county=part.code))
        units.append(Unit(part.code, part.name, (f"{part.name}本级",), county=part.code))
    return tuple(units)


def area_table(area: Area) -> dict[str, Any]:
    """What is kept and carried of an area, as :func:`monitoring.resources.read_area` reads it."""
    table: dict[str, Any] = {
        key: getattr(area, key) for key in ("code", "name", "parent", "parent_name", "source")
    }
    if area.parts:
        return table | {"counties": [area_table(part) for part in area.parts]}
    return table | {"units": [_unit_table(unit) for unit in area.units]}


def _unit_table(unit: Unit) -> Mapping[str, Any]:
    table = {
        "code": unit.code,
        "name": unit.name,
        "aliases": list(unit.aliases),
        "valid_from": None if unit.valid_from is None else unit.valid_from.isoformat(),
        "valid_to": None if unit.valid_to is None else unit.valid_to.isoformat(),
    }
    return {key: value for key, value in table.items() if value}


def _month(day: date) -> int:
    return day.year * 100 + day.month
