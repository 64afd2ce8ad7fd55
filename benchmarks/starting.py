"""From the start of the process to the first painted window, beside a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
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
# As the command does it: desktop.start comes first and stops the garbage collector.
_OURS = (
    """
import gc
import desktop.start
gc.disable()
"""
    + _UNTIL_PAINTED
    + """
from PySide6.QtWidgets import QApplication, QMainWindow

application, painted = QApplication([]), Painted()

def look():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QMainWindow):
            window.page.installEventFilter(painted)
            return
    QTimer.singleShot(0, look)

QTimer.singleShot(0, look)
desktop.start.main()
"""
)


def run(folder: Path) -> Iterator[Comparison]:
    """A ledger of 临清市 opened on its home page."""
    path = folder / "临清市.ledger"
    Ledger.create(path, load_areas()["371581000000"]).close()
    yield compare(
        "窗口：从启动到能用",
        lambda: _process(_OURS, "--ledger", str(path), home=folder),
        lambda: _process(_BARE, home=folder),
        "只有空表的 PySide6 窗口",
        1.5,
        rounds=15,
    )


def _process(script: str, *arguments: str, home: Path) -> None:
    own = os.environ | {"XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home)}
    subprocess.run(
        [sys.executable, "-c", script, *arguments], check=True, env=own, stderr=subprocess.DEVNULL
    )
