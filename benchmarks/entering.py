"""The entry grid at 200 units × 120 items with a year behind it, struck key by key."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.large_ledger import build
from benchmarks.measure import Amount, seconds
from db.ledger import Ledger
from desktop.pages.entry import EntryPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from monitoring.periods import add_months

UNITS, ITEMS, MONTHS = 200, 120, 13
MONTH = 202610
STROKES = 60
FRAME, SAVED, OPENED = 16, 100, 500


def run(folder: Path) -> Iterator[Amount]:
    """Figures are 95th percentiles in milliseconds: what a clerk would notice is the slow one."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    path = folder / "large.ledger"
    build(path, UNITS, ITEMS, [add_months(MONTH, -back) for back in range(MONTHS)])
    with Ledger.open(path) as ledger:
        session = Session(ledger, MONTH, TaskRunner())
        page = EntryPage(session)
        page.resize(1600, 900)
        yield Amount(_name("打开"), seconds(lambda: _show(page)) * 1000, "ms", OPENED)
        QTest.qWait(200)
        yield Amount(_name("按键到屏幕"), _strokes(page), "ms", FRAME)
        yield Amount(_name("回车到屏幕并存入台账"), _commits(page), "ms", SAVED)
        yield Amount(_name("移动一格"), _presses(page, Qt.Key.Key_Down), "ms", FRAME)
        yield Amount(_name("翻一屏"), _presses(page, Qt.Key.Key_PageDown), "ms", 2 * FRAME)
        page.close()
        session.tasks.close()
        page.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _name(what: str) -> str:
    return f"填：{UNITS} 个单位 × {ITEMS} 项，{what}"


def _show(page: EntryPage) -> None:
    page.show()
    page.activateWindow()
    page.view.setFocus()
    page.view.viewport().repaint()


def _strokes(page: EntryPage) -> float:
    """A digit in the open editor of a cell, drawn."""
    QTest.keyClick(page.view, Qt.Key.Key_1)
    editor = _editor(page)

    def strike() -> None:
        QTest.keyClick(editor, Qt.Key.Key_2)
        QApplication.processEvents()
        if len(editor.text()) > 6:
            editor.setText("1")

    taken = _slow(strike)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    return taken


def _commits(page: EntryPage) -> float:
    """Enter after a digit: the cell, its 合계 and its rates are drawn, the ledger has it."""
    digits = count()

    def commit() -> None:
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()

    taken = []
    for _ in range(STROKES):
        key = (Qt.Key.Key_3, Qt.Key.Key_4)[next(digits) // ITEMS % 2]
        QTest.keyClick(page.view, key)
        editor = _editor(page)
        taken.append(seconds(commit))
        QTest.qWait(5)
    return _percentile(taken)


def _presses(page: EntryPage, key: Qt.Key) -> float:
    page.view.go_to_first()

    def press() -> None:
        QTest.keyClick(page.view, key)
        QApplication.processEvents()

    return _slow(press)


def _slow(act: Callable[[], None]) -> float:
    taken = []
    for _ in range(STROKES):
        taken.append(seconds(act))
        QTest.qWait(5)
    return _percentile(taken)


def _percentile(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1] * 1000


def _editor(page: EntryPage) -> QLineEdit:
    editors = page.view.viewport().findChildren(QLineEdit)
    return next(editor for editor in reversed(editors) if editor.isVisible())
