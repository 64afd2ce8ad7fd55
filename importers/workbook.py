"""A workbook as plain data: what a file says, cell by cell, before anyone has understood it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that holds an error such as #DIV/0!; ``text`` is empty when the file hides which."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Uncached:
    """A formula the program that wrote the file never calculated: there is no figure to read."""


UNCACHED = Uncached()

# Floats never get here: they are integers or the decimals they print as.
Scalar = (
    str | int | Decimal | bool | datetime | date | time | timedelta | CellError | Uncached | None
)
Row = tuple[Scalar, ...]
Merge = tuple[int, int, int, int]
Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. ``rows`` start at A1 and may be ragged; ``merges`` are zero-based and
    inclusive: first row, first column, last row, last column. ``hidden_rows`` and
    ``hidden_columns`` are runs of lines nobody sees, zero-based and inclusive.
    """

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[Run, ...] = ()
    hidden_columns: tuple[Run, ...] = ()

    def at(self, row: int, column: int) -> Scalar:
        """The cell, ``None`` outside the used range. Both indexes are zero-based."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets in order. ``dates_1904`` says the file counts days from 1904."""

    sheets: tuple[Sheet, ...]
    dates_1904: bool = False


def cell_name(row: int, column: int) -> str:
    """The A1 name of a zero-based cell."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@lru_cache(maxsize=4096)
def cell_at(name: str) -> tuple[int, int]:
    """The zero-based (row, column) of an A1 name; ``ValueError`` when it is none."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", name.strip().upper())
    if match is None:
        raise ValueError(f"not a cell: {name!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
