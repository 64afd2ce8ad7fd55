"""Figures in rows and columns nobody sees: taking them and leaving them are both a lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from importers.reading import StagedValue
from importers.workbook import Run, Sheet, cell_at, cell_name
from monitoring.issues import Issue


def concealed_issues(
    sheet: Sheet, values: Iterable[StagedValue], names: Mapping[str, str]
) -> Iterator[Issue]:
    """An error for each hidden row or column that holds staged values; ``names`` are units'."""
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return
    told: set[tuple[str, int]] = set()
    for value in values:
        row, column = cell_at(value.cell)
        for kind, number, runs in (
            ("row", row, sheet.hidden_rows),
            ("column", column, sheet.hidden_columns),
        ):
            if (kind, number) in told or not _in(number, runs):
                continue
            told.add((kind, number))
            line = f"第 {number + 1} 行" if kind == "row" else f"{cell_name(0, number)[:-1]} 列"
            message = (
                f"{line}是隐藏的，里面有“{names.get(value.unit, value.unit)}”的数；"
                "请取消隐藏，核对或删去后再收。"
            )
            yield Issue(f"hidden_{kind}", message, sheet=sheet.name, cell=value.cell)


def _in(number: int, runs: Iterable[Run]) -> bool:
    return any(first <= number <= last for first, last in runs)
