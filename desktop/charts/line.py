"""A figure through time: its history, the path it should take, the forecast, the target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desktop.charts.axes import FigureAxis, MonthAxis
from desktop.charts.look import ACTUAL, FORECAST, PATH, START, WANTED, Look
from desktop.charts.marks import mark
from desktop.charts.plot import Plot, Spot, Words, around
from desktop.models.pictures import LinePicture, Moment, Spread

_HEIGHT = 160
_STEPS = 24
_MARKED = 40


def build(picture: LinePicture, look: Look) -> Plot:
    """Every series has a line style, a mark and words of its own."""
    days, amounts = _extent(picture)
    plot = Plot(
        around(days, 0.13),
        around(amounts, 0.16),
        _HEIGHT,
        axes={"left": FigureAxis("left", look), "bottom": MonthAxis("bottom", look)},
    )
    _history(plot, picture.history, look)
    if picture.wanted is not None:
        _wanted(plot, picture.wanted, look)
    if picture.path:
        _path(plot, picture, look)
    if picture.forecast:
        _forecast(plot, picture, look)
    return plot


def _extent(picture: LinePicture) -> tuple[list[float], list[float]]:
    """Every day and every amount that has to be on the chart."""
    marked = (*picture.history, *picture.path, picture.wanted, picture.today)
    moments: list[Moment | Spread] = [each for each in marked if each is not None]
    moments += picture.forecast
    days, amounts = _places(moments)
    for spread in picture.forecast:
        amounts += [float(spread.low.amount), float(spread.high.amount)]
    return days or [_at(date(2020, 1, 1))], amounts or [0.0]


def _history(plot: Plot, history: Sequence[Moment | None], look: Look) -> None:
    hue = look.hue("info")
    x = [_at(each.day) if each else float("nan") for each in history]
    y = [float(each.figure.amount) if each else float("nan") for each in history]
    if x:
        plot.items.append(
            pg.PlotCurveItem(x, y, pen=look.pen(hue, 2), connect="finite", antialias=True)
        )
    known = [each for each in history if each is not None]
    # Where months stand close only the last one and those not whole are marked.
    few = known if len(known) <= _MARKED else known[-1:]
    for whole in (True, False):
        some = [each for each in (few if whole else known) if each.whole is whole]
        if some:
            size = 6 if whole else 7
            plot.items.append(mark(look, "o", _places(some), hue, hollow=not whole, size=size))
    plot.clear.extend(_spot(each) for each in known)
    steps = _STEPS // len(known) if known else 0
    for one, other in pairwise(history):
        if one is not None and other is not None and steps > 1:
            plot.clear.extend(_along(one, other, steps))
    if known:
        last = known[-1]
        _say(plot, f"{ACTUAL} 实际", last, hue)


def _path(plot: Plot, picture: LinePicture, look: Look) -> None:
    hue = look.hue("muted")
    dashed = look.pen(hue, 1.5, Qt.PenStyle.DashLine)
    plot.items.append(pg.PlotCurveItem(*_places(picture.path), pen=dashed, antialias=True))
    for one, other in pairwise(picture.path):
        plot.clear.extend(_along(one, other, _STEPS // (len(picture.path) - 1)))
    first = picture.path[0]
    plot.items.append(mark(look, "o", _places([first]), hue, hollow=True))
    _say(plot, f"{START} 基期", first, hue, below=True)
    if picture.today is not None:
        at = _places([picture.today])
        plot.items.append(mark(look, "d", at, look.text, hollow=True, size=11))
        _say(plot, f"{PATH} 今天应为", picture.today, look.text)
        plot.clear.append(_spot(picture.today))


def _wanted(plot: Plot, wanted: Moment, look: Look) -> None:
    hue, level = look.hue("good"), float(wanted.figure.amount)
    thin = look.pen(look.pale(hue, 0.6), 1, Qt.PenStyle.DotLine)
    plot.items.append(pg.PlotCurveItem([plot.x[0], plot.x[1]], [level, level], pen=thin))
    plot.items.append(mark(look, "s", _places([wanted]), hue, size=10))
    _say(plot, f"{WANTED} 目标", wanted, hue)
    plot.clear.append(_spot(wanted))


def _forecast(plot: Plot, picture: LinePicture, look: Look) -> None:
    hue, spreads = look.hue("forecast"), picture.forecast
    x = [_at(each.day) for each in spreads]
    low, high = (
        pg.PlotCurveItem(x, [float(end.amount) for end in ends], pen=look.pen(look.pale(hue, 0.5)))
        for ends in ([each.low for each in spreads], [each.high for each in spreads])
    )
    plot.items += [low, high, pg.FillBetweenItem(low, high, brush=look.pale(hue))]
    middle = look.pen(hue, 2, Qt.PenStyle.DotLine)
    plot.items.append(pg.PlotCurveItem(*_places(spreads), pen=middle, antialias=True))
    plot.items.append(mark(look, "t1", _places(spreads[-1:]), hue, size=10))
    end = spreads[-1]
    text = f"{FORECAST} 预测 {end.figure.text}（{end.low.text}～{end.high.text}）"
    plot.words.append(Words(text, _at(end.day), float(end.figure.amount), hue, below=True))
    plot.clear.extend(_along(spreads[0], end, _STEPS // 2))


def _say(plot: Plot, name: str, moment: Moment, hue: QColor, *, below: bool = False) -> None:
    x, y = _at(moment.day), float(moment.figure.amount)
    plot.words.append(Words(f"{name} {moment.figure.text}", x, y, hue, below))


def _places(moments: Sequence[Moment | Spread]) -> tuple[list[float], list[float]]:
    return [_at(m.day) for m in moments], [float(m.figure.amount) for m in moments]


def _along(first: Moment | Spread, last: Moment | Spread, steps: int) -> list[Spot]:
    """Spots on the straight line between two moments."""
    x, y = _at(first.day), float(first.figure.amount)
    wide, high = _at(last.day) - x, float(last.figure.amount) - y
    shares = [step / max(steps, 1) for step in range(max(steps, 1) + 1)]
    return [Spot(x + wide * s, y + high * s, x + wide * s, y + high * s) for s in shares]


def _spot(moment: Moment | Spread) -> Spot:
    x, y = _at(moment.day), float(moment.figure.amount)
    return Spot(x, y, x, y)


def _at(day: date) -> float:
    return float(day.toordinal())
