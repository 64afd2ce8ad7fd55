"""What the tests of the collect page share: a page on an empty ledger, and a clerk's gestures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.collect import CollectPage
from desktop.session import Session

MONTH = 202610
Maker = Callable[..., Path]


def opened(session: Session, qtbot: QtBot) -> CollectPage:
    """The page on screen with nothing left to load."""
    page = CollectPage(session)
    qtbot.addWidget(page)
    page.resize(1160, 700)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    settle(page, qtbot)
    return page


def settle(page: CollectPage, qtbot: QtBot) -> None:
    """Wait until nothing runs in the background."""
    qtbot.waitUntil(lambda: not page.session.tasks.busy and not page.progress.busy, timeout=15000)


def read(page: CollectPage, qtbot: QtBot, *paths: Path) -> None:
    """Hand files to the page and wait for the preview."""
    page.open_at(list(paths))
    settle(page, qtbot)


def press(widget: QWidget, qtbot: QtBot, page: CollectPage) -> None:
    """Click a button and wait for what it began."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))
    settle(page, qtbot)


def button(page: QWidget, words: str) -> QPushButton:
    """The visible button of these words."""
    found = page.findChildren(QPushButton)
    return next(each for each in found if each.text() == words and each.isVisible())


def table(path: Path, rows: Sequence[Sequence[object]], title: str = "Sheet1") -> Path:
    """A township's own workbook of these rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    workbook.save(path)
    return path
