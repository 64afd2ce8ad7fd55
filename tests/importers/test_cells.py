from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells import read_cell
from importers.workbook import UNCACHED, CellError, Scalar
from monitoring.amounts import MAX_AMOUNT, MISSING, NOT_APPLICABLE, Value, grouped, number, unscale
from tests.importers.books import item

COUNT = item("count", "签约居民数")
MONEY = item("money", "增加值", unit="亿元", decimals=2)
SHARE = item("share", "健康素养水平", unit="%", decimals=2)
GROWTH = item("growth", "增速", unit="%", decimals=1, negative=True)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        (0, number(0)),
        (12, number(12)),
        (Decimal("12.0"), number(12)),
        ("12", number(12)),
        (" １２３４ ", number(1234)),
        ("1,234", number(1234)),
        ("１，２３４，５６７", number(1234567)),
        ("+5", number(5)),
        ("12.00", number(12)),
        ("-0", number(0)),
        ("未报", MISSING),
        (" 未报 ", MISSING),
        ("缺报", MISSING),
        ("不涉及", NOT_APPLICABLE),
        ("1,234人", number(1234)),
        ("１２ 名", number(12)),
        ("一百二十三", number(123)),
        ("两千零五人", number(2005)),
        ("壹佰贰拾", number(120)),
        ("三千万", number(30_000_000)),
        ("〇", number(0)),
        ("不适用", NOT_APPLICABLE),
        ("/", NOT_APPLICABLE),
        ("／", NOT_APPLICABLE),
        (Decimal("1234.0000000000002"), number(1234)),
    ],
)
def test_a_count_is_read_for_what_it_is(scalar: Scalar, value: Value) -> None:
    assert read_cell(scalar, COUNT) == (value, None)


@pytest.mark.parametrize("blank", [None, "", "  ", "　", "\u00a0"])
def test_a_blank_cell_is_neither_value_nor_problem(blank: Scalar) -> None:
    assert read_cell(blank, COUNT) == (None, None)


@pytest.mark.parametrize(
    ("scalar", "code"),
    [
        ("-", "ambiguous_mark"),
        ("—", "ambiguous_mark"),
        ("——", "ambiguous_mark"),
        ("－", "ambiguous_mark"),
        ("…", "ambiguous_mark"),
        ("无", "ambiguous_mark"),
        ("N/A", "ambiguous_mark"),
        (-3, "negative"),
        ("-3", "negative"),
        ("－３", "negative"),
        (Decimal("1.5"), "decimals"),
        ("1.5", "decimals"),
        (CellError("#DIV/0!"), "error_value"),
        (CellError(), "error_value"),
        (UNCACHED, "uncached"),
        (date(2026, 10, 1), "date"),
        (datetime(2026, 10, 1, 8), "date"),  # noqa: DTZ001 - a workbook knows no time zones
        (time(8), "date"),
        (timedelta(hours=30), "date"),
        (True, "boolean"),
        (False, "boolean"),
        ("63.5%", "percent"),
        ("６３％", "percent"),
        ("2000万", "needs_unit"),
        ("2000万人", "needs_unit"),
        ("3 家", "needs_unit"),
        ("1,23人", "needs_unit"),
        (MAX_AMOUNT + 1, "out_of_range"),
        (10**300, "out_of_range"),
        ("9" * 40, "out_of_range"),
        (Decimal("1E+300"), "out_of_range"),
        (Decimal("NaN"), "error_value"),
        (Decimal("Infinity"), "error_value"),
        ("一百二", "not_a_number"),
        ("三五", "not_a_number"),
        ("一百二十张", "not_a_number"),
        ("二〇二六年", "not_a_number"),
        ("2026-10-01", "date"),
        ("10月1日", "date"),
        ("1,23", "not_a_number"),
        ("12,34,567", "not_a_number"),
        ("0,123", "not_a_number"),
        ("1 2", "not_a_number"),
        ("10²", "not_a_number"),
        ("①", "not_a_number"),
        ("½", "not_a_number"),
        ("1e5", "not_a_number"),
        ("0x10", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("(12)", "not_a_number"),
        ("١٢", "not_a_number"),
    ],
)
def test_anything_else_is_refused_with_its_own_code(scalar: Scalar, code: str) -> None:
    value, problem = read_cell(scalar, COUNT)
    assert value is None
    assert problem is not None
    assert problem.code == code
    assert "签约居民数" in problem.message
    assert "；请" in problem.message


def test_an_item_with_decimals_takes_as_many_as_it_has() -> None:
    assert read_cell(Decimal("12.34"), MONEY)[0] == number(1234)
    assert read_cell("1,234.5", MONEY)[0] == number(123450)
    problem = read_cell(Decimal("12.345"), MONEY)[1]
    assert problem is not None
    assert problem.code == "decimals"


def test_the_noise_of_binary_sums_is_not_taken_for_decimals() -> None:
    assert read_cell(Decimal(repr(0.1 + 0.2)), MONEY)[0] == number(30)


def test_a_percent_sign_is_welcome_only_where_percent_is_the_unit() -> None:
    assert read_cell("28.5%", SHARE)[0] == number(2850)
    assert read_cell("28.5%", MONEY)[1] is not None


def test_only_growth_may_be_negative() -> None:
    assert read_cell("-1.5", GROWTH)[0] == number(-15)
    assert read_cell(Decimal("-1.5"), GROWTH)[0] == number(-15)
    assert read_cell(Decimal("-1.5"), SHARE)[1] is not None


def test_a_long_text_is_shortened_in_the_sentence() -> None:
    problem = read_cell("很" * 500, COUNT)[1]
    assert problem is not None
    assert len(problem.message) < 80


@given(st.integers(0, MAX_AMOUNT), st.sampled_from([COUNT, MONEY, SHARE, GROWTH]))
def test_a_printed_number_is_read_back_the_same(amount: int, one: object) -> None:
    assert isinstance(one, type(COUNT))
    expected = (number(amount), None)
    assert read_cell(unscale(amount, one.decimals), one) == expected
    assert read_cell(grouped(amount, one.decimals), one) == expected


@given(st.text(max_size=12))
def test_no_text_becomes_zero_unless_it_says_zero(text: str) -> None:
    value, _ = read_cell(text, COUNT)
    if value == number(0):
        assert (
            text.strip(" \t\n\r　\u00a0\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
            .lstrip("+-＋－−")
            .strip("0０.．")
            == ""
            or "0" in text
            or "０" in text
        )


@given(st.floats(0, 1e12, allow_nan=False))
def test_a_float_is_read_exactly_or_refused(amount: float) -> None:
    value, problem = read_cell(Decimal(repr(amount)), MONEY)
    assert (value is None) != (problem is None)
    if value is not None:
        assert value.amount is not None
        assert abs(Decimal(value.amount) / 100 - Decimal(repr(amount))) < Decimal("0.01")
