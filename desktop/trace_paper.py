"""A trace on paper: A4 across, its tables with repeated heads, as a print or a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.trace_words import Block, Document

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

_FAMILIES = "SimSun, 'Songti SC', 'Noto Serif CJK SC', 'WenQuanYi Micro Hei', 'Noto Sans CJK SC'"
_STYLE = f"""
body {{ font-family: {_FAMILIES}; font-size: 9pt; color: black; }}
h1 {{ font-size: 14pt; }}
table {{ border-collapse: collapse; }} th {{ font-weight: bold; }}
"""
# Qt leaves a margin of its own around a printed text document.
_MARGINS = QMarginsF(0, 0, 0, 0)


def html_of(document: Document) -> str:
    """The document as markup in which every text is only text."""
    return "".join(("<html><body>", *_parts(document), "</body></html>"))


def save_pdf(path: Path, document: Document, *, replace: bool = False) -> None:
    """Save as PDF. Raises ``ExpectedError`` as an export does, the old file then whole."""
    from exporters.files import write_whole

    write_whole(path, lambda place: _write(place, document), replace=replace)


def print_out(parent: QWidget, document: Document) -> None:
    """Ask for a printer and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QDialog

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document.title)
    printer.setPageLayout(_layout())
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印 {document.title}")
    dialog.accepted.connect(_printing(printer, document))
    dialog.finished.connect(dialog.deleteLater)
    # QPrintDialog hides the plain open() behind one that wants a slot.
    QDialog.open(dialog)


def _printing(printer: QPrinter, document: Document) -> Callable[[], None]:
    return lambda: _set(document).print_(printer)


def _write(path: Path, document: Document) -> None:
    writer = QPdfWriter(str(path))
    writer.setPageLayout(_layout())
    writer.setTitle(document.title)
    writer.setCreator("医养台账")
    _set(document).print_(writer)
    if not path.exists():
        raise OSError(f"cannot write {path.name}")


def _set(document: Document) -> QTextDocument:
    text = QTextDocument()
    text.setDefaultStyleSheet(_STYLE)
    text.setHtml(html_of(document))
    return text


def _layout() -> QPageLayout:
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(
        size, QPageLayout.Orientation.Landscape, _MARGINS, QPageLayout.Unit.Millimeter
    )


def _parts(document: Document) -> Iterator[str]:
    mark = "（演示数据）" if document.demonstration else ""
    yield f"<h1>来历：{escape(document.title)}{mark}</h1>"
    if document.figure:
        yield f"<h1>{escape(document.figure)}</h1>"
    for name, text in document.facts:
        yield f"<p>{escape(name)}：{escape(text)}</p>"
    for block in document.blocks:
        yield from _table(block)


def _table(block: Block) -> Iterator[str]:
    # The caption is part of the head, so that it never stays alone at the foot of a page.
    yield '<p style="font-size:4pt">&nbsp;</p>'
    yield '<table border="1" cellspacing="0" cellpadding="3" width="100%"><thead>'
    caption = escape(block.caption)
    yield f'<tr><th colspan="{len(block.heads)}" align="left">{caption}</th></tr><tr>'
    yield from (f"<th>{escape(head)}</th>" for head in block.heads)
    yield "</tr></thead>"
    for row in block.rows:
        yield "<tr>"
        for column, text in enumerate(row):
            side = ' align="right"' if column in block.numbers else ""
            yield f"<td{side}>{escape(text)}</td>"
        yield "</tr>"
    yield "</table>"
