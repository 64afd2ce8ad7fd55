"""Bases carried over on the entry page: offered, locked, and changed for a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db import explanations
from db.ledger import Ledger
from desktop.pages.entry import EntryPage
from desktop.session import VALUES
from monitoring.amounts import MISSING, number
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
    press,
    say,
    shown,
)
from workflow import entering


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[EntryPage]:
    """October, where two townships told their residents in January and one is 未报 by now."""
    say(fresh_ledger, "resident", number(500), end=202601)
    say(fresh_ledger, "resident", number(700), SECOND, end=202601)
    say(fresh_ledger, "registered", number(600), end=202601)
    say(fresh_ledger, "resident", MISSING, SECOND)
    with on_screen(qtbot, fresh_ledger) as entry:
        yield entry


def carried(page: EntryPage) -> dict[tuple[str, str], int]:
    ledger = page.session.ledger
    return entering.carried(ledger, ledger.catalogue.forms["F1"], MONTH)


def carry(page: EntryPage) -> None:
    QTest.mouseClick(page.offer.buttons[0], Qt.MouseButton.LeftButton)


def change_resident(qtbot: QtBot, page: EntryPage, text: str) -> None:
    page.open_at({"unit": FIRST, "item": "resident"})
    enter(qtbot, page, text)


def test_bases_are_offered_and_carried_over_with_one_press(page: EntryPage) -> None:
    assert page.offer.text.startswith("1 个单位有 2 个基数可以沿用2026年1月的数")
    carry(page)
    assert (held(page, "resident"), held(page, "registered")) == (number(500), number(600))
    assert held(page, "resident", SECOND) == MISSING
    assert carried(page) == {(FIRST, "resident"): 202601, (FIRST, "registered"): 202601}
    assert page.offer.text == ""


def test_undo_takes_what_was_carried_back_and_redo_carries_it_again(
    qtbot: QtBot, page: EntryPage
) -> None:
    carry(page)
    press(page, Key.Key_Z, Modifier.ControlModifier)
    assert held(page, "resident") is None
    assert carried(page) == {}
    qtbot.waitUntil(lambda: page.offer.text != "")
    press(page, Key.Key_Y, Modifier.ControlModifier)
    assert len(carried(page)) == 2


def test_declined_bases_are_not_offered_again_in_this_month(qtbot: QtBot, page: EntryPage) -> None:
    QTest.mouseClick(page.offer.buttons[1], Qt.MouseButton.LeftButton)
    page.refresh()
    assert page.offer.text == ""
    assert held(page, "resident") is None


def test_enter_passes_over_carried_cells_which_say_where_they_come_from(
    qtbot: QtBot, page: EntryPage
) -> None:
    carry(page)
    page.open_at({"unit": FIRST, "item": "fd_team"})
    enter(qtbot, page, "5")
    assert at(page) == (FIRST, "fd_signed")
    page.open_at({"unit": FIRST, "item": "resident"})
    assert "沿用2026年1月" in page.view.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    qtbot.waitUntil(lambda: "沿用2026年1月" in page.inspector.words)


def test_typing_into_a_carried_cell_asks_for_a_reason_which_explains_it(
    qtbot: QtBot, page: EntryPage
) -> None:
    carry(page)
    change_resident(qtbot, page, "510")
    assert "“常住人口数”沿用2026年1月，改为 510，要写明原因" in page.question.text
    assert held(page, "resident") == number(500)
    QTest.keyClick(page.question.line, Key.Key_Return)
    assert "说明是空的" in page.foot.sentence.text()
    assert held(page, "resident") == number(500)
    QTest.keyClicks(page.question.line, "two villages")
    QTest.keyClick(page.question.line, Key.Key_Return)
    assert held(page, "resident") == number(510)
    assert page.question.text == ""
    assert page.view.hasFocus()
    [written] = explanations.of_month(page.session.ledger, MONTH)
    assert (written.rule, written.item, written.text) == ("R25", "resident", "two villages")
    assert (FIRST, "resident") not in carried(page)


def test_without_a_reason_the_carried_figure_stays(qtbot: QtBot, page: EntryPage) -> None:
    carry(page)
    change_resident(qtbot, page, "510")
    QTest.keyClick(page.question.line, Key.Key_Escape)
    assert page.question.text == ""
    assert (held(page, "resident"), shown(page, "resident")) == (number(500), "500")
    assert len(carried(page)) == 2


def test_undoing_the_change_of_a_base_locks_it_again(qtbot: QtBot, page: EntryPage) -> None:
    carry(page)
    change_resident(qtbot, page, "510")
    QTest.keyClicks(page.question.line, "why")
    QTest.keyClick(page.question.line, Key.Key_Return)
    press(page, Key.Key_Z, Modifier.ControlModifier)
    assert held(page, "resident") == number(500)
    assert carried(page)[FIRST, "resident"] == 202601


def test_a_paste_over_carried_cells_asks_once_for_all(qtbot: QtBot, page: EntryPage) -> None:
    carry(page)
    page.open_at({"unit": FIRST, "item": "registered"})
    clip("600\n510\n")
    press(page, Key.Key_V, Modifier.ControlModifier)
    assert "“常住人口数”沿用" in page.question.text
    QTest.keyClicks(page.question.line, "why")
    QTest.keyClick(page.question.line, Key.Key_Return)
    assert held(page, "resident") == number(510)
    assert carried(page) == {(FIRST, "registered"): 202601}


def test_another_form_takes_the_question_with_it(qtbot: QtBot, page: EntryPage) -> None:
    carry(page)
    change_resident(qtbot, page, "510")
    page.tabs.turn(1)
    assert page.question.text == ""
    assert held(page, "resident") == number(500)


def test_what_others_change_waits_until_the_reason_is_given(qtbot: QtBot, page: EntryPage) -> None:
    carry(page)
    change_resident(qtbot, page, "510")
    say(page.session.ledger, "fd_team", number(8), SECOND)
    page.session.changed.emit(VALUES)
    QTest.keyClicks(page.question.line, "why")
    QTest.keyClick(page.question.line, Key.Key_Return)
    assert held(page, "resident") == number(510)
    qtbot.waitUntil(lambda: shown(page, "fd_team", 1) == "8")
