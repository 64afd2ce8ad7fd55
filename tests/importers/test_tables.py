from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from importers.reader import Reader
from importers.recognise import Context, recognise
from importers.workbook import UNCACHED, CellError, Scalar, Workbook
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from monitoring.periods import Frequency, Period
from tests.importers.books import (
    ANY_MONTH,
    AREA,
    CONTEXT,
    HEAD,
    ITEMS,
    OCTOBER,
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

# Two header rows as in the regional system: 区县 and 机构 span both, groups span their columns.
UPPER: tuple[Scalar, ...] = (
    "区县", "机构", "组建家庭医生团队数(个)", "常住居民数(人)", "常住人\n口签约数（人）",
    "常住人口签约率(%)", "高血压", None, None,
)  # fmt: skip
LOWER: tuple[Scalar, ...] = (
    None, None, None, None, None, None, "高血压患者人数", "签约数", "率",
)  # fmt: skip
MERGES = (
    (0, 0, 0, 8),
    *((1, column, 2, column) for column in range(6)),
    (1, 6, 1, 8),
)
TITLE: tuple[Scalar, ...] = ("临清市2026年10月家庭医生签约服务进展情况统计表",)


def test_layout_a_is_read_without_a_template() -> None:
    reading = read(
        sheet(
            TITLE,
            UPPER,
            LOWER,
            ("临清市", "松林镇", 3, 1000, "６３５", "63.5%", 200, "150", "75%"),
            (None, "杨树镇卫生院", 2, "1,500", 900, "60%", 100, 50, "50%"),
            ("合计", None, 5, 2500, 1535, "61.4%", 300, 200, "66.67%"),
            ("注：重点人群按人去重",),
            ("填报人：", None, "联系电话：", 12345),
            merges=(*MERGES, (3, 0, 4, 0), (5, 0, 5, 1)),
        )
    )
    assert reading.issues == ()
    assert (reading.layout, reading.form, reading.period) == ("table", "T1", OCTOBER)
    assert reading.units == (PINE, POPLAR)
    assert figures(reading) == {
        (PINE, "team"): 3,
        (PINE, "resident"): 1000,
        (PINE, "signed"): 635,
        (PINE, "htn"): 200,
        (PINE, "htn_signed"): 150,
        (POPLAR, "team"): 2,
        (POPLAR, "resident"): 1500,
        (POPLAR, "signed"): 900,
        (POPLAR, "htn"): 100,
        (POPLAR, "htn_signed"): 50,
    }
    assert [(t.item, t.amount, t.cell) for t in reading.totals] == [
        ("team", 5, "C6"),
        ("resident", 2500, "D6"),
        ("signed", 1535, "E6"),
        ("htn", 300, "G6"),
        ("htn_signed", 200, "H6"),
    ]
    assert [v.cell for v in reading.values][:3] == ["C4", "D4", "E4"]


def test_a_rate_that_its_row_does_not_give_is_a_warning_and_never_stored() -> None:
    reading = read(
        sheet(
            TITLE,
            UPPER,
            LOWER,
            (None, "松林镇", 3, 1000, 635, "65%", 200, 150, "75%"),
            merges=MERGES,
        )
    )
    assert codes(reading) == ["rate_differs"]
    [issue] = reading.issues
    assert (issue.severity, issue.cell) == (Severity.WARNING, "F4")
    assert "65%" in issue.message
    assert "63.50" in issue.message
    assert "F4" not in [value.cell for value in reading.values]


def test_a_rate_of_another_definition_is_told_by_what_it_is_divided_by() -> None:
    head = ("机构", "常住居民数", "签约居民数", "签约率", "家庭医生团队数")
    rows = (("松林镇", 400, 100, "50%", 200), ("杨树镇", 800, 300, "75%", 400))
    [issue] = read(sheet(TITLE, head, *rows)).issues
    assert (issue.code, issue.cell) == ("rate_differs", "D3")
    assert "除以“家庭医生团队数”" in issue.message
    mixed = (("松林镇", 400, 100, "50%", 200), ("杨树镇", 800, 300, "60%", 400))
    [issue] = read(sheet(TITLE, head, *mixed)).issues
    assert "除以" not in issue.message


def test_a_rate_behind_other_columns_is_still_compared() -> None:
    head = ("机构", "常住居民数", "签约居民数", "家庭医生团队数", "签约率")
    [issue] = read(sheet(TITLE, head, ("松林镇", 400, 100, 7, "75%"))).issues
    assert (issue.code, issue.cell) == ("rate_differs", "E3")
    assert read(sheet(TITLE, head, ("松林镇", 400, 300, 7, "75%"))).issues == ()


@pytest.mark.parametrize("rate", ["75%", "75.0%", 75, Decimal("0.75"), "75", "74.99%", "—", None])
def test_a_rate_agrees_as_far_as_it_is_written_out(rate: Scalar) -> None:
    head = ("机构", "常住居民数", "签约居民数", "签约率", "家庭医生团队数")
    assert codes(read(sheet(TITLE, head, ("松林镇", 400, 300, rate, 1)))) == []


def test_a_total_that_is_not_the_sum_names_the_item_and_both_numbers() -> None:
    reading = read(table(("松林镇", 1, 1000, 10), ("杨树镇", 2, 2000, 20), ("合 计", 4, 3000, 30)))
    [issue] = reading.issues
    assert (issue.code, issue.severity, issue.cell) == ("total_differs", Severity.WARNING, "B5")
    assert "家庭医生团队数" in issue.message
    assert "4" in issue.message
    assert "3" in issue.message
    assert [t.amount for t in reading.totals] == [4, 3000, 30]


def test_a_subtotal_adds_up_the_rows_since_the_last_and_is_no_unit() -> None:
    rows: tuple[tuple[Scalar, ...], ...] = (
        ("松林镇", 1, 10, 1),
        ("小计", 1, 10, 1),
        ("杨树镇", 2, 20, 2),
        ("柳树街道", 3, 30, 3),
        ("小计", 5, 50, 5),
        ("合计", 6, 60, 6),
    )
    reading = read(table(*rows))
    assert reading.issues == ()
    assert reading.units == (PINE, POPLAR, WILLOW)
    assert [t.amount for t in reading.totals] == [6, 60, 6]


def test_a_row_named_like_the_county_stands_for_all() -> None:
    reading = read(table(("松林镇", 1, 10, 1), ("临清市", 1, 10, 1)))
    assert reading.units == (PINE,)
    assert len(reading.totals) == 3


def test_units_are_known_by_aliases_prefixes_and_their_hospitals() -> None:
    reading = read(
        table(("松林乡", 1, 1, 1), ("临清市杨树镇", 1, 1, 1), ("柳树街道社区卫生服务中心", 1, 1, 1))
    )
    assert reading.units == (PINE, POPLAR, WILLOW)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_unknown_unit_is_an_error_wherever_it_stands(position: int) -> None:
    rows: list[tuple[Scalar, ...]] = [("松林镇", 1, 10, 1), ("杨树镇", 2, 20, 2)]
    rows.insert(position, ("榆树镇", 7, 70, 7))
    [issue] = read(table(*rows)).issues
    assert (issue.code, issue.severity) == ("unknown_unit", Severity.ERROR)
    assert issue.cell == f"A{3 + position}"
    assert "榆树镇" in issue.message


def test_a_file_of_another_county_names_every_unit_it_does_not_know() -> None:
    assert codes(read(table(("甲镇", 1, 10, 1), ("乙镇", 2, 20, 2)))) == ["unknown_unit"] * 2


def test_figures_without_a_name_are_an_error() -> None:
    [issue] = read(table(("松林镇", 1, 10, 1), (None, 2, 20, 9))).issues
    assert (issue.code, issue.cell) == ("unknown_unit", "A4")


def test_a_unit_twice_is_an_error() -> None:
    [issue] = read(table(("松林镇", 1, 10, 1), ("松林", 2, 20, 2))).issues
    assert (issue.code, issue.cell) == ("duplicate_unit", "A4")
    assert "第 3 行" in issue.message


def test_two_columns_of_one_item_are_an_error() -> None:
    reading = read(sheet(TITLE, (*HEAD, "常住人口数"), ("松林镇", 1, 10, 1, 12)))
    [issue] = reading.issues
    assert (issue.code, issue.severity, issue.cell) == ("duplicate_column", Severity.ERROR, "E2")


def test_an_unmatched_column_of_figures_is_named() -> None:
    [issue] = read(sheet(TITLE, (*HEAD, "慢阻肺人数"), ("松林镇", 1, 10, 1, 12))).issues
    assert (issue.code, issue.severity, issue.cell) == ("unknown_column", Severity.WARNING, "E2")
    assert "慢阻肺人数" in issue.message


def test_a_column_of_figures_without_a_head_is_named() -> None:
    [issue] = read(table(("松林镇", 1, 10, 1, 99))).issues
    assert (issue.code, issue.severity, issue.cell) == ("unknown_column", Severity.WARNING, "E3")


def test_a_short_alias_under_an_unknown_group_is_not_guessed() -> None:
    upper = ("机构", "家庭医生团队数", "常住人口数", "签约居民数", "慢阻肺")
    lower = (None, None, None, None, "签约数")
    merges = tuple((1, column, 2, column) for column in range(4))
    reading = read(sheet(TITLE, upper, lower, ("松林镇", 1, 10, 1, 5), merges=merges))
    assert codes(reading) == ["unknown_column"]
    assert (PINE, "beds_kept") not in figures(reading)


def test_another_unit_of_measure_is_not_converted_unseen() -> None:
    head = ("机构", "家庭医生团队数", "常住人口数(万人)", "签约居民数")
    reading = read(sheet(TITLE, head, ("松林镇", 1, 5, 1)))
    assert codes(reading) == ["question"]
    assert (PINE, "resident") not in figures(reading)


def test_a_unit_of_measure_that_cannot_be_converted_is_an_error() -> None:
    head = ("机构", "家庭医生团队数", "常住人口数(万元)", "签约居民数")
    assert codes(read(sheet(TITLE, head, ("松林镇", 1, 5, 1)))) == ["unit_differs"]


@pytest.mark.parametrize(
    "numbering",
    [("甲", 1, 2, 3), ("栏次", "1", "2", "3"), (None, 1, 2, 3), ("甲", "乙", "丙", "丁")],
)
def test_rows_that_only_number_the_columns_are_passed_over(numbering: tuple[Scalar, ...]) -> None:
    reading = read(table(numbering, (), ("松林镇", 5, 10, 1)))
    assert figures(reading) == {(PINE, "team"): 5, (PINE, "resident"): 10, (PINE, "signed"): 1}
    assert reading.issues == ()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("无", "question"),
        ("2000万", "question"),
        ("2000 张", "needs_unit"),
        (CellError("#REF!"), "error_value"),
        (UNCACHED, "uncached"),
        (Decimal("1.5"), "decimals"),
        (-1, "negative"),
    ],
)
def test_a_cell_that_is_no_figure_is_an_error_with_its_name(cell: Scalar, code: str) -> None:
    [issue] = read(table(("松林镇", 1, cell, 1))).issues
    assert (issue.code, issue.severity, issue.where) == (code, Severity.ERROR, "Sheet1!C3")


