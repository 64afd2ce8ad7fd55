"""The register of major projects: entry, progress, what is late, exit, and the journal of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import attachments
from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.pace import last_day
from monitoring.projects import (
    Details,
    Event,
    JournalEntry,
    Late,
    Registered,
    Stage,
    from_table,
    lateness,
    to_table,
)
from workflow import projects
from workflow.projects import Evidence, Project

MONTH = 202610
LISTED = "002-P1-01"
PLANNED = Details(
    "康养中心",
    field="健康养老",
    owner="市民政局",
    planned_start=date(2026, 1, 1),
    planned_finish=date(2026, 12, 31),
    investment=10_000,
    invested=0,
)
DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: day) | st.none()
AMOUNTS = st.integers(0, 10**9) | st.none()
DETAILS = st.builds(
    Details,
    name=st.text(min_size=1, max_size=20),
    field=st.text(max_size=5),
    owner=st.text(max_size=5),
    stage=st.sampled_from(Stage),
    planned_start=DATES,
    planned_finish=DATES,
    started=DATES,
    finished=DATES,
    investment=AMOUNTS,
    invested=AMOUNTS,
    note=st.text(max_size=5),
)


def of(ledger: Ledger, project: str, month: int = MONTH) -> Project:
    return next(each for each in projects.projects(ledger, month) if each.id == project)


def late(details: Details, day: date = date(2026, 10, 31), month: int = MONTH) -> list[Late]:
    return lateness(Registered("X01", details, ()), day, month)


@given(DETAILS)
def test_details_are_read_again_as_they_were_kept(details: Details) -> None:
    assert from_table(to_table(details)) == details


def test_the_boxes_of_the_plan_stand_in_the_register_from_the_start(fresh_ledger: Ledger) -> None:
    found = projects.projects(fresh_ledger, MONTH)
    assert len(found) == 39
    assert sum(not each.registered.built for each in found) == 1  # 申报, which nobody builds
    assert {each.id.partition("-P")[0] for each in found} == {"002"}
    assert all(each.registered.clause.startswith("《临清市") for each in found)
    assert all(not each.late and each.details.stage is Stage.RESERVE for each in found)


def test_progress_is_told_by_month_and_what_is_not_said_stays(fresh_ledger: Ledger) -> None:
    fresh_ledger.operator = "王芳"
    known = replace(of(fresh_ledger, LISTED).details, investment=10_000)
    projects.change(fresh_ledger, LISTED, known, "补充计划数据")
    evidence = Evidence("现场.jpg", b"jpg")
    projects.report(
        fresh_ledger, LISTED, 202609, stage=Stage.BUILDING, invested=7_000, evidence=evidence
    )
    projects.report(fresh_ledger, LISTED, MONTH, invested=8_000, note="主体封顶")
    found = of(fresh_ledger, LISTED)
    assert (found.details.stage, found.details.invested) == (Stage.BUILDING, 8_000)
    assert [(e.event, e.end) for e in found.registered.journal] == [
        (Event.CHANGED, 0),
        (Event.PROGRESS, 202609),
        (Event.PROGRESS, MONTH),
    ]
    assert {each.operator for each in found.registered.journal} == {"王芳"}
    kept = found.registered.journal[1].attachment
    assert attachments.content(fresh_ledger, kept) == b"jpg"


def test_a_month_that_is_told_late_does_not_stand_over_the_months_after_it(
    fresh_ledger: Ledger,
) -> None:
    projects.report(fresh_ledger, LISTED, 202711, invested=8_000)
    projects.report(fresh_ledger, LISTED, 202708, invested=5_000)
    assert of(fresh_ledger, LISTED, 202711).details.invested == 8_000


@pytest.mark.parametrize(
    ("month", "stage", "invested"),
    [
        (202607, Stage.RESERVE, None),
        (202608, Stage.BUILDING, 5_000),
        (202610, Stage.BUILDING, 5_000),
        (202611, Stage.COMPLETED, 8_000),
    ],
)
def test_a_month_is_read_as_the_reports_up_to_it_say(
    fresh_ledger: Ledger, month: int, stage: Stage, invested: int | None
) -> None:
    projects.report(fresh_ledger, LISTED, 202611, stage=Stage.COMPLETED, invested=8_000)
    projects.report(fresh_ledger, LISTED, 202608, stage=Stage.BUILDING, invested=5_000)
    found = of(fresh_ledger, LISTED, month).details
    assert (found.stage, found.invested) == (stage, invested)


def test_a_change_made_over_an_earlier_month_leaves_what_later_ones_told(
    fresh_ledger: Ledger,
) -> None:
    projects.report(fresh_ledger, LISTED, 202608, stage=Stage.BUILDING)
    projects.report(fresh_ledger, LISTED, 202611, stage=Stage.COMPLETED, invested=8_000)
    seen = of(fresh_ledger, LISTED, 202608).details
    projects.change(fresh_ledger, LISTED, replace(seen, owner="市卫健局"), "明确单位", 202608)
    for month, stage in ((202608, Stage.BUILDING), (202611, Stage.COMPLETED)):
        found = of(fresh_ledger, LISTED, month).details
        assert (found.owner, found.stage) == ("市卫健局", stage)


def test_a_month_whose_report_is_undone_counts_as_not_reported(fresh_ledger: Ledger) -> None:
    projects.report(fresh_ledger, LISTED, 202609, stage=Stage.BUILDING)
    projects.report(fresh_ledger, LISTED, MONTH, note="主体封顶")
    assert of(fresh_ledger, LISTED).late == ()
    projects.take_back(fresh_ledger, LISTED)
    assert of(fresh_ledger, LISTED).late == (Late.REPORT,)
    projects.take_back(fresh_ledger, LISTED)
    assert of(fresh_ledger, LISTED).late == ()


def test_a_report_of_the_wrong_month_that_was_undone_hides_no_earlier_one(
    fresh_ledger: Ledger,
) -> None:
    projects.report(fresh_ledger, LISTED, 202611, invested=8_000)
    projects.take_back(fresh_ledger, LISTED)
    projects.report(fresh_ledger, LISTED, MONTH, invested=8_000)
    assert of(fresh_ledger, LISTED, 202611).details.invested == 8_000


@pytest.mark.parametrize("months", list(permutations((202608, 202609, 202610))))
def test_undoing_a_report_leaves_every_month_as_it_was(
    fresh_ledger: Ledger, months: tuple[int, ...]
) -> None:
    def seen() -> list[tuple[Details, tuple[Late, ...]]]:
        found = [of(fresh_ledger, LISTED, month) for month in range(202607, 202612)]
        return [(each.details, each.late) for each in found]

    for month in months:
        projects.report(fresh_ledger, LISTED, month, stage=Stage.BUILDING, invested=month)
    before = seen()
    for month in range(202607, 202612):
        projects.report(fresh_ledger, LISTED, month, invested=1, started=date(2026, 1, 1))
        told = seen()
        projects.take_back(fresh_ledger, LISTED)
        assert seen() == before
        projects.take_back(fresh_ledger, LISTED)
        assert seen() == told
        projects.take_back(fresh_ledger, LISTED)


def test_undoing_a_change_leaves_what_counted_before_it(fresh_ledger: Ledger) -> None:
    projects.report(fresh_ledger, LISTED, MONTH, invested=8_000)
    projects.report(fresh_ledger, LISTED, 202608, invested=5_000)
    known = of(fresh_ledger, LISTED).details
    projects.change(fresh_ledger, LISTED, replace(known, owner="市卫健局"), "明确单位")
    projects.take_back(fresh_ledger, LISTED)
    assert of(fresh_ledger, LISTED).details == replace(known, owner="")


def test_a_project_that_should_have_begun_is_late() -> None:
    assert late(PLANNED) == [Late.START, Late.INVESTMENT]
    assert late(PLANNED, date(2026, 1, 1)) == []
    assert Late.START not in late(replace(PLANNED, started=date(2026, 2, 1)))


@pytest.mark.parametrize(("invested", "slow"), [(7_324, True), (7_325, False), (10_000, False)])
def test_investment_is_slow_when_it_is_ten_points_behind_the_time(
    invested: int, slow: bool
) -> None:
    # 303 of 364 days are 83.24 %: ten points less of 10,000 is 7,324.2.
    found = late(replace(PLANNED, stage=Stage.BUILDING, invested=invested))
    assert (Late.INVESTMENT in found) is slow


def test_what_is_past_its_finish_or_tells_nothing_is_late() -> None:
    building = replace(PLANNED, stage=Stage.BUILDING)
    assert late(building, date(2027, 1, 1)) == [Late.FINISH, Late.REPORT]
    told = JournalEntry("X01", Event.PROGRESS, building, MONTH, at="2026-11-01T09:00:00")
    found = lateness(Registered("X01", building, (told,)), date(2027, 1, 1), MONTH)
    assert found == [Late.FINISH]
    done = replace(PLANNED, stage=Stage.COMPLETED)
    assert late(done, date(2027, 1, 1)) == []


def test_a_project_enters_and_leaves_for_a_reason_and_its_journal_stays(
    fresh_ledger: Ledger,
) -> None:
    code = projects.enter(fresh_ledger, PLANNED, "县政府常务会议通过")
    assert code == "X01"
    assert of(fresh_ledger, code).late == (Late.START, Late.INVESTMENT)
    projects.leave(fresh_ledger, code, "用地不落实")
    left = of(fresh_ledger, code)
    assert left.registered.left is not None
    assert left.registered.left.reason == "用地不落实"
    assert left.late == ()
    with pytest.raises(ExpectedError, match="已经退出"):
        projects.report(fresh_ledger, code, MONTH, note="开工")
    projects.enter_again(fresh_ledger, code, "用地落实")
    assert of(fresh_ledger, code).registered.left is None
    assert projects.enter(fresh_ledger, PLANNED, "增补") == "X02"


def test_the_last_entry_is_undone_by_another_one(fresh_ledger: Ledger) -> None:
    code = projects.enter(fresh_ledger, PLANNED, "增补")
    projects.report(fresh_ledger, code, MONTH, stage=Stage.BUILDING)
    projects.take_back(fresh_ledger, code)
    assert of(fresh_ledger, code).details.stage is Stage.RESERVE
    projects.leave(fresh_ledger, code, "退出")
    projects.take_back(fresh_ledger, code)
    assert of(fresh_ledger, code).registered.left is None
    projects.report(fresh_ledger, LISTED, MONTH, stage=Stage.BUILDING)
    projects.take_back(fresh_ledger, LISTED)
    assert of(fresh_ledger, LISTED).details.stage is Stage.RESERVE
    assert len(of(fresh_ledger, LISTED).registered.journal) == 2


@pytest.mark.parametrize(
    ("details", "says"),
    [
        (Details(" "), "没有名称"),
        (Details("甲", investment=-1), "总投资不能是负数"),
        (Details("甲", planned_start=date(2026, 2, 1), planned_finish=date(2026, 1, 1)), "早于"),
        (Details("甲", started=date(2026, 2, 1), finished=date(2026, 1, 1)), "早于开工"),
    ],
)
def test_what_cannot_be_is_refused(fresh_ledger: Ledger, details: Details, says: str) -> None:
    with pytest.raises(ExpectedError, match=says):
        projects.enter(fresh_ledger, details, "增补")
    with pytest.raises(ExpectedError, match="写明理由"):
        projects.enter(fresh_ledger, PLANNED, "  ")
    assert all(not each.registered.journal for each in projects.projects(fresh_ledger, MONTH))


def test_a_project_nobody_has_is_not_reported_on(fresh_ledger: Ledger) -> None:
    with pytest.raises(ExpectedError, match="没有 X09"):
        projects.report(fresh_ledger, "X09", MONTH, note="开工")
    with pytest.raises(ExpectedError, match="没有写进度"):
        projects.report(fresh_ledger, LISTED, MONTH, note=" ")
    assert last_day(202602) == date(2026, 2, 28)
