"""``file``, ``unlock`` and ``filed`` on the command line."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from tests.desktop.terminal import answer, run
from tests.workflow.conftest import month_file  # noqa: F401 - the fixture
from tests.workflow.test_filing import approve_all

MONTH = ("--form", "F1", "--period", "2026-10")


@pytest.fixture
def ledger(tmp_path: Path, month_file: Path) -> Path:  # noqa: F811 - that fixture
    """A month of F1 in which every unit is approved."""
    path = Path(shutil.copy(month_file, tmp_path / "临清市.ledger"))
    with Ledger.open(path) as opened:
        approve_all(opened)
    return path


def test_a_month_is_filed_opened_and_filed_again(ledger: Path, tmp_path: Path) -> None:
    assert "第 1 版" in run("file", ledger, *MONTH).output
    assert run("unlock", ledger, *MONTH, "--reason", "重复计数").exit_code == 0
    assert "第 2 版" in run("file", ledger, *MONTH).output
    newest, first = answer("filed", ledger)
    assert (newest["version"], newest["reason"], first["version"]) == (2, "重复计数", 1)
    original, slip = tmp_path / "原件.xlsx", tmp_path / "更正.xlsx"
    saved = run("filed", ledger, *MONTH, "--version", "1", "--to", original)
    assert saved.exit_code == 0
    assert hashlib.sha256(original.read_bytes()).hexdigest() == first["sha256"]
    assert run("filed", ledger, *MONTH, "--slip", slip).exit_code == 0
    assert openpyxl.load_workbook(slip).sheetnames == ["更正说明"]
    assert answer("filed", ledger, *MONTH)["corrections"] == []


def test_what_stands_against_filing_is_a_sentence(ledger: Path) -> None:
    refused = run("file", ledger, "--form", "F2", "--period", "2026-10")
    assert refused.exit_code == 1
    assert "还没有单位报数" in refused.output
    assert run("unlock", ledger, *MONTH, "--reason", "改").exit_code == 1
    assert "还没有上报过" in run("filed", ledger).output


@pytest.mark.parametrize(
    "options", [("--form", "F1"), ("--period", "2026-10"), ("--version", "1"), ("--slip", "a.xlsx")]
)
def test_a_version_wants_its_form_and_period(ledger: Path, options: tuple[str, str]) -> None:
    assert run("filed", ledger, *options).exit_code == 2
