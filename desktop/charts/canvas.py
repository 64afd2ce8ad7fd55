"""One chart on the screen or off it: it shows whatever picture it is given."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QWheelEvent
from PySide6.QtWidgets import QGraphicsGridLayout, QStyleOptionGraphicsItem, QWidget

from desktop.charts import bullet, grid, line, ranking
from desktop.charts.axes import Axis, FigureAxis, NameAxis
from desktop.charts.look import Look
from desktop.charts.plot import Plot
from desktop.charts.words import WordLayer
from desktop.models.pictures import BulletPicture, LinePicture, Picture, RankingPicture

_MARGINS = (8, 6, 14, 6)
_TITLE = 28


def plot_of(picture: Picture, look: Look) -> Plot:
    """What a picture looks like before it has a size."""
    if isinstance(picture, BulletPicture):
        return bullet.build(picture, look)
    if isinstance(picture, LinePicture):
        return line.build(picture, look)
    if isinstance(picture, RankingPicture):
        return ranking.build(picture, look)
    return grid.build(picture, look)


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """A chart in the palette it is given, else in the window's; the mouse wheel passes through.

    A chart that leaves the window is ``titled``; ``ink`` is how many times its size it is
    painted, so that its lines keep their width.
    """

    # Set here because the base's constructor already sends events.
    picture: Picture | None = None

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        palette: QPalette | None = None,
        titled: bool = False,
        ink: float = 1.0,
    ) -> None:
        super().__init__(parent)
        self._fixed, self._titled, self._ink = palette, titled, ink
        self._frame: _Frame | None = None
        self.setAntialiasing(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    @property
    def words(self) -> list[tuple[str, QRectF]]:
        """The direct labels and where they stand inside the plot."""
        return self._frame.words.boxes if self._frame else []

    @property
    def room(self) -> QSize:
        """The size of the plot without its axes."""
        return self._frame.view.size().toSize() if self._frame else QSize()

    def show_picture(self, picture: Picture) -> None:
        """Show a picture in place of the one before."""
        self.picture = picture
        look = Look(self._fixed or self.palette(), self.font(), self._ink)
        plot = plot_of(picture, look)
        self.setBackground(look.ground)
        title = picture.title if self._titled else ""
        self.setMinimumHeight(plot.height + (_TITLE if title else 0))
        self._frame = _Frame(plot, look, title)
        self._frame.give_room(self.height())
        self.setCentralItem(self._frame)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        changed = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in changed and self.picture is not None:
            self.show_picture(self.picture)


class _Frame(pg.GraphicsWidget):  # type: ignore[misc]
    """The plot with its axes around it and its title above."""

    def __init__(self, plot: Plot, look: Look, title: str) -> None:
        super().__init__()
        self.view = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._plot = plot
        grid_layout = QGraphicsGridLayout()
        grid_layout.setContentsMargins(*_MARGINS)
        grid_layout.setSpacing(0)
        self.setLayout(grid_layout)
        if title:
            grid_layout.addItem(_Title(title, look), 0, 0, 1, 3)
        grid_layout.addItem(self.view, 2, 1)
        for side, axis in plot.axes.items():
            axis.linkToView(self.view)
            grid_layout.addItem(axis, *_CELLS[side])
        self.view.setRange(xRange=plot.x, yRange=plot.y, padding=0)
        for item in plot.items:
            self.view.addItem(item, ignoreBounds=True)
        if plot.overlay is not None:
            plot.overlay.setParentItem(self.view)
            self.view.sigResized.connect(self._fill)
        self.words = WordLayer(self.view, look, plot.words, plot.clear)

    def give_room(self, height: int) -> None:
        """Make every axis as wide or high as its words."""
        for side, axis in self._plot.axes.items():
            if side in ("left", "right"):
                axis.setWidth(_width(axis, self._plot, height))
            elif isinstance(axis, NameAxis):
                axis.setHeight(axis.height_of_names())
            else:
                axis.setHeight(axis.look.metrics.height() + 8)

    def _fill(self, *_: object) -> None:
        if self._plot.overlay is not None:
            size = self.view.size()
            self._plot.overlay.fill(size.width(), size.height())


_CELLS = {"top": (1, 1), "left": (2, 0), "right": (2, 2), "bottom": (3, 1)}


def _width(axis: Axis, plot: Plot, height: int) -> float:
    if isinstance(axis, NameAxis):
        return axis.room()
    if isinstance(axis, FigureAxis):
        return axis.room_for(*plot.y, height)
    return 0.0


class _Title(pg.GraphicsWidget):  # type: ignore[misc]
    """The picture's title in one line."""

    def __init__(self, text: str, look: Look) -> None:
        super().__init__()
        self._text, self._look = text, look
        self._font = QFont(look.font)
        self._font.setBold(True)
        self.setFixedHeight(_TITLE)

    def paint(
        self, painter: QPainter, _: QStyleOptionGraphicsItem, __: QWidget | None = None
    ) -> None:
        painter.setFont(self._font)
        painter.setPen(self._look.text)
        flags = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
        painter.drawText(self.boundingRect(), flags, self._text)
