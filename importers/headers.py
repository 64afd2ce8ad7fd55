"""Finding the table in a sheet: where its head is, what its columns mean, which form it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, zip_longest

from importers.cells import plain_number
from importers.context import Context, Match
from importers.names import MEASURES, label
from importers.views import View
from importers.workbook import Scalar
from monitoring.catalogue import Form, Item

HEAD_ROWS = 6
SEARCHED_ROWS = 60
UNIT_COLUMNS = 6
# A short alias under a group nobody knows (签约数 under 慢阻肺) could be anyone's.
TELLING = 6
_INDEX = re.compile(r"[甲乙丙丁戊]|栏次|行次|序号|编号|代码|指标代码|\d+|[a-z]+\d*")
_CAPTION = re.compile(
    r"(?:[填编制]?[报制]?单位|综合机关名称|金额单位|计量单位|填报\S{0,3}|报告期|统计时间|表号|制表\S{0,3}|制定机关|"
    r"有效期至?|批准\S{0,6})(?:\(\S*\))?[:：]"
)
_TITLE = re.compile(
    r"[\d〇一二三四五六七八九]{4}\s*年\s*\S{1,4}(?:月|季度|半年)|(?:表|[月季年]报|情况)$"
)
_GENERIC = frozenset(["", "数", "人数", "总数", "数量", "合计", "数值", "个数", "总人数"])
_RATE = re.compile(r"(?:率|占比|比例|比重)$")


@dataclass(frozen=True)
class Column:
    """A column of the head: its words from the top down and what they may mean.

    ``beside`` is a unit of measure that stands in a cell of its own, as in a 计量单位 column.
    """

    index: int
    parts: tuple[str, ...]
    matches: tuple[Match, ...] = ()
    beside: str = ""

    @property
    def title(self) -> str:
        """The words as a clerk reads them."""
        return " ".join("".join(part.split()) for part in self.parts)

    @property
    def measure(self) -> str:
        """The unit of measure written in the lowest head cell that has one."""
        written = (m for part in reversed(self.parts) if (m := label(part).measure))
        return next(written, self.beside)

    @property
    def is_rate(self) -> bool:
        """Whether it holds computed rates."""
        last = label(self.parts[-1])
        return last.measure in ("%", "‰") or bool(_RATE.search(last.key))


@dataclass(frozen=True)
class Table:
    """A table found in ``view``: data start at row ``first``; units stand in ``unit_column``
    (-1 when one unit is named elsewhere and ``first`` is the only row of data).
    """

    view: View
    form: Form
    head: int
    first: int
    unit_column: int
    items: dict[int, Item]
    columns: tuple[Column, ...]
    repeated: tuple[tuple[Item, int, int], ...] = ()
    rates: dict[int, Column] = field(default_factory=dict)


def find_by_units(view: View, context: Context) -> Table | None:
    """The table with units one a row, where names of units stand; ``None`` without."""
    place = _unit_column(view, context)
    return None if place is None else _table(view, context, *place)


def find_by_head(view: View, context: Context) -> Table | None:
    """The same by its head alone: a table whose units are all unknown."""
    place = _after_head(view, context)
    return None if place is None else _table(view, context, *place)


def head_row(view: View, context: Context) -> int | None:
    """The row in which most cells name items, when at least three do."""
    best, most = None, 2
    for row in range(min(len(view.rows), SEARCHED_ROWS)):
        texts = {view.text(row, column) for column in range(len(view.rows[row]))} - {""}
        named = len({m.item.code for t in texts for m in context.labels.get(label(t).key, ())})
        if named > most:
            best, most = row, named
    return best


def make_table(
    view: View, context: Context, rows: tuple[int, int], unit_column: int, title: str = ""
) -> Table | None:
    """The table whose head are the ``rows`` (from, to), if its columns are a form's."""
    head, first = rows
    columns = tuple(
        column
        for index in range(view.width)
        if index != unit_column and (column := _column(view, context, head, first, index))
    )
    form = _form(columns, context, title)
    if form is None:
        return None
    items: dict[int, Item] = {}
    places: dict[str, int] = {}
    repeated = []
    for column in columns:
        item = next((m.item for m in column.matches if m.form == form.code), None)
        if item is None:
            continue
        if item.code in places:
            repeated.append((item, places[item.code], column.index))
        places.setdefault(item.code, column.index)
        items[column.index] = item
    if len(places) < min(3, len(form.items)):
        return None
    rates = {c.index: c for c in columns if c.index not in items and c.is_rate}
    return Table(view, form, head, first, unit_column, items, columns, tuple(repeated), rates)


