"""A city workbook of 10 MB filled and read back, beside openpyxl's load and save."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook

from benchmarks.measure import Comparison, compare
from exporters.cell_formats import percent_cells
from exporters.fill_risks import risks
from exporters.filling import Content, fill
from workflow.proved_filling import save_filled

SHEETS, ROWS, COLUMNS = 3, 11_000, 36
FILLED = 2_000
SIZE = 10 << 20


def run(folder: Path) -> Iterator[Comparison]:
    """Two columns of the first sheet are filled and looked through before; the others hold what
    nobody touches. A column and a row of formulas add up what is filled.
    """
    content = _workbook()
    if not SIZE * 0.9 < len(content) < SIZE * 1.2:
        raise RuntimeError(f"the workbook is {len(content)} bytes")
    cells: dict[str, Content] = {
        f"{column}{row}": Decimal(row) / 4 for row in range(2, FILLED) for column in "CD"
    }

    def ours() -> None:
        if any(risk.blocks for risk in risks(content, {"表0": cells})):
            raise RuntimeError("the workbook cannot be filled")
        percent_cells(content, {"表0": cells})
        filled = fill(content, {"表0": cells})
        save_filled(folder / "ours.xlsx", filled.content, {"表0": cells}, replace=True)

    def theirs() -> None:
        book = load_workbook(io.BytesIO(content))
        for address, value in cells.items():
            book["表0"][address].value = value
        book.save(folder / "theirs.xlsx")

    yield compare(
        f"报：填 {len(content) / (1 << 20):.0f} MB 的市局表并读回",
        ours,
        theirs,
        "openpyxl 打开并保存",
        2.0,
        rounds=1,
    )


def _workbook() -> bytes:
    numbers = random.Random(6)
    book = Workbook(write_only=True)
    for sheet in range(SHEETS):
        written = book.create_sheet(f"表{sheet}")
        written.append([f"项目{column}" for column in range(COLUMNS)])
        for row in range(2, ROWS + 2):
            added = f"=SUM(B{row}:AI{row})"
            written.append([*(numbers.randrange(10**9) for _ in range(COLUMNS - 1)), added])
        written.append([f"=SUM({c}2:{c}{ROWS + 1})" for c in ("A", "B", "C", "D")])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
