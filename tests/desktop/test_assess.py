"""对标: targets as a tree with their working, indicators, filters and the way home."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.models import wording
from desktop.models.assess_words import headline
from desktop.models.indicators import IndicatorTable
from desktop.models.pictures import BulletPicture, GridPicture, LinePicture, RankingPicture
from desktop.models.pictures import Share as Reported
from desktop.models.targets import (
    ACTUAL,
    LINE_ROLE,
    NAME,
    NEEDED,
    REQUIRED,
    VERDICT,
    TargetTree,
    Wanted,
    target_lines,
)
from desktop.models.townships import TownshipTable, shares
from desktop.pages.assess import AssessPage
from desktop.session import VALUES, Session
from desktop.tasks import TaskRunner
from desktop.widgets.amount_box import AmountBox
from desktop.widgets.bullet import pixels
from desktop.widgets.chart_view import ChartView
from desktop.widgets.indicator_view import IndicatorView
from desktop.widgets.papers_pane import PapersPane
from desktop.widgets.scorecard_pane import ScorecardPane
from desktop.widgets.target_inspector import BASIS, REPORTED, TOWNSHIPS, WHAT_IF, Inspector
from desktop.widgets.target_view import TargetView
from desktop.widgets.township_list import TownshipList
from monitoring.amounts import number
from workflow import assess, outlook

MONTH = 202510
BEDS = (1500, 700)
NURSING = (500, 417)
SHARE = "养老机构护理型床位占比"


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Ledger:
    """临清市 with the beds of all townships: 2,436 of which 917 are 护理型 (37.64 %)."""
    beds = {"care_bed": [1500, 700, *[236 // 14] * 13], "nursing_bed": [500, 417, *[0] * 13]}
    entries = [
        Entry(unit.code, item, MONTH, number(amount))
        for item, amounts in beds.items()
        for unit, amount in zip(
            fresh_ledger.area.units,
            [*amounts, (2436 if item == "care_bed" else 917) - sum(amounts)],
            strict=True,
        )
    ]
    fresh_ledger.write(entries, NewSource("hand"))
    return fresh_ledger


@pytest.fixture
def page(qtbot: QtBot, ledger: Ledger) -> Iterator[AssessPage]:
    """The page on that month, loaded."""
    tasks = TaskRunner()
    page = AssessPage(Session(ledger, MONTH, tasks))
    qtbot.addWidget(page)
    page.resize(1150, 700)
    with qtbot.waitSignal(page.headline_changed):
        page.show()
    yield page
    tasks.close()


def column(model: QAbstractItemModel, place: int) -> list[str]:
    """The texts of a column over every target line."""
    found: list[str] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if index.data(LINE_ROLE):
                found.append(index.siblingAtColumn(place).data())
            walk(index)

    walk(QModelIndex())
    return found


def inspector(page: AssessPage) -> Inspector:
    """What is right of the list."""
    return page.findChildren(Inspector)[0]


def chart(page: AssessPage, name: str) -> ChartView:
    """One of its charts."""
    return next(each for each in page.findChildren(ChartView) if each.accessibleName() == name)


def said_on(page: AssessPage) -> str:
    """Everything the labels of the page say."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_target_shows_its_figure_its_verdict_and_how_many_more_beds(page: AssessPage) -> None:
    model = page.findChildren(TargetView)[0].model()
    place = column(model, NAME).index(SHARE)
    assert column(model, ACTUAL)[place] == "37.64%"
    assert column(model, REQUIRED)[place] == "≥60%"
    assert column(model, VERDICT)[place].endswith(("滞后", "逾期未达", "待认定"))
    assert column(model, NEEDED)[place] == "545 张"


def test_the_inspector_gives_clause_working_and_exact_figures(page: AssessPage) -> None:
    inspector(page).show_tab(BASIS)
    said = said_on(page)
    assert "917 / 2,436" in said
    assert "《临清市医养健康产业发展规划（2021-2025年）》" in said
    assert "差 22.36 个百分点" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "序时进度" in said
    assert "年均增速比" in said


