"""Every table of the window is copied and saved as it is shown, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.clipboard_html import block_of
from desktop.pages.assess import AssessPage
from desktop.pages.entry import EntryPage
from desktop.pages.submit import SubmitPage
from desktop.registry import PAGES
from desktop.session import Session
from desktop.table_content import chosen, shown
from desktop.tasks import TaskRunner
from desktop.widgets.row_table import RowTable
from desktop.window import MainWindow
from tests.desktop.shell import MONTH, preferences, write_form

Index = QModelIndex | QPersistentModelIndex
CONTROL = Qt.KeyboardModifier.ControlModifier
WORDS = ["复制(&C)", "复制带表头(&H)", "全选(&A)", "另存为 Excel…(&X)"]
ROWS = (("=1+1", "1,234.50", "90.42%"), ("@甲", "-7", "—"), ("0012", "1000", "未报"))


class Small(QAbstractTableModel):
    """A name, a number at the right edge and a rate beside it."""

    def rowCount(self, parent: Index | None = None) -> int:
        return len(ROWS)

    def columnCount(self, parent: Index | None = None) -> int:
        return 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return ("项目", "数\n（人）", "率")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return ROWS[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


@pytest.fixture
def window(qtbot: QtBot, fresh_ledger: Ledger, tmp_path: Path) -> Iterator[MainWindow]:
    write_form(fresh_ledger, units=3)
    tasks = TaskRunner()
    window = MainWindow(Session(fresh_ledger, MONTH, tasks), preferences(tmp_path), PAGES)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    settle(window, qtbot)
    yield window
    tasks.close()


@pytest.fixture
def table(window: MainWindow) -> RowTable:
    """A table that somebody put on the page without a thought of copying."""
    table = RowTable(Small(window), "人数")
    assert window.page is not None
    layout = window.page.layout()
    assert layout is not None
    layout.addWidget(table)
    table.setFocus()
    return table


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.session.tasks.busy)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def menu_on(window: MainWindow, view: QAbstractItemView) -> QMenu | None:
    """Press the right mouse button in the middle of a table."""
    place = view.viewport().rect().center()
    where = view.viewport().mapToGlobal(place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, where)
    QApplication.sendEvent(view.viewport(), event)
    return window.tables.menu


def press(menu: QMenu | None, words: str) -> None:
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.hide()


def bring_up(view: QWidget) -> None:
    """Turn every stack that a view lies in so that it can be seen."""
    child, parent = view, view.parentWidget()
    while parent is not None:
        if isinstance(parent, QStackedWidget):
            parent.setCurrentWidget(child)
        child.show()
        child, parent = parent, parent.parentWidget()


def open_panes(window: MainWindow, qtbot: QtBot) -> None:
    """What a page makes when it is first asked for."""
    if isinstance(window.page, SubmitPage):
        qtbot.mouseClick(window.page.figures_button, Qt.MouseButton.LeftButton)
        settle(window, qtbot)
    if isinstance(window.page, AssessPage):
        for words in ("评估报告、信息公布…(&R)", "绩效考核(&K)"):
            button = next(
                each for each in window.page.findChildren(QWidget) if each.property("text") == words
            )
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            settle(window, qtbot)
            window.page.open_at({})


def tables_of(window: MainWindow) -> list[QAbstractItemView]:
    """Every table of the page, but for heads and what a box folds out in a window of its own."""
    assert window.page is not None
    return [
        view
        for view in window.page.findChildren(QAbstractItemView)
        if not isinstance(view, QHeaderView) and view.window() is window
    ]


@pytest.mark.parametrize("key", PAGES)
def test_every_table_of_every_page_has_the_menu(key: str, window: MainWindow, qtbot: QtBot) -> None:
    window.show_page(key)
    settle(window, qtbot)
    open_panes(window, qtbot)
    views = tables_of(window)
    assert views
    for view in views:
        bring_up(view)
        QApplication.processEvents()
        menu = menu_on(window, view)
        assert menu is not None, view.accessibleName()
        texts = [action.text().partition("\t")[0] for action in menu.actions()]
        assert texts[-4:] == WORDS, view.accessibleName()
        menu.hide()
        QApplication.sendPostedEvents()


def test_control_c_copies_what_is_selected_and_text_stays_text(
    table: RowTable, qtbot: QtBot
) -> None:
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "'=1+1\t1234.50\t90.42%\r\n"
    html = QGuiApplication.clipboard().mimeData().html()
    assert block_of(html) == [["=1+1", "1,234.50", "90.42%"]]
    assert html.count('mso-number-format:"\\@"') == 1
    assert 'x:num="1234.50" sdval="1234.50" sdnum="1033;0;#,##0.00"' in html
    assert 'x:num="0.9042" sdval="0.9042" sdnum="1033;0;0.00%"' in html


def test_digits_that_are_no_number_are_copied_as_text(table: RowTable, qtbot: QtBot) -> None:
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    html = QGuiApplication.clipboard().mimeData().html()
    assert 'x:num="0012"' not in html
    assert 'x:num="1000"' in html


def test_without_a_selection_all_is_copied_as_it_stands(table: RowTable, qtbot: QtBot) -> None:
    table.setRowHidden(1, True)
    table.setColumnHidden(2, True)
    table.horizontalHeader().moveSection(1, 0)
    table.clearSelection()
    qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "1234.50\t'=1+1\r\n1000\t0012\r\n"


def test_the_menu_copies_heads_and_selects_all(
    window: MainWindow, table: RowTable, qtbot: QtBot
) -> None:
    press(menu_on(window, table), "全选")
    assert len(table.rows()) == 3
    press(menu_on(window, table), "复制带表头")
    assert clipboard().splitlines()[0] == "项目\t数 （人）\t率"
    assert len(clipboard().splitlines()) == 4


@pytest.mark.parametrize("key", [Qt.Key.Key_F10, None])
def test_the_menu_opens_by_key(
    key: Qt.Key | None, window: MainWindow, table: RowTable, qtbot: QtBot
) -> None:
    table.selectRow(0)
    if key is not None:
        qtbot.keyClick(table, key, Qt.KeyboardModifier.ShiftModifier)
    else:
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(table, QContextMenuEvent(reason, QPoint(1, 1), QPoint(1, 1)))
    press(window.tables.menu, "复制")
    assert clipboard().startswith("'=1+1\t")


def test_saves_the_table_as_it_is_shown(
    window: MainWindow, table: RowTable, qtbot: QtBot, tmp_path: Path
) -> None:
    table.setRowHidden(1, True)
    table.horizontalHeader().moveSection(2, 1)
    press(menu_on(window, table), "另存为 Excel")
    [dialog] = window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("临清市_人数_2026年10月.xlsx")
    dialog.fileSelected.emit(str(tmp_path / "人数.xlsx"))
    settle(window, qtbot)
    dialog.reject()
    assert window.tables.notice.text == "已保存“人数.xlsx”。"
    sheet = openpyxl.load_workbook(tmp_path / "人数.xlsx").worksheets[0]
    rows = [tuple(cell for cell in row) for row in sheet.iter_rows(min_row=3)]
    assert [cell.value for cell in rows[0]] == ["项目", "率", "数\n（人）"]
    assert [cell.value for cell in rows[1]] == ["=1+1", 0.9042, 1234.5]
    assert [cell.data_type for cell in rows[1]] == ["s", "n", "n"]
    assert [cell.number_format for cell in rows[1][1:]] == ["0.00%", "#,##0.00"]
    assert [cell.value for cell in rows[2]] == ["0012", "未报", 1000]
    assert sheet.freeze_panes == "A4"
    assert rows[0][0].font.name == "黑体"


def test_a_file_that_cannot_be_written_is_said(
    window: MainWindow, table: RowTable, qtbot: QtBot, tmp_path: Path
) -> None:
    window.tables.ask_where(table)
    [dialog] = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "没有" / "人数.xlsx"))
    settle(window, qtbot)
    dialog.reject()
    assert "请换一个位置" in window.tables.notice.text


def test_the_entry_grid_is_copied_as_it_is_typed_and_saved_with_its_frozen_heads(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("entry")
    settle(window, qtbot)
    page = window.page
    assert isinstance(page, EntryPage)
    page.view.setFocus()
    page.view.go_to_first()
    qtbot.keyClick(page.view, Qt.Key.Key_C, CONTROL)
    assert clipboard() == "100\r\n"
    press(menu_on(window, page.view.heads), "复制(")
    assert clipboard() == "100\r\n"
    content = shown(page.view)
    assert content.heads[:4] == ("项目", "计量单位", "合计", "青年路街道")
    assert content.rows[1][:4] == ("家庭医生团队数", "个", "300", "100")
    assert min(content.right) == 2


def test_a_tree_is_read_as_far_as_it_is_folded_out(qtbot: QtBot) -> None:
    tree, model = QTreeView(), QStandardItemModel()
    qtbot.addWidget(tree)
    top = QStandardItem("医疗服务")
    top.appendRow([QStandardItem("床位"), QStandardItem("5")])
    model.appendRow([top, QStandardItem("")])
    model.setHorizontalHeaderLabels(["目标", "数"])
    tree.setModel(model)
    assert shown(tree).rows == (("医疗服务", ""),)
    tree.expandAll()
    assert shown(tree).rows == (("医疗服务", ""), ("　床位", "5"))


def test_a_scattered_selection_keeps_its_places(qtbot: QtBot) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    model = Small(table)
    table.setModel(model)
    flags = table.selectionModel().SelectionFlag
    for row, column in ((0, 0), (2, 1)):
        table.selectionModel().select(model.index(row, column), flags.Select)
    assert chosen(table).rows == (("=1+1", ""), ("", "1000"))


def test_a_long_table_is_read_while_the_window_answers(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.table_reading.AT_ONCE_NS", 0)
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(Small(table))
    QGuiApplication.clipboard().setText("别的")
    window.tables.copy(table)
    assert clipboard() == "别的"
    qtbot.waitUntil(lambda: len(clipboard().splitlines()) == 3)
