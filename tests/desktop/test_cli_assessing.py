"""``taizhang assess`` and ``benchmarks``: verdicts in full, what-if, benchmarks in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.ledger import Ledger
from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.conftest import month, month_file

__all__ = ["month", "month_file"]  # fixtures
WHEN = ("--month", "2026-10")


@pytest.fixture
def kept(month: Ledger) -> Path:
    """A closed ledger with a month of F1."""
    month.close()
    return month.path


def test_every_target_is_answered_also_those_for_a_person(kept: Path) -> None:
    found = answer("assess", kept, *WHEN)
    plans = {plan.code: len(plan.targets) for plan in Ledger.open(kept).plans.values()}
    assert len(found) == sum(plans.values())
    person = [each for each in found if each["indicator"] == ""]
    assert {each["status"] for each in person} == {"待认定"}


def test_a_target_says_what_it_needs_and_who_holds_the_gap(kept: Path) -> None:
    [found] = answer("assess", kept, *WHEN, "--target", "002-T036")
    assert found["status"] == "逾期未达"
    assert found["needed_unit"] == "人"
    held = found["contributions"]
    assert held["missing"] == ["尚店镇"]
    assert str(sum(int(each["lacks"]) for each in held["units"])) == held["gap"]
    assert held["gap"] == found["needed"]
    text = run("assess", kept, *WHEN, "--target", "002-T036").stdout
    assert "✕ 逾期未达" in text
    assert "缺口在哪里" in text
    assert "注意：16 个单位报了 15 个" in text


def test_what_if_answers_and_writes_nothing(kept: Path) -> None:
    before = snapshot(kept)
    words = ("assess", kept, *WHEN, "--what-if", "尚店镇:fd_signed=40000")
    more = ("--what-if", "尚店镇:resident=40,000")
    found = {each["target"]: each for each in answer(*words, *more)}
    signed = found["002-T036"]
    assert (signed["before"]["reported"], signed["after"]["reported"]) == (15, 16)
    assert signed["before"]["actual"] != signed["after"]["actual"]
    assert "改后" in run(*words, *more).stdout
    assert snapshot(kept) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("尚店镇=3", "单位:项目=数"),
        ("尚店镇:nothing=3", "没有项目 nothing"),
        ("尚店镇:fd_signed=3.5", "不是 fd_signed 的数"),
        ("某镇:fd_signed=3", "某镇"),
    ],
)
def test_a_change_that_cannot_be_is_wrong_usage(kept: Path, change: str, said: str) -> None:
    result = run("assess", kept, *WHEN, "--what-if", change)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_change_that_touches_no_target_says_so(kept: Path) -> None:
    result = run("assess", kept, *WHEN, "--what-if", "尚店镇:fd_team=未报")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "没有目标用到这些数" in result.stderr


def test_the_tolerance_is_kept(kept: Path) -> None:
    [before] = answer("assess", kept, *WHEN, "--target", "003-T128")
    assert before["required"] == "95"
    answer("assess", kept, *WHEN, "--tolerance", "8")
    [after] = answer("assess", kept, *WHEN, "--target", "003-T128")
    assert after["required"] == "92"
    assert run("assess", kept, *WHEN, "--tolerance", "21").exit_code == 2


def test_a_target_of_another_county_is_wrong_usage(kept: Path) -> None:
    result = run("assess", kept, *WHEN, "--target", "004-T023")
    assert result.exit_code == 2
    assert "没有目标 004-T023" in result.stderr


IMR = ("--indicator", "imr", "--period", "2025-12")


def test_a_benchmark_is_set_listed_and_removed(kept: Path) -> None:
    [found] = answer("benchmarks", kept, "--set", "3.2", *IMR, "--note", "省公报")
    assert (
        found.items()
        >= {
            "indicator": "imr",
            "indicator_name": "婴儿死亡率",
            "scope": "全省平均",
            "period": "2025-12",
            "value": "3.2",
            "note": "省公报",
        }.items()
    )
    assert "3.2" in run("benchmarks", kept).stdout
    assert answer("benchmarks", kept, "--remove", *IMR) == []
    again = run("benchmarks", kept, "--remove", *IMR)
    assert again.exit_code == 1
    assert "没有录入过" in again.stderr


@pytest.mark.parametrize("name", ["基准.csv", "基准.json"])
def test_benchmarks_go_to_another_ledger_and_back(kept: Path, tmp_path: Path, name: str) -> None:
    answer("benchmarks", kept, "--set", "3.2", *IMR, "--note", "=省公报")
    file, other = tmp_path / name, tmp_path / "other.ledger"
    assert answer("benchmarks", kept, "--export", file) == {"exported": 1}
    assert run("benchmarks", kept, "--export", file).exit_code == 1
    run("new", other, "--area", "370832")
    seen = answer("benchmarks", other, "--import", file, "--dry-run")
    assert seen == {"dry_run": True, "new": 1, "changed": 0, "same": 0}
    assert answer("benchmarks", other) == []
    answer("benchmarks", other, "--import", file)
    [brought] = answer("benchmarks", other)
    assert (brought["value"], brought["note"]) == ("3.2", "=省公报")
    assert answer("benchmarks", other, "--import", file)["same"] == 1


@pytest.mark.parametrize(
    ("value", "indicator", "said"),
    [("很好", "imr", "不是数"), ("3", "nothing", "没有指标")],
)
def test_a_benchmark_that_cannot_be_is_refused(
    kept: Path, value: str, indicator: str, said: str
) -> None:
    words = ("--indicator", indicator, "--period", "2025-12")
    result = run("benchmarks", kept, "--set", value, *words)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_table_with_other_heads_is_refused(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("甲,乙\n1,2\n3,4\n", "utf-8")
    result = run("benchmarks", kept, "--import", file)
    assert result.exit_code == 1
    assert "指标代码、范围、期别、数值、出处" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("--set", "3"), ("--remove",), ("--dry-run",), ("--set", "3", "--remove", *IMR)],
)
def test_half_a_benchmark_is_wrong_usage(kept: Path, words: tuple[str, ...]) -> None:
    assert run("benchmarks", kept, *words).exit_code == 2
