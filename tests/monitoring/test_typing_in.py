"""Typed texts and clipboard blocks: what is taken, and the sentence for what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.catalogue import Item, Kind
from monitoring.typing_in import format_block, parse_block, read_typed, written


def item(unit: str = "人", decimals: int = 0, *, negative: bool = False) -> Item:
    return Item(
        "signed", "签约数", unit, Kind.STOCK, "一", "", "内部口径", decimals, negative=negative
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", number(12)),
        (" 0 ", number(0)),
        ("１２３", number(123)),
        ("1,234", number(1234)),
        ("１，２３４", number(1234)),
        ("12.0", number(12)),
        ("", None),
        ("　", None),
        ("未报", MISSING),
        (".", MISSING),
        ("。", MISSING),
        ("不适用", NOT_APPLICABLE),
        ("/", NOT_APPLICABLE),
        ("／", NOT_APPLICABLE),
    ],
)
def test_a_clerk_s_text_becomes_a_value(text: str, value: Value | None) -> None:
    assert read_typed(text, item()) == (value, "")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("-3", "负数"),
        ("3.5", "整数"),
        ("12,34", "不是数字"),
        ("2026-10-01", "日期"),
        ("10月5日", "日期"),
        ("3/4", "日期"),
        ("63.5%", "百分数"),
        ("120人", "数字带有单位"),
        ("=1+2", "公式"),
        ("10²", "不是数字"),
        ("①", "不是数字"),
        ("无", "不是数字"),
        ("—", "不是数字"),
        ("1e5", "数字带有单位"),
        ("9" * 17, "太大"),
        ("随便\n写的" * 30, "不是数字"),
    ],
)
def test_what_is_no_value_gets_one_sentence(text: str, word: str) -> None:
    value, sentence = read_typed(text, item())
    assert value is None
    assert word in sentence
    assert "签约数" in sentence
    assert sentence.endswith("。")
    assert "\n" not in sentence
    assert len(sentence) < 70


def test_decimals_and_percent_follow_the_item() -> None:
    assert read_typed("37.64", item("%", 2)) == (number(3764), "")
    assert read_typed("37.64%", item("%", 2)) == (number(3764), "")
    assert "最多保留 2 位小数" in read_typed("37.645", item("%", 2))[1]
    assert read_typed("-2.5", item("%", 2, negative=True)) == (number(-250), "")


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_a_written_value_reads_back_the_same(amount: int, decimals: int) -> None:
    for value in (number(amount), MISSING, NOT_APPLICABLE, None):
        assert read_typed(written(value, decimals), item(decimals=decimals)) == (value, "")


def test_a_block_of_excel_with_quotes_and_line_breaks() -> None:
    assert parse_block('1\t"甲\n乙"\r\n3\t"说""是"""\r\n') == [["1", "甲\n乙"], ["3", '说"是"']]
    assert parse_block("1\n\n3\n") == [["1"], [""], ["3"]]
    assert parse_block("1\t2\n3") == [["1", "2"], ["3", ""]]
    assert parse_block('5"\t6') == [['5"', "6"]]
    assert parse_block("") == []
    assert parse_block('"' + "9" * 200_000 + '"')[0][0].startswith('"9')


@pytest.mark.parametrize("text", ["=1+1", "+1", "@A1", "-x", "\t=1"])
def test_copied_text_is_never_a_formula(text: str) -> None:
    copied = format_block([[text]])
    assert copied.lstrip('"')[0] == "'"
    assert parse_block(copied) == [[text]]


cells = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=8)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)
    )
)
def test_a_copied_block_pastes_back_the_same(rows: list[list[str]]) -> None:
    assert parse_block(format_block(rows)) == rows