def test_a_number_hidden_under_a_merge_is_ignored_and_told() -> None:
    book = table(("松林镇", 1, 10, 5), ("杨树镇", 2, 99, 6))
    hidden = sheet(*book.rows, merges=((2, 2, 3, 2),))
    reading = read(hidden)
    assert (POPLAR, "resident") not in figures(reading)
    [issue] = reading.issues
    assert (issue.code, issue.severity, issue.cell) == ("hidden_value", Severity.WARNING, "C4")


@pytest.mark.parametrize(
    "title",
    ["2026年10月签约服务月报", "二〇二六年十月签约服务", "2026年1—10月签约服务", "10月份签约服务"],
)
def test_the_title_states_the_period(title: str) -> None:
    reading = read(table(("松林镇", 1, 10, 1), title=title))
    assert (reading.period, reading.issues) == (OCTOBER, ())


def test_the_sheet_name_states_the_period_when_the_title_does_not() -> None:
    rows = (("签约服务",), HEAD, ("松林镇", 1, 10, 1))
    reading = read(sheet(*rows, name="2026-09"), context=ANY_MONTH)
    assert (reading.period, reading.issues) == (Period(202609), ())


def test_the_day_it_was_filled_in_is_not_the_period() -> None:
    rows = (("签约服务",), ("填报时间：2026年11月2日",), HEAD, ("松林镇", 1, 10, 1))
    assert read(sheet(*rows)).period == OCTOBER


