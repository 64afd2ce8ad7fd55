"""``taizhang scorecard``: places and points, in the terminal, as JSON and as a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.ledger import Ledger
from tests.desktop.terminal import answer, run
from tests.workflow.conftest import month, month_file
from workflow import score_weights

__all__ = ["month", "month_file"]  # fixtures


@pytest.fixture
def kept(month: Ledger) -> Path:
    """A closed ledger whose county ranks by two sign rates."""
    score_weights.keep_weights(month, {"fd_sign_rate": 50, "fd_sign_rate_60p": 50})
    month.close()
    return month.path


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A file that weighs one indicator only."""
    path = tmp_path / "权重.json"
    document = {"schema": score_weights.SCHEMA, "weights": {"fd_sign_rate": 10}}
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_says_places_points_and_what_was_not_reported(kept: Path) -> None:
    card = answer("scorecard", kept)
    assert card["period"] == "2026-10"
    assert [each["weight"] for each in card["indicators"]] == [50, 50]
    assert card["indicators"][0]["target"] == "002-T036"
    ranks = [each["rank"] for each in card["units"]]
    assert ranks == [*range(1, 16), None]
    by_name = {each["unit_name"]: each for each in card["units"]}
    third = by_name["先锋路街道"]
    assert third["missing"] == 1
    assert third["scores"][1] == {
        "indicator": "fd_sign_rate_60p",
        "state": "missing",
        "actual": None,
        "points": None,
    }
    assert third["scores"][0]["points"] == "33.306"
    assert by_name["尚店镇"]["total"] is None
    text = run("scorecard", kept).stdout
    assert "未报" in text
    assert "得分＝权重" in text


def test_weights_of_a_file_count_once_or_are_kept(kept: Path, weights: Path) -> None:
    assert len(answer("scorecard", kept, "--weights", weights)["indicators"]) == 1
    assert len(answer("scorecard", kept)["indicators"]) == 2
    answer("scorecard", kept, "--weights", weights, "--keep")
    assert len(answer("scorecard", kept)["indicators"]) == 1


def test_saves_the_workbook_once(kept: Path, tmp_path: Path) -> None:
    target = tmp_path / "得分表.xlsx"
    assert f"已存得分表：{target}" in run("scorecard", kept, "--out", target).stdout
    assert load_workbook(target).sheetnames == ["绩效考核"]
    again = run("scorecard", kept, "--out", target)
    assert again.exit_code == 1
    assert "已经存在" in again.stderr
    assert run("scorecard", kept, "--out", target, "--replace").exit_code == 0


def test_weights_come_out_as_they_go_in(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "存出.json"
    run("scorecard", kept, "--export", path)
    assert score_weights.read_weights(path) == {"fd_sign_rate": 50, "fd_sign_rate_60p": 50}


def test_wrong_usage_and_bad_weights_are_said(kept: Path, tmp_path: Path) -> None:
    assert "要和 --weights 一起用" in run("scorecard", kept, "--keep").stderr
    missing = run("scorecard", kept, "--weights", tmp_path / "没有.json")
    assert missing.exit_code == 1
    assert "读不到“没有.json”" in missing.stderr


def test_an_empty_ledger_has_nobody_to_rank(fresh_ledger: Ledger) -> None:
    fresh_ledger.close()
    result = run("scorecard", fresh_ledger.path)
    assert result.exit_code == 2
    assert "请先收表" in result.stderr
