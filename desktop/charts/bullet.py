"""A target on one bar: what is, what should be today, what is asked for, where it began."""

from __future__ import annotations

import pyqtgraph as pg

from desktop.charts.axes import FigureAxis
from desktop.charts.look import ACTUAL, PATH, START, TRIED, WANTED, Look
from desktop.charts.marks import mark
from desktop.charts.plot import Plot, Spot, Words, around
from desktop.models.pictures import BulletPicture, Figure

_HEIGHT = 132
_LOW, _HIGH = 0.38, 0.62
# Figures this near to each other would all stand at the end of a bar that begins at zero.
_NEAR = 0.8


def build(picture: BulletPicture, look: Look) -> Plot:
    """The bar begins at zero; where that would hide every difference a dot stands for it."""
    marked = (picture.actual, picture.target, picture.today, picture.start, picture.tried)
    amounts = [float(figure.amount) for figure in marked if figure] or [1.0]
    near = _near(amounts)
    span = around(amounts, 0.35) if near else around([0.0, *amounts], 0.06)
    if not near and min(amounts) >= 0:
        span = (0.0, span[1])
    plot = Plot(span, (0.0, 1.0), _HEIGHT, axes={"bottom": FigureAxis("bottom", look)})
    _ground(plot, look)
    if picture.actual:
        _actual(plot, picture.actual, look, bar=not near, status=picture.status)
    if picture.target:
        _line(plot, picture.target, 0.26, 0.74, look.pen(look.text, 4))
        _say(plot, WANTED, "目标", picture.target, look, above=True)
    if picture.today:
        _line(plot, picture.today, 0.3, 0.7, look.pen(look.text, 1))
        plot.items.append(_dot(look, "d", picture.today, 0.7))
        _say(plot, PATH, "今天应为", picture.today, look, above=True)
    if picture.start:
        plot.items.append(_dot(look, "o", picture.start, 0.3))
        _say(plot, START, "基期", picture.start, look, above=False)
    if picture.tried:
        at = [float(picture.tried.amount)]
        plot.items.append(mark(look, "t1", (at, [0.5]), look.text, hollow=True, size=13))
        _say(plot, TRIED, "试算", picture.tried, look, above=True)
    plot.clear.append(Spot(span[0], _LOW, span[1], _HIGH))
    return plot


def _near(amounts: list[float]) -> bool:
    return len(amounts) > 1 and min(amounts) > 0 and min(amounts) / max(amounts) > _NEAR


def _ground(plot: Plot, look: Look) -> None:
    middle, height = (_LOW + _HIGH) / 2, _HIGH - _LOW
    pale = look.pale(look.hue("muted"))
    plot.items.append(
        pg.BarGraphItem(
            x0=[plot.x[0]], x1=[plot.x[1]], y=[middle], height=height, brush=pale, pen=None
        )
    )


def _actual(plot: Plot, actual: Figure, look: Look, *, bar: bool, status: str) -> None:
    hue, middle, at = look.verdict(status), (_LOW + _HIGH) / 2, float(actual.amount)
    if bar:
        thick = (_HIGH - _LOW) * 0.6
        item = pg.BarGraphItem(x0=[0], x1=[at], y=[middle], height=thick, brush=hue, pen=None)
    else:
        item = mark(look, "o", ([at], [middle]), hue, size=14)
    plot.items.append(item)
    _say(plot, ACTUAL, "实际", actual, look, above=False, hue_of=status)


def _dot(look: Look, shape: str, figure: Figure, y: float) -> pg.ScatterPlotItem:
    return mark(look, shape, ([float(figure.amount)], [y]), look.text, hollow=True)


def _line(plot: Plot, figure: Figure, low: float, high: float, drawn: object) -> None:
    at = float(figure.amount)
    plot.clear.append(Spot(at, low, at, high))
    plot.items.append(pg.PlotCurveItem([at, at], [low, high], pen=drawn))


def _say(
    plot: Plot, glyph: str, name: str, figure: Figure, look: Look, *, above: bool, hue_of: str = ""
) -> None:
    hue = look.verdict(hue_of) if hue_of else look.text
    y = 0.74 if above else 0.26
    plot.words.append(
        Words(f"{glyph} {name} {figure.text}", float(figure.amount), y, hue, below=not above)
    )
