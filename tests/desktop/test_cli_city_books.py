"""``city-book`` on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.city_books import HEADS, SHEET, city_book
from tests.workflow.conftest import month_file  # noqa: F401 - the fixture


@pytest.fixture
def ledger(tmp_path: Path, month_file: Path) -> Path:  # noqa: F811 - that fixture
    return Path(shutil.copy(month_file, tmp_path / "临清市.ledger"))


@pytest.fixture
def book(ledger: Path) -> Path:
    path = ledger.with_name("市表.xlsx")
    with Ledger.open(ledger) as opened:
        path.write_bytes(city_book(opened.area))
    return path


def test_a_workbook_is_looked_at_kept_filled_and_removed(
    ledger: Path, book: Path, tmp_path: Path
) -> None:
    before = snapshot(ledger)
    seen = answer("city-book", ledger, "--add", book, "--dry-run")
    assert len(seen["cells"]) == 65
    assert seen["cells"][0] == {
        "sheet": SHEET,
        "cell": "B4",
        "kind": "item",
        "code": "resident",
        "label": "常住人口数",
        "unit": "371581001000",
        "shift": 4,
    }
    assert snapshot(ledger) == before
    assert "已套用“市表”：F1，65 格" in run("city-book", ledger, "--add", book).output
    (kept,) = answer("city-book", ledger)
    assert (kept["name"], kept["file"], kept["cells"]) == ("市表", "市表.xlsx", 65)
    path = tmp_path / "十月.xlsx"
    filled = answer("city-book", ledger, "--fill", "市表", "--period", "2026-10", "--to", path)
    assert (filled["compared"], filled["blank"]) == (68, 4)
    assert openpyxl.load_workbook(path)[SHEET]["D4"].value == 33333
    assert answer("city-book", ledger, "--remove", "市表") == []


def test_the_table_names_every_cell(ledger: Path, book: Path) -> None:
    shown = run("city-book", ledger, "--add", book, "--dry-run").output
    assert "全县合计" in shown
    assert "以万计" in shown
    assert "填报地区：填报单位：…" in shown


def test_a_fill_says_what_proves_it_and_what_to_know(
    ledger: Path, book: Path, tmp_path: Path
) -> None:
    run("city-book", ledger, "--add", book)
    told = run(
        "city-book", ledger, "--fill", "市表", "--period", "2026-10", "--to", tmp_path / "十月.xlsx"
    )
    assert "读回核对 68 格，全部一致" in told.output
    assert "注意：16 个单位只报了 15 个" in told.output


def test_what_stands_against_filling_is_told_without_filling(ledger: Path, book: Path) -> None:
    run("city-book", ledger, "--add", book)
    told = answer("city-book", ledger, "--fill", "市表", "--period", "2026-10", "--dry-run")
    assert told["warnings"][0].startswith("16 个单位只报了 15 个")
    assert [path.name for path in ledger.parent.glob("*.xlsx")] == ["市表.xlsx"]


@pytest.mark.parametrize(("options", "name"), [((), ""), (("--maker", "王芳"), "王芳")])
def test_the_terminal_is_nobody_who_fills_a_workbook(
    ledger: Path, book: Path, tmp_path: Path, options: tuple[str, ...], name: str
) -> None:
    run("city-book", ledger, "--add", book)
    path = tmp_path / "十月.xlsx"
    run("city-book", ledger, "--fill", "市表", "--period", "2026-10", "--to", path, *options)
    assert openpyxl.load_workbook(path)[SHEET]["D2"].value == f"填表人：{name}"


def test_cells_are_pointed_at_by_a_file(ledger: Path, book: Path, tmp_path: Path) -> None:
    seen = answer("city-book", ledger, "--add", book, "--dry-run")
    layout = seen["layout"]
    layout["blocks"] = [{**layout["blocks"][0], "lines": [[3, "item", "fd_renewed", 0, None]]}]
    given = tmp_path / "指格.json"
    given.write_text(json.dumps(layout), encoding="utf-8")
    kept = answer("city-book", ledger, "--add", book, "--layout", given)
    assert {(each["cell"], each["code"]) for each in kept["cells"]} >= {("D4", "fd_renewed")}
    assert len(kept["cells"]) == 16
    given.write_text("[1]", encoding="utf-8")
    refused = run("city-book", ledger, "--add", book, "--layout", given)
    assert "不是表样" in refused.output
    given.write_text("{}", encoding="utf-8")
    assert "已损坏" in run("city-book", ledger, "--add", book, "--layout", given).output


def test_the_city_s_copy_is_looked_at_before_it_is_filled(
    ledger: Path, book: Path, tmp_path: Path
) -> None:
    run("city-book", ledger, "--add", book)
    copy = tmp_path / "新.xlsx"
    with Ledger.open(ledger) as opened:
        copy.write_bytes(city_book(opened.area, heads=(HEADS[0], HEADS[2], HEADS[1], *HEADS[3:])))
    options = ("--fill", "市表", "--period", "2026-10", "--dry-run", "--book", copy)
    refused = run("city-book", ledger, *options)
    assert refused.exit_code == 1
    assert "市局改了表样" in refused.output


@pytest.mark.parametrize(
    "options",
    [("--fill", "市表"), ("--dry-run",), ("--layout", "a"), ("--add", "a.xlsx", "--remove", "b")],
)
def test_wrong_usage_is_told(ledger: Path, options: tuple[str, ...]) -> None:
    assert run("city-book", ledger, *options).exit_code == 2


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--remove", "没有"), "没有叫“没有”的"),
        (("--add", "没有.xlsx"), "读不到“没有.xlsx”"),
    ],
)
def test_what_is_not_there_is_a_sentence(
    ledger: Path, options: tuple[str, str], sentence: str
) -> None:
    refused = run("city-book", ledger, *options)
    assert refused.exit_code == 1
    assert sentence in refused.output
