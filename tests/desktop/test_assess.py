"""对标: targets as a tree with their working, indicators, filters and the way home."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.models import wording
from desktop.models.indicators import IndicatorTable
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
from desktop.pages.assess import AssessPage, headline
from desktop.session import VALUES, Session
from desktop.tasks import TaskRunner
from desktop.widgets.bullet import pixels
from desktop.widgets.indicator_view import IndicatorView
from desktop.widgets.papers_pane import PapersPane
from desktop.widgets.scorecard_pane import ScorecardPane
from desktop.widgets.target_view import TargetView
from desktop.widgets.township_list import TownshipList
from monitoring.amounts import number
from workflow import assess

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
    said = said_on(page)
    assert "917 / 2,436" in said
    assert "《临清市医养健康产业发展规划（2021-2025年）》" in said
    assert "差 22.36 个百分点" in said.replace("\N{NO-BREAK SPACE}", " ")


def test_townships_stand_in_the_order_of_what_they_lack(page: AssessPage) -> None:
    table = page.findChildren(TownshipList)[0].model()
    names = [table.index(row, 0).data() for row in range(table.rowCount())]
    lacks = [int(table.index(row, 3).data().replace(",", "")) for row in range(len(names))]
    assert names[0] == page.session.ledger.area.units[0].name
    assert lacks[0] == 400
    assert lacks == sorted(lacks, reverse=True)


def test_entering_a_township_asks_for_its_figure(qtbot: QtBot, page: AssessPage) -> None:
    townships = page.findChildren(TownshipList)[0]
    townships.setFocus()
    townships.selectRow(0)
    with qtbot.waitSignal(page.page_requested) as asked:
        QTest.keyClick(townships, Qt.Key.Key_Return)
    unit = page.session.ledger.area.units[0].code
    assert asked.args == ["entry", {"form": "F3", "unit": unit, "item": "nursing_bed"}]


def test_plans_of_the_city_are_marked_for_reference(page: AssessPage) -> None:
    model = page.findChildren(TargetView)[0].model()
    titles = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert "上级规划" not in titles[0]
    assert all(title.endswith("上级规划，供参照") for title in titles[1:])


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
    assert set(column(view.model(), VERDICT)) <= {"✓ 已达标"}


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
    lines = target_lines(assess.targets(ledger, MONTH), ledger.catalogue, ledger.area)
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
    lines = target_lines(assess.targets(ledger, MONTH), ledger.catalogue, ledger.area)
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
