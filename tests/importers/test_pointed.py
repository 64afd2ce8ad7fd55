"""A person says one half of what chosen cells are, the names around them the other."""

from __future__ import annotations

import pytest

from importers.context import Context
from importers.pointed import pointed, word
from importers.workbook import Sheet
from monitoring.areas import Area
from monitoring.city_layout import Said, Word
from tests.workflow.workbooks import catalogue

SIGNED = Said("item", "fd_signed")
FORM = catalogue().forms["F1"]
SHEET = Sheet(
    "表",
    hidden=False,
    rows=(
        ("全市汇总（2026年9月）",),
        ("单位", "我们不认得的名称", "常住人口数（万人）", "家庭医生签约率"),
        ("松林镇",),
        ("别的地方",),
        ("合计",),
    ),
)


@pytest.fixture
def context(linqing: Area) -> Context:
    return Context(linqing, catalogue())


def test_a_column_said_to_be_an_item_takes_its_units_from_its_rows(context: Context) -> None:
    found = pointed(SHEET, (2, 1, 4, 1), FORM, context, said=SIGNED)
    assert found == {(2, 1): (SIGNED, "371581101000"), (4, 1): (SIGNED, "")}


def test_a_row_said_to_be_a_unit_takes_its_lines_from_its_heads(context: Context) -> None:
    found = pointed(SHEET, (3, 1, 3, 3), FORM, context, unit="371581001000")
    assert found == {
        (3, 2): (Said("item", "resident", 4), "371581001000"),
        (3, 3): (Said("rate", "fd_sign_rate"), "371581001000"),
    }


def test_cells_below_the_last_row_are_named_by_what_is_above(context: Context) -> None:
    found = pointed(SHEET, (9, 2, 9, 2), FORM, context, unit="")
    assert found == {(9, 2): (Said("item", "resident", 4), "")}


def test_a_word_keeps_what_stands_around_it() -> None:
    assert word(SHEET, 0, 0, "period", FORM) == Word("表", 0, 0, "period", "全市汇总（{}）")
    assert word(SHEET, 8, 8, "owed", FORM) == Word("表", 8, 8, "owed", "{}")
