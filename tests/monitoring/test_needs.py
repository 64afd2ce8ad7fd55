"""What is still needed, and which townships hold the gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.goals import Bound
from monitoring.indicators import Result
from monitoring.needs import contributions, counted_in, needed
from tests.monitoring.small import COUNTY, EAST, WEST, catalogue

RATE, COUNT = catalogue().indicators["sign"], catalogue().indicators["births"]
NAMES = {EAST: "东镇", WEST: "西镇"}
SIXTY = Bound(Fraction(60), rising=True)


@pytest.mark.parametrize(
    ("day", "months", "each"),
    [
        (date(2025, 6, 30), 6, 91),
        (date(2025, 11, 30), 1, 545),
        (date(2025, 12, 31), 0, 0),
        (date(2026, 3, 31), 0, 0),
    ],
)
def test_how_many_more_by_the_due_date_and_a_month(day: date, months: int, each: int) -> None:
    result = Result(Fraction(917), Fraction(2436), 100, 2, 2)
    found = needed(RATE, SIXTY, result, day, date(2025, 12, 31), noun="张")
    assert found is not None
    assert (found.count, found.months, found.per_month) == (545, months, each)
    assert found.text.startswith("还需 545 张")
    assert ("平均每月" in found.text) == bool(months)


def test_a_falling_target_needs_fewer() -> None:
    result = Result(Fraction(21), Fraction(100), 100, 2, 2)
    most = Bound(Fraction(20), rising=False)
    found = needed(RATE, most, result, date(2025, 6, 30), date(2025, 12, 31), noun="人")
    assert found is not None
    assert found.text == "还需减少 1 人，平均每月 1 人"


def test_what_is_counted_is_named_by_its_item() -> None:
    assert counted_in(COUNT, catalogue()) == "人"


def test_townships_are_ordered_by_what_they_lack() -> None:
    shares = [(EAST, (Fraction(30), Fraction(100))), (WEST, (Fraction(50), Fraction(60)))]
    found = contributions(RATE, SIXTY, NAMES, shares)
    assert found is not None
    assert [each.name for each in found.units] == ["东镇", "西镇"]
    assert [each.lacks for each in found.units] == [30, -14]
    assert [each.whole for each in found.units] == [30, 0]
    assert [each.share for each in found.units] == [1, 0]
    assert found.gap == 16


def test_who_did_not_report_is_named_and_counts_nowhere() -> None:
    shares = [(EAST, (Fraction(30), Fraction(100))), (WEST, None)]
    found = contributions(RATE, SIXTY, NAMES, shares)
    assert found is not None
    assert found.missing == ("西镇",)
    assert found.gap == 30


def test_a_count_asks_of_the_county_alone() -> None:
    assert contributions(COUNT, SIXTY, NAMES, [(EAST, (Fraction(30),))]) is None


sides = st.tuples(st.none() | st.integers(0, 999), st.none() | st.integers(0, 999))


@given(
    st.lists(st.none() | sides, min_size=1, max_size=3),
    st.integers(0, 10_000).map(lambda each: Fraction(each, 100)),
    st.booleans(),
)
def test_the_parts_sum_to_the_gap_exactly(
    parts: list[tuple[int | None, int | None] | None], value: Fraction, rising: bool
) -> None:
    shares = [
        (unit, None if each is None else tuple(None if s is None else Fraction(s) for s in each))
        for unit, each in zip((EAST, WEST, COUNTY), parts, strict=False)
    ]
    over = sum(each[0] or 0 for each in parts if each)
    under = sum(each[1] or 0 for each in parts if each)
    found = contributions(replace(RATE), Bound(value, rising), NAMES, shares)
    assert found is not None
    gap = (value * under / 100 - over) * (1 if rising else -1)
    assert sum(each.lacks for each in found.units) == found.gap == gap
    assert sum(each.share for each in found.units) in (0, 1)
