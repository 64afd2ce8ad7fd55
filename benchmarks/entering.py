"""The entry grid at 200 units × 120 items with a year behind it, struck key by key."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from benchmarks.large_ledger import build
from benchmarks.measure import Amount, seconds
from db.ledger import Ledger
from desktop.pages.entry import EntryPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from monitoring.periods import add_months

UNITS, ITEMS, MONTHS = 200, 120, 13
MONTH = 202610
STROKES, REST = 60, 20
PAGES = 3
FRAME, SAVED, PAGE, OPENED = 16, 100, 50, 500


def run(folder: Path) -> Iterator[Amount]:
    """Medians in milliseconds, each key drawn before the next one is struck."""
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
        yield Amount(_name("移动一格"), _moves(page, [Qt.Key.Key_Down]), "ms", FRAME)
        pages = [Qt.Key.Key_PageDown] * PAGES + [Qt.Key.Key_PageUp] * PAGES
        yield Amount(_name("翻一屏"), _moves(page, pages), "ms", PAGE)
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
    """The first digit in a cell, which opens its editor, drawn."""
    taken = []
    for _ in range(STROKES):
        taken.append(_press(page, Qt.Key.Key_1))
        QTest.keyClick(_editor(page), Qt.Key.Key_Escape)
        QTest.qWait(REST)
    return statistics.median(taken)


def _commits(page: EntryPage) -> float:
    """Enter after a digit: the cell, its 合计 and its rates are drawn, the ledger has it."""
    taken = []
    for stroke in range(STROKES):
        QTest.keyClick(page.view, (Qt.Key.Key_3, Qt.Key.Key_4)[stroke // ITEMS % 2])
        taken.append(_press(page, Qt.Key.Key_Return, _editor(page)))
        QTest.qWait(REST)
    return statistics.median(taken)


def _moves(page: EntryPage, keys: Sequence[Qt.Key]) -> float:
    page.view.go_to_first()
    taken = []
    for key in islice(cycle(keys), STROKES):
        taken.append(_press(page, key))
        QTest.qWait(REST)
    return statistics.median(taken)


def _press(page: EntryPage, key: Qt.Key, target: QWidget | None = None) -> float:
    """Milliseconds from a key to what it changes on screen."""

    def press() -> None:
        QTest.keyClick(target or page.view, key)
        QApplication.processEvents()

    return seconds(press) * 1000


def _editor(page: EntryPage) -> QLineEdit:
    editors = page.view.viewport().findChildren(QLineEdit)
    return next(editor for editor in reversed(editors) if editor.isVisible())
