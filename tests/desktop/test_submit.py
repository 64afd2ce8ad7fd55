"""上报: states of the returns, the paper, saving with and without hard findings, printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrintPreviewDialog
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db import locks
from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.models.returns import ReturnList, headline, states_of
from desktop.pages.submit import SubmitPage
from desktop.session import APPROVALS, SUBMISSIONS, VALUES, Session
from desktop.tasks import TaskRunner
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.paper_view import PaperView
from desktop.widgets.reason_bar import ReasonBar
from desktop.widgets.return_list import ReturnListView
from monitoring.amounts import MISSING, number
from monitoring.periods import Period
from workflow import filing, snapshots
from workflow.submit import file_name

MONTH = 202610
Widget = TypeVar("Widget", bound=QWidget)


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Ledger:
    """临清市 with the signed residents of every township, nothing wrong in them."""
    write_signed(fresh_ledger, len(fresh_ledger.area.units))
    return fresh_ledger


def write_signed(ledger: Ledger, count: int, signed: int = 700) -> None:
    """The whole form of the first ``count`` townships: two numbers, the rest 未报."""
    given = {"resident": number(1000), "fd_signed": number(signed)}
    entries = [
        Entry(unit.code, item.code, MONTH, given.get(item.code, MISSING))
        for unit in ledger.area.units[:count]
        for item in ledger.catalogue.forms["F1"].items
    ]
    ledger.write(entries, NewSource("hand"))


@pytest.fixture
def page(qtbot: QtBot, ledger: Ledger, tmp_path: Path) -> Iterator[SubmitPage]:
    """The page with the chosen return drawn."""
    tasks = TaskRunner()
    page = SubmitPage(Session(ledger, MONTH, tasks))
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.show()
    qtbot.waitUntil(lambda: bool(paper(page).accessibleDescription()) and not tasks.busy)
    yield page
    tasks.close()


def paper(page: SubmitPage) -> PaperView:
    """The drawn return."""
    return page.findChildren(PaperView)[0]


def forms(page: SubmitPage) -> ReturnListView:
    """The list of returns."""
    return page.findChildren(ReturnListView)[0]


def notice(page: SubmitPage) -> NoticeBar:
    """The bar above the page."""
    return page.findChildren(NoticeBar)[0]


def press(within: QWidget, words: str) -> None:
    """Press the button whose words begin so."""
    button = next(
        b for b in within.findChildren(QPushButton) if b.text().startswith(words) and b.isVisible()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said_on(page: SubmitPage) -> str:
    """Everything the labels of the page say."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def answer_dialog(qtbot: QtBot, page: SubmitPage, path: Path) -> None:
    """Type a file name into the open dialog and press Enter."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(QFileDialog)))
    dialog = next(d for d in page.findChildren(QFileDialog) if d.isVisible())
    line = dialog.findChildren(QLineEdit)[0]
    line.setText(str(path))
    QTest.keyClick(line, Qt.Key.Key_Return)


def agree_to_replace() -> QTimer:
    """Say yes as soon as the dialog asks whether to replace the file."""
    timer = QTimer()

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            timer.stop()
            box.button(QMessageBox.StandardButton.Yes).click()

    timer.timeout.connect(look)
    timer.start(10)
    return timer


def settled(page: SubmitPage) -> Callable[[], bool]:
    """Whether nothing runs any more."""
    return lambda: not page.session.tasks.busy


def choose(qtbot: QtBot, page: SubmitPage, form: str) -> None:
    """Look at a form's return and wait until it is drawn."""
    page.open_at({"form": form})
    name = page.session.ledger.catalogue.forms[form].name
    qtbot.waitUntil(lambda: name in paper(page).accessibleDescription() and settled(page)())


def test_every_form_stands_with_its_period_and_who_has_sent_it(page: SubmitPage) -> None:
    model = forms(page).model()
    said = [
        model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
    ]
    assert said[0].splitlines()[:2] == ["F1 家庭医生签约服务月报", "2026年10月 · 已报 16/16"]
    assert "2026年第三季度 · 已报 0/17" in said[4]
    assert "2025年 · 本级未报" in said[5]


