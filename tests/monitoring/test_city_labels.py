"""A cell is still the one that was pointed at while the texts around it say the same."""

from __future__ import annotations

import pytest

from monitoring.city_labels import labels_around, moved, of_another_time, words_moved
from monitoring.city_layout import Word
from monitoring.periods import Frequency, Period

OCTOBER = Period(202610)
TEXTS = {
    (0, 0): "汇总（2026年9月）",
    (1, 2): "本期",
    (1, 3): "本期",
    (2, 1): "乡镇",
    (2, 2): "签约数",
    (3, 0): "1",
    (3, 1): "松林镇",
    (4, 2): "小计",
}


def text(row: int, column: int) -> str:
    return TEXTS.get((row, column), "")


def test_labels_are_names_of_the_row_and_of_the_column_with_its_group() -> None:
    assert labels_around([(3, 2), (3, 3)], text) == {
        (1, 2): "本期",
        (1, 3): "本期",
        (2, 2): "签约数",
        (3, 0): "1",
        (3, 1): "松林镇",
    }


def test_a_merged_name_counts_once_and_the_third_text_left_no_more() -> None:
    row = ["甲", "乙", "丙", "丙", "丙", ""]
    assert labels_around([(0, 5)], lambda _, column: row[column]) == {(0, 4): "丙", (0, 1): "乙"}


def test_a_label_that_says_something_else_has_moved_and_a_month_has_not() -> None:
    labels = {(2, 2): "9月签约数", (3, 1): "松林镇", (4, 1): "八月"}
    now = {(2, 2): "10月 签约数", (3, 1): "东街道", (4, 1): "十月"}
    found = moved(labels, lambda *at: now.get(at, ""))
    assert found == [((3, 1), "松林镇", "东街道")]


@pytest.mark.parametrize("now", ["填报单位：", "填报单位： 临清市", "填 报单位：梁山县"])
def test_a_caption_keeps_its_place_whatever_stands_behind_it(now: str) -> None:
    assert words_moved([Word("一", 1, 0, "area", "填报单位：{}")], lambda *_: now) == []


@pytest.mark.parametrize("now", ["", "填表人：王芳", "单位：万人"])
def test_a_caption_that_is_gone_has_moved(now: str) -> None:
    found = words_moved([Word("一", 1, 0, "area", "填报单位：{}")], lambda *_: now)
    assert found == [((1, 0), "填报单位：…", now)]


def test_a_title_of_another_month_keeps_its_place() -> None:
    title = Word("一", 0, 0, "period", "汇总表（{}）")
    assert words_moved([title], lambda *_: "汇总表（2026年9月）") == []
    assert words_moved([title], lambda *_: "明细表（2026年9月）")


@pytest.mark.parametrize(
    "text", ["10月", "十月", "2026年10月", "（10月份）", "截至10月末", "2026年", "1-10月", "2026-9"]
)
def test_a_head_of_the_month_or_of_no_time_is_right(text: str) -> None:
    assert of_another_time({(1, 1): text}, OCTOBER) == ([], [])


@pytest.mark.parametrize("text", ["9月", "11月份", "2025年10月", "2025年", "上半年", "1-9月"])
def test_a_head_of_another_time_is_another_column(text: str) -> None:
    assert of_another_time({(1, 1): text}, OCTOBER) == ([((1, 1), text)], [])


def test_a_name_with_another_month_in_it_is_for_a_person_to_judge() -> None:
    labels = {(1, 1): "签约居民数（9月）", (1, 2): "2025年底常住人口数", (1, 3): "10月签约数"}
    assert of_another_time(labels, OCTOBER) == ([], [((1, 1), "签约居民数（9月）")])
    third = Period(202609, Frequency.QUARTER)
    assert of_another_time({(1, 1): "三季度"}, third) == ([], [])
    assert of_another_time({(1, 1): "二季度"}, third)[0]
