"""评估报告、信息公布 in the window: choose a plan, tick targets, save."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.models.published import NAME
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.papers_pane import PapersPane
from desktop.widgets.report_tools import ReportTools
from monitoring.amounts import number
from tests.workflow.conftest import MONTH, month, month_file

__all__ = ["month", "month_file"]  # fixtures


@pytest.fixture
def session(month: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    session = Session(month, MONTH, tasks)
    yield session
    tasks.close()


@pytest.fixture
def pane(qtbot: QtBot, session: Session) -> PapersPane:
    pane = PapersPane(session)
    qtbot.addWidget(pane)
    pane.resize(1000, 600)
    pane.show()
    pane.refresh()
    qtbot.waitUntil(lambda: bool(pane.title.text()))
    return pane


def choose(pane: PapersPane, plan: str, qtbot: QtBot) -> None:
    pane.choose(plan)
    qtbot.waitUntil(lambda: bool(pane.title.text()))


def click(button: QPushButton, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_begins_with_the_countys_own_plan_and_how_it_stands(pane: PapersPane) -> None:
    assert pane.plan == "002"
    assert pane.plan_box.itemText(1).endswith("（上级规划，供参照）")
    assert pane.title.text().startswith("2026年10月：42 项目标，11 项有监测指标；逾期未达1项")
    assert pane.model.index(0, NAME).data() == "家庭医生签约服务城乡居民覆盖率"


def test_another_plan_brings_its_own_targets(pane: PapersPane, qtbot: QtBot) -> None:
    choose(pane, "003", qtbot)
    assert "家庭医生" in str(pane.model.index(0, NAME).data())
    choose(pane, "000", qtbot)
    assert pane.model.rowCount() == 0
    assert pane.report_button.isEnabled()
    assert not pane.page_button.isEnabled()


def test_saves_the_report(pane: PapersPane, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    pane.save_report(path)
    qtbot.waitUntil(lambda: not session.tasks.busy)
    assert Document(str(path)).paragraphs[1].text == "（2021-2025年）实施评估报告"
    assert pane.notice.text == "已保存“报告.docx”。"


def test_publishes_what_is_ticked(
    pane: PapersPane, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    ledger = session.ledger
    item = ledger.catalogue.indicators["life_expectancy"].numerator.terms[0].item
    ledger.write([Entry(ledger.area.code, item, 202512, number(7900))], NewSource("hand"))
    choose(pane, "003", qtbot)
    total = pane.model.rowCount()
    assert total > 2
    pane.table.setCurrentIndex(pane.model.index(0, NAME))
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    assert len(pane.model.chosen) == total - 1
    path = tmp_path / "公布.html"
    pane.save_bulletin(path)
    qtbot.waitUntil(lambda: not session.tasks.busy)
    assert f"本次公布{total - 1}项目标" in path.read_text("utf-8")


def test_nothing_ticked_is_nothing_to_publish(pane: PapersPane) -> None:
    pane.table.setCurrentIndex(pane.model.index(0, NAME))
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    assert not pane.word_button.isEnabled()
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    assert pane.word_button.isEnabled()


@pytest.mark.parametrize(
    ("button", "name"),
    [
        ("report_button", "临清市_002_评估报告_2026年10月.docx"),
        ("word_button", "临清市_002_信息公布_2026年10月.docx"),
        ("page_button", "临清市_002_信息公布_2026年10月.html"),
    ],
)
def test_asks_where_under_a_name_that_says_what_it_is(
    pane: PapersPane, qtbot: QtBot, button: str, name: str
) -> None:
    click(getattr(pane, button), qtbot)
    dialog = pane.findChild(QFileDialog)
    assert dialog is not None
    assert [Path(each).name for each in dialog.selectedFiles()] == [name]
    dialog.reject()


def test_a_month_before_the_plan_is_said(session: Session, qtbot: QtBot) -> None:
    session.month = 202001
    pane = PapersPane(session)
    qtbot.addWidget(pane)
    pane.refresh()
    qtbot.waitUntil(lambda: "才开始" in pane.notice.text)
    assert not pane.report_button.isEnabled()


def test_escape_goes_back(pane: PapersPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.closed):
        QTest.keyClick(pane.table, Qt.Key.Key_Escape)


def test_the_tools_ask_for_what_they_say(qtbot: QtBot) -> None:
    tools = ReportTools()
    qtbot.addWidget(tools)
    with qtbot.waitSignal(tools.papers_requested):
        click(tools.papers_button, qtbot)
    with qtbot.waitSignal(tools.scorecard_requested):
        click(tools.scorecard_button, qtbot)


def test_the_model_keeps_qts_rules(pane: PapersPane) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    assert QAbstractItemModelTester(pane.model, mode).model() is pane.model
