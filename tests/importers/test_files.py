from __future__ import annotations

from pathlib import Path

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
