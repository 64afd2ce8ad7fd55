"""``taizhang rules``: lists, tries and carries rules, and says what is wrong in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.ledger import Ledger
from monitoring.own_rules import read_own_rule
from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.conftest import month, month_file
from workflow import own_rules

__all__ = ["month", "month_file"]  # fixtures

TABLE: dict[str, Any] = {
    "id": "C01",
    "sentence": "签约居民数不多于5000倍团队数",
    "severity": "soft",
    "formula": "fd_signed <= 5000*fd_team",
    "valid_from": 202601,
    "months": [6, 10],
}


@pytest.fixture
def kept(month: Ledger) -> Path:
    """A closed ledger with one rule of its own."""
    own_rules.keep(month, read_own_rule(TABLE, month.catalogue))
    month.close()
    return month.path


def test_lists_every_rule_and_the_countys_own_last(kept: Path) -> None:
    listed = answer("rules", kept)
    assert {"R01", "R04-F1-2", "R21-5"} <= {each["id"] for each in listed}
    assert listed[-1] == {
        "id": "C01",
        "rule": "C01",
        "own": True,
        "kind": "compare",
        "severity": "soft",
        "form": "F1",
        "sentence": "签约居民数不多于5000倍团队数",
        "formula": "fd_signed <= 5000*fd_team",
        "valid_from": "2026-01",
        "valid_to": None,
        "months": [6, 10],
        "units": [],
        "reference": "本县规定",
    }
    text = run("rules", kept).stdout
    assert "C01" in text
    assert "2026-01 至；6、10月" in text


def test_tries_a_rule_on_the_past_year(kept: Path) -> None:
    found = answer("rules", kept, "--try", "C01")
    assert [each["period"] for each in found][:2] == ["2026-10", "2026-09"]
    assert len(found) == 12
    assert found[0]["findings"] == 4
    assert found[0]["first"][0].startswith("青年路街道：签约居民数 33333 ＞")
    assert "2026-10" in run("rules", kept, "--try", "C01").stdout


def test_a_pack_goes_out_and_comes_in(kept: Path, tmp_path: Path) -> None:
    pack = tmp_path / "规则.json"
    assert answer("rules", kept, "--export", pack) == {"exported": 1}
    same = {"dry_run": False, "new": [], "changed": [], "same": ["C01"]}
    assert answer("rules", kept, "--import", pack) == same
    document = json.loads(pack.read_text("utf-8"))
    document["rules"] += [{**TABLE, "id": "C02"}]
    pack.write_text(json.dumps(document), "utf-8")
    before = snapshot(kept)[kept.name]
    dry = run("rules", kept, "--import", pack, "--dry-run").stdout
    assert dry == "导入会新增 1 条（C02），改动 0 条，相同 1 条。\n"
    assert len([r for r in answer("rules", kept) if r["own"]]) == 1
    assert snapshot(kept)[kept.name] == before
    told = run("rules", kept, "--import", pack).stdout
    assert told == "已导入：新增 1 条（C02），改动 0 条，相同 1 条。\n"
    assert len([r for r in answer("rules", kept) if r["own"]]) == 2


def test_a_bad_pack_is_one_sentence(kept: Path, tmp_path: Path) -> None:
    pack = tmp_path / "规则.json"
    pack.write_text(
        json.dumps({"schema": own_rules.SCHEMA, "rules": [{**TABLE, "formula": "fd_signed <= x"}]}),
        "utf-8",
    )
    result = run("rules", kept, "--import", pack)
    assert result.exit_code == 1
    assert result.stderr == "错误：规则 C01：没有项目 x（formula）；请改正后再试。\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--try", "C09"), "没有规则 C09"),
        (("--try", "C01", "--export", "x"), "一次只用一个"),
        (("--dry-run",), "要和 --import 一起用"),
    ],
)
def test_wrong_usage_is_said(kept: Path, words: tuple[str, ...], told: str) -> None:
    result = run("rules", kept, *words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_an_empty_ledger_has_nothing_to_try_on(fresh_ledger: Ledger) -> None:
    fresh_ledger.close()
    result = run("rules", fresh_ledger.path, "--try", "R01")
    assert "请先收表" in result.stderr
