"""Labels with their figures beside them, several to a row: no grid, one unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from importers.captions import captions
from importers.context import Context
from importers.gathered import Gathered, Pick
from importers.grids import Found
from importers.headers import make_table
from importers.names import MEASURES, label
from importers.numbers import number_in
from importers.row_measures import with_measure
from importers.spans import doubt_flows, sums_said
from importers.views import View
from importers.workbook import Scalar, Sheet

_ROWS = 200
_COLUMNS = 40
_LEAST = 3
_NO_LABEL = frozenset(["序号", "编号", "行次", "填报人", "填表人", "审核人", "联系电话", "电话"])


def find_pairs(sheet: Sheet, context: Context) -> Found | None:
    """The pairs in ``sheet`` when labels of a form stand in two columns or more."""
    view = View(sheet)
    columns = _label_columns(view, context)
    if len(columns) < 2:
        return None
    picks = list(_picks(view, columns))
    title = "".join(view.text(r, c) for r in range(3) for c in range(min(view.width, 40))
                    if r < len(view.rows))  # fmt: skip
    gathered = Gathered(sheet, picks)
    table = make_table(gathered, context, (0, gathered.depth), -1, title)
    if table is None:
        return None
    # A title in a column of labels is no label, and what it says holds for the table.
    first = min((picks[index].label[0] for index in table.items), default=0)
    return Found(table.form, first, doubt_flows(table, sums_said(captions(sheet, first))))


def _label_columns(view: View, context: Context) -> frozenset[int]:
    """Columns with labels of items whose figures stand to the right of them."""
    counts: Counter[int] = Counter()
    for row in range(min(len(view.rows), _ROWS)):
        for column in range(min(view.width, _COLUMNS)):
            text = view.text(row, column)
            if not text or not _known(text, context):
                continue
            _, _, cell = _beside(view, row, column)
            if number_in(cell) is not None:
                counts[column] += 1
    return frozenset(counts) if sum(counts.values()) >= _LEAST else frozenset()


def _known(text: str, context: Context) -> bool:
    folded = label(text)
    return bool(context.labels.get(folded.key) or context.labels.get(folded.bare))


def _picks(view: View, columns: frozenset[int]) -> Iterator[Pick]:
    for row in range(min(len(view.rows), _ROWS)):
        for column in sorted(columns):
            text = view.text(row, column)
            if not text or label(text).key in _NO_LABEL:
                continue
            figure, measure, cell = _beside(view, row, column)
            if figure in columns and isinstance(cell, str):
                continue
            yield Pick((with_measure(text, measure),), (row, column), (row, figure))


def _beside(view: View, row: int, column: int) -> tuple[int, str, Scalar]:
    """Where the figure beside a label stands, past its merge and a cell with its measure."""
    place, measure = _next(view, row, column), ""
    word = "".join(view.text(row, place).split())
    if word in MEASURES:
        place, measure = _next(view, row, place), word
    return place, measure, view.value(row, place)


def _next(view: View, row: int, column: int) -> int:
    place = column + 1
    while view.covered.get((row, place)) == (row, column):
        place += 1
    return place
