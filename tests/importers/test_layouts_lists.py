"""Lists of items with a column of figures: their sections, and figures with units behind them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from importers.context import Context
from importers.reading import Reading
from importers.workbook import Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from tests.importers.books import OCTOBER, codes, read, sheet

Line = Sequence[Scalar]
PINE = "371581101000"


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def of_one(context: Context, *rows: Line, title: str = "2026年10月签约月报") -> Reading:
    return read(sheet((title,), ("填报单位：松林镇",), *rows), context=context)


def amounts(reading: Reading, unit: str = PINE) -> dict[str, int | None]:
    return {value.item: value.value.amount for value in reading.values if value.unit == unit}


KEY_PEOPLE: tuple[Line, ...] = (
    ("重点人群总数", "人", 10),
    ("重点人群签约数", "人", 5),
    ("签约居民数", "人", 9),
)


@pytest.mark.parametrize("section", ["三、重点人群", "重点人群", "（三）重点人群："])
def test_a_section_that_goes_by_an_items_name_is_no_item(october: Context, section: str) -> None:
    reading = of_one(october, ("项目", "单位", "数值"), (section,), *KEY_PEOPLE)
    assert codes(reading) == []
    assert amounts(reading) == {"key_people": 10, "key_signed": 5, "fd_signed": 9}


def test_a_section_over_units_side_by_side_is_no_item(october: Context) -> None:
    rows = [("项目", "松林镇", "康庄镇"), ("三、重点人群",), *((n, f, f) for n, _, f in KEY_PEOPLE)]
    reading = read(sheet(("2026年10月签约月报",), *rows), context=october)
    assert codes(reading) == []
    assert amounts(reading) == {"key_people": 10, "key_signed": 5, "fd_signed": 9}


def test_a_figure_in_a_sections_line_is_never_passed_over(october: Context) -> None:
    head: Line = ("项目", "单位", "数值")
    reading = of_one(october, head, ("三、重点人群", None, 12), *KEY_PEOPLE)
    assert codes(reading) == ["duplicate_column"]
    reading = of_one(october, head, ("三、重点人群", None, 12), *KEY_PEOPLE[1:])
    assert amounts(reading) == {"key_people": 12, "key_signed": 5, "fd_signed": 9}
