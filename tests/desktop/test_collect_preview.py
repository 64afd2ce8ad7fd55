"""收表: the chosen file as its own sheet, and the choice of what is written of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.models import batch, differences, staged_files
from desktop.models.marks import Kind
from desktop.models.sheet import MARK, SheetModel
from desktop.pages.collect import CollectPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from importers.workbook import Sheet, cell_at
from monitoring.amounts import Value, number
from monitoring.catalogue import Form
from tests.desktop.collecting import MONTH, button, opened, press, read, table
from workflow.collect import FileStatus, Mode

FIRST, SECOND, THIRD = "青年路街道", "新华路街道", "先锋路街道"


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    yield Session(fresh_ledger, MONTH, tasks)
    tasks.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> CollectPage:
    return opened(session, qtbot)


@pytest.fixture
def form(session: Session) -> Form:
    return session.ledger.catalogue.forms["F1"]


def _file(path: Path, form: Form, *rows: list[object], items: int = 4) -> Path:
    heads = ["单位", *(item.name for item in form.items[:items])]
    return table(path, [[form.name], ["2026年10月"], heads, *rows])


def _hold(session: Session, form: Form, *amounts: int) -> str:
    """What the ledger holds of the first township; returns its code."""
    unit = session.ledger.area.units[0].code
    entries = [
        Entry(unit, item.code, MONTH, number(amount))
        for item, amount in zip(form.items, amounts, strict=False)
    ]
    session.ledger.write(entries, NewSource("hand"))
    return unit


def _mark(page: CollectPage, cell: str) -> Kind | None:
    mark = page.view.sheet.sheet_view.grid.model().index(*cell_at(cell)).data(MARK)
    return mark.kind if mark else None


def _click_cell(page: CollectPage, cell: str) -> None:
    grid = page.view.sheet.sheet_view.grid
    where = grid.visualRect(grid.model().index(*cell_at(cell))).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)


def _values(page: CollectPage, unit: str, form: Form) -> list[Value | None]:
    codes = [item.code for item in form.items[:4]]
    figures = page.session.ledger.figures(codes, [MONTH])
    return [figures.value(unit, code, MONTH) for code in codes]


def test_every_cell_of_the_sheet_says_how_it_was_read(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    _hold(page.session, form, 1, 2, 3)
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, 1, 9, 3, 4]))
    sheet = page.view.sheet.sheet_view
    assert sheet.grid.isVisible()
    assert sheet.grid.model().index(3, 2).data() == "9"
    kinds = [_mark(page, cell) for cell in ("B4", "C4", "D4", "E4", "A1")]
    assert kinds == [Kind.SAME, Kind.CHANGED, Kind.SAME, Kind.NEW, None]
    for words in ("→ 改动 1", "＋ 新增 1", "＝ 不变 2", "灰字"):
        assert words in sheet.legend.words


def test_a_cell_and_its_row_lead_to_each_other(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    _hold(page.session, form, 1, 2)
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, 1, 9, 3, 4]))
    sheet, findings = page.view.sheet.sheet_view, page.view.sheet.findings
    _click_cell(page, "C4")
    expected = f"C4　{FIRST} · {form.items[1].name}　台账 2 → 文件 9（改动）"
    assert sheet.reading.text() == expected
    assert findings.value_table.rows() == [0]
    QTest.keyClick(findings.value_table, Qt.Key.Key_Down)
    index = sheet.grid.currentIndex()
    assert (index.row(), index.column()) == cell_at("D4")
    assert sheet.reading.text().startswith("D4")


def test_an_issue_leads_to_its_cell(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, 1, "很多", 3, 4]))
    assert [file.status for file in page.batch.files] == [FileStatus.REFUSED]
    findings = page.view.sheet.findings
    assert findings.issue_table.isVisible()
    QTest.keyClick(findings.issue_table, Qt.Key.Key_Down)
    assert _mark(page, "C4") is Kind.ERROR
    index = page.view.sheet.sheet_view.grid.currentIndex()
    assert (index.row(), index.column()) == cell_at("C4")
    assert "很多" in page.view.sheet.sheet_view.reading.text()


def test_space_leaves_a_value_out_and_the_button_counts_what_is_written(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    unit = _hold(page.session, form, 1, 2)
    said: list[str] = []
    page.action_changed.connect(said.append)
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, 7, 8, 3, 4]))
    assert said[-1] == "收下 1 个文件，写 4 个数"
    values = page.view.sheet.findings.value_table
    values.selectRow(1)
    QTest.keyClick(values, Qt.Key.Key_Space)
    box = values.model().index(1, differences.CHANGE)
    assert box.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    assert said[-1] == "收下 1 个文件，写 3 个数"
    page.act()
    qtbot.waitUntil(lambda: page.batch.written)
    assert _values(page, unit, form) == [number(7), number(2), number(3), number(4)]
    assert page.notice.text == "已收 1 个文件，新增 2、改动 1。"


def test_a_file_can_fill_update_or_replace(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    unit = _hold(page.session, form, 1, 2, 3)
    said: list[str] = []
    page.action_changed.connect(said.append)
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, 9, 2, None, 4]))
    buttons = page.desk.tools.mode_control.buttons
    assert _mark(page, "D4") is None
    press(buttons[Mode.FILL], qtbot, page)
    assert said[-1] == "收下 1 个文件，写 1 个数"
    _click_cell(page, "B4")
    assert page.view.sheet.sheet_view.reading.text().endswith("（改动，这次不写）")
    press(buttons[Mode.REPLACE], qtbot, page)
    model = page.view.sheet.findings.value_table.model()
    changes = [model.index(row, differences.CHANGE).data() for row in range(model.rowCount())]
    assert "∅ 将清空" in changes
    assert _mark(page, "D4") is Kind.BLANK
    assert said[-1] == "收下 1 个文件，写 3 个数"
    page.act()
    qtbot.waitUntil(lambda: page.batch.written)
    assert _values(page, unit, form) == [number(9), number(2), None, number(4)]
    assert page.notice.text == "已收 1 个文件，新增 1、改动 1、清空 1。"


def test_one_file_may_be_written_otherwise_than_the_rest(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    unit = _hold(page.session, form, 1, 2)
    one = _file(tmp_path / "一.xlsx", form, [FIRST, 9, 9, 3, 4])
    other = _file(tmp_path / "二.xlsx", form, [SECOND, 5, 6, 7, 8])
    said: list[str] = []
    page.action_changed.connect(said.append)
    read(page, qtbot, one, other)
    press(page.view.sheet.mode_control.buttons[Mode.FILL], qtbot, page)
    assert said[-1] == "收下 2 个文件，写 6 个数"
    page.act()
    qtbot.waitUntil(lambda: page.batch.written)
    assert _values(page, unit, form) == [number(1), number(2), number(3), number(4)]
    second = page.session.ledger.area.units[1].code
    assert _values(page, second, form) == [number(5), number(6), number(7), number(8)]


def test_nothing_is_written_when_every_value_is_left_out(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, 1, 2, 3, 4]))
    values = page.view.sheet.findings.value_table
    values.selectAll()
    QTest.keyClick(values, Qt.Key.Key_Space)
    page.act()
    assert "没有勾选" in page.notice.text
    assert not page.batch.written


def test_a_file_of_several_sheets_has_a_tab_for_each(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    from openpyxl import load_workbook

    path = _file(tmp_path / "表.xlsx", form, [FIRST, 1, 2, 3, 4])
    workbook = load_workbook(path)
    workbook.create_sheet("说明&填法").append(["先看这里"])
    workbook.save(path)
    read(page, qtbot, path)
    sheet = page.view.sheet.sheet_view
    assert sheet.tabs.isVisible()
    sheet.tabs.setFocus()
    QTest.keyClick(sheet.tabs, Qt.Key.Key_Right)
    assert sheet.grid.model().index(0, 0).data() == "先看这里"


def test_a_file_collected_before_and_last_months_figures_stand_out(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    unit = page.session.ledger.area.units[0].code
    entries = [
        Entry(unit, item.code, 202609, number(n + 1)) for n, item in enumerate(form.items[:6])
    ]
    page.session.ledger.write(entries, NewSource("hand"))
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, *range(1, 7)], items=6))
    index = page.view.file_table.model().index(0, staged_files.FILE)
    assert index.data(staged_files.WARNING) == "△ 与上月相同"
    assert "可收 1（△ 与上月相同 1）" in batch.headline(page.batch.files)


def test_a_file_goes_back_with_its_cells_marked(
    page: CollectPage,
    form: Form,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "退回"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    wrong = _file(tmp_path / "错.xlsx", form, [FIRST, "很多", 2, 3, 4])
    worse = _file(tmp_path / "又错.xlsx", form, [SECOND, "很多", 2, 3, 4])
    read(page, qtbot, wrong, worse)
    press(button(page.view.sheet, "退回修改…"), qtbot, page)
    assert len(list(folder.glob("*.xlsx"))) == 1
    assert page.notice.text.startswith("已做 1 份退回件")
    press(button(page.desk.tools, "全部退回…"), qtbot, page)
    assert len(list(folder.glob("*.xlsx"))) == 2
    button(page.notice, "打开所在文件夹")


def test_a_large_sheet_is_formatted_only_where_it_is_painted() -> None:
    rows = tuple((n, "x" * 500, None) for n in range(100_000))
    model = SheetModel()
    model.set_sheet(Sheet("大表", hidden=False, rows=rows), {})
    assert (model.rowCount(), model.columnCount()) == (100_000, 3)
    assert len(model.index(99_999, 1).data()) < 500
    assert model.rowCount(model.index(0, 0)) == 0


def test_the_sheet_keeps_the_rules_of_a_model(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    view = page.view.sheet.sheet_view
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(view.grid.model(), fatal)
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, [FIRST, 1, "很多", 3, 4]))
    assert view.grid.model().data(QModelIndex()) is None
    page.batch.clear()
    assert view.grid.model().rowCount() == 0
    assert tester.model() is view.grid.model()
