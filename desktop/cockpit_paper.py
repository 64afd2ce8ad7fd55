"""The 驾驶舱 off the screen: printed, as PDF, as a picture; always black on white."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPainter, QPdfWriter

from desktop.colours import on_paper
from desktop.printing import UNITS_PER_INCH, page_layout, set_paper
from desktop.sheet import Sheet, paint_sheet

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

_PNG_DOTS = 200


def image_of(sheet: Sheet, dots: int = _PNG_DOTS) -> QImage:
    """The page as an image of so many dots an inch."""
    scale = dots / UNITS_PER_INCH
    size = QSize(round(sheet.width * scale), round(sheet.height * scale))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_sheet(painter, sheet, on_paper(), scale)
    painter.end()
    return image


def writer(sheet: Sheet, title: str, ending: str) -> Callable[[Path], None]:
    """What writes the page to a path as pdf or png; it may run on any thread."""

    def write(path: Path) -> None:
        if ending == "png":
            if not image_of(sheet).save(str(path)):
                raise OSError(f"cannot write {path.name}")
        else:
            _write_pdf(path, sheet, title)

    return write


def preview(parent: QWidget, sheet: Sheet, title: str) -> None:
    """Open Qt's print preview on the page."""
    from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    set_paper(printer)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle(f"打印预览 {title}")
    dialog.resize(1000, 720)

    def paint(target: QPrinter) -> None:
        _paint(target, sheet, target.resolution())

    dialog.paintRequested.connect(paint)
    # Qt does not own the printer: it lives as long as this connection refers to it.
    dialog.finished.connect(lambda _, kept=printer: dialog.deleteLater())
    dialog.open()


def _write_pdf(path: Path, sheet: Sheet, title: str) -> None:
    device = QPdfWriter(str(path))
    device.setResolution(UNITS_PER_INCH)
    device.setPageLayout(page_layout())
    device.setTitle(title)
    device.setCreator("医养台账")
    _paint(device, sheet, UNITS_PER_INCH)
    if not path.exists():
        raise OSError(f"cannot write {path.name}")


def _paint(device: QPagedPaintDevice, sheet: Sheet, resolution: int) -> None:
    painter = QPainter(device)
    try:
        paint_sheet(painter, sheet, on_paper(), resolution / UNITS_PER_INCH)
    finally:
        painter.end()