def test_the_paper_of_another_form_is_drawn_by_arrow_key(qtbot: QtBot, page: SubmitPage) -> None:
    choose(qtbot, page, "F1")
    forms(page).setFocus()
    QTest.keyClick(forms(page), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "基本公共卫生" in paper(page).accessibleDescription())
    assert "16 个单位只报了 0 个" in said_on(page)


def test_a_clean_return_is_saved_and_offers_to_open_it(
    qtbot: QtBot, page: SubmitPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).path()))
    choose(qtbot, page, "F1")
    path = tmp_path / "上报.xlsx"
    page.act()
    with qtbot.waitSignal(page.session.changed) as changed:
        answer_dialog(qtbot, page, path)
    assert changed.args == [SUBMISSIONS]
    assert path.exists()
    assert [row[:2] for row in page.session.ledger.submissions(MONTH)] == [("F1", "上报.xlsx")]
    assert "已保存“上报.xlsx”" in notice(page).text
    press(notice(page), "打开所在文件夹")
    assert opened == [str(tmp_path)]
    qtbot.waitUntil(settled(page))
    state = forms(page).chosen()
    assert state is not None
    assert "已保存" in state.standing[1]


def test_an_existing_file_is_replaced_after_the_dialog_asked(
    qtbot: QtBot, page: SubmitPage, tmp_path: Path
) -> None:
    choose(qtbot, page, "F1")
    path = tmp_path / "上报.xlsx"
    path.write_bytes(b"old")
    page.act()
    timer = agree_to_replace()
    with qtbot.waitSignal(page.session.changed):
        answer_dialog(qtbot, page, path)
    assert not timer.isActive()
    assert path.read_bytes().startswith(b"PK")


def test_a_file_that_cannot_be_written_leaves_one_sentence(
    qtbot: QtBot, page: SubmitPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "replace", refuse)
    choose(qtbot, page, "F1")
    page.act()
    answer_dialog(qtbot, page, tmp_path / "上报.xlsx")
    qtbot.waitUntil(lambda: "没有写入" in notice(page).text)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_hard_findings_ask_before_saving(qtbot: QtBot, page: SubmitPage, tmp_path: Path) -> None:
    write_signed(page.session.ledger, 1, signed=1200)
    page.session.changed.emit(VALUES)
    choose(qtbot, page, "F1")
    qtbot.waitUntil(lambda: "硬性错误没有改" in said_on(page) and settled(page)())
    page.act()
    assert "仍要保存这张报表吗" in notice(page).text
    press(notice(page), "不保存")
    assert not any(d.isVisible() for d in page.findChildren(QFileDialog))
    page.act()
    with qtbot.waitSignal(page.page_requested) as asked:
        press(notice(page), "先去审核")
    assert asked.args == ["review", {"form": "F1"}]
    page.act()
    press(notice(page), "仍要保存")
    with qtbot.waitSignal(page.session.changed):
        answer_dialog(qtbot, page, tmp_path / "上报.xlsx")
    assert (tmp_path / "上报.xlsx").exists()


def test_the_return_is_saved_as_pdf(qtbot: QtBot, page: SubmitPage, tmp_path: Path) -> None:
    choose(qtbot, page, "F1")
    press(page, "存为 PDF")
    answer_dialog(qtbot, page, tmp_path / "上报.pdf")
    qtbot.waitUntil(lambda: "已保存“上报.pdf”" in notice(page).text)
    assert (tmp_path / "上报.pdf").read_bytes().startswith(b"%PDF")
    assert page.session.ledger.submissions(MONTH) == []


def test_the_print_preview_opens(qtbot: QtBot, page: SubmitPage) -> None:
    choose(qtbot, page, "F1")
    press(page, "打印预览")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(QPrintPreviewDialog)))
    dialog = page.findChildren(QPrintPreviewDialog)[0]
    dialog.reject()
    qtbot.waitUntil(lambda: not page.findChildren(QPrintPreviewDialog))


