"""The row that heads a grid, and what it says of every column of figures below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from importers.columns import ColumnWord, column_word, head_period, says_when
from importers.headers import is_index_row
from importers.numbers import number_in
from importers.views import View
from importers.workbook import Scalar

LINES = 400
_ROWS = 30
_HEAD = 5
_COLUMNS = 60


def find_head(view: View, year: int | None) -> tuple[int, dict[int, ColumnWord]] | None:
    """The row whose words tell most of the columns below it, and the word of each column.

    ``None`` when no row says of which period, kind or measure its columns are. ``year`` completes
    a month without one.
    """
    best: tuple[int, int, dict[int, ColumnWord]] | None = None
    for head in range(min(len(view.rows), _ROWS)):
        words = _words(view, head, year)
        figures = [w for w in words.values() if not (w.aside or w.rate)]
        telling = [w for w in figures if w.telling]
        shapes = {(w.kind, w.measure) for w in figures}
        if not any(w.period for w in telling) and (not telling or len(shapes) < 2):
            continue
        said = sum(1 for word in words.values() if word.telling or word.aside)
        # Of two rows that say as much, the lower has the upper above it: 10月 over 今年 and 去年.
        if best is None or said > best[0] or (said == best[0] and head == best[1] + 1):
            best = said, head, words
    return None if best is None else (best[1], best[2])


def _words(view: View, head: int, year: int | None) -> dict[int, ColumnWord]:
    """The columns of figures below ``head`` by what the head says; none when it says nothing."""
    if not any(_says(view.raw(head, c), year) for c in range(min(view.width, _COLUMNS))):
        return {}
    columns = [c for c in range(1, min(view.width, _COLUMNS)) if _has_figures(view, head + 1, c)]
    rows = [{column: _head(view, head, column) for column in columns}]
    for above in range(head - 1, max(head - _HEAD, -1), -1):
        over = _over(view, above, columns, year)
        if over is None:
            break
        rows.insert(0, over)
    words = {}
    for column in columns:
        cells = tuple(dict.fromkeys(said for row in rows if (said := row[column]) is not None))
        if cells:
            words[column] = column_word(cells, year)
    return words


def _over(
    view: View, row: int, columns: Sequence[int], year: int | None
) -> dict[int, Scalar] | None:
    """What an upper row says over each column, ``None`` for a row that is no part of the head.

    A row that does not stand over every column, or says the same of all, is a caption; but not
    when it names a time, which holds for the columns right of it even where nobody merged them.
    """
    heads = {column: _head(view, row, column) for column in columns}
    if any(says_when(head, year) for head in heads.values()):
        for left, right in pairwise(columns):
            if heads[right] is None:
                heads[right] = heads[left]
        return heads
    several = len(set(heads.values())) > 1 or len(columns) == 1
    return heads if several and None not in heads.values() else None


def _says(cell: Scalar, year: int | None) -> bool:
    if cell is None or isinstance(cell, bool) or (isinstance(cell, str) and len(cell) > 40):
        return False
    return head_period(cell, year) is not None or column_word((cell,), year).telling


def _head(view: View, row: int, column: int) -> Scalar:
    row, column = view.covered.get((row, column), (row, column))
    cell = view.raw(row, column)
    return (cell.strip() or None) if isinstance(cell, str) else cell


def _has_figures(view: View, first: int, column: int) -> bool:
    for row in range(first, min(len(view.rows), first + LINES)):
        cell = view.value(row, column)
        if number_in(cell) is not None and not is_index_row(view, row):
            return True
    return False
