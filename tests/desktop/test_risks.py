"""到期与风险: milestones, tasks and projects stand beside the targets and lead to their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.models.month import summarise
from desktop.models.risks import Risk
from desktop.pages.plans import PlansPage
from desktop.pages.projects import ProjectsPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.month_lists import MonthLists
from monitoring.areas import Area
from monitoring.projects import Details, Stage
from monitoring.steps import Said, StepState
from workflow import projects, steps
from workflow.steps import MILESTONE

MONTH = 202610
TODAY = date(2026, 11, 1)


@pytest.fixture
def ledger(tmp_path: Path, liangshan: Area) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "梁山县.ledger", liangshan) as ledger:
        yield ledger


def risks(ledger: Ledger, kind: str, month: int = MONTH) -> Sequence[Risk]:
    return [each for each in summarise(ledger, month, TODAY).risks if each.kind == kind]


def test_milestones_overdue_and_due_soon_stand_there_with_their_days(ledger: Ledger) -> None:
    found = {each.name: each for each in risks(ledger, "里程碑")}
    late = found["县人民医院挂牌成立康复医院"]
    assert (late.verdict, late.actual, late.missing) == ("✕ 逾期", "○ 未开始", "逾期 304 天")
    assert (late.page, late.argument) == ("plans", {"milestone": "004-M007"})
    assert late.due == "2025年底"
    soon = [each for each in found.values() if each.verdict == "◔ 即将到期"]
    assert [each.missing for each in soon] == ["还有 61 天"]
    assert late.rank < soon[0].rank


def test_what_was_done_is_no_risk_any_more(ledger: Ledger) -> None:
    steps.say(ledger, MILESTONE, Said("004-M007", StepState.DONE))
    assert "县人民医院挂牌成立康复医院" not in {each.name for each in risks(ledger, "里程碑")}


def test_tasks_near_their_date_stand_there(ledger: Ledger) -> None:
    assert risks(ledger, "任务") == []
    [fold] = risks(ledger, "任务", 202710)
    assert fold.name.startswith("19 项：")
    assert (fold.page, fold.missing) == ("plans", "还有 61 天")
    assert set(fold.argument) == {"task", "late"}


def test_many_things_due_on_one_day_are_one_line(fresh_ledger: Ledger) -> None:
    [fold] = risks(fresh_ledger, "里程碑")
    assert fold.name == "24 项：建成全省医养结合示范县等"
    assert (fold.verdict, fold.actual) == ("✕ 逾期", "○ 未开始")
    assert fold.argument == {"milestone": "002-M003", "late": "only"}
    assert fold.tip.count("\n") == 23


def test_a_late_project_says_what_is_wrong_and_by_how_much(ledger: Ledger) -> None:
    known = Details(
        "康养中心",
        planned_start=date(2026, 1, 1),
        planned_finish=date(2027, 2, 28),
        investment=10_000,
        invested=0,
    )
    code = projects.enter(ledger, known, "增补")
    [start] = risks(ledger, "项目")
    assert (start.verdict, start.missing) == ("✕ 未如期开工", "逾期 303 天")
    assert (start.page, start.argument) == ("projects", {"project": code})
    projects.report(ledger, code, MONTH, stage=Stage.BUILDING, invested=1_000)
    [slow] = risks(ledger, "项目")
    # 303 of 423 days of 10,000 are 7,163.1: 1,000 of them are there.
    assert (slow.verdict, slow.missing, slow.due) == ("◆ 投资进度缓慢", "6,164 万元", "2027年2月底")
    assert slow.actual == "在建"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (date(2026, 10, 30), "逾期 1 天"),
        (date(2026, 10, 31), "当天到期"),
        (date(2026, 11, 1), "还有 1 天"),
        (date(2027, 1, 29), "还有 90 天"),
        (date(2027, 1, 30), None),
    ],
)
def test_a_planned_start_is_near_for_ninety_days_and_late_from_the_day_after(
    ledger: Ledger, start: date, words: str | None
) -> None:
    projects.enter(ledger, Details("康养中心", planned_start=start), "增补")
    assert [each.missing for each in risks(ledger, "项目")] == ([words] if words else [])


def test_a_line_of_many_says_only_what_is_true_of_all(ledger: Ledger) -> None:
    for at in range(4):
        known = Details(
            f"康养中心{at}",
            stage=Stage.PREPARING,
            started=date(2026, 1, 1),
            planned_start=date(2026, 1, 1),
            planned_finish=date(2027, 6, 30),
            investment=10_000 + at,
            invested=at * 500,
        )
        projects.enter(ledger, known, "增补")
    [fold] = risks(ledger, "项目")
    assert (fold.verdict, fold.name) == ("◆ 投资进度缓慢", "4 项：康养中心0等")
    assert (fold.actual, fold.missing, fold.due) == ("前期", "", "2027年6月底")


def test_planned_dates_are_told_as_early_as_the_county_wants(ledger: Ledger) -> None:
    projects.enter(ledger, Details("康养中心", planned_start=date(2026, 11, 30)), "增补")
    steps.keep_ahead_days(ledger, 29)
    assert risks(ledger, "项目") == []
    steps.keep_ahead_days(ledger, 30)
    assert [each.missing for each in risks(ledger, "项目")] == ["还有 30 天"]


def test_a_finished_project_has_no_dates_ahead(ledger: Ledger) -> None:
    near = Details("康养中心", stage=Stage.BUILDING, planned_finish=date(2026, 11, 30))
    code = projects.enter(ledger, near, "增补")
    projects.report(ledger, code, MONTH, note="收尾")
    [ahead] = risks(ledger, "项目")
    assert (ahead.verdict, ahead.missing) == ("◔ 计划竣工", "还有 30 天")
    projects.report(ledger, code, MONTH, stage=Stage.COMPLETED)
    assert risks(ledger, "项目") == []


def test_enter_opens_the_page_of_the_line(ledger: Ledger, qtbot: QtBot) -> None:
    lists = MonthLists()
    qtbot.addWidget(lists)
    lists.show_summary(summarise(ledger, MONTH, TODAY))
    model = lists.risks.model()
    names = [model.index(row, 2).data() for row in range(model.rowCount())]
    row = names.index("县人民医院挂牌成立康复医院")
    assert model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole).isValid()
    lists.risks.selectRow(row)
    with qtbot.waitSignal(lists.page_requested) as asked:
        qtbot.keyClick(lists.risks, Qt.Key.Key_Return)
    assert asked.args == ["plans", {"milestone": "004-M007"}]


def test_a_line_of_many_opens_them_alone_and_another_line_shows_all_again(
    fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    tasks = TaskRunner()
    page = PlansPage(Session(fresh_ledger, MONTH, tasks))
    qtbot.addWidget(page)
    with qtbot.waitSignals([page.milestones.counted, page.tasks.counted]):
        page.show()
    page.open_at({"milestone": "002-M003", "late": "only"})
    assert _shown(page.milestones.late_only, page.milestones.table.model().rowCount()) == (True, 24)
    page.milestones.filter.setText("没有这样的字")
    page.open_at({"milestone": "002-M001"})
    assert _shown(page.milestones.late_only, page.milestones.table.model().rowCount()) == (
        False,
        31,
    )
    assert page.milestones.chosen is not None
    assert page.milestones.chosen.step.id == "002-M001"
    tasks.close()


def test_a_project_is_found_behind_any_filter(fresh_ledger: Ledger, qtbot: QtBot) -> None:
    tasks = TaskRunner()
    page = ProjectsPage(Session(fresh_ledger, MONTH, tasks))
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.headline_changed):
        page.show()
    page.filter.setText("没有这样的字")
    page.late_only.setChecked(True)
    page.open_at({"project": "002-P3-01"})
    assert page.chosen is not None
    assert page.chosen.id == "002-P3-01"
    assert not page.late_only.isChecked()
    tasks.close()


def _shown(late_only: QCheckBox, rows: int) -> tuple[bool, int]:
    return late_only.isChecked(), rows
