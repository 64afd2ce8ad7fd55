"""Bugs: a dialog with version and traceback, kept in a log file without anyone's figures."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from desktop.widgets.bug_dialog import BugDialog


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
    import platform
    import traceback

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
        from desktop.widgets.bug_dialog import BugDialog

        text = report_text(error)
        print(text, file=sys.stderr)
        path = _write(self._folder or log_folder(), text)
        if self._dialog is not None and self._dialog.isVisible():
            return
        self._dialog = BugDialog(text, path)
        self._dialog.show()


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
