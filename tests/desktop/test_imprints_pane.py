"""设置 → 表头标识: what a form bears is typed, seen as it will be printed, saved and cleared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.imprints_pane import ImprintsPane
from monitoring.returns import Imprint
from workflow.imprints import imprint_of
from workflow.roles import Operator, Role


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    yield Session(fresh_ledger, 202610, tasks)
    tasks.close()


@pytest.fixture
def pane(qtbot: QtBot, session: Session) -> ImprintsPane:
    pane = ImprintsPane(session)
    qtbot.addWidget(pane)
    session.changed.connect(lambda _: pane.refresh())
    pane.resize(1000, 560)
    pane.show()
    pane.refresh()
    return pane


def click(button: QWidget, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.tasks.busy)


def test_a_form_is_given_what_it_bears_and_shown_as_it_will_be_printed(
    qtbot: QtBot, session: Session, pane: ImprintsPane
) -> None:
    assert pane.shown.text() == "内部工作报表"
    QTest.keyClicks(pane.parts[0], "A1")
    pane.parts[3].setText("某文〔示例〕")
    assert pane.shown.text() == "表　　号：A1\n批准（备案）文号：某文〔示例〕"
    click(pane.save_button, session, qtbot)
    form = session.ledger.catalogue.forms["F1"]
    assert imprint_of(session.ledger, form) == Imprint("A1", document_number="某文〔示例〕")
    assert "F1 已保存" in pane.notice.text
    assert pane.table.model().index(0, 1).data() == "A1"


def test_enter_saves_and_clearing_makes_it_an_internal_report_again(
    qtbot: QtBot, session: Session, pane: ImprintsPane
) -> None:
    pane.table.selectRow(1)
    assert not pane.clear_button.isEnabled()
    QTest.keyClicks(pane.parts[1], "B")
    QTest.keyClick(pane.parts[1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not session.tasks.busy)
    form = session.ledger.catalogue.forms["F2"]
    assert imprint_of(session.ledger, form) == Imprint(maker="B")
    click(pane.clear_button, session, qtbot)
    assert imprint_of(session.ledger, form) == Imprint()
    assert pane.shown.text() == "内部工作报表"


def test_only_who_may_manage_sets_it(session: Session, pane: ImprintsPane) -> None:
    session.operator = Operator("王", Role.REVIEW)
    pane.refresh()
    assert not pane.save_button.isEnabled()
    assert not any(part.isEnabled() for part in pane.parts)
