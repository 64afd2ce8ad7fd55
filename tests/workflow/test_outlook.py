"""What would meet a target: townships with the gap, the forecast, and what a change would do."""

from __future__ import annotations

from fractions import Fraction

import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.periods import add_months
from monitoring.progress import Status
from tests.workflow.conftest import MONTH, SILENT
from tests.workflow.test_evidence import goal, use, write
from workflow.assess import targets
from workflow.outlook import Outlook, Scenario, outlooks

FIGURES = {"fd_signed": 40_000, "resident": 50_000}


def only(ledger: Ledger, month: int) -> Outlook:
    [found] = outlooks(ledger, month)
    return found


def test_townships_hold_the_county_s_gap_exactly(month: Ledger) -> None:
    [found] = [each for each in outlooks(month, MONTH) if each.verdict.target.id == "002-T036"]
    held, verdict = found.contributions, found.verdict
    assert held is not None
    assert verdict.bound is not None
    assert verdict.result is not None
    assert verdict.result.denominator is not None
    assert verdict.result.numerator is not None
    edge = verdict.bound.value * verdict.result.denominator / 100
    assert held.gap == edge - verdict.result.numerator == sum(each.lacks for each in held.units)
    assert held.gap == verdict.needed
    assert [each.lacks for each in held.units] == sorted(
        (each.lacks for each in held.units), reverse=True
    )
    names = {unit.code: unit.name for unit in month.area.units}
    assert held.missing == (names[SILENT],)


def test_a_target_that_is_met_has_no_gap_to_hold(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, 202606, resident=100, fd_signed=60)
    assert only(fresh_ledger, 202606).contributions is None


def test_a_rate_of_the_county_alone_is_held_by_no_township(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("科室", "geriatric_dept_rate", ">=", "60"))
    write(fresh_ledger, 202606, geriatric_dept_l2=1, general_hospital_l2=2)
    found = only(fresh_ledger, 202606)
    assert found.verdict.needed
    assert found.contributions is None


def test_nobody_holds_the_gap_of_what_only_the_whole_county_is_asked(
    fresh_ledger: Ledger,
) -> None:
    use(fresh_ledger, goal("床位", "tcm_beds_per_10k", ">=", "8.5"))
    write(fresh_ledger, 202606, resident_q=10_000, tcm_hospital_bed=5)
    found = only(fresh_ledger, 202606)
    assert found.verdict.needed
    assert found.contributions is None


def test_the_forecast_stands_at_the_due_date_with_what_it_would_mean(
    fresh_ledger: Ledger,
) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    for place in range(18):
        write(fresh_ledger, add_months(202501, place), resident=100, fd_signed=30 + place)
    found = only(fresh_ledger, 202606)
    assert found.forecast is not None
    assert (found.forecast.at, found.forecast.value) == (202712, Fraction(65))
    assert found.expected is True
    early = only(fresh_ledger, 202511)
    assert early.forecast is None
    assert early.expected is None


def test_what_is_served_within_a_year_is_not_drawn_on_as_a_line(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("管理", "elder_manage_rate", ">=", "60"))
    for place in range(18):
        write(fresh_ledger, add_months(202501, place), elder65_f2=100, elder_managed_ytd=30)
    assert only(fresh_ledger, 202606).forecast is None


def test_the_same_figures_give_the_same_verdict(month: Ledger) -> None:
    unit = month.area.units[0].code
    stored = {
        (each.unit, each.item): each.value
        for each in month.stored(["fd_signed", "resident", "elder60"], MONTH)
        if each.unit == unit
    }
    found = Scenario(month, MONTH).what_if(stored)
    assert "002-T036" in {each.after.target.id for each in found}
    assert all(each.before == each.after for each in found)


@pytest.mark.parametrize(("signed", "status"), [(1499, Status.ON_TRACK), (1500, Status.EARLY)])
def test_a_change_of_one_township_changes_the_county_and_nothing_is_written(
    fresh_ledger: Ledger, signed: int, status: Status
) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, 202412, resident=1000, fd_signed=100)
    write(fresh_ledger, 202706, resident=1000, fd_signed=540)
    unit = fresh_ledger.area.units[3].code
    changes = fresh_ledger.connection.total_changes
    scenario = Scenario(fresh_ledger, 202706)
    [found] = scenario.what_if({(unit, "fd_signed"): number(signed)})
    assert (found.before.status, found.before.actual) == (Status.ON_TRACK, "54.00")
    assert found.after.status is status
    assert fresh_ledger.connection.total_changes == changes
    assert scenario.what_if({(unit, "fd_signed"): number(540)})[0].after == found.before


def test_what_would_be_is_what_is_once_it_is_written(month: Ledger) -> None:
    changes = {(SILENT, item): number(amount) for item, amount in FIGURES.items()}
    asked = Scenario(month, MONTH).what_if(changes)
    entries = [Entry(unit, item, MONTH, value) for (unit, item), value in changes.items()]
    month.write(entries, NewSource("hand"))
    written = {each.target.id: each for each in targets(month, MONTH)}
    assert {each.after.target.id for each in asked} >= {"002-T036", "003-T128"}
    assert all(each.after == written[each.after.target.id] for each in asked)


def test_what_the_change_does_not_touch_is_not_asked(month: Ledger) -> None:
    unit = month.area.units[0].code
    assert Scenario(month, MONTH).what_if({(unit, "fd_team"): number(9)}) == []


def test_a_scenario_that_told_its_figures_answers_without_the_ledger(
    fresh_ledger: Ledger,
) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, 202606, resident=1000, fd_signed=540)
    scenario = Scenario(fresh_ledger, 202606)
    values = scenario.values("签约")
    units = [unit.code for unit in fresh_ledger.area.units]
    assert values == {
        **{(unit, "resident"): number(1000) for unit in units},
        **{(unit, "fd_signed"): number(540) for unit in units},
    }
    assert scenario.values("没有这个目标") == {}
    fresh_ledger.close()
    [found] = scenario.what_if({(units[0], "fd_signed"): number(1000)})
    assert found.after.figure == Fraction(9100, 160)
