from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.numerals import numeral

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number as it is written out in full."""
    if number >= 10**8:
        return joined(number, 10**8, "亿")
    if number >= 10**4:
        return joined(number, 10**4, "万")
    if number == 0:
        return "零"
    text, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + sign
        gap = bool(text) and not digit
    return text


def joined(number: int, unit: int, sign: str) -> str:
    high, low = divmod(number, unit)
    between = "零" if 0 < low < unit // 10 else ""
    return chinese(high) + sign + (between + chinese(low) if low else "")


@given(st.integers(0, 10**12 - 1))
def test_a_number_written_out_is_read_back_the_same(number: int) -> None:
    assert numeral(chinese(number)) == number


@given(st.integers(0, 10**8 - 1))
def test_financial_figures_are_the_same_numbers(number: int) -> None:
    plain = chinese(number)
    fold = str.maketrans("零一二三四五六七八九十百千万", "〇壹贰叁肆伍陆柒捌玖拾佰仟萬")
    assert numeral(plain.translate(fold)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两千", 2000),
        ("十", 10),
        ("十五", 15),
        ("一百零五", 105),
        ("三万零五", 30005),
        ("二〇二六", 2026),
        ("壹贰叁", 123),
        ("〇", 0),
        ("两亿三千万", 230_000_000),
    ],
)
def test_usual_numerals(text: str, number: int) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "三五", "一百二", "三万五", "百", "万", "十百", "一百零", "零五", "一万万", "一百零零五",
     "二百三百", "一点五", "负三", "第一", "一百 二十", "几十", "一" * 50, "十万零"],
)  # fmt: skip
def test_what_is_vague_or_no_numeral_is_refused(text: str) -> None:
    assert numeral(text) is None


@given(st.text("零〇一二两三十百千万亿壹拾", max_size=8))
def test_nothing_becomes_zero_unless_it_says_zero(text: str) -> None:
    if numeral(text) == 0:
        assert set(text) <= set("零〇")
