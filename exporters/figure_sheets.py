"""A table of figures as a workbook: a list whose names stay in sight."""

from __future__ import annotations

from pathlib import Path

from exporters.list_sheets import ListSheet, write_list
from monitoring.figure_tables import NAMES, FigureTable


def figure_list(table: FigureTable) -> ListSheet:
    """The table as a list."""
    return ListSheet(
        table.title,
        table.under,
        table.heads,
        table.rows(),
        frozenset(range(NAMES, len(table.heads))),
        [f"说明：{note}" if not place else note for place, note in enumerate(table.notes)],
        table.demonstration,
        frozen=NAMES,
    )


def write_figures(path: Path, table: FigureTable, *, replace: bool = False) -> None:
    """Save a table as .xlsx. Raises ``ExpectedError`` when it cannot be."""
    write_list(path, figure_list(table), replace=replace)
