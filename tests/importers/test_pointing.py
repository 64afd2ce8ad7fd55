"""What stands where is recognised in a workbook that has no figures yet."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from importers.context import Context
from importers.pointing import propose
from importers.workbook import Row, Sheet, Workbook
from monitoring.areas import Area
from monitoring.city_layout import Block, CityLayout, Said, Word
from monitoring.periods import parse_period
from tests.workflow.workbooks import catalogue

FLOW = next(
    item
    for form in catalogue().forms.values()
    for item in form.items
    if item.kind == "flow" and item.code not in {other.ytd_of for other in form.items}
)


@pytest.fixture
def context(linqing: Area) -> Context:
    return Context(linqing, catalogue(), parse_period("2026-10"))


def proposed(context: Context, *rows: Sequence[str | None], form: str = "") -> CityLayout:
    sheet = Sheet("表", hidden=False, rows=tuple(map(_row, rows)))
    return propose(Workbook((sheet,)), context, "市表", form)


def _row(cells: Sequence[str | None]) -> Row:
    return tuple(cells)


def test_townships_across_and_items_down(context: Context) -> None:
    names = [unit.name for unit in context.area.units[:3]]
    rows = [("家庭医生团队数",), ("户籍人口数",), ("常住人口数",), ("签约居民数",)]
    layout = proposed(context, ("指标", *names, "合计"), *rows)
    (block,) = layout.blocks
    codes = ["fd_team", "registered", "resident", "fd_signed"]
    assert block.down
    assert [said.code for said in block.lines.values()] == codes
    assert list(block.units.values()) == [*(u.code for u in context.area.units[:3]), ""]
    assert {place for place, _, _ in block.cells()} == {
        (row, column) for row in range(1, 5) for column in range(1, 5)
    }


def test_a_list_with_one_column_for_the_county(context: Context) -> None:
    items = [
        ("家庭医生团队数", "个"),
        ("户籍人口数", "人"),
        ("常住人口数", "万人"),
        ("签约居民数", "人"),
    ]
    layout = proposed(context, ("指标", "计量单位", "数值"), *items)
    assert layout.blocks == (
        Block(
            "表",
            {
                1: Said("item", "fd_team"),
                2: Said("item", "registered"),
                3: Said("item", "resident", shift=4),
                4: Said("item", "fd_signed"),
            },
            {2: ""},
            down=True,
        ),
    )


@pytest.mark.parametrize("caption", ["填报单位：", "填报单位（盖章）："])
def test_captions_are_words_to_be_written(context: Context, caption: str) -> None:
    layout = proposed(
        context,
        ("全市汇总表（    年  月）",),
        (caption, None, "填表人：", "填报日期：   年  月  日"),
        ("单位", "家庭医生团队数", "户籍人口数", "常住人口数"),
        ("松林镇",),
    )
    assert set(layout.words) == {
        Word("表", 0, 0, "period", "全市汇总表（{}）"),
        Word("表", 1, 0, "area", f"{caption}{{}}"),
        Word("表", 1, 2, "operator", "填表人：{}"),
        Word("表", 1, 3, "date", "填报日期：{}"),
    }
    assert (0, 0) not in layout.labels["表"]


def test_a_sum_of_the_year_the_form_computes_is_its_running_total(context: Context) -> None:
    form = context.catalogue.form_of[FLOW.code]
    others = [item.name for item in form.items if item.kind == "stock"][:3]
    name = FLOW.name.removesuffix("（本月）")
    layout = proposed(
        context, ("单位", *others, name, name), ("", "", "", "", "本月", "本年累计"), ("松林镇",)
    )
    (block,) = layout.blocks
    assert Said("ytd", FLOW.code) in block.lines.values()


def test_a_caption_over_the_table_says_what_it_counts_in(context: Context) -> None:
    layout = proposed(
        context,
        ("单位：万人",),
        ("乡镇", "户籍人口数", "常住人口数", "家庭医生团队数"),
        ("松林镇",),
    )
    (block,) = layout.blocks
    assert [said.shift for said in block.lines.values()] == [4, 4, 0]


def test_a_line_that_stands_twice_is_pointed_at_once(context: Context) -> None:
    heads = ("乡镇", "户籍人口数", "常住人口数", "家庭医生团队数", "常住人口数")
    (block,) = proposed(context, heads, ("松林镇",)).blocks
    assert list(block.lines) == [1, 2, 3]


def test_what_is_not_recognised_is_not_pointed_at(context: Context) -> None:
    assert not proposed(context, ("会议通知",), ("时间", "地点")).blocks
