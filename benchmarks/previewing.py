"""A county's month from the click to the preview: what a clerk waits for."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Amount, seconds
from benchmarks.townships import filled_templates
from db.ledger import Ledger
from monitoring.resources import load_areas
from workflow import collect

FILES = 30
ROUNDS = 5


def run(folder: Path) -> Iterator[Amount]:
    """Thirty files staged, their reading processes started anew each time."""
    area = load_areas()["371581000000"]
    filled_templates(folder / "workbooks", area, FILES)
    with Ledger.create(folder / "month.ledger", area) as ledger:

        def preview() -> None:
            staged = collect.stage(ledger, [folder / "workbooks"])
            if any(file.status is not collect.FileStatus.STAGED for file in staged):
                raise RuntimeError("a workbook of the benchmark was not staged")

        taken = statistics.median(seconds(preview) for _ in range(ROUNDS))
    yield Amount(f"收：{FILES} 个工作簿从点击到预览", taken, "s", 0.5)