def test_the_clause_is_asked_for_in_the_plans_own_text(page: AssessPage, qtbot: QtBot) -> None:
    inspector(page).show_tab(BASIS)
    with qtbot.waitSignal(page.page_requested) as asked:
        qtbot.mouseClick(inspector(page).clause_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["plans", {"clause": "002-T023"}]


def test_townships_stand_in_the_order_of_what_they_lack(page: AssessPage) -> None:
    table = page.findChildren(TownshipList)[0].model()
    names = [table.index(row, 0).data() for row in range(table.rowCount())]
    lacks = [int(table.index(row, 3).data().replace(",", "")) for row in range(len(names))]
    assert names[0] == page.session.ledger.area.units[0].name
    assert lacks[0] == 400
    assert lacks == sorted(lacks, reverse=True)


def test_entering_a_township_asks_for_its_figure(qtbot: QtBot, page: AssessPage) -> None:
    townships = page.findChildren(TownshipList)[0]
    inspector(page).show_tab(TOWNSHIPS)
    townships.setFocus()
    townships.selectRow(0)
    with qtbot.waitSignal(page.page_requested) as asked:
        QTest.keyClick(townships, Qt.Key.Key_Return)
    unit = page.session.ledger.area.units[0].code
    assert asked.args == ["entry", {"form": "F3", "unit": unit, "item": "nursing_bed"}]


def test_plans_of_the_city_are_marked_for_reference(page: AssessPage) -> None:
    model = page.findChildren(TargetView)[0].model()
    titles = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert titles[0].startswith("健康养老（1，1 项有风险")
    assert titles[-1].startswith("上级规划，供参照（")
    assert not any("上级规划" in title for title in titles[:-1])


def test_text_filters_and_an_empty_answer_says_what_to_do(qtbot: QtBot, page: AssessPage) -> None:
    view = page.findChildren(TargetView)[0]
    field = page.findChildren(QLineEdit)[0]
    QTest.keyClicks(field, "nothing like it")
    assert view.count() == 0
    assert "没有符合条件的行" in said_on(page)
    field.clear()
    field.insert("护理型")
    assert set(column(view.model(), NAME)) <= {SHARE, "护理型床位占比"}
    assert view.count() > 0


def test_targets_without_data_show_when_asked(qtbot: QtBot, page: AssessPage) -> None:
    view = page.findChildren(TargetView)[0]
    before = view.count()
    QTest.keyClick(page.findChildren(QCheckBox)[0], Qt.Key.Key_Space)
    assert view.count() > before
    assert "○ 无数据" in column(view.model(), VERDICT)


def test_plan_and_verdict_limit_the_list(qtbot: QtBot, page: AssessPage) -> None:
    view = page.findChildren(TargetView)[0]
    plans = next(w for w in page.findChildren(QComboBox) if w.accessibleName() == "规划")
    QTest.keyClick(plans, Qt.Key.Key_Down)
    assert view.model().rowCount() == 1
    statuses = next(w for w in page.findChildren(QComboBox) if w.accessibleName() == "结论")
    QTest.keyClick(statuses, Qt.Key.Key_Down)
    assert set(column(view.model(), VERDICT)) == {"◆ 滞后"}
    QTest.keyClick(statuses, Qt.Key.Key_Down)
    assert set(column(view.model(), VERDICT)) <= {"✓ 已达标"}


def test_a_unit_limits_the_list_to_the_gaps_it_holds(qtbot: QtBot, page: AssessPage) -> None:
    view = page.findChildren(TargetView)[0]
    units = next(w for w in page.findChildren(QComboBox) if w.accessibleName() == "单位")
    units.setCurrentIndex(1)
    assert SHARE in column(view.model(), NAME)
    ledger = page.session.ledger
    first = ledger.area.units[0].code
    ledger.write([Entry(first, "nursing_bed", MONTH, number(1500))], NewSource("hand"))
    with qtbot.waitSignal(page.headline_changed):
        page.session.changed.emit(VALUES)
    assert SHARE not in column(view.model(), NAME)


def test_it_says_what_would_rescue_a_target(page: AssessPage) -> None:
    said = said_on(page)
    assert "还需 545 张，平均每月 273 张（到 2025年底）。" in said
    assert "缺口在 16 个单位：青年路街道 400 张（73%）" in said


def test_the_chosen_target_is_drawn(qtbot: QtBot, page: AssessPage) -> None:
    bullet, line = (chart(page, name) for name in ("目标对照", "走势"))
    qtbot.waitUntil(lambda: line.canvas is not None and bullet.canvas is not None, timeout=20_000)
    assert isinstance(bullet.picture, BulletPicture)
    assert bullet.picture.actual is not None
    assert bullet.picture.actual.text == "37.64%"
    qtbot.waitUntil(
        lambda: isinstance(line.picture, LinePicture) and bool(line.picture.history),
        timeout=20_000,
    )
    assert isinstance(line.picture, LinePicture)
    assert line.picture.title == f"临清市　{SHARE}（%）"
    (month,) = (moment for moment in line.picture.history if moment)
    assert (month.day, month.figure.text) == (date(2025, 10, 31), "37.64%")


def test_the_townships_are_a_chart_to_be_saved(
    qtbot: QtBot, page: AssessPage, tmp_path: Path
) -> None:
    inspector(page).show_tab(TOWNSHIPS)
    ranking = inspector(page).chart
    assert isinstance(ranking.picture, RankingPicture)
    assert [bar.figure.text for bar in ranking.picture.bars[:1] if bar.figure] == ["33.33%"]
    assert ranking.picture.bars[0].short
    qtbot.waitUntil(lambda: chart(page, "走势").canvas is not None)
    ranking.ask_where("svg")
    dialog = page.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(tmp_path / "排名.svg"))
    qtbot.waitUntil((tmp_path / "排名.svg").exists)
    qtbot.waitUntil(lambda: "已保存“排名.svg”" in said_on(page))
    dialog.close()


