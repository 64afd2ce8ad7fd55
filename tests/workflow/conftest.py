"""One month of 临清市 in which the last of sixteen townships did not report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.ledger import Ledger
from monitoring.areas import Area
from tests.workflow.exchanging import Pair, fill, open_pair, pristine, some_figures
from tests.workflow.workbooks import blanks, catalogue, filled, write
from workflow.collect import commit, stage

SILENT = "371581113000"
MONTH = 202610


def figures_of(position: int) -> dict[str, int | str]:
    """What township number ``position`` reports; the rest it marks as not reported. The third
    has no figure of its 60+ signed, the fourth no registered people of its own.
    """
    figures: dict[str, int | str] = dict.fromkeys(catalogue().forms["F1"].by_code, "未报")
    figures |= {
        "fd_team": 3 + position,
        "registered": 52_000 + 101 * position,
        "resident": 50_000 + 37 * position,
        "fd_signed": 33_333 + 11 * position,
        "elder60": 9_000 + position,
        "elder60_signed": 7_001 + 2 * position,
        "elder65": 6_000 + position,
        "elder65_managed": 5_500,
        "elder65_signed": 5_000 + 3 * position,
    }
    if position == 2:
        figures["elder60_signed"] = "未报"
    if position == 3:
        figures["registered"] = "不适用"
    return figures


@pytest.fixture(scope="session")
def month_file(tmp_path_factory: pytest.TempPathFactory, linqing: Area) -> Path:
    """The closed ledger with that month in it. Copy it before use."""
    folder = tmp_path_factory.mktemp("month")
    path = folder / "临清市.ledger"
    contents = {
        name: filled(figures_of(position), unit=unit)
        for position, (unit, (name, _)) in enumerate(blanks("F1").items())
        if unit != SILENT
    }
    write(folder / "来表", contents)
    with Ledger.create(path, linqing) as ledger:
        commit(ledger, stage(ledger, [folder / "来表"]))
    return path


@pytest.fixture
def month(tmp_path: Path, month_file: Path) -> Iterator[Ledger]:
    """An open copy of that ledger."""
    path = tmp_path / "临清市.ledger"
    shutil.copy(month_file, path)
    with Ledger.open(path) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An empty county's and an empty city's ledger; copied before use."""
    return pristine(tmp_path_factory.mktemp("pristine"))


@pytest.fixture
def pair(tmp_path: Path, ledgers: tuple[Path, Path]) -> Iterator[Pair]:
    """Copies with some figures in the county's."""
    folder = tmp_path / "两家"
    folder.mkdir()
    with open_pair(folder, *ledgers) as opened:
        fill(opened.county, some_figures())
        yield opened
