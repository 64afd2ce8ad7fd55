"""What columns say of time: a month beside the year to date, this year beside the last."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from importers.context import Context
from importers.reading import Reading
from importers.workbook import Merge, Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from monitoring.periods import Period
from tests.importers.books import OCTOBER, read, sheet

Line = Sequence[Scalar]
TITLE: Line = ("2026年10月基本公共卫生月报",)
UNIT: Line = ("填报单位：松林镇",)
SERVICES = ("活产", "卫生监督协管", "早孕建册", "产后访视")
STOCK = "居民健康档案建档人数"


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def amounts(reading: Reading) -> dict[str, tuple[int | None, str]]:
    return {value.item: (value.value.amount, value.cell) for value in reading.values}


def errors(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues if issue.severity is Severity.ERROR]


def services(
    context: Context, *heads: Line, title: Line = TITLE, merges: tuple[Merge, ...] = ()
) -> Reading:
    """The services and one stock; column B holds 11, 12 …, C 21, 22 …, and so on."""
    figures = max(map(len, heads)) - 1
    names = (*SERVICES, STOCK)
    rows: list[Line] = [
        (name, *(10 * column + n for column in range(1, figures + 1)))
        for n, name in enumerate(names, 1)
    ]
    return read(sheet(title, UNIT, *heads, *rows, merges=merges), context=context)


@pytest.mark.parametrize(
    "heads",
    [
        ("10月", "1-10月"),
        ("10月", "1—10月累计"),
        ("10月份", "1～10月份"),
        ("2026年10月", "2026年1-10月"),
        ("十月", "1至10月"),
    ],
)
def test_a_month_beside_the_year_to_date_is_the_months_own(
    october: Context, heads: tuple[str, str]
) -> None:
    reading = services(october, ("服务项目", *heads))
    found = amounts(reading)
    assert errors(reading) == []
    assert found["live_births_m"] == (11, "B4")
    assert found["live_births_ytd"] == (21, "C4")
    assert found["inspect_m"] == (12, "B5")
    assert found["inspect_ytd"] == (22, "C5")
    assert found["ehr_files"] == (15, "B8")
    assert ("not_collected", "C8") in [(issue.code, issue.cell) for issue in reading.issues]


@pytest.mark.parametrize(
    "heads", [("当月", "1-10月"), ("本月", "1—10月累计"), ("本月数", "1-10月")]
)
def test_this_month_beside_the_year_to_date_is_the_months_flow(
    october: Context, heads: tuple[str, str]
) -> None:
    found = amounts(services(october, ("服务项目", *heads)))
    assert found["live_births_m"] == (11, "B4")
    assert found["live_births_ytd"] == (21, "C4")


def test_in_january_the_month_and_the_year_to_date_stay_two_columns(october: Context) -> None:
    january = Context(october.area, october.catalogue, Period(202601))
    reading = services(january, ("服务项目", "1月", "1-1月"), title=("2026年1月月报",))
    found = amounts(reading)
    assert (found["live_births_m"], found["live_births_ytd"]) == ((11, "B4"), (21, "C4"))


@pytest.mark.parametrize(
    "heads",
    [
        ("10月", "1-10月", "2025年1-10月", "同期"),
        ("10月", "1-10月", "上年10月", "上年1-10月"),
        ("2026年10月", "2026年1-10月", "2025年10月", "2025年1-10月"),
        ("10月", "1-10月", "9月", "1-9月"),
        ("10月", "1-10月", "比上年同期增减", "全年任务"),
    ],
)
def test_other_times_beside_them_are_never_taken(october: Context, heads: tuple[str, ...]) -> None:
    found = amounts(services(october, ("服务项目", *heads)))
    assert found["live_births_m"] == (11, "B4")
    assert found["live_births_ytd"] == (21, "C4")
    assert {cell[0] for _, cell in found.values()} == {"B", "C"}


def test_two_months_stay_two_months_and_services_ask_what_they_hold(october: Context) -> None:
    reading = services(october, ("服务项目", "9月", "10月"))
    [issue] = [i for i in reading.issues if i.severity is Severity.ERROR]
    assert (issue.code, issue.cell, reading.values) == ("several_columns", "C3", ())
    assert "本月数还是累计数" in issue.message
    named = amounts(services(october, ("服务项目", "9月", "10月（本月）")))
    assert named["live_births_m"] == (21, "C4")


@pytest.mark.parametrize("head", ["8-10月", "7—10月", "上年10月-本年10月"])
def test_months_that_do_not_begin_with_january_are_no_month_and_no_year(
    october: Context, head: str
) -> None:
    found = amounts(services(october, ("服务项目", head, "1-10月")))
    assert "live_births_m" not in found
    assert found["live_births_ytd"] == (21, "C4")


@pytest.mark.parametrize("heads", [("10月", "累计"), ("10月", "10月累计")])
def test_beside_a_sum_of_unknown_length_only_the_month_is_read(
    october: Context, heads: tuple[str, str]
) -> None:
    reading = services(october, ("服务项目", *heads))
    assert amounts(reading)["live_births_m"] == (11, "B4")
    assert "live_births_ytd" not in amounts(reading)
    assert ("not_collected", "C4") in [(issue.code, issue.cell) for issue in reading.issues]


def test_beside_the_stand_at_the_months_end_a_month_is_what_it_brought(october: Context) -> None:
    found = amounts(services(october, ("服务项目", "10月", "截至10月底")))
    assert found["live_births_m"] == (11, "B4")
    assert found["ehr_files"] == (25, "C8")


GROUPS = ((2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4))


@pytest.mark.parametrize(
    ("upper", "lower", "year_to_date"),
    [
        (("2026年", None, "2025年", None), ("10月", "1-10月") * 2, (21, "C5")),
        (("10月", None, "1-10月", None), ("今年", "去年") * 2, (31, "D5")),
        (("本年", None, "上年同期", None), ("本月", "累计") * 2, (21, "C5")),
        (("2026年", None, "2025年", None), ("本月", "本年累计") * 2, (21, "C5")),
    ],
)
def test_years_and_months_may_stand_one_over_the_other(
    october: Context, upper: Line, lower: Line, year_to_date: tuple[int, str]
) -> None:
    for merges in (GROUPS, ()):
        reading = services(october, ("服务项目", *upper), (None, *lower), merges=merges)
        found = amounts(reading)
        assert errors(reading) == []
        assert found["live_births_m"] == (11, "B5")
        assert found["live_births_ytd"] == year_to_date


@pytest.mark.parametrize("over", ["上年同期", "2026年9月", "2025年", "上月", "全年任务"])
@pytest.mark.parametrize("merged", [True, False])
def test_a_time_over_the_whole_grid_holds_for_every_column(
    october: Context, over: str, merged: bool
) -> None:
    merges = ((2, 0, 3, 0), (2, 1, 2, 2)) if merged else ()
    heads: tuple[Line, ...] = (("服务项目", over, None), (None, "本月", "本年累计"))
    reading = services(october, *heads, merges=merges)
    assert reading.values == ()
    assert errors(reading) != []


def test_the_asked_month_over_the_whole_grid_changes_nothing(october: Context) -> None:
    heads: tuple[Line, ...] = (("服务项目", "2026年10月", None), (None, "本月", "本年累计"))
    found = amounts(services(october, *heads, merges=((2, 1, 2, 2),)))
    assert (found["live_births_m"], found["live_births_ytd"]) == ((11, "B5"), (21, "C5"))