def test_who_reported_is_looked_up_when_asked(qtbot: QtBot, page: AssessPage) -> None:
    inspector(page).show_tab(REPORTED)
    grid = chart(page, "报送情况")
    qtbot.waitUntil(lambda: grid.picture is not None)
    assert isinstance(grid.picture, GridPicture)
    assert grid.picture.columns[-1] == "10月"
    assert len(grid.picture.rows) == 16
    assert grid.picture.cells[0][-1] == Reported(2, 2)
    assert grid.picture.cells[0][-2] == Reported(0, 2)


def test_a_what_if_answers_at_once_and_writes_nothing(qtbot: QtBot, page: AssessPage) -> None:
    ledger, pane = page.session.ledger, inspector(page).what_if
    before = ledger.figures(["nursing_bed"], [MONTH]).values
    inspector(page).show_tab(WHAT_IF)
    qtbot.waitUntil(lambda: pane.trial is not None)
    assert "青年路街道" in [box.currentText() for box in pane.findChildren(QComboBox)]
    box = pane.findChildren(AmountBox)[0]
    box.selectAll()
    QTest.keyClicks(box, "1,044")
    assert "全县 37.64 → 59.98%" in said_on(page)
    assert "结论 ◆ 滞后 → ▲ 符合进度" in said_on(page)
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert "全县 37.64 → 60.02%" in said_on(page)
    assert "结论 ◆ 滞后 → ★ 提前完成" in said_on(page)
    assert "台账里的数没有改动" in said_on(page)
    bullet = chart(page, "目标对照").picture
    assert isinstance(bullet, BulletPicture)
    assert bullet.tried is not None
    assert ledger.figures(["nursing_bed"], [MONTH]).values == before


def test_a_what_if_is_dragged_filled_and_taken_back(qtbot: QtBot, page: AssessPage) -> None:
    pane = inspector(page).what_if
    inspector(page).show_tab(WHAT_IF)
    qtbot.waitUntil(lambda: pane.trial is not None)
    slider, box = pane.findChildren(QSlider)[0], pane.findChildren(AmountBox)[0]
    buttons = {button.text(): button for button in pane.findChildren(QPushButton)}
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert box.value() > 500
    assert "全县 37.64 → " in said_on(page)
    qtbot.mouseClick(buttons["由它一家补齐(&L)"], Qt.MouseButton.LeftButton)
    assert box.value() == 500 + 545
    assert "还需 545 张，平均每月 273 张 → 已够" in said_on(page)
    qtbot.mouseClick(buttons["恢复原数(&R)"], Qt.MouseButton.LeftButton)
    assert box.value() == 500
    assert "→" not in "".join(label.text() for label in pane.findChildren(QLabel))
    bullet = chart(page, "目标对照").picture
    assert isinstance(bullet, BulletPicture)
    assert bullet.tried is None


def test_every_figure_in_the_list_has_the_room_it_needs(page: AssessPage) -> None:
    QTest.keyClick(page.findChildren(QCheckBox)[0], Qt.Key.Key_Space)
    view = page.findChildren(TargetView)[0]
    metrics = view.fontMetrics()
    for place in (ACTUAL, VERDICT, NEEDED):
        texts = column(view.model(), place)
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        assert view.columnWidth(place) >= widest + 6


def test_all_of_it_fits_a_small_screen(qtbot: QtBot, page: AssessPage) -> None:
    qtbot.waitUntil(lambda: chart(page, "走势").canvas is not None)
    for tab in (TOWNSHIPS, WHAT_IF, BASIS, REPORTED):
        inspector(page).show_tab(tab)
    qtbot.waitUntil(lambda: chart(page, "报送情况").canvas is not None)
    assert inspector(page).minimumSizeHint().height() <= 720 - 200
    assert inspector(page).minimumSizeHint().width() <= 420


