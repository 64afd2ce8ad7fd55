"""``imprints`` in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.ledger import Ledger
from monitoring.areas import Area
from tests.desktop.terminal import answer, run


@pytest.fixture
def ledger_path(tmp_path: Path, linqing: Area) -> Path:
    path = tmp_path / "县.ledger"
    Ledger.create(path, linqing).close()
    return path


def test_what_a_form_bears_is_set_part_by_part_listed_and_cleared(ledger_path: Path) -> None:
    path = ledger_path
    run("imprints", path, "--form", "F1", "--table-number", "某1表")
    run("imprints", path, "--form", "F1", "--document-number", "某文〔示例〕")
    (kept, *others) = answer("imprints", path)
    assert kept == {
        "form": "F1",
        "table_number": "某1表",
        "maker": "",
        "approver": "",
        "document_number": "某文〔示例〕",
        "valid_until": "",
    }
    assert not any(each["table_number"] for each in others)
    assert "某1表" in run("imprints", path).output
    (cleared,) = answer("imprints", path, "--form", "F1", "--clear")
    assert not cleared["table_number"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--maker", "某局"], "--form"),
        (["--form", "F1", "--clear", "--maker", "某局"], "--clear"),
        (["--form", "F9"], "F9"),
        (["--form", "F1", "--maker", "甲\n乙"], "一行"),
    ],
)
def test_what_cannot_be_says_so(ledger_path: Path, given: list[str], said: str) -> None:
    refused = run("imprints", ledger_path, *given)
    assert refused.exit_code != 0
    assert said in refused.output
