"""Periods: printing and parsing are inverse, and titles give the period they are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.periods import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    Frequency,
    Period,
    add_months,
    find_period,
    latest,
    parse_period,
)

# Far enough from both ends that shifting stays inside the calendar.
YEARS = st.integers(EARLIEST_YEAR + 20, LATEST_YEAR - 20)
MONTHS = st.builds(lambda year, month: year * 100 + month, YEARS, st.integers(1, 12))
FREQUENCIES = st.sampled_from(Frequency)
PERIODS = st.builds(latest, FREQUENCIES, MONTHS)
STEPS = st.integers(-9, 9)

MONTH, QUARTER, HALF, YEAR = Frequency


@given(PERIODS)
def test_parsing_a_label_gives_the_period_back(period: Period) -> None:
    assert parse_period(period.label) == period
    assert parse_period(period.label, frequency=period.frequency) == period
    assert find_period(f"（{period.label}）表", frequency=period.frequency) == period


@given(MONTHS)
def test_a_month_written_in_any_way_is_the_same_month(end: int) -> None:
    year, month = divmod(end, 100)
    numerals = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    names = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()  # noqa: SIM905
    full_width = str(year).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    texts = [
        f"{year}年{month:02}月",
        f"{year} 年 {month} 月份",
        f"{year}-{month:02}",
        f"{year}/{month}",
        f"{year}.{month}",
        f"{year}{month:02}",
        f"{numerals}年{names[month - 1]}月",
        f"{numerals.replace('〇', '零')}年{month}月",
        f"{numerals.replace('〇', 'Ｏ')}年{names[month - 1]}月份",
        f"{full_width}年{month}月",
        f"{year}年1-{month}月",
        f"{year}年1月至{month}月",
    ]
    assert {parse_period(text) for text in texts} == {Period(end)}
    assert parse_period(f"{month}月份", year=year) == Period(end)
    assert parse_period(f"{names[month - 1]}月", year=year) == Period(end)


@pytest.mark.parametrize(
    ("text", "end", "frequency"),
    [
        ("2026年三季度", 202609, QUARTER),
        ("2026年第3季度", 202609, QUARTER),
        ("二〇二六年第四季度", 202612, QUARTER),
        ("2026Q1", 202603, QUARTER),
        ("2026-q2", 202606, QUARTER),
        ("２０２６年下半年", 202612, HALF),
        ("2026-H1", 202606, HALF),
        ("2026年度", 202612, YEAR),
        ("2026", 202612, YEAR),
    ],
)
def test_longer_periods(text: str, end: int, frequency: Frequency) -> None:
    assert parse_period(text) == Period(end, frequency)


def test_the_year_may_come_from_elsewhere() -> None:
    assert parse_period("第二季度", year=2026) == Period(202606, QUARTER)
    assert parse_period("上半年", year=2026) == Period(202606, HALF)
    assert parse_period("全年", year=2026) == Period(202612, YEAR)
    assert parse_period("2025年3月", year=2026) == Period(202503)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026年13月",
        "2026年0月",
        "2026年十三月",
        "二十月",
        "202613",
        "10月",
        "第五季度",
        "2026年第5季度",
        "99年3月",
        "2100年1月",
        "1948年12月",
        "2026年10月31日",
        "三月二",
        "月",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_period(text)


def test_a_form_takes_a_month_that_ends_its_period_and_no_other_length() -> None:
    assert parse_period("2026年9月", frequency=QUARTER) == Period(202609, QUARTER)
    assert parse_period("2026年12月", frequency=YEAR) == Period(202612, YEAR)
    for text, frequency in [
        ("2026年8月", QUARTER),
        ("2026年第三季度", MONTH),
        ("2026年", MONTH),
        ("2026年上半年", QUARTER),
    ]:
        with pytest.raises(ValueError, match=r"."):
            parse_period(text, frequency=frequency)


@pytest.mark.parametrize(("end", "frequency"), [(202600, MONTH), (202608, QUARTER), (12, MONTH)])
def test_a_period_that_cannot_be_is_not_built(end: int, frequency: Frequency) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period(end, frequency)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("临清市家庭医生签约服务情况统计表（2024年12月）", 202412),
        ("2021-2025年规划 2024年11月进展", 202411),
        ("签约月报-2024年12月", 202412),
        ("2024年1-12月累计完成情况", 202412),
        ("截至2024-12月", 202412),
        ("2024年13月（应为2024年12月）", 202412),
        ("2021-2025年规划", None),
        ("2024年度汇总", None),
        ("F1 202412", None),
        ("12月", None),
        ("临清市", None),
    ],
)
def test_titles(text: str, end: int | None) -> None:
    found = find_period(text)
    assert found == (None if end is None else Period(end))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026年9月至2026年10月", 202610),
        ("2025年12月26日至2026年1月25日", 202601),
        ("2025年12月26日—1月25日签约月报", 202601),
        ("2026年9月26日-10月25日", 202610),
        ("2026年1月至10月", 202610),
    ],
)
def test_a_span_of_dates_is_the_month_it_ends_in(text: str, end: int) -> None:
    assert find_period(text) == Period(end)


def test_a_title_without_year_takes_the_year_known_from_elsewhere() -> None:
    assert find_period("签约月报-12月", year=2026) == Period(202612)
    assert find_period("8-10月", year=2026) == Period(202610)
    assert find_period("上半年总结（2025年6月）", year=2026) == Period(202506)
    assert find_period("2024年10-12月", year=2026) == Period(202412)
    assert find_period("十三月", year=2026) is None


def test_a_yearly_form_finds_its_year_but_no_span_of_years() -> None:
    assert find_period("2024年健康水平年报", frequency=YEAR) == Period(202412, YEAR)
    assert find_period("2021-2025年规划", frequency=YEAR) is None
    assert find_period("2021—2025年规划（2023年）", frequency=YEAR) == Period(202312, YEAR)
    assert find_period("2024年第四季度", frequency=QUARTER) == Period(202412, QUARTER)
    assert find_period("2024年第四季度", frequency=MONTH) is None


@given(MONTHS, st.integers(-200, 200), st.integers(-200, 200))
def test_adding_months_adds_up(end: int, first: int, second: int) -> None:
    assert add_months(add_months(end, first), second) == add_months(end, first + second)
    assert add_months(end, 0) == end
    assert add_months(end, 12) == end + 100
    assert 1 <= add_months(end, first) % 100 <= 12


@given(PERIODS, STEPS, STEPS)
def test_shifts_add_up_and_come_back(period: Period, first: int, second: int) -> None:
    assert period.shift(first).shift(second) == period.shift(first + second)
    assert period.shift(first).frequency is period.frequency
    assert period.year_before() == period.shift(-12 // period.frequency.months)


@given(FREQUENCIES, MONTHS)
def test_the_latest_period_is_the_last_one_that_has_ended(frequency: Frequency, end: int) -> None:
    period = latest(frequency, end)
    assert period.end <= end < period.shift(1).end
    assert latest(frequency, period.end) == period


@given(PERIODS)
def test_periods_of_one_length_stand_in_the_order_of_time(period: Period) -> None:
    assert period.shift(-1) < period < period.shift(1)
