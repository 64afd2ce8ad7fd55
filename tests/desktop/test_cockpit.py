"""驾驶舱: a plan on one page, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.cockpit_sheet import sheet_of
from desktop.models.cockpit import Cockpit, cockpit_of
from desktop.models.inspection import Background
from desktop.models.targets import TargetLine, target_lines
from desktop.pages.assess import AssessPage
from desktop.paper import HEIGHT, WIDTH
from desktop.session import Session
from desktop.sheet import Sheet, height_of, width_of
from desktop.tasks import TaskRunner
from desktop.widgets.cockpit_pane import CockpitPane
from desktop.widgets.sheet_page import SheetPage
from desktop.widgets.target_view import TargetView
from monitoring.amounts import number
from monitoring.progress import Status
from workflow import assess, outlook

MONTH = 202510
OWN = "002"
SHARE = "养老机构护理型床位占比"


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Ledger:
    """临清市 with beds: the first township holds most of what is missing."""
    entries = [
        Entry(unit.code, item, MONTH, number(amount))
        for at, unit in enumerate(fresh_ledger.area.units[:-1])
        for item, amount in (("care_bed", 1500 if at == 0 else 60), ("nursing_bed", 40))
    ]
    fresh_ledger.write(entries, NewSource("hand"))
    return fresh_ledger


def lines_of(ledger: Ledger) -> Sequence[TargetLine]:
    outlooks = outlook.outlooks(ledger, MONTH, every=True)
    return target_lines(outlooks, ledger.catalogue, ledger.area)


def made(ledger: Ledger) -> Cockpit:
    """The county's own plan."""
    histories = assess.series(ledger, 202411, MONTH)
    behind = Background(ledger.catalogue, ledger.area, MONTH, histories, demonstration=True)
    found = cockpit_of("", lines_of(ledger), behind)
    assert found is not None
    return found


@pytest.fixture
def page(qtbot: QtBot, ledger: Ledger) -> Iterator[AssessPage]:
    """对标 turned to 驾驶舱."""
    tasks = TaskRunner()
    page = AssessPage(Session(ledger, MONTH, tasks))
    qtbot.addWidget(page)
    page.resize(1150, 700)
    with qtbot.waitSignal(page.headline_changed):
        page.show()
    tabs = page.findChildren(QTabBar)[0]
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    yield page
    tasks.close()


def words(sheet: Sheet) -> list[str]:
    return [word.text for word in sheet.words]


def test_it_takes_the_countys_own_plan_and_counts_by_verdict(ledger: Ledger) -> None:
    cockpit = made(ledger)
    assert cockpit.plan.code == OWN
    counts = {each.status: each.count for each in cockpit.counts}
    assert counts[Status.BEHIND] == 1
    assert sum(counts.values()) + cockpit.unmeasured == sum(
        line.verdict.plan.code == OWN for line in lines_of(ledger)
    )
    assert cockpit.under == "2025年10月　演示数据"


def test_another_plan_is_shown_when_it_is_asked_for(ledger: Ledger) -> None:
    behind = Background(ledger.catalogue, ledger.area, MONTH, {})
    found = cockpit_of("003", lines_of(ledger), behind)
    assert found is not None
    assert found.plan.code == "003"
    assert "上级规划，供参照" in found.under


def test_it_says_who_holds_the_gap_and_what_to_do_first(ledger: Ledger) -> None:
    cockpit = made(ledger)
    first = cockpit.holders[0]
    assert first.name == ledger.area.units[0].name
    assert first.worst == SHARE
    assert first.text.startswith("1 项，占缺口 ")
    assert cockpit.steps[0].text.startswith(f"“{SHARE}”差 ")
    assert f"先抓{first.name}" in cockpit.steps[0].text
    assert any("没报齐" in step.text for step in cockpit.steps)


def test_the_grid_counts_who_reported(ledger: Ledger) -> None:
    grid = made(ledger).grid
    assert grid.rows[0] == SHARE
    cell = grid.cells[0][-1]
    assert cell is not None
    assert (cell.reported, cell.of) == (15, 16)


