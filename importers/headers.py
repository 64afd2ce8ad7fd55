"""Finding the table in a sheet: where its head is, what its columns mean, which form it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise, zip_longest

from importers.captions import stated_year
from importers.cells import is_blank
from importers.columns import ColumnWord, column_word, is_calendar, same_period, says_when
from importers.context import Context, Match
from importers.head_rows import INDEX, heads_group, is_noise, is_title, spread_groups
from importers.matching import meaning
from importers.names import MEASURES, label
from importers.numbers import number_in, plain_number
from importers.sections import elsewhen, sections
from importers.views import View
from importers.workbook import Scalar
from monitoring.catalogue import Form, Item
from monitoring.periods import Period, find_period

HEAD_ROWS = 6
SEARCHED_ROWS = 60
UNIT_COLUMNS = 6
_RATE = re.compile(r"(?:率|占比|比例|比重)$")


@dataclass(frozen=True)
class Column:
    """A column of the head: its words from the top down and what they may mean.

    ``beside`` is a unit of measure that stands in a cell of its own, as in a 计量单位 column.
    ``when`` is what those of the words say that only name a time, and ``aside`` that it holds
    figures of another time than the table's: 上年同期, another month, or a target. One that is
    ``doubtful`` is headed by more than the name of the item it may be (男 over 常住人口数) and is
    asked about, with a ``question`` of its own where it has one; ``likely`` proposes the item.
    """

    index: int
    parts: tuple[str, ...]
    matches: tuple[Match, ...] = ()
    beside: str = ""
    when: ColumnWord | None = None
    aside: bool = False
    doubtful: bool = False
    question: str = ""
    likely: bool = False

    def item_of(self, form: Form) -> Item | None:
        """The item of a form that its words may stand for."""
        return next((match.item for match in self.matches if match.form == form.code), None)

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
        last = label(next((p for p in reversed(self.parts) if not says_when(p, None)), ""))
        return last.measure in ("%", "‰") or bool(_RATE.search(last.key))


@dataclass(frozen=True)
class Table:
    """A table found in ``view``: data start at row ``first``; units stand in ``unit_column``
    (-1 when one unit is named elsewhere and ``first`` is the only row of data). ``period`` is
    what the head of its columns states; ``absent`` are periods of which it has columns when none
    is the one that is collected; ``other`` are the columns that stand in a section of another
    time, with what that section says.
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
    period: Period | None = None
    absent: tuple[Period, ...] = ()
    other: Mapping[int, ColumnWord] = field(default_factory=dict)


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
    view: View,
    context: Context,
    rows: tuple[int, int],
    unit_column: int,
    title: str = "",
    *,
    least: int = 3,
) -> Table | None:
    """The table whose head are the ``rows`` (from, to), if ``least`` columns are a form's."""
    head, first = rows
    year = stated_year(view.sheet, context)
    spread = spread_groups(view, range(*rows), unit_column)
    worded = {
        index: words
        for index in range(view.width)
        if index != unit_column and (words := _words(view, rows, index, spread))[0]
    }
    listed = view.across and unit_column >= 0
    lines = [
        (index, parts[-1], _is_filled(view, first, index))
        for index, (parts, _) in worded.items()
        if listed
    ]
    over = sections(lines, context)
    below = (line for line in lines if line[0] > unit_column)
    past = elsewhen(below, year, context.period, begun=True)
    columns = tuple(
        _column(index, (*over.get(index, ()), *parts), beside, context, year)
        for index, (parts, beside) in worded.items()
        if index not in past
    )
    form = _form(columns, context, title)
    if form is None:
        return None
    named = {c.index: item for c in columns if (item := c.item_of(form)) is not None}
    if len({item.code for item in named.values()}) < min(least, len(form.items)):
        return None
    dated = {c.index: c.when.period for c in columns if c.when and c.when.period}
    asked = context.asked(form) or find_period(title, frequency=form.frequency) or only(dated)
    other = {i for i, p in dated.items() if asked is None or not same_period(p, asked)}
    columns = tuple(replace(c, aside=True) if c.index in other else c for c in columns)
    left = {c.index for c in columns if c.aside or c.doubtful}
    if unit_column < 0 or view.across:
        left.update(_sections(view, first, columns, form, context))
    items = {index: item for index, item in named.items() if index not in left}
    return Table(
        view,
        form,
        head,
        first,
        unit_column,
        items,
        columns,
        tuple(repeated(items)),
        {c.index: c for c in columns if c.index not in items and c.is_rate and not c.aside},
        asked if dated.keys() - other else None,
        tuple(dict.fromkeys(dated.values())) if other == dated.keys() else (),
        past,
    )


