from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.workbooks import SIGNED, cell_of, filled, write


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "临清市.ledger"
    assert run("new", path, "--area", "371581").exit_code == 0
    return path


def test_every_refused_file_gets_a_copy_and_the_ledger_stays_as_it_is(
    tmp_path: Path, ledger: Path
) -> None:
    contents = {"甲.xlsx": filled({SIGNED: "很多"}), "乙.xlsx": filled({SIGNED: 5})}
    sent = tmp_path / "来表"
    write(sent, contents)
    before = snapshot(ledger)

    result = run("send-back", ledger, sent, "--to", tmp_path / "退回")

    assert result.exit_code == 0
    assert "甲.xlsx：1 处问题" in result.stdout
    assert [path.name for path in (tmp_path / "退回").iterdir()] == ["退回_甲.xlsx"]
    assert snapshot(ledger) == before


def test_a_copy_corrected_in_the_marked_cell_is_collected(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"甲.xlsx": filled({SIGNED: "很多"})})
    run("send-back", ledger, path, "--to", tmp_path)
    returned = tmp_path / "退回_甲.xlsx"
    book = openpyxl.load_workbook(returned)
    sheet, cell = cell_of(SIGNED)
    book[sheet][cell] = 5
    book.save(returned)

    [file] = answer("collect", ledger, returned)["files"]

    assert (file["status"], file["issues"]) == ("committed", [])


def test_a_file_that_cannot_be_opened_is_said_and_the_others_are_written(
    tmp_path: Path, ledger: Path
) -> None:
    content = filled({SIGNED: "很多"})
    paths = write(tmp_path, {"甲.xlsx": content[:2000], "乙.xlsx": content})

    result = run("send-back", ledger, *paths, "--to", tmp_path / "退回")

    assert result.exit_code == 1
    assert "“甲.xlsx”打不开" in result.stderr
    assert (tmp_path / "退回" / "退回_乙.xlsx").is_file()


def test_an_earlier_copy_is_replaced_only_when_asked(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"甲.xlsx": filled({SIGNED: "很多"})})
    words = ("send-back", ledger, path, "--to", tmp_path)
    assert run(*words).exit_code == 0

    again = run(*words)

    assert again.exit_code == 1
    assert "已经存在" in again.stderr
    assert run(*words, "--replace").exit_code == 0


def test_when_nothing_is_refused_nothing_is_written(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"甲.xlsx": filled({SIGNED: 5})})

    result = run("send-back", ledger, path, "--to", tmp_path / "退回")

    assert result.exit_code == 0
    assert "没有要退回的工作簿" in result.stderr
    assert not (tmp_path / "退回").exists()


def test_another_month_than_asked_for_is_sent_back(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"甲.xlsx": filled({SIGNED: 5})})

    result = run("send-back", ledger, path, "--to", tmp_path / "退回", "--period", "2026-09")

    assert result.exit_code == 0
    assert (tmp_path / "退回" / "退回_甲.xlsx").is_file()
