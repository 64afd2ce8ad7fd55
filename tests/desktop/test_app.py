"""The start: which ledger opens, what is said when none can, and how bugs are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.app import Desk, first_month
from desktop.errors import BugReporter, report_text
from desktop.registry import PAGES
from tests.desktop.shell import FAKES, MONTH, preferences, write_form

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(preferences(tmp_path), BugReporter(tmp_path / "log"), tmp_path / "data", FAKES)
    yield desk
    if desk.window is not None:
        qtbot.waitUntil(lambda: desk.window is None or not desk.window.session.tasks.busy)
        desk.window.close()
        desk.window.deleteLater()
    if desk.wizard is not None:
        desk.wizard.close()


def test_opens_the_ledger_it_is_given(desk: Desk, fresh_ledger: Ledger, qtbot: QtBot) -> None:
    desk.start(fresh_ledger.path)
    assert desk.window is not None
    assert desk.window.session.path == fresh_ledger.path
    qtbot.waitUntil(lambda: len(fresh_ledger.backups()) == 1)


def test_opens_the_last_ledger_again(
    desk: Desk, fresh_ledger: Ledger, tmp_path: Path, qtbot: QtBot
) -> None:
    kept = preferences(tmp_path)
    kept.last_ledger = fresh_ledger.path
    kept.save()
    desk.start(None)
    assert desk.window is not None
    assert desk.window.session.path == fresh_ledger.path


def test_asks_when_there_is_no_ledger(desk: Desk) -> None:
    desk.start(None)
    assert desk.window is None
    assert desk.wizard is not None
    assert not desk.wizard.sentence.isVisible()


def test_says_that_the_last_ledger_is_gone(desk: Desk, tmp_path: Path) -> None:
    preferences_of_desk = preferences(tmp_path)
    preferences_of_desk.last_ledger = tmp_path / "不见了.ledger"
    preferences_of_desk.save()
    desk.start(None)
    assert desk.wizard is not None
    assert "找不到台账“不见了.ledger”" in desk.wizard.sentence.text()


def test_a_foreign_file_is_refused_in_the_wizard(desk: Desk, tmp_path: Path) -> None:
    foreign = tmp_path / "a.ledger"
    foreign.write_bytes(b"not a ledger" * 100)
    desk.start(foreign)
    assert desk.wizard is not None
    assert "不是医养台账的文件" in desk.wizard.sentence.text()


def test_makes_a_new_ledger_and_opens_it(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.start(None)
    assert desk.wizard is not None
    desk.wizard.folder.setText(str(tmp_path / "新的" / "文件夹"))
    qtbot.mouseClick(desk.wizard.create_button, LEFT)
    qtbot.waitUntil(lambda: desk.window is not None)
    assert desk.wizard is None
    assert desk.window is not None
    assert desk.window.session.path == tmp_path / "新的" / "文件夹" / "梁山县.ledger"


def test_a_taken_name_is_refused_in_the_wizard(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "梁山县.ledger").write_bytes(b"")
    desk.start(None)
    assert desk.wizard is not None
    desk.wizard.folder.setText(str(tmp_path))
    qtbot.mouseClick(desk.wizard.create_button, LEFT)
    qtbot.waitUntil(lambda: desk.wizard is not None and desk.wizard.sentence.isVisible())
    assert "已经存在" in desk.wizard.sentence.text()


def test_another_ledger_opens_in_the_same_window(
    desk: Desk, fresh_ledger: Ledger, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.start(fresh_ledger.path)
    first = desk.window
    assert first is not None
    desk.create("370832000000", tmp_path / "第二个.ledger")
    qtbot.waitUntil(lambda: first.top_bar.area.text() == "梁山县")
    assert desk.window is first


def test_a_refused_file_leaves_the_open_ledger(
    desk: Desk, fresh_ledger: Ledger, tmp_path: Path
) -> None:
    desk.start(fresh_ledger.path)
    desk.open(tmp_path / "没有.ledger")
    assert desk.window is not None
    assert desk.window.session.path == fresh_ledger.path
    assert "找不到台账" in desk.window.message_bar.text.text()


def test_the_first_month_is_the_last_with_figures(fresh_ledger: Ledger) -> None:
    assert first_month(fresh_ledger, date(2026, 1, 9)) == 202512
    write_form(fresh_ledger, units=1)
    assert first_month(fresh_ledger, date(2027, 5, 1)) == MONTH


def test_a_bug_is_kept_without_the_figures_in_it(qtbot: QtBot, tmp_path: Path) -> None:
    reporter = BugReporter(tmp_path)
    error = ValueError("松林镇 651695")
    reporter.report(error)
    assert "651695" not in report_text(error)
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    qtbot.addWidget(reporter.dialog)
    kept = next(tmp_path.glob("*.log")).read_text("utf-8")
    assert "ValueError" in kept
    assert "651695" not in kept


def test_every_page_of_the_column_has_a_class() -> None:
    from desktop.widgets.navigation import KEYS

    assert tuple(PAGES) == KEYS
