"""Blocks in the entry grid: pasted where they fit, asked about where not, filled and copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.clipboard_html import block_of
from desktop.pages.entry import EntryPage
from monitoring.amounts import MISSING, number
from tests.desktop.entering import (
    FIRST,
    MONTH,
    SECOND,
    Key,
    Modifier,
    clip,
    enter,
    held,
    on_screen,
    press,
)

LAST = "371581113000"


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[EntryPage]:
    with on_screen(qtbot, fresh_ledger) as entry:
        yield entry


def paste(page: EntryPage, text: str) -> None:
    clip(text)
    press(page, Key.Key_V, Modifier.ControlModifier)


def answer(page: EntryPage, words: str) -> None:
    [button] = [button for button in page.question.buttons if words in button.text()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_paste_that_is_too_wide_asks_and_the_harmless_answer_is_at_hand(page: EntryPage) -> None:
    page.open_at({"unit": LAST, "item": "fd_team"})
    paste(page, "1\t2\n")
    assert "剪贴板有 2 列，从这一格往右只有 1 列" in page.question.text
    assert page.question.buttons[-1].hasFocus()
    QTest.keyClick(page.question.buttons[-1], Key.Key_Space)
    assert page.question.text == ""
    assert page.session.ledger.reported("F1", MONTH) == set()
    assert page.view.hasFocus()


def test_the_part_that_fits_can_be_pasted(page: EntryPage) -> None:
    page.open_at({"unit": LAST, "item": "fd_team"})
    paste(page, "1\t2\n3\t4\n")
    answer(page, "只贴 2 行 × 1 列")
    assert (held(page, "fd_team", LAST), held(page, "registered", LAST)) == (number(1), number(3))
    assert page.session.ledger.reported("F1", MONTH) == {LAST}


def test_blank_edges_that_hang_over_are_not_asked_about(page: EntryPage) -> None:
    page.open_at({"unit": LAST, "item": "fd_team"})
    paste(page, "1\t\t\n")
    assert page.question.text == ""
    assert held(page, "fd_team", LAST) == number(1)


def test_a_block_larger_than_the_selection_asks_before_it_goes_beyond(page: EntryPage) -> None:
    press(page, Key.Key_Down, Modifier.ShiftModifier)
    paste(page, "1\n2\n3\n")
    assert "比选中的格子多" in page.question.text
    answer(page, "只贴 2 行 × 1 列")
    assert (held(page, "registered"), held(page, "resident")) == (number(2), None)


def test_the_whole_of_a_larger_block_goes_from_the_first_cell_on_when_that_is_meant(
    page: EntryPage,
) -> None:
    press(page, Key.Key_Down, Modifier.ShiftModifier)
    paste(page, "1\n2\n3\n")
    answer(page, "全部贴上")
    assert held(page, "resident") == number(3)


def test_a_row_is_repeated_over_the_rows_that_are_selected(page: EntryPage) -> None:
    press(page, Key.Key_Down, Modifier.ShiftModifier)
    press(page, Key.Key_Right, Modifier.ShiftModifier)
    paste(page, "1\t2\n")
    assert [held(page, "registered", unit) for unit in (FIRST, SECOND)] == [number(1), number(2)]


def test_ten_thousand_foreign_cells_are_refused_whole_with_the_first_reason(
    page: EntryPage,
) -> None:
    paste(page, "甲\n" * 10_000)
    assert page.question.text == ""
    assert "第 1 行第 1 列" in page.foot.sentence.text()
    assert "“甲”，不是数字" in page.foot.sentence.text()
    assert page.session.ledger.reported("F1", MONTH) == set()


def test_figures_as_excel_shows_them_are_read(page: EntryPage) -> None:
    paste(page, "１２\n1,234\n 56 \n")
    assert [held(page, item) for item in ("fd_team", "registered", "resident")] == [
        number(12),
        number(1234),
        number(56),
    ]


def test_a_table_without_text_is_read_from_its_html(page: EntryPage) -> None:
    content = QMimeData()
    content.setHtml("<html><body><table><tr><td>7</td></tr><tr><td>8</td></tr></table></html>")
    QGuiApplication.clipboard().setMimeData(content)
    press(page, Key.Key_V, Modifier.ControlModifier)
    assert (held(page, "fd_team"), held(page, "registered")) == (number(7), number(8))


def test_what_is_copied_is_there_as_text_and_as_a_table(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "12")
    press(page, Key.Key_Up)
    press(page, Key.Key_C, Modifier.ControlModifier)
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == "12\r\n"
    assert block_of(content.html()) == [["12"]]


def test_fill_down_takes_the_cell_above_and_fill_right_the_one_before(
    qtbot: QtBot, page: EntryPage
) -> None:
    enter(qtbot, page, "12")
    press(page, Key.Key_D, Modifier.ControlModifier)
    assert held(page, "registered") == number(12)
    page.open_at({"unit": SECOND, "item": "fd_team"})
    press(page, Key.Key_R, Modifier.ControlModifier)
    assert held(page, "fd_team", SECOND) == number(12)
    press(page, Key.Key_Z, Modifier.ControlModifier)
    assert held(page, "fd_team", SECOND) is None


def test_fill_repeats_the_first_of_a_selection_and_leaves_computed_cells_alone(
    qtbot: QtBot, page: EntryPage
) -> None:
    page.open_at({"unit": FIRST, "item": "fd_signed"})
    enter(qtbot, page, ".")
    page.open_at({"unit": FIRST, "item": "fd_signed"})
    for _ in range(3):
        press(page, Key.Key_Down, Modifier.ShiftModifier)
    press(page, Key.Key_D, Modifier.ControlModifier)
    assert held(page, "fd_signed_last_year") == MISSING
    assert held(page, "fd_renewed") == MISSING
    assert "2 格有改动" in page.foot.sentence.text()


def test_at_the_first_cell_there_is_nothing_to_fill_from(page: EntryPage) -> None:
    press(page, Key.Key_D, Modifier.ControlModifier)
    assert "没有可以照着填的格子" in page.foot.sentence.text()


def test_undo_goes_back_to_the_month_it_was_done_in(qtbot: QtBot, page: EntryPage) -> None:
    enter(qtbot, page, "5")
    page.session.set_month(202609)
    press(page, Key.Key_Z, Modifier.ControlModifier)
    assert page.session.month == MONTH
    assert held(page, "fd_team") is None
    assert "已改回" in page.foot.sentence.text()
