"""``taizhang report-plan`` and ``bulletin``."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from db.ledger import Ledger
from tests.desktop.terminal import answer, run
from tests.workflow.conftest import month, month_file

__all__ = ["month", "month_file"]  # fixtures
# The command makes an application to paint with; here the window's tests have theirs.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def kept(month: Ledger) -> Path:
    """A closed ledger."""
    month.close()
    return month.path


def test_writes_the_report_and_says_where(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    words = ("report-plan", kept, "--plan", "002", "--month", "2026-10", "--out", path)
    result = run(*words)
    assert result.stdout == f"已存评估报告：{path}\n"
    assert result.stderr == "1/4 目标\n2/4 历年变化\n3/4 数据说明\n4/4 里程碑、项目和任务\n"
    assert Document(str(path)).paragraphs[1].text == "（2021-2025年）实施评估报告"
    again = run(*words)
    assert again.exit_code == 1
    assert "已经存在" in again.stderr
    assert run(*words, "--replace").exit_code == 0


def test_says_the_same_as_json(kept: Path) -> None:
    found = answer("report-plan", kept, "--plan", "002", "--month", "2026-10")
    assert (found["plan"], found["period"], found["superior"]) == ("002", "2026-10", False)
    assert (found["targets"], found["measured"]) == (42, 11)
    assert found["statuses"]["逾期未达"] == 1
    (signed,) = [each for each in found["verdicts"] if each["target"] == "002-T036"]
    assert signed["silent"] == ["尚店镇"]
    assert len(signed["holders"]) == 15
    assert len(found["unmeasured"]) == 31
    assert found["reporting"][0]["silent"] == ["尚店镇"]


@pytest.mark.parametrize(
    ("when", "period"),
    [
        ((), "2025-12"),  # the plan's own last month
        (("--year", "2024"), "2024-12"),
        (("--year", "2026"), "2026-10"),  # the last month with figures
        (("--month", "2026-09"), "2026-09"),
    ],
)
def test_evaluates_the_month_that_is_meant(kept: Path, when: tuple[str, ...], period: str) -> None:
    assert answer("report-plan", kept, "--plan", "002", *when)["period"] == period


def test_publishes_as_word_and_as_a_page(kept: Path, tmp_path: Path) -> None:
    for ending in ("docx", "html"):
        path = tmp_path / f"公布.{ending}"
        words = ("--plan", "002", "--month", "2026-10", "--target", "002-T036", "--out", path)
        assert run("bulletin", kept, *words).stdout == f"已存信息公布：{path}\n"
        assert path.stat().st_size > 1000


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--plan", "004", "--json"), 1, "没有适用于临清市的规划 004"),
        (("--plan", "002"), 2, "请用 --out"),
        (("--plan", "002", "--json", "--year", "2026", "--month", "2026-10"), 2, "一次只用一个"),
        (("--plan", "002", "--json", "--year", "2019"), 1, "才开始"),
    ],
)
def test_wrong_usage_is_said(kept: Path, words: tuple[str, ...], code: int, told: str) -> None:
    result = run("report-plan", kept, *words)
    assert result.exit_code == code
    assert told in result.stderr


def test_an_empty_ledger_is_not_evaluated(fresh_ledger: Ledger) -> None:
    fresh_ledger.close()
    result = run("report-plan", fresh_ledger.path, "--plan", "002", "--json")
    assert (result.exit_code, "请先收表" in result.stderr) == (2, True)
