"""填报 as a clerk uses it: keys on the real grid, and what the ledger holds afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.pages.entry import EntryPage
from desktop.session import VALUES
from monitoring.amounts import MISSING, NOT_APPLICABLE, number
from tests.desktop.entering import (
    FIRST,
    MONTH,
    SECOND,
    Key,
    Modifier,
    at,
    clip,
    enter,
    held,
    on_screen,
    shown,
    typing,
)


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[EntryPage]:
    with on_screen(qtbot, fresh_ledger) as entry:
        yield entry


def test_typing_and_enter_go_down_and_are_kept_at_once(qtbot: QtBot, page: EntryPage) -> None:
    assert at(page) == (FIRST, "fd_team")
    enter(qtbot, page, "12")
    enter(qtbot, page, "1,234")
    enter(qtbot, page, "1000")
    assert [held(page, item) for item in ("fd_team", "registered", "resident")] == [
        number(12),
        number(1234),
        number(1000),
    ]
    assert at(page) == (FIRST, "fd_signed")
    enter(qtbot, page, "500", Key.Key_Tab)
    assert at(page) == (SECOND, "fd_signed")
    assert shown(page, "fd_sign_rate") == "50.00"


def test_keys_move_like_a_spreadsheet(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "1")
    enter(qtbot, page, "2")
    enter(qtbot, page, "3")
    QTest.keyClick(page.view, Key.Key_Return, Modifier.ShiftModifier)
    assert at(page) == (FIRST, "resident")
    QTest.keyClick(page.view, Key.Key_Up, Modifier.ControlModifier)
    assert at(page) == (FIRST, "fd_team")
    QTest.keyClick(page.view, Key.Key_Down, Modifier.ControlModifier)
    assert at(page) == (FIRST, "resident")
    QTest.keyClick(page.view, Key.Key_End)
    assert at(page) == ("371581113000", "resident")
    QTest.keyClick(page.view, Key.Key_Home)
    QTest.keyClick(page.view, Key.Key_Tab)
    assert at(page) == (SECOND, "resident")
    QTest.keyClick(page.view, Key.Key_Backtab)
    QTest.keyClick(page.view, Key.Key_Backtab)
    assert at(page) == ("371581113000", "registered")
    QTest.keyClick(page.view, Key.Key_PageDown)
    assert at(page)[1] != "registered"


def test_typing_on_a_line_that_takes_none_changes_no_cell(qtbot: QtBot, page: EntryPage) -> None:
    for text in ("12", "46", "40"):
        enter(qtbot, page, text)
    enter(qtbot, page, "30")
    QTest.keyClick(page.view, Key.Key_Up)
    assert at(page) == (FIRST, "")
    for digit in "41":
        QTest.keyClicks(page.view, digit)
    assert typing(page) is None
    assert at(page) == (FIRST, "")
    assert held(page, "registered") == number(46)
    QTest.keyClick(page.view, Key.Key_Home, Modifier.ControlModifier)
    assert at(page) == (FIRST, "fd_team")


def test_escape_and_f2(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "15")
    QTest.keyClick(page.view, Key.Key_Up)
    QTest.keyClick(page.view, Key.Key_F2)
    editor = typing(page)
    assert editor is not None
    assert editor.text() == "15"
    QTest.keyClicks(editor, "9")
    QTest.keyClick(editor, Key.Key_Escape)
    assert held(page, "fd_team") == number(15)


def test_the_four_states_have_their_keys(qtbot: QtBot, page: EntryPage) -> None:
    for text in ("0", ".", "/"):
        enter(qtbot, page, text)
    assert [held(page, item) for item in ("fd_team", "registered", "resident", "fd_signed")] == [
        number(0),
        MISSING,
        NOT_APPLICABLE,
        None,
    ]
    QTest.keyClick(page.view, Key.Key_Up)
    QTest.keyClick(page.view, Key.Key_Delete)
    assert held(page, "resident") is None
    assert [shown(page, item) for item in ("fd_team", "registered", "resident")] == ["0", "·", ""]


def test_what_is_no_value_keeps_the_old_one_and_says_why(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "15")
    QTest.keyClick(page.view, Key.Key_Up)
    enter(qtbot, page, "3.5")
    assert held(page, "fd_team") == number(15)
    assert "应是整数" in page.foot.sentence.text()
    assert at(page) == (FIRST, "registered")
    QTest.keyClick(page.view, Key.Key_Up)
    QTest.keyClick(page.view, Key.Key_F2)
    editor = typing(page)
    assert editor is not None
    assert editor.text() == "3.5"
    editor.selectAll()
    QTest.keyClicks(editor, "35")
    QTest.keyClick(editor, Key.Key_Return)
    assert held(page, "fd_team") == number(35)
    assert page.foot.sentence.text() == ""


def test_undo_and_redo_write_back(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "1")
    enter(qtbot, page, "2")
    QTest.keyClick(page.view, Key.Key_Z, Modifier.ControlModifier)
    QTest.keyClick(page.view, Key.Key_Z, Modifier.ControlModifier)
    assert (held(page, "fd_team"), held(page, "registered")) == (None, None)
    assert at(page) == (FIRST, "fd_team")
    QTest.keyClick(page.view, Key.Key_Y, Modifier.ControlModifier)
    assert held(page, "fd_team") == number(1)
    assert "“家庭医生团队数”为 1" in page.foot.sentence.text()


def test_undo_reaches_another_form(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "1")
    QTest.keyClick(page.view, Key.Key_PageDown, Modifier.ControlModifier)
    assert page.tabs.code == "F2"
    QTest.keyClick(page.view, Key.Key_Z, Modifier.ControlModifier)
    assert held(page, "fd_team") is None
    assert page.tabs.code == "F1"
    assert at(page) == (FIRST, "fd_team")


def test_undo_leaves_alone_what_was_changed_since(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "1")
    page.session.ledger.write([Entry(FIRST, "fd_team", MONTH, number(9))], NewSource("hand"))
    page.session.changed.emit(VALUES)
    QTest.keyClick(page.view, Key.Key_Z, Modifier.ControlModifier)
    assert held(page, "fd_team") == number(9)
    assert "没有撤销" in page.foot.sentence.text()


def test_a_copied_block_pastes_elsewhere_the_same(qtbot: QtBot, page: EntryPage) -> None:
    for text in ("1234", ".", "/"):
        enter(qtbot, page, text)
    page.view.go_to_first()
    for _ in range(2):
        QTest.keyClick(page.view, Key.Key_Down, Modifier.ShiftModifier)
    QTest.keyClick(page.view, Key.Key_C, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1234\r\n未报\r\n/\r\n"
    QTest.keyClick(page.view, Key.Key_Right)
    QTest.keyClick(page.view, Key.Key_Up)
    QTest.keyClick(page.view, Key.Key_Up)
    assert at(page) == (SECOND, "fd_team")
    QTest.keyClick(page.view, Key.Key_V, Modifier.ControlModifier)
    assert [held(page, item, SECOND) for item in ("fd_team", "registered", "resident")] == [
        number(1234),
        MISSING,
        NOT_APPLICABLE,
    ]
    assert "3 格" in page.foot.sentence.text()
    QTest.keyClick(page.view, Key.Key_Z, Modifier.ControlModifier)
    assert held(page, "fd_team", SECOND) is None


def test_the_whole_grid_copies_and_pastes_onto_itself(qtbot: QtBot, page: EntryPage) -> None:
    for text in ("10", "1000", "900", "450"):
        enter(qtbot, page, text)
    QTest.keyClick(page.view, Key.Key_A, Modifier.ControlModifier)
    QTest.keyClick(page.view, Key.Key_C, Modifier.ControlModifier)
    QTest.keyClick(page.view, Key.Key_V, Modifier.ControlModifier)
    assert page.foot.sentence.text() == "已粘贴，数字没有变化。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1\t-2\n", "第 1 行第 2 列"),
        ("1\n2\n合计\n", "第 3 行第 1 列"),
        ("=SUM(A1:A9)", "公式"),
        ("", "没有可以粘贴的内容"),
    ],
)
def test_a_paste_that_does_not_fit_changes_nothing(
    qtbot: QtBot, page: EntryPage, text: str, words: str
) -> None:
    clip(text)
    QTest.keyClick(page.view, Key.Key_V, Modifier.ControlModifier)
    assert words in page.foot.sentence.text()
    assert page.session.ledger.reported("F1", MONTH) == set()


def test_a_quarter_is_kept_at_its_last_month(qtbot: QtBot, page: EntryPage) -> None:
    page.open_at({"form": "F5", "unit": SECOND})
    sheet = page.model.sheet
    assert sheet is not None
    assert "2026年第三季度" in page.tools.period.text()
    unit, item = at(page)
    enter(qtbot, page, "7")
    assert (unit, held(page, item, SECOND, 202609)) == (SECOND, number(7))


def test_open_at_goes_to_the_cell(qtbot: QtBot, page: EntryPage) -> None:
    page.open_at({"form": "F1", "unit": "371581101000", "item": "fd_signed"})
    assert at(page) == ("371581101000", "fd_signed")


def test_turning_keeps_the_cell_and_typing_goes_on(qtbot: QtBot, page: EntryPage) -> None:
    page.open_at({"unit": SECOND, "item": "resident"})
    QTest.mouseClick(page.tools.turned, Qt.MouseButton.LeftButton)
    assert at(page) == (SECOND, "resident")
    enter(qtbot, page, "300", Key.Key_Tab)
    assert held(page, "resident", SECOND) == number(300)
    assert at(page) == (SECOND, "fd_signed")


def test_the_headline_counts_units_and_other_pages_hear_of_it(
    qtbot: QtBot, page: EntryPage
) -> None:
    headlines: list[str] = []
    page.headline_changed.connect(headlines.append)
    with qtbot.waitSignal(page.session.changed) as heard:
        enter(qtbot, page, "5")
    assert heard.args == [VALUES]
    assert headlines[-1] == "F1 家庭医生签约服务月报：16 个单位，1 个已填；改动自动保存"


def test_beside_the_cell_stand_definition_past_and_source(qtbot: QtBot, page: EntryPage) -> None:
    page.session.ledger.write([Entry(FIRST, "fd_team", 202609, number(11))], NewSource("hand"))
    enter(qtbot, page, "12")
    QTest.keyClick(page.view, Key.Key_Up)
    qtbot.waitUntil(lambda: "手工填报" in page.inspector.words)
    assert "上月（2026年9月）" in page.inspector.words
    assert "11 个" in page.inspector.words
    assert "同一团队服务几个村" in page.inspector.words


def test_beside_the_cell_stand_its_findings(qtbot: QtBot, page: EntryPage) -> None:
    page.open_at({"item": "resident"})
    enter(qtbot, page, "100")
    enter(qtbot, page, "500")
    QTest.keyClick(page.view, Key.Key_Up)
    page.open_at({"item": "fd_signed"})
    qtbot.waitUntil(lambda: "硬性错误" in page.inspector.words, timeout=10_000)
    with qtbot.waitSignal(page.page_requested) as asked:
        page.inspector.review_requested.emit()
    assert asked.args == ["review", {"unit": FIRST, "form": "F1"}]


def test_behind_another_writer_a_cell_waits_and_is_saved_then(
    qtbot: QtBot, page: EntryPage
) -> None:
    other = sqlite3.connect(page.session.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    enter(qtbot, page, "12")
    assert shown(page, "fd_team") == "12"
    assert len(page.model.waiting) == 1
    assert held(page, "fd_team") is None
    with qtbot.waitSignal(page.editing.saved, timeout=5_000):
        other.rollback()
    other.close()
    assert held(page, "fd_team") == number(12)
    assert not page.model.waiting


def test_what_waits_too_long_is_given_up_in_words(
    qtbot: QtBot, page: EntryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.entry_writer.PATIENCE_SECONDS", 0)
    other = sqlite3.connect(page.session.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    enter(qtbot, page, "12")
    with qtbot.waitSignal(page.editing.lost, timeout=5_000):
        pass
    other.rollback()
    other.close()
    assert shown(page, "fd_team") == ""
    assert not page.model.waiting
    assert "正被另一个程序写入" in page.foot.sentence.text()


def test_a_ledger_that_cannot_be_written_keeps_the_old_value(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "12")
    QTest.keyClick(page.view, Key.Key_Up)
    page.session.ledger.connection.execute("PRAGMA query_only = ON")
    enter(qtbot, page, "13")
    assert shown(page, "fd_team") == "12"
    assert "只读" in page.foot.sentence.text()


def test_saving_says_that_it_is_saved(qtbot: QtBot, page: EntryPage) -> None:
    QTest.keyClick(page.view, Key.Key_S, Modifier.ControlModifier)
    assert page.foot.sentence.text().startswith("已保存")


def test_word_of_other_changes_is_read_without_losing_the_cell(
    qtbot: QtBot, page: EntryPage
) -> None:
    page.open_at({"unit": SECOND, "item": "resident"})
    page.session.ledger.write([Entry(SECOND, "resident", MONTH, number(8))], NewSource("hand"))
    page.session.changed.emit(VALUES)
    assert at(page) == (SECOND, "resident")
    assert shown(page, "resident", 1) == "8"


def test_what_is_half_typed_stays_in_its_sheet(qtbot: QtBot, page: EntryPage) -> None:
    QTest.keyClicks(page.view, "7")
    page.session.set_month(202609)
    assert (held(page, "fd_team"), held(page, "fd_team", end=202609)) == (number(7), None)


def test_other_changes_wait_until_the_editor_closes(qtbot: QtBot, page: EntryPage) -> None:
    QTest.keyClicks(page.view, "7")
    page.session.ledger.write([Entry(SECOND, "fd_team", MONTH, number(8))], NewSource("hand"))
    page.session.changed.emit(VALUES)
    editor = typing(page)
    assert editor is not None
    QTest.keyClicks(editor, "5")
    QTest.keyClick(editor, Key.Key_Return)
    assert held(page, "fd_team") == number(75)
    qtbot.waitUntil(lambda: shown(page, "fd_team", 1) == "8")


def test_a_lone_space_blanks_nothing(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "7")
    QTest.keyClick(page.view, Key.Key_Up)
    enter(qtbot, page, " ")
    assert held(page, "fd_team") == number(7)


def test_tab_leaves_the_grid_at_its_end(qtbot: QtBot, page: EntryPage) -> None:
    QTest.keyClick(page.view, Key.Key_Backtab)
    assert not page.view.hasFocus()


def test_one_number_fills_a_selection(qtbot: QtBot, page: EntryPage) -> None:
    clip("3\n")
    QTest.keyClick(page.view, Key.Key_Down, Modifier.ShiftModifier)
    QTest.keyClick(page.view, Key.Key_V, Modifier.ControlModifier)
    assert [held(page, item) for item in ("fd_team", "registered")] == [number(3), number(3)]


def test_cut_moves_a_block(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "3")
    QTest.keyClick(page.view, Key.Key_Up)
    QTest.keyClick(page.view, Key.Key_X, Modifier.ControlModifier)
    QTest.keyClick(page.view, Key.Key_Right)
    QTest.keyClick(page.view, Key.Key_V, Modifier.ControlModifier)
    assert (held(page, "fd_team"), held(page, "fd_team", SECOND)) == (None, number(3))
