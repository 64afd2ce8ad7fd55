"""The window: pages, month, messages, slow work, and what it remembers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.session import VALUES, Session
from desktop.tasks import TaskRunner
from desktop.window import MainWindow
from monitoring.areas import Area
from monitoring.errors import ExpectedError
from tests.desktop.shell import (
    FAKES,
    MONTH,
    FakePage,
    FakeReview,
    OtherPage,
    preferences,
    write_form,
)
from workflow.progress import Reporter

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qtbot: QtBot, fresh_ledger: Ledger, tmp_path: Path) -> Iterator[MainWindow]:
    tasks = TaskRunner()
    session = Session(fresh_ledger, MONTH, tasks)
    window = MainWindow(session, preferences(tmp_path), FAKES)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    tasks.close()


def shown(window: MainWindow) -> str:
    assert window.page is not None
    return window.page.key


def test_opens_on_the_month_page_with_its_sentence(window: MainWindow) -> None:
    assert shown(window) == "home"
    assert window.title_line.headline.text() == "本月：2026年10月"
    assert window.title_line.button.text() == "去收表"
    assert window.top_bar.area.text() == "临清市"
    assert window.status.file.text() == "临清市.ledger"


def test_control_and_a_number_opens_a_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_4, CONTROL)
    assert shown(window) == "review"
    assert window.navigation.button("review").isChecked()
    assert not window.title_line.button.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert shown(window) == "home"
    for key, page in ((Qt.Key.Key_9, "history"), (Qt.Key.Key_Comma, "settings")):
        qtbot.keyClick(window, key, CONTROL)
        assert window.navigation.button(page).isChecked()


def test_a_click_on_the_column_opens_a_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.navigation.button("review"), Qt.MouseButton.LeftButton)
    assert shown(window) == "review"


def test_control_enter_does_the_main_thing_and_opens_it_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    page = window.page
    assert isinstance(page, FakeReview)
    assert page.opened_at == {"unit": "371581001000"}


def test_alt_and_an_arrow_turns_the_month(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.session.month == 202609
    assert window.title_line.headline.text() == "本月：2026年9月"
    assert window.top_bar.period.label.text() == "2026年9月"
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_Right, ALT)
    assert window.session.month == 202701


def test_a_month_is_chosen_from_the_year(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.top_bar.period.label, Qt.MouseButton.LeftButton)
    popup = window.top_bar.period.popup
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_PageUp)
    qtbot.keyClick(popup, Qt.Key.Key_Left)
    with qtbot.waitSignal(window.session.month_changed):
        qtbot.mouseClick(popup.months[11], Qt.MouseButton.LeftButton)
    assert window.session.month == 202512


def test_a_hidden_page_looks_again_only_when_shown(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page
    assert isinstance(page, FakePage)
    before = page.refreshed
    qtbot.keyClick(window, Qt.Key.Key_4, CONTROL)
    window.session.set_month(202609)
    assert page.refreshed == before
    qtbot.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert page.refreshed == before + 1


def test_a_refusal_waits_over_the_page_until_escape(window: MainWindow, qtbot: QtBot) -> None:
    def work(_: Ledger, __: Reporter) -> None:
        raise ExpectedError("“a.xlsx”打不开，请关掉 Excel 再试。")

    window.session.run("保存", work, lambda _: None)
    qtbot.waitUntil(window.message_bar.isVisible)
    assert "请关掉 Excel 再试" in window.message_bar.text.text()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.message_bar.isVisible()


def test_long_work_shows_how_far_it_is_and_can_be_stopped(window: MainWindow, qtbot: QtBot) -> None:
    def work(_: Ledger, reporter: Reporter) -> None:
        while True:
            reporter.check(3, 40, "松林镇.xlsx")

    window.session.run("收表", work, lambda _: None)
    qtbot.waitUntil(window.progress.isVisible)
    qtbot.waitUntil(lambda: "3 / 40" in window.progress.label.text())
    qtbot.mouseClick(window.progress.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.progress.isVisible())


def test_leaving_in_the_middle_of_work_asks_first(window: MainWindow, qtbot: QtBot) -> None:
    def work(_: Ledger, reporter: Reporter) -> None:
        while True:
            reporter.check(3, 40, "松林镇.xlsx")

    window.session.run("收表", work, lambda _: None)
    qtbot.waitUntil(lambda: window.progress.isVisible() and window.progress.counted)
    assert not window.close()
    box = window.findChild(QMessageBox)
    assert box is not None
    assert "收表" in box.text()
    leave = next(button for button in box.buttons() if "停下来" in button.text())
    with qtbot.waitSignal(window.closed):
        qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)


def test_made_up_data_wears_a_badge(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.top_bar.badge.isVisible()
    write_form(window.session.ledger, demonstration=True)
    window.session.changed.emit(VALUES)
    qtbot.waitUntil(window.top_bar.badge.isVisible)


def test_a_backup_is_taken_and_named_at_the_foot(window: MainWindow, qtbot: QtBot) -> None:
    assert window.status.backup.text() == "还没有备份"
    window.back_up()
    qtbot.waitUntil(lambda: window.status.backup.text().startswith("上次备份 "))
    assert len(window.session.ledger.backups()) == 1


def test_another_ledger_replaces_pages_and_words(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, areas: dict[str, Area]
) -> None:
    old = window.page
    with Ledger.create(tmp_path / "梁山县.ledger", areas["370832000000"]) as other:
        window.use(Session(other, 202412, window.session.tasks))
        assert window.page is not old
        assert window.top_bar.area.text() == "梁山县"
        assert window.title_line.headline.text() == "本月：2024年12月"


def test_remembers_size_page_and_ledger(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fresh_ledger: Ledger
) -> None:
    window.resize(790, 650)
    qtbot.keyClick(window, Qt.Key.Key_4, CONTROL)
    window.close()
    kept = preferences(tmp_path)
    assert kept.last_ledger == fresh_ledger.path
    tasks = TaskRunner()
    second = MainWindow(Session(fresh_ledger, MONTH, tasks), kept, FAKES)
    qtbot.addWidget(second)
    assert shown(second) == "review"
    assert second.size() == window.size()


def test_abandons_what_ran_for_the_old_ledger(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, areas: dict[str, Area]
) -> None:
    seen: list[int] = []
    go = threading.Event()
    window.session.run("旧的", lambda _l, _r: go.wait(5) and 1, seen.append)
    with Ledger.create(tmp_path / "梁山县.ledger", areas["370832000000"]) as other:
        window.use(Session(other, 202412, window.session.tasks))
        go.set()
        window.session.run("新的", lambda _l, _r: 2, seen.append)
        qtbot.waitUntil(lambda: seen == [2])


def test_asks_for_another_or_a_new_ledger_by_key(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.open_requested):
        qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    with qtbot.waitSignal(window.new_requested):
        qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)


def test_a_page_that_shows_its_own_progress_is_left_to_it(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page is not None
    window.page.shows_progress = True
    window.show_page("home")
    window.progress.show_busy(True)
    window.progress.show_progress("收表", 3, 40, "松林镇.xlsx")
    qtbot.waitUntil(lambda: window.progress.lasting)
    assert not window.progress.isVisible()
    window.show_page("review")
    assert window.progress.isVisible()


def test_files_that_arrive_are_offered_and_nothing_is_collected(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    (folder / "松林镇.xlsx").write_bytes(b"1")
    qtbot.waitUntil(lambda: window.inbox_bar is not None)
    inbox, bar = window.session.inbox, window.inbox_bar
    assert inbox is not None
    assert bar is not None
    inbox.choose(folder, on=True)
    qtbot.waitUntil(bar.isVisible)
    assert bar.text == "收件文件夹有 1 个新文件。"
    assert shown(window) == "home"
    go = threading.Event()
    window.session.run("收表", lambda _l, _r: go.wait(5), lambda _: None)
    qtbot.mouseClick(_collect_button(bar), Qt.MouseButton.LeftButton)
    assert "还没有做完" in bar.text
    assert inbox.waiting
    go.set()
    qtbot.waitUntil(lambda: not window.session.tasks.busy)
    qtbot.mouseClick(_collect_button(bar), Qt.MouseButton.LeftButton)
    page = window.page
    assert isinstance(page, OtherPage)
    assert page.opened_at == [folder / "松林镇.xlsx"]
    assert not bar.isVisible()
    assert window.session.ledger.latest_month() is None


def _collect_button(bar: QWidget) -> QPushButton:
    buttons = [each for each in bar.findChildren(QPushButton) if each.isVisibleTo(bar)]
    return next(each for each in buttons if each.text() == "去收表")


def test_another_ledger_has_an_inbox_of_its_own(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, areas: dict[str, Area]
) -> None:
    old = window.session.inbox
    assert old is not None
    old.choose(tmp_path, on=True)
    with Ledger.create(tmp_path / "梁山县.ledger", areas["370832000000"]) as other:
        window.use(Session(other, 202412, window.session.tasks))
        assert window.session.inbox is not None
        assert window.session.inbox is not old
        assert window.session.inbox.folder is None


def test_files_dropped_anywhere_on_the_window_are_collected(window: MainWindow) -> None:
    window.show_page("settings")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/来表/松林镇.xlsx")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, data, left, keys))
    assert isinstance(window.page, OtherPage)
    assert window.page.opened_at == [Path("/来表/松林镇.xlsx")]
