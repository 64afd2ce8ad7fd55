"""留痕: imports are seen, taken back after a word, and every change of a figure is listed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.locks import lock
from db.records import Entry, NewSource
from desktop import original_files
from desktop.changes_desk import PAGE
from desktop.models.history import Names, changes_columns
from desktop.models.word_table import WordTable
from desktop.pages.history import HistoryPage
from desktop.session import VALUES, Session
from desktop.tasks import TaskRunner
from monitoring.amounts import Value, number
from tests.desktop.shell import MONTH
from workflow.roles import Operator, Role

FIRST, SECOND = "371581001000", "371581101000"
ITEM, OTHER = "fd_signed", "elder65_signed"


def bring(ledger: Ledger, file: str, figures: dict[tuple[str, str], int]) -> int:
    content = f"{file}{figures}".encode()
    source = NewSource("file", file, sha256(content).hexdigest(), content, "F1", MONTH)
    entries = [
        Entry(unit, item, MONTH, number(amount), "表1", "C5")
        for (unit, item), amount in figures.items()
    ]
    return ledger.write(entries, source)


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[HistoryPage]:
    bring(fresh_ledger, "旧表.xlsx", {(FIRST, ITEM): 10})
    bring(fresh_ledger, "错表.xlsx", {(FIRST, ITEM): 99, (SECOND, ITEM): 7, (SECOND, OTHER): 5})
    by_hand = NewSource("hand", operator="王")
    fresh_ledger.write([Entry(SECOND, OTHER, MONTH, number(6))], by_hand)
    yield from shown(qtbot, fresh_ledger)


@pytest.fixture
def empty(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[HistoryPage]:
    yield from shown(qtbot, fresh_ledger)


def shown(qtbot: QtBot, ledger: Ledger) -> Iterator[HistoryPage]:
    tasks = TaskRunner()
    page = HistoryPage(Session(ledger, MONTH, tasks))
    qtbot.addWidget(page)
    page.resize(1120, 680)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: not tasks.busy)
    yield page
    tasks.close()


def click(page: HistoryPage, button: QAbstractButton, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.tasks.busy)


def texts(table: WordTable, column: int) -> list[str]:
    return [str(table.index(row, column).data()) for row in range(table.rowCount())]


def model(view: object) -> WordTable:
    found = view.model()  # type: ignore[attr-defined]
    assert isinstance(found, WordTable)
    return found


def test_lists_imports_newest_first_and_what_the_first_wrote(page: HistoryPage) -> None:
    assert texts(model(page.imports), 1) == ["错表.xlsx", "旧表.xlsx"]
    assert texts(model(page.imports), 3) == ["✓ 已收", "✓ 已收"]
    assert page.pane.name.text() == "错表.xlsx"
    assert "2 个单位" in page.pane.facts.text()
    assert "3 个数" in page.pane.facts.text()
    assert sorted(texts(model(page.pane.written), 3)) == ["5", "7", "99"]


def test_an_arrow_shows_another_import(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.imports, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: model(page.pane.written).rowCount() == 1)
    assert page.pane.name.text() == "旧表.xlsx"


def test_filters_imports_by_any_of_their_words(page: HistoryPage, qtbot: QtBot) -> None:
    page.imports_filter.insert("旧 10月")
    assert texts(model(page.imports), 1) == ["旧表.xlsx"]
    qtbot.waitUntil(lambda: page.pane.name.text() == "旧表.xlsx")
    page.imports_filter.insert("没有")
    assert model(page.imports).rowCount() == 0
    assert not page.pane.take_back_button.isEnabled()


def test_shows_what_taking_back_does_before_it_does_it(page: HistoryPage, qtbot: QtBot) -> None:
    click(page, page.pane.take_back_button, qtbot)
    assert page.pane.asking
    words = page.pane.question.text()
    for part in ("恢复 1 个原值", "清除 1 个数", "1 个之后又改过的保持不动"):
        assert part in words
    preview = model(page.pane.preview)
    assert texts(preview, 3) == ["5", "99", "7"]
    assert texts(preview, 4) == ["6", "10", "（无）"]
    click(page, page.pane.keep_button, qtbot)
    assert not page.pane.asking
    assert page.session.ledger.imports()[0].taken_back == ""


def test_takes_an_import_back_and_keeps_what_was_edited_since(
    page: HistoryPage, qtbot: QtBot
) -> None:
    click(page, page.pane.take_back_button, qtbot)
    with qtbot.waitSignal(page.session.changed) as changed:
        qtbot.mouseClick(page.pane.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.tasks.busy)
    assert changed.args == [VALUES]
    figures = page.session.ledger.figures([ITEM, OTHER], [MONTH])
    assert figures.value(FIRST, ITEM, MONTH) == number(10)
    assert figures.value(SECOND, OTHER, MONTH) == number(6)
    assert "已收回“错表.xlsx”" in page.notice.text
    assert texts(model(page.imports), 3)[0] == "↩ 已收回"
    assert not page.pane.take_back_button.isEnabled()
    assert "收回“错表.xlsx”" in texts(page.changes.model, 1)


def test_the_delete_key_asks_and_escape_leaves_all_as_it_is(
    page: HistoryPage, qtbot: QtBot
) -> None:
    qtbot.keyClick(page.imports, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.pane.asking)
    qtbot.keyClick(page.pane.keep_button, Qt.Key.Key_Escape)
    assert not page.pane.asking
    assert page.session.ledger.imports()[0].taken_back == ""


def test_lists_changes_with_both_values_and_both_hands(page: HistoryPage) -> None:
    changes = page.changes.model
    assert texts(changes, 6) == ["5", "10"]
    assert texts(changes, 7) == ["6", "99"]
    assert texts(changes, 5) == ["错表.xlsx　表1 C5", "旧表.xlsx　表1 C5"]
    assert texts(changes, 1) == ["手工填报　王", "错表.xlsx"]


def test_a_figure_that_another_file_says_too_is_told_as_the_same(
    page: HistoryPage, qtbot: QtBot
) -> None:
    bring(page.session.ledger, "又一份.xlsx", {(SECOND, ITEM): 7})
    row = texts(model(page.imports), 1).index("错表.xlsx")
    page.imports.selectRow(row)
    click(page, page.pane.take_back_button, qtbot)
    click(page, page.pane.confirm_button, qtbot)
    changes = page.changes.model
    became = dict(zip(texts(changes, 6), texts(changes, 7), strict=True))
    assert became["7"] == "（没变）"
    assert became["99"] == "10"


def test_filters_changes_by_unit_and_item(page: HistoryPage, qtbot: QtBot) -> None:
    unit = next(u.name for u in page.session.ledger.area.units if u.code == FIRST)
    page.changes.words.insert(unit)
    qtbot.waitUntil(lambda: texts(page.changes.model, 2) == [unit])
    page.changes.words.insert(" 没有的项目")
    qtbot.waitUntil(lambda: page.changes.model.rowCount() == 0)


def test_narrows_changes_by_month_operator_and_import(page: HistoryPage, qtbot: QtBot) -> None:
    pane = page.changes
    assert [pane.people.itemText(n) for n in range(pane.people.count())] == ["全部操作人", "王"]
    choose(pane.people, "王", page, qtbot)
    assert texts(pane.model, 6) == ["5"]
    choose(pane.people, "全部操作人", page, qtbot)
    assert len(pane.model.records) == 2
    choose(pane.months, "2026年10月", page, qtbot)
    assert len(pane.model.records) == 2
    qtbot.mouseClick(pane.of_import, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    settle(page, qtbot)
    assert texts(pane.model, 6) == ["5", "10"]
    page.imports.selectRow(1)
    settle(page, qtbot)
    assert texts(pane.model, 6) == ["10"]


def choose(box: QComboBox, words: str, page: HistoryPage, qtbot: QtBot) -> None:
    box.setFocus()
    while box.currentText() != words:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down if box.findText(words) > before else Qt.Key.Key_Up)
    settle(page, qtbot)


def settle(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.tasks.busy)


def stands(page: HistoryPage, unit: str, item: str) -> Value | None:
    return page.session.ledger.figures([item], [MONTH]).value(unit, item, MONTH)


def test_one_click_restores_the_earlier_value_and_another_takes_that_back(
    page: HistoryPage, qtbot: QtBot
) -> None:
    page.session.sign_in(Operator("李会计", Role.ENTRY))
    assert not page.changes.restore_button.isEnabled()
    page.changes.table.selectRow(0)
    with qtbot.waitSignal(page.session.changed) as changed:
        qtbot.mouseClick(page.changes.restore_button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert changed.args == [VALUES]
    assert stands(page, SECOND, OTHER) == number(5)
    assert "已恢复" in page.notice.text
    assert "6 → 5" in page.notice.text
    assert "李会计" in texts(page.changes.model, 1)[0]
    assert "以前的数" in texts(page.changes.model, 1)[0]
    press(page, "撤销", qtbot)
    assert stands(page, SECOND, OTHER) == number(6)
    assert "已撤销" in page.notice.text


def press(page: HistoryPage, words: str, qtbot: QtBot) -> None:
    [button] = [b for b in page.notice.findChildren(QPushButton) if b.text() == words]
    click(page, button, qtbot)


def test_control_z_takes_the_restoring_back(page: HistoryPage, qtbot: QtBot) -> None:
    page.changes.table.selectAll()
    click(page, page.changes.restore_button, qtbot)
    assert (stands(page, SECOND, OTHER), stands(page, FIRST, ITEM)) == (number(5), number(10))
    assert "已恢复 2 个数" in page.notice.text
    page.window().activateWindow()
    qtbot.keyClick(page.changes.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert (stands(page, SECOND, OTHER), stands(page, FIRST, ITEM)) == (number(6), number(99))


def test_a_figure_changed_again_since_is_asked_about(page: HistoryPage, qtbot: QtBot) -> None:
    page.session.ledger.write([Entry(SECOND, OTHER, MONTH, number(8))], NewSource("hand"))
    page.look_again()
    settle(page, qtbot)
    page.changes.table.selectRow(1)
    click(page, page.changes.restore_button, qtbot)
    assert "后来又改过，现在是 8；仍要恢复成 5 吗？" in page.notice.text
    assert stands(page, SECOND, OTHER) == number(8)
    press(page, "不恢复", qtbot)
    assert stands(page, SECOND, OTHER) == number(8)
    click(page, page.changes.restore_button, qtbot)
    press(page, "仍要恢复", qtbot)
    assert stands(page, SECOND, OTHER) == number(5)


def test_a_locked_month_refuses_with_its_sentence(page: HistoryPage, qtbot: QtBot) -> None:
    lock(page.session.ledger, "F1", MONTH)
    page.changes.table.selectRow(1)
    click(page, page.changes.restore_button, qtbot)
    assert "已上报并锁定" in page.notice.text
    assert stands(page, FIRST, ITEM) == number(99)


def test_a_value_that_stands_again_is_said_to(page: HistoryPage, qtbot: QtBot) -> None:
    page.session.ledger.write([Entry(SECOND, OTHER, MONTH, number(5))], NewSource("hand"))
    page.changes.table.selectRow(0)
    click(page, page.changes.restore_button, qtbot)
    assert "不用恢复" in page.notice.text


def test_what_a_role_may_not_do_is_not_offered(qtbot: QtBot, fresh_ledger: Ledger) -> None:
    bring(fresh_ledger, "旧表.xlsx", {(FIRST, ITEM): 10})
    tasks = TaskRunner()
    session = Session(fresh_ledger, MONTH, tasks)
    session.sign_in(Operator("李会计", Role.ENTRY))
    page = HistoryPage(session)
    qtbot.addWidget(page)
    page.show()
    settle(page, qtbot)
    assert not page.pane.take_back_button.isVisible()
    assert page.changes.restore_button.isVisible()
    qtbot.keyClick(page.imports, Qt.Key.Key_Delete)
    settle(page, qtbot)
    assert not page.pane.asking
    tasks.close()


def test_thousands_of_changes_come_as_they_are_scrolled_to(
    qtbot: QtBot, fresh_ledger: Ledger
) -> None:
    units = [unit.code for unit in fresh_ledger.area.units]
    for amount in range(60):
        fresh_ledger.write(
            [Entry(unit, ITEM, MONTH, number(amount)) for unit in units], NewSource("hand")
        )
    for page in shown(qtbot, fresh_ledger):
        table, records = page.changes.table, page.changes.model
        assert len(records.records) == PAGE
        assert "往下翻看更早的" in page.changes.count.text()
        table.scrollToBottom()
        settle(page, qtbot)
        assert len(records.records) == 59 * len(units)
        assert len({change.id for change in records.records}) == 59 * len(units)
        assert page.changes.count.text() == f"{59 * len(units)} 处"


def test_changes_are_copied_and_exported_as_data(
    page: HistoryPage, qtbot: QtBot, tmp_path: Path
) -> None:
    by_hand = NewSource("hand", operator="=王")
    page.session.ledger.write([Entry(SECOND, OTHER, MONTH, number(8))], by_hand)
    page.look_again()
    settle(page, qtbot)
    page.changes.table.setFocus()
    click(page, page.changes.copy_button, qtbot)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("时间\t谁改的\t单位")
    assert len(copied) == 4
    qtbot.mouseClick(page.changes.export_button, Qt.MouseButton.LeftButton)
    [dialog] = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "改动.xlsx"))
    settle(page, qtbot)
    dialog.reject()
    sheet = openpyxl.load_workbook(tmp_path / "改动.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 4
    assert rows[1][4:6] == (6, 8)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert "已导出“改动.xlsx”" in page.notice.text


def test_writes_the_original_out_byte_for_byte(
    page: HistoryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "另存.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    click(page, page.pane.save_button, qtbot)
    newest = page.session.ledger.imports()[0]
    assert place.read_bytes() == page.session.ledger.workbook(newest.id)
    assert "原文件已另存为" in page.notice.text


def test_opens_a_copy_of_the_original(
    page: HistoryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(original_files, "open_file", opened.append)
    click(page, page.pane.open_button, qtbot)
    assert [path.name for path in opened] == ["错表.xlsx"]
    assert opened[0].read_bytes()


def test_an_empty_ledger_says_what_will_stand_here(empty: HistoryPage) -> None:
    assert "还没有收过表" in empty.imports.empty_text
    assert "还没有改过数" in empty.changes.table.empty_text
    assert not empty.pane.save_button.isEnabled()


def test_the_models_keep_qt_s_rules(fresh_ledger: Ledger, qtbot: QtBot) -> None:
    bring(fresh_ledger, "甲.xlsx", {(FIRST, ITEM): 1})
    bring(fresh_ledger, "乙.xlsx", {(FIRST, ITEM): 2})
    names = Names(fresh_ledger.area, fresh_ledger.catalogue)
    table = WordTable(changes_columns(names))
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show_records(fresh_ledger.changes())
    table.filter_by("没有")
    assert table.rowCount() == 0
    table.filter_by("乙")
    assert table.rowCount() == 1
    table.add_records(fresh_ledger.changes())
    assert table.rowCount() == 2
    assert tester
