"""Who is at the desk: signing in, what a role is offered, locking, and a second window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.holding import Holding
from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.app import Desk
from desktop.errors import BugReporter
from desktop.idle import IdleWatch, idle_minutes
from desktop.pages.settings import SettingsPage
from desktop.registry import PAGES
from desktop.window import MainWindow
from monitoring.amounts import number
from tests.desktop.shell import MONTH, preferences, write_form
from workflow.operators import add, operators
from workflow.roles import Right, Role

LEFT = Qt.MouseButton.LeftButton
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(preferences(tmp_path), BugReporter(tmp_path / "log"), tmp_path / "data", PAGES)
    yield desk
    if desk.window is not None:
        qtbot.waitUntil(lambda: desk.window is None or not desk.window.session.tasks.busy)
        desk.window.close()
        desk.window.deleteLater()


@pytest.fixture
def staffed(fresh_ledger: Ledger) -> Ledger:
    write_form(fresh_ledger)
    add(fresh_ledger, "王主任", Role.MANAGE, "gyt2026")
    add(fresh_ledger, "李会计", Role.ENTRY)
    return fresh_ledger


def opened(desk: Desk, ledger: Ledger, qtbot: QtBot) -> MainWindow:
    desk.start(ledger.path)
    assert desk.window is not None
    qtbot.waitExposed(desk.window)
    desk.window.activateWindow()
    return desk.window


def sign_in(window: MainWindow, name: str, password: str, qtbot: QtBot) -> None:
    assert window.sign_in is not None
    place = next(
        at
        for at in range(window.sign_in.names.count())
        if window.sign_in.names.itemText(at).startswith(name)
    )
    window.sign_in.names.setCurrentIndex(place)
    qtbot.keyClicks(window.sign_in.password, password)
    qtbot.keyClick(window.sign_in.password, Qt.Key.Key_Return)


def test_nothing_is_shown_before_somebody_signs_in(
    desk: Desk, staffed: Ledger, qtbot: QtBot
) -> None:
    window = opened(desk, staffed, qtbot)
    assert window.page is None
    assert window.sign_in is not None
    assert window.sign_in.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.page is None

    sign_in(window, "王主任", "wrong", qtbot)
    assert "密码不对" in window.sign_in.sentence.text()
    assert window.page is None
    sign_in(window, "王主任", "gyt2026", qtbot)
    assert window.page is not None
    assert window.page.isVisible()
    assert window.top_bar.operator.text().startswith("王主任（管理）")
    assert window.session.may(Right.MANAGE)


def test_what_is_written_carries_who_signed_in(desk: Desk, staffed: Ledger, qtbot: QtBot) -> None:
    window = opened(desk, staffed, qtbot)
    sign_in(window, "李会计", "", qtbot)
    written: list[int] = []
    entry = Entry("371581001000", "resident", MONTH, number(7))
    window.session.run(
        "写", lambda ledger, _: ledger.write([entry], NewSource("hand")), written.append
    )
    qtbot.waitUntil(lambda: bool(written))
    assert window.session.ledger.stored(["resident"], MONTH)[0].source.operator == "李会计"


def test_a_role_is_not_offered_what_it_may_not_do(
    desk: Desk, staffed: Ledger, qtbot: QtBot
) -> None:
    window = opened(desk, staffed, qtbot)
    sign_in(window, "李会计", "", qtbot)
    window.show_page("review")
    qtbot.waitUntil(lambda: not window.session.tasks.busy)
    assert not window.title_line.button.isVisible()
    window.show_page("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    assert not page.restore_button.isVisibleTo(page)
    assert not page.operators.isEnabled()

    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL_SHIFT)
    sign_in(window, "王主任", "gyt2026", qtbot)
    assert isinstance(window.page, SettingsPage)
    assert window.page.restore_button.isVisibleTo(window.page)
    window.show_page("review")
    qtbot.waitUntil(window.title_line.button.isVisible)


def test_the_one_who_was_at_the_desk_comes_back_to_their_page(
    desk: Desk, staffed: Ledger, qtbot: QtBot
) -> None:
    window = opened(desk, staffed, qtbot)
    sign_in(window, "王主任", "gyt2026", qtbot)
    window.show_page("review")
    before = window.page
    window.lock()
    assert before is not None
    assert not before.isVisible()
    assert window.sign_in is not None
    assert window.sign_in.names.currentText().startswith("王主任")
    sign_in(window, "王主任", "gyt2026", qtbot)
    assert window.page is before
    assert before.isVisible()


def test_an_idle_window_is_locked_and_a_busy_one_is_not(qtbot: QtBot) -> None:
    button = QPushButton("在")
    qtbot.addWidget(button)
    watch = IdleWatch(1 / 60, button)
    qtbot.waitUntil(lambda: watch.left < 700)
    qtbot.mouseClick(button, LEFT)
    assert watch.left > 900
    with qtbot.waitSignal(watch.idle, timeout=2000):
        pass
    watch.stop()


def test_people_are_added_changed_and_let_go_in_the_settings(
    desk: Desk, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    window = opened(desk, fresh_ledger, qtbot)
    window.show_page("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    pane = page.operators
    page.tabs.setCurrentWidget(pane)
    assert pane.role.currentText() == "管理"
    pane.name.insert("王主任")
    qtbot.keyClicks(pane.password, "gyt2026")
    qtbot.keyClick(pane.name, Qt.Key.Key_Return)
    assert window.top_bar.operator.text().startswith("王主任（管理）")
    assert pane.notice.text == "已添加 王主任（管理）。"

    qtbot.keyClick(pane.name, Qt.Key.Key_Return)
    assert "姓名要有" in pane.notice.text
    pane.role.setCurrentText("填报")
    pane.name.insert("李会计")
    qtbot.mouseClick(pane.add_button, LEFT)
    pane.table.selectRow(0)
    qtbot.mouseClick(pane.active_button, LEFT)
    names = [(each.name, each.active) for each in operators(fresh_ledger)]
    assert names == [("王主任", True), ("李会计", False)]
    pane.table.selectRow(0)
    qtbot.mouseClick(pane.active_button, LEFT)
    assert "至少要留一位" in pane.notice.text
    pane.idle.setValue(30)
    assert idle_minutes(fresh_ledger) == 30


def test_a_second_window_only_reads_and_says_who_has_the_ledger(
    desk: Desk, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    write_form(fresh_ledger)
    first = Holding(fresh_ledger.path)
    window = opened(desk, fresh_ledger, qtbot)
    assert "打开着这个台账，这里只能看" in window.holder_bar.text
    assert window.session.read_only
    window.show_page("review")
    qtbot.waitUntil(lambda: not window.session.tasks.busy)
    assert not window.title_line.button.isVisible()

    retry = next(b for b in window.holder_bar.findChildren(QPushButton) if b.text() == "再试")
    qtbot.mouseClick(retry, LEFT)
    assert window.session.read_only
    first.release()
    retry = next(b for b in window.holder_bar.findChildren(QPushButton) if b.text() == "再试")
    qtbot.mouseClick(retry, LEFT)
    assert not window.session.read_only
    assert window.holder_bar.text == ""
    assert not Holding(fresh_ledger.path).take()
