"""Figures that a word elsewhere on the sheet makes a sum of the year, or of another time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from importers.context import Context
from importers.questions import IGNORE
from importers.reading import Reading
from importers.spans import sums_said
from importers.workbook import Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from monitoring.periods import Period
from tests.importers.books import OCTOBER, read, sheet

Line = tuple[Scalar, ...]
UNIT: Line = ("填报单位：松林镇",)
ITEMS = ("总诊疗人次", "中医诊疗人次", "乡镇卫生院数", "中医适宜技术项数")
FLOWS, STOCKS = {"visits", "tcm_visits"}, {"township_hospital", "tcm_technique"}
ONE: tuple[Line, ...] = tuple((name, n) for n, name in enumerate(ITEMS, 3))
MONTH, SUM = "2026年10月国医堂月报", "2026年1—10月国医堂月报"


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def errors(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues if issue.severity is Severity.ERROR]


def items(reading: Reading) -> set[str]:
    return {value.item for value in reading.values}


@pytest.mark.parametrize("head", ["本年累计", "1-10月", "累计", "全年", "2026年1-10月"])
def test_a_column_that_adds_up_months_is_asked_about_before_it_is_a_months(
    october: Context, head: str
) -> None:
    reading = read(sheet((MONTH,), UNIT, ("指标", head), *ONE), context=october)
    assert items(reading) == STOCKS
    assert [question.options[0].value for question in reading.questions] == ["visits", "tcm_visits"]
    [first, _] = reading.questions
    assert head in first.text
    assert (first.options[-1].value, first.proposed) == (IGNORE, "")
    answers = {question.answer_key: question.options[0].value for question in reading.questions}
    context = replace(october, answers=answers)
    again = read(sheet((MONTH,), UNIT, ("指标", head), *ONE), context=context)
    assert (again.questions, items(again)) == ((), FLOWS | STOCKS)


LAYOUTS: dict[str, tuple[Line, ...]] = {
    "one column": (UNIT, ("指标", "数值"), *ONE),
    "pairs": (UNIT, (ITEMS[0], 3, ITEMS[1], 4), (ITEMS[2], 5, ITEMS[3], 6)),
    "units down": (("机构", *ITEMS), ("松林镇", 3, 4, 5, 6), ("康庄镇", 3, 4, 5, 6)),
    "units across": (("项目", "松林镇", "康庄镇"), *((name, 3, 4) for name in ITEMS)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_title_of_several_months_makes_months_figures_doubtful(
    october: Context, layout: str
) -> None:
    assert items(read(sheet((MONTH,), *LAYOUTS[layout]), context=october)) == FLOWS | STOCKS
    reading = read(sheet((SUM,), *LAYOUTS[layout]), context=october)
    assert items(reading) == STOCKS
    assert len(reading.questions) == 2


def test_what_a_column_says_of_itself_goes_before_the_title(october: Context) -> None:
    reading = read(sheet((SUM,), UNIT, ("指标", "本月"), *ONE), context=october)
    assert (errors(reading), items(reading)) == ([], FLOWS | STOCKS)


def test_in_january_one_month_is_the_years_sum() -> None:
    assert sums_said(["2026年1-1月"]) == ""
    assert sums_said(["2026年11-12月"]) == ""
    assert sums_said(["填表", "二〇二六年一至十月"]) == "二〇二六年一至十月"


def test_a_column_of_last_years_alone_is_refused(october: Context) -> None:
    reading = read(sheet((MONTH,), UNIT, ("指标", "上年同期"), *ONE), context=october)
    assert (reading.values, errors(reading)) == ((), ["other_period"])


def test_lines_below_a_section_of_another_time_are_not_read(october: Context) -> None:
    rows = (
        ("一、本期：", None),
        *ONE[:3],
        ("二、上年同期：", None),
        *ONE,
        ("三、其他：", None),
        ONE[3],
    )
    reading = read(sheet((MONTH,), UNIT, ("指标", "数值"), *rows), context=october)
    assert errors(reading) == []
    assert [v.cell for v in reading.values] == ["B5", "B6", "B7", "B14"]
    head: Line = ("指标", "本月", "上月")
    grid = read(sheet((MONTH,), UNIT, head, *[(*row, 9) for row in rows]), context=october)
    assert [v.cell for v in grid.values] == ["B5", "B6", "B7", "B14"]


@pytest.mark.parametrize("title", ["2026年9月医养结合", "2026年9月"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_title_of_another_month_is_seen_in_every_layout(
    october: Context, layout: str, title: str
) -> None:
    assert "other_period" in errors(read(sheet((title,), *LAYOUTS[layout]), context=october))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_period_written_out_above_or_below_holds_like_a_title(
    october: Context, layout: str
) -> None:
    rows = LAYOUTS[layout]
    label: Line = ("报告期：2026年9月",)
    for page in (sheet((MONTH,), label, *rows), sheet((MONTH,), *rows, label), sheet(*rows, label)):
        assert "other_period" in errors(read(page, context=october))
    anytime = read(sheet(*rows, label), context=replace(october, period=None))
    assert (anytime.period, errors(anytime)) == (Period(202609), [])
