from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.ledger import Ledger
from exporters.cover import COVER_SHEET
from exporters.remarks import ERROR_FILL
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from monitoring.findings import Finding
from monitoring.issues import Issue, Severity
from tests.workflow.workbooks import RESIDENT, SIGNED, cell_of, filled, table, write
from workflow.collect import FileStatus, StagedFile, commit, stage
from workflow.send_back import can_send_back, send_all_back, send_back

FIRST = "371581001000"
MONTH = 202610
FORM = "家庭医生签约服务月报"


def refused(ledger: Ledger, path: Path) -> StagedFile:
    [file] = stage(ledger, [path])
    assert file.status is FileStatus.REFUSED
    return file


def marked(path: Path) -> list[tuple[str, str]]:
    """(sheet, cell) of every cell that carries our colour."""
    book = openpyxl.load_workbook(path)
    return [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == ERROR_FILL.fgColor.rgb
    ]


def test_a_returned_template_comes_back_corrected_and_imports_straight(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    figures = {SIGNED: "很多", RESIDENT: -5, "registered": 60_000, "fd_team": 3}
    [path] = write(tmp_path, {"松林.xlsx": filled(figures)})
    file = refused(fresh_ledger, path)

    returned = send_back(file, tmp_path / "退回")

    assert returned.name == "退回_松林.xlsx"
    assert set(marked(returned)) == {cell_of(SIGNED), cell_of(RESIDENT)}
    book = openpyxl.load_workbook(returned)
    for (sheet, cell), correct in zip(marked(returned), (50_000, 20_000), strict=True):
        book[sheet][cell] = correct
    book.save(returned)

    [again] = stage(fresh_ledger, [returned])

    assert (again.status, again.issues) == (FileStatus.STAGED, ())
    [done] = commit(fresh_ledger, [again])
    assert done.status is FileStatus.COMMITTED
    held = fresh_ledger.figures(figures, [MONTH])
    amounts = {item: held.value(FIRST, item, MONTH) for item in figures}
    assert set(amounts.values()) == {number(50_000), number(20_000), number(60_000), number(3)}
    assert amounts["registered"] == number(60_000)


def test_a_returned_workbook_nobody_corrected_is_refused_for_the_same_cells(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: "很多", RESIDENT: -5})})
    file = refused(fresh_ledger, path)

    again = refused(fresh_ledger, send_back(file, tmp_path / "退回"))

    assert again.issues == file.issues


def test_a_township_table_of_its_own_layout_comes_back_the_same_way(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    rows: list[list[Any]] = [
        [f"2026年10月{FORM}"],
        ["机构", "常住人口数", "签约居民数", "65岁及以上常住老年人数"],
        ["青年路街道", 1000, "很多", 200],
    ]
    [path] = write(tmp_path, {"各镇.xlsx": table(rows, ["A1:D1"])})
    file = refused(fresh_ledger, path)

    returned = send_back(file, tmp_path)

    assert marked(returned) == [("Sheet1", "C3")]
    book = openpyxl.load_workbook(returned)
    book["Sheet1"]["C3"] = 300
    book.save(returned)
    [again] = stage(fresh_ledger, [returned])
    assert (again.status, again.issues) == (FileStatus.STAGED, ())
    assert again.reading is not None
    assert {v.item: v.value for v in again.reading.values}[SIGNED] == number(300)


def test_a_table_sent_as_text_comes_back_as_a_workbook_of_the_same_cells(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    lines = "机构,常住人口数,签约居民数,65岁及以上常住老年人数\n青年路街道,1000,很多,200\n"
    [path] = write(tmp_path, {"2026年10月.csv": lines.encode("gb18030")})
    file = refused(fresh_ledger, path)

    returned = send_back(file, tmp_path)

    assert returned.name == "退回_2026年10月.xlsx"
    [(sheet, cell)] = marked(returned)
    assert cell == "C2"
    book = openpyxl.load_workbook(returned)
    book[sheet][cell] = 300
    book.save(returned)
    [again] = stage(fresh_ledger, [returned])
    assert (again.status, again.issues) == (FileStatus.STAGED, ())
    assert again.reading is not None
    assert {v.item: v.value for v in again.reading.values}[RESIDENT] == number(1000)


def test_the_senders_file_stays_as_it_is(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: "很多"})})
    before = hashlib.sha256(path.read_bytes()).digest()

    send_back(refused(fresh_ledger, path), tmp_path)

    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_a_file_without_issues_has_nothing_to_correct(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: 5})})
    [file] = stage(fresh_ledger, [path])

    assert not can_send_back(file)
    with pytest.raises(ExpectedError, match="没有要改的地方"):
        send_back(file, tmp_path)


