"""Layouts C, E and F: what the row says crossed with what the column says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from importers.context import Context
from importers.reading import Reading
from importers.recognise import recognise
from importers.workbook import Scalar, Workbook
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from monitoring.periods import Period
from tests.importers.books import OCTOBER, codes, sheet

Line = Sequence[Scalar]
UNIT: Line = ("填报单位：松林镇",)
HOMES = ("在营养老机构数", "养老机构床位数", "护理型床位数", "在住老年人数")


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def read(
    context: Context, *rows: Line, merges: tuple[tuple[int, int, int, int], ...] = ()
) -> Reading:
    return recognise(Workbook((sheet(*rows, merges=merges),)), context)


def amounts(reading: Reading) -> dict[str, tuple[int | None, str]]:
    return {value.item: (value.value.amount, value.cell) for value in reading.values}


def errors(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues if issue.severity is Severity.ERROR]


def test_services_with_triples_go_to_the_flow_the_year_and_the_stock(october: Context) -> None:
    reading = read(
        october,
        ("2026年10月基本公共卫生月报",),
        ("填报单位（盖章）：松林镇", None, "填报时间：2026年11月1日"),
        ("服务项目", "本月完成数", "本年度累计完成数", "截止本月底全部累计数"),
        ("65+登记管理", 10, 100, None),
        ("高血压", None, None, 300),
        ("居民健康档案建档人数", None, None, 5000),
        ("活产", 3, 30, None),
        ("卫生监督协管", "2", "1,020", None),
        ("填表人：某某", None, "联系电话", 123456),
    )
    assert reading.form == "F2"
    assert amounts(reading) == {
        "elder_managed_m": (10, "B4"),
        "elder_managed_ytd": (100, "C4"),
        "htn_managed_f2": (300, "D5"),
        "ehr_files": (5000, "D6"),
        "live_births_m": (3, "B7"),
        "live_births_ytd": (30, "C7"),
        "inspect_m": (2, "B8"),
        "inspect_ytd": (1020, "C8"),
    }
    assert errors(reading) == []


def test_a_figure_of_a_kind_the_form_does_not_collect_is_named_and_left(october: Context) -> None:
    reading = read(
        october,
        UNIT,
        ("服务项目", "本月完成数", "本年累计"),
        ("居民健康档案建档人数", 7, 70),
        ("活产", 3, 30),
        ("卫生监督协管", 2, 20),
    )
    assert "ehr_files" not in amounts(reading)
    left = [issue for issue in reading.issues if issue.code == "not_collected"]
    assert [issue.cell for issue in left] == ["B3", "C3"]
    assert "居民健康档案建档人数" in left[0].message


def test_a_statistical_year_is_not_the_calendar_year(october: Context) -> None:
    head: Line = ("服务项目", "本月", "本年累计", "统计年度累计")
    reading = read(october, UNIT, head, ("活产", 3, 30, 36), ("卫生监督协管", 2, 20, None),
                   ("早孕建册", 1, 9, None))  # fmt: skip
    found = amounts(reading)
    assert found["live_births_ytd"] == (30, "C3")
    assert found["live_births_sy_ytd"] == (36, "D3")


def test_cumulated_without_a_span_is_not_taken_for_the_years(october: Context) -> None:
    reading = read(october, UNIT, ("服务项目", "本月", "累计"), ("活产", 3, 30),
                   ("卫生监督协管", 2, 20), ("早孕建册", 1, 9))  # fmt: skip
    assert set(amounts(reading)) == {"live_births_m", "inspect_m", "early_booked_m"}
    assert reading.issues != ()


def test_groups_in_rows_with_measures_in_columns(october: Context) -> None:
    reading = read(
        october,
        ("2026年10月家庭医生签约",),
        UNIT,
        ("人群", "群体数", "签约数", "签约率"),
        ("重点人群", 600, 400, "66.7%"),
        ("孕产妇", None, 20, None),
        ("高血压", None, 200, None),
        ("肺结核", None, 2, None),
        ("残疾人", 50, 25, "50%"),
        ("脱贫人口", 60, 30, "50%"),
        ("计生特殊家庭", 7, 5, "71.4%"),
    )
    assert reading.form == "F1"
    assert errors(reading) == []
    assert amounts(reading) == {
        "key_people": (600, "B4"),
        "key_signed": (400, "C4"),
        "maternal_signed": (20, "C5"),
        "htn_signed": (200, "C6"),
        "tb_signed": (2, "C7"),
        "disabled": (50, "B8"),
        "disabled_signed": (25, "C8"),
        "lifted_poverty": (60, "B9"),
        "lifted_poverty_signed": (30, "C9"),
        "special_family": (7, "B10"),
        "special_family_signed": (5, "C10"),
    }


def test_a_group_nobody_knows_is_never_anothers(october: Context) -> None:
    rows: list[Line] = [("重点人群", 6, 4), ("残疾人", 5, 2), ("慢阻肺", 50, 40)]
    reading = read(october, UNIT, ("人群", "群体数", "签约数"), *rows)
    assert {cell for _, cell in amounts(reading).values()} == {"B3", "C3", "B4", "C4"}
    assert reading.issues != ()


def test_a_column_of_another_measure_is_not_taken_for_the_groups_own(october: Context) -> None:
    """有偿签约人数 beside 签约数 says nothing the form asks for."""
    rows: list[Line] = [("残疾人", 50, 25), ("脱贫人口", 60, 30), ("计生特殊家庭", 7, 5)]
    reading = read(october, UNIT, ("人群", "有偿签约人数", "签约数"), *rows)
    assert set(amounts(reading)) == {
        "disabled_signed",
        "lifted_poverty_signed",
        "special_family_signed",
    }
    assert ("unknown_column", "B2") in [(issue.code, issue.cell) for issue in reading.issues]


def test_a_part_of_a_service_is_not_the_service(october: Context) -> None:
    rows: list[Line] = [("65+登记管理 城", 4, 40), ("65+登记管理 农", 6, 60), ("活产", 3, 30),
                        ("卫生监督协管", 2, 20)]  # fmt: skip
    reading = read(october, UNIT, ("服务项目", "本月完成数", "本年度累计完成数"), *rows)
    assert not {"elder_managed_m", "elder_managed_ytd"} & set(amounts(reading))
    assert reading.issues != ()


def test_a_name_that_begins_like_a_footnote_is_read(october: Context) -> None:
    rows: list[Line] = [("注销档案人数", 7, 8), ("注：演示数据",), ("建档人数", 1, 2),
                        ("应种剂次本月", 5, 6)]  # fmt: skip
    reading = read(october, UNIT, ("指标", "2026年9月", "2026年10月末"), *rows)
    assert {item: amount for item, (amount, _) in amounts(reading).items()} == {
        "ehr_closed": 8,
        "ehr_files": 2,
        "vacc_due_m": 6,
    }


MONTHS: Line = ("指标代码", "指标名称", "单位", "行次", "2026年08月", "2026年9月", "2026年10月末",
                "变化原因", "说明")  # fmt: skip


def months(*heads: Scalar) -> list[Line]:
    head = MONTHS if not heads else (*MONTHS[:4], *heads, *MONTHS[7:])
    lines = [
        (f"A{n:02}", name, "家", str(n), 10 + n, 20 + n, 30 + n, "新增 3 家", 99)
        for n, name in enumerate(HOMES, 1)
    ]
    return [("医养结合月报",), UNIT, head, ("甲", "乙", "丙", "丁", 1, 2, 3, 4, 5), *lines]


def test_of_months_side_by_side_only_the_one_asked_for_is_taken(october: Context) -> None:
    reading = read(october, *months())
    assert errors(reading) == []
    assert [a for a, _ in amounts(reading).values()] == [31, 32, 33, 34]
    assert {cell[0] for _, cell in amounts(reading).values()} == {"G"}


@pytest.mark.parametrize(
    "heads",
    [
        ("8月", "9月", "10月"),
        (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)),
        ("2026-08", "2026-09", "2026-10"),
        ("二〇二六年八月", "二〇二六年九月", "二〇二六年十月"),
    ],
)
def test_a_month_in_a_head_may_be_written_in_many_ways(
    october: Context, heads: tuple[Scalar, ...]
) -> None:
    assert [a for a, _ in amounts(read(october, *months(*heads))).values()] == [31, 32, 33, 34]


def test_a_month_without_a_year_belongs_to_the_titles(october: Context) -> None:
    rows = months("8月", "9月", "10月")
    rows[0] = ("2025年医养结合月报",)
    reading = read(october, *rows)
    assert amounts(reading) == {}
    assert errors(reading) == ["other_period"]


def test_several_months_ask_which_when_none_was_asked_for(october: Context) -> None:
    reading = read(Context(october.area, october.catalogue), *months())
    [issue] = reading.issues
    assert (issue.code, issue.severity, reading.values) == ("no_period", Severity.ERROR, ())
    assert "2026年9月" in issue.message


def test_a_month_that_has_no_column_is_refused(october: Context) -> None:
    reading = read(Context(october.area, october.catalogue, Period(202612)), *months())
    [issue] = reading.issues
    assert (issue.code, reading.values) == ("other_period", ())
    assert "2026年12月" in issue.message


def test_two_columns_of_one_month_are_not_chosen_between(october: Context) -> None:
    reading = read(october, *months("2026年9月", "2026年10月", "2026年10月"))
    assert errors(reading) == ["several_columns"]
    assert reading.values == ()


def test_years_side_by_side_serve_a_yearly_form(linqing: Area, catalogue: Catalogue) -> None:
    items = [item for item in catalogue.forms["F6"].items if item.unit == "亿元"][:4]
    rows: list[Line] = [
        (item.name, item.unit, n, Decimal(n), Decimal(n) + 1, "") for n, item in enumerate(items, 1)
    ]
    head: Line = ("项目", "单位", "行次", "2024年", "2025年", "说明")
    early = read(Context(linqing, catalogue, Period(202309)), head, *rows)
    assert errors(early) == ["other_period"]
    reading = read(Context(linqing, catalogue, Period(202512)), head, *rows)
    assert errors(reading) == []
    assert [v.cell for v in reading.values] == ["E2", "E3", "E4", "E5"][: len(items)]


def test_two_columns_that_say_nothing_are_not_chosen_between(october: Context) -> None:
    reading = read(october, UNIT, ("项目", "第一列", "第二列"), *[(n, 1, 2) for n in HOMES])
    assert errors(reading) == ["several_columns"]
    assert reading.values == ()


def test_last_years_column_and_changes_are_not_taken(october: Context) -> None:
    head: Line = ("项目", "单位", "上年同期", "本月数", "增减", "目标值")
    reading = read(october, UNIT, head, *[(n, "个", 1, 7, 6, 10) for n in HOMES])
    assert [a for a, _ in amounts(reading).values()] == [7, 7, 7, 7]


@pytest.mark.parametrize("place", ["column", "name"])
def test_a_multiple_in_a_rows_unit_is_never_read_as_one(october: Context, place: str) -> None:
    measured: Line = (
        ("养老机构床位数", "万张", 3) if place == "column" else ("养老机构床位数（万张）", None, 3)
    )
    rows: list[Line] = [("在营养老机构数", "家", 3), measured, ("护理型床位数", "张", 20)]
    reading = read(october, UNIT, ("项目", "单位", "数值"), *rows)
    assert errors(reading) != []


def test_a_merged_section_does_not_keep_its_lines_from_being_read(october: Context) -> None:
    rows: list[Line] = [
        ("养老机构", "在营养老机构数", 3, 5),
        (None, "其中：内设医疗机构", 1, 2),
        ("床位", "养老机构床位数", 30, 50),
        (None, "护理型床位数", 10, 20),
    ]
    reading = read(october, UNIT, ("类别", "指标", "2026年9月", "2026年10月"), *rows,
                   merges=((2, 0, 3, 0), (4, 0, 5, 0)))  # fmt: skip
    assert [a for a, _ in amounts(reading).values()] == [5, 2, 50, 20]


def test_a_figure_under_a_merge_is_named(october: Context) -> None:
    rows = [(name, n, n + 1) for n, name in enumerate(HOMES)]
    head: Line = ("指标", "2026年9月", "2026年10月")
    reading = read(october, UNIT, head, *rows, merges=((2, 2, 3, 2),))
    assert "care_bed" not in amounts(reading)
    assert ("hidden_value", "C4") in [(issue.code, issue.cell) for issue in reading.issues]
    assert "hidden_value" in codes(reading)


@pytest.mark.parametrize(
    "heads", [("数值",), ("单位", "数值"), ("上年同期", "本月数"), ("本月数", "增减")]
)
def test_a_unit_in_a_cell_of_its_own_is_a_caption_and_no_head(
    october: Context, heads: tuple[str, ...]
) -> None:
    figures: dict[str, Scalar] = {"数值": 7, "单位": "个", "上年同期": 1, "本月数": 7, "增减": 6}
    rows: list[Line] = [(name, *(figures[head] for head in heads)) for name in HOMES]
    reading = read(october, ("填报单位：", "松林镇"), ("项目", *heads), *rows)
    assert errors(reading) == []
    assert [a for a, _ in amounts(reading).values()] == [7, 7, 7, 7]


def test_a_running_list_of_dates_is_refused(october: Context) -> None:
    head: Line = ("序号", "日期", "签约居民数", "签约率", "续约数", "续约率", "重点人群签约数")
    rows: list[Line] = [(n, date(2026, 10, n), 100 + n, "10%", 50, "5%", 20) for n in (10, 20)]
    for place in (UNIT, ("填报单位：", "松林镇")):
        reading = read(october, place, head, *rows)
        assert reading.values == ()
        assert errors(reading) != []


def test_a_months_column_is_no_year_to_date(october: Context) -> None:
    """续约 adds up over the year; a column that says 本月 may hold the month alone."""
    rows: list[Line] = [("签约居民数", 100), ("续约居民数", 5), ("重点人群签约数", 40)]
    reading = read(october, UNIT, ("项目", "本月数"), *rows)
    assert ("kind_differs", "B4") in [(issue.code, issue.cell) for issue in reading.issues]


@pytest.mark.parametrize(
    "heads", [("本月（万人次）",), ("2026年9月", "2026年10月（万人次）"), ("本月(万)", "上年同期")]
)
def test_a_multiple_over_a_column_is_never_read_as_one(
    october: Context, heads: tuple[str, ...]
) -> None:
    names = ("居家上门服务人次", "在住老年人数", "养老机构床位数")
    rows: list[Line] = [(name, *[3 for _ in heads]) for name in names]
    assert errors(read(october, UNIT, ("项目", *heads), *rows)) != []


@pytest.mark.parametrize(
    "caption", ["单位：万人", "计量单位: 万人", "编制单位：卫健局  单位：千人"]
)
def test_a_multiple_in_a_caption_is_never_read_as_one(october: Context, caption: str) -> None:
    names = ("在住老年人数", "养老护理员人数", "养老机构床位数")
    one: list[Line] = [(name, 3) for name in names]
    refused = [["unit_differs"], ["question"]]
    assert errors(read(october, UNIT, (caption,), ("项目", "数值"), *one)) in refused
    several = read(october, (None, caption), ("机构", *names), ("松林镇", 1, 2, 3))
    assert errors(several) in refused
    money = read(october, (None, "金额单位：万元"), ("机构", *names), ("松林镇", 1, 2, 3))
    assert errors(money) == []
