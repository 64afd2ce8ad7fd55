"""Lists of items with a column of figures: their sections, and figures with units behind them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from importers.context import Context
from importers.reading import Reading
from importers.workbook import Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
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


HOMES = ("养老机构数", "在营养老机构数", "养老机构床位数", "护理型床位数")
CARE = ("care_home_all", "care_home", "care_bed", "nursing_bed")
WRITTEN: tuple[tuple[Scalar, ...], ...] = (
    ("3家", "2家", "100张", "60张"),
    ("３家", "２ 家", "1,234 张", "1,200张"),
    ("三家", "两家", "一百二十", "六十张"),
    ("３", "２", "１２", "１０"),
)
COUNTED = ((3, 2, 100, 60), (3, 2, 1234, 1200), (3, 2, 120, 60), (3, 2, 12, 10))


@pytest.mark.parametrize(("cells", "numbers"), list(zip(WRITTEN, COUNTED, strict=True)))
def test_figures_that_all_have_a_unit_behind_them_are_found_in_every_layout(
    october: Context, cells: tuple[Scalar, ...], numbers: tuple[int, ...]
) -> None:
    title = "2026年10月医养结合情况"
    expected = dict(zip(CARE, numbers, strict=True))
    pairs = list(zip(HOMES, cells, strict=True))
    one = of_one(october, ("项目", "情况"), *pairs, title=title)
    assert (codes(one), amounts(one)) == ([], expected)
    beside = of_one(october, (*pairs[0], *pairs[1]), (*pairs[2], *pairs[3]), title=title)
    assert (codes(beside), amounts(beside)) == ([], expected)
    dated = of_one(october, ("项目", "9月", "10月"), *((n, "8", c) for n, c in pairs), title=title)
    assert (codes(dated), amounts(dated)) == ([], expected)
    rows = [("机构", *HOMES), ("甲镇", *cells), ("松林镇", *cells)]
    assert codes(read(sheet((title,), *rows), context=october)) == ["unknown_unit"]
    assert codes(read(sheet((title,), *rows[:2]), context=october)) == ["unknown_unit"]


def test_a_multiple_behind_every_figure_is_asked_about(october: Context) -> None:
    reading = of_one(october, ("项目", "情况"), *((name, "2万") for name, _, _ in KEY_PEOPLE))
    assert (amounts(reading), len(reading.questions)) == ({}, 3)


def test_rates_and_remarks_beside_plain_figures_are_no_second_column(october: Context) -> None:
    rows = [(name, number, "63.5%", "3家") for name, _, number in KEY_PEOPLE]
    reading = of_one(october, ("项目", "人数", "进度", "另有"), *rows)
    assert amounts(reading) == {"key_people": 10, "key_signed": 5, "fd_signed": 9}


def test_a_number_with_a_unit_under_a_merge_or_on_a_strange_sheet_is_told(
    october: Context,
) -> None:
    rows = [("机构", *(name for name, _, _ in KEY_PEOPLE)), ("松林镇", 10, 5, 9)]
    rows.append(("康庄镇", 20, 6, "9人"))
    page = sheet(("2026年10月签约月报",), *rows, merges=((2, 3, 3, 3),))
    reading = read(page, sheet(("随手", "5人"), name="草稿"), context=october)
    assert codes(reading) == ["hidden_value", "unrecognised_sheet"]


PLAIN: tuple[Line, ...] = (("常住人口数", 60), ("家庭医生团队数", 7))


def in_lists(context: Context, *rows: Line) -> list[Reading]:
    """A list of one unit, and the same of two side by side."""
    beside = [(*row, *row[1:]) for row in rows]
    title = ("2026年10月月报",)
    return [
        of_one(context, ("项目", "数值"), *rows),
        read(sheet(title, ("项目", "松林镇", "康庄镇"), *beside), context=context),
    ]


def test_a_short_name_is_told_by_the_section_it_stands_in(october: Context) -> None:
    rows: list[Line] = [("一、高血压",), ("患者数", 50), ("签约数", 40)]
    rows += [("二、糖尿病：",), ("患者数", 30), ("签约数", 20), ("三、总体",), *PLAIN]
    for reading in in_lists(october, *rows):
        assert codes(reading) == []
        told = {"htn_patients": 50, "htn_signed": 40, "dm_patients": 30, "dm_signed": 20}
        assert amounts(reading) == told | {"resident": 60, "fd_team": 7}


@pytest.mark.parametrize("section", ["二、男性", "（二）老年人", "重点人群签约情况："])
def test_an_item_in_a_section_of_some_people_is_asked_about(october: Context, section: str) -> None:
    for reading in in_lists(october, *PLAIN, (section,), ("签约居民数", 40)):
        assert codes(reading) == ["question"]
        assert amounts(reading) == {"resident": 60, "fd_team": 7}


def test_a_section_ends_where_the_next_begins(october: Context) -> None:
    rows: list[Line] = [("一、男性",), ("（一）签约服务",), ("签约居民数", 40)]
    for reading in in_lists(october, *rows, ("二、基本情况",), *PLAIN):
        assert codes(reading) == ["question"]
        assert amounts(reading) == {"resident": 60, "fd_team": 7}


def test_a_section_nobody_knows_gives_its_lines_no_other_item(october: Context) -> None:
    rows: list[Line] = [*PLAIN, ("签约居民数", 40), ("四、慢阻肺",), ("患者数", 5), ("签约数", 4)]
    for reading in in_lists(october, *rows):
        assert codes(reading) == ["unknown_column"] * 2
        assert amounts(reading) == {"resident": 60, "fd_team": 7, "fd_signed": 40}


def test_figures_above_the_first_line_that_is_known_are_told(october: Context) -> None:
    for reading in in_lists(october, ("慢阻肺患者数", 5), *PLAIN, ("签约居民数", 40)):
        assert codes(reading) == ["unknown_column"]
        assert amounts(reading) == {"resident": 60, "fd_team": 7, "fd_signed": 40}


PAST: tuple[Line, ...] = (
    ("重点人群总数", "人", 11),
    ("重点人群签约数", "人", 6),
    ("签约居民数", "人", 8),
)


def test_lines_below_another_month_are_left_out_aloud(october: Context) -> None:
    reading = of_one(october, ("项目", "单位", "数值"), *KEY_PEOPLE, ("2026年9月",), *PAST)
    assert amounts(reading) == {"key_people": 10, "key_signed": 5, "fd_signed": 9}
    [issue] = reading.issues
    assert (issue.code, issue.severity) == ("not_collected", Severity.WARNING)
    assert "“2026年9月”下面的 3 行没有读取" in issue.message
    assert issue.cell == "C8"


def test_so_are_they_with_the_units_side_by_side(october: Context) -> None:
    rows: list[Line] = [("项目", "松林镇", "康庄镇"), *((n, f, f) for n, _, f in KEY_PEOPLE)]
    rows += [("2026年9月",), *((n, f, f) for n, _, f in PAST)]
    reading = read(sheet(("2026年10月签约月报",), *rows), context=october)
    assert amounts(reading) == {"key_people": 10, "key_signed": 5, "fd_signed": 9}
    assert codes(reading) == ["not_collected"]


def test_last_year_says_itself_that_it_is_not_wanted(october: Context) -> None:
    reading = of_one(october, ("项目", "单位", "数值"), *KEY_PEOPLE, ("上年同期",), *PAST)
    assert amounts(reading) == {"key_people": 10, "key_signed": 5, "fd_signed": 9}
    assert codes(reading) == []
