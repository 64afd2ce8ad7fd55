"""收包 in the window: dropped, compared, confirmed in a bar, taken; packing, partners, counties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db import locks, packages
from db.ledger import Ledger
from db.own_rules import read
from desktop.models.definitions import DefinitionsModel
from desktop.pages.collect import CollectPage
from desktop.pages.page import Page
from desktop.pages.review import ReviewPage
from desktop.pages.settings import SettingsPage
from desktop.pages.submit import SubmitPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.return_pane import ReturnPane
from monitoring.amounts import number
from monitoring.own_rules import read_own_rule
from tests.desktop.collecting import button, opened, press, settle
from tests.desktop.collecting import read as drop
from tests.desktop.collecting import table as workbook
from tests.workflow.exchanging import EAST, Pair, fill, open_pair, pristine, some_figures
from workflow import handing_down, own_rules
from workflow.collect import Mode
from workflow.operators import Operator, Role

MONTH = 202610


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return pristine(tmp_path_factory.mktemp("pristine"))


@pytest.fixture
def pair(tmp_path: Path, ledgers: tuple[Path, Path]) -> Iterator[Pair]:
    with open_pair(tmp_path, *ledgers) as both:
        fill(both.county, some_figures())
        yield both


@pytest.fixture
def tasks() -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


@pytest.fixture
def city(pair: Pair, tasks: TaskRunner, qtbot: QtBot) -> CollectPage:
    """The city's 收表 page."""
    return opened(Session(pair.city, MONTH, tasks), qtbot)


def headlines(page: Page) -> list[str]:
    said: list[str] = []
    page.headline_changed.connect(said.append)
    return said


def actions(page: Page) -> list[str]:
    said: list[str] = []
    page.action_changed.connect(said.append)
    return said


def figures(ledger: Ledger) -> dict[tuple[str, str, int], object]:
    return dict(ledger.figures(["resident", "fd_signed", "fd_team"], [MONTH]).values)


def test_a_package_is_shown_and_its_sender_asked_about(
    city: CollectPage, pair: Pair, qtbot: QtBot
) -> None:
    said, offered = headlines(city), actions(city)
    drop(city, qtbot, pair.sent())
    view = city.receiving.view
    assert view.isVisible()
    assert view.bar.text.startswith("第一次收到临清市的包，指纹 ")
    assert "请打电话核对后确认" in view.bar.text
    assert view.heading.text() == "临清市 2026年10月 F1 家庭医生签约服务月报"
    assert "新增 6" in said[-1]
    assert offered[-1] == ""
    assert view.table.model().rowCount() == 6
    city.act()
    settle(city, qtbot)
    assert not figures(pair.city)


def test_confirming_offers_to_take_and_taking_writes(
    city: CollectPage, pair: Pair, qtbot: QtBot
) -> None:
    offered = actions(city)
    drop(city, qtbot, pair.sent())
    press(button(city, "核对过了，确认"), qtbot, city)
    assert city.receiving.view.bar.text == ""
    assert offered[-1] == "收下这个包，写 6 个数"
    city.act()
    settle(city, qtbot)
    assert len(figures(pair.city)) == 6
    assert "已收下临清市 2026年10月 F1" in city.notice.text
    assert city.zone.isVisible()


def test_declining_leaves_everything_as_it_was(city: CollectPage, pair: Pair, qtbot: QtBot) -> None:
    drop(city, qtbot, pair.sent())
    press(button(city, "不收"), qtbot, city)
    assert city.zone.isVisible()
    assert not figures(pair.city)
    drop(city, qtbot, pair.sent())
    QTest.keyClick(city, Qt.Key.Key_Escape)
    settle(city, qtbot)
    assert city.zone.isVisible()


def test_a_damaged_package_is_a_sentence_and_the_next_one_comes(
    city: CollectPage, pair: Pair, qtbot: QtBot
) -> None:
    pair.known()
    good = pair.sent()
    broken = pair.folder / "坏.tzb"
    broken.write_bytes(good.read_bytes()[:-9])
    drop(city, qtbot, broken, good)
    assert "“坏.tzb”不是台账包，或已损坏" in city.notice.text
    assert city.receiving.view.isVisible()


def test_packages_dropped_together_cost_one_backup(
    city: CollectPage, pair: Pair, qtbot: QtBot
) -> None:
    pair.known()
    first = pair.sent()
    fill(pair.county, {(EAST, "resident"): number(1)})
    drop(city, qtbot, first, pair.sent("二.tzb", made="2026-11-06T08:00:00"))
    for _ in range(2):
        city.act()
        settle(city, qtbot)
    assert figures(pair.city)[EAST, "resident", MONTH] == number(1)
    assert len(pair.city.backups()) == 1


