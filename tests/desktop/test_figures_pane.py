"""对比与年册: a clerk chooses what to see, copies, saves and goes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.pages.submit import SubmitPage
from desktop.registry import PAGES
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.figures_pane import LEVELS, PERIODS, UNITS, YEARS, FiguresPane
from desktop.window import MainWindow
from tests.desktop.shell import preferences
from tests.workflow.conftest import MONTH, month, month_file

__all__ = ["month", "month_file"]  # fixtures
FIRST, SECOND = "371581001000", "371581002000"


@pytest.fixture
def window(qtbot: QtBot, month: Ledger, tmp_path: Path) -> Iterator[MainWindow]:
    tasks = TaskRunner()
    window = MainWindow(Session(month, MONTH, tasks), preferences(tmp_path), PAGES)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_page("submit")
    settle(window, qtbot)
    yield window
    tasks.close()


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> FiguresPane:
    """The pane as it opens: the year of F1."""
    assert isinstance(window.page, SubmitPage)
    click(window.page.figures_button, window, qtbot)
    assert window.page.figures is not None
    return window.page.figures


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.session.tasks.busy)


def click(button: QWidget, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)


def choose(box: QComboBox, data: str, window: MainWindow, qtbot: QtBot) -> None:
    box.setCurrentIndex(box.findData(data))
    settle(window, qtbot)


def row(pane: FiguresPane, name: str) -> list[str]:
    """What stands beside a name."""
    model = pane.table.model()
    names = [
        str(model.headerData(at, Qt.Orientation.Vertical)).strip("　")
        for at in range(model.rowCount())
    ]
    at = names.index(name)
    return [str(model.index(at, column).data()) for column in range(1, model.columnCount())]


def heads(pane: FiguresPane) -> list[str]:
    model = pane.table.model()
    return [
        str(model.headerData(column, Qt.Orientation.Horizontal))
        for column in range(1, model.columnCount())
    ]


def test_opens_on_the_year_and_goes_back_where_it_came_from(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot
) -> None:
    assert pane.title.text() == "临清市家庭医生签约服务年度台账　2026年　全县合计"
    assert heads(pane)[-1] == "1—10月"
    assert row(pane, "签约居民数")[8:] == ["未报", "501,150", "", "", "501,150"]
    assert "尚店镇" in pane.notes.text()
    qtbot.keyClick(pane.table, Qt.Key.Key_Escape)
    assert not pane.isVisible()


def test_every_choice_is_worked_out_at_once(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot
) -> None:
    choose(pane.unit, FIRST, window, qtbot)
    assert pane.title.text().endswith("青年路街道")
    choose(pane.way, PERIODS, window, qtbot)
    assert heads(pane)[-1] == "2026年10月\n环比增减%"
    assert pane.count.isVisible()
    pane.count.setValue(2)
    settle(window, qtbot)
    assert row(pane, "签约居民数") == ["未报", "33,333", "—", "—"]
    choose(pane.way, YEARS, window, qtbot)
    assert heads(pane)[0] == "2025年10月"
    choose(pane.way, LEVELS, window, qtbot)
    assert heads(pane) == ["本级", "下级汇总", "合计"]
    assert not pane.unit.isVisible()


def test_units_are_compared_with_the_one_that_is_chosen(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot
) -> None:
    choose(pane.way, UNITS, window, qtbot)
    assert len(heads(pane)) == 17
    pane.units.tick([SECOND])
    choose(pane.unit, FIRST, window, qtbot)
    assert heads(pane)[:2] == ["青年路街道", "新华路街道"]
    assert row(pane, "签约居民数") == ["33,333", "33,344", "11", "0.03%"]


def test_the_month_above_is_the_month_here(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot
) -> None:
    window.session.set_month(202512)
    settle(window, qtbot)
    assert pane.table.model().rowCount() == 0
    assert not pane.table.isVisible()
    assert pane.empty.isVisible()
    with qtbot.waitSignal(pane.collect_requested):
        qtbot.mouseClick(pane.empty.button, Qt.MouseButton.LeftButton)


def test_items_are_found_by_words_of_their_names(pane: FiguresPane, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.words, "60")
    model = pane.table.model()
    assert 0 < model.rowCount() < 8
    pane.words.setText("没有这样的项目")
    assert pane.empty.isVisible()
    assert not pane.empty.button.isVisible()
    assert not pane.copy_button.isEnabled()
    pane.words.clear()
    assert pane.table.isVisible()


def test_the_whole_table_is_copied_with_its_heads(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot
) -> None:
    pane.words.setText("签约居民数")
    click(pane.copy_button, window, qtbot)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("项目\t计量单位\t行次\t1月")
    assert any(line.startswith("签约居民数\t人\t4\t未报") for line in lines)
    assert "501150" in "".join(lines)


def test_the_main_button_saves_the_whole_book_of_the_year(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    click(window.title_line.button, window, qtbot)
    [dialog] = pane.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("临清市家庭医生签约服务年度台账_2026年.xlsx")
    dialog.fileSelected.emit(str(tmp_path / "年册.xlsx"))
    settle(window, qtbot)
    dialog.reject()
    assert openpyxl.load_workbook(tmp_path / "年册.xlsx").sheetnames == ["全县", "各单位"]
    assert "已保存“年册.xlsx”" in pane.notice.text


def test_the_table_shown_is_saved_by_itself(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(pane.way, PERIODS, window, qtbot)
    pane.paper_buttons.save_sheet(tmp_path / "环比.xlsx")
    settle(window, qtbot)
    sheet = openpyxl.load_workbook(tmp_path / "环比.xlsx").worksheets[0]
    assert sheet.freeze_panes == "D4"
    assert sheet["A1"].value == "临清市家庭医生签约服务环比表"
    pane.paper_buttons.save(tmp_path / "环比.pdf")
    settle(window, qtbot)
    assert (tmp_path / "环比.pdf").read_bytes().startswith(b"%PDF")


def test_a_figure_in_front_leads_home_and_a_difference_does_not(
    pane: FiguresPane, window: MainWindow, qtbot: QtBot
) -> None:
    model = pane.table.model()
    pane.table.setCurrentIndex(model.index(1, 10))
    page = window.page
    assert isinstance(page, SubmitPage)
    asked = page.traced()
    assert asked is not None
    assert (asked.code, asked.unit, asked.end) == ("fd_team", "", MONTH)
    for nothing in (model.index(0, 10), model.index(1, 0), model.index(1, 13)):
        pane.table.setCurrentIndex(nothing)
        assert page.traced() is None


def test_everything_is_reached_by_tab(pane: FiguresPane, qtbot: QtBot) -> None:
    pane.way.setFocus()
    seen: list[QWidget | None] = []
    for _ in range(12):
        seen.append(pane.focusWidget())
        qtbot.keyClick(pane.focusWidget() or pane, Qt.Key.Key_Tab)
    for widget in (pane.way, pane.form, pane.unit, pane.words, pane.back_button, pane.table):
        assert widget in seen, widget.accessibleName()
    assert pane.book_button in seen


def test_the_model_keeps_qts_rules(pane: FiguresPane) -> None:
    QAbstractItemModelTester(
        pane.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )
