"""Targets: judged by the unrounded figure, on the right day, with what is still needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitoring.amounts import rounded
from monitoring.catalogue import Catalogue, Indicator
from monitoring.goals import Bound, bound_of
from monitoring.indicators import Result
from monitoring.judging import judge
from monitoring.pace import last_day
from monitoring.plan_loading import load_plans
from monitoring.plans import Baseline, Plan, Target
from monitoring.progress import GLYPHS, Status, Verdict
from monitoring.resources import RESOURCES, read_tables
from tests.monitoring.small import catalogue

RATE, COUNT = catalogue().indicators["sign"], catalogue().indicators["births"]
AGE = replace(COUNT, unit="岁", places=2)
PLAN = Plan("x", "某规划", "371581000000", "临清市", date(2021, 1, 1), date(2025, 12, 31), ())
DUE = date(2025, 12, 31)
THIRTY = Baseline("30", "%", date(2020, 12, 31))


def target(operator: str, value: str, baseline: Baseline | None = None) -> Target:
    return Target(
        "T1", "签约率", operator, value, "%", DUE, "stated", "A", "全市", "二", 1, "sign",
        baseline=baseline,
    )  # fmt: skip


def percent(value: str) -> Result:
    ratio = Fraction(value) / 100
    return Result(Fraction(ratio.numerator), Fraction(ratio.denominator), 100, 2, 2)


def verdict(
    goal: Target, result: Result | None, month: int, indicator: Indicator = RATE
) -> Verdict:
    return judge(PLAN, goal, indicator, result, month)


@pytest.mark.parametrize(
    ("operator", "value", "met", "not_met"),
    [
        (">=", "60", ["60", "60.0001", "100"], ["59.9999", "0"]),
        (">", "60", ["60.0001"], ["60", "59"]),
        ("<=", "60", ["60", "0"], ["60.0001"]),
        ("<", "60", ["59.9999"], ["60"]),
        ("=", "100", ["100", "101"], ["99.9999"]),
        ("=", "0", ["0"], ["0.0001"]),
        ("approx", "90", ["85.5", "90", "99"], ["85.4999"]),
        ("range", "1-2", ["1", "1.5", "3"], ["0.9999"]),
        ("range", "2—4", ["2"], ["1.9999"]),
    ],
)
def test_each_operator(operator: str, value: str, met: list[str], not_met: list[str]) -> None:
    goal = target(operator, value)
    for text in met:
        assert verdict(goal, percent(text), 202001).status is Status.MET, text
    for text in not_met:
        assert verdict(goal, percent(text), 202512).status is Status.OVERDUE, text


def test_about_is_met_from_the_side_the_baseline_is_on_and_never_by_standing_still() -> None:
    day = date(2015, 12, 31)
    assert bound_of(target("approx", "25", Baseline("40.18", "%", day))) == Bound(
        Fraction("26.25"), rising=False
    )
    assert bound_of(target("approx", "81", Baseline("77.1", "岁", day))) == Bound(
        Fraction(81), rising=True
    )
    assert bound_of(target("approx", "100")) == Bound(Fraction(95), rising=True)


def test_relative_to_a_baseline() -> None:
    start = Baseline("20.41", "%", date(2015, 12, 31))
    assert bound_of(target("relative-to-baseline", "-10", start)) == Bound(
        Fraction("18.369"), rising=False
    )
    assert bound_of(target("relative-to-baseline", ">=+15%", start)) == Bound(
        Fraction("23.4715"), rising=True
    )
    assert bound_of(target("relative-to-baseline", "+15")) is None


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("trend-up", ""),
        ("trend-down", ""),
        ("better-than-benchmark", "<=全省平均"),
        ("maintain", "已消除"),
        ("growth-rate", ">5"),
        ("=", "1+1"),
        (">=", "1-2"),
        ("approx", "0"),
    ],
)
def test_what_makes_no_comparison_is_left_to_a_person(operator: str, value: str) -> None:
    found = verdict(target(operator, value), percent("50"), 202512)
    assert found.status is Status.OPEN
    assert (found.actual, found.required, found.gap, found.needed) == ("50.00", "", "", None)
    assert "人工认定" in found.working


@pytest.mark.parametrize("result", [None, Result(None, None, 100, 0, 2)])
def test_without_data_nothing_is_judged(result: Result | None) -> None:
    found = verdict(target(">=", "60"), result, 202512)
    assert (found.status, found.actual, found.required) == (Status.NO_DATA, "", "60")
    assert (found.gap, found.needed) == ("", None)
    zero = verdict(target(">=", "60"), Result(Fraction(5), Fraction(0), 100, 2, 2), 202512)
    assert zero.status is Status.NO_DATA


def test_what_no_indicator_measures_is_left_to_a_person() -> None:
    assert judge(PLAN, target(">=", "60"), None, None, 202512).status is Status.OPEN


def test_the_day_it_is_due() -> None:
    goal = target(">=", "50", THIRTY)
    assert verdict(goal, percent("49"), 202511).status is Status.BEHIND
    assert verdict(goal, percent("49"), 202512).status is Status.OVERDUE
    assert verdict(goal, percent("49"), 202601).status is Status.OVERDUE
    for day in (29, 30):
        june = replace(goal, due=date(2025, 6, day))
        assert verdict(june, percent("49"), 202505).status is not Status.OVERDUE
        assert verdict(june, percent("49"), 202506).status is Status.OVERDUE
    july = replace(goal, due=date(2025, 7, 1))
    assert verdict(july, percent("49.99"), 202506).status is not Status.OVERDUE


@pytest.mark.parametrize(
    ("month", "stands"),
    [
        (202012, Fraction(30)),
        (202006, Fraction(30)),
        (202101, 30 + Fraction(1, 3)),
        (202112, Fraction(34)),
        (202306, Fraction(40)),
        (202412, Fraction(46)),
        (202512, Fraction(50)),
        (203012, Fraction(50)),
    ],
)
def test_the_path_from_thirty_to_fifty(month: int, stands: Fraction) -> None:
    path = verdict(target(">=", "50", THIRTY), percent("40"), month).path
    assert path is not None
    assert path.at(last_day(month)) == stands


def test_on_the_path_and_behind_it() -> None:
    goal = target(">=", "50", THIRTY)
    path = verdict(goal, percent("40"), 202306).due_figure
    assert path == 40
    exactly = Result(path * 10**6, Fraction(10**8), 100, 2, 2)
    assert verdict(goal, exactly, 202306).status is Status.ON_TRACK
    just_under = replace(exactly, numerator=path * 10**6 - 1)
    found = verdict(goal, just_under, 202306)
    assert found.status is Status.BEHIND
    [line] = [each for each in found.lines if "按时间推算此时应为" in each]
    shown_path, shown_actual = line.rstrip("。").split("此时应为 ")[1].split("，实际为 ")
    assert Fraction(shown_actual) < Fraction(shown_path)


def test_a_falling_target_is_on_its_way_below_the_path() -> None:
    goal = target("<=", "20", Baseline("40", "%", date(2020, 12, 31)))
    assert verdict(goal, percent("29"), 202306).status is Status.ON_TRACK
    assert verdict(goal, percent("31"), 202306).status is Status.BEHIND
    found = verdict(goal, percent("20.5"), 202512)
    assert (found.status, found.gap, found.needed) == (Status.OVERDUE, "0.50", 1)


def test_without_a_baseline_nothing_is_said_before_the_day() -> None:
    found = verdict(target(">=", "60"), percent("50"), 202511)
    assert (found.status, found.required, found.gap) == (Status.OPEN, "60", "10.00")
    late = target(">=", "60", Baseline("30", "%", DUE))
    assert verdict(late, percent("50"), 202511).status is Status.OPEN


@pytest.mark.parametrize(
    ("operator", "value", "numerator", "denominator", "needed"),
    [
        (">=", "60", 917, 2436, 545),
        (">=", "60", 60, 100, 0),
        (">=", "60", 59, 100, 1),
        (">", "60", 60, 100, 1),
        (">", "60", 59, 100, 2),
        (">=", "33.3", 33, 100, 1),
        ("<=", "20", 21, 100, 1),
        ("<=", "20.5", 21, 100, 1),
        ("<", "20", 20, 100, 1),
        ("<", "20", 21, 100, 2),
    ],
)
def test_how_many_more(
    operator: str, value: str, numerator: int, denominator: int, needed: int
) -> None:
    result = Result(Fraction(numerator), Fraction(denominator), 100, 2, 2)
    assert verdict(target(operator, value), result, 202512).needed == needed


def test_how_many_more_of_what_is_counted_only() -> None:
    goal, of = target(">=", "81"), Fraction(1)
    assert verdict(goal, Result(Fraction(77), of, 1, 1, 1), 202512, COUNT).needed == 4
    assert verdict(goal, Result(Fraction("77.1"), of, 1, 1, 1), 202512, AGE).needed is None


@given(
    st.sampled_from([">=", ">", "<=", "<"]),
    st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10)),
    st.integers(0, 500),
    st.integers(1, 500),
)
def test_what_is_needed_is_enough_and_no_less_would_be(
    operator: str, value: Fraction, numerator: int, denominator: int
) -> None:
    goal = target(operator, rounded(value, 1))
    found = verdict(goal, Result(Fraction(numerator), Fraction(denominator), 100, 2, 2), 202512)
    bound = bound_of(goal)
    assert bound is not None
    assert found.needed is not None
    sign = 1 if bound.rising else -1

    def met(count: int) -> bool:
        return bound.met(Fraction(numerator + sign * count, denominator) * 100)

    assert met(found.needed)
    assert found.needed == 0 or not met(found.needed - 1)
    assert (found.status is Status.MET) == (found.needed == 0)


@given(st.integers(0, 200000), st.integers(1, 2000), st.integers(0, 20000), st.booleans())
@example(89996, 100000, 9000, True)
@example(90004, 100000, 9000, False)
@example(9000, 10000, 9000, True)
def test_what_is_shown_never_contradicts_the_verdict(
    numerator: int, denominator: int, hundredths: int, rising: bool
) -> None:
    goal = target(">=" if rising else "<=", f"{hundredths // 100}.{hundredths % 100:02}")
    found = verdict(goal, Result(Fraction(numerator), Fraction(denominator), 100, 2, 2), 202512)
    shown, required = Fraction(found.actual), Fraction(found.required)
    looks_met = shown >= required if rising else shown <= required
    assert looks_met == (found.status is Status.MET)
    gap = Fraction(found.gap)
    assert (gap > 0) == (found.status is Status.OVERDUE)


def test_the_last_day_of_a_month() -> None:
    assert last_day(202402) == date(2024, 2, 29)
    assert last_day(202302) == date(2023, 2, 28)


def test_every_status_has_its_own_shape() -> None:
    assert len({GLYPHS[status] for status in Status}) == len(Status)


def test_every_target_of_the_real_plans_is_read(catalogue: Catalogue) -> None:
    plans = load_plans(read_tables(RESOURCES / "plans"), catalogue.indicators)
    directions = {"trend-up", "trend-down", "better-than-benchmark", "maintain", "growth-rate"}
    targets = [goal for plan in plans.values() for goal in plan.targets]
    assert len(targets) == 282
    for goal in targets:
        bound = bound_of(goal)
        if goal.operator in directions:
            assert bound is None, goal.id
        elif bound is None:
            # About nought, increases on an unknown start, and two hospitals in one text.
            assert goal.id in {"003-T010", "003-T165", "003-T104", "003-T113", "004-T022"}
        else:
            falls = goal.operator in ("<=", "<") or goal.value in ("0", "-10", "-15")
            assert bound.rising != (falls or goal.id == "003-T011"), goal.id
            assert bound.value >= 0
            assert bound.value <= 100 or goal.unit not in ("%", "‰", "岁")
            if goal.baseline is not None and goal.operator == "approx":
                assert not bound.met(Fraction(goal.baseline.value)), goal.id


def test_a_target_is_measured_in_the_unit_of_its_indicator(catalogue: Catalogue) -> None:
    counts = {"个", "家", "所"}
    plans = load_plans(read_tables(RESOURCES / "plans"), catalogue.indicators)
    for plan in plans.values():
        for goal in plan.targets:
            if goal.indicator and bound_of(goal) is not None:
                unit = catalogue.indicators[goal.indicator].unit
                assert unit == goal.unit or {unit, goal.unit} <= counts, goal.id
