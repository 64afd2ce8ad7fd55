"""Charts that leave the window: as a picture of twice the size, as SVG, to the clipboard.

They are drawn on white whatever the window looks like, with their title above.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from desktop.charts.canvas import Canvas
from desktop.colours import on_paper
from desktop.models.pictures import BulletPicture, Picture

SCALE = 2
_SIZE, _LOW = QSize(960, 480), QSize(960, 200)


def image_of(picture: Picture, scale: int = SCALE) -> QImage:
    """The chart as an image of ``scale`` times its size on screen."""
    chart = _chart(picture, scale)
    image = QImage(chart.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.white)
    _paint(chart, QPainter(image))
    return image


def svg_of(picture: Picture) -> bytes:
    """The chart as SVG; its words are text in the first face the reader's PC has of ours."""
    chart = _chart(picture)
    data = QByteArray()
    generator = QSvgGenerator()
    buffer = QBuffer(data)
    generator.setOutputDevice(buffer)
    # The same measure as the screen's, or the axes would be set in another one.
    generator.setResolution(chart.logicalDpiX())
    generator.setSize(chart.size())
    generator.setViewBox(QRect(0, 0, chart.width(), chart.height()))
    generator.setTitle(picture.title)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, chart.width(), chart.height()), Qt.GlobalColor.white)
    _paint(chart, painter)
    return bytes(data.data())


def copy(picture: Picture, words: str) -> None:
    """Put the chart on the clipboard as a picture, and as ``words`` for who takes only text."""
    data = QMimeData()
    data.setImageData(image_of(picture))
    data.setText(words)
    QApplication.clipboard().setMimeData(data)


def writer(picture: Picture, ending: str) -> Callable[[Path], None]:
    """Draw the chart now; what is returned writes it (png or svg) and may run on any thread."""
    return _writing(svg_of(picture)) if ending == "svg" else _saving(image_of(picture))


def _writing(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _saving(image: QImage) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        if not image.save(str(path)):
            raise OSError(f"cannot write {path.name}")

    return write


def _chart(picture: Picture, ink: float = 1.0) -> Canvas:
    """The chart set at its size on no screen."""
    chart = Canvas(palette=on_paper(), titled=True, ink=ink)
    chart.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    chart.resize(_LOW if isinstance(picture, BulletPicture) else _SIZE)
    chart.show_picture(picture)
    chart.resize(chart.size().expandedTo(chart.minimumSize()))
    return chart


def _paint(chart: Canvas, painter: QPainter) -> None:
    # As pictures marks are kept ready in pixels; drawn as shapes they stay sharp at any size.
    for item in chart.scene().items():
        if isinstance(item, pg.ScatterPlotItem):
            item.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    size = QRectF(0, 0, chart.width(), chart.height())
    try:
        chart.scene().prepareForPaint()
        chart.scene().render(painter, size, size)
    finally:
        painter.end()
