"""Saving styled returns beside plain openpyxl writing the same styled cells."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from benchmarks.measure import Comparison, compare
from db.ledger import Ledger
from db.records import Entry, NewSource
from exporters.returns import write_return
from monitoring.amounts import number
from monitoring.periods import Period
from monitoring.resources import load_areas
from workflow import submit

RETURNS = 30
MONTH = 202610


def run(folder: Path) -> Iterator[Comparison]:
    """Thirty returns of F1 with sixteen townships."""
    with Ledger.create(folder / "returns.ledger", load_areas()["371581000000"]) as ledger:
        form = ledger.catalogue.forms["F1"]
        entries = [
            Entry(unit.code, item.code, MONTH, number(1000 + place))
            for unit in ledger.area.units
            for place, item in enumerate(form.items)
        ]
        ledger.write(entries, NewSource("hand"))
        document = submit.build(ledger, form, Period(MONTH))

    def ours() -> None:
        for count in range(RETURNS):
            write_return(folder / f"return-{count}.xlsx", document, replace=True)

    ours()
    cells = _cells(folder / "return-0.xlsx")

    def plain() -> None:
        for count in range(RETURNS):
            _write_plainly(folder / f"plain-{count}.xlsx", cells)

    yield compare(f"报：{RETURNS} 张上报表", ours, plain, "openpyxl 写同样的单元格", 1.3, rounds=3)


Styled = tuple[int, int, Any, Any, Any, Any, Any, str]


def _cells(path: Path) -> list[Styled]:
    sheet = load_workbook(path).worksheets[0]
    return [
        (
            row,
            column,
            cell.value,
            copy(cell.font),
            copy(cell.border),
            copy(cell.fill),
            copy(cell.alignment),
            cell.number_format,
        )
        for row, cells in enumerate(sheet.iter_rows(), start=1)
        for column, cell in enumerate(cells, start=1)
        if isinstance(cell, Cell)
    ]


def _write_plainly(path: Path, cells: list[Styled]) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row, column, value, font, border, fill, alignment, number_format in cells:
        cell = sheet.cell(row, column, value)
        cell.font, cell.border, cell.fill = font, border, fill
        cell.alignment, cell.number_format = alignment, number_format
    workbook.save(path)
