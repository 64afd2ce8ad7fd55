"""Tables of units whose columns stand under times, groups and measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from importers.context import Context
from importers.questions import IGNORE
from importers.reading import Reading
from importers.workbook import Merge, Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from tests.importers.books import OCTOBER, read, sheet

Line = list[Scalar]
PEOPLE = ("常住人口数", "签约居民数", "重点人群总数")
CODES = ("resident", "fd_signed", "key_people")
SERVICES = ("活产", "卫生监督协管")
DISEASES = ("高血压患者", "残疾人", "脱贫人口")


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def errors(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues if issue.severity is Severity.ERROR]


def cells(reading: Reading) -> dict[str, str]:
    """Where the first unit's items were found."""
    return {v.item: v.cell for v in reading.values if v.unit == reading.units[0]}


def grouped(
    context: Context,
    upper: Sequence[str],
    lower: Sequence[str],
    *,
    title: str = "2026年10月月报",
    merged: bool = True,
) -> Reading:
    """A table of two units; each of the ``upper`` words stands over all of the ``lower``."""
    top: Line = ["机构"]
    below: Line = [None]
    merges: list[Merge] = [(1, 0, 2, 0)]
    for word in upper:
        merges.append((1, len(top), 1, len(top) + len(lower) - 1))
        top += [word] + [None if merged else word] * (len(lower) - 1)
        below += lower
    rows: list[Line] = [
        [name, *range(start, start + len(top) - 1)]
        for name, start in (("松林镇", 11), ("康庄镇", 51))
    ]
    merges = merges if merged else []
    return read(sheet((title,), top, below, *rows, merges=tuple(merges)), context=context)


@pytest.mark.parametrize(
    "times", [("10月", "1-10月"), ("本月", "1—10月累计"), ("当月", "本年累计")]
)
def test_a_month_and_the_year_to_date_may_head_the_columns_of_every_service(
    october: Context, times: tuple[str, str]
) -> None:
    assert cells(grouped(october, SERVICES, times)) == {
        "live_births_m": "B4",
        "live_births_ytd": "C4",
        "inspect_m": "D4",
        "inspect_ytd": "E4",
    }
    assert cells(grouped(october, times, SERVICES)) == {
        "live_births_m": "B4",
        "inspect_m": "C4",
        "live_births_ytd": "D4",
        "inspect_ytd": "E4",
    }


@pytest.mark.parametrize(
    "times",
    [
        ("10月", "9月"),
        ("2026年10月", "2025年10月"),
        ("本期", "上年同期"),
        ("10月", "去年同期"),
        ("完成数", "目标任务"),
        ("2026年10月末", "比上年增减"),
    ],
)
def test_of_two_times_only_the_collected_one_is_read(
    october: Context, times: tuple[str, str]
) -> None:
    inner = grouped(october, PEOPLE, times)
    assert (errors(inner), cells(inner)) == ([], dict(zip(CODES, ("B4", "D4", "F4"), strict=True)))
    for merged in (True, False):
        outer = grouped(october, times, PEOPLE, merged=merged)
        assert errors(outer) == []
        assert cells(outer) == dict(zip(CODES, ("B4", "C4", "D4"), strict=True))


@pytest.mark.parametrize(
    "over", ["2025年10月", "2026年9月", "9月", "上年同期", "上月", "全年目标任务", "比上年增减"]
)
def test_a_table_of_another_time_alone_is_refused_with_it(october: Context, over: str) -> None:
    reading = grouped(october, (over,), PEOPLE)
    assert (reading.values, errors(reading)) == ((), ["other_period"])
    [issue] = reading.issues
    assert over[-3:] in issue.message
    assert "2026年10月" in issue.message


@pytest.mark.parametrize("over", ["2026年10月", "10月", "截至10月底", "本月", "基本情况"])
def test_what_stands_over_a_whole_table_and_changes_nothing_is_passed_over(
    october: Context, over: str
) -> None:
    assert tuple(cells(grouped(october, (over,), PEOPLE))) == CODES


def test_the_head_may_be_all_that_states_the_period(october: Context) -> None:
    anytime = replace(october, period=None)
    reading = grouped(anytime, ("2026年10月",), PEOPLE, title="家庭医生签约")
    assert (reading.period, errors(reading)) == (OCTOBER, [])


