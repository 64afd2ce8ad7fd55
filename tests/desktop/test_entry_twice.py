"""A form that is typed twice: the second pass is blind, what differs is settled one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.pages.entry import EntryPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.entry_passes import Pass
from monitoring.amounts import MISSING, Value, number
from tests.desktop.entering import (
    FIRST,
    MONTH,
    Key,
    Modifier,
    at,
    enter,
    held,
    on_screen,
    press,
    say,
    shown,
)
from workflow import entering
from workflow.roles import Operator, Role


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[EntryPage]:
    """F1 is typed twice, its first pass holds two figures."""
    say(fresh_ledger, "fd_team", number(32))
    say(fresh_ledger, "registered", number(600))
    entering.set_double(fresh_ledger, fresh_ledger.catalogue.forms["F1"], True)
    with on_screen(qtbot, fresh_ledger) as entry:
        yield entry


def turn_to(page: EntryPage, front: Pass) -> None:
    QTest.mouseClick(page.passes.buttons[front], Qt.MouseButton.LeftButton)


def second(page: EntryPage, item: str) -> Value | None:
    ledger = page.session.ledger
    return entering.second(ledger, ledger.catalogue.forms["F1"], MONTH).get((FIRST, item))


def type_second(qtbot: QtBot, page: EntryPage) -> None:
    turn_to(page, Pass.SECOND)
    page.view.go_to_first()
    for text in ("31", "600", "."):
        enter(qtbot, page, text)


def listed(page: EntryPage) -> list[list[str]]:
    model = page.compare.table.model()
    return [
        [model.index(row, column).data() for column in range(1, 4)]
        for row in range(model.rowCount())
    ]


def test_the_switch_is_kept_in_the_ledger_and_brings_the_passes(
    qtbot: QtBot, fresh_ledger: Ledger
) -> None:
    with on_screen(qtbot, fresh_ledger) as page:
        assert not page.passes.buttons[Pass.SECOND].isVisible()
        QTest.mouseClick(page.passes.switch, Qt.MouseButton.LeftButton)
        assert entering.is_double(fresh_ledger, fresh_ledger.catalogue.forms["F1"])
        assert page.passes.buttons[Pass.SECOND].isVisible()
        assert page.view.hasFocus()
        page.tabs.turn(1)
        assert not page.passes.buttons[Pass.SECOND].isVisible()


def test_who_does_not_manage_is_not_offered_the_switch(qtbot: QtBot, fresh_ledger: Ledger) -> None:
    session = Session(fresh_ledger, MONTH, TaskRunner())
    session.sign_in(Operator("王", Role.ENTRY))
    with on_screen(qtbot, fresh_ledger, session=session) as page:
        assert not page.passes.switch.isVisible()


def test_the_second_pass_begins_empty_and_leaves_the_first_alone(
    qtbot: QtBot, page: EntryPage
) -> None:
    turn_to(page, Pass.SECOND)
    assert (shown(page, "fd_team"), shown(page, "registered")) == ("", "")
    type_second(qtbot, page)
    assert (second(page, "fd_team"), second(page, "resident")) == (number(31), MISSING)
    assert (held(page, "fd_team"), held(page, "resident")) == (number(32), None)
    press(page, Key.Key_Z, Modifier.ControlModifier)
    assert second(page, "resident") is None


def test_beside_the_second_pass_nothing_tells_the_first(qtbot: QtBot, page: EntryPage) -> None:
    say(page.session.ledger, "fd_team", number(33), end=202609)
    turn_to(page, Pass.SECOND)
    page.view.go_to_first()
    qtbot.waitUntil(lambda: "9月 33" in page.inspector.words)
    assert "32" not in page.inspector.words
    assert "10月 没有数" in page.inspector.words


def test_what_differs_is_listed_and_settled_with_a_key(qtbot: QtBot, page: EntryPage) -> None:
    type_second(qtbot, page)
    turn_to(page, Pass.COMPARE)
    assert listed(page) == [
        ["家庭医生团队数（个）", "32", "31"],
        ["常住人口数（人）", "空白", "未报"],
    ]
    QTest.keyClick(page.compare.table, Key.Key_1)
    assert (held(page, "fd_team"), second(page, "fd_team")) == (number(32), number(32))
    QTest.keyClick(page.compare.table, Key.Key_2)
    assert held(page, "resident") == MISSING
    assert listed(page) == []


def test_settling_is_undone_where_one_stands(qtbot: QtBot, page: EntryPage) -> None:
    type_second(qtbot, page)
    turn_to(page, Pass.COMPARE)
    QTest.keyClick(page.compare.table, Key.Key_2)
    assert held(page, "fd_team") == number(31)
    QTest.keyClick(page.compare.table, Key.Key_Z, Modifier.ControlModifier)
    assert held(page, "fd_team") == number(32)
    assert len(listed(page)) == 2


def test_enter_goes_from_a_difference_to_its_cell(qtbot: QtBot, page: EntryPage) -> None:
    type_second(qtbot, page)
    turn_to(page, Pass.COMPARE)
    QTest.keyClick(page.compare.table, Key.Key_Return)
    assert page.passes.front is Pass.FIRST
    assert at(page) == (FIRST, "fd_team")
    assert page.view.hasFocus()


def test_a_figure_that_is_asked_for_is_shown_in_the_first_pass(page: EntryPage) -> None:
    turn_to(page, Pass.SECOND)
    page.open_at({"unit": FIRST, "item": "registered"})
    assert (shown(page, "registered"), at(page)) == ("600", (FIRST, "registered"))
