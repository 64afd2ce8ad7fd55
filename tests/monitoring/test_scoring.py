"""Points: better figures never earn less, places follow the points, missing is never nought."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from monitoring.plans import Plan, Target
from monitoring.scoring import Mark, Score, best, points, ranks, standard_of, total

figures = st.fractions(min_value=-100, max_value=1000, max_denominator=1000)


@given(figures, figures, figures, st.integers(0, 100), st.booleans())
def test_a_better_figure_never_earns_fewer_points(
    one: Fraction, other: Fraction, standard: Fraction, weight: int, rising: bool
) -> None:
    worse, better = sorted((one, other), reverse=not rising)
    lower = points(worse, standard, weight, rising=rising)
    upper = points(better, standard, weight, rising=rising)
    assert 0 <= lower <= upper <= weight


def test_points_are_the_share_of_the_standard_exactly() -> None:
    assert points(Fraction(20), Fraction(60), 30, rising=True) == 10
    assert points(Fraction(70), Fraction(60), 30, rising=True) == 30
    assert points(Fraction(1, 3), Fraction(1), 1, rising=True) == Fraction(1, 3)


def test_a_falling_indicator_is_turned_round() -> None:
    assert points(Fraction(8), Fraction(4), 30, rising=False) == 15
    assert points(Fraction(4), Fraction(4), 30, rising=False) == 30
    assert points(Fraction(0), Fraction(0), 30, rising=False) == 30
    assert points(Fraction(1), Fraction(0), 30, rising=False) == 0


def test_where_the_best_is_nothing_nothing_is_earned() -> None:
    assert points(Fraction(0), Fraction(0), 30, rising=True) == 0


def test_missing_stays_in_the_whole_and_what_does_not_apply_leaves_it() -> None:
    weights = {"a": 60, "b": 40}
    full = Score(Mark.SCORED, Fraction(1), Fraction(60))
    assert total({"a": full, "b": Score(Mark.MISSING)}, weights) == 60
    assert total({"a": full, "b": Score(Mark.NOT_APPLICABLE)}, weights) == 100


def test_a_unit_without_any_figure_has_no_total() -> None:
    weights = {"a": 60, "b": 40}
    assert total({"a": Score(Mark.MISSING), "b": Score(Mark.MISSING)}, weights) is None
    assert total({"a": Score(Mark.MISSING), "b": Score(Mark.NOT_APPLICABLE)}, weights) is None


@given(st.dictionaries(st.text(max_size=3), figures, min_size=1))
def test_places_follow_the_points_and_ties_share_one(totals: dict[str, Fraction]) -> None:
    places = ranks(totals)
    assert min(places.values()) == 1
    for one, first in totals.items():
        for other, second in totals.items():
            assert (places[one] < places[other]) == (first > second)
        assert places[one] == 1 + sum(each > first for each in totals.values())


def _target(identity: str, value: str, due: int, operator: str = ">=") -> Target:
    return Target(
        identity, "签约率", operator, value, "%", date(due, 12, 31),
        "stated", "A", "全市", "一", 1, indicator="rate",
    )  # fmt: skip


def _plan(*targets: Target) -> Plan:
    start, end = date(2021, 1, 1), date(2030, 12, 31)
    return Plan("P", "规划", "1", "县", start, end, targets)


def test_the_standard_is_the_target_due_last_and_of_two_the_stricter() -> None:
    plan = _plan(_target("T1", "90", 2022), _target("T2", "60", 2025), _target("T3", "75", 2025))
    found = standard_of("rate", [plan])
    assert found is not None
    assert found.target is not None
    assert found.target.id == "T3"
    assert found.value == 75
    assert found.rising
    fewer = standard_of(
        "rate", [_plan(_target("T1", "5", 2025, "<="), _target("T2", "4", 2025, "<="))]
    )
    assert fewer is not None
    assert fewer.value == 4
    assert not fewer.rising


def test_a_direction_sets_no_standard() -> None:
    assert standard_of("rate", [_plan(_target("T1", "", 2025, "trend-up"))]) is None
    assert standard_of("other", [_plan(_target("T1", "60", 2025))]) is None


def test_without_a_target_the_best_figure_is_the_standard() -> None:
    assert best([], rising=True) is None
    low, high = best([Fraction(3), Fraction(5)], rising=False), best([Fraction(3)], rising=True)
    assert low is not None
    assert high is not None
    assert low.value == high.value == 3
    assert high.target is None
