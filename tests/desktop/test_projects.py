"""项目: the register as a table and a board, reports of progress, entry and exit, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.pages.projects import ProjectsPage
from desktop.session import EVERYTHING, Session
from desktop.tasks import TaskRunner
from desktop.widgets.row_table import RowTable
from monitoring.projects import Event, Stage
from workflow import projects
from workflow.projects import Project

MONTH = 202610
FIRST = "002-P1-01"


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[ProjectsPage]:
    tasks = TaskRunner()
    page = ProjectsPage(Session(fresh_ledger, MONTH, tasks))
    qtbot.addWidget(page)
    page.resize(1150, 700)
    with qtbot.waitSignal(page.headline_changed):
        page.show()
    qtbot.waitUntil(lambda: page.chosen is not None)
    yield page
    tasks.close()


def click(button: QWidget, page: ProjectsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.tasks.busy)


def rows(table: RowTable) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def of(ledger: Ledger, project: str) -> Project:
    return next(each for each in projects.projects(ledger, MONTH) if each.id == project)


def test_the_boxes_of_the_plan_are_there_with_their_clauses(page: ProjectsPage) -> None:
    model = page.table.model()
    QAbstractItemModelTester(model)
    assert model.rowCount() == 39
    assert model.index(0, 1).data() == "临清市基层医疗卫生服务能力提升项目"
    assert "专栏1" in model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert page.chosen is not None
    assert page.chosen.id == FIRST


def test_a_months_progress_is_reported_in_the_form(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    assert "2026年10月的进度" in page.form.heading.text()
    assert not page.form.name.isEnabled()
    page.form.stage.setCurrentIndex(list(Stage).index(Stage.BUILDING))
    QTest.keyClicks(page.form.invested, "12,000")
    with qtbot.waitSignal(page.session.changed):
        QTest.keyClicks(page.form.reason, "half")
        QTest.keyClick(page.form.reason, Qt.Key.Key_Return)
    found = of(fresh_ledger, FIRST)
    assert (found.details.stage, found.details.invested) == (Stage.BUILDING, 12_000)
    assert [(e.event, e.end, e.reason) for e in found.registered.journal] == [
        (Event.PROGRESS, MONTH, "half")
    ]
    qtbot.waitUntil(lambda: rows(page.journal.months) == [["2026-10", "在建", "12,000", "half"]])
    click(page.undo_button, page, qtbot)
    assert of(fresh_ledger, FIRST).details.stage is Stage.RESERVE


def test_the_journal_lists_months_and_every_entry_the_newest_first(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.journal.months.empty_text == "还没有报过进度。"
    evidence = projects.Evidence("现场.jpg", b"jpg")
    projects.report(fresh_ledger, FIRST, 202608, stage=Stage.BUILDING, evidence=evidence)
    projects.report(fresh_ledger, FIRST, 202609, invested=500, note="封顶")
    projects.report(fresh_ledger, FIRST, MONTH, note="错了")
    projects.take_back(fresh_ledger, FIRST)
    with qtbot.waitSignal(page.headline_changed):
        page.session.changed.emit(EVERYTHING)
    for table in (page.journal.months, page.journal.entries):
        QAbstractItemModelTester(table.model())
    assert rows(page.journal.months) == [
        ["2026-09", "在建", "500", "封顶"],
        ["2026-08", "在建", "", "（有材料）"],
    ]
    assert [row[2] for row in rows(page.journal.entries)] == [
        "10月变更",
        "10月进度",
        "9月进度",
        "8月进度",
    ]
    assert not page.journal.open_button.isEnabled()
    opened: list[Path] = []
    monkeypatch.setattr("desktop.evidence.open_file", opened.append)
    page.journal.months.selectRow(1)
    click(page.journal.open_button, page, qtbot)
    assert [path.name for path in opened] == ["现场.jpg"]
    assert opened[0].read_bytes() == b"jpg"


def test_escape_leads_from_a_new_project_back_to_the_report(page: ProjectsPage) -> None:
    page.act()
    QTest.keyClick(page.form.name, Qt.Key.Key_Escape)
    assert "2026年10月的进度" in page.form.heading.text()
    assert not page.form.cancel_button.isVisible()


def test_no_two_buttons_answer_to_the_same_key(page: ProjectsPage) -> None:
    page.act()
    shown = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    keys = [button.shortcut().toString() for button in shown if not button.shortcut().isEmpty()]
    assert len(keys) == len(set(keys)) > 5


def test_an_amount_takes_whole_numbers_alone(page: ProjectsPage) -> None:
    QTest.keyClicks(page.form.invested, "-1.5x7")
    assert page.form.invested.text() == "157"
    assert page.form.invested.value() == 157
    page.form.invested.clear()
    assert page.form.invested.value() is None


def test_a_new_project_enters_with_a_reason(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    page.act()
    assert page.form.name.isEnabled()
    page.form.name.setText("康养中心")
    click(page.form.save_button, page, qtbot)
    assert "入库要写明理由" in page.notice.text
    page.form.reason.setText("市政府常务会议通过")
    with qtbot.waitSignal(page.session.changed):
        click(page.form.save_button, page, qtbot)
    assert of(fresh_ledger, "X01").details.name == "康养中心"
    qtbot.waitUntil(lambda: page.chosen is not None and page.chosen.id == "X01")


def test_a_project_leaves_and_comes_back_for_a_reason(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    for words, left in (("用地不落实", True), ("用地落实", False)):
        click(page.leave_button, page, qtbot)
        page.reason.text.setText(words)
        with qtbot.waitSignal(page.session.changed):
            click(page.reason.go_button, page, qtbot)
        qtbot.waitUntil(lambda: not page.session.tasks.busy)
        assert (of(fresh_ledger, FIRST).registered.left is not None) is left
        assert page.leave_button.text().startswith("重新入库" if left else "退出")


def test_a_card_is_moved_by_keys_and_stands_in_its_new_column(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.as_board, Qt.MouseButton.LeftButton)
    reserve, preparing = (page.board.columns[s] for s in (Stage.RESERVE, Stage.PREPARING))
    assert reserve.count() == 39
    reserve.setCurrentRow(2)
    project = reserve.item(2).data(Qt.ItemDataRole.UserRole)
    with qtbot.waitSignal(page.session.changed):
        QTest.keyClick(reserve, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: preparing.count() == 1)
    assert preparing.item(0).data(Qt.ItemDataRole.UserRole) == project
    assert of(fresh_ledger, project).details.stage is Stage.PREPARING
    assert page.chosen is not None
    assert page.chosen.id == project


@pytest.mark.parametrize("width", [900, 1300])
def test_a_card_is_measured_by_the_width_of_its_column_and_holds_all_of_its_words(
    page: ProjectsPage, qtbot: QtBot, width: int
) -> None:
    page.resize(width, 700)
    qtbot.mouseClick(page.as_board, Qt.MouseButton.LeftButton)
    column = page.board.columns[Stage.RESERVE]
    wide = column.viewport().width()
    for at in range(column.count()):
        card = column.item(at)
        measured = column.sizeHintForIndex(column.indexFromItem(card))
        assert wide - 10 < measured.width() < wide
        room = QRect(0, 0, measured.width() - 8, 10_000)
        words = column.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, card.text())
        assert measured.height() > words.height()


def test_what_is_late_is_flagged_and_can_be_shown_alone(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    projects.report(fresh_ledger, FIRST, 202609, stage=Stage.BUILDING)
    with qtbot.waitSignal(page.headline_changed) as said:
        page.session.changed.emit(EVERYTHING)
    assert "1 个要督导" in said.args[0]
    page.late_only.setChecked(True)
    assert page.table.model().rowCount() == 1
    assert page.table.model().index(0, 7).data() == "○ 未报进度"


def test_the_register_is_saved_as_a_workbook(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    projects.enter(fresh_ledger, projects.Details("=1+1", investment=1_500), "增补")
    with qtbot.waitSignal(page.headline_changed):
        page.session.changed.emit(EVERYTHING)
    page.printed.save_sheet(tmp_path / "项目库.xlsx")
    qtbot.waitUntil(lambda: "已保存" in page.notice.text)
    sheet = openpyxl.load_workbook(tmp_path / "项目库.xlsx").worksheets[0]
    assert sheet["A1"].value == "临清市重大项目库"
    [row] = [row for row in sheet.iter_rows() if row[0].value == "X01"]
    assert (row[1].value, row[1].data_type, row[1].quotePrefix) == ("=1+1", "s", True)
    assert row[9].value == 1_500
    assert [button.text() for button in page.printed.findChildren(QPushButton)][2].startswith(
        "存为 Excel"
    )


def test_a_table_is_taken_for_a_reason_and_given_up_again(
    page: ProjectsPage, fresh_ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "调度表.csv"
    table.write_text("项目名称,责任单位,阶段\n康养中心,市民政局,前期\n康复医院,,开建\n", "utf-8")
    page.importing.read(table)
    qtbot.waitUntil(page.reason.isVisible)
    assert "会新增 1 个" in page.reason.sentence.text()
    assert "第 3 行：阶段写成了“开建”" in page.notice.text
    page.reason.text.setText("十月调度会")
    with qtbot.waitSignal(page.session.changed):
        click(page.reason.go_button, page, qtbot)
    assert of(fresh_ledger, "X01").details.owner == "市民政局"
    undo = next(b for b in page.notice.findChildren(QPushButton) if b.text() == "撤销")
    with qtbot.waitSignal(page.session.changed):
        click(undo, page, qtbot)
    assert of(fresh_ledger, "X01").registered.left is not None


def test_a_table_without_projects_changes_nothing(
    page: ProjectsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "人员.csv"
    table.write_text("姓名,电话\n演示甲,000\n", "utf-8")
    page.importing.read(table)
    qtbot.waitUntil(lambda: "没有找到“项目名称”" in page.notice.text)
    assert not page.reason.isVisible()