def test_several_periods_ask_which_when_none_was_asked_for(october: Context) -> None:
    anytime = replace(october, period=None)
    reading = grouped(anytime, PEOPLE, ("2026年9月", "2026年10月"), title="家庭医生签约")
    assert (reading.values, errors(reading)) == ((), ["no_period"])
    assert "2026年9月" in reading.issues[0].message


@pytest.mark.parametrize(
    "over",
    ["城镇", "农村居民", "男", "60岁以上", "新增", "未签约", "高血压", "户籍人口", "本月新增"],
)
def test_a_group_that_is_not_everyone_is_asked_about_once(october: Context, over: str) -> None:
    reading = grouped(october, (over,), (*PEOPLE[:2], "户籍人口数"))
    asked = [question for question in reading.questions if "常住人口数" in question.text]
    assert "resident" not in cells(reading)
    [question] = asked
    assert over in question.text
    assert [option.value for option in question.options] == ["resident", IGNORE]
    assert question.proposed == ""
    answers = {question.answer_key: "resident"}
    again = grouped(replace(october, answers=answers), (over,), (*PEOPLE[:2], "户籍人口数"))
    assert question.key not in [each.key for each in again.questions]
    assert "resident" in {value.item for value in again.values}


def test_a_group_beside_everyone_is_told_and_not_asked(october: Context) -> None:
    reading = grouped(october, ("合计", "农村"), PEOPLE)
    assert cells(reading) == dict(zip(CODES, ("B4", "C4", "D4"), strict=True))
    assert (reading.questions, errors(reading)) == ((), [])
    assert [issue.cell for issue in reading.issues] == ["E3", "F3", "G3"]


def test_a_heading_that_an_item_belongs_under_leaves_it_alone(october: Context) -> None:
    over = ("重点人群", "慢性病患者", "签约服务情况")
    for word in over:
        reading = grouped(
            october, (word,), ("高血压患者总人数", "高血压患者签约数", "残疾人签约数")
        )
        assert set(cells(reading)) == {"htn_patients", "htn_signed", "disabled_signed"}


def test_signed_over_a_group_counts_who_signed(october: Context) -> None:
    signed = ("htn_signed", "disabled_signed", "lifted_poverty_signed")
    alone = grouped(october, ("签约人数",), DISEASES)
    assert cells(alone) == dict(zip(signed, ("B4", "C4", "D4"), strict=True))
    both = cells(grouped(october, ("总人数", "签约人数"), DISEASES))
    assert {both[code] for code in signed} == {"E4", "F4", "G4"}
    assert both["htn_patients"] == "B4"


def test_a_years_sum_is_not_read_as_the_stand_of_a_month(october: Context) -> None:
    reading = grouped(october, ("1-10月",), PEOPLE)
    assert reading.values == ()
    assert len(reading.questions) == 3


def test_a_month_is_not_read_as_the_years_sum(october: Context) -> None:
    reading = grouped(october, ("10月",), (*PEOPLE, "续约居民数"))
    assert "fd_renewed" not in cells(reading)
    assert ["续约居民数" in question.text for question in reading.questions] == [True]


def test_rows_under_a_group_that_is_not_everyone_are_not_read(october: Context) -> None:
    rows: list[Line] = [["上年同期", name, 1, 11] for name in (*SERVICES, "早孕建册", "产后访视")]
    head: Line = ["类别", "服务项目", "本月", "本年累计"]
    reading = read(sheet(("填报单位：松林镇",), head, *rows), context=october)
    assert reading.values == ()
    assert errors(reading) != []


def test_groups_over_the_people_there_are_and_those_who_signed(october: Context) -> None:
    """Layout C; what was paid for is another figure, and 签约总数 no group of people."""
    measures = ("辖区人群数", "签约人数", "签约率", "有偿签约人数", "有偿签约率")
    reading = grouped(october, ("签约总数", "重点人群", "残疾人", "脱贫人口"), measures)
    assert cells(reading) == {
        "key_people": "G4",
        "key_signed": "H4",
        "disabled": "L4",
        "disabled_signed": "M4",
        "lifted_poverty": "Q4",
        "lifted_poverty_signed": "R4",
    }
