from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from db.ledger import Ledger
from monitoring.issues import Severity
from monitoring.periods import Frequency, Period
from tests.workflow.workbooks import SIGNED, filled, write
from workflow.collect import FileStatus, StagedFile, stage
from workflow.file_names import named_period

OCTOBER = Period(202610)


def sent(folder: Path, name: str, title: str, *units: str) -> Path:
    """A township's own table under ``name``, with ``title`` over it."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append([title])
    page.append(["机构", "常住人口数", "签约居民数", "重点人群总数"])
    for number, unit in enumerate(units or ("松林镇",), 1):
        page.append([unit, 100 * number, 50 * number, 20 * number])
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def staged(ledger: Ledger, path: Path, period: Period | None = None) -> StagedFile:
    [file] = stage(ledger, [path], period=period)
    return file


def differing(file: StagedFile) -> list[str]:
    return [issue.message for issue in file.issues if issue.code == "name_differs"]


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("松林镇2026年10月.xlsx", 10),
        ("松林镇10月份.xlsx", 10),
        ("松林镇１０月.xlsx", 10),
        ("松林镇十月.xlsx", 10),
        ("松林镇二〇二六年十月(1).xlsx", 10),
        ("松林镇1-10月.xlsx", 10),
        ("松林镇202610.xlsx", 10),
        ("松林镇2026-10.xlsx", 10),
        ("松林镇2026_9.xlsx", 9),
        ("10月5日上报 9月报表.xlsx", 9),
        ("2026年10月收9月.xlsx", 9),
        ("2026年9月（10月8日改）.xlsx", 9),
        ("371581101000_松林镇_F1_家庭医生签约服务月报_2026年9月.xlsx", 9),
    ],
)
def test_a_name_that_states_one_month_states_its_period(name: str, month: int) -> None:
    assert named_period(name, Frequency.MONTH, 2026) == Period(202600 + month)


@pytest.mark.parametrize(
    "name",
    [
        "松林镇.xlsx",
        "松林镇(10.8修改).xlsx",
        "松林镇20261008.xlsx",
        "松林镇2026-10-08.xlsx",
        "松林镇2026.10.8.xlsx",
        "松林镇10月5日.xlsx",
        "10月上报.xlsx",
        "10月底报.xlsx",
        "9月、10月.xlsx",
        "9、10月.xlsx",
        "9月10月.xlsx",
        "8-10月.xlsx",
        "2026年第三季度.xlsx",
        "2026年报表.xlsx",
        "371581101000.xlsx",
    ],
)
def test_a_name_that_states_several_months_or_a_day_states_nothing(name: str) -> None:
    assert named_period(name, Frequency.MONTH, 2026) is None


def test_quarters_and_years_are_named_for_forms_of_their_length() -> None:
    quarter = Period(202609, Frequency.QUARTER)
    assert named_period("2026年第三季度", Frequency.QUARTER, 2020) == quarter
    assert named_period("卫生资源2026年9月", Frequency.QUARTER, 2020) == quarter
    assert named_period("10月报三季度", Frequency.QUARTER, 2026) is None
    assert named_period("2025年.xls", Frequency.YEAR, 2020) == Period(202512, Frequency.YEAR)


def test_a_month_inside_that_the_name_contradicts_keeps_the_file_out(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    file = staged(fresh_ledger, sent(tmp_path, "松林镇2026年10月.xlsx", "2026年9月签约月报"))
    [message] = differing(file)
    assert file.status is FileStatus.REFUSED
    assert "2026年10月" in message
    assert "2026年9月" in message


def test_a_template_of_last_month_under_this_months_name_is_kept_out(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    [path] = write(tmp_path, {"2026年11月.xlsx": filled({SIGNED: 5})})
    file = staged(fresh_ledger, path)
    assert (file.status, len(differing(file))) == (FileStatus.REFUSED, 1)


def test_the_month_asked_for_and_the_title_together_outweigh_a_name(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    path = sent(tmp_path, "松林镇11月.xlsx", "2026年10月签约月报")
    file = staged(fresh_ledger, path, OCTOBER)
    [issue] = [each for each in file.issues if each.code == "name_differs"]
    assert (file.status, issue.severity) == (FileStatus.STAGED, Severity.WARNING)


def test_a_name_of_another_month_is_believed_where_nothing_inside_says(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    file = staged(fresh_ledger, sent(tmp_path, "松林镇9月.xlsx", "签约月报"), OCTOBER)
    [message] = differing(file)
    assert file.status is FileStatus.REFUSED
    assert "2026年9月" in message
    assert "2026年10月" in message


@pytest.mark.parametrize(
    "name",
    [
        "松林镇2026年10月.xlsx",
        "松林镇.xlsx",
        "11月5日上报10月.xlsx",
        "2026年11月收/松林镇10月.xlsx",
    ],
)
@pytest.mark.parametrize("title", ["2026年10月签约月报", "签约月报"])
def test_a_name_that_agrees_or_says_nothing_goes_unmentioned(
    tmp_path: Path, fresh_ledger: Ledger, name: str, title: str
) -> None:
    file = staged(fresh_ledger, sent(tmp_path, name, title), OCTOBER)
    assert (file.status, file.issues) == (FileStatus.STAGED, ())


def test_a_period_that_only_the_name_states_is_offered_and_not_taken(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    file = staged(fresh_ledger, sent(tmp_path, "松林镇2026年10月.xlsx", "签约月报"))
    [issue] = file.issues
    assert (file.status, issue.code) == (FileStatus.REFUSED, "no_period")
    assert "文件名写的是2026年10月" in issue.message
    [issue] = staged(fresh_ledger, sent(tmp_path, "松林镇10月.xlsx", "签约月报")).issues
    assert "文件名" not in issue.message


def test_a_file_named_after_another_township_is_kept_out(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    title = "2026年10月签约月报"
    file = staged(fresh_ledger, sent(tmp_path, "松林镇.xlsx", title, "康庄镇"))
    [message] = differing(file)
    assert file.status is FileStatus.REFUSED
    assert "松林镇" in message
    assert "康庄镇" in message


@pytest.mark.parametrize(
    "name", ["松林镇.xlsx", "松林镇、康庄镇.xlsx", "汇总.xlsx", "康庄镇/全部.xlsx"]
)
def test_a_file_that_holds_the_township_it_is_named_after_goes_unmentioned(
    tmp_path: Path, fresh_ledger: Ledger, name: str
) -> None:
    path = sent(tmp_path, name, "2026年10月签约月报", "松林镇", "尚店镇")
    assert staged(fresh_ledger, path).issues == ()
