"""``yearbook`` and ``compare`` on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from tests.desktop.terminal import answer, run
from tests.workflow.conftest import month_file  # noqa: F401 - the fixture

FORM = ("--form", "F1")
OCTOBER = (*FORM, "--period", "2026-10")


@pytest.fixture
def ledger(tmp_path: Path, month_file: Path) -> Path:  # noqa: F811 - that fixture
    """A month of F1 in which the last township did not report."""
    return Path(shutil.copy(month_file, tmp_path / "临清市.ledger"))


def cells(table: dict[str, object], label: str) -> list[str]:
    lines = table["lines"]
    assert isinstance(lines, list)
    return next(
        [cell["text"] for cell in line["cells"]] for line in lines if line["label"] == label
    )


def test_a_year_is_printed_and_answered(ledger: Path) -> None:
    [table] = answer("yearbook", ledger, *FORM, "--year", 2026)
    assert table["title"] == "临清市家庭医生签约服务年度台账"
    assert table["columns"][-3:] == ["11月", "12月", "1—10月"]
    assert cells(table, "签约居民数")[8:] == ["未报", "501,150", "", "", "501,150"]
    line = next(each for each in table["lines"] if each["code"] == "fd_signed")
    assert line["cells"][9] == {"text": "501,150", "value": "501150"}
    assert line["cells"][0] == {"text": "未报", "value": None}
    printed = run("yearbook", ledger, *FORM, "--year", 2026, "--item", "签约居民数").output
    assert "501,150" in printed
    assert "户籍人口数" not in printed
    assert "合计不含未报单位" in printed


def test_the_year_of_a_unit_is_saved_alone(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "青年路.xlsx"
    said = run("yearbook", ledger, *FORM, "--year", 2026, "--unit", "青年路街道", "--to", path)
    assert said.exit_code == 0, said.output
    workbook = openpyxl.load_workbook(path)
    assert len(workbook.sheetnames) == 1
    assert workbook.worksheets[0]["A2"].value == "2026年　青年路街道"


def test_the_whole_book_is_saved_once(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "年册.xlsx"
    arguments = ("yearbook", ledger, *FORM, "--year", 2026, "--to", path)
    assert run(*arguments).exit_code == 0
    assert openpyxl.load_workbook(path).sheetnames == ["全县", "各单位"]
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert "已经存在" in refused.output
    assert run(*arguments, "--replace").exit_code == 0


def test_the_books_of_all_forms_go_into_a_folder_with_progress(
    ledger: Path, tmp_path: Path
) -> None:
    with Ledger.open(ledger) as opened:
        form = opened.catalogue.forms["F5"]
        unit = opened.area.code
        entries = [Entry(unit, item.code, 202609, number(1)) for item in form.items]
        opened.write(entries, NewSource("hand"))
    folder = tmp_path / "年册"
    said = run("yearbook", ledger, "--year", 2026, "--to", folder)
    assert said.exit_code == 0, said.output
    assert sorted(path.name[:6] for path in folder.iterdir()) == ["临清市_F1", "临清市_F5"]
    assert "1/2 临清市_F1_家庭医生签约服务年度台账_2026年.xlsx" in said.stderr


def test_all_forms_are_a_folder_even_where_only_one_has_figures(
    ledger: Path, tmp_path: Path
) -> None:
    assert run("yearbook", ledger, "--year", 2026, "--to", tmp_path / "年册").exit_code == 0
    [path] = (tmp_path / "年册").iterdir()
    assert path.name == "临清市_F1_家庭医生签约服务年度台账_2026年.xlsx"


@pytest.mark.parametrize("form", [FORM, ()])
def test_an_empty_year_is_a_sentence(ledger: Path, form: tuple[str, ...]) -> None:
    refused = run("yearbook", ledger, *form, "--year", 2001)
    assert refused.exit_code == 1
    assert "2001年还没有" in refused.output


def test_units_are_compared_with_one_of_them(ledger: Path, tmp_path: Path) -> None:
    units = ("--unit", "新华路街道", "--base", "青年路街道")
    table = answer("compare", ledger, *OCTOBER, *units)
    assert table["columns"] == [
        "青年路街道",
        "新华路街道",
        "新华路街道 增减",
        "新华路街道 增减%",
    ]
    assert cells(table, "签约居民数") == ["33,333", "33,344", "11", "0.03%"]
    path = tmp_path / "对比.xlsx"
    assert run("compare", ledger, *OCTOBER, *units, "--to", path).exit_code == 0
    rows = list(openpyxl.load_workbook(path).worksheets[0].values)
    [row] = [row for row in rows if row[0] == "签约居民数"]
    assert row[3:] == (33333, 33344, 11, 0.0003)


def test_periods_years_and_levels(ledger: Path) -> None:
    run_ = answer(
        "compare", ledger, *OCTOBER, "--by", "periods", "--count", 3, "--unit", "青年路街道"
    )
    assert run_["columns"][0] == "2026年8月"
    assert cells(run_, "签约居民数") == ["未报", "未报", "—", "—", "33,333", "—", "—"]
    years = answer("compare", ledger, *OCTOBER, "--by", "years")
    assert years["columns"][0] == "2025年10月"
    levels = answer("compare", ledger, *OCTOBER, "--by", "levels", "--item", "签约居民数")
    assert cells(levels, "签约居民数") == ["—", "501,150", "501,150"]
    quarter = ("--form", "F1", "--period", "2026年四季度", "--by", "periods")
    assert answer("compare", ledger, *quarter)["columns"][0] == "2026年第三季度"


@pytest.mark.parametrize(
    "options",
    [
        ("--by", "years", "--base", "青年路街道"),
        ("--count", "3"),
        ("--by", "periods", "--unit", "青年路街道", "--unit", "新华路街道"),
        ("--by", "levels", "--unit", "青年路街道"),
        ("--unit", "没有镇"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(ledger: Path, options: tuple[str, ...]) -> None:
    assert run("compare", ledger, *OCTOBER, *options).exit_code == 2
