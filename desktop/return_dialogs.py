"""The system's dialogs around a return or a list: where to save it, preview, printing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from desktop.printing import Document

Chosen = Callable[[Path], None]
FILTERS = {
    "xlsx": "Excel 工作簿 (*.xlsx)",
    "xlsm": "带宏的 Excel 工作簿 (*.xlsm)",
    "pdf": "PDF 文件 (*.pdf)",
    "docx": "Word 文档 (*.docx)",
    "html": "网页 (*.html)",
    "png": "PNG 图片 (*.png)",
    "svg": "SVG 矢量图 (*.svg)",
    "tzb": "台账包 (*.tzb)",
}


def documents() -> Path:
    """Where a clerk looks for files first."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(place) if place else Path.home()
    return folder if folder.is_dir() else Path.home()


def ask_where(parent: QWidget, title: str, proposed: Path, chosen: Chosen) -> QFileDialog:
    """Ask where to save; the dialog itself asks before an existing file is replaced."""
    ending = proposed.suffix.lstrip(".")
    dialog = QFileDialog(parent, title, str(proposed.parent), FILTERS[ending])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(ending)
    # Qt's own Chinese leaves these two in English.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "保存在(&I)：")
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, "文件类型(&T)：")
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, proposed: Path, chosen: Chosen) -> QFileDialog:
    """Ask for a folder to write several files into."""
    dialog = QFileDialog(parent, title, str(proposed))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "文件夹(&I)：")
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def preview(parent: QWidget, document: Document) -> None:
    """Open Qt's print preview on a return or a list."""
    from PySide6.QtPrintSupport import QPrintPreviewDialog

    printer = _printer(document)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle(f"打印预览 {document.title}")
    dialog.resize(1000, 720)

    from desktop.printing import print_document

    def paint(target: QPrinter) -> None:
        print_document(target, document)

    dialog.paintRequested.connect(paint)
    # Qt does not own the printer: it lives as long as this connection refers to it.
    dialog.finished.connect(lambda _, kept=printer: dialog.deleteLater())
    dialog.open()


def print_out(parent: QWidget, document: Document) -> None:
    """Ask for a printer and print."""
    from PySide6.QtPrintSupport import QPrintDialog

    from desktop.printing import print_document

    printer = _printer(document)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印 {document.title}")
    dialog.accepted.connect(lambda: print_document(printer, document))
    dialog.finished.connect(dialog.deleteLater)
    # QPrintDialog hides the plain open() behind one that wants a slot.
    QDialog.open(dialog)


def open_file(path: Path) -> None:
    """Open a file in the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _printer(document: Document) -> QPrinter:
    from PySide6.QtPrintSupport import QPrinter

    from desktop.printing import set_pages, set_paper

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(f"{document.title} {document.period}")
    set_paper(printer, set_pages(document)[0].format)
    return printer
