from __future__ import annotations

import io
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.workbooks import (
    LIANGSHAN,
    SIGNED,
    blanks,
    cell_of,
    filled,
    input_sheet,
    patched,
    saved,
    write,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)


@pytest.fixture(scope="session")
def kept_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with one month of one township in it, closed. Copy it before use."""
    folder = tmp_path_factory.mktemp("ledger")
    path = folder / "临清市.ledger"
    assert run("new", path, "--area", "371581").exit_code == 0
    [file] = write(folder, {"一.xlsx": filled({SIGNED: 77})})
    assert run("collect", path, file).exit_code == 0
    return path


@pytest.fixture
def ledger(tmp_path: Path, kept_ledger: Path) -> Path:
    path = tmp_path / "账" / "临清市.ledger"
    path.parent.mkdir()
    shutil.copy(kept_ledger, path)
    return path


def encrypted() -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(filled({SIGNED: 5}))).encrypt("123456", stream)
    return stream.getvalue()


def truncated() -> bytes:
    whole = filled({SIGNED: 5})
    return whole[: len(whole) // 2]


def broken_checksum() -> bytes:
    whole = bytearray(filled({SIGNED: 5}))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    for position in range(sheet.header_offset + 200, sheet.header_offset + 260):
        whole[position] ^= 0xFF
    return bytes(whole)


def on_the_mark_sheet(key: str, content: str | int) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled({SIGNED: 5})))
    for row in book["_taizhang"].iter_rows(max_row=19):
        if row[0].value == key:
            row[1].value = content
    return saved(book)


def written_over(old: str, new: str) -> bytes:
    """A template whose caption was typed over, as a township does that has only last month's."""
    book = openpyxl.load_workbook(io.BytesIO(filled({SIGNED: 5})))
    for row in input_sheet(book).iter_rows(max_row=3):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(old, new)
    return saved(book)


def with_a_row_inserted() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled({SIGNED: 5})))
    input_sheet(book).insert_rows(7)
    return saved(book)


def sorted_rows() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled({SIGNED: 5})))
    sheet = input_sheet(book)
    for column in "BD":
        first, second = sheet[f"{column}6"], sheet[f"{column}7"]
        first.value, second.value = second.value, first.value
    return saved(book)


def without_the_sheet() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled({SIGNED: 5})))
    input_sheet(book).title = "Sheet1"
    return saved(book)


FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a password": (encrypted, "encrypted", "设有打开密码"),
    "a picture": (lambda: PNG, "not_a_workbook", "其实是PNG 图片；请向填报单位要"),
    "an archive of another kind": (lambda: b"Rar!\x1a\x07", "not_a_workbook", "请先解压"),
    "a PDF": (lambda: b"%PDF-1.7\n", "not_a_workbook", "其实是PDF 文档"),
    "a text": (lambda: "松林镇签约五人。\n".encode("gb18030"), "not_a_workbook", "文本"),
    "a web page": (lambda: b"<html><table></table></html>", "not_a_workbook", "网页"),
    "nothing": (lambda: b"", "empty", "是空的"),
    "half a file": (truncated, "damaged", "没有传完整"),
    "a broken checksum": (broken_checksum, "damaged", "已损坏"),
    "another county": (lambda: filled({SIGNED: 5}, area=LIANGSHAN), "other_area", "梁山县的模板"),
    "an older version": (lambda: on_the_mark_sheet("version", 0), "other_version", "第 0 版"),
    "an unknown form": (lambda: on_the_mark_sheet("form", "F9"), "unknown_form", "没有报表“F9”"),
    "an unknown unit": (lambda: on_the_mark_sheet("unit", "371581999000"), "unknown_unit", "不在"),
    "no period": (lambda: on_the_mark_sheet("period", "上月"), "template_broken", "模板已损坏"),
    "another program": (lambda: on_the_mark_sheet("schema", "x-2"), "other_version", "重新生成"),
    "last month's": (
        lambda: written_over("2026年10月", "2026年11月"),
        "template_reused",
        "请用2026年11月的空白模板",
    ),
    "a neighbour's": (
        lambda: written_over("青年路街道", "松林镇"),
        "template_reused",
        "请用松林镇的空白模板",
    ),
    "a row inserted": (with_a_row_inserted, "moved", "行列移动过"),
    "rows sorted": (sorted_rows, "moved", "行列移动过"),
    "its sheet renamed": (without_the_sheet, "moved", "不见了"),
    "nothing typed in": (lambda: next(iter(blanks("F1").values()))[1], "no_values", "没有填"),
}

