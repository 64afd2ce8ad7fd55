"""规划: milestones and tasks are read by date, recorded with evidence, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from db import attachments
from db.ledger import Ledger
from desktop.pages.plans import PlansPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.steps_pane import StepsPane
from monitoring.areas import Area
from monitoring.steps import StepState
from tests.documents import docx, paragraph
from workflow import plan_documents, steps
from workflow.steps import MILESTONE, TASK

MONTH = 202610


@pytest.fixture
def ledger(tmp_path: Path, liangshan: Area) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "梁山县.ledger", liangshan) as ledger:
        yield ledger


@pytest.fixture
def page(qtbot: QtBot, ledger: Ledger) -> Iterator[PlansPage]:
    tasks = TaskRunner()
    page = PlansPage(Session(ledger, MONTH, tasks))
    qtbot.addWidget(page)
    page.resize(1150, 700)
    with qtbot.waitSignals([page.milestones.counted, page.tasks.counted]):
        page.show()
    yield page
    tasks.close()


def texts(pane: StepsPane, column: int) -> list[str]:
    model = pane.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def click(button: QPushButton, page: PlansPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.tasks.busy)


def test_the_title_says_how_many_are_late(page: PlansPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.headline_changed) as said:
        page.milestones.refresh()
    assert said.args[0].startswith("10月：")
    assert "2 项逾期" in said.args[0]
    assert "19 项任务" in said.args[0]
    QAbstractItemModelTester(page.milestones.table.model())


def test_a_target_opens_in_its_plans_register(page: PlansPage) -> None:
    page.tabs.setCurrentWidget(page.tasks)
    page.open_at({"target": "004-T003"})
    assert page.tabs.currentWidget() is page.plans
    assert page.plans.register.chosen is not None
    assert page.plans.register.chosen.target.id == "004-T003"


@pytest.fixture
def with_text(ledger: Ledger, tmp_path: Path) -> None:
    """The plan's own text is attached."""
    path = tmp_path / "规划原文.docx"
    lines = ("二、总体思路", "（三）发展目标", "健康产业占比争取达到6.4%左右。")
    path.write_bytes(docx(*map(paragraph, lines)))
    plan_documents.attach(ledger, "004", path)


@pytest.mark.usefixtures("with_text")
def test_a_steps_clause_is_read_and_the_way_back_leads_to_the_step(
    page: PlansPage, qtbot: QtBot
) -> None:
    page.tabs.setCurrentWidget(page.tasks)
    qtbot.waitUntil(lambda: page.tasks.chosen is not None)
    click(page.tasks.clause_button, page, qtbot)
    text = page.plans.reading.pane
    qtbot.waitUntil(text.isVisible)
    assert text.told.text().startswith("△ ")
    click(text.back_button, page, qtbot)
    assert page.tabs.currentWidget() is page.tasks


