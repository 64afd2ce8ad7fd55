"""Every named case of a target: what the verdict is, and what its working says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitoring.amounts import rounded
from monitoring.catalogue import Indicator
from monitoring.goals import Benchmark
from monitoring.indicators import Result
from monitoring.judging import judge
from monitoring.pace import Path, Start, compound, last_day, linear
from monitoring.plans import Baseline, Plan, Target
from monitoring.progress import NOTHING, Evidence, Status, Verdict
from tests.monitoring.small import catalogue

RATE, COUNT = catalogue().indicators["sign"], catalogue().indicators["births"]
FALLING = replace(RATE, direction="down")
DUE, BEGAN = date(2025, 12, 31), date(2020, 12, 31)
PLAN = Plan("x", "某规划", "371581000000", "临清市", date(2021, 1, 1), DUE, ())
RANK = {
    Status.OVERDUE: 0,
    Status.BEHIND: 0,
    Status.OPEN: 1,
    Status.ON_TRACK: 2,
    Status.EARLY: 3,
    Status.MET: 3,
}


def goal(operator: str, value: str, start: str = "", unit: str = "%") -> Target:
    baseline = Baseline(start, unit, BEGAN) if start else None
    return Target(
        "T1", "签约率", operator, value, unit, DUE, "stated", "A", "全市", "二", 1, "sign",
        baseline=baseline,
    )  # fmt: skip


def percent(value: str | Fraction) -> Result:
    return Result(Fraction(value) / 100, Fraction(1), 100, 2, 2)


def verdict(
    target: Target,
    figure: str | Fraction,
    month: int,
    *,
    evidence: Evidence = NOTHING,
    indicator: Indicator = RATE,
) -> Verdict:
    return judge(PLAN, target, indicator, percent(figure), month, evidence=evidence)


@pytest.mark.parametrize(
    ("start", "end", "now", "by_line", "by_ratio"),
    [(30, 50, 40, "0.833", "0.936"), (20, 10, 14, "1.000", "0.866"), (0, 100, 1, "0.017", "")],
)
def test_the_two_measures_of_the_pace_after_three_of_five_years(
    start: int, end: int, now: int, by_line: str, by_ratio: str
) -> None:
    path = Path(Fraction(start), BEGAN, Fraction(end), DUE)
    day = last_day(202312)
    assert linear(path, Fraction(now), day).text == by_line
    assert compound(path, Fraction(now), day).text == by_ratio


def test_a_leap_in_the_first_month_is_a_rate_beyond_all_measure() -> None:
    path = Path(Fraction(1, 100), BEGAN, Fraction(2, 100), DUE)
    found = compound(path, Fraction(10**12), last_day(202101))
    assert found.on_track
    assert found.value is not None
    assert found.value > 10**100


def test_a_hundredth_of_the_way_after_three_years_is_never_on_track() -> None:
    found = verdict(goal(">=", "100", "0"), "1", 202312)
    assert found.status is Status.BEHIND
    assert found.ratio is not None
    assert "起点是 0" in found.ratio.working


def test_the_two_measures_disagree_on_a_falling_target_and_say_why() -> None:
    found = verdict(goal("<=", "10", "20"), "14", 202312, indicator=FALLING)
    assert found.status is Status.ON_TRACK
    assert found.linear is not None
    assert found.ratio is not None
    assert (found.linear.on_track, found.ratio.on_track) == (True, False)
    assert "此时应为 14.00，跟上" in found.disagree
    assert "此时应为 13.20，并容许低 5%，没跟上" in found.disagree
    assert found.disagree in found.lines


def test_met_on_the_day_is_met_and_before_it_is_early() -> None:
    target = goal(">=", "50", "30")
    assert verdict(target, "50", 202511).status is Status.EARLY
    assert verdict(target, "50", 202512).status is Status.MET
    assert verdict(target, "50", 202601).status is Status.MET


def test_due_date_passed() -> None:
    found = verdict(goal(">=", "50", "30"), "49.9999", 202512)
    assert found.status is Status.OVERDUE
    assert found.due_figure == 50
    assert "2025-12-31 已到" in found.working


def test_no_baseline() -> None:
    assert verdict(goal(">=", "50"), "49", 202506).status is Status.OPEN
    known = Evidence(start=Start(Fraction(30), BEGAN, "台账期初数"))
    found = verdict(goal(">=", "50"), "49", 202506, evidence=known)
    assert found.status is Status.ON_TRACK
    assert found.lines[0] == "台账期初数 2020-12-31 为 30。"


def test_a_printed_baseline_goes_before_any_other_start() -> None:
    other = Evidence(start=Start(Fraction(49), BEGAN, "台账期初数"))
    found = verdict(goal(">=", "50", "30"), "40", 202306, evidence=other)
    assert found.start is not None
    assert (found.start.value, found.start.source) == (Fraction(30), "规划所载基期")


@pytest.mark.parametrize(
    ("figure", "month", "status"),
    [
        ("50", 202306, Status.MET),
        ("49", 202306, Status.BEHIND),
        ("49", 202512, Status.OVERDUE),
    ],
)
def test_target_equals_baseline(figure: str, month: int, status: Status) -> None:
    found = verdict(goal(">=", "50", "50"), figure, month)
    assert found.status is status
    assert found.path is None
    assert found.due_figure == 50


def test_what_has_to_be_kept_is_never_early() -> None:
    kept = replace(goal(">=", "60", "40"), maintain=True)
    assert verdict(kept, "70", 202306).status is Status.MET
    assert verdict(goal("<=", "4", "3.14"), "3.5", 202306).status is Status.MET


def test_zero_baseline() -> None:
    target = goal(">=", "25", "0")
    assert verdict(target, "12.5", 202306).status is Status.ON_TRACK
    assert verdict(target, "0", 202306).status is Status.BEHIND


@pytest.mark.parametrize("figure", ["0", "-3"])
@pytest.mark.parametrize(("start", "value"), [("20", "0"), ("-5", "10"), ("0", "10"), ("3", "3")])
def test_zero_and_negative_figures_divide_nothing(start: str, value: str, figure: str) -> None:
    for operator in (">=", "<="):
        for month in (202001, 202012, 202101, 202306, 202512, 203001):
            assert verdict(goal(operator, value, start), figure, month).status in RANK


def test_falling_targets() -> None:
    target = goal("<=", "20", "40")
    assert verdict(target, "30", 202306).status is Status.ON_TRACK
    assert verdict(target, "30.0001", 202306).status is Status.BEHIND
    assert verdict(target, "20", 202306).status is Status.EARLY


def test_range() -> None:
    found = verdict(goal("range", "1—2"), "1", 202306)
    assert found.status is Status.MET
    assert "区间从下限 1 起算达到。" in found.lines
    assert verdict(goal("range", "1-2"), "0.9", 202512).status is Status.OVERDUE


@pytest.mark.parametrize(("tolerance", "status"), [(5, Status.MET), (4, Status.OVERDUE)])
def test_about_has_the_tolerance_of_the_ledger_and_shows_it(tolerance: int, status: Status) -> None:
    found = verdict(goal("approx", "90"), "85.5", 202512, evidence=Evidence(tolerance=tolerance))
    assert found.status is status
    assert f"“左右”容许偏差 {tolerance}%（台账设置）" in found.working


def test_relative_to_baseline_shows_both_readings() -> None:
    found = verdict(goal("relative-to-baseline", "-10", "20.41"), "18", 202512)
    assert [each.name for each in found.readings] == ["按百分比", "按百分点"]
    assert [each.required for each in found.readings] == ["18.369", "10.41"]
    assert [each.status for each in found.readings] == [Status.MET, Status.OVERDUE]
    assert found.status is Status.MET
    assert "按百分点理解要求 10.41，为逾期未达" in found.notes[-1]


@pytest.mark.parametrize(("unit", "required"), [("个百分点", "10.41"), ("‰", "18.369")])
def test_relative_to_baseline_has_one_reading_where_the_unit_says_which(
    unit: str, required: str
) -> None:
    found = verdict(goal("relative-to-baseline", "-10", "20.41", unit), "18", 202512)
    assert [each.required for each in found.readings] == [required]


def test_increments_count_from_the_start() -> None:
    six = Evidence(start=Start(Fraction(6), BEGAN, "规划所载现状"), noun="家")
    result = Result(Fraction(7), Fraction(1), 1, 1, 1)
    two = replace(goal(">=", "2", unit="家"), increment=True)
    found = judge(PLAN, two, COUNT, result, 202406, evidence=six)
    assert (found.required, found.status, found.needed) == ("8", Status.BEHIND, 1)
    assert "新增 2，从起点 6 起算。" in found.lines
    assert "新增数" in judge(PLAN, two, COUNT, result, 202406).working


@pytest.mark.parametrize(
    ("value", "figure", "status"),
    [
        (">5", "115.7625", Status.BEHIND),
        (">=5", "115.7625", Status.ON_TRACK),
        (">5", "115.7626", Status.ON_TRACK),
        ("<=0", "100", Status.ON_TRACK),
        ("<=0", "100.0001", Status.BEHIND),
    ],
)
def test_growth_rate_is_the_growth_of_the_figures(value: str, figure: str, status: Status) -> None:
    found = verdict(goal("growth-rate", value, "100"), figure, 202312)
    assert found.status is status
    assert "年均增长" in found.working


def test_growth_rate_of_a_start_that_is_nothing_is_left_to_a_person() -> None:
    assert verdict(goal("growth-rate", ">5", "0"), "3", 202312).status is Status.OPEN
    assert verdict(goal("growth-rate", ">5"), "3", 202312).status is Status.OPEN


@pytest.mark.parametrize(
    ("operator", "figure", "recent", "month", "status"),
    [
        ("trend-up", "41", (), 202306, Status.ON_TRACK),
        ("trend-up", "41", (), 202512, Status.MET),
        ("trend-up", "40", (), 202306, Status.BEHIND),
        ("trend-up", "39", (), 202512, Status.OVERDUE),
        ("trend-up", "39", ("44", "45", "39"), 202306, Status.ON_TRACK),
        ("trend-up", "39", ("45", "39", "39"), 202306, Status.BEHIND),
        ("trend-down", "41", ("35", "36", "41"), 202306, Status.ON_TRACK),
        ("trend-down", "39", (), 202306, Status.ON_TRACK),
    ],
)
def test_a_direction_is_judged_since_its_start_and_one_dip_does_not_turn_it(
    operator: str, figure: str, recent: tuple[str, ...], month: int, status: Status
) -> None:
    evidence = Evidence(recent=tuple(Fraction(each) for each in recent))
    assert verdict(goal(operator, "", "40"), figure, month, evidence=evidence).status is status


def test_benchmark() -> None:
    target = goal("better-than-benchmark", "<=全省平均")
    assert verdict(target, "3", 202512).status is Status.OPEN
    known = Evidence(benchmark=Benchmark("sign", "全省平均", 202412, "3.2", "省统计公报"))
    found = verdict(target, "3", 202512, evidence=known)
    assert (found.status, found.required) == (Status.MET, "3.2")
    assert "全省平均（2024年12月）为 3.2，出自省统计公报。" in found.lines
    assert verdict(target, "3.3", 202512, evidence=known).status is Status.OVERDUE


def test_a_benchmark_that_names_no_side_takes_that_of_the_indicator() -> None:
    known = Evidence(benchmark=Benchmark("sign", "全省平均", 202412, "60"))
    target = goal("better-than-benchmark", "全省平均")
    assert verdict(target, "61", 202512, evidence=known).status is Status.MET
    found = verdict(target, "61", 202512, evidence=known, indicator=FALLING)
    assert found.status is Status.OVERDUE


@pytest.mark.parametrize(
    ("month", "status"), [(202105, Status.OPEN), (202106, Status.BEHIND), (202107, Status.BEHIND)]
)
def test_too_early(month: int, status: Status) -> None:
    found = verdict(goal(">=", "50", "30"), "30", month)
    assert found.status is status
    assert ("还不到十分之一" in found.working) == (status is Status.OPEN)


def test_a_year_to_date_target_is_due_by_the_months_of_its_year() -> None:
    year = Evidence(year_start=1, noun="人次")
    target = replace(goal(">=", "1200", unit="人次"), due=date(2025, 12, 31))

    def found(count: int, month: int) -> Verdict:
        result = Result(Fraction(count), Fraction(1), 1, 1, 1)
        return judge(PLAN, target, COUNT, result, month, evidence=year)

    assert found(600, 202506).status is Status.ON_TRACK
    assert found(599, 202506).status is Status.BEHIND
    assert found(1200, 202511).status is Status.MET
    assert found(1199, 202512).status is Status.OVERDUE
    assert found(600, 202406).status is Status.OPEN
    need = found(500, 202506).need
    assert need is not None
    assert (need.count, need.months, need.per_month) == (700, 6, 117)
    assert need.text == "还需 700 人次，平均每月 117 人次"


def test_what_begins_anew_next_year_is_not_needed_month_by_month_before_its_year() -> None:
    year = Evidence(year_start=1, noun="人次")
    result = Result(Fraction(500), Fraction(1), 1, 1, 1)
    target = goal(">=", "1200", unit="人次")
    yearly = replace(COUNT, kind="ytd")
    need = judge(PLAN, target, yearly, result, 202406, evidence=year).need
    assert need is not None
    assert (need.count, need.months, need.text) == (700, 0, "还需 700 人次")


def test_a_year_to_date_path_grows_from_year_to_year() -> None:
    year = Evidence(start=Start(Fraction(30), BEGAN, "台账期初数"), year_start=1)
    target = goal(">=", "50")
    assert verdict(target, "20", 202306, evidence=year).status is Status.ON_TRACK
    assert verdict(target, "19.99", 202306, evidence=year).status is Status.BEHIND


def test_a_yearly_ceiling_is_kept_only_when_the_year_is_over() -> None:
    year = Evidence(year_start=1)
    ceiling = goal("<=", "12")
    assert verdict(ceiling, "6", 202506, evidence=year).status is Status.ON_TRACK
    assert verdict(ceiling, "7", 202506, evidence=year).status is Status.BEHIND
    assert verdict(ceiling, "12", 202512, evidence=year).status is Status.MET


def test_the_figure_of_an_older_month_is_held_against_the_path_of_that_month() -> None:
    target = goal(">=", "50", "30")
    old = Evidence(data_month=202212)
    assert verdict(target, "38", 202306, evidence=old).status is Status.ON_TRACK
    assert verdict(target, "38", 202306).status is Status.BEHIND


hundredths = st.integers(-2_000, 20_000).map(lambda each: Fraction(each, 100))
months = st.sampled_from([202012, 202101, 202106, 202107, 202306, 202406, 202511, 202512, 202606])
operators = st.sampled_from([">=", ">", "<=", "<", "=", "approx", "range"])


@example(">=", Fraction(2, 100), Fraction(1, 100), Fraction(0), Fraction(7, 100), 202101)
@given(operators, hundredths, st.none() | hundredths, hundredths, hundredths, months)
def test_a_better_figure_never_has_a_worse_verdict(  # noqa: PLR0917
    operator: str,
    value: Fraction,
    start: Fraction | None,
    one: Fraction,
    other: Fraction,
    month: int,
) -> None:
    text = rounded(abs(value) if operator == "range" else value, 2)
    target = goal(operator, text, "" if start is None else rounded(start, 2))
    first, second = (verdict(target, each, month) for each in (one, other))
    if first.bound is None:
        return
    better = one >= other if first.bound.rising else one <= other
    if better:
        assert RANK[first.status] >= RANK[second.status]
    else:
        assert RANK[first.status] <= RANK[second.status]


@given(st.sampled_from([">=", "<="]), hundredths, hundredths, hundredths, st.integers(0, 6))
def test_the_straight_path_and_the_verdict_agree(
    operator: str, value: Fraction, start: Fraction, figure: Fraction, half_years: int
) -> None:
    month = (202206, 202212, 202306, 202312, 202406, 202412, 202506)[half_years]
    found = verdict(goal(operator, rounded(value, 2), rounded(start, 2)), figure, month)
    if found.path is None or found.status.reached:
        return
    assert found.linear is not None
    assert found.linear.on_track == (found.status is Status.ON_TRACK)
    assert found.due_figure == found.path.at(last_day(month))
    texts = found.linear.text
    assert (Fraction(texts) >= 1) == found.linear.on_track