def test_what_only_concerns_our_ledger_is_not_sent(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: 5})})
    commit(fresh_ledger, stage(fresh_ledger, [path]))

    [file] = stage(fresh_ledger, [path])

    assert file.status is FileStatus.DUPLICATE
    assert not can_send_back(file)


def test_a_file_that_cannot_be_opened_gets_a_sentence(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: 5})[:3000]})
    file = refused(fresh_ledger, path)

    assert not can_send_back(file)
    with pytest.raises(ExpectedError, match="打不开"):
        send_back(file, tmp_path / "退回")
    assert not (tmp_path / "退回").exists()


def test_what_the_clerk_would_be_asked_is_put_to_the_sender_at_every_cell(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: "—", RESIDENT: "—"})})
    file = refused(fresh_ledger, path)

    returned = send_back(file, tmp_path / "退回")

    assert set(marked(returned)) == {cell_of(SIGNED), cell_of(RESIDENT)}
    cover = openpyxl.load_workbook(returned)[COVER_SHEET]
    rows = [row for row in cover.iter_rows(max_col=5, values_only=True) if isinstance(row[0], int)]
    assert len(rows) == 2
    assert all("没统计填“未报”" in str(row[4]) for row in rows)
    assert all("回答" not in str(row[3]) for row in rows)


def test_findings_of_the_review_are_marked_at_the_values_they_are_made_of(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: 9, RESIDENT: 5})})
    [file] = stage(fresh_ledger, [path])
    items = ("elder60", SIGNED, RESIDENT)
    message = "签约居民数 9 大于常住人口数 5；请核对。"
    finding = Finding(
        "R01", "R01-1", "hard", "F1", FIRST, "青年路街道", MONTH, "9", "5", items, message
    )

    returned = send_back(file, tmp_path / "退回", findings=[finding])

    assert marked(returned) == [cell_of(SIGNED)]
    cover = openpyxl.load_workbook(returned)[COVER_SHEET]
    rows = list(cover.iter_rows(min_col=4, max_col=5, values_only=True))
    assert ("签约居民数 9 大于常住人口数 5", "请核对。") in rows


def test_findings_about_other_files_are_left_out(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: 9})})
    [file] = stage(fresh_ledger, [path])
    finding = Finding(
        "R01",
        "R01-1",
        "hard",
        "F1",
        "371581002000",
        "新华路街道",
        MONTH,
        "9",
        "5",
        (SIGNED,),
        "少了。",
    )

    with pytest.raises(ExpectedError, match="没有要改的地方"):
        send_back(file, tmp_path, findings=[finding])


def test_warnings_are_sent_as_well(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"松林.xlsx": filled({SIGNED: 9})})
    [file] = stage(fresh_ledger, [path])
    sheet, cell = cell_of(SIGNED)
    issue = Issue("odd", "这个数少见；请核对。", Severity.WARNING, sheet, cell)

    returned = send_back(replace(file, issues=(issue,)), tmp_path / "退回")

    comment = openpyxl.load_workbook(returned)[sheet][cell].comment
    assert comment is not None
    assert comment.text == "这个数少见；请核对。"


def test_files_of_one_name_from_several_folders_get_numbers(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    for folder, figure in (("甲", "很多"), ("乙", "不少"), ("丙", 5)):
        write(tmp_path / "来表" / folder, {"10月.xlsx": filled({SIGNED: figure})})
    files = stage(fresh_ledger, [tmp_path / "来表"])

    results = list(send_all_back(files, tmp_path / "退回"))

    assert [path for _, path in results] == [
        tmp_path / "退回" / "退回_10月.xlsx",
        tmp_path / "退回" / "退回_10月 (2).xlsx",
    ]
    assert all(isinstance(path, Path) and path.is_file() for _, path in results)