def test_a_month_in_the_head_of_a_column_is_not_the_period() -> None:
    head = (*HEAD, "2025年12月末签约数")
    reading = read(sheet(("签约服务",), head, ("松林镇", 1, 10, 1, 5)))
    assert codes(reading) == ["unknown_column"]
    assert reading.period == OCTOBER


def test_a_title_beside_its_month_states_the_period() -> None:
    rows = (("临清市签约服务", None, "2026年9月"), HEAD, ("松林镇", 1, 10, 1))
    reading = read(sheet(*rows), context=ANY_MONTH)
    assert (reading.period, reading.issues) == (Period(202609), ())
    assert len(reading.values) == 3


def test_another_period_than_asked_for_is_an_error() -> None:
    [issue] = read(table(("松林镇", 1, 10, 1), title="2026年9月签约服务")).issues
    assert (issue.code, issue.severity) == ("other_period", Severity.ERROR)
    assert "2026年9月" in issue.message
    assert "2026年10月" in issue.message


def test_no_period_anywhere_is_an_error_and_the_asked_one_serves() -> None:
    book = table(("松林镇", 1, 10, 1), title="签约服务")
    assert codes(read(book, context=ANY_MONTH)) == ["no_period"]
    assert read(book).period == OCTOBER


def test_hidden_sheets_are_not_read() -> None:
    book = table(("松林镇", 1, 10, 1))
    hidden = sheet(TITLE, HEAD, ("杨树镇", 9, 9, 9), name="旧", hidden=True)
    assert read(book, hidden).units == (PINE,)
    assert codes(read(hidden)) == ["empty"]


