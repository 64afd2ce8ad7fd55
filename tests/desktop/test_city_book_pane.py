"""市局表样 in the window: open, look, point, undo, save, fill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.models.sheet import MARK
from desktop.session import SUBMISSIONS, Session
from desktop.tasks import TaskRunner
from desktop.widgets.city_book_pane import CityBookPane
from importers.workbook import cell_at
from tests.exporters.city_workbooks import raw
from tests.workflow.city_books import SHEET, city_book
from tests.workflow.conftest import MONTH, month, month_file
from workflow import city_books

__all__ = ["month", "month_file"]  # fixtures


@pytest.fixture
def session(month: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    yield Session(month, MONTH, tasks)
    tasks.close()


@pytest.fixture
def book(month: Ledger, tmp_path: Path) -> Path:
    path = tmp_path / "市表.xlsx"
    path.write_bytes(city_book(month.area))
    return path


@pytest.fixture
def pane(qtbot: QtBot, session: Session, book: Path) -> CityBookPane:
    """The pane with that workbook opened and recognised."""
    pane = CityBookPane(session)
    qtbot.addWidget(pane)
    pane.resize(1200, 700)
    pane.show()
    pane.refresh()
    opened(qtbot, pane, book)
    return pane


def opened(qtbot: QtBot, pane: CityBookPane, path: Path) -> None:
    pane.open_workbook(path)
    qtbot.waitUntil(lambda: pane.draft is not None and pane.draft.file == path.name, timeout=20000)


def select(pane: CityBookPane, area: str) -> None:
    """Choose cells as a person drags over them."""
    first, _, last = area.partition(":")
    model = pane.view.grid.model()
    corners = (model.index(*cell_at(each)) for each in (first, last or first))
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    pane.view.grid.selectionModel().select(QItemSelection(*corners), flag)


def click(button: QPushButton, qtbot: QtBot) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(box: QComboBox, text: str) -> None:
    at = box.findText(text)
    assert at >= 0, text
    box.setCurrentIndex(at)


def marked(pane: CityBookPane, cell: str) -> str:
    """What the grid says of a cell."""
    mark = pane.view.grid.model().index(*cell_at(cell)).data(MARK)
    return "" if mark is None else mark.text


def point(pane: CityBookPane, qtbot: QtBot, cell: str, text: str) -> None:
    """Press 指定 and wait for what it makes of a cell."""
    click(pane.bar.point_button, qtbot)
    qtbot.waitUntil(lambda: marked(pane, cell) == text, timeout=20000)


def saved(qtbot: QtBot, pane: CityBookPane) -> None:
    click(pane.save_button, qtbot)
    qtbot.waitUntil(pane.fill_button.isEnabled, timeout=20000)


def test_what_is_recognised_is_shown_to_be_looked_at(pane: CityBookPane) -> None:
    assert "认出 65 格" in pane.notice.text
    assert marked(pane, "B4") == "填 青年路街道 · 常住人口数 · 以万计"
    assert marked(pane, "E20") == "填 全县合计 · 家庭医生签约率 · ÷100"
    assert marked(pane, "A1").startswith("填报告期")
    assert "不填" in marked(pane, "D20")
    assert not pane.fill_button.isEnabled()


def test_a_column_is_pointed_at_anew_and_taken_back(pane: CityBookPane, qtbot: QtBot) -> None:
    select(pane, "D4:D19")
    assert pane.bar.where.text() == "选中 D4:D19（16 格）"
    choose(pane.bar.line_box, "续约居民数")
    point(pane, qtbot, "D5", "填 新华路街道 · 续约居民数")
    click(pane.bar.undo_button, qtbot)
    assert marked(pane, "D5") == "填 新华路街道 · 签约居民数"
    assert not pane.bar.undo_button.isEnabled()


def test_one_cell_is_one_line_of_one_unit(pane: CityBookPane, qtbot: QtBot) -> None:
    select(pane, "C4")
    choose(pane.bar.line_box, "家庭医生续签率")
    choose(pane.bar.unit_box, "全县合计")
    point(pane, qtbot, "C4", "填 全县合计 · 家庭医生续签率")


def test_a_rate_is_written_as_its_cell_shows_it(pane: CityBookPane, qtbot: QtBot) -> None:
    select(pane, "E4:E19")
    choose(pane.bar.line_box, "家庭医生续签率")
    point(pane, qtbot, "E4", "填 青年路街道 · 家庭医生续签率 · ÷100")


def test_cells_are_left_to_the_city(pane: CityBookPane, qtbot: QtBot) -> None:
    select(pane, "B4:B19")
    click(pane.bar.clear_button, qtbot)
    assert pane.counted.text().startswith(f"已指 “{SHEET}”49 格")
    assert "不填" in marked(pane, "B4")


def test_a_cell_says_something_about_the_return(pane: CityBookPane, qtbot: QtBot) -> None:
    select(pane, "E2")
    choose(pane.bar.line_box, "文字：已报单位数")
    assert not pane.bar.unit_box.isEnabled()
    point(pane, qtbot, "E2", "填已报单位数")


def test_names_nobody_knows_are_asked_for(pane: CityBookPane, qtbot: QtBot) -> None:
    select(pane, "A1:A1")
    click(pane.bar.point_button, qtbot)
    qtbot.waitUntil(lambda: "没有认得的名称" in pane.notice.text, timeout=20000)


def test_saved_once_it_is_filled_by_one_click(
    pane: CityBookPane, qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    saved(qtbot, pane)
    assert [each.name for each in city_books.books(session.ledger)] == ["市表"]
    assert "16 个单位只报了 15 个" in pane.risks.text()
    path = tmp_path / "十月.xlsx"
    with qtbot.waitSignal(session.changed, timeout=20000) as told:
        pane.fill(path)
    assert told.args == [SUBMISSIONS]
    assert "读回核对 68 格，全部一致" in pane.notice.text
    assert openpyxl.load_workbook(path)[SHEET]["D4"].value == 33333


def test_a_kept_workbook_is_there_the_next_time(
    pane: CityBookPane, qtbot: QtBot, session: Session
) -> None:
    saved(qtbot, pane)
    again = CityBookPane(session)
    qtbot.addWidget(again)
    again.refresh()
    qtbot.waitUntil(again.fill_button.isEnabled, timeout=20000)
    assert again.head.book == "市表"
    assert marked(again, "B4") == "填 青年路街道 · 常住人口数 · 以万计"


def test_a_workbook_nothing_is_known_of_says_what_to_do(
    pane: CityBookPane, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "通知.xlsx"
    path.write_bytes(raw('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'))
    opened(qtbot, pane, path)
    assert "没有认出这张表" in pane.notice.text
    assert not pane.save_button.isEnabled()


def test_an_old_format_is_refused_in_a_sentence(
    pane: CityBookPane, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "市表.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    pane.open_workbook(path)
    qtbot.waitUntil(lambda: "另存为 .xlsx" in pane.notice.text)


def test_removing_asks_first(pane: CityBookPane, qtbot: QtBot, session: Session) -> None:
    saved(qtbot, pane)
    click(pane.remove_button, qtbot)
    button = next(b for b in pane.notice.findChildren(QPushButton) if b.text() == "不再套用")
    click(button, qtbot)
    qtbot.waitUntil(lambda: not city_books.books(session.ledger))
    qtbot.waitUntil(lambda: not pane.head.book_box.isEnabled())


def test_a_kept_workbook_of_another_month_is_shown_and_says_what_to_do(
    pane: CityBookPane, qtbot: QtBot, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(tmp_path / "市表.xlsx")
    book.worksheets[0]["F3"] = "9月"
    book.save(tmp_path / "九月.xlsx")
    opened(qtbot, pane, tmp_path / "九月.xlsx")
    select(pane, "F4:F19")
    choose(pane.bar.line_box, "签约居民数")
    point(pane, qtbot, "F5", "填 新华路街道 · 签约居民数")
    saved(qtbot, pane)
    assert "F3 写的是“9月”，不是2026年10月" in pane.risks.text()
    select(pane, "F3")
    choose(pane.bar.line_box, "文字：报告期")
    point(pane, qtbot, "F3", "填报告期")
    saved(qtbot, pane)
    assert "写的是“9月”" not in pane.risks.text()


def test_more_cells_than_a_return_has_are_not_pointed_at(
    pane: CityBookPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.widgets.city_book_pane._MOST_CELLS", 3)
    select(pane, "D4:D7")
    click(pane.bar.point_button, qtbot)
    assert "一次最多指 3 格" in pane.notice.text
