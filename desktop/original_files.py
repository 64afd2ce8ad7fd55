"""The workbooks the ledger keeps, brought out again byte for byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from db.ledger import Ledger
from monitoring.errors import ExpectedError

FOLDER = "taizhang-"


def choose_place(parent: QWidget, file: str) -> Path | None:
    """Where the clerk wants the workbook, or ``None`` when the dialog was closed."""
    from exporters.files import safe_name

    name = safe_name(file.replace("\\", "/").rpartition("/")[2])
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存原文件", name)
    return Path(chosen) if chosen else None


def save_original(ledger: Ledger, source: int, path: Path) -> Path:
    """Write the workbook of a source to ``path``, replacing what stands there."""
    from exporters.files import write_bytes_whole

    content = ledger.workbook(source)
    if content is None:
        raise ExpectedError("台账里没有这次导入的原文件，请向填报单位再要一份。")
    write_bytes_whole(path, content, replace=True)
    return path


def save_copy(ledger: Ledger, source: int, file: str) -> Path:
    """Write the workbook of a source to a new temporary folder, to be looked at."""
    from exporters.files import safe_name

    name = safe_name(file.replace("\\", "/").rpartition("/")[2])
    return save_original(ledger, source, Path(tempfile.mkdtemp(prefix=FOLDER)) / name)


def open_file(path: Path) -> None:
    """Open a file in the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
