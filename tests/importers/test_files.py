from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from importers.files import find_files
from monitoring.issues import Severity


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_folders_are_searched_to_the_bottom_in_name_order(tmp_path: Path) -> None:
    second = _touch(tmp_path / "乙" / "甲.xlsx")
    first = _touch(tmp_path / "一.XLS")
    third = _touch(tmp_path / "乙" / "表.et")
    found, issues = find_files([tmp_path])
    assert found == [first, second, third]
    assert issues == []


def test_lock_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    kept = _touch(tmp_path / "a.xlsx")
    for name in ("~$a.xlsx", ".~a.xlsx", ".a.xlsx", ".git/b.xlsx", "Thumbs.db"):
        _touch(tmp_path / name)
    assert find_files([tmp_path, tmp_path / "~$a.xlsx"]) == ([kept], [])


def test_other_endings_in_a_folder_are_named_and_directly_named_ones_tried(tmp_path: Path) -> None:
    note = _touch(tmp_path / "说明.txt")
    found, issues = find_files([tmp_path])
    assert found == []
    assert [(p, i.code, i.severity) for p, i in issues] == [
        (note, "not_a_workbook", Severity.WARNING)
    ]
    assert find_files([note]) == ([note], [])


def test_tables_as_text_and_archives_are_found_in_folders(tmp_path: Path) -> None:
    kept = [_touch(tmp_path / name) for name in ("a.CSV", "b.tsv", "c.zip", "d.ett")]
    assert find_files([tmp_path]) == (kept, [])


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    found, [(path, issue)] = find_files([tmp_path / "没有.xlsx"])
    assert found == []
    assert path.name == "没有.xlsx"
    assert (issue.code, issue.severity) == ("not_found", Severity.ERROR)


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    file = _touch(tmp_path / "a.xlsx")
    assert find_files([file, tmp_path, file])[0] == [file]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_devices_and_broken_links_are_told_and_never_opened(tmp_path: Path) -> None:
    kept = _touch(tmp_path / "a.xlsx")
    os.mkfifo(tmp_path / "管道.xlsx")
    os.mkfifo(tmp_path / "管道")
    (tmp_path / "设备.xlsx").symlink_to("/dev/zero")
    (tmp_path / "断.xlsx").symlink_to(tmp_path / "没有.xlsx")
    (tmp_path / "自.xlsx").symlink_to(tmp_path / "自.xlsx")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "套.xlsx"))
    found, issues = find_files([tmp_path])
    assert found == [kept]
    assert sorted((path.name, issue.code) for path, issue in issues) == [
        (name, "unreadable") for name in ("套.xlsx", "断.xlsx", "管道.xlsx", "自.xlsx", "设备.xlsx")
    ]


def test_links_between_folders_do_not_lead_in_circles(tmp_path: Path) -> None:
    kept = _touch(tmp_path / "里" / "a.xlsx")
    (tmp_path / "里" / "环").symlink_to(tmp_path, target_is_directory=True)
    assert find_files([tmp_path]) == ([kept], [])


def test_a_name_no_file_can_have_is_not_found(tmp_path: Path) -> None:
    found, [(_, issue)] = find_files([tmp_path / ("长" * 300)])
    assert (found, issue.code) == ([], "not_found")


def test_a_package_of_another_ledger_is_no_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "来表"
    folder.mkdir()
    for path in (folder / "县.tzb", tmp_path / "包.TZB"):
        path.write_bytes(b"PK\x03\x04")
    found, issues = find_files([folder, tmp_path / "包.TZB"])
    assert found == []
    assert [(path.name, issue.code) for path, issue in issues] == [
        *(("县.tzb", "package"), ("包.TZB", "package"))
    ]
