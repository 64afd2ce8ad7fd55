"""收表: what a clerk drops in, sees, and takes into the ledger."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.models import batch as words
from desktop.models import differences, staged_files
from desktop.models.issues import MESSAGE
from desktop.pages.collect import CollectPage
from desktop.session import VALUES, Session
from desktop.tasks import TaskRunner
from importers.recognise import Reading
from monitoring.amounts import number
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.periods import Frequency, Period
from tests.desktop.shell import preferences
from tests.desktop.workbooks import Figure, filled
from workflow import collect
from workflow.collect import FileStatus, StagedFile
from workflow.progress import Reporter

MONTH = 202610
Maker = Callable[..., Path]


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    yield Session(fresh_ledger, MONTH, tasks)
    tasks.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> CollectPage:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    page = CollectPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.activateWindow()
    qtbot.waitActive(page).__enter__()
    qtbot.waitUntil(lambda: not session.tasks.busy)
    return page


@pytest.fixture
def report(tmp_path: Path, catalogue: Catalogue, linqing: Area) -> Maker:
    """Makes the F1 of a township: ``report(1, figure=7)`` the second one's with 7 everywhere."""

    def make(
        nth: int = 0, *, figure: int | str = 5, month: int = MONTH, folder: str = "报来"
    ) -> Path:
        return filled(
            tmp_path / folder,
            catalogue.forms["F1"],
            linqing,
            linqing.units[nth],
            month=month,
            figure=_always(figure),
        )

    return make


def _always(figure: int | str) -> Figure:
    return lambda _: figure