def test_modes_and_ticks_say_what_is_written(city: CollectPage, pair: Pair, qtbot: QtBot) -> None:
    pair.known()
    fill(pair.city, {(EAST, "resident"): number(1)})
    offered = actions(city)
    drop(city, qtbot, pair.sent())
    view = city.receiving.view
    press(view.mode_control.buttons[Mode.FILL], qtbot, city)
    assert offered[-1] == "收下这个包，写 5 个数"
    model = view.differences
    boxes = [model.index(row, 0) for row in range(model.rowCount())]
    new = next(box for box in boxes if box.data() == "＋ 新增")
    model.setData(new, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert offered[-1] == "收下这个包，写 4 个数"
    city.act()
    settle(city, qtbot)
    assert figures(pair.city)[EAST, "resident", MONTH] == number(1)
    assert len(figures(pair.city)) == 5


def test_a_locked_month_offers_nothing(city: CollectPage, pair: Pair, qtbot: QtBot) -> None:
    pair.known()
    locks.lock(pair.city, "F1", MONTH)
    offered = actions(city)
    drop(city, qtbot, pair.sent())
    assert offered[-1] == ""
    assert "已上报并锁定" in city.receiving.view.notes.text()


def test_workbooks_that_came_along_are_read_afterwards(
    city: CollectPage, pair: Pair, qtbot: QtBot
) -> None:
    pair.known()
    other = workbook(pair.folder / "表.xlsx", [["什么也不是"]])
    drop(city, qtbot, pair.sent(), other)
    city.act()
    settle(city, qtbot)
    qtbot.waitUntil(lambda: len(city.batch.files) == 1, timeout=15000)
    assert city.view.isVisible()


def test_who_may_not_manage_does_not_confirm(pair: Pair, tasks: TaskRunner, qtbot: QtBot) -> None:
    session = Session(pair.city, MONTH, tasks)
    session.sign_in(Operator("小张", Role.ENTRY))
    page = opened(session, qtbot)
    drop(page, qtbot, pair.sent())
    words = [each.text() for each in page.findChildren(QPushButton) if each.isVisible()]
    assert "核对过了，确认" not in words
    assert "要由“管理”来确认" in page.receiving.view.bar.text


def test_definitions_are_ticked_and_taken(pair: Pair, tasks: TaskRunner, qtbot: QtBot) -> None:
    pair.known()
    for code in ("C01", "C02"):
        table = {
            "id": code,
            "sentence": f"第{code}条",
            "severity": "soft",
            "formula": "fd_signed <= 5000*fd_team",
        }
        own_rules.keep(pair.city, read_own_rule(table, pair.city.catalogue))
    path = pair.folder / "定义.tzb"
    handing_down.save(pair.city, path)
    page = opened(Session(pair.county, MONTH, tasks), qtbot)
    offered, said = actions(page), headlines(page)
    drop(page, qtbot, path)
    assert "聊城市下发的定义，新增 2" in said[-1]
    assert offered[-1] == "收下 2 条定义"
    model = page.receiving.view.definitions
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert _columns(model, 0) == ["＋ 新增", "规则", "C01", "第C01条"]
    box = model.index(0, 0)
    model.setData(box, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert offered[-1] == "收下 1 条定义"
    page.act()
    settle(page, qtbot)
    assert list(read(pair.county)) == ["C02"]


def _columns(model: DefinitionsModel, row: int) -> list[str]:
    return [str(model.data(model.index(row, column))) for column in range(4)]


def _save_as(path: Path, widget: QWidget, qtbot: QtBot) -> None:
    """Type a name into the dialog the system would show, and accept it."""
    qtbot.waitUntil(lambda: bool(widget.findChildren(QFileDialog)))
    dialog = widget.findChildren(QFileDialog)[0]
    qtbot.waitUntil(dialog.isVisible)
    line = dialog.findChildren(QLineEdit)[0]
    line.setText(str(path))
    dialog.accept()


@pytest.fixture
def no_native_dialogs() -> Iterator[None]:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)


def _shown(page: Page, qtbot: QtBot, ready: Callable[[], bool]) -> None:
    qtbot.addWidget(page)
    page.resize(1160, 700)
    page.show()
    qtbot.waitUntil(lambda: ready() and not page.session.tasks.busy, timeout=15000)


def test_a_return_is_packed_for_the_city(
    pair: Pair, tasks: TaskRunner, qtbot: QtBot, no_native_dialogs: None
) -> None:
    page = SubmitPage(Session(pair.county, MONTH, tasks))
    pane = page.findChildren(ReturnPane)[0]
    _shown(page, qtbot, pane.package_button.isVisible)
    QTest.mouseClick(pane.package_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(page, "只带数和来历"), Qt.MouseButton.LeftButton)
    path = pair.folder / "送市局.tzb"
    _save_as(path, page, qtbot)
    qtbot.waitUntil(lambda: path.exists() and not tasks.busy)
    qtbot.waitUntil(lambda: "本台账的指纹是" in _notice(page))
    assert [kept.file for kept in packages.listed(pair.county)] == ["送市局.tzb"]


def test_a_city_does_not_pack_its_returns(pair: Pair, tasks: TaskRunner, qtbot: QtBot) -> None:
    fill(pair.city, some_figures())
    page = SubmitPage(Session(pair.city, MONTH, tasks))
    pane = page.findChildren(ReturnPane)[0]
    _shown(page, qtbot, pane.file_button.isVisible)
    assert not pane.package_button.isVisible()


def _notice(page: Page) -> str:
    from desktop.widgets.notice_bar import NoticeBar

    return " ".join(bar.text for bar in page.findChildren(NoticeBar))


def test_partners_are_shown_and_withdrawn_after_asking(
    pair: Pair, tasks: TaskRunner, qtbot: QtBot
) -> None:
    pair.known()
    page = SettingsPage(Session(pair.city, MONTH, tasks))
    pane = page.partners
    _shown(page, qtbot, lambda: pane.table.model().rowCount() == 1)
    page.tabs.setCurrentWidget(pane)
    assert len(pane.own.text().split()) == 8
    assert pane.hand_down_button.isVisible()
    pane.table.selectRow(0)
    QTest.mouseClick(pane.withdraw_button, Qt.MouseButton.LeftButton)
    assert "停用吗" in pane.notice.text
    QTest.mouseClick(button(page, "停用"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已停用临清市的指纹" in pane.notice.text)
    assert not pane.withdraw_button.isEnabled()
    QTest.mouseClick(pane.renew_button, Qt.MouseButton.LeftButton)
    assert "再核对一遍" in pane.notice.text
    QTest.mouseClick(button(page, "核对过了，确认"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已重新确认临清市的指纹" in pane.notice.text)
    assert pane.table.model().rowCount() == 2
    assert pane.withdraw_button.isEnabled()


def test_a_county_hands_nothing_down(pair: Pair, tasks: TaskRunner, qtbot: QtBot) -> None:
    page = SettingsPage(Session(pair.county, MONTH, tasks))
    _shown(page, qtbot, lambda: bool(page.partners.own.text()))
    page.tabs.setCurrentWidget(page.partners)
    assert "第一次打包时产生" in page.partners.own.text()
    assert not page.partners.hand_down_button.isVisible()


def test_the_city_sees_who_is_missing_and_packs_back(
    pair: Pair, tasks: TaskRunner, qtbot: QtBot
) -> None:
    pair.known()
    pair.taken(pair.sent())
    page = ReviewPage(Session(pair.city, MONTH, tasks))
    said = headlines(page)
    pane = page.counties
    assert pane is not None
    _shown(page, qtbot, lambda: bool(said))
    page.tabs.setCurrentWidget(pane)
    qtbot.waitUntil(lambda: pane.table.model().rowCount() == 32)
    assert said[-1] == "10月：8 个县应报 32 份，收齐 0 份，7 个县一份也没有来"
    rows = [row for row in range(32) if pane.table.model().index(row, 3).data() == "2/16"]
    pane.table.selectRow(rows[0])
    assert pane.pack_button.isEnabled()
    QTest.mouseClick(pane.pack_button, Qt.MouseButton.LeftButton)
    assert "把临清市2026年10月的 F1 打成台账包" in pane.notice.text


def test_a_county_has_no_counties(pair: Pair, tasks: TaskRunner, qtbot: QtBot) -> None:
    page = ReviewPage(Session(pair.county, MONTH, tasks))
    qtbot.addWidget(page)
    assert page.counties is None
    assert [page.tabs.tabText(n) for n in range(page.tabs.count())] == ["审核", "催报"]
