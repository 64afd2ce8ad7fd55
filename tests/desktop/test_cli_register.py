"""``milestones``, ``tasks`` and ``projects`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.desktop.terminal import answer, run

OCTOBER = ("--period", "2026-10")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """An empty ledger of 梁山县, whose plan has milestones, tasks and boxes."""
    path = tmp_path / "梁山县.ledger"
    assert run("new", path, "--area", "370832").exit_code == 0
    return path


def test_milestones_are_listed_with_what_is_late_and_marked_done(
    ledger: Path, tmp_path: Path
) -> None:
    late = answer("milestones", ledger, *OCTOBER, "--overdue")
    assert {each["urgency"] for each in late} <= {"逾期", "即将到期"}
    step = late[0]["id"]
    assert late[0]["days_left"] < 0
    evidence = tmp_path / "挂牌.jpg"
    evidence.write_bytes(b"jpg")
    said = ("--set", step, "--state", "done", "--done", "2025-11-30", "--attach", evidence)
    assert run("milestones", ledger, *OCTOBER, *said, "--note", "已挂牌").exit_code == 0
    found = {each["id"]: each for each in answer("milestones", ledger, *OCTOBER)}
    assert (found[step]["state"], found[step]["done"]) == ("已完成", "2025-11-30")
    assert (found[step]["note"], found[step]["evidence"]) == ("已挂牌", True)
    assert step not in {each["id"] for each in answer("milestones", ledger, *OCTOBER, "--overdue")}
    assert run("milestones", ledger, "--undo", step).exit_code == 0
    assert step in {each["id"] for each in answer("milestones", ledger, *OCTOBER, "--overdue")}


def test_a_task_has_a_state_a_month(ledger: Path) -> None:
    task = answer("tasks", ledger, *OCTOBER)[0]
    assert task["lead"] == "县卫生健康局"
    assert task["participants"] == ["县发展改革局"]
    told = ("--set", task["id"], "--state", "推进中", "--note", "已开两次协调会")
    assert run("tasks", ledger, *OCTOBER, *told).exit_code == 0
    states = [
        answer("tasks", ledger, "--period", month)[0]["state"] for month in ("2026-09", "2026-10")
    ]
    assert states == ["未开始", "推进中"]


def test_a_project_enters_reports_and_leaves(ledger: Path) -> None:
    plan = ("--investment", "10000", "--planned-start", "2026-01-01", "--planned-finish")
    entered = run(
        "projects", ledger, "--enter", "康养中心", *plan, "2026-12-31", "--reason", "增补"
    )
    assert "X01" in entered.output
    progress = ("--progress", "X01", "--stage", "在建", "--invested", "5000")
    assert run("projects", ledger, *OCTOBER, *progress).exit_code == 0
    found = answer("projects", ledger, *OCTOBER, "--overdue")
    assert [(each["id"], each["late"]) for each in found] == [("X01", ["投资进度缓慢"])]
    assert found[0]["invested"] == 5000
    assert [entry["word"] for entry in found[0]["journal"]] == ["入库", "进度"]
    assert run("projects", ledger, "--leave", "X01").exit_code == 1
    assert run("projects", ledger, "--leave", "X01", "--reason", "用地不落实").exit_code == 0
    [left] = [each for each in answer("projects", ledger) if each["id"] == "X01"]
    assert left["left"] == "用地不落实"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("milestones", "--set", "004-M007"), 2),
        (("milestones", "--state", "done"), 2),
        (("milestones", "--set", "004-M999", "--state", "done"), 1),
        (("tasks", "--undo", "004-K01"), 1),
        (("projects", "--progress", "X09", "--note", "开工"), 1),
        (("projects", "--change", "X09", "--reason", "改"), 1),
        (("projects", "--leave", "004-P2-01", "--undo", "004-P2-01"), 2),
    ],
)
def test_what_cannot_be_done_is_refused(ledger: Path, words: tuple[str, ...], code: int) -> None:
    command, *rest = words
    refused = run(command, ledger, *rest)
    assert refused.exit_code == code
    assert refused.output.strip()


def test_the_register_is_exported_and_a_table_is_imported(ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "项目库.xlsx"
    assert answer("projects", ledger, *OCTOBER, "--export", target) == {"exported": 11}
    again = run("projects", ledger, *OCTOBER, "--export", target)
    assert again.exit_code == 1
    assert "已经" in again.stderr
    book = openpyxl.load_workbook(target)
    book.worksheets[0]["D4"] = "县民政局"
    book.worksheets[0].append((None, "康养中心", None, "县民政局", "开建"))
    book.worksheets[0].append((None, "康复医院", None, "县卫生健康局"))
    book.save(target)
    took = ("projects", ledger, *OCTOBER, "--import", target)
    tried = run(*took, "--dry-run", "--json")
    assert tried.exit_code == 1
    assert json.loads(tried.stdout)["new"] == ["康复医院"]
    refused = run(*took)
    assert refused.exit_code == 1
    assert "入库要写明理由" in refused.stderr
    done = run(*took, "--reason", "2026年调度表")
    assert done.exit_code == 1
    assert "阶段写成了“开建”" in done.stderr
    assert "新增 1 个，变更 1 个，10 个相同，1 处没有读" in done.stdout
    found = {each["id"]: each for each in answer("projects", ledger, *OCTOBER)}
    assert found["X01"]["name"] == "康复医院"
    assert sum(each["owner"] == "县民政局" for each in found.values()) == 1


def test_only_one_thing_is_done_at_a_time(ledger: Path, tmp_path: Path) -> None:
    both = ("--export", tmp_path / "a.xlsx", "--undo", "X01")
    refused = run("projects", ledger, *both)
    assert refused.exit_code == 2
    assert "一次用一个" in refused.stderr


def test_the_days_ahead_are_kept_from_the_command_line(ledger: Path) -> None:
    def ahead(*options: str) -> int:
        found = answer("milestones", ledger, *OCTOBER, *options)
        return sum(each["urgency"] == "即将到期" for each in found)

    assert (ahead(), ahead("--ahead", "30"), ahead()) == (1, 0, 0)
    refused = run("tasks", ledger, "--ahead", "400")
    assert refused.exit_code == 1
    assert "请写 0 到 366" in refused.stderr
