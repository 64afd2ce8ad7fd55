"""Saving the year book of a county far larger than any: 300 townships, 120 items, 12 months."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.large_ledger import build
from benchmarks.measure import Amount, least_seconds
from db.ledger import Ledger
from workflow.figure_tables import save_year_book

UNITS, ITEMS, YEAR = 300, 120, 2026


def run(folder: Path) -> Iterator[Amount]:
    """The whole way from the ledger's file to the workbook."""
    path = folder / "year.ledger"
    build(path, UNITS, ITEMS, [YEAR * 100 + month for month in range(1, 13)])

    def save() -> None:
        with Ledger.open(path) as ledger:
            form = ledger.catalogue.forms["F1"]
            save_year_book(ledger, form, YEAR, folder / "year.xlsx", replace_existing=True)

    name = f"报：{UNITS} 个乡镇 × {ITEMS} 项 × 12 个月的年册"
    yield Amount(name, least_seconds(save, rounds=3), "s", 3)
