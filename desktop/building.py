"""Making a ledger file in the background: a new one, or a demonstration from its workbooks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from monitoring.errors import ExpectedError
from workflow.progress import Reporter, WorkCancelledError

Build = Callable[[Reporter], Path]


def new_ledger(path: Path, area_code: str) -> Build:
    """Make an empty ledger of a county at ``path``."""

    def build(_: Reporter) -> Path:
        from db.ledger import Ledger
        from monitoring.resources import load_areas, load_cities

        path.parent.mkdir(parents=True, exist_ok=True)
        Ledger.create(path, (load_areas() | load_cities())[area_code]).close()
        return path

    return build


def demonstration(folder: Path, area_code: str) -> Build:
    """Open a county's demonstration ledger in ``folder``, building it the first time."""

    def build(reporter: Reporter) -> Path:
        from workflow.demonstration import open_or_build

        with open_or_build(folder, area_code, reporter) as ledger:
            return ledger.path

    return build


class Building(QObject):
    """One file being made, with a window that says how far it is and can stop it.

    Ends in exactly one of ``built`` (the path), ``refused`` (a sentence), ``stopped`` or
    ``broke`` (the exception of a bug).
    """

    built = Signal(Path)
    refused = Signal(str)
    stopped = Signal()
    broke = Signal(object)

    def __init__(self, title: str, build: Build, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thread = _Builder(build, self)
        self.dialog = QProgressDialog(title, "取消", 0, 0, parent)
        self.dialog.setWindowTitle("医养台账")
        self.dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self.dialog.setMinimumWidth(420)
        self.dialog.setMinimumDuration(0)
        self.dialog.setAutoClose(False)
        self.dialog.setAutoReset(False)
        self._title = title
        self._thread.stepped.connect(self._on_step)
        self._thread.ended.connect(self._on_end)
        self.dialog.canceled.connect(self._thread.stop.set)

    def start(self) -> None:
        """Begin."""
        self.dialog.show()
        self._thread.start()

    def _on_step(self, done: int, total: int, what: str) -> None:
        self.dialog.setMaximum(total)
        self.dialog.setValue(done)
        self.dialog.setLabelText(f"{self._title}\n{done} / {total}　{what}")

    def _on_end(self, outcome: object) -> None:
        self._thread.wait()
        self.dialog.canceled.disconnect(self._thread.stop.set)
        self.dialog.close()
        self.dialog.deleteLater()
        if isinstance(outcome, Path):
            self.built.emit(outcome)
        elif isinstance(outcome, WorkCancelledError):
            self.stopped.emit()
        elif isinstance(outcome, ExpectedError):
            self.refused.emit(str(outcome))
        else:
            self.broke.emit(outcome)


class _Builder(QThread):
    """Runs the build; its outcome is the path or the exception."""

    stepped = Signal(int, int, str)
    ended = Signal(object)

    def __init__(self, build: Build, parent: QObject) -> None:
        super().__init__(parent)
        self._build = build
        self.stop = threading.Event()

    def run(self) -> None:
        try:
            outcome: object = self._build(_BuildReporter(self))
        except Exception as error:
            outcome = _as_expected(error)
        self.ended.emit(outcome)


class _BuildReporter(Reporter):
    def __init__(self, builder: _Builder) -> None:
        self._builder = builder

    def step(self, done: int, total: int, what: str) -> None:
        self._builder.stepped.emit(done, total, what)

    def cancelled(self) -> bool:
        return self._builder.stop.is_set()


def _as_expected(error: Exception) -> Exception:
    if isinstance(error, OSError):
        return ExpectedError(f"写不进这个文件夹（{error.strerror}），请换一个文件夹后再试。")
    return error