@pytest.mark.usefixtures("with_text")
def test_a_targets_clause_opens_from_another_page(page: PlansPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentWidget(page.tasks)
    page.open_at({"clause": "004-T001"})
    text = page.plans.reading.pane
    qtbot.waitUntil(text.isVisible)
    assert text.marked == "▶ 健康产业占比争取达到6.4%左右。"
    click(text.back_button, page, qtbot)
    assert page.tabs.currentWidget() is page.plans
    assert page.plans.stack.currentWidget() is page.plans.read_side


def test_only_what_is_late_or_soon_due_can_be_shown(page: PlansPage, qtbot: QtBot) -> None:
    pane = page.milestones
    whole = len(texts(pane, 0))
    qtbot.mouseClick(pane.late_only, Qt.MouseButton.LeftButton, pos=pane.late_only.rect().center())
    pane.late_only.setChecked(True)
    late = texts(pane, 2)
    assert 0 < len(late) < whole
    assert all("逾期" in words or "还有" in words for words in late)
    pane.filter.setText("康复医院")
    assert texts(pane, 3) == ["县人民医院挂牌成立康复医院"]
    pane.filter.setText("没有这样的字")
    assert "没有符合条件的" in pane.table.empty_text


def test_a_milestone_is_recorded_with_its_evidence_and_taken_back(
    page: PlansPage, ledger: Ledger, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open_at({"milestone": "004-M007"})
    pane = page.milestones
    assert pane.chosen is not None
    assert pane.chosen.step.id == "004-M007"
    assert "第" in pane.clause.text()
    assert not pane.undo_button.isEnabled()
    evidence = tmp_path / "挂牌.jpg"
    evidence.write_bytes(b"jpg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(evidence), ""))
    pane.state.setCurrentIndex(list(StepState).index(StepState.DONE))
    assert pane.done.isEnabled()
    click(pane.attach_button, page, qtbot)
    QTest.keyClicks(pane.note, "ok")
    with qtbot.waitSignal(pane.counted):
        QTest.keyClick(pane.note, Qt.Key.Key_Return)
    [said] = steps.history(ledger, MILESTONE, "004-M007")
    assert (said.state, said.note) == (StepState.DONE, "ok")
    assert attachments.content(ledger, said.attachment) == b"jpg"
    assert "已记下" in pane.notice.text
    assert pane.open_button.isVisible()
    with qtbot.waitSignal(pane.counted):
        click(pane.undo_button, page, qtbot)
    assert pane.chosen.state is StepState.PENDING
    assert len(steps.history(ledger, MILESTONE, "004-M007")) == 2


def test_what_is_reached_after_the_month_is_told_so(
    page: PlansPage, ledger: Ledger, qtbot: QtBot
) -> None:
    pane = page.milestones
    with qtbot.waitSignal(pane.counted):
        page.session.set_month(202401)
    page.open_at({"milestone": "004-M007"})
    assert pane.done.date() == QDate(2024, 1, 31)
    pane.state.setCurrentIndex(list(StepState).index(StepState.DONE))
    pane.done.setDate(QDate(2024, 2, 1))
    with qtbot.waitSignal(pane.counted):
        click(pane.say_button, page, qtbot)
    assert steps.history(ledger, MILESTONE, "004-M007")[0].done == date(2024, 2, 1)
    assert "看这个月时还不算完成" in pane.notice.text
    assert pane.chosen is not None
    assert pane.chosen.state is StepState.PENDING
    assert pane.undo_button.isEnabled()


def test_a_task_tells_of_the_month_that_is_looked_at(
    page: PlansPage, ledger: Ledger, qtbot: QtBot
) -> None:
    page.open_at({"task": "004-K01"})
    pane = page.tasks
    assert page.tabs.currentWidget() is pane
    pane.state.setCurrentIndex(list(StepState).index(StepState.SLOW))
    with qtbot.waitSignal(pane.counted):
        click(pane.say_button, page, qtbot)
    [said] = steps.history(ledger, TASK, "004-K01")
    assert (said.state, said.end) == (StepState.SLOW, MONTH)


def test_a_window_that_only_reads_is_offered_nothing_to_record(
    page: PlansPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "read_only", property(lambda _: True))
    page.milestones.table.selectRow(1)
    assert not page.milestones.say_button.isEnabled()
    assert not page.milestones.state.isEnabled()


def test_what_is_shown_is_saved_as_a_workbook_and_as_pages(
    page: PlansPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.open_at({"milestone": "004-M007"})
    pane = page.milestones
    pane.filter.setText("康复医院")
    pane.printed.save_sheet(tmp_path / "里程碑.xlsx")
    qtbot.waitUntil(lambda: "已保存“里程碑.xlsx”" in pane.notice.text)
    sheet = openpyxl.load_workbook(tmp_path / "里程碑.xlsx").worksheets[0]
    assert sheet["A1"].value == "梁山县规划里程碑"
    assert [[cell.value for cell in row][3] for row in sheet.iter_rows(min_row=3)] == [
        "里程碑",
        "县人民医院挂牌成立康复医院",
    ]
    pane.printed.save(tmp_path / "里程碑.pdf")
    qtbot.waitUntil(lambda: "已保存“里程碑.pdf”" in pane.notice.text)
    assert (tmp_path / "里程碑.pdf").read_bytes().startswith(b"%PDF")


def test_nothing_can_be_recorded_where_nothing_is_chosen(page: PlansPage) -> None:
    pane = page.milestones
    pane.state.setCurrentIndex(list(StepState).index(StepState.DONE))
    pane.filter.setText("没有这样的字")
    assert not any(
        widget.isEnabled() for widget in (pane.state, pane.done, pane.say_button, pane.undo_button)
    )


def test_the_days_ahead_are_set_beside_the_list(
    page: PlansPage, ledger: Ledger, qtbot: QtBot
) -> None:
    pane = page.milestones
    assert pane.ahead.value() == 90
    with qtbot.waitSignal(pane.counted) as before:
        pane.refresh()
    with qtbot.waitSignal(pane.counted) as after:
        pane.ahead.setValue(30)
    assert steps.ahead_days(ledger) == 30
    assert before.args[2] - after.args[2] == 1
    assert "到期前 30 天" in pane.notice.text
    qtbot.waitUntil(lambda: page.tasks.ahead.value() == 30)