CELLS: dict[str, tuple[Any, str, str]] = {
    "negative": (-3, "negative", "负数 -3"),
    "decimals in a count": (12.5, "decimals", "应是整数"),
    "words": ("很多", "not_a_number", "不是数字"),
    "a number with its unit": ("2000万", "question", "换算"),
    "a dash": ("—", "question", "什么意思"),
    "a percentage": ("63.5%", "percent", "百分数"),
    "an error": ("#DIV/0!", "error_value", "公式出错"),
    "a formula nobody calculated": ("=1+1", "uncached", "没有保存结果"),
    "a date": (date(2026, 10, 1), "date", "日期"),
    "true": (True, "boolean", "逻辑值"),
    "too many digits": (10**18, "out_of_range", "太大"),
    "markup": ("[/red][bold]x", "not_a_number", "[/red][bold]x"),
    "a formula as text": ("'=cmd|' /C calc'!A0", "not_a_number", "不是数字"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_taken_costs_a_line_and_changes_nothing(
    tmp_path: Path, ledger: Path, case: str
) -> None:
    make, code, words = FILES[case]
    [path] = write(tmp_path, {"来表.xlsx": make()})
    before = snapshot(ledger)

    [file] = answer("collect", ledger, path, code=1)["files"]

    assert (file["path"], file["status"], file["changed"]) == (str(path), "refused", 0)
    [issue] = file["issues"]
    assert (issue["severity"], issue["code"]) == ("error", code)
    assert words in issue["message"]
    assert snapshot(ledger) == before
    assert list(before) == [ledger.name]


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_that_is_no_figure_keeps_its_file_out(
    tmp_path: Path, ledger: Path, case: str
) -> None:
    content, code, words = CELLS[case]
    [path] = write(tmp_path, {"来表.xlsx": filled({SIGNED: content, "fd_team": 3})})
    before = snapshot(ledger)

    [file] = answer("collect", ledger, path, code=1)["files"]

    [issue] = file["issues"]
    assert (file["status"], issue["code"]) == ("refused", code)
    assert (issue["sheet"], issue["cell"]) == cell_of(SIGNED)
    # What a mark means is asked of the sender, whichever item it stands under.
    assert case == "a dash" or "“签约居民数”" in issue["message"]
    assert words in issue["message"]
    assert snapshot(ledger) == before


def test_a_cell_that_holds_no_finite_number_is_refused(tmp_path: Path, ledger: Path) -> None:
    content = patched(filled({SIGNED: 424242}), b"<v>424242</v>", b"<v>NaN</v>")
    [path] = write(tmp_path, {"来表.xlsx": content})
    before = snapshot(ledger)

    [file] = answer("collect", ledger, path, code=1)["files"]

    assert file["status"] == "refused"
    assert snapshot(ledger) == before


def test_the_same_lines_are_printed_for_people(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"来表.xlsx": filled({SIGNED: "2000万"})})

    result = run("collect", ledger, path)

    assert result.exit_code == 1
    assert "来表.xlsx" in result.stdout
    assert "没有收" in result.stdout
    assert "!".join(cell_of(SIGNED)) in result.stdout
    assert "要换算吗？" in result.stdout


def test_more_faults_than_the_table_shows_are_counted(tmp_path: Path, ledger: Path) -> None:
    figures = dict.fromkeys(
        (SIGNED, "resident", "registered", "fd_team", "key_people", "key_signed", "elder60"), -1
    )
    [path] = write(tmp_path, {"来表.xlsx": filled(figures)})

    assert "还有 2 处" in run("collect", ledger, path).stdout


def test_a_template_of_another_month_than_the_one_collected(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"来表.xlsx": filled({SIGNED: 5}, end=202609)})
    before = snapshot(ledger)

    [file] = answer("collect", ledger, path, "--period", "2026-10", code=1)["files"]

    assert [issue["code"] for issue in file["issues"]] == ["other_period"]
    assert file["period"] == "2026-09"
    assert snapshot(ledger) == before


def test_a_path_that_does_not_exist(tmp_path: Path, ledger: Path) -> None:
    before = snapshot(ledger)

    [file] = answer("collect", ledger, tmp_path / "没有.xlsx", code=1)["files"]

    assert [issue["code"] for issue in file["issues"]] == ["not_found"]
    assert "“没有.xlsx”" in file["issues"][0]["message"]
    assert file["sha256"] == ""
    assert snapshot(ledger) == before


def test_lock_files_are_passed_over_and_an_empty_folder_is_said_to_be_empty(
    tmp_path: Path, ledger: Path
) -> None:
    write(tmp_path / "来表", {"~$x.xlsx": b"\x05user", ".~x.xlsx": b"lock"})

    result = run("collect", ledger, tmp_path / "来表")

    assert result.exit_code == 0
    assert "没有找到可收的工作簿" in result.stderr
    assert answer("collect", ledger, tmp_path / "来表") == {"files": []}


def test_three_good_files_and_a_bad_one(tmp_path: Path, ledger: Path) -> None:
    units = list(blanks("F1"))[1:4]
    good = {f"{unit}.xlsx": filled({SIGNED: 5}, unit=unit) for unit in units}
    write(tmp_path / "来表", {**good, "坏.xlsx": PNG})

    files = answer("collect", ledger, tmp_path / "来表", code=1)["files"]

    assert [file["status"] for file in files] == [*["committed"] * 3, "refused"]
    stored = answer("values", ledger, "--form", "F1", "--period", "2026-10")
    assert [each["unit"] for each in stored if each["item"] == SIGNED][1:] == units