def test_turning_to_another_target_is_instant(qtbot: QtBot, page: AssessPage) -> None:
    view = page.findChildren(TargetView)[0]
    QTest.keyClick(page.findChildren(QCheckBox)[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: chart(page, "走势").canvas is not None)
    times = []
    for _ in range(12):
        start = time.perf_counter()
        QTest.keyClick(view, Qt.Key.Key_Down)
        inspector(page).grab()
        times.append(time.perf_counter() - start)
    assert sorted(times)[len(times) // 2] < 0.1


def test_indicators_show_county_value_both_sides_and_townships(
    qtbot: QtBot, page: AssessPage
) -> None:
    tabs = page.findChildren(QTabBar)[0]
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    view = page.findChildren(IndicatorView)[0]
    page.open_at({"indicator": "nursing_bed_share"})
    row = view.currentIndex().row()
    texts = [view.model().index(row, place).data() for place in range(1, 7)]
    assert texts == [SHARE, "37.64", "%", "917", "2,436", "16/16"]
    assert page.findChildren(TownshipList)[0].model().rowCount() == 16


def test_a_changed_value_is_assessed_again(qtbot: QtBot, page: AssessPage) -> None:
    ledger = page.session.ledger
    unit = ledger.area.units[0].code
    ledger.write([Entry(unit, "nursing_bed", MONTH, number(1045))], NewSource("hand"))
    with qtbot.waitSignal(page.headline_changed):
        page.session.changed.emit(VALUES)
    model = page.findChildren(TargetView)[0].model()
    place = column(model, NAME).index(SHARE)
    assert column(model, VERDICT)[place] == "★ 提前完成"


def test_an_empty_month_says_how_to_begin(qtbot: QtBot, page: AssessPage) -> None:
    with qtbot.waitSignal(page.headline_changed) as said:
        page.session.set_month(202001)
    assert said.args == ["1月：本地规划的目标还没有数据"]
    assert "先把乡镇报表收进来" in said_on(page)


def test_the_models_keep_the_rules_of_item_models(qtbot: QtBot, ledger: Ledger) -> None:
    rows = assess.indicators(ledger, MONTH)
    lines = target_lines(outlook.outlooks(ledger, MONTH), ledger.catalogue, ledger.area)
    tree, table, townships = TargetTree(), IndicatorTable(), TownshipTable()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (tree, table, townships)]
    tree.set_lines(lines)
    tree.set_wanted(Wanted(without_data=True))
    table.set_rows(rows)
    table.set_wanted("", without_data=True)
    row = next(row for row in rows if row.indicator.code == "nursing_bed_share")
    townships.set_shares(shares(row.indicator, row.units, ledger.area), "张")
    assert tree.shown() == len(lines)
    assert table.rowCount() == len(rows)
    assert townships.rowCount() == 16
    assert len(testers) == 3


def test_the_headline_counts_own_targets_and_names_the_rest(ledger: Ledger) -> None:
    lines = target_lines(outlook.outlooks(ledger, MONTH), ledger.catalogue, ledger.area)
    sentence = headline(lines, MONTH)
    assert sentence.startswith("10月：1 项有数据，1 项")
    assert "供参照" in sentence


@pytest.mark.parametrize(
    ("given", "said"),
    [("2436", "2,436"), ("-1234.50", "-1,234.50"), ("0.5", "0.5"), ("1/3", "1/3"), ("", "")],
)
def test_figures_are_read_with_separators(given: str, said: str) -> None:
    assert wording.separated(given) == said


def test_a_rate_per_100000_does_not_run_into_its_figure(ledger: Ledger) -> None:
    targets = (target for plan in ledger.plans.values() for target in plan.targets)
    target = next(each for each in targets if each.unit == "1/10万")
    assert wording.requirement(target) == f"≤{target.value}/10万"
    assert wording.with_unit("0.00", target.unit) == "0.00/10万"


def test_a_bar_never_leaves_its_cell() -> None:
    assert pixels(Fraction(1, 3), Fraction(1), 100) == 33
    assert pixels(Fraction(7), Fraction(7), 100) == 100


@pytest.mark.parametrize(("words", "kind"), [("评估报告", PapersPane), ("绩效考核", ScorecardPane)])
def test_papers_and_the_scorecard_open_over_the_targets_and_close(
    page: AssessPage, qtbot: QtBot, words: str, kind: type[QWidget]
) -> None:
    [button] = [each for each in page.findChildren(QPushButton) if each.text().startswith(words)]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.tasks.busy)
    [pane] = page.findChildren(kind)
    assert pane.isVisible()
    assert not page.findChildren(TargetView)[0].isVisible()
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert not pane.isVisible()
    assert page.findChildren(TargetView)[0].isVisible()
