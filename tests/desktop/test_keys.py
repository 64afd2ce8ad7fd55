"""The real window by keyboard alone: no key means two things, and Enter presses what has focus."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.pages.collect import CollectPage
from desktop.registry import PAGES
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.window import MainWindow
from tests.desktop.collecting import table
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


def test_enter_after_a_password_tries_it_and_does_not_stop_the_work(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    plain = table(tmp_path / "表.xlsx", [["2026年10月"], ["单位", "家庭医生团队数"]])
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(plain.read_bytes())).encrypt("2026", stream)
    plain.write_bytes(stream.getvalue())
    window.show_page("collect", [plain])
    page = window.page
    assert isinstance(page, CollectPage)
    line = page.desk.password_bar.line
    qtbot.waitUntil(lambda: not page.progress.busy and line.isVisible())
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "2026")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.batch.passwords == ("2026",) and not page.progress.busy)
    assert page.notice.text == ""
    assert page.batch.locked == []


def test_enter_presses_the_button_that_has_focus(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("collect")
    button = next(each for each in window.findChildren(QPushButton) if each.text() == "制作空白表…")
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