def test_sheets_of_the_same_form_and_period_join() -> None:
    second = sheet(TITLE, HEAD, ("杨树镇", 2, 20, 2), name="二")
    reading = read(table(("松林镇", 1, 10, 1)), second)
    assert reading.units == (PINE, POPLAR)
    assert reading.issues == ()


def test_a_unit_on_two_sheets_is_an_error() -> None:
    second = sheet(TITLE, HEAD, ("松林镇", 2, 20, 2), name="二")
    [issue] = read(table(("松林镇", 1, 10, 1)), second).issues
    assert (issue.code, issue.where) == ("duplicate_unit", "二!B3")


def test_sheets_of_different_periods_are_to_be_split() -> None:
    second = sheet(("2026年9月",), HEAD, ("杨树镇", 2, 20, 2), name="二")
    assert codes(read(table(("松林镇", 1, 10, 1)), second, context=ANY_MONTH)) == [
        "several_periods"
    ]


def test_sheets_of_different_forms_are_to_be_split() -> None:
    yearly = sheet(("2026年",), ("指标", "数值"), ("人均预期寿命", 79), ("居民健康素养水平", 30),
                   ("医养健康产业增加值", 1), name="二")  # fmt: skip
    assert "several_forms" in codes(read(table(("松林镇", 1, 10, 1)), yearly, context=ANY_MONTH))


