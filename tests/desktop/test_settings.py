"""设置: backups put back without loss, answers corrected and let go, an inbox folder chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.inbox import Inbox
from desktop.models.backups_model import BackupModel
from desktop.pages.settings import SettingsPage
from desktop.session import EVERYTHING, Session
from desktop.tasks import TaskRunner
from tests.desktop.shell import MONTH, preferences, write_form
from workflow.answers import forget, keep

SENDER = "371581101000"
DASH, HEADING = (SENDER, "mark", "—"), (SENDER, "heading", "ab12|签约人数")


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[SettingsPage]:
    tasks = TaskRunner()
    session = Session(fresh_ledger, MONTH, tasks)
    page = SettingsPage(session)
    qtbot.addWidget(page)
    page.show()
    yield page
    tasks.close()
    session.ledger.close()


def click(page: SettingsPage, button: object, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.tasks.busy)


def test_says_when_there_is_no_backup(page: SettingsPage) -> None:
    assert page.backups.model().rowCount() == 0
    assert not page.restore_button.isEnabled()


def test_takes_a_backup_once_for_one_state(page: SettingsPage, qtbot: QtBot) -> None:
    click(page, page.back_up_button, qtbot)
    qtbot.waitUntil(lambda: page.backups.model().rowCount() == 1)
    assert "备份好了" in page.told.text()
    click(page, page.back_up_button, qtbot)
    qtbot.waitUntil(lambda: "没有改动" in page.told.text())
    assert page.backups.model().rowCount() == 1


def test_asks_before_it_puts_a_backup_back(page: SettingsPage, qtbot: QtBot) -> None:
    click(page, page.back_up_button, qtbot)
    qtbot.waitUntil(page.restore_button.isEnabled)
    click(page, page.restore_button, qtbot)
    assert page.question.isVisible()
    assert "现在的台账会先另存成一份备份" in page.sentence.text()
    click(page, page.keep_button, qtbot)
    assert not page.question.isVisible()


def test_puts_a_backup_back_and_keeps_the_present(page: SettingsPage, qtbot: QtBot) -> None:
    click(page, page.back_up_button, qtbot)
    write_form(page.session.ledger)
    qtbot.waitUntil(page.restore_button.isEnabled)
    click(page, page.restore_button, qtbot)
    with qtbot.waitSignal(page.session.changed) as changed:
        qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    assert changed.args == [EVERYTHING]
    assert page.session.ledger.latest_month() is None
    assert page.backups.model().rowCount() == 2


def test_says_what_program_and_ledger_these_are(page: SettingsPage) -> None:
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert str(page.session.path) in words
    assert "371581000000" in words
    assert "医养台账" in words


def test_the_model_keeps_qt_s_rules(fresh_ledger: Ledger, qtbot: QtBot) -> None:
    model = BackupModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    fresh_ledger.back_up()
    model.show_backups(fresh_ledger.backups())
    assert model.rowCount() == 1
    assert tester


@pytest.fixture
def answered(page: SettingsPage, qtbot: QtBot) -> SettingsPage:
    keep(page.session.ledger, {DASH: "missing", HEADING: "fd_signed"})
    page.tabs.setCurrentWidget(page.answers)
    page.answers.refresh()
    qtbot.waitUntil(lambda: page.answers.table.model().rowCount() == 2)
    return page


def row_of(page: SettingsPage, words: str) -> int:
    model = page.answers.table.model()
    rows = range(model.rowCount())
    return next(row for row in rows if words in model.index(row, 2).data())


def test_says_what_answers_are_kept_for(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "还没有记下什么" in page.answers.table.empty_text)
    assert not page.answers.export_button.isEnabled()
    assert not page.answers.forget_button.isEnabled()


def test_shows_answers_in_words(answered: SettingsPage) -> None:
    model = answered.answers.table.model()
    row = row_of(answered, "签约人数")
    words = [model.index(row, column).data() for column in range(4)]
    signed = answered.session.ledger.catalogue.items["fd_signed"]
    assert words[1:] == ["表头", "签约人数", f"F1 {signed.name}"]
    assert not words[0].isdigit()
    assert model.index(row_of(answered, "—"), 3).data() == "未报"


def test_corrects_an_answer(answered: SettingsPage, qtbot: QtBot) -> None:
    pane = answered.answers
    pane.table.selectRow(row_of(answered, "—"))
    assert not pane.correct_button.isEnabled()
    qtbot.keyClick(pane.choice, Qt.Key.Key_Down)
    assert pane.choice.currentText() == "不适用"
    click(answered, pane.correct_button, qtbot)
    assert answered.session.ledger.answers()[DASH] == "not_applicable"
    assert answered.session.ledger.answers()[HEADING] == "fd_signed"
    assert "不适用" in pane.notice.text


def test_words_that_mean_nothing_correct_nothing(answered: SettingsPage, qtbot: QtBot) -> None:
    pane = answered.answers
    pane.table.selectRow(row_of(answered, "签约人数"))
    pane.choice.setEditText("没有这一项")
    assert not pane.correct_button.isEnabled()


def test_delete_lets_an_answer_go(answered: SettingsPage, qtbot: QtBot) -> None:
    pane = answered.answers
    pane.table.selectRow(row_of(answered, "—"))
    qtbot.keyClick(pane.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: pane.table.model().rowCount() == 1)
    assert list(answered.session.ledger.answers()) == [HEADING]


def test_answers_go_out_and_come_back(
    answered: SettingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane, place = answered.answers, str(tmp_path / "记忆.json")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (place, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (place, ""))
    click(answered, pane.export_button, qtbot)
    assert "已导出 2 条" in pane.notice.text
    forget(answered.session.ledger, [DASH])
    click(answered, pane.import_button, qtbot)
    assert "新增 1 条" in pane.notice.text
    assert set(answered.session.ledger.answers()) == {DASH, HEADING}


def test_a_file_that_is_no_answers_is_refused_in_words(
    page: SettingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.tabs.setCurrentWidget(page.answers)
    place = tmp_path / "别的.json"
    place.write_text("{}", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(place), ""))
    click(page, page.answers.import_button, qtbot)
    assert "别的.json" in page.answers.notice.text


@pytest.fixture
def watched(page: SettingsPage, qtbot: QtBot, tmp_path: Path) -> Iterator[SettingsPage]:
    """A page of a window that watches an inbox."""
    page.session.inbox = Inbox(preferences(tmp_path), page.session.path, settle_ms=30)
    second = SettingsPage(page.session)
    qtbot.addWidget(second)
    second.tabs.setCurrentWidget(second.inbox)
    second.show()
    yield second
    page.session.inbox.stop()


def test_an_inbox_folder_is_chosen_watched_and_collected_from(
    watched: SettingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane, folder = watched.inbox, tmp_path / "收件"
    assert pane.place.text() == "还没有选文件夹"
    assert not pane.watch_box.isEnabled()
    folder.mkdir()
    (folder / "松林镇.xlsx").write_bytes(b"1")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.mouseClick(pane.choose_button, Qt.MouseButton.LeftButton)
    assert pane.place.text() == str(folder)
    assert pane.watch_box.isChecked()
    qtbot.waitUntil(pane.collect_button.isEnabled)
    assert "1 个新文件" in pane.standing.text()
    qtbot.waitUntil(lambda: not watched.session.tasks.busy)
    with qtbot.waitSignal(watched.page_requested) as asked:
        qtbot.mouseClick(pane.collect_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["collect", [folder / "松林镇.xlsx"]]
    assert "没有新文件" in pane.standing.text()


def test_watching_is_switched_off_and_the_folder_stays(
    watched: SettingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = watched.inbox
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    qtbot.mouseClick(pane.choose_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(pane.watch_box, Qt.Key.Key_Space)
    inbox = watched.session.inbox
    assert inbox is not None
    assert not inbox.on
    assert inbox.folder == tmp_path
    assert "没有在看" in pane.standing.text()
