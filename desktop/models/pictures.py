"""What a chart shows, as plain data: exact amounts for the places, exact texts for the words.

An amount only says where something is drawn; whatever is printed is the text beside it, which
came from the exact figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to be drawn: where it lies and what is printed for it, unit included."""

    amount: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A figure on a day; not ``whole`` when somebody who owed a part of it did not report."""

    day: date
    figure: Figure
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Spread:
    """A forecast on a day: the middle figure, and the range it may lie in, whose words go without
    the unit.
    """

    day: date
    figure: Figure
    low: Figure
    high: Figure


@dataclass(frozen=True, slots=True)
class BulletPicture:
    """A target on one bar: what is, what should be today, what is asked for, where it began, and
    what a change that is only tried out would make of it.
    """

    title: str
    status: str
    actual: Figure | None
    target: Figure | None
    today: Figure | None = None
    start: Figure | None = None
    tried: Figure | None = None


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A figure through time; ``None`` in ``history`` is a month without one, where the line breaks.

    ``path`` leads from the baseline to the due date, ``today`` is where it should stand now,
    ``wanted`` the target at its due date; ``forecast`` begins after the last of ``history``.
    """

    title: str
    status: str
    history: tuple[Moment | None, ...]
    path: tuple[Moment, ...] = ()
    wanted: Moment | None = None
    today: Moment | None = None
    forecast: tuple[Spread, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A township in a ranking; ``short`` when it stays below what is asked for."""

    key: str
    name: str
    figure: Figure | None
    detail: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True)
class RankingPicture:
    """Townships one below the other, with the target as a line across."""

    title: str
    bars: tuple[Bar, ...]
    target: Figure | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those who owe a figure gave it."""

    reported: int
    of: int

    @property
    def whole(self) -> bool:
        """Whether nobody is missing."""
        return self.reported == self.of


@dataclass(frozen=True, slots=True)
class GridPicture:
    """Who reported what: a line a unit or indicator, a column a month, ``None`` where nothing is
    owed.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Share | None, ...], ...]


Picture = BulletPicture | LinePicture | RankingPicture | GridPicture