def test_printing_asks_for_the_printer(qtbot: QtBot, page: SubmitPage) -> None:
    choose(qtbot, page, "F1")
    press(page, "打印(")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(QPrintDialog)))
    page.findChildren(QPrintDialog)[0].reject()
    qtbot.waitUntil(lambda: not page.findChildren(QPrintDialog))


def test_another_month_is_looked_at_anew(qtbot: QtBot, page: SubmitPage) -> None:
    with qtbot.waitSignal(page.headline_changed) as said:
        page.session.set_month(202609)
    assert said.args is not None
    assert said.args[0].startswith("9月：本月应报 5 张报表")
    qtbot.waitUntil(lambda: "2026年9月" in paper(page).accessibleDescription())


def test_the_list_keeps_the_rules_of_item_models(qtbot: QtBot, ledger: Ledger) -> None:
    model = ReturnList()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_states(states_of(ledger, MONTH))
    model.set_states(states_of(ledger, 202609))
    assert model.rowCount() == 6
    assert tester.model() is model


def pick(qtbot: QtBot, page: SubmitPage, box: str, words: str) -> None:
    """Choose an entry of a box over the paper, by the arrow keys."""
    (combo,) = (b for b in page.findChildren(QComboBox) if b.accessibleName() == box)
    place = next(at for at in range(combo.count()) if combo.itemText(at).startswith(words))
    combo.setFocus()
    for _ in range(abs(place - combo.currentIndex())):
        QTest.keyClick(combo, Qt.Key.Key_Down if place > combo.currentIndex() else Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: not page.session.tasks.busy)


def test_a_longer_period_is_shown_named_and_saved_but_never_filed(
    page: SubmitPage, ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    pick(qtbot, page, "期间", "2026年第三季度")
    qtbot.waitUntil(lambda: "季报 2026年第三季度" in paper(page).accessibleDescription())
    assert not any(b.isVisible() for b in page.findChildren(QPushButton) if "锁定" in b.text())
    assert "不上报锁定" in said_on(page)
    path = tmp_path / "季.xlsx"
    page.act()
    answer_dialog(qtbot, page, path)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: "已保存" in notice(page).text)
    assert ledger.submissions(202609) == []
    assert page.traced() is None


def test_a_figure_of_a_longer_period_says_where_to_look(page: SubmitPage, qtbot: QtBot) -> None:
    pick(qtbot, page, "期间", "2026年第三季度")
    qtbot.waitUntil(lambda: "2026年第三季度" in paper(page).accessibleDescription())
    paper(page).setFocus()
    QTest.keyClick(paper(page), Qt.Key.Key_Return)
    QTest.keyClick(paper(page), Qt.Key.Key_Return)
    assert "请把期间改回2026年10月" in notice(page).text


def test_one_unit_alone_is_shown_with_its_own_figures_and_followed_home(
    page: SubmitPage, ledger: Ledger, qtbot: QtBot
) -> None:
    unit = ledger.area.units[2]
    pick(qtbot, page, "单位", unit.name)
    qtbot.waitUntil(lambda: unit.name in paper(page).accessibleDescription())
    paper(page).setFocus()
    QTest.keyClick(paper(page), Qt.Key.Key_Return)
    asked = page.traced()
    assert asked is not None
    assert asked.unit == unit.code
    forms(page).choose("F2")
    qtbot.waitUntil(lambda: "基本公共卫生" in paper(page).accessibleDescription())
    assert unit.name in paper(page).accessibleDescription()


