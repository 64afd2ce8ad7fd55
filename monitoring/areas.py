"""Where the figures come from: a county and its reporting units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit: a township, or the county itself for its own (本级) figures.

    ``code`` has twelve digits. ``aliases`` are other names seen in files, former names included.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def stands_in(self, month: int) -> bool:
        """Whether the unit existed in the month ``yyyymm``."""
        after = self.valid_from is None or _month(self.valid_from) <= month
        return after and (self.valid_to is None or month <= _month(self.valid_to))


@dataclass(frozen=True, slots=True)
class Area:
    """A county with its townships in the order of their codes."""

    code: str
    name: str
    parent: str
    parent_name: str
    source: str
    units: tuple[Unit, ...]

    @property
    def itself(self) -> Unit:
        """The county as a unit of its own (本级)."""
        return Unit(self.code, self.name, ("本级", "县本级", "市本级", f"{self.name}本级"))


def _month(day: date) -> int:
    return day.year * 100 + day.month