def test_a_sheet_beside_the_table_that_holds_numbers_is_named() -> None:
    other = sheet(("随手", 5), name="草稿")
    note = sheet(("填表说明",), name="说明")
    [issue] = read(table(("松林镇", 1, 10, 1)), other, note).issues
    assert (issue.code, issue.severity, issue.sheet) == (
        "unrecognised_sheet",
        Severity.WARNING,
        "草稿",
    )


def test_nothing_recognised_says_what_was_looked_for() -> None:
    [issue] = read(sheet(("姓名", "电话"), ("某人", 1))).issues
    assert issue.code == "unrecognised"
    assert "签约服务月报" in issue.message
    assert "空白模板" in issue.message


def test_a_table_without_any_figure_is_refused() -> None:
    assert codes(read(table(("松林镇", None, None, None)))) == ["no_values"]


def test_a_workbook_without_cells_is_empty() -> None:
    assert codes(read(sheet())) == ["empty"]


def test_more_issues_than_anyone_reads_are_counted() -> None:
    rows = [(f"第{n}村", 1, 2, 3) for n in range(1, 500)]
    issues = read(table(*rows)).issues
    assert len(issues) == 201
    assert issues[-1].code == "more"
    assert "299" in issues[-1].message


def test_units_may_stand_in_columns() -> None:
    reading = read(
        sheet(
            TITLE,
            ("序号", "项目", "单位", "松林镇", "杨树镇", "合计"),
            (1, "家庭医生团队数", "个", 1, 2, 3),
            (2, "常住人口数", "人", 10, 20, 30),
            (3, "签约居民数", "人", 5, 6, 12),
        )
    )
    assert figures(reading)[POPLAR, "resident"] == 20
    assert len(reading.values) == 6
    assert [t.amount for t in reading.totals] == [3, 30, 12]
    [issue] = reading.issues
    assert (issue.code, issue.cell) == ("total_differs", "F5")


def test_captions_over_the_names_do_not_hide_units_that_stand_in_columns() -> None:
    rows = (("家庭医生团队数", 1, 2), ("常住人口数", 10, 20), ("签约居民数", 5, 6))
    caption: tuple[Scalar, ...] = ("编制单位：卫生健康局",)
    reading = read(sheet(TITLE, caption, ("项目", "松林镇", "杨树镇"), *rows))
    assert reading.issues == ()
    assert len(reading.values) == 6


def test_one_column_of_figures_belongs_to_the_unit_above_it() -> None:
    rows: tuple[tuple[Scalar, ...], ...] = (
        TITLE,
        ("填报单位：松林镇（盖章）", None, None, "填报时间：2026年11月1日"),
        ("行次", "项目", "计量单位", "数值"),
        ("1", "家庭医生团队数", "个", 7),
        ("2", "常住人口数", "人", "未报"),
        ("3", "其中：签约居民数", "人", None),
        ("4", "高血压患者人数", "人", 0),
    )
    reading = read(sheet(*rows))
    assert reading.issues == ()
    assert reading.units == (PINE,)
    assert figures(reading) == {
        (PINE, "team"): 7,
        (PINE, "resident"): "missing",
        (PINE, "htn"): 0,
    }
    assert [value.cell for value in reading.values] == ["D4", "D5", "D7"]


def test_one_column_of_figures_without_a_unit_is_an_error() -> None:
    rows = [(item.name, 1) for item in ITEMS]
    assert codes(read(sheet(("2026年10月",), ("项目", "数值"), *rows))) == ["no_unit"]


