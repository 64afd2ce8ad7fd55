"""Townships one below the other: a bar, its exact figure, and the target as a line across."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QBrush

from desktop.charts.axes import FigureAxis, NameAxis
from desktop.charts.look import WANTED, Look
from desktop.charts.plot import Plot, Words
from desktop.models.pictures import Bar, Figure, RankingPicture

_ROW, _AROUND = 22, 64
SHORT, ENOUGH, NOTHING = "◆", "✓", "○"


def build(picture: RankingPicture, look: Look) -> Plot:
    """The first bar on top; whoever has no figure is named all the same."""
    bars, judged = picture.bars, picture.target is not None
    places = [float(len(bars) - 1 - row) for row in range(len(bars))]
    amounts = [float(bar.figure.amount) for bar in bars if bar.figure]
    amounts += [float(picture.target.amount)] if picture.target else []
    most, least = max([0.0, *amounts]), min([0.0, *amounts])
    figures = [(at, figure_words(bar, judged=judged)) for at, bar in zip(places, bars, strict=True)]
    plot = Plot(
        (least * 1.04, (most or 1.0) * 1.04),
        (-0.6, len(bars) - 0.4 + (1.1 if judged else 0.0)),
        _AROUND + _ROW * (len(bars) + judged),
        axes={
            "left": NameAxis(
                "left", look, [(at, b.name) for at, b in zip(places, bars, strict=True)]
            ),
            "right": NameAxis("right", look, figures),
            "bottom": FigureAxis("bottom", look),
        },
    )
    _bars(plot, bars, places, look, judged=judged)
    if picture.target:
        _target(plot, picture.target, len(bars), look)
    return plot


def figure_words(bar: Bar, *, judged: bool) -> str:
    """A bar's figure as printed: ◆ 25.00%（417 / 500）."""
    if bar.figure is None:
        return f"{NOTHING} 未报"
    glyph = f"{SHORT if bar.short else ENOUGH} " if judged else ""
    return f"{glyph}{bar.figure.text}" + (f"（{bar.detail}）" if bar.detail else "")


def _bars(
    plot: Plot, bars: Sequence[Bar], places: Sequence[float], look: Look, *, judged: bool
) -> None:
    drawn = [(at, bar) for at, bar in zip(places, bars, strict=True) if bar.figure]
    if not drawn:
        return
    short, enough = look.hue("warn"), look.hue("good" if judged else "info")
    plot.items.append(
        pg.BarGraphItem(
            x0=[0] * len(drawn),
            x1=[float(bar.figure.amount) for _, bar in drawn if bar.figure],
            y=[at for at, _ in drawn],
            height=0.62,
            brushes=[QBrush(look.pale(short if bar.short else enough, 0.75)) for _, bar in drawn],
            pen=None,
        )
    )


def _target(plot: Plot, target: Figure, rows: int, look: Look) -> None:
    at = float(target.amount)
    plot.items.append(pg.PlotCurveItem([at, at], [-0.6, rows - 0.1], pen=look.pen(look.text, 2)))
    plot.words.append(Words(f"{WANTED} 目标 {target.text}", at, rows - 0.2, look.text))
