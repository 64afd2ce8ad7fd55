"""Axes that speak as a clerk reads: months as 2026年10月, figures with separators, names whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import pyqtgraph as pg

from desktop.charts.look import Look

_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120)
_TICK = 4
# How many pixels a name may stand out over the end of its axis.
_OVER_THE_EDGE = 30


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis in the chart's look; it names nothing that is cut off at its ends."""

    def __init__(self, side: str, look: Look) -> None:
        super().__init__(side)
        self.look = look
        self.enableAutoSIPrefix(False)
        self.setStyle(
            tickFont=look.font,
            tickLength=-_TICK if side in ("left", "right") else _TICK,
            autoExpandTextSpace=False,
        )
        self.setPen(look.pen(look.hue("muted")))
        self.setTextPen(look.text)
        self.setTickPen(look.pen(look.hue("muted")))


class MonthAxis(Axis):
    """Days as ordinals; ticks stand on the last day of every so manieth month."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Months as far apart as their names are wide."""
        wide = self.look.metrics.horizontalAdvance("2026年10月") + 16
        months = max((high - low) / 30.44, 1)
        room = max(size / wide, 1)
        apart = next((each for each in _MONTHS_APART if months / each <= room), _MONTHS_APART[-1])
        return [(apart * 30.44, _month_ends(low, high, apart))]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """2026年10月."""
        days = [date.fromordinal(int(value)) for value in values]
        return [f"{day.year}年{day.month}月" for day in days]


class FigureAxis(Axis):
    """Figures: round numbers, so that their words are exact."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """1, 2 or 5 times a power of ten apart, about one every 60 pixels."""
        apart = spacing(low, high, max(size / (44 if self.lies else 34), 2))
        first = math.ceil(low / apart - 1e-9)
        last = math.floor(high / apart + 1e-9)
        return [(apart, [step * apart for step in range(first, last + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """1,200; 0.5."""
        places = max(0, -math.floor(math.log10(spacing) + 1e-9)) if spacing else 0
        return [f"{value:,.{places}f}" for value in values]

    @property
    def lies(self) -> bool:
        """Whether the axis runs from left to right."""
        return self.orientation in ("top", "bottom")

    def room_for(self, low: float, high: float, size: float) -> float:
        """How wide a standing axis of ``size`` pixels has to be for its words."""
        ((apart, values),) = self.tickValues(low, high, size)
        return _widest(self.tickStrings(values, 1, apart), self.look) + 12


class NameAxis(Axis):
    """A name for every line of a ranking or a grid, at its place."""

    def __init__(self, side: str, look: Look, names: Sequence[tuple[float, str]]) -> None:
        super().__init__(side, look)
        self.names = names
        self.setTickPen(None)
        self.setStyle(hideOverlappingLabels=_OVER_THE_EDGE)
        if side != "left":
            self.setPen(None)
        self.setTicks([list(names)])

    def room(self) -> float:
        """How wide a standing axis has to be for its longest name."""
        return _widest([name for _, name in self.names], self.look) + 12

    def height_of_names(self) -> float:
        """How high a lying axis has to be for the names of most lines."""
        lines = max((name.count("\n") + 1 for _, name in self.names), default=1)
        return lines * self.look.metrics.height() + 8


def spacing(low: float, high: float, most: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that gives at most ``most`` steps."""
    rough = max((high - low) / most, 1e-9)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(each * power for each in (1, 2, 5, 10) if each * power >= rough * (1 - 1e-9))


def _widest(words: Sequence[str], look: Look) -> float:
    return max((look.metrics.horizontalAdvance(each) for each in words), default=0.0)


def _month_ends(low: float, high: float, apart: int) -> list[float]:
    """The last days of every so manieth month of the year, Decembers for whole years."""
    first = date.fromordinal(max(int(low), 1))
    count = first.year * 12 + first.month - 1
    count += (-1 - count) % apart
    ends: list[float] = []
    while (end := _end(count)) <= high:
        if end >= low:
            ends.append(end)
        count += apart
    return ends


def _end(count: int) -> float:
    """The ordinal of a month's last day; months are counted from the year 0."""
    year, month = divmod(count + 1, 12)
    return date(year, month + 1, 1).toordinal() - 1
