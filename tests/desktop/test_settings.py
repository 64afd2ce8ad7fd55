"""设置: backups can be taken and put back, and the present is never lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.models.backups_model import BackupModel
from desktop.pages.settings import SettingsPage
from desktop.session import EVERYTHING, Session
from desktop.tasks import TaskRunner
from tests.desktop.shell import MONTH, write_form


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
