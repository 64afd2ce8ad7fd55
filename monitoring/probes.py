"""What a ledger is asked before rules are judged: which units could break one at all.

A probe may name a unit too many, never one too few: the exact verdict follows in Python, from
the figures of those that were named. Amounts are scaled integers, ``end`` and ``before`` months.
"""

from __future__ import annotations

from typing import NamedTuple


class Weighted(NamedTuple):
    """``weight`` times the amount of an item at a month."""

    weight: int
    item: str
    end: int


class Sides(NamedTuple):
    """Two sums that do not stand to each other as ``operator`` says, nothing in them missing.

    A side of which no term applies to the unit is no sum, unless a nought ``stands`` in it.
    """

    left: tuple[Weighted, ...]
    operator: str
    right: tuple[Weighted, ...]
    left_stands: bool = False
    right_stands: bool = False


class Over(NamedTuple):
    """A sum above nought over one that is missing, nought or does not apply (R23)."""

    left: tuple[Weighted, ...]
    right: tuple[Weighted, ...]


class Totalled(NamedTuple):
    """A sum over ``units`` other than the one that was ``stated`` (R01); ``county`` answers."""

    item: str
    end: int
    stated: int
    units: tuple[str, ...]
    county: str


class Negative(NamedTuple):
    """A number below nought (R03)."""

    item: str
    end: int


class Changed(NamedTuple):
    """A number other than nought that differs by over ``percent`` and at least ``minimum``."""

    item: str
    end: int
    before: int
    percent: int
    minimum: int


class Fallen(NamedTuple):
    """A nought where another number stood."""

    item: str
    end: int
    before: int


class Moved(NamedTuple):
    """A number other than one between ``first`` and the month (R25)."""

    item: str
    end: int
    first: int


class Beyond(NamedTuple):
    """A number other than nought beyond all that stood in the months ``earlier``: above or below
    it by half of what lies between its extremes, or under half of the smallest. Fewer than
    ``least`` of them say nothing.
    """

    item: str
    end: int
    earlier: tuple[int, ...]
    least: int


class Added(NamedTuple):
    """What a running total added at a month, beyond all it added earlier, as in :class:`Beyond`.

    ``months`` are the month itself and the earlier ones, each with the month its total is less
    by, or 0 where it began.
    """

    item: str
    end: int
    months: tuple[tuple[int, int], ...]


class Repeated(NamedTuple):
    """A form with numbers other than nought, every row as it was the period before."""

    items: tuple[str, ...]
    end: int
    before: int


class Gappy(NamedTuple):
    """A form with some rows and not all (R24)."""

    items: tuple[str, ...]
    end: int


Probe = (
    Sides
    | Over
    | Totalled
    | Negative
    | Changed
    | Fallen
    | Moved
    | Beyond
    | Added
    | Repeated
    | Gappy
)