def is_index_row(view: View, row: int, unit_column: int = -1) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3, or 栏次."""
    filled: list[Scalar] = []
    words = False
    for column in range(len(view.rows[row])):
        cell = view.value(row, column)
        if isinstance(cell, str):
            # A name says no to nearly every row: nothing behind it needs to be looked at.
            if (word := label(cell).key) and not _INDEX.fullmatch(word):
                return False
            words = True
        if cell is not None:
            filled.append(cell)
    numbers = [n for cell in filled if (n := plain_number(cell)) is not None]
    running = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    return bool(filled) and running and (len(numbers) >= 3 or words)


def _unit_column(view: View, context: Context) -> tuple[int, int] | None:
    """(first data row, unit column) by the column that names most units."""
    townships: dict[int, list[int]] = {}
    own: list[tuple[int, int]] = []
    for column, cells in enumerate(islice(zip_longest(*view.rows), UNIT_COLUMNS)):
        units = context.units(cell for cell in set(cells) if isinstance(cell, str))
        if not units:
            continue
        county = {text for text, unit in units.items() if unit.code == context.area.code}
        others = [row for row, cell in enumerate(cells) if cell in units and cell not in county]
        if others:
            townships[column] = others
        else:
            own.append((next(row for row, cell in enumerate(cells) if cell in county), column))
    if townships:
        column = max(townships, key=lambda index: (len(townships[index]), -index))
        return townships[column][0], column
    return min(own, default=None)


def _after_head(view: View, context: Context) -> tuple[int, int] | None:
    """The same by the head alone, for a table whose units are all unknown."""
    head = head_row(view, context)
    if head is None:
        return None
    first = head + 1
    while first < len(view.rows) and (
        is_index_row(view, first) or not _has_number(view, first, -1)
    ):
        first += 1
    if first >= len(view.rows):
        return None
    named = (c for c in range(min(view.width, UNIT_COLUMNS)) if view.text(first, c))
    return first, next(named, 0)


def _table(view: View, context: Context, first: int, unit_column: int) -> Table | None:
    # Rows just above the first known unit may be units too, with names nobody knows.
    while first > 0 and _is_data(view, first - 1, unit_column):
        first -= 1
    head = _head_start(view, first)
    title = "".join(view.text(r, c) for r in range(head) for c in range(min(view.width, 40)))
    return make_table(view, context, (head, first), unit_column, title)


def _is_data(view: View, row: int, unit_column: int) -> bool:
    named = any(view.text(row, column) for column in range(unit_column + 1))
    return named and _has_number(view, row, unit_column) and not is_index_row(view, row)


def _has_number(view: View, row: int, unit_column: int) -> bool:
    cells = range(unit_column + 1, len(view.rows[row]))
    return any(plain_number(view.value(row, column)) is not None for column in cells)


def _head_start(view: View, first: int) -> int:
    """The topmost row that still names columns, going up from the data."""
    head = first
    for row in range(first - 1, max(first - 1 - HEAD_ROWS, -1), -1):
        texts = {view.heading(row, column) for column in range(view.width)} - {""}
        if any(_CAPTION.match(text) for text in texts):
            break
        if len(texts) <= 3 and any(_TITLE.search(text) for text in texts):
            break
        if len(texts) >= 2:
            head = row
        elif texts and head < first and not is_index_row(view, row):
            break
    return head


def _column(view: View, context: Context, head: int, first: int, index: int) -> Column | None:
    parts: list[str] = []
    beside = ""
    for row in range(head, first):
        text = view.heading(row, index)
        if text in MEASURES or (text and not label(text).key and label(text).measure):
            beside = label(text).measure or text
        elif text and (not parts or parts[-1] != text) and not _is_noise(text):
            parts.append(text)
    if not parts:
        return None
    return Column(index, tuple(parts), _matches(tuple(parts), context), beside)


def _is_noise(text: str) -> bool:
    folded = label(text)
    return not folded.key or bool(_INDEX.fullmatch(folded.key))


def _matches(parts: Sequence[str], context: Context) -> tuple[Match, ...]:
    """Items the words may stand for: all words, then the lower ones, then the upper alone."""
    labels = context.labels
    folded = [label(part) for part in parts]
    joined = "".join(name.key for name in folded)
    if found := labels.get(joined) or labels.get("".join(name.bare for name in folded)):
        return _measured(found, parts)
    for cut in range(1, len(parts)):
        dropped, kept = folded[:cut], folded[cut:]
        key, bare = "".join(n.key for n in kept), "".join(n.bare for n in kept)
        candidates = labels.get(key) or labels.get(bare) or ()
        found = tuple(
            match
            for match in candidates
            if match.canonical
            or len(key) >= TELLING
            or all({n.key, n.bare} & context.headings[match.form] for n in dropped)
        )
        if found:
            return _measured(found, parts)
    if len(parts) > 1 and folded[-1].key in _GENERIC:
        return _matches(parts[:-1], context)
    if len(parts) == 1 and (found := labels.get(folded[0].bare)):
        return _measured(found, parts)
    return ()


def _measured(matches: tuple[Match, ...], parts: Sequence[str]) -> tuple[Match, ...]:
    """Without those a percent sign in the head rules out."""
    signs = {label(part).measure for part in parts} & {"%", "‰"}
    return tuple(m for m in matches if not signs or m.item.unit in signs)


def _form(columns: Sequence[Column], context: Context, title: str) -> Form | None:
    """The form most columns belong to; a title that names one decides between equals."""
    counts = Counter(form for column in columns for form in {m.form for m in column.matches})
    if not counts:
        return None
    most = max(counts.values())
    best = [context.catalogue.forms[code] for code, count in counts.items() if count == most]
    folded = label(title).key
    return next((form for form in best if label(form.name).key in folded), best[0])
