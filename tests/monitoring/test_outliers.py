"""The outlier test: quiet on every shape of sound series, awake to the mistakes clerks make."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.amounts import number
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.figures import Figures
from monitoring.findings import Finding
from monitoring.month import Limit, Month
from monitoring.outliers import Odd, median, odd_level, odd_step
from monitoring.periods import add_months
from monitoring.rules import evaluate_rules

LIMIT = Limit(5, 10)
LENGTHS = (6, 10, 14, 20, 26, 37)
TRIES = 40

Series = list[int]
Shape = Callable[[Random, int], Series]


def _counts(level: Callable[[int], float], noise: float) -> Shape:
    def series(chance: Random, length: int) -> Series:
        return [max(0, round(level(at) + chance.gauss(0, noise))) for at in range(length)]

    return series


def _drift(chance: Random, length: int) -> Series:
    amount, series = 2000, []
    for _ in range(length):
        amount += max(-3, round(chance.gauss(4, 6)))
        series.append(amount)
    return series


def _small(chance: Random, length: int) -> Series:
    return [sum(chance.random() < 0.05 for _ in range(100)) for _ in range(length)]


def _zero_heavy(chance: Random, length: int) -> Series:
    return [chance.choice((0, 0, chance.randrange(60))) for _ in range(length)]


def _changed_level(chance: Random, length: int) -> Series:
    noisy = _counts(lambda at: 300 if at < length - 3 else 420, 20)
    return noisy(chance, length)


STOCKS: dict[str, Shape] = {
    "quiet": _counts(lambda at: 50_000 + 30 * at, 20),
    "drifting": _drift,
    "new each January": _counts(lambda at: 5_000 + at // 12 * 400 + at, 2),
    "constant": lambda chance, length: [120] * length,
}
FLOWS: dict[str, Shape] = {
    "flat": _counts(lambda at: 300, 30),
    "noisy": _counts(lambda at: 300, 90),
    "seasonal": _counts(lambda at: 300 + 150 * math.sin(at * math.pi / 6), 20),
    "a campaign a year": _counts(lambda at: 900 if at % 12 == 4 else 200, 20),
    "trend": _counts(lambda at: 200 + 8 * at, 15),
    "small counts": _small,
    "zero-heavy": _zero_heavy,
    "a new level": _changed_level,
    "constant": lambda chance, length: [120] * length,
}


def _is_odd(series: Sequence[int | None], *, stock: bool) -> bool:
    found = odd_step(series, LIMIT) if stock else odd_level(series, 12, LIMIT)
    return found is not None


def _rate(
    shape: Shape, length: int, mistake: Callable[[Series], int] | None, *, stock: bool
) -> float:
    """How often a series of the shape, its last figure mistaken or not, is asked about."""
    asked = 0
    for seed in range(TRIES):
        series = shape(Random(seed * 1000 + length), length)
        if mistake is not None:
            series[-1] = mistake(series)
        asked += _is_odd(series, stock=stock)
    return asked / TRIES


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("name", STOCKS)
def test_a_sound_stock_is_hardly_ever_asked_about(name: str, length: int) -> None:
    assert _rate(STOCKS[name], length, None, stock=True) <= 0.025


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("name", FLOWS)
def test_a_sound_flow_is_hardly_ever_asked_about(name: str, length: int) -> None:
    assert _rate(FLOWS[name], length, None, stock=False) <= 0.05


def _digit_too_many(series: Series) -> int:
    return series[-1] * 10 + 7


def _tenth(series: Series) -> int:
    return series[-1] // 10


def _swapped(series: Series) -> int:
    digits = str(series[-1])
    return int(digits[1] + digits[0] + digits[2:])


def _last_years(series: Series) -> int:
    return series[-13]


@pytest.mark.parametrize("length", [10, 14, 26, 37])
@pytest.mark.parametrize("name", ["quiet", "drifting", "new each January"])
def test_a_mistaken_stock_is_asked_about(name: str, length: int) -> None:
    for mistake in (_digit_too_many, _tenth, _swapped):
        assert _rate(STOCKS[name], length, mistake, stock=True) >= 0.9, mistake.__name__


def test_last_years_stock_is_asked_about_when_the_year_has_made_a_difference() -> None:
    shape = STOCKS["new each January"]
    assert _rate(shape, 14, _last_years, stock=True) >= 0.9
    assert _rate(shape, 26, _last_years, stock=True) >= 0.9


@pytest.mark.parametrize("length", [10, 14, 26, 37])
@pytest.mark.parametrize("name", ["flat", "seasonal", "a campaign a year", "trend", "a new level"])
def test_a_flow_with_a_digit_too_many_is_asked_about(name: str, length: int) -> None:
    assert _rate(FLOWS[name], length, _digit_too_many, stock=False) >= 0.95


@pytest.mark.parametrize(
    ("name", "lengths"),
    [
        ("flat", (10, 14, 26, 37)),
        ("trend", (10, 14, 26, 37)),
        ("a new level", (10, 14, 26, 37)),
        ("a campaign a year", (10, 14, 26, 37)),
        ("seasonal", (26, 37)),  # before two years are known, a trough may be anything
    ],
)
def test_a_flow_in_the_wrong_unit_is_asked_about(name: str, lengths: Sequence[int]) -> None:
    for length in lengths:
        assert _rate(FLOWS[name], length, _tenth, stock=False) >= 0.9, length


def test_fewer_than_eight_past_values_say_nothing() -> None:
    flow = [300, 310, 305, 295, 300, 308, 299, 30_000]
    assert not _is_odd(flow, stock=False)
    assert _is_odd([301, *flow], stock=False)


def test_gaps_are_neither_noughts_nor_steps() -> None:
    series: list[int | None] = [100 + 2 * at + at * at * 3 % 11 for at in range(14)]
    assert not _is_odd(series, stock=True)
    series[6] = None
    assert not _is_odd(series, stock=True)
    assert _is_odd([*series, 1350], stock=True)
    assert not _is_odd([*series, None, 1350], stock=True)
    assert not _is_odd([*series, None], stock=True)
    assert not _is_odd([None] * 20, stock=False)
    assert not _is_odd([5], stock=True)


def test_what_stood_before_is_not_asked_about_again() -> None:
    flow = [300 + at * 7 % 11 for at in range(20)]
    assert _is_odd([*flow, 1300], stock=False)
    flow[4] = 1250
    assert not _is_odd([*flow, 1300], stock=False)


def test_the_edge_of_the_score_is_exact() -> None:
    """Past deviations are 0, ±1, …, so that the MAD is 2; 3.5 × 2 ÷ 0.6745 is 10.378 …"""
    past = [100, 99, 101, 98, 102, 97, 103, 100, 98]
    assert median(abs(each - median(past)) for each in past) == 2
    limit = Limit(0, 0)
    assert odd_level([*past, 110], 12, limit) is None
    assert odd_level([*past, 111], 12, limit) == Odd(Fraction(100), 97, 103, 9)
    assert odd_level([*past, 111], 12, Limit(11, 0)) is None
    assert odd_level([*past, 111], 12, Limit(10, 0)) is not None
    assert odd_level([*past, 111], 12, Limit(0, 12)) is None


@given(st.lists(st.integers(-(10**30), 10**30), min_size=1, max_size=25))
def test_the_median_is_exact(values: list[int]) -> None:
    middle = median(values)
    below = sum(1 for each in values if each <= middle)
    above = sum(1 for each in values if each >= middle)
    assert 2 * min(below, above) >= len(values)
    assert median(-each for each in values) == -middle


@given(
    st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=1, max_size=40), st.integers(1, 9)
)
def test_a_series_in_another_unit_is_judged_alike(series: list[int | None], times: int) -> None:
    scaled = [None if each is None else each * times for each in series]
    limit = Limit(5, 0)
    assert (odd_step(series, limit) is None) == (odd_step(scaled, limit) is None)
    assert (odd_level(series, 12, limit) is None) == (odd_level(scaled, 12, limit) is None)


def _found(
    catalogue: Catalogue, area: Area, item: str, amounts: Sequence[int], end: int
) -> list[Finding]:
    unit = catalogue.form_of[item].reporting(area, end)[0].code
    values = {
        (unit, item, add_months(end, -back)): number(amount)
        for back, amount in enumerate(reversed(amounts))
    }
    limits = {(rule, ""): None for rule in ("R21-1", "R21-2")}
    month = Month(catalogue, area, Figures(values, catalogue.decimals), end, {}, limits)
    return [finding for finding in evaluate_rules(month) if finding.id in ("R21-5", "R21-6")]


def test_a_finding_says_what_the_past_was(catalogue: Catalogue, linqing: Area) -> None:
    amounts = [1000 + 3 * at + at * at * 3 % 11 for at in range(20)]
    assert not _found(catalogue, linqing, "fd_signed", amounts, 202610)
    amounts[-1] += 900
    [finding] = _found(catalogue, linqing, "fd_signed", amounts, 202610)
    assert (finding.left, finding.right, finding.blocks) == ("1962", "1061", False)
    assert finding.message == (
        "签约居民数 1962，比上期多 904；过去 18 次变动在 -2 到 8 之间。"
        "月末数一下变动太大，明显不同于这个单位以往的变动，要核实。"
    )


def test_a_flow_is_held_against_its_season(catalogue: Catalogue, linqing: Area) -> None:
    amounts = [200 + (150 if at % 12 in (5, 6) else 0) + at * at * 5 % 17 for at in range(30)]
    assert amounts[-1] > 300
    assert not _found(catalogue, linqing, "visits", amounts, 202606)
    amounts[-1] = 1500
    [finding] = _found(catalogue, linqing, "visits", amounts, 202606)
    assert "过去 24 期在 203 到 360 之间（已考虑季节）" in finding.message


def test_january_and_its_return_to_nought_are_not_odd(catalogue: Catalogue, linqing: Area) -> None:
    added = [40 + at * 3 % 7 for at in range(26)]
    running, amounts = 0, []
    for at, amount in enumerate(added):
        running = amount if at % 12 == 0 else running + amount
        amounts.append(running)
    for last in range(15, 27):
        end = add_months(202401, last - 1)
        assert not _found(catalogue, linqing, "fd_renewed", amounts[:last], end), end
    wrong = [*amounts[:20], amounts[20] + 400]
    [finding] = _found(catalogue, linqing, "fd_renewed", wrong, 202509)
    assert "本期新增 444，过去 20 期在 40 到 46 之间" in finding.message


def test_one_jump_is_asked_about_once(catalogue: Catalogue, linqing: Area) -> None:
    unit = linqing.units[0].code
    values = {
        (unit, "fd_signed", add_months(202610, -back)): number(
            1000 - 3 * back - back * back * 3 % 11
        )
        for back in range(20)
    }
    values[unit, "fd_signed", 202610] = number(9000)
    month = Month(catalogue, linqing, Figures(values, catalogue.decimals), 202610, {})
    rules = [f.id for f in evaluate_rules(month) if f.items == ("fd_signed",)]
    assert rules == ["R21-1", "R21-2"]
