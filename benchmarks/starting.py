"""From the start of the process to the first painted window, beside a bare PySide6 window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measure import Comparison, compare
from db.ledger import Ledger
from monitoring.resources import load_areas

_UNTIL_PAINTED = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os._exit(0))
        return False
"""
_BARE = (
    _UNTIL_PAINTED
    + """
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

application = QApplication([])
window, table, painted = QMainWindow(), QTableView(), Painted()
table.setModel(QStandardItemModel(0, 0))
window.setCentralWidget(table)
table.viewport().installEventFilter(painted)
window.resize(1280, 800)
window.show()
application.exec()
"""
)
_OURS = (
    _UNTIL_PAINTED
    + """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.app import Desk, prepare
from desktop.errors import BugReporter
from desktop.preferences import Preferences

application = QApplication([])
prepare(application)
desk, painted = Desk(Preferences(Path(sys.argv[2])), BugReporter()), Painted()
desk.start(Path(sys.argv[1]))
desk.window.page.installEventFilter(painted)
application.exec()
"""
)


def run(folder: Path) -> Comparison:
    """A ledger of 临清市 opened on its home page."""
    path = folder / "临清市.ledger"
    Ledger.create(path, load_areas()["371581000000"]).close()
    return compare(
        "窗口：从启动到能用",
        lambda: _process(_OURS, str(path), str(folder / "settings.ini")),
        lambda: _process(_BARE),
        "只有空表的 PySide6 窗口",
        1.5,
        rounds=9,
    )


def _process(script: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", script, *arguments], check=True)
