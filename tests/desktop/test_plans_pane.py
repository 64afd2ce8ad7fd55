"""规划 → 目标: the register of every plan, and plans of the county's own made in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.plans_pane import PlansPane
from tests.workflow.test_own_plans import DRAFT, RATE
from workflow import own_plans


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    yield Session(fresh_ledger, 202610, tasks)
    tasks.close()


@pytest.fixture
def pane(qtbot: QtBot, session: Session) -> PlansPane:
    pane = PlansPane(session)
    qtbot.addWidget(pane)
    session.changed.connect(lambda _: pane.refresh())
    pane.resize(1100, 600)
    pane.show()
    pane.refresh()
    return pane


def click(button: QWidget, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.tasks.busy)


def choose(pane: PlansPane, words: str, session: Session, qtbot: QtBot) -> None:
    buttons = pane.notice.findChildren(QPushButton)
    [button] = [b for b in buttons if b.text() == words and b.isVisible()]
    click(button, session, qtbot)


def names(pane: PlansPane) -> list[str]:
    found = pane.register.plans
    return [found.item(row).text().splitlines()[0] for row in range(found.count())]


def pick(pane: PlansPane, name: str) -> None:
    pane.register.plans.setCurrentRow(names(pane).index(name))


def write(pane: PlansPane, operator: str = "不低于") -> None:
    """Type a plan with one target into the editor."""
    editor = pane.editor
    editor.name.setText("三年行动")
    editor.starts.setText("2025年")
    editor.ends.setText("2027年")
    editor.targets.setCurrentCell(0, 0)
    editor.targets.paste(f"签约率\t家庭医生签约率\t{operator}\t75\n")


def test_what_the_program_brings_cannot_be_changed(pane: PlansPane) -> None:
    pick(pane, "临清市医养健康产业发展规划（2021-2025年）")
    assert pane.new_button.isEnabled()
    for button in (pane.change_button, pane.remove_button, pane.undo_button):
        assert not button.isEnabled()


def test_a_plan_is_made_changed_and_taken_out_with_undo(
    pane: PlansPane, session: Session, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    click(pane.new_button, session, qtbot)
    write(pane)
    click(pane.editor.save_button, session, qtbot)
    assert own_plans.own(fresh_ledger)[0].targets[0].indicator == "fd_sign_rate"
    assert "P01《三年行动》已保存" in pane.notice.text
    pick(pane, "三年行动")
    click(pane.change_button, session, qtbot)
    assert pane.editor.targets.text(0, 1) == "家庭医生签约率"
    pane.editor.name.setText("四年行动")
    click(pane.editor.save_button, session, qtbot)
    assert "四年行动" in names(pane)
    pick(pane, "四年行动")
    QTest.keyClick(pane.register.plans, Qt.Key.Key_Delete)
    choose(pane, "删除", session, qtbot)
    assert own_plans.own(fresh_ledger) == []
    choose(pane, "撤销删除", session, qtbot)
    qtbot.waitUntil(lambda: "四年行动" in names(pane))


def test_what_is_wrong_is_said_below_the_table_and_the_row_is_marked(
    pane: PlansPane, session: Session, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    click(pane.new_button, session, qtbot)
    write(pane, "大约")
    pane.editor.ends.clear()
    click(pane.editor.save_button, session, qtbot)
    said = pane.editor.problems.text()
    assert "看不懂规划的结束日期" in said
    assert "第 1 个目标看不懂要求“大约”" in said
    item = pane.editor.targets.item(0, 2)
    assert item is not None
    assert "看不懂要求" in item.toolTip()
    assert own_plans.own(fresh_ledger) == []


def test_what_was_typed_is_not_thrown_away_unasked(
    pane: PlansPane, session: Session, qtbot: QtBot
) -> None:
    click(pane.new_button, session, qtbot)
    QTest.keyClick(pane.editor.name, Qt.Key.Key_Escape)
    assert pane.stack.currentWidget() is pane.read_side
    click(pane.new_button, session, qtbot)
    write(pane)
    QTest.keyClick(pane.editor.name, Qt.Key.Key_Escape)
    assert "还没有保存" in pane.notice.text
    choose(pane, "继续改", session, qtbot)
    pane.begin()
    assert pane.stack.currentWidget() is pane.editor
    assert pane.editor.name.text() == "三年行动"
    click(pane.editor.leave_button, session, qtbot)
    choose(pane, "放弃改动", session, qtbot)
    assert pane.stack.currentWidget() is pane.read_side


def test_rows_are_added_and_dropped(pane: PlansPane, session: Session, qtbot: QtBot) -> None:
    click(pane.new_button, session, qtbot)
    write(pane)
    rows = pane.editor.targets.rowCount()
    click(pane.editor.add_button, session, qtbot)
    assert pane.editor.targets.rowCount() == rows + 1
    pane.editor.targets.setCurrentCell(0, 0)
    click(pane.editor.drop_button, session, qtbot)
    assert pane.editor.draft().targets == ()


def test_a_plan_comes_from_a_table_and_goes_as_a_pack(
    pane: PlansPane,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fresh_ledger = session.ledger
    table, pack = tmp_path / "表.xlsx", tmp_path / "规划.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(table), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    click(pane.carrying.template_button, session, qtbot)
    book = openpyxl.load_workbook(table)
    sheet = book.worksheets[0]
    for row, text in ((3, "三年行动"), (4, "2025年"), (5, "2027年")):
        sheet.cell(row, 2, text)
    for column, text in enumerate(("签约率", "家庭医生签约率", "不低于", "75"), 1):
        sheet.cell(11, column, text)
    book.save(table)
    click(pane.carrying.table_button, session, qtbot)
    assert [plan.name for plan in own_plans.own(fresh_ledger)] == ["三年行动"]

    sheet.cell(12, 1, "乙")
    sheet.cell(12, 3, "大约")
    sheet.cell(13, 1, "丙")
    book.save(table)
    click(pane.carrying.table_button, session, qtbot)
    assert "第 12 行看不懂要求" in pane.notice.text
    assert "第 13 行看不懂要求" in pane.notice.text

    sheet.delete_rows(12, 2)
    sheet.cell(3, 2, "四年行动")
    book.save(table)
    pick(pane, "三年行动")
    click(pane.carrying.table_button, session, qtbot)
    choose(pane, "改 P01", session, qtbot)
    assert [plan.name for plan in own_plans.own(fresh_ledger)] == ["四年行动"]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pack), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(pack), ""))
    click(pane.carrying.export_button, session, qtbot)
    own_plans.remove(fresh_ledger, "P01")
    click(pane.carrying.import_button, session, qtbot)
    choose(pane, "导入", session, qtbot)
    assert [plan.code for plan in own_plans.own(fresh_ledger)] == ["P01"]


def test_a_window_that_only_reads_offers_no_change(
    pane: PlansPane, fresh_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_plans.keep(fresh_ledger, DRAFT)
    monkeypatch.setattr(Session, "read_only", property(lambda _: True))
    pane.refresh()
    pick(pane, DRAFT.name)
    assert RATE.name == pane.register.table.model().index(0, 1).data()
    for button in (
        pane.new_button,
        pane.change_button,
        pane.remove_button,
        pane.carrying.table_button,
    ):
        assert not button.isEnabled()
