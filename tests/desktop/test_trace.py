"""来历 in the window: from any page by one key, down to the original's cell, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop import original_files
from desktop.models.trace import HEADS, Node, TraceModel, tree_of
from desktop.pages.assess import AssessPage
from desktop.pages.entry import EntryPage
from desktop.pages.history import HistoryPage
from desktop.pages.review import ReviewPage
from desktop.pages.submit import SubmitPage, asked_on
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.trace_paper import html_of, save_pdf
from desktop.trace_words import document, figure
from desktop.widgets.paper_view import PaperView
from desktop.widgets.trace_pane import TracePane
from desktop.window import MainWindow
from monitoring.amounts import number
from monitoring.periods import Period
from tests.desktop.shell import preferences
from tests.workflow.conftest import MONTH, month, month_file
from workflow.submit import build
from workflow.traces import Asked
from workflow.tracing import trace

__all__ = ["month", "month_file"]

CONTROL = Qt.KeyboardModifier.ControlModifier
FIRST, ITEM, RATE = "371581001000", "fd_signed", "fd_sign_rate_60p"
DOWN, ENTER, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def window(qtbot: QtBot, month: Ledger, tmp_path: Path) -> Iterator[MainWindow]:
    tasks = TaskRunner()
    window = MainWindow(Session(month, MONTH, tasks), preferences(tmp_path))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    settle(window, qtbot)
    yield window
    settle(window, qtbot)
    tasks.close()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.session.tasks.busy, timeout=20_000)


def go(window: MainWindow, qtbot: QtBot, key: str, argument: object = None) -> None:
    window.show_page(key, argument)
    settle(window, qtbot)


def ask(window: MainWindow, qtbot: QtBot) -> TracePane:
    """Press the one key, and wait for the answer."""
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    settle(window, qtbot)
    pane = window.tracing.pane
    assert pane is not None
    assert window.tracing.shown
    return pane


def on_entry(window: MainWindow, qtbot: QtBot, item: str = ITEM) -> TracePane:
    go(window, qtbot, "entry", {"form": "F1", "unit": FIRST, "item": item})
    return ask(window, qtbot)


def rows(pane: TracePane) -> list[Node]:
    model = pane.tree.model()
    assert isinstance(model, TraceModel)
    return list(model.root.below())


def test_a_typed_figure_leads_to_its_cell_and_escape_leads_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    pane = on_entry(window, qtbot)
    assert pane.title.text() == "签约居民数 · 青年路街道 · 2026年10月"
    assert pane.figure.text() == "33,333人"
    node = pane.tree.node
    assert node is not None
    assert node.texts[0] == "青年路街道"
    assert node.texts[3].endswith(".xlsx")
    assert not window.title_line.isVisible()
    qtbot.keyClick(pane.tree, ESCAPE)
    assert not window.tracing.shown
    assert isinstance(window.page, EntryPage)
    assert window.page.view.hasFocus()


def test_a_computed_rate_and_a_total_lead_home_too(window: MainWindow, qtbot: QtBot) -> None:
    pane = on_entry(window, qtbot, RATE)
    heads = [node.texts[0] for node in rows(pane) if node.bold]
    assert [head.partition("：")[0] for head in heads] == ["分子", "分母"]
    assert pane.figure.text().endswith("%")
    qtbot.keyClick(pane.tree, ESCAPE)
    assert isinstance(window.page, EntryPage)
    frozen = window.page.view.heads
    cell = frozen.visualRect(frozen.model().index(window.page.view.currentIndex().row(), 2))
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    total = ask(window, qtbot)
    assert "临清市合计" in total.title.text()
    qtbot.keyClick(total.tree, ESCAPE)
    qtbot.keyClick(window.page.view, DOWN)
    assert "青年路街道" in ask(window, qtbot).title.text()


def test_a_unit_s_figure_leads_on_to_the_county_s_total(window: MainWindow, qtbot: QtBot) -> None:
    pane = on_entry(window, qtbot)
    qtbot.mouseClick(pane.total_button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert "临清市合计" in pane.title.text()
    assert "16 个单位中 15 个计入" in [text for _, text in _facts(pane)]
    assert not pane.total_button.isVisible()


def _facts(pane: TracePane) -> list[tuple[str, str]]:
    items = [pane.facts.itemAt(at) for at in range(pane.facts.count())]
    labels = [item.widget() for item in items if item is not None]
    texts = [label.text() for label in labels if isinstance(label, QLabel)]
    return list(zip(texts[::2], texts[1::2], strict=True))


def test_both_sides_of_a_finding_are_shown(window: MainWindow, qtbot: QtBot) -> None:
    with Ledger.open(window.session.path) as ledger:
        ledger.write([Entry(FIRST, ITEM, MONTH, number(60_000))], NewSource("hand"))
    go(window, qtbot, "review")
    assert isinstance(window.page, ReviewPage)
    window.page.findings.table.selectRow(0)
    pane = ask(window, qtbot)
    heads = [node.texts[0].partition("：")[0] for node in rows(pane) if node.bold]
    assert {"左边", "右边"} < set(heads)
    assert heads[-1].startswith("审核发现")
    amounts = {node.texts[1] for node in rows(pane) if node.figure is not None and not node.whole}
    assert "60,000" in amounts


def test_the_focus_is_where_it_was_after_coming_back(window: MainWindow, qtbot: QtBot) -> None:
    with Ledger.open(window.session.path) as ledger:
        ledger.write([Entry(FIRST, ITEM, MONTH, number(60_000))], NewSource("hand"))
    go(window, qtbot, "review")
    assert isinstance(window.page, ReviewPage)
    table = window.page.findings.table
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(ask(window, qtbot).tree, ESCAPE)
    assert table.hasFocus()


def test_the_menu_of_a_total_traces_it(window: MainWindow, qtbot: QtBot) -> None:
    go(window, qtbot, "entry", {"form": "F1", "unit": FIRST, "item": ITEM})
    assert isinstance(window.page, EntryPage)
    frozen = window.page.view.heads
    cell = frozen.visualRect(frozen.model().index(window.page.view.currentIndex().row(), 2))
    qtbot.mousePress(frozen.viewport(), Qt.MouseButton.RightButton, pos=cell.center())
    [action] = frozen.actions()
    action.trigger()
    settle(window, qtbot)
    assert window.tracing.pane is not None
    assert "临清市合计" in window.tracing.pane.title.text()


def test_an_indicator_of_the_assessment_leads_home(window: MainWindow, qtbot: QtBot) -> None:
    go(window, qtbot, "assess", {"indicator": RATE})
    assert isinstance(window.page, AssessPage)
    pane = ask(window, qtbot)
    assert "临清市合计" in pane.title.text()
    assert "○ 不计" in {node.texts[2] for node in rows(pane) if len(node.texts) > 2}


def paper_of(page: SubmitPage) -> PaperView:
    return page.findChildren(PaperView)[0]


def test_a_click_on_the_paper_leads_home(window: MainWindow, qtbot: QtBot) -> None:
    go(window, qtbot, "submit", {"form": "F1"})
    assert isinstance(window.page, SubmitPage)
    paper = paper_of(window.page)
    spot = paper.box_of((1, 0)).center()
    qtbot.mouseClick(paper.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    settle(window, qtbot)
    assert window.tracing.pane is not None
    assert "临清市合计 · 2026年10月" in window.tracing.pane.title.text()


def test_the_paper_s_figures_are_reached_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    go(window, qtbot, "submit", {"form": "F1"})
    assert isinstance(window.page, SubmitPage)
    paper = paper_of(window.page)
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert "请先选一个数" in window.message_bar.text.text()
    for key in (ENTER, Qt.Key.Key_Right, DOWN):
        qtbot.keyClick(paper, key)
    assert paper.chosen == (2, 1)
    pane = ask(window, qtbot)
    assert "青年路街道" in pane.title.text()


def test_a_change_in_the_history_leads_home(window: MainWindow, qtbot: QtBot) -> None:
    with Ledger.open(window.session.path) as ledger:
        ledger.write([Entry(FIRST, ITEM, MONTH, number(7))], NewSource("hand"))
    go(window, qtbot, "history")
    assert isinstance(window.page, HistoryPage)
    window.page.changes.table.selectRow(0)
    pane = ask(window, qtbot)
    assert pane.figure.text() == "7人"
    assert "33,333" in {node.texts[1] for node in rows(pane) if len(node.texts) > 1}


def test_without_a_figure_in_front_a_sentence_says_what_to_do(
    window: MainWindow, qtbot: QtBot
) -> None:
    go(window, qtbot, "settings")
    assert not window.title_line.trace_button.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert not window.tracing.shown
    assert "请先选一个数" in window.message_bar.text.text()


def test_the_button_on_the_title_line_traces(window: MainWindow, qtbot: QtBot) -> None:
    go(window, qtbot, "entry", {"form": "F1", "unit": FIRST, "item": ITEM})
    qtbot.mouseClick(window.title_line.trace_button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert window.tracing.shown


def test_enter_on_a_source_shows_the_original_at_its_cell(window: MainWindow, qtbot: QtBot) -> None:
    pane = on_entry(window, qtbot)
    qtbot.keyClick(pane.tree, DOWN)
    qtbot.keyClick(pane.tree, ENTER)
    settle(window, qtbot)
    assert pane.sheet.isVisible()
    [stored] = [s for s in window.session.ledger.stored([ITEM], MONTH) if s.unit == FIRST]
    assert stored.source.cell in pane.sheet.reading.text()
    assert "33,333" in pane.sheet.reading.text()
    assert pane.sheet.grid.currentIndex().data() == "33333"
    qtbot.keyClick(pane, ESCAPE)
    assert not pane.sheet.isVisible()
    assert window.tracing.shown


def test_the_original_is_opened_in_its_own_program(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(original_files, "open_file", opened.append)
    pane = on_entry(window, qtbot)
    qtbot.mouseClick(pane.original_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(pane.file_button.isVisible, timeout=20_000)
    settle(window, qtbot)
    qtbot.mouseClick(pane.file_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    [path] = opened
    source = window.session.ledger.stored([ITEM], MONTH)[0].source
    assert path.read_bytes() == window.session.ledger.workbook(source.id)


def test_enter_on_a_unit_goes_to_its_cell(window: MainWindow, qtbot: QtBot) -> None:
    go(window, qtbot, "assess", {"indicator": RATE})
    pane = ask(window, qtbot)
    qtbot.keyClick(pane.tree, DOWN)
    qtbot.keyClick(pane.tree, ENTER)
    settle(window, qtbot)
    page = window.page
    assert isinstance(page, EntryPage)
    sheet, place = page.model.sheet, page.view.current_place()
    assert sheet is not None
    assert place == (sheet.line_of("elder60_signed"), 1)


def test_another_page_leaves_the_trace_and_its_main_action_waits(
    window: MainWindow, qtbot: QtBot
) -> None:
    on_entry(window, qtbot)
    qtbot.keyClick(window, ENTER, CONTROL)
    assert isinstance(window.page, EntryPage)
    qtbot.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert not window.tracing.shown
    assert window.title_line.isVisible()


def test_another_month_shows_the_page_again(window: MainWindow, qtbot: QtBot) -> None:
    on_entry(window, qtbot)
    window.session.set_month(MONTH - 1)
    settle(window, qtbot)
    assert not window.tracing.shown


def test_what_cannot_be_traced_is_a_sentence_on_the_page(window: MainWindow, qtbot: QtBot) -> None:
    go(window, qtbot, "entry")
    window.tracing.show(Asked(ITEM, window.session.ledger.area.code, MONTH))
    settle(window, qtbot)
    assert not window.tracing.shown
    assert "不报" in window.message_bar.text.text()


def test_the_whole_trace_is_copied_as_a_table_and_no_text_is_a_formula(
    window: MainWindow, qtbot: QtBot
) -> None:
    with Ledger.open(window.session.path, "=王") as ledger:
        ledger.write([Entry(FIRST, ITEM, MONTH, number(7))], NewSource("hand"))
    pane = on_entry(window, qtbot)
    qtbot.keyClick(pane.tree, Qt.Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().split("\r\n")
    assert lines[0] == "签约居民数 · 青年路街道 · 2026年10月\t7人"
    assert any("\t'=王\t" in line for line in lines)
    assert not any(cell.startswith("=") for line in lines for cell in line.split("\t"))


def test_chosen_rows_are_copied_alone(window: MainWindow, qtbot: QtBot) -> None:
    pane = on_entry(window, qtbot)
    pane.tree.selectAll()
    qtbot.keyClick(pane.tree, Qt.Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == list(HEADS)
    assert len(lines) == 1 + len(rows(pane))


def test_the_trace_is_saved_as_a_pdf(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    pane = on_entry(window, qtbot)
    qtbot.mouseClick(pane.pdf_button, Qt.MouseButton.LeftButton)
    [dialog] = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "来历.pdf"))
    settle(window, qtbot)
    dialog.reject()
    assert (tmp_path / "来历.pdf").read_bytes().startswith(b"%PDF")
    assert "已存为“来历.pdf”" in pane.notice.text


def test_paper_takes_every_text_as_text(month: Ledger, tmp_path: Path) -> None:
    month.operator = "<b>王</b>&"
    month.write([Entry(FIRST, ITEM, MONTH, number(7))], NewSource("hand"))
    whole = document(trace(month, Asked(ITEM, "", MONTH)), month.area)
    html = html_of(whole)
    assert "&lt;b&gt;王&lt;/b&gt;&amp;" in html
    assert "<b>王" not in html
    assert "演示数据" in html_of(replace(whole, demonstration=True))
    save_pdf(tmp_path / "a.pdf", whole)
    assert (tmp_path / "a.pdf").stat().st_size > 1000


def test_the_trace_of_a_printed_figure_says_the_same(month: Ledger) -> None:
    form, period = month.catalogue.forms["F2"], Period(MONTH)
    entries = [
        Entry(unit.code, item.code, end, number(at + end % 100))
        for end in range(202601, MONTH + 1)
        for unit in month.area.units
        for at, item in enumerate(form.items)
    ]
    month.write(entries, NewSource("hand"))
    paper = build(month, form, period)
    for kind in ("item", "ytd", "rate"):
        line = next(at for at, each in enumerate(paper.lines) if each.kind == kind)
        for column in (0, 3):
            found = trace(month, asked_on(paper, period, line, column))
            printed = paper.lines[line].cells[column].text
            assert figure(found).replace(",", "").startswith(printed.replace(",", ""))
            assert (found.unit is None) == (column == 0)


def test_the_tree_keeps_qt_s_rules(month: Ledger, qtbot: QtBot) -> None:
    model = TraceModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for asked in (
        Asked(RATE, "", MONTH),
        Asked(ITEM, FIRST, MONTH),
        Asked(ITEM, "", MONTH, running=True),
    ):
        root = tree_of(trace(month, asked))
        model.show_tree(root)
        for node in root.below():
            assert model.node(model.index_of(node)) is node
    assert tester