def test_a_county_form_belongs_to_the_county() -> None:
    reading = read(
        sheet(
            ("临清市2025年健康水平年报",),
            ("指标名称", "单位", "数值", "提供部门"),
            ("人均预期寿命", "岁", Decimal("79.5"), "卫生健康"),
            ("居民健康素养水平(%)", "%", "30.25%", "卫生健康"),
            ("医养健康产业增加值(亿元)", "亿元", 12, "统计"),
            ("产业增速", "%", Decimal("-1.5"), "统计"),
        ),
        context=ANY_MONTH,
    )
    assert reading.issues == ()
    assert (reading.form, reading.period, reading.units) == (
        "T2",
        Period(202512, Frequency.YEAR),
        (AREA.code,),
    )
    assert [v.value.amount for v in reading.values] == [7950, 3025, 1200, -15]


def test_the_real_catalogue_reads_the_regional_table(catalogue: Catalogue, linqing: Area) -> None:
    head = ("区县", "机构", "组建家庭医生团队数(个)", "户籍人口数(人)", "常住居民数(人)",
            "常住人 口签约数(人)", "常住人口签约率(%)", "重点人群总数", "重点人群签约数",
            "重点人群签约率", "孕13周之前建册并进行第一次产前检查的产妇人数",
            "孕产妇签约数")  # fmt: skip
    rows = [
        ("临清市", unit.name, n, 2000, 1000, 600, "60%", 300, 240, "80.0%", 20, 10)
        for n, unit in enumerate(linqing.units)
    ]
    reading = read(
        sheet(("2026年10月家庭医生签约服务进展情况统计表",), head, *rows),
        context=Context(linqing, catalogue, OCTOBER),
    )
    assert reading.form == "F1"
    assert reading.issues == ()
    assert len(reading.values) == 16 * 8


counts = st.integers(0, 10**9)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(counts, counts, counts), min_size=3, max_size=3),
    st.permutations(["team", "resident", "signed"]),
    st.booleans(),
)
def test_what_is_written_in_a_table_is_what_is_read(
    numbers: list[tuple[int, int, int]], order: list[str], as_text: bool
) -> None:
    names = {item.code: item.name for item in ITEMS}

    def fill(page: Worksheet) -> None:
        page.append(list(TITLE))
        page.append(["机构", *(names[code] for code in order)])
        for unit, row in zip(AREA.units, numbers, strict=True):
            page.append([unit.name, *(f"{n:,}" if as_text else n for n in row)])
        page.append(["合计", *(sum(column) for column in zip(*numbers, strict=True))])

    reading = recognise(_reader().read("a.xlsx", xlsx(fill)), CONTEXT)
    assert reading.issues == ()
    assert figures(reading) == {
        (unit.code, code): number
        for unit, row in zip(AREA.units, numbers, strict=True)
        for code, number in zip(order, row, strict=True)
    }


_readers: list[Reader] = []


def _reader() -> Reader:
    if not _readers:
        _readers.append(Reader())
    return _readers[0]


@pytest.fixture(scope="module", autouse=True)
def _close_reader() -> object:
    yield
    for reader in _readers:
        reader.close()


def test_a_template_mark_wins_over_any_table() -> None:
    mark = sheet(("schema", "other"), name="_taizhang", hidden=True)
    reading = recognise(Workbook((table(("松林镇", 1, 10, 1)), mark)), CONTEXT)
    assert codes(reading) == ["other_version"]


def test_the_countys_own_figures_are_a_unit_even_below_the_townships(
    catalogue: Catalogue, areas: Mapping[str, Area]
) -> None:
    form = catalogue.forms["F5"]
    heads = [item.name for item in form.items[:4]]
    quarter = sheet(
        ("临清市卫生资源季报（2026年第三季度）",),
        ("机构", *heads),
        ("松林镇", 1, 2, 3, 4),
        ("临清市本级", 5, 6, 7, 8),
        ("合计", 6, 8, 10, 12),
    )
    reading = recognise(Workbook((quarter,)), Context(areas["371581000000"], catalogue))
    assert reading.units == ("371581101000", "371581000000")
    assert [value.value.amount for value in reading.values] == [1, 2, 3, 4, 5, 6, 7, 8]
