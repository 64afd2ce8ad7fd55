"""A grid nobody may type into shows everything and says why."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db import locks
from db.holding import Holding
from db.ledger import Ledger
from desktop.pages.entry import EntryPage
from desktop.session import SUBMISSIONS, Session
from desktop.tasks import TaskRunner
from monitoring.amounts import number
from tests.desktop.entering import (
    MONTH,
    Key,
    Modifier,
    clip,
    enter,
    held,
    on_screen,
    press,
    say,
    shown,
    typing,
)


def tried(page: EntryPage) -> None:
    """Everything that would write, each of which has to say why it does not."""
    for key, modifier in (
        (Key.Key_7, Modifier.NoModifier),
        (Key.Key_F2, Modifier.NoModifier),
        (Key.Key_Delete, Modifier.NoModifier),
        (Key.Key_Period, Modifier.NoModifier),
        (Key.Key_V, Modifier.ControlModifier),
        (Key.Key_D, Modifier.ControlModifier),
    ):
        page.foot.note("")
        press(page, key, modifier)
        assert typing(page) is None
        assert page.foot.sentence.text() == f"✕ {page.model.closed}"


def test_a_filed_month_says_how_to_unlock_it(qtbot: QtBot, fresh_ledger: Ledger) -> None:
    say(fresh_ledger, "fd_team", number(5))
    say(fresh_ledger, "resident", number(5), end=202601)
    locks.lock(fresh_ledger, "F1", MONTH)
    clip("9\n")
    with on_screen(qtbot, fresh_ledger) as page:
        tried(page)
        assert "写明原因解锁" in page.foot.sentence.text()
        assert (held(page, "fd_team"), shown(page, "fd_team")) == (number(5), "5")
        assert page.offer.text == ""


def test_unlocking_lets_one_type_again(qtbot: QtBot, fresh_ledger: Ledger) -> None:
    locks.lock(fresh_ledger, "F1", MONTH)
    with on_screen(qtbot, fresh_ledger) as page:
        locks.unlock(fresh_ledger, "F1", MONTH, "更正")
        page.session.changed.emit(SUBMISSIONS)
        enter(qtbot, page, "5")
        assert held(page, "fd_team") == number(5)


def test_a_second_window_shows_and_says_who_has_the_ledger(
    qtbot: QtBot, fresh_ledger: Ledger
) -> None:
    say(fresh_ledger, "fd_team", number(5))
    path: Path = fresh_ledger.path
    first, second = Holding(path), Holding(path)
    first.take()
    second.take()
    assert second.other is not None
    with Ledger.open(path, read_only=True) as ledger:
        session = Session(ledger, MONTH, TaskRunner(), second)
        with on_screen(qtbot, ledger, session=session) as page:
            clip("9\n")
            tried(page)
            assert page.foot.sentence.text() == f"✕ {second.other.sentence}"
            assert shown(page, "fd_team") == "5"
            assert not page.passes.switch.isVisible()
    first.release()


def test_copying_goes_on_where_typing_does_not(qtbot: QtBot, fresh_ledger: Ledger) -> None:
    say(fresh_ledger, "fd_team", number(5))
    locks.lock(fresh_ledger, "F1", MONTH)
    with on_screen(qtbot, fresh_ledger) as page:
        QTest.keyClick(page.view, Qt.Key.Key_C, Modifier.ControlModifier)
        assert "已复制" in page.foot.sentence.text()
