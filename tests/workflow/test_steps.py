"""Milestones and tasks: what was said of them, what is due, and nothing that is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import attachments
from db.ledger import Ledger
from monitoring.areas import Area
from monitoring.errors import ExpectedError
from monitoring.plans import MilestoneKind
from monitoring.steps import Standing, Urgency, is_promised
from workflow import steps
from workflow.steps import MILESTONE, TASK, Evidence, Said, StepState

MONTH = 202510
DONE = Said("002-M010", StepState.DONE, done=date(2025, 9, 30), note="验收通过")


@pytest.fixture
def ledger_of_liangshan(tmp_path: Path, liangshan: Area) -> Iterator[Ledger]:
    """An empty ledger of 梁山县, whose plan gives tasks to units."""
    with Ledger.create(tmp_path / "梁山县.ledger", liangshan) as ledger:
        yield ledger


def of(found: list[Standing], step: str) -> Standing:
    return next(each for each in found if each.step.id == step)


@pytest.fixture
def step(fresh_ledger: Ledger) -> str:
    """A milestone of 临清市's own plan that is due by the end of 2025."""
    return next(
        each.step.id
        for each in steps.milestones(fresh_ledger, MONTH)
        if each.step.due == date(2025, 12, 31) and each.urgency is Urgency.AHEAD
    )


def test_the_countys_own_plans_give_the_milestones_by_date(fresh_ledger: Ledger) -> None:
    found = steps.milestones(fresh_ledger, MONTH)
    assert {each.plan.area for each in found} == {fresh_ledger.area.code}
    dated = [each.step.due for each in found if each.step.due is not None]
    assert dated == sorted(dated)
    assert [each.step.due for each in found[len(dated) :]] == [None] * (len(found) - len(dated))
    assert all(each.clause.startswith("《") for each in found)


def test_a_date_is_ahead_for_ninety_days_and_overdue_from_the_day_after(
    fresh_ledger: Ledger, step: str
) -> None:
    def urgency(month: int) -> Urgency:
        return of(steps.milestones(fresh_ledger, month), step).urgency

    assert urgency(202508) is Urgency.NONE
    assert urgency(202510) is Urgency.AHEAD
    assert urgency(202512) is Urgency.AHEAD
    assert urgency(202601) is Urgency.OVERDUE
    steps.say(fresh_ledger, MILESTONE, DONE._replace(step=step))
    assert urgency(202601) is Urgency.NONE


def test_what_a_plan_only_notes_is_never_late(fresh_ledger: Ledger) -> None:
    for each in steps.milestones(fresh_ledger, 202712):
        kind = getattr(each.step, "kind", None)
        if kind in (MilestoneKind.PERIOD, MilestoneKind.EXTERNAL, MilestoneKind.ISSUED):
            assert each.urgency is Urgency.NONE
    kept = [each for plan in fresh_ledger.plans.values() for each in plan.milestones]
    assert {is_promised(each) for each in kept} == {True, False}


def test_what_was_said_stays_and_the_newest_counts(fresh_ledger: Ledger, step: str) -> None:
    fresh_ledger.operator = "王芳"
    steps.say(fresh_ledger, MILESTONE, Said(step, StepState.UNDERWAY, note="已立项"))
    steps.say(fresh_ledger, MILESTONE, DONE._replace(step=step), Evidence("验收.pdf", b"pdf"))
    standing = of(steps.milestones(fresh_ledger, MONTH), step)
    assert standing.state is StepState.DONE
    assert standing.said is not None
    assert (standing.said.done, standing.said.operator) == (date(2025, 9, 30), "王芳")
    assert attachments.content(fresh_ledger, standing.said.attachment) == b"pdf"
    told = steps.history(fresh_ledger, MILESTONE, step)
    assert [each.note for each in told] == ["验收通过", "已立项"]


def test_taking_back_puts_the_earlier_state_there_and_keeps_both(
    fresh_ledger: Ledger, step: str
) -> None:
    steps.say(fresh_ledger, MILESTONE, Said(step, StepState.UNDERWAY))
    steps.say(fresh_ledger, MILESTONE, DONE._replace(step=step))
    steps.take_back(fresh_ledger, MILESTONE, step)
    assert of(steps.milestones(fresh_ledger, MONTH), step).state is StepState.UNDERWAY
    assert len(steps.history(fresh_ledger, MILESTONE, step)) == 3


def test_a_tasks_month_stands_until_a_later_one_is_told(ledger_of_liangshan: Ledger) -> None:
    task = steps.tasks(ledger_of_liangshan, 202603)[0].step.id
    steps.say(ledger_of_liangshan, TASK, Said(task, StepState.UNDERWAY, end=202601))
    steps.say(ledger_of_liangshan, TASK, Said(task, StepState.SLOW, end=202603))
    states = {
        month: of(steps.tasks(ledger_of_liangshan, month), task).state
        for month in (202512, 202601, 202602, 202603, 202604)
    }
    assert states == {
        202512: StepState.PENDING,
        202601: StepState.UNDERWAY,
        202602: StepState.UNDERWAY,
        202603: StepState.SLOW,
        202604: StepState.SLOW,
    }


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (Said("002-M999", StepState.DONE), "没有里程碑 002-M999"),
        (DONE._replace(state=StepState.UNDERWAY), "才有完成日期"),
        (DONE._replace(done=date(2099, 1, 1)), "还没有到"),
    ],
)
def test_what_cannot_be_said_is_refused_and_leaves_nothing(
    fresh_ledger: Ledger, step: str, said: Said, says: str
) -> None:
    if said.step == DONE.step:
        said = said._replace(step=step)
    with pytest.raises(ExpectedError, match=says):
        steps.say(fresh_ledger, MILESTONE, said)
    assert steps.history(fresh_ledger, MILESTONE, said.step) == []


def test_evidence_that_cannot_be_kept_leaves_nothing(fresh_ledger: Ledger, step: str) -> None:
    with pytest.raises(ExpectedError, match="空文件"):
        steps.say(fresh_ledger, MILESTONE, DONE._replace(step=step), Evidence("空.pdf", b""))
    assert steps.history(fresh_ledger, MILESTONE, step) == []


@pytest.mark.parametrize(("days", "soon"), [(60, False), (61, True)])
def test_how_early_a_thing_is_due_soon_is_the_countys_to_say(
    ledger_of_liangshan: Ledger, days: int, soon: bool
) -> None:
    steps.keep_ahead_days(ledger_of_liangshan, days)
    found = of(steps.milestones(ledger_of_liangshan, 202610), "004-M010")
    assert found.days_left == 61
    assert (found.urgency is Urgency.AHEAD) is soon
    assert steps.ahead_days(ledger_of_liangshan) == days


@pytest.mark.parametrize("days", [-1, 367])
def test_days_no_year_has_are_refused(fresh_ledger: Ledger, days: int) -> None:
    with pytest.raises(ExpectedError, match="请写 0 到 366"):
        steps.keep_ahead_days(fresh_ledger, days)
    assert steps.ahead_days(fresh_ledger) == 90


@pytest.mark.parametrize(
    ("month", "state"), [(202508, StepState.PENDING), (202509, StepState.DONE)]
)
def test_what_was_reached_later_had_not_been_reached_then(
    fresh_ledger: Ledger, month: int, state: StepState
) -> None:
    steps.say(fresh_ledger, MILESTONE, DONE)
    found = steps.milestones(fresh_ledger, month)
    assert next(each.state for each in found if each.step.id == DONE.step) is state