def test_all_of_it_stands_on_one_page_and_nothing_is_cut(qtbot: QtBot, ledger: Ledger) -> None:
    cockpit = made(ledger)
    many = replace(cockpit, dangers=cockpit.dangers * 10, steps=cockpit.steps[:1] * 6, more=7)
    for each in (cockpit, many):
        sheet = sheet_of(each)
        assert (sheet.width, sheet.height) == (WIDTH, HEIGHT)
        page = QRectF(0, 0, WIDTH, HEIGHT)
        for word in sheet.words:
            assert page.contains(QRectF(*word.box))
            assert height_of(word.text, word.box[2], word.size) <= word.box[3] + 30
            widest = max(width_of(part, word.size) for part in word.text.split("\n"))
            assert widest <= word.box[2] or height_of(word.text, word.box[2], word.size)
        boxes = [QRectF(*word.box).adjusted(2, 2, -2, -2) for word in sheet.words]
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    shown = sum(SHARE in text for text in words(sheet_of(many)) if text.startswith("◆"))
    assert f"有风险的目标（另有 {7 + 10 - shown} 项，见“目标”）" in words(sheet_of(many))


def test_what_is_asked_for_twice_is_listed_once_and_counted(qtbot: QtBot, ledger: Ledger) -> None:
    lines = lines_of(ledger)
    danger = next(line for line in lines if line.at_risk and not line.superior)
    behind = Background(ledger.catalogue, ledger.area, MONTH, {})
    found = cockpit_of("", [*lines, danger], behind)
    assert found is not None
    assert (len(found.dangers), found.repeated) == (1, 1)
    assert "有风险的目标（要求相同的另 1 项不重复列）" in words(sheet_of(found))


def test_a_plan_without_any_danger_says_so(qtbot: QtBot, ledger: Ledger) -> None:
    calm = replace(made(ledger), dangers=(), holders=())
    said = words(sheet_of(calm))
    assert "没有滞后或逾期的目标。" in said
    assert "有风险的目标里没有能分到各单位的缺口。" in said


def test_a_line_leads_to_its_target(qtbot: QtBot, page: AssessPage) -> None:
    sheet = page.findChildren(SheetPage)[0]
    assert page.findChildren(CockpitPane)[0].isVisible()
    sheet.setFocus()
    QTest.keyClick(sheet, Qt.Key.Key_Down)
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    view = page.findChildren(TargetView)[0]
    assert view.isVisible()
    line = next(
        line for line in lines_of(page.session.ledger) if line.verdict.target.id == view.chosen()
    )
    assert line.verdict.target.indicator_name == SHARE


def test_a_unit_leads_to_the_targets_it_holds_up(qtbot: QtBot, page: AssessPage) -> None:
    sheet = page.findChildren(SheetPage)[0]
    assert sheet.sheet is not None
    link = next(each for each in sheet.sheet.links if each.kind == "unit")
    scale = sheet.viewport().width() / sheet.sheet.width
    left, top, _, _ = link.box
    spot = (QRectF(left, top, 100, 100).center() * scale).toPoint()
    qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    view = page.findChildren(TargetView)[0]
    assert view.isVisible()
    assert 0 < view.count() < 10


@pytest.mark.parametrize(("button", "ending"), [("存为 PDF…(&F)", "pdf"), ("存为图片…(&M)", "png")])
def test_it_is_saved(
    qtbot: QtBot, page: AssessPage, tmp_path: Path, button: str, ending: str
) -> None:
    pane = page.findChildren(CockpitPane)[0]
    save = next(each for each in pane.findChildren(QPushButton) if each.text() == button)
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    dialog = page.findChildren(QFileDialog)[0]
    assert Path(dialog.selectedFiles()[0]).name.endswith(f"驾驶舱_202510.{ending}")
    path = tmp_path / f"驾驶舱.{ending}"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(path.exists)
    if ending == "png":
        image = QImage(str(path))
        assert image.width() > image.height() > 1500
    else:
        content = path.read_bytes()
        assert content.startswith(b"%PDF")
        assert content.count(b"/Type /Page\n") == 1
