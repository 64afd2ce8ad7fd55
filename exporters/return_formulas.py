"""Formulas of a return: 合计 over the units and rates over the lines, beside the values we print.

A formula is written only where its result, computed exactly, is the printed figure: a spreadsheet
that recalculates the return must never show another number than the one that was submitted.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from io import BytesIO
from itertools import groupby

from openpyxl.utils import get_column_letter

from exporters.return_layout import FIRST_VALUE
from monitoring.amounts import DASH, rounded
from monitoring.catalogue import Indicator
from monitoring.expressions import Expression
from monitoring.returns import Cell, Return

Formulas = Mapping[str, str]
_CELL = re.compile(rb'(<c r="([A-Z]{1,3}[0-9]+)"[^>]*>)(?=<v>)')
_LONGEST = 8000


@dataclass(frozen=True)
class _Row:
    """A line's figures in its row of the sheet."""

    row: int
    cells: Sequence[Cell]

    def number(self, column: int) -> Fraction | None:
        """The figure of a column, ``None`` where words stand."""
        text = self.cells[column].number
        return Fraction(text) if text else None

    def known(self, column: int) -> bool:
        """Whether the unit answered, if only that it does not apply to it."""
        return bool(self.cells[column].number) or self.cells[column].text == DASH

    def total(self, columns: Iterable[int]) -> Fraction | None:
        """The sum over columns, ``None`` where none has a number."""
        numbers = [number for c in columns if (number := self.number(c)) is not None]
        return sum(numbers, Fraction(0)) if numbers else None

    def address(self, column: int) -> str:
        return f"{get_column_letter(FIRST_VALUE + column)}{self.row}"

    def sum_of(self, columns: Sequence[int]) -> str:
        """A sum over columns, neighbours as one range."""
        return f"SUM({','.join(self._ranges(columns))})"

    def _ranges(self, columns: Sequence[int]) -> Iterator[str]:
        for _, run in groupby(enumerate(columns), key=lambda each: each[1] - each[0]):
            ends = [self.address(column) for _, column in run]
            yield ends[0] if len(ends) == 1 else f"{ends[0]}:{ends[-1]}"


def return_formulas(
    document: Return, indicators: Mapping[str, Indicator], first_row: int
) -> dict[str, str]:
    """Formulas by cell, without the leading ``=``; the first line stands in ``first_row``."""
    rows = [_Row(first_row + place, line.cells) for place, line in enumerate(document.lines)]
    items = {
        (line.code, line.kind == "ytd"): row
        for line, row in zip(document.lines, rows, strict=True)
        if line.kind in ("item", "ytd")
    }
    has_total = len(document.units) > 1 and not document.units[0]
    units = range(1, len(document.columns)) if has_total else range(0)
    found: dict[str, str] = {}
    for line, row in zip(document.lines, rows, strict=True):
        if line.kind == "rate":
            if (indicator := indicators.get(line.code)) is not None:
                found.update(_rates(indicator, row, items, units))
        elif line.cells and units and row.number(0) is not None:
            formula = _rounded(row.sum_of(units), line.cells[0].places)
            if row.total(units) == row.number(0) and len(formula) < _LONGEST:
                found[row.address(0)] = formula
    return found


def with_formulas(content: bytes, member: str, formulas: Formulas) -> bytes:
    """A saved workbook whose ``member`` (a worksheet) has formulas beside the values of cells."""
    if not formulas:
        return content

    def insert(match: re.Match[bytes]) -> bytes:
        formula = formulas.get(match[2].decode())
        if formula is None:
            return match[1]
        return match[1] + f"<f>{escape(formula, quote=False)}</f>".encode()

    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            part = source.read(info)
            target.writestr(info, _CELL.sub(insert, part) if info.filename == member else part)
    return stream.getvalue()


def _rates(
    indicator: Indicator, row: _Row, items: Mapping[tuple[str, bool], _Row], units: range
) -> Iterator[tuple[str, str]]:
    rows = _rows_of(indicator, items)
    if rows is None:
        return
    giving = [c for c in units if all(each.known(c) for each in rows.values())]
    for column, cell in enumerate(row.cells):
        if not cell.number:
            continue
        summed = bool(units) and column == 0
        over = giving if summed else [column]
        whole = not summed or len(giving) == len(units)

        def said(each: _Row, column: int = column, whole: bool = whole) -> str:
            return each.address(column) if whole else each.sum_of(giving)

        def worth(each: _Row, over: Sequence[int] = over) -> Fraction | None:
            return each.total(over)

        found = _ratio(indicator, rows, worth, said)
        if found is None:
            continue
        value, formula = found
        formula = _rounded(formula, cell.places)
        if rounded(value, cell.places) == cell.number and len(formula) < _LONGEST:
            yield row.address(column), formula


def _rows_of(
    indicator: Indicator, items: Mapping[tuple[str, bool], _Row]
) -> dict[str, _Row] | None:
    """The rows of an indicator's items; ``None`` where it needs what the return does not print.

    Over the year so far a flow is its line 本年累计.
    """
    rows = {}
    for side in _sides(indicator):
        for term in side.terms:
            row = items.get((term.item, True)) if indicator.kind == "ytd" else None
            row = row or items.get((term.item, False))
            if row is None or term.previous:
                return None
            rows[term.item] = row
    return rows


def _sides(indicator: Indicator) -> list[Expression]:
    return [side for side in (indicator.numerator, indicator.denominator) if side is not None]


def _ratio(
    indicator: Indicator,
    rows: Mapping[str, _Row],
    worth: Callable[[_Row], Fraction | None],
    said: Callable[[_Row], str],
) -> tuple[Fraction, str] | None:
    """The indicator's value and formula, given what an item's row is worth and how it is said."""
    values, texts = [], []
    for side in _sides(indicator):
        terms = [(t, v) for t in side.terms if (v := worth(rows[t.item])) is not None]
        if not terms:
            return None
        values.append(sum((t.factor * v for t, v in terms), Fraction(0)))
        parts = [
            _signed(t.factor, said(rows[t.item]), first=not n) for n, (t, _) in enumerate(terms)
        ]
        texts.append("".join(parts) if len(parts) == 1 else f"({''.join(parts)})")
    value, text = values[0], texts[0]
    if len(values) > 1:
        if not values[1]:
            return None
        value, text = value / values[1], f"{text}/{texts[1]}"
    if indicator.factor != 1:
        value, text = value * indicator.factor, f"{text}*{indicator.factor}"
    return value, text


def _signed(factor: int, address: str, *, first: bool) -> str:
    sign = "-" if factor < 0 else "" if first else "+"
    return f"{sign}{'' if abs(factor) == 1 else f'{abs(factor)}*'}{address}"


def _rounded(formula: str, places: int) -> str:
    """A sum of whole numbers is exact in a spreadsheet; anything else is rounded as printed."""
    whole = formula.startswith("SUM(") and not places and "/" not in formula
    return formula if whole else f"ROUND({formula},{places})"
