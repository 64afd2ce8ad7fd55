"""The real window by keyboard alone: no key means two things, and Enter presses what has focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.registry import PAGES
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.window import MainWindow
from tests.desktop.shell import MONTH, preferences


@pytest.fixture
def window(qtbot: QtBot, fresh_ledger: Ledger, tmp_path: Path) -> Iterator[MainWindow]:
    tasks = TaskRunner()
    window = MainWindow(Session(fresh_ledger, MONTH, tasks), preferences(tmp_path))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()


def _seen(shortcut: QShortcut) -> bool:
    """Whether a shortcut answers: those of a page in the background do not."""
    parent = shortcut.parent()
    return isinstance(parent, QWidget) and parent.isVisible()


@pytest.mark.parametrize("key", list(PAGES))
def test_no_key_means_two_things(window: MainWindow, key: str) -> None:
    window.show_page(key)
    keys = [
        each.key().toString()
        for each in window.findChildren(QShortcut)
        if each.context() == Qt.ShortcutContext.WindowShortcut and _seen(each)
    ]
    keys += [
        sequence.toString()
        for action in window.findChildren(QAction)
        for sequence in action.shortcuts()
    ]
    assert [each for each, times in Counter(filter(None, keys)).items() if times > 1] == []


def test_enter_presses_the_button_that_has_focus(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("collect")
    button = next(each for each in window.findChildren(QPushButton) if each.text() == "制作空白表…")
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