def test_every_unit_is_saved_at_once_and_asked_about_before_replacing(
    page: SubmitPage, ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "各单位"
    folder.mkdir()
    menu = page.findChild(QMenu)
    assert menu is not None
    for _ in range(2):
        next(a for a in menu.actions() if "每个单位" in a.text()).trigger()
        answer_dialog(qtbot, page, folder)
        qtbot.waitUntil(lambda: len(list(folder.glob("*_F1_*.xlsx"))) == 16)
        qtbot.waitUntil(lambda: bool(notice(page).text) and not page.session.tasks.busy)
    assert "已有 16 个同名文件" in notice(page).text
    before = max(path.stat().st_mtime_ns for path in folder.iterdir())
    press(notice(page), "替换")
    qtbot.waitUntil(lambda: "已把 16 张报表存进" in notice(page).text)
    assert min(path.stat().st_mtime_ns for path in folder.iterdir()) > before


def test_the_headline_counts_what_is_due(ledger: Ledger) -> None:
    assert headline(states_of(ledger, MONTH), MONTH) == "10月：本月应报 4 张报表，3 张没有收齐"


def test_the_proposed_name_says_county_form_and_period(ledger: Ledger) -> None:
    form = ledger.catalogue.forms["F1"]
    name = file_name("梁山县", form, Period(MONTH), "xlsx")
    assert name == "梁山县_F1_家庭医生签约服务月报_2026年10月.xlsx"


def test_a_return_is_filed_once_everyone_is_approved_and_unlocked_for_a_reason(
    page: SubmitPage, ledger: Ledger, qtbot: QtBot
) -> None:
    tasks = page.session.tasks
    press(page, "上报并锁定")
    press(notice(page), "上报并锁定")
    qtbot.waitUntil(lambda: "16 个单位待审" in notice(page).text)
    assert locks.of_month(ledger, MONTH) == {}

    ledger.approve("F1", MONTH, [unit.code for unit in ledger.area.units])
    press(page, "上报并锁定")
    press(notice(page), "不上报")
    assert locks.of_month(ledger, MONTH) == {}
    press(page, "上报并锁定")
    press(notice(page), "上报并锁定")
    qtbot.waitUntil(lambda: "已上报并锁定。" in said_on(page) and not tasks.busy)
    assert set(locks.of_month(ledger, MONTH)) == {"F1"}
    assert states_of(ledger, MONTH)[0].standing[1].startswith("■ ")

    press(page, "解锁更正")
    reason = page.findChildren(ReasonBar)[0]
    reason.text.insert("青年路街道更正")
    press(reason, "解锁")
    qtbot.waitUntil(lambda: "已解锁" in notice(page).text and not tasks.busy)
    write_signed(ledger, 1, signed=701)
    page.session.changed.emit(VALUES)
    qtbot.waitUntil(lambda: "上报以后更正了 1 处" in said_on(page) and not tasks.busy)


def test_every_version_that_was_filed_can_be_had_again_with_its_corrections(
    page: SubmitPage, ledger: Ledger, qtbot: QtBot, tmp_path: Path
) -> None:
    tasks, form = page.session.tasks, ledger.catalogue.forms["F1"]
    assert not page.filed.isVisible()
    units = [unit.code for unit in ledger.area.units]
    for signed in (700, 701):
        if signed == 701:
            filing.unlock(ledger, form, MONTH, "青年路街道更正")
            write_signed(ledger, 1, signed=signed)
        ledger.approve("F1", MONTH, units)
        filing.file(ledger, form, MONTH)
    page.session.changed.emit(APPROVALS)
    qtbot.waitUntil(lambda: page.filed.isVisible() and not tasks.busy)
    shown = [page.filed.table.model().index(row, 0).data() for row in range(2)]
    assert shown == ["第 2 版", "第 1 版"]

    press(page, "更正说明")
    answer_dialog(qtbot, page, tmp_path / "更正.xlsx")
    qtbot.waitUntil(lambda: "已保存“更正.xlsx”" in notice(page).text and not tasks.busy)
    page.filed.table.selectRow(1)
    assert not page.filed.slip_button.isEnabled()
    press(page, "原件另存")
    answer_dialog(qtbot, page, tmp_path / "原件.xlsx")
    qtbot.waitUntil(lambda: "已保存“原件.xlsx”" in notice(page).text and not tasks.busy)
    first, _ = snapshots.of_period(ledger, form, MONTH)
    assert sha256((tmp_path / "原件.xlsx").read_bytes()).hexdigest() == first.sha256
    assert (tmp_path / "更正.xlsx").exists()


def test_the_city_s_workbooks_open_over_the_returns_and_escape_goes_back(
    qtbot: QtBot, page: SubmitPage
) -> None:
    press(page, "套用市局表样")
    pane = page.city_books
    assert pane is not None
    assert pane.isVisible()
    assert not paper(page).isVisible()
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert paper(page).isVisible()
