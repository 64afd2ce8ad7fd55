"""Files are whole or untouched; names are safe; text is text."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.files import MAX_NAME_BYTES, as_text, looks_like_formula, safe_name, write_whole
from monitoring.errors import ExpectedError


def content(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text, "utf-8")

    return write


def failing(error: OSError) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text("half", "utf-8")
        raise error

    return write


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "报表.xlsx", content("新"))
    assert [path.name for path in tmp_path.iterdir()] == ["报表.xlsx"]
    assert (tmp_path / "报表.xlsx").read_text("utf-8") == "新"


def test_an_existing_file_is_kept_unless_replacing_is_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "报表.xlsx"
    target.write_text("旧", "utf-8")
    with pytest.raises(ExpectedError, match="已经存在"):
        write_whole(target, content("新"))
    assert target.read_text("utf-8") == "旧"
    write_whole(target, content("新"), replace=True)
    assert target.read_text("utf-8") == "新"


def test_a_file_that_appears_while_writing_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "报表.xlsx"

    def write(path: Path) -> None:
        path.write_text("新", "utf-8")
        target.write_text("别人的", "utf-8")

    with pytest.raises(ExpectedError, match="已经存在"):
        write_whole(target, write)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["别人的"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "磁盘已满"),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), "磁盘已满"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "没有写入"),
        (OSError(errno.EBUSY, os.strerror(errno.EBUSY)), "正被别的程序打开"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "只读"),
        (OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG)), "文件名太长"),
        (OSError(errno.EIO, "Input/output error"), "没有写成（Input/output error）"),
    ],
)
def test_a_failure_is_one_sentence_and_the_old_file_stays_whole(
    tmp_path: Path, error: OSError, words: str
) -> None:
    target = tmp_path / "报表.xlsx"
    target.write_text("旧", "utf-8")
    with pytest.raises(ExpectedError, match=words) as caught:
        write_whole(target, failing(error), replace=True)
    assert str(caught.value).count("。") == 1
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["旧"]


def test_a_file_held_open_on_windows_says_so(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "sharing violation")
    error.winerror = 32  # type: ignore[attr-defined]
    with pytest.raises(ExpectedError, match="Excel 或 WPS"):
        write_whole(tmp_path / "报表.xlsx", failing(error))


def test_a_missing_folder_and_a_folder_in_the_way_are_named(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match=r"文件夹“.*没有”不存在"):
        write_whole(tmp_path / "没有" / "报表.xlsx", content("新"))
    (tmp_path / "占着").mkdir()
    with pytest.raises(ExpectedError, match="是一个文件夹"):
        write_whole(tmp_path / "占着", content("新"), replace=True)


def test_a_bug_in_the_writer_passes_through_and_leaves_nothing(tmp_path: Path) -> None:
    def write(path: Path) -> None:
        path.write_text("half", "utf-8")
        raise KeyError("bug")

    with pytest.raises(KeyError):
        write_whole(tmp_path / "报表.xlsx", write)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("松林镇_2026年10月.xlsx", "松林镇_2026年10月.xlsx"),
        ("../../etc/passwd", "_.._.._etc_passwd"),
        ("a<b>:c|?*\\d", "a_b__c____d"),
        ("con.xlsx", "_con.xlsx"),
        ("LPT1", "_LPT1"),
        ("名字. . ", "名字"),
        ("换\n行\t和\u202e倒写", "换行和倒写"),
        ("-rf", "_-rf"),
        ("...", "未命名"),
        ("", "未命名"),
    ],
)
def test_names_are_made_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("镇" * 300 + ".xlsx")
    assert name.endswith("镇.xlsx")
    assert len(name.encode()) <= MAX_NAME_BYTES


@given(st.text(st.characters(codec=None), max_size=300))
def test_every_text_becomes_a_name_both_systems_take(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= MAX_NAME_BYTES
    assert not set(name) & set('<>:"/\\|?*\0\r\n\t')
    assert name[-1] not in ". "
    assert name[0] not in " .-"
    assert name.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert safe_name(name) == name


def test_text_a_workbook_cannot_hold_is_dropped() -> None:
    assert as_text("松\x00林\x1b镇\ud800") == "松林镇"
    assert as_text("一\n二\t三") == "一\n二\t三"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_formula_like_text_is_known(text: str) -> None:
    assert looks_like_formula(text)
    assert not looks_like_formula(f"镇{text}")
