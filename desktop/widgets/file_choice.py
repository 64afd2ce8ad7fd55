"""Choosing workbooks and folders, dropped or picked, and showing a folder to the clerk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

_FILTER = (
    "表格、压缩包和台账包 (*.xlsx *.xlsm *.xls *.xlsb *.ods *.et *.csv *.tsv *.zip *.tzb)"
    ";;所有文件 (*)"
)


def choose_workbooks(parent: QWidget, start: Path | None) -> list[Path]:
    """The workbooks picked in the system's dialog, none when it was closed.

    It opens at ``start``, or where the system thinks best.
    """
    chosen, _ = QFileDialog.getOpenFileNames(parent, "选择要收的工作簿", str(start or ""), _FILTER)
    return [Path(name) for name in chosen]


def choose_folder(parent: QWidget, title: str, start: Path | None = None) -> list[Path]:
    """The folder picked in the system's dialog as a list of one, empty when it was closed."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start or ""))
    return [Path(chosen)] if chosen else []


def dropped_paths(event: QDropEvent) -> list[Path]:
    """The local files and folders that are being dropped."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def show_folder(folder: Path) -> None:
    """Open the folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
