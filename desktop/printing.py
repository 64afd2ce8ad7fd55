"""Painting the pages of a return or a list: on the screen, on paper, into a PDF file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from desktop.listing_pages import Listing, listing_pages
from desktop.paper import Page, Piece, flags, font_of
from desktop.paper_columns import PAD
from desktop.paper_pages import pages_of
from monitoring.returns import Return

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

UNITS_PER_INCH = 720

Document = Return | Listing

_INK, _PALE = QColor("black"), QColor("#eeeeee")
_LINE = 5


def paint_page(painter: QPainter, page: Page, scale: float) -> None:
    """Paint a page in black at the painter's origin; ``scale`` is pixels per tenth of a point."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    for piece in page:
        _paint_piece(painter, piece)
    painter.restore()


def paint_document(
    painter: QPainter, device: QPagedPaintDevice, pages: Sequence[Page], resolution: int
) -> None:
    """Paint pages one after the other onto a device of ``resolution`` dots an inch."""
    for at, page in enumerate(pages):
        if at:
            device.newPage()
        paint_page(painter, page, resolution / UNITS_PER_INCH)


def set_pages(document: Document) -> tuple[Page, ...]:
    """The pages of a return or a list."""
    return listing_pages(document) if isinstance(document, Listing) else pages_of(document)


def print_document(printer: QPrinter, document: Document) -> None:
    """Print a return or a list; the printer's page range is kept."""
    set_paper(printer)
    pages = set_pages(document)
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    painter = QPainter(printer)
    try:
        paint_document(painter, printer, pages[first - 1 : last], printer.resolution())
    finally:
        painter.end()


def set_paper(printer: QPrinter) -> None:
    """A4 landscape, our own margins being inside the pages."""
    printer.setFullPage(True)
    printer.setPageLayout(page_layout())


def save_pdf(path: Path, document: Document, *, replace: bool = False) -> None:
    """Save a return or a list as PDF.

    Raises ``ExpectedError`` as an export does, the old file then whole.
    """
    from exporters.files import write_whole

    write_whole(path, lambda place: _write_pdf(place, document), replace=replace)


def _write_pdf(path: Path, document: Document) -> None:
    writer = QPdfWriter(str(path))
    writer.setResolution(UNITS_PER_INCH)
    writer.setPageLayout(page_layout())
    writer.setTitle(f"{document.title} {document.period}")
    writer.setCreator("医养台账")
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(f"cannot write {path.name}")
    try:
        paint_document(painter, writer, set_pages(document), UNITS_PER_INCH)
    finally:
        painter.end()


def page_layout() -> QPageLayout:
    """A4 across, to the paper's edges."""
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _paint_piece(painter: QPainter, piece: Piece) -> None:
    x, y, width, height = piece.box
    look = piece.look
    if look.boxed:
        painter.setPen(QPen(_INK, _LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawRect(x, y, width, height)
    if not piece.text:
        return
    room = PAD if look.boxed else 0
    painter.setPen(_PALE if look.pale else _INK)
    painter.setFont(font_of(look))
    left = room + look.indent
    painter.drawText(QRectF(x + left, y, width - left - room, height), flags(look), piece.text)
