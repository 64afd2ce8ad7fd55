"""Habits of real files: examples, hidden lines, several units and sheets, footnotes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from importers.child import read as child_read
from importers.reader import Reader
from importers.recognise import recognise
from importers.workbook import Scalar
from monitoring.issues import Severity
from tests.importers.books import (
    CONTEXT,
    HEAD,
    PINE,
    POPLAR,
    WILLOW,
    codes,
    figures,
    read,
    sheet,
    table,
    xlsx,
)


@pytest.mark.parametrize("name", ["示例", "例：某镇", "某某镇", "××镇", "XX街道", "（样例）", "例"])
def test_an_example_row_is_passed_over_and_told(name: str) -> None:
    reading = read(table((name, 5, 500, 50), ("松林镇", 1, 10, 1)))
    assert figures(reading) == {(PINE, "team"): 1, (PINE, "resident"): 10, (PINE, "signed"): 1}
    [issue] = reading.issues
    assert (issue.code, issue.severity, issue.cell) == ("example", Severity.WARNING, "A3")


def test_a_village_that_is_no_example_is_still_unknown() -> None:
    assert codes(read(table(("例庄镇", 5, 500, 50), ("松林镇", 1, 10, 1)))) == ["unknown_unit"]


def hidden_line(change: Callable[[Worksheet], None]) -> list[tuple[str, str]]:
    def fill(page: Worksheet) -> None:
        page.append(["2026年10月签约服务月报"])
        page.append(list(HEAD))
        page.append(["松林镇", 1, 10, 1])
        page.append(["杨树镇", 2, 20, 2])
        page.append([])
        page.append(["注：常住人口为年初数"])
        change(page)

    with Reader() as reader:
        reading = recognise(reader.read("a.xlsx", xlsx(fill)), CONTEXT)
    return [(issue.code, issue.cell) for issue in reading.issues]


def test_a_hidden_row_with_a_units_figures_is_an_error() -> None:
    def hide(page: Worksheet) -> None:
        page.row_dimensions[4].hidden = True

    assert hidden_line(hide) == [("hidden_row", "B4")]


def test_a_hidden_column_of_an_item_is_an_error() -> None:
    def hide(page: Worksheet) -> None:
        page.column_dimensions["C"].hidden = True

    assert hidden_line(hide) == [("hidden_column", "C3")]


def test_hidden_lines_without_figures_do_not_matter() -> None:
    def hide(page: Worksheet) -> None:
        page.row_dimensions[1].hidden = True
        page.row_dimensions[6].hidden = True
        page.column_dimensions["H"].hidden = True

    assert hidden_line(hide) == []


def test_the_child_names_hidden_lines_as_runs() -> None:
    def fill(page: Worksheet) -> None:
        page.append([1])
        for row in (3, 4, 5, 8):
            page.row_dimensions[row].hidden = True
        page.column_dimensions.group("B", "D", hidden=True)

    [found] = child_read(xlsx(fill))["sheets"]
    assert [list(run) for run in found["hidden_rows"]] == [[2, 4], [7, 7]]
    assert [list(run) for run in found["hidden_columns"]] == [[1, 3]]


def one_column(unit: str, *numbers: Scalar) -> tuple[tuple[Scalar, ...], ...]:
    names = ("家庭医生团队数", "常住人口数", "签约居民数")
    return (
        (f"{unit}2026年10月签约服务月报",),
        ("项目", "单位", "数值"),
        *((name, "人", n) for name, n in zip(names, numbers, strict=True)),
    )


def test_a_sheet_a_township_joins_into_one_reading() -> None:
    reading = read(
        sheet(*one_column("松林镇", 1, 10, 5), name="松林镇"),
        sheet(*one_column("杨树镇", 2, 20, 6), name="杨树镇"),
        sheet(*one_column("柳树街道", 3, 30, 7), name="柳树街道"),
    )
    assert codes(reading) == []
    assert reading.units == (PINE, POPLAR, WILLOW)
    assert [v.value.amount for v in reading.values] == [1, 10, 5, 2, 20, 6, 3, 30, 7]


def test_the_sheets_name_may_be_all_that_says_whose_it_is() -> None:
    rows = one_column("", 1, 10, 5)
    reading = read(sheet(*rows, name="松林镇"), sheet(*rows, name="杨树镇"))
    assert reading.units == (PINE, POPLAR)


def test_one_units_figures_on_two_sheets_are_refused() -> None:
    rows = one_column("松林镇", 1, 10, 5)
    assert codes(read(sheet(*rows, name="一"), sheet(*rows, name="二"))) == ["duplicate_unit"]


def test_a_sheet_of_totals_beside_the_townships_is_not_a_unit() -> None:
    reading = read(
        table(("松林镇", 1, 10, 1), ("杨树镇", 2, 20, 2), ("合计", 3, 30, 3)),
        sheet(("填表说明",), ("1.本表每月5日前报送",), name="说明"),
    )
    assert reading.issues == ()
    assert reading.units == (PINE, POPLAR)


def test_a_head_of_five_rows_with_merges_is_read() -> None:
    rows: tuple[tuple[Scalar, ...], ...] = (
        (None, None, "2026年10月签约服务月报"),
        ("编制单位：临清市卫生健康局", None, None, None, "金额单位：元"),
        (),
        ("机构", "签约服务", None, None, "重点人群", None),
        (None, "基本情况", None, "签约情况", "慢性病", None),
        (None, "家庭医生团队数", "常住人口数", "签约居民数", "高血压", None),
        (None, "(个)", "（人）", "(人)", "高血压患者人数", "签约数"),
        ("甲", 1, 2, 3, 4, 5),
        ("松林镇", 1, 10, 5, 4, 3),
        ("合计", 1, 10, 5, 4, 3),
        ("数据来源：演示数据",),
    )
    merges = ((3, 0, 6, 0), (3, 1, 3, 3), (3, 4, 3, 5), (4, 1, 4, 2), (4, 4, 4, 5), (5, 4, 5, 5))
    reading = read(sheet(*rows, merges=merges))
    assert figures(reading) == {
        (PINE, "team"): 1,
        (PINE, "resident"): 10,
        (PINE, "signed"): 5,
        (PINE, "htn"): 4,
        (PINE, "htn_signed"): 3,
    }
    assert not [i for i in reading.issues if i.severity is Severity.ERROR]


def test_a_running_list_by_date_is_refused_with_a_reason() -> None:
    rows: tuple[tuple[Scalar, ...], ...] = (
        ("松林镇签约进度",),
        ("序号", "日期", "签约数", "签约率", "续约数", "续约率"),
        (1, "2026-10-10", 100, "10%", 50, "5%"),
        (2, "2026-10-20", 200, "20%", 60, "6%"),
    )
    reading = read(sheet(*rows))
    assert reading.values == ()
    assert any(issue.severity is Severity.ERROR for issue in reading.issues)
