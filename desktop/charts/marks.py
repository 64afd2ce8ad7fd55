"""Marks whose shape says what they are, so that colour is never the only sign."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QColor

from desktop.charts.look import Look

Places = tuple[Sequence[float], Sequence[float]]


def mark(
    look: Look, shape: str, at: Places, hue: QColor, *, hollow: bool = False, size: float = 9
) -> pg.ScatterPlotItem:
    """``shape`` as pyqtgraph names them: o circle, s square, d diamond, t1 triangle."""
    return pg.ScatterPlotItem(
        x=list(at[0]),
        y=list(at[1]),
        symbol=shape,
        size=size,
        pen=look.pen(hue, 1.5),
        brush=look.ground if hollow else hue,
    )
