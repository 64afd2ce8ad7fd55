"""Imports, undo, mappings and answers as typed into a terminal."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from desktop.reports_collecting import answerable
from importers.questions import Option, Question, question_issues
from importers.reading import Reading
from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.workbooks import RESIDENT, SIGNED, filled, write
from workflow.collect import StagedFile

UNIT = "371581001000"
KEPT = ("--sender", UNIT, "--kind", "mark", "--key=-", "--value", "missing")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger into which one file of the first township was collected and then a corrected one."""
    path = tmp_path / "账" / "临清市.ledger"
    path.parent.mkdir()
    assert run("new", path, "--area", "371581").exit_code == 0
    books = {"甲.xlsx": filled({SIGNED: 5, RESIDENT: 10}), "乙.xlsx": filled({SIGNED: 6})}
    for book in write(tmp_path / "来表", books):
        assert run("collect", path, book).exit_code == 0
    return path


def test_imports_are_listed_newest_first(ledger: Path) -> None:
    newest, first = answer("imports", ledger)
    at = first.pop("at")
    assert len(at) == 19
    assert first == {
        "id": 1,
        "file": "甲.xlsx",
        "form": "F1",
        "period": "2026-10",
        "values": 2,
        "taken_back": None,
        "taken_back_by": None,
        "demonstration": False,
    }
    assert (newest["id"], newest["file"], newest["values"]) == (2, "乙.xlsx", 1)
    assert "乙.xlsx" in run("imports", ledger).stdout


def test_a_ledger_without_imports_says_so(tmp_path: Path) -> None:
    path = tmp_path / "空.ledger"
    run("new", path, "--area", "371581")
    assert answer("imports", path) == []
    assert "还没有导入过文件" in run("imports", path).stderr


def test_undo_shows_first_and_then_does(ledger: Path) -> None:
    before = snapshot(ledger)
    shown = answer("undo", ledger, 2, "--dry-run")
    assert snapshot(ledger) == before
    done = answer("undo", ledger, 2)
    assert shown == done | {"dry_run": True}
    assert list(done) == ["import", "dry_run", "restored", "removed", "conflicts", "kept"]
    (restored,) = done["restored"]
    assert restored == {
        "unit": UNIT,
        "unit_name": "青年路街道",
        "item": SIGNED,
        "item_name": "签约居民数",
        "period": "2026-10",
        "imported": {"state": "number", "value": "6"},
        "after": {"state": "number", "value": "5"},
    }
    assert answer("imports", ledger)[0]["taken_back"]


def test_undo_prints_what_it_did_for_people(ledger: Path) -> None:
    result = run("undo", ledger, 1)
    assert result.exit_code == 0
    assert "后来改过，不动" in result.stdout
    assert "已收回：恢复 0 个数，清空 1 个，1 个后来改过" in result.stdout


def test_undo_refuses_what_it_cannot_do_in_a_sentence(ledger: Path) -> None:
    run("undo", ledger, 2)
    before = snapshot(ledger)
    for number, words in ((2, "收回过"), (99, "没有编号为 99 的导入")):
        result = run("undo", ledger, number)
        assert (result.exit_code, result.stdout) == (1, "")
        assert words in result.stderr
    assert run("undo", ledger, "甲").exit_code == 2
    assert snapshot(ledger) == before


def test_the_same_file_can_be_collected_again_after_undo(ledger: Path, tmp_path: Path) -> None:
    book = tmp_path / "来表" / "乙.xlsx"
    assert answer("collect", ledger, book)["files"][0]["status"] == "duplicate"
    run("undo", ledger, 2)
    (file,) = answer("collect", ledger, book)["files"]
    assert (file["status"], file["changed"], file["issues"]) == ("committed", 1, [])


def test_the_mode_says_what_changes(ledger: Path, tmp_path: Path) -> None:
    (book,) = write(tmp_path, {"丙.xlsx": filled({SIGNED: 7, "fd_team": 2})})
    changed = {
        mode: answer("collect", ledger, book, "--dry-run", "--mode", mode)["files"][0]["changed"]
        for mode in ("fill", "update", "replace")
    }
    assert (changed["fill"], changed["update"]) == (1, 2)
    assert changed["replace"] >= 2
    assert answer("collect", ledger, book, "--mode", "fill")["files"][0]["changed"] == 1
    values = {
        each["item"]: each["value"]
        for each in answer("values", ledger, "--form", "F1", "--period", "2026-10")
    }
    assert (values[SIGNED], values["fd_team"]) == ("6", "2")
    assert run("collect", ledger, book, "--mode", "all").exit_code == 2


def test_answers_are_kept_listed_carried_and_forgotten(ledger: Path, tmp_path: Path) -> None:
    assert answer("mappings", ledger) == []
    assert "还没有记下的对照" in run("mappings", ledger).stderr
    assert "青年路街道" in run("answer", ledger, *KEPT).stdout
    (kept,) = answer("mappings", ledger)
    assert len(kept.pop("at")) == 19
    assert kept == {
        "sender": UNIT,
        "sender_name": "青年路街道",
        "kind": "mark",
        "key": "-",
        "value": "missing",
    }
    assert "missing" in run("mappings", ledger).stdout

    file = tmp_path / "对照.json"
    assert answer("mappings", ledger, "--export", file) == {"exported": 1}
    forgotten = ("mappings", ledger, "--forget", UNIT, "mark", "-")
    assert answer(*forgotten) == {"forgotten": 1}
    assert answer(*forgotten, code=1) == {"forgotten": 0}
    assert answer("mappings", ledger, "--import", file) == {"new": 1, "changed": 0, "same": 0}
    assert "相同 1 条" in run("mappings", ledger, "--import", file).stdout


def test_wrong_words_are_wrong_usage_and_bad_files_are_refused(
    ledger: Path, tmp_path: Path
) -> None:
    before = snapshot(ledger)
    stranger = ("--sender", "1", "--kind", "mark", "--key", "-", "--value", "x")
    assert run("answer", ledger, *stranger).exit_code == 2
    nameless = ("--sender", UNIT, "--kind", "", "--key", "-", "--value", "x")
    assert run("answer", ledger, *nameless).exit_code == 2
    file = tmp_path / "x.json"
    file.write_text("{")
    assert run("mappings", ledger, "--import", file, "--export", file).exit_code == 2
    result = run("mappings", ledger, "--import", file)
    assert result.exit_code == 1
    assert "已损坏" in result.stderr
    assert snapshot(ledger) == before


def test_a_question_carries_the_command_that_answers_it() -> None:
    options = (Option("missing", "未报"), Option("zero", "0"))
    question = Question(UNIT, "mark", "- '", "“-”在这份表里是什么意思？", options, cells=("C5",))
    reading = Reading(questions=(question,), issues=tuple(question_issues([question])))
    file = StagedFile(Path("甲.xlsx"), reading=reading, issues=reading.issues)

    (issue,) = answerable(file, Path("我的 账.ledger")).issues

    assert (issue.code, issue.cell) == ("question", "C5")
    assert issue.message.startswith(question.text)
    assert "missing（未报）、zero（0）" in issue.message
    command = issue.message.partition("再收：")[2].partition(" --value=")[0]
    words = shlex.split(command)
    assert words == [
        *("taizhang", "answer", "我的 账.ledger"),
        *("--sender", UNIT, "--kind=mark", "--key=- '"),
    ]
    assert json.dumps(issue.message)
