"""Rows above a table: titles change nothing, groups of columns are never lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from importers.context import Context
from importers.reading import Reading
from importers.workbook import Merge, Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from tests.importers.books import OCTOBER, codes, read, sheet

Line = Sequence[Scalar]
PINE = "371581101000"
BELOW = ("签约居民数", "履约居民数")


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def headed(context: Context, *head: Line, merges: tuple[Merge, ...] = ()) -> Reading:
    """A table of two units under a title; every figure tells its row and column."""
    width = max(map(len, head))
    rows: list[Line] = [
        (n, *(s + c for c in range(1, width))) for n, s in (("松林镇", 10), ("康庄镇", 20))
    ]
    return read(sheet(("2026年10月月报",), *head, *rows, merges=merges), context=context)


def amounts(reading: Reading) -> dict[str, int | None]:
    return {value.item: value.value.amount for value in reading.values if value.unit == PINE}


@pytest.mark.parametrize("group", ["重点人群签约情况", "2026年10月重点人群签约情况"])
@pytest.mark.parametrize("corner", ["机构", None])
@pytest.mark.parametrize("merged", [True, False])
def test_a_group_named_like_a_title_is_not_lost(
    october: Context, group: str, corner: str | None, merged: bool
) -> None:
    upper = (corner, group, None, "常住人口数", "家庭医生团队数", "重点人群总数")
    merges = ((1, 1, 1, 2), *((1, c, 2, c) for c in (3, 4, 5))) if merged else ()
    reading = headed(october, upper, (None if corner else "机构", *BELOW), merges=merges)
    assert codes(reading) == ["question", "question"]
    assert amounts(reading) == {"resident": 13, "fd_team": 14, "key_people": 15}


def test_a_merged_group_over_some_columns_is_no_title_even_alone(october: Context) -> None:
    head = ((None, "重点人群签约情况"), ("机构", *BELOW, "常住人口数", "家庭医生团队数"))
    reading = headed(october, *head, merges=((1, 1, 1, 2),))
    assert codes(reading) == ["question", "question"]
    assert amounts(reading) == {"resident": 13, "fd_team": 14}


@pytest.mark.parametrize(
    "title",
    [
        ("重点人群签约情况",),
        ("签约情况", None, None, "2026年10月"),
        (None, None, "重点人群签约情况"),
        (None, "2026年10月签约情况统计表"),
    ],
)
def test_a_title_in_the_middle_or_beside_its_month_changes_nothing(
    october: Context, title: Line
) -> None:
    reading = headed(october, title, ("机构", *BELOW, "常住人口数"))
    assert codes(reading) == []
    assert amounts(reading) == {"fd_signed": 11, "fd_fulfilled": 12, "resident": 13}


def test_a_group_that_nobody_merged_holds_for_its_columns(october: Context) -> None:
    upper = ("机构", "家庭医生团队数", "男", None, None, "高血压", None)
    lower = (None, None, *BELOW, "常住人口数", "患者数", "签约数")
    reading = headed(october, upper, lower)
    assert codes(reading) == ["question"] * 3
    assert amounts(reading) == {"fd_team": 11, "htn_patients": 15, "htn_signed": 16}


def test_a_time_that_nobody_merged_holds_for_its_columns(october: Context) -> None:
    upper = ("机构", "上年同期", None, None, "本期", None, None)
    names = ("签约居民数", "常住人口数", "重点人群总数")
    reading = headed(october, upper, (None, *names, *names))
    assert codes(reading) == []
    assert amounts(reading) == {"fd_signed": 14, "resident": 15, "key_people": 16}


def test_a_word_of_a_column_of_its_own_does_not_reach_into_the_next(october: Context) -> None:
    upper = ("机构", "重点人群总数", None, "家庭医生团队数", None)
    reading = headed(october, upper, (None, None, *BELOW[:1], "个", *BELOW[1:]))
    assert codes(reading) == []
    assert amounts(reading) == {
        "key_people": 11,
        "fd_signed": 12,
        "fd_team": 13,
        "fd_fulfilled": 14,
    }
