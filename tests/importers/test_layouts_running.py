"""Layout C's running list: a row a day, and other tables with a column of days or months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from importers.context import Context
from importers.reading import Reading
from importers.workbook import Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from monitoring.periods import Period
from tests.importers.books import OCTOBER, read, sheet

Line = tuple[Scalar, ...]
TITLE: Line = ("松林镇签约进度",)
HEAD: Line = (
    "序号", "日期", "签约数", "签约率", "续约数", "续约率", "重点人群签约数", "重点人群签约率",
)  # fmt: skip
DAYS = (date(2026, 9, 30), date(2026, 10, 10), date(2026, 10, 31), date(2026, 11, 5))


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def line(number: int, day: Scalar, signed: int) -> Line:
    return (number, day, signed, "50%", 10 + number, "10%", 40 + number, "40%")


def listed(*days: Scalar) -> list[Line]:
    return [line(number, day, 100 + number) for number, day in enumerate(days, 1)]


def collected(context: Context, *rows: Line, title: Line = TITLE) -> Reading:
    return read(sheet(title, HEAD, *rows), context=context)


def errors(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues if issue.severity is Severity.ERROR]


def answered(context: Context, *rows: Line) -> Reading:
    """The list read again with every question answered as proposed."""
    asked = collected(context, *rows).questions
    answers = {question.answer_key: question.proposed for question in asked}
    return collected(replace(context, answers=answers), *rows)


@pytest.mark.parametrize(
    "days",
    [DAYS, ("2026-09-30", "2026.10.10", "2026年10月31日", "2026/11/5")],
)
@pytest.mark.parametrize("newest_first", [False, True])
def test_the_last_day_of_the_month_is_read_once_its_rows_are_said_to_be_sums(
    october: Context, days: tuple[Scalar, ...], newest_first: bool
) -> None:
    rows = listed(*days)[:: -1 if newest_first else 1]
    reading = collected(october, *rows)
    assert reading.values == ()
    assert [question.proposed for question in reading.questions] == ["fd_signed", "key_signed"]
    assert "累计到那时的数" in reading.questions[0].text
    again = answered(october, *rows)
    assert errors(again) == []
    assert {v.item: v.value.amount for v in again.values} == {"fd_signed": 103, "key_signed": 43}
    [taken] = [issue for issue in again.issues if issue.code == "running_list"]
    assert "2026年10月31日" in taken.message


def test_next_month_nothing_is_asked_again(october: Context) -> None:
    asked = collected(october, *listed(*DAYS[:3])).questions
    answers = {question.answer_key: question.proposed for question in asked}
    november = replace(october, period=Period(202611), answers=answers)
    reading = collected(november, *listed(*DAYS))
    assert reading.questions == ()
    assert {v.item: v.cell for v in reading.values} == {"fd_signed": "C6", "key_signed": "G6"}


def test_what_adds_up_over_the_year_is_left_out_of_a_list_of_days(october: Context) -> None:
    reading = answered(october, *listed(*DAYS[1:3]))
    assert "fd_renewed" not in {value.item for value in reading.values}
    assert ("not_collected", "E2") in [(issue.code, issue.cell) for issue in reading.issues]


def test_a_column_that_falls_is_no_running_sum(october: Context) -> None:
    rows = [line(1, DAYS[1], 120), line(2, DAYS[2], 90)]
    reading = collected(october, *rows)
    assert (reading.values, errors(reading)) == ((), ["running_list"])
    assert "有增有减" in reading.issues[0].message


def test_days_that_are_added_up_below_are_single_days(october: Context) -> None:
    rows = [*listed(*DAYS[1:3]), (None, "合计", 203, None, 23, None, 83, None)]
    reading = collected(october, *rows)
    assert (reading.values, errors(reading)) == ((), ["running_list"])
    assert "第 5 行" in reading.issues[0].message


def test_weeks_without_a_date_are_refused(october: Context) -> None:
    reading = collected(october, *listed("第1周", "第2周", "第3周"))
    assert (reading.values, errors(reading)) == ((), ["running_list"])
    assert "第1周" in reading.issues[0].message


def test_a_list_without_a_day_in_the_month_says_which_months_it_has(october: Context) -> None:
    reading = collected(october, *listed(DAYS[0], date(2026, 9, 15)))
    assert (reading.values, errors(reading)) == ((), ["other_period"])
    assert "2026年9月" in reading.issues[0].message
    anytime = collected(replace(october, period=None), *listed(*DAYS))
    assert errors(anytime) == ["no_period"]


def test_months_down_the_rows_give_the_month_asked_for(october: Context) -> None:
    reading = answered(october, *listed("8月", "9月", "10月"))
    assert {v.item: v.cell for v in reading.values} == {"fd_signed": "C5", "key_signed": "G5"}


def test_a_list_without_a_unit_is_refused(october: Context) -> None:
    reading = collected(october, *listed(*DAYS), title=("签约进度",))
    assert (reading.values, errors(reading)) == ((), ["no_unit"])


UNITS: Line = ("单位", "月份", "签约居民数", "常住人口数", "重点人群签约数")


def test_units_on_several_days_are_not_chosen_between(october: Context) -> None:
    rows = [("松林镇", day, 5, 9, 3) for day in DAYS[1:3]]
    reading = read(sheet(("2026年10月",), ("单位", "日期", *UNITS[2:]), *rows), context=october)
    assert errors(reading) == ["duplicate_unit"]


def test_a_column_of_months_states_the_period(october: Context) -> None:
    rows = [("松林镇", "2026年10月", 5, 9, 3), ("康庄镇", "2026年10月", 5, 9, 3)]
    reading = read(sheet(UNITS, *rows), context=replace(october, period=None))
    assert (reading.period, reading.issues) == (OCTOBER, ())


@pytest.mark.parametrize("title", ["2026年10月签约", "签约"])
@pytest.mark.parametrize("months", [("9月", "9月"), ("10月", "9月")])
def test_a_row_of_another_month_keeps_the_file_out(
    october: Context, title: str, months: tuple[str, str]
) -> None:
    rows = [("松林镇", months[0], 5, 9, 3), ("康庄镇", months[1], 5, 9, 3)]
    reading = read(sheet((title,), UNITS, *rows), context=october)
    assert "other_period" in errors(reading)
