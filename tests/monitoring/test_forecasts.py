"""The Theil–Sen line: exact, robust against one odd month, silent with too few."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.forecasts import FEWEST, forecast
from monitoring.periods import Frequency, add_months

MONTH = Frequency.MONTH


def line(count: int, start: int = 30, odd: int | None = None) -> list[tuple[int, Fraction]]:
    """``count`` months from 2024-01, half a point more each; the month ``odd`` is nonsense."""
    return [
        (add_months(202401, place), Fraction(900 if place == odd else 2 * start + place, 2))
        for place in range(count)
    ]


def test_a_straight_line_goes_on_straight() -> None:
    found = forecast(line(24), 202612, MONTH)
    assert found is not None
    assert found.value == found.low == found.high == 30 + Fraction(35, 2)
    assert (found.slope, found.points) == (Fraction(1, 2), 24)
    assert "泰尔—森中位数斜率：2024年1月至2025年12月共 24 期" in found.working


def test_one_odd_month_bends_the_line_little() -> None:
    found = forecast(line(24, odd=20), 202612, MONTH)
    assert found is not None
    assert abs(found.value - 30 - Fraction(35, 2)) < 1


@pytest.mark.parametrize(("count", "said"), [(11, False), (12, True)])
def test_nothing_is_said_with_fewer_months_than_it_takes(count: int, said: bool) -> None:
    assert (forecast(line(count), 202612, MONTH) is not None) == said


def test_only_the_last_two_years_count() -> None:
    old = [(add_months(202001, place), Fraction(99)) for place in range(48)]
    assert forecast([*old, *line(24)], 202612, MONTH) == forecast(line(24), 202612, MONTH)


def test_a_day_that_has_come_is_not_forecast() -> None:
    assert forecast(line(24), 202512, MONTH) is None
    assert forecast(line(24), 202601, MONTH) is not None


def test_years_are_as_good_as_months() -> None:
    years = [(year * 100 + 12, Fraction(year - 2000)) for year in range(2020, 2026)]
    found = forecast(years, 203012, Frequency.YEAR)
    assert found is not None
    assert found.value == 30
    assert forecast(years[: FEWEST[Frequency.YEAR] - 1], 203012, Frequency.YEAR) is None


def test_a_share_stays_between_nothing_and_all() -> None:
    limits = (Fraction(0), Fraction(100))
    rising, falling = line(24, start=90), [(m, 100 - f) for m, f in line(24, start=90)]
    up, down = (forecast(each, 203012, MONTH, limits) for each in (rising, falling))
    assert up is not None
    assert down is not None
    assert up.value == 100
    assert down.value == 0


@given(st.lists(st.fractions(0, 100, max_denominator=997), min_size=12, max_size=24))
def test_the_range_holds_the_value(figures: list[Fraction]) -> None:
    series = [(add_months(202401, place), figure) for place, figure in enumerate(figures)]
    found = forecast(series, 202812, MONTH)
    assert found is not None
    assert found.low <= found.value <= found.high
