from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from importers.numbers import number_in, percent, plain_number
from importers.workbook import UNCACHED, Scalar


def test_numbers_for_checks_are_found_in_any_kind_of_cell() -> None:
    assert [plain_number(c) for c in (3, Decimal("1.5"), "1,234", "12")] == [
        3,
        Decimal("1.5"),
        1234,
        12,
    ]
    assert [plain_number(c) for c in (None, True, "甲", "5%", Decimal("NaN"))] == [None] * 5
    assert (percent("63.5%"), percent("63.5"), percent(63)) == (Decimal("63.5"), None, None)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3, 3),
        ("１２", 12),
        ("63人", 63),
        ("1,234 人", 1234),
        ("63.5%", Decimal("63.5")),
        ("2000万", 20_000_000),
        ("1.2万人", 12_000),
        ("三家", 3),
        ("一百二十", 120),
        ("十二万人", 120_000),
    ],
)
def test_a_number_is_found_with_whatever_it_is_written(cell: Scalar, number: Decimal) -> None:
    assert number_in(cell) == number


@pytest.mark.parametrize(
    "cell", ["65岁", "2026年", "10月", "三", "十里村", "3号村", "人", "—", "", None, True, UNCACHED]
)
def test_words_with_a_number_in_them_are_no_figures(cell: Scalar) -> None:
    assert number_in(cell) is None
    assert number_in(date(2026, 10, 1)) is None