def _drop(page: CollectPage, qtbot: QtBot, *paths: Path) -> None:
    """Drop files onto the page and wait for the preview."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), action, mime, button, no_keys)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), action, mime, button, no_keys))
    _settle(page, qtbot)


def _settle(page: CollectPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.tasks.busy and not page.progress.busy)


def _statuses(page: CollectPage) -> list[FileStatus]:
    return [file.status for file in page.batch.files]


def _column(model: Any, column: int) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def _click(page: CollectPage, words: str) -> None:
    button = next(b for b in page.notice.findChildren(QPushButton) if b.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _tick(box: QWidget) -> None:
    """Click the square of a check box: the rest of a wide one takes no click."""
    square = QPoint(8, box.rect().center().y())
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, square)


def _hash(ledger: Ledger) -> str:
    return hashlib.sha256("\n".join(ledger.connection.iterdump()).encode()).hexdigest()


def test_an_empty_page_says_what_has_arrived_and_offers_to_choose_files(
    session: Session, qtbot: QtBot
) -> None:
    page = CollectPage(session)
    qtbot.addWidget(page)
    headlines: list[str] = []
    page.headline_changed.connect(headlines.append)
    with qtbot.waitSignal(page.action_changed) as action:
        page.show()
    qtbot.waitUntil(lambda: not session.tasks.busy)
    assert headlines == ["10月：应报 64 份，收到 0 份，还差 64 份"]
    assert action.args == ["选择文件…"]
    assert page.zone.isVisible()


def test_a_dropped_folder_is_shown_and_nothing_is_written(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    before = _hash(page.session.ledger)
    items = len(page.session.ledger.catalogue.forms["F1"].items)
    expected = f"收下 2 个文件，写 {2 * items} 个数"
    folder = report(0).parent
    report(1)
    with qtbot.waitSignal(
        page.action_changed,
        check_params_cb=lambda text: text == expected,
    ):
        _drop(page, qtbot, folder)
    assert _statuses(page) == [FileStatus.STAGED] * 2
    model = page.view.file_table.model()
    assert _column(model, staged_files.STATUS) == ["✓ 可收", "✓ 可收"]
    assert _column(model, staged_files.UNIT) == ["青年路街道", "新华路街道"]
    assert _hash(page.session.ledger) == before


def test_a_file_out_of_an_archive_is_listed_with_its_name(
    page: CollectPage, report: Maker, qtbot: QtBot, tmp_path: Path
) -> None:
    archive = tmp_path / "来件.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(report(), "松林镇.xlsx")
    _drop(page, qtbot, archive)
    assert _column(page.view.file_table.model(), staged_files.FILE) == ["来件.zip › 松林镇.xlsx"]


def test_the_main_button_writes_the_batch_and_says_what_was_written(
    page: CollectPage, report: Maker, qtbot: QtBot, linqing: Area
) -> None:
    bad = report(1, figure="很多")
    _drop(page, qtbot, report(0), bad)
    with qtbot.waitSignal(page.session.changed, check_params_cb=lambda what: what == VALUES):
        page.act()
    _settle(page, qtbot)
    figures = page.session.ledger.figures(["fd_signed"], [MONTH])
    assert figures.value(linqing.units[0].code, "fd_signed", MONTH) == number(5)
    assert figures.value(linqing.units[1].code, "fd_signed", MONTH) is None
    items = len(page.session.ledger.catalogue.forms["F1"].items)
    expected = f"已收 1 个文件，新增 {items}、改动 0；1 个文件没有收，原因见列表。"
    assert page.notice.text == expected
    assert _statuses(page) == [FileStatus.COMMITTED, FileStatus.REFUSED]
    with qtbot.waitSignal(page.page_requested) as asked:
        _click(page, "去审核")
    assert asked.args[0] == "review"


def test_a_refused_file_says_why_and_is_chosen_first(
    page: CollectPage, report: Maker, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = tmp_path / "照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    _drop(page, qtbot, report(0), picture)
    assert _statuses(page) == [FileStatus.STAGED, FileStatus.REFUSED]
    assert page.view.chosen() == [1]
    issues = page.view.sheet.findings.issue_table.model()
    assert "不是工作簿" in issues.index(0, MESSAGE).data()
    assert not page.view.sheet.findings.value_table.isVisible()


def test_a_correction_shows_old_and_new_and_hides_what_stays(
    page: CollectPage, report: Maker, qtbot: QtBot, tmp_path: Path, catalogue: Catalogue
) -> None:
    _drop(page, qtbot, report(0))
    page.act()
    _settle(page, qtbot)
    form = catalogue.forms["F1"]
    linqing = page.session.ledger.area
    corrected = filled(
        tmp_path / "更正",
        form,
        linqing,
        linqing.units[0],
        month=MONTH,
        figure=lambda item: 12345 if item is form.items[2] else 5,
    )
    _drop(page, qtbot, corrected)
    sheet = page.view.sheet.findings
    model = sheet.value_table.model()
    shown = [model.index(0, column).data() for column in range(model.columnCount())]
    assert model.rowCount() == 1
    assert shown[differences.CHANGE] == "→ 改动"
    assert shown[differences.ITEM] == form.items[2].name
    assert (shown[differences.OLD], shown[differences.NEW]) == ("5", "12,345")
    _tick(sheet.complete_box)
    assert model.rowCount() == len(form.items)


def test_the_same_file_again_is_a_duplicate(page: CollectPage, report: Maker, qtbot: QtBot) -> None:
    path = report(0)
    _drop(page, qtbot, path)
    page.act()
    _settle(page, qtbot)
    _drop(page, qtbot, path)
    assert _statuses(page) == [FileStatus.DUPLICATE]
    assert _column(page.view.file_table.model(), staged_files.STATUS) == ["＝ 重复"]


def test_delete_takes_a_file_out_and_frees_the_one_it_contradicted(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    one, other = report(0, figure=5), report(0, figure=6, folder="又报")
    _drop(page, qtbot, one, other)
    assert _statuses(page) == [FileStatus.REFUSED] * 2
    table = page.view.file_table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    _settle(page, qtbot)
    assert [file.path for file in page.batch.files] == [other]
    assert _statuses(page) == [FileStatus.STAGED]


def test_escape_asks_before_a_batch_is_dropped(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    _drop(page, qtbot, report(0))
    QTest.keyClick(page.view.file_table, Qt.Key.Key_Escape)
    assert "要清空吗" in page.notice.text
    _click(page, "留着")
    assert len(page.batch.files) == 1
    QTest.keyClick(page.view.file_table, Qt.Key.Key_Escape)
    _click(page, "清空")
    _settle(page, qtbot)
    assert page.batch.files == ()
    assert page.zone.isVisible()


def test_files_of_another_month_offer_to_go_there(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    _drop(page, qtbot, report(0, month=202609))
    assert _statuses(page) == [FileStatus.REFUSED]
    assert page.notice.text == "1 个文件是2026年9月的，现在收的是2026年10月。"
    _click(page, "转到2026年9月")
    _settle(page, qtbot)
    assert page.session.month == 202609
    assert _statuses(page) == [FileStatus.STAGED]


def test_any_month_is_taken_when_the_switch_is_off(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    box = page.desk.tools.only_month_box
    _tick(box)
    _drop(page, qtbot, report(0, month=202609), report(1))
    assert _statuses(page) == [FileStatus.STAGED] * 2
    _tick(box)
    _settle(page, qtbot)
    assert _statuses(page) == [FileStatus.REFUSED, FileStatus.STAGED]


def test_files_of_another_month_are_counted_by_what_their_form_asks(catalogue: Catalogue) -> None:
    def refused(form: str, period: Period) -> StagedFile:
        return StagedFile(Path("a.xlsx"), reading=Reading(form, period))

    quarter = refused("F5", Period(202609, Frequency.QUARTER))
    september = refused("F1", Period(202609))
    assert words.other_month([quarter], catalogue.forms, MONTH) is None
    assert words.other_month([quarter, september], catalogue.forms, MONTH) == (202609, 1)


def test_values_changed_elsewhere_are_compared_again(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    path = report(0)
    _drop(page, qtbot, path)
    ledger = page.session.ledger
    collect.commit(ledger, collect.stage(ledger, [path], period=Period(MONTH)))
    page.session.changed.emit(VALUES)
    _settle(page, qtbot)
    assert _statuses(page) == [FileStatus.DUPLICATE]


def test_control_o_chooses_files(
    page: CollectPage, report: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report(0)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    QTest.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    _settle(page, qtbot)
    assert _statuses(page) == [FileStatus.STAGED]


def test_another_month_begins_with_an_empty_page_after_all_was_taken(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    _drop(page, qtbot, report(0))
    page.act()
    _settle(page, qtbot)
    assert page.view.isVisible()
    page.session.set_month(202611)
    _settle(page, qtbot)
    assert page.zone.isVisible()
    assert page.notice.text == ""


def test_next_month_the_folder_is_looked_for_beside_the_last(
    page: CollectPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page.session.preferences = preferences(tmp_path)
    (tmp_path / "来件" / "9月").mkdir(parents=True)
    began: list[str] = []

    def choose(_: object, __: str, start: str) -> str:
        began.append(start)
        return str(tmp_path / "来件" / "9月")

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    for _ in range(2):
        QTest.mouseClick(page.zone.folder_button, Qt.MouseButton.LeftButton)
        _settle(page, qtbot)
    assert began == ["", str(tmp_path / "来件")]


@pytest.mark.parametrize("by_keyboard", [True, False])
def test_cancel_leaves_the_page_and_the_ledger_as_they_were(
    page: CollectPage,
    report: Maker,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    by_keyboard: bool,
) -> None:
    begun = threading.Event()

    def endless(*_: Any, reporter: Reporter, **__: Any) -> list[StagedFile]:
        while True:
            reporter.check(1, 300, "很长的文件名.xlsx")
            begun.set()

    monkeypatch.setattr(collect, "stage", endless)
    page.zone.files_button.setFocus()
    page.open_at([report(0)])
    qtbot.waitUntil(begun.is_set)
    if by_keyboard:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(page.progress.cancel_button, Qt.MouseButton.LeftButton)
    _settle(page, qtbot)
    assert page.batch.files == ()
    assert "台账没有变化" in page.notice.text
    assert page.zone.files_button.hasFocus()


def test_templates_are_made_for_every_unit_of_the_form(
    page: CollectPage, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    pane = page.templates_pane
    assert pane.isVisible()
    with qtbot.waitSignal(page.action_changed) as said:
        pane.folder_line.setText(str(tmp_path / "空白表"))
    assert said.args == ["制作 16 份空白表"]
    page.act()
    _settle(page, qtbot)
    assert len(list((tmp_path / "空白表").glob("*_F1_*.xlsx"))) == 16
    assert page.notice.text.startswith("已制作 16 份空白表")


def test_templates_that_are_there_are_not_replaced_unasked(
    page: CollectPage, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    page.templates_pane.folder_line.setText(str(tmp_path))
    page.act()
    _settle(page, qtbot)
    made = {path: path.read_bytes() for path in tmp_path.glob("*.xlsx")}
    QTest.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    page.act()
    _settle(page, qtbot)
    assert page.notice.text
    assert page.templates_pane.isVisible()
    assert {path: path.read_bytes() for path in tmp_path.glob("*.xlsx")} == made


def test_the_tables_keep_the_rules_of_their_models(
    page: CollectPage, report: Maker, qtbot: QtBot
) -> None:
    view = page.view
    tables = (view.file_table, view.sheet.findings.issue_table, view.sheet.findings.value_table)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(table.model(), mode) for table in tables]
    _drop(page, qtbot, report(0), report(1, figure="很多"))
    for row in (0, 1):
        view.file_table.selectRow(row)
    QTest.keyClick(view.file_table, Qt.Key.Key_Delete)
    assert len(testers) == len(page.batch.files) + 2
