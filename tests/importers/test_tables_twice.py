"""Sheets with more below the first table: the same head again, another month, another table."""

from __future__ import annotations

from importers.reading import Reading
from importers.workbook import Scalar
from monitoring.issues import Severity
from tests.importers.books import HEAD, PINE, POPLAR, codes, figures, read, sheet

Line = tuple[Scalar, ...]
TITLE: Line = ("2026年10月签约服务月报",)
FIRST: Line = ("松林镇", 1, 10, 5)
SECOND: Line = ("杨树镇", 2, 20, 6)
BOTH = {
    **{(PINE, "team"): 1, (PINE, "resident"): 10, (PINE, "signed"): 5},
    **{(POPLAR, "team"): 2, (POPLAR, "resident"): 20, (POPLAR, "signed"): 6},
}
PINES = {key: value for key, value in BOTH.items() if key[0] == PINE}


def below(*rows: Line) -> Reading:
    return read(sheet(TITLE, HEAD, FIRST, *rows))


def test_a_head_that_every_page_repeats_is_passed_over() -> None:
    reading = below(("第1页",), TITLE, HEAD, SECOND, ("合计", 3, 30, 11))
    assert (codes(reading), figures(reading)) == ([], BOTH)


def test_another_head_further_down_is_no_page_of_the_first() -> None:
    other = (HEAD[0], HEAD[2], HEAD[1], HEAD[3])
    assert "unknown_unit" in codes(below(other, SECOND))


def test_rows_below_another_month_are_not_taken_and_told() -> None:
    for month in ("2026年9月", "9月", "2026年9月签约服务月报", "2025年10月"):
        reading = below((month,), HEAD, SECOND)
        [issue] = reading.issues
        assert (issue.code, issue.severity, issue.cell) == ("not_collected", Severity.WARNING, "A4")
        assert month in issue.message
        assert figures(reading) == PINES


def test_rows_below_the_same_month_or_a_day_are_taken() -> None:
    for line in ("2026年10月", "10月", "2026年", "2026年10月签约服务月报（续）", "2026年11月2日"):
        reading = below((line,), SECOND)
        assert (codes(reading), figures(reading)) == ([], BOTH)


def test_lines_below_another_time_are_not_taken_from_units_side_by_side() -> None:
    names = ("家庭医生团队数", "常住人口数", "签约居民数")
    lines = [(name, figure, figure) for name, figure in zip(names, (1, 10, 5), strict=True)]
    for section in ("上年同期", "2026年9月", "9月"):
        more: list[Line] = [(section,), ("高血压患者人数", 7, 7), ("高血压患者签约数", 6, 6)]
        page = sheet(TITLE, ("项目", "松林镇", "杨树镇"), *lines, *more)
        assert {item for _, item in figures(read(page))} == {"team", "resident", "signed"}
        page = sheet(
            TITLE, ("填报单位：松林镇",), ("项目", "数值"), *(r[:2] for r in (*lines, *more))
        )
        assert figures(read(page)) == PINES


def test_a_month_right_below_the_names_of_units_is_no_title() -> None:
    names = ("家庭医生团队数", "常住人口数", "签约居民数")
    lines = [(name, figure, figure) for name, figure in zip(names, (1, 10, 5), strict=True)]
    page = sheet(TITLE, ("项目", "松林镇", "杨树镇"), ("2026年9月",), *lines)
    assert figures(read(page)) == {}