def test_the_same_file_later_changes_nothing(
    tmp_path: Path, ledger: Path, kept_ledger: Path
) -> None:
    shutil.copy(kept_ledger.parent / "一.xlsx", tmp_path / "一.xlsx")
    before = snapshot(ledger)

    [file] = answer("collect", ledger, tmp_path / "一.xlsx")["files"]

    assert (file["status"], file["changed"]) == ("duplicate", 0)
    assert [(i["severity"], i["code"]) for i in file["issues"]] == [("warning", "duplicate")]
    assert snapshot(ledger) == before


def test_a_dry_run_writes_nothing(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"来表.xlsx": filled({SIGNED: 5})})
    before, around = snapshot(ledger), sorted(tmp_path.rglob("*"))

    [file] = answer("collect", ledger, path, "--dry-run")["files"]

    assert (file["status"], file["values"], file["changed"]) == ("staged", 1, 1)
    assert snapshot(ledger) == before
    assert sorted(tmp_path.rglob("*")) == around


@pytest.mark.parametrize(
    "name", ["[red]x[/red].xlsx", "[/].xlsx", "[link=file]x.xlsx", ":smile:.xlsx"]
)
def test_markup_in_a_name_is_printed_as_it_stands(tmp_path: Path, ledger: Path, name: str) -> None:
    folder = tmp_path / "来表"
    folder.mkdir()
    target = folder / name
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(filled({SIGNED: -1}))

    result = run("collect", ledger, target)

    assert result.exit_code == 1
    assert Path(name).name in result.stdout


def test_a_name_cannot_command_the_terminal(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"\x1b[2Jx\x9b.xlsx": PNG})

    shown = run("collect", ledger, path).stdout

    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "[2Jx" in shown


def test_a_sheet_name_is_never_markup(tmp_path: Path, ledger: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled({SIGNED: -1})))
    sheet = input_sheet(book)
    old = sheet.title
    sheet.title = "(bold)=1+1"
    for row in book["_taizhang"].iter_rows(max_row=19):
        if row[1].value == old:
            row[1].value = sheet.title
            row[1].data_type = "s"
    [path] = write(tmp_path, {"来表.xlsx": saved(book)})

    result = run("collect", ledger, path)

    assert result.exit_code == 1
    assert "(bold)=1+1!" in result.stdout


def missing(path: Path) -> None:
    pass


def foreign(path: Path) -> None:
    path.write_bytes(PNG)


def foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def directory(path: Path) -> None:
    path.mkdir()


LEDGERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (missing, "找不到台账"),
    "a picture": (foreign, "不是医养台账的文件"),
    "another database": (foreign_database, "不是医养台账的文件"),
    "an empty file": (empty_file, "不是医养台账的文件"),
    "a folder": (directory, "找不到台账"),
}


@pytest.mark.parametrize("case", LEDGERS)
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, case: str) -> None:
    make, words = LEDGERS[case]
    path = tmp_path / "某.ledger"
    make(path)
    before = snapshot(path) if path.is_file() else {}

    result = run("values", path, "--form", "F1", "--period", "2026-10", "--json")

    assert result.exit_code == 1
    assert words in result.stderr
    assert "“某.ledger”" in result.stderr
    assert result.stdout == ""
    assert (snapshot(path) if path.is_file() else {}) == before


def test_a_newer_ledger_is_refused_and_left_alone(ledger: Path) -> None:
    with sqlite3.connect(ledger) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = snapshot(ledger)

    result = run("review", ledger, "--period", "2026-10")

    assert result.exit_code == 1
    assert "请先升级本程序" in result.stderr
    assert snapshot(ledger) == before


def test_a_ledger_another_program_is_writing_is_one_sentence(
    tmp_path: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connection.BUSY_SECONDS", 0.05)
    [path] = write(tmp_path, {"来表.xlsx": filled({SIGNED: 5})})
    other = sqlite3.connect(ledger, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        result = run("collect", ledger, path)
        looked = run("values", ledger, "--form", "F1", "--period", "2026-10")
    finally:
        other.close()

    assert result.exit_code == 1
    assert "正被另一个程序写入，请稍后再试" in result.stderr
    assert looked.exit_code == 0
    assert "77" in looked.stdout


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything")
def test_a_read_only_ledger_is_one_sentence(ledger: Path) -> None:
    ledger.chmod(0o444)
    ledger.parent.chmod(0o555)
    try:
        result = run("review", ledger, "--period", "2026-10")
    finally:
        ledger.parent.chmod(0o755)
    assert result.exit_code == 1
    assert "是只读的" in result.stderr