def repeated(items: Mapping[int, Item]) -> Iterator[tuple[Item, int, int]]:
    """Items that stand in two columns, with both."""
    places: dict[str, int] = {}
    for index, item in items.items():
        if item.code in places:
            yield item, places[item.code], index
        places.setdefault(item.code, index)


def only(dated: Mapping[int, Period]) -> Period | None:
    """The one period all the columns are of, ``None`` when they are of several."""
    found = set(dated.values())
    return found.pop() if len(found) == 1 else None


def is_index_row(view: View, row: int, unit_column: int = -1) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3, or 栏次."""
    filled: list[Scalar] = []
    words = False
    for column in range(len(view.rows[row])):
        cell = view.value(row, column)
        if isinstance(cell, str):
            # A name says no to nearly every row: nothing behind it needs to be looked at.
            if (word := label(cell).key) and not INDEX.fullmatch(word):
                return False
            words = True
        if cell is not None:
            filled.append(cell)
    numbers = [n for cell in filled if (n := plain_number(cell)) is not None]
    running = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    return bool(filled) and running and (len(numbers) >= 3 or words)


def _sections(
    view: View, first: int, columns: Sequence[Column], form: Form, context: Context
) -> Iterator[int]:
    """Lines of a list that only begin a section: 三、重点人群 without a figure is no item, though
    items go by that name.
    """
    for column in columns:
        named = next((m for m in column.matches if m.form == form.code), None)
        if (
            named is None
            or named.canonical
            or label(column.parts[-1]).bare not in (context.headings[form.code])
        ):
            continue
        if not _is_filled(view, first, column.index):
            yield column.index


def _is_filled(view: View, first: int, column: int) -> bool:
    return any(not is_blank(view.raw(row, column)) for row in range(first, len(view.rows)))


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
    head = _head_start(view, first, unit_column)
    title = "".join(view.text(r, c) for r in range(head) for c in range(min(view.width, 40)))
    return make_table(view, context, (head, first), unit_column, title)


def _is_data(view: View, row: int, unit_column: int) -> bool:
    """Whether a row holds a unit's figures, be it one without a name."""
    words = {view.text(row, column) for column in range(len(view.rows[row]))} - {""}
    named = any(view.text(row, column) for column in range(unit_column + 1))
    if not (named or not words) or is_index_row(view, row):
        return False
    return _has_number(view, row, unit_column)


def _has_number(view: View, row: int, unit_column: int) -> bool:
    cells = range(unit_column + 1, len(view.rows[row]))
    return any(number_in(view.value(row, column)) is not None for column in cells)


def _head_start(view: View, first: int, unit_column: int) -> int:
    """The topmost row that still names columns, going up from the data."""
    head = first
    for row in range(first - 1, max(first - 1 - HEAD_ROWS, -1), -1):
        texts = {view.heading(row, column) for column in range(view.width)} - {""}
        # On its side, a column of names also holds the captions above and below the table.
        if not view.across and is_title(view, row, unit_column):
            break
        if len(texts) >= 2 or (texts and not view.across and heads_group(view, row, unit_column)):
            head = row
        elif texts and head < first and not is_index_row(view, row):
            break
    return head


def _words(
    view: View, rows: tuple[int, int], index: int, spread: Mapping[tuple[int, int], str]
) -> tuple[list[str], str]:
    """A column's words from the top down, and the unit of measure in a cell of its own."""
    parts: list[str] = []
    beside = ""
    for row in range(*rows):
        text = view.heading(row, index) or spread.get((row, index), "")
        if text in MEASURES or (text and not label(text).key and label(text).measure):
            beside = label(text).measure or text
        elif text and (not parts or parts[-1] != text) and not is_noise(text):
            parts.append(text)
    return parts, beside


def _column(
    index: int, parts: tuple[str, ...], beside: str, context: Context, year: int | None
) -> Column:
    times = tuple(part for part in parts if says_when(part, year))
    when = column_word(times, year) if times else None
    found = meaning(parts, times, when, context)
    aside = (when is not None and when.aside) or is_calendar(parts[-1])
    return Column(index, parts, found.matches, beside, when, aside, found.doubtful)


def _form(columns: Sequence[Column], context: Context, title: str) -> Form | None:
    """The form most columns belong to; a title that names one decides between equals."""
    counts = Counter(form for column in columns for form in {m.form for m in column.matches})
    if not counts:
        return None
    most = max(counts.values())
    best = [context.catalogue.forms[code] for code, count in counts.items() if count == most]
    folded = label(title).key
    return next((form for form in best if label(form.name).key in folded), best[0])
