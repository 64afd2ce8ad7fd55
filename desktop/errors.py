"""Bugs: a dialog with version and traceback, kept in a log file without anyone's figures."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)


def version() -> str:
    """The installed version of the program."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("taizhang")
    except PackageNotFoundError:
        return "开发版"


def log_folder() -> Path:
    """Where this user's log files are kept."""
    from platformdirs import user_log_path

    return user_log_path("taizhang", appauthor=False)


def report_text(error: BaseException) -> str:
    """Version, system, kind of error and where it happened.

    The error's own message is left out: it may quote a figure or a name from the ledger.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    return (
        f"医养台账 {version()} · Python {platform.python_version()} · {platform.platform()}\n"
        f"{type(error).__module__}.{type(error).__qualname__}\n{where}"
    )


class BugReporter(QObject):
    """Takes exceptions nobody expected: writes them to the log and shows them once at a time."""

    _raised = Signal(object)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._dialog: BugDialog | None = None
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    @property
    def dialog(self) -> BugDialog | None:
        """The dialog on screen, if any."""
        return self._dialog

    def install(self) -> None:
        """Take every exception that escapes a slot or the event loop."""
        sys.excepthook = self._hook

    def report(self, error: BaseException) -> None:
        """Log a bug and show it; may be called from any thread."""
        self._raised.emit(error)

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error)

    def _show(self, error: BaseException) -> None:
        text = report_text(error)
        print(text, file=sys.stderr)
        path = _write(self._folder or log_folder(), text)
        if self._dialog is not None and self._dialog.isVisible():
            return
        self._dialog = BugDialog(text, path)
        self._dialog.show()


class BugDialog(QDialog):
    """Says that the program made a mistake, and what to send to whoever looks after it."""

    def __init__(self, text: str, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出错")
        self.resize(720, 420)
        where = f"下面的内容已经写进“{path}”，" if path else "请复制下面的内容，"
        label = QLabel(
            f"程序出了一个错，已经保存的数据没有受影响。{where}"
            "请把它交给维护人员；其中没有台账里的数字和名称。"
        )
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.text = QPlainTextEdit(text, readOnly=True)
        buttons = QDialogButtonBox()
        self.copy_button = buttons.addButton("复制", QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)

    def _copy(self) -> None:
        self.text.selectAll()
        self.text.copy()


def _write(folder: Path, text: str) -> Path | None:
    """Append to this month's log; a log that cannot be written must not add to the trouble."""
    now = datetime.now().astimezone()
    path = folder / f"errors-{now:%Y%m}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{now:%Y-%m-%d %H:%M:%S}\n{text}\n")
    except OSError:
        return None
    return path
