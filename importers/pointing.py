"""What stands where in a workbook that is to be filled: figures of a form by its rows and columns,
and cells that name the month or who reports. Nothing here needs the workbook to have figures yet.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from importers.cells import is_blank
from importers.columns import YTD, says_when
from importers.context import Context
from importers.headers import Column, Table
from importers.layouts import Layout, find_layout
from importers.measures import conversion
from importers.names import label
from importers.stated_measure import captioned
from importers.views import View
from importers.workbook import Sheet, Workbook, cell_at
from monitoring.areas import Unit
from monitoring.catalogue import Form, Item, Kind, Reporters
from monitoring.city_labels import labels_around
from monitoring.city_layout import PLACE, Block, CityLayout, Place, Said, Word
from monitoring.periods import Frequency

_MONTH = re.compile(r"(?:\d{4}|[_＿\s]*)年(?:\s*\d{1,2}\s*|[_＿\s]*)月份?")
_LONGER = re.compile(r"(?:\d{4}|[_＿\s]*)年(?:\s*第?[一二三四1-4_＿\s]*季度|\s*[上下]半年|度)?")
_CAPTIONS = (
    (
        "area",
        re.compile(r"(?:填报|编制|报送|上报)(?:单位|机构)(?:名称)?(?:[(（][^()（）]*[)）])?[:：]"),
    ),
    ("operator", re.compile(r"(?:填[报表]人|制表人?|经办人)[:：]")),
    ("date", re.compile(r"(?:填[报表]|报出|报送)(?:日期|时间)[:：]")),
)
_COUNTING = re.compile(r"单位\s*[:：]|[以按用].{0,4}计|[(（].{0,4}[百千万亿].{0,4}[)）]")
_LONGEST = 60
_MOST_CELLS = 200_000


def propose(workbook: Workbook, context: Context, name: str, form: str = "") -> CityLayout:
    """What of a workbook is recognised, all of it of one form: ``form``, or the most frequent.

    The layout has no blocks where nothing is recognised. Hidden sheets are not looked at.
    """
    found = [
        (sheet, layout)
        for sheet in workbook.sheets
        if not sheet.hidden and (layout := _layout(sheet, context)) is not None
    ]
    counted = Counter(layout.form.code for _, layout in found)
    chosen = form or next((code for code, _ in counted.most_common(1)), "")
    blocks: list[Block] = []
    words: list[Word] = []
    for sheet, layout in found:
        if layout.form.code == chosen and layout.table is not None:
            here = list(_blocks(sheet, layout, layout.table, context))
            blocks += here
            words += _words(sheet, layout.form, here)
    return labelled(CityLayout(name, chosen, tuple(blocks), tuple(words)), workbook)


def labelled(layout: CityLayout, workbook: Workbook) -> CityLayout:
    """The layout with the texts that stand around its cells now.

    What is written anew every month is no label; what a sheet says it counts in is one, wherever
    it stands above the figures.
    """
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    cells: defaultdict[str, list[Place]] = defaultdict(list)
    for sheet, place in layout.figures():
        cells[sheet].append(place)
    for each in layout.words:
        if each.pattern == PLACE:
            cells[each.sheet].append((each.row, each.column))
    labels: dict[str, dict[Place, str]] = {}
    for name, places in cells.items():
        if (held := sheets.get(name)) is not None:
            view = View(held)
            words = {(word.row, word.column) for word in layout.words if word.sheet == name}
            around = labels_around(places, view.heading) | _counting(held, min(places)[0])
            labels[name] = {
                at: text for at, text in around.items() if view.covered.get(at, at) not in words
            }
    return replace(layout, labels=labels)


def _counting(sheet: Sheet, above: int) -> dict[Place, str]:
    """Texts over the figures that say in which multiple they are: 单位：万人."""
    return {
        (row, column): cell.strip()
        for row, cells in enumerate(sheet.rows[:above])
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and len(cell) <= _LONGEST and _COUNTING.search(cell)
    }


def text_at(sheet: Sheet | None, row: int, column: int) -> str:
    """The text of a cell, empty where there is none or no sheet."""
    cell = None if sheet is None else sheet.at(row, column)
    return cell if isinstance(cell, str) else ""


def _layout(sheet: Sheet, context: Context) -> Layout | None:
    """How a sheet lies; where its figures are still to come it is read as if each were 0."""
    found = find_layout(sheet, context)
    if found is not None and found.table is not None:
        return found
    width = max(map(len, sheet.rows), default=0)
    if len(sheet.rows) * width > _MOST_CELLS:
        return found
    covered = View(sheet).covered
    rows = tuple(
        tuple(
            0 if is_blank(cell) and (number, column) not in covered else cell
            for column, cell in enumerate((*row, *(None,) * (width - len(row))))
        )
        for number, row in enumerate(sheet.rows)
    )
    return find_layout(replace(sheet, rows=rows), context) or found


def _blocks(sheet: Sheet, layout: Layout, table: Table, context: Context) -> Iterator[Block]:
    lines = dict(_lines(sheet, layout, table, context))
    if layout.single:
        yield from _of_one(sheet, layout, table, lines, context)
        return
    units: dict[int, str] = {}
    for row in range(table.first, len(table.view.rows)):
        unit = _unit(table.view.text(row, table.unit_column), layout.form, context)
        if unit is not None and unit not in units.values():
            units[row] = unit
    if lines and units:
        yield Block(sheet.name, lines, units, table.view.across)


def _of_one(
    sheet: Sheet, layout: Layout, table: Table, lines: dict[int, Said], context: Context
) -> Iterator[Block]:
    """The cells of one unit, wherever they were gathered from: a block for each column."""
    by_column: defaultdict[int, dict[int, Said]] = defaultdict(dict)
    for index, said in lines.items():
        row, column = cell_at(table.view.name(table.first, index))
        by_column[column][row] = said
    unit = _code(layout.unit or context.area.itself, layout.form, context)
    for column, rows in by_column.items():
        yield Block(sheet.name, rows, {column: unit}, down=True)


def _lines(
    sheet: Sheet, layout: Layout, table: Table, context: Context
) -> Iterator[tuple[int, Said]]:
    """The lines of the return by the index of their column, each once."""
    stated = captioned(sheet, layout.first if layout.single else layout.above)
    seen = set()
    for column in table.columns:
        said = _said(column, table, context)
        if said is None or said in seen:
            continue
        seen.add(said)
        measures = [m for m in (column.measure, *stated) if m]
        yield column.index, replace(said, shift=_shift(said, measures, context))


def _said(column: Column, table: Table, context: Context) -> Said | None:
    item = table.items.get(column.index)
    if item is not None:
        return Said("item", item.code)
    rates = context.rates[table.form.code]
    keys = (label(column.title).key, label(column.parts[-1]).key)
    if not column.aside and (rate := next((rates[k] for k in keys if k in rates), None)):
        return Said("rate", rate.code)
    when = column.when
    if when is None or when.kind != YTD or when.period is not None or column.aside:
        return None
    flow = column.item_of(table.form) or _flow(column, table, context)
    stated = {item.ytd_of for item in table.form.items}
    if flow is None or flow.kind is not Kind.FLOW or flow.code in stated:
        return None
    return Said("ytd", flow.code)


def _flow(column: Column, table: Table, context: Context) -> Item | None:
    """The item that is named with 本月 and whose sum of the year the column holds."""
    names = [part for part in column.parts if not says_when(part, None)]
    found = context.labels.get(label("".join([*names, "本月"])).key, ())
    return next((match.item for match in found if match.form == table.form.code), None)


def _shift(said: Said, measures: list[str], context: Context) -> int:
    """The power of ten the workbook counts in, by the nearest words that say one."""
    if said.kind == "rate":
        return 0
    unit = context.catalogue.items[said.code].unit
    found = (conversion(measure, unit) for measure in measures)
    return next((each.shift for each in found if each is not None), 0)


def _unit(name: str, form: Form, context: Context) -> str | None:
    if not name:
        return None
    if context.is_total(name):
        return ""
    unit = context.unit(name)
    return None if unit is None else _code(unit, form, context)


def _code(unit: Unit, form: Form, context: Context) -> str:
    """The unit's column in the return: the county is all of its townships, where only they owe."""
    own = unit.code == context.area.code and form.reporters is Reporters.TOWNSHIPS
    return "" if own else unit.code


def word_pattern(text: str, what: str, form: Form) -> str:
    """A cell's text with a place for ``what``, in that of a month or behind a caption."""
    if what == "period" and (match := _dates(form).search(text)) is not None:
        return text[: match.start()] + PLACE + text[match.end() :]
    caption = next((m for _, says in _CAPTIONS if (m := says.match(text))), None)
    return PLACE if caption is None else caption[0] + PLACE


def _dates(form: Form) -> re.Pattern[str]:
    return _MONTH if form.frequency is Frequency.MONTH else _LONGER


def _words(sheet: Sheet, form: Form, blocks: list[Block]) -> Iterator[Word]:
    """Cells outside the figures that name the month, who reports, or when."""
    figures = {place for block in blocks for place, _, _ in block.cells()}
    first = min((row for row, _ in figures), default=0)
    dates = _dates(form)
    for row, cells in enumerate(sheet.rows):
        texts = {
            column: cell
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and len(cell) <= _LONGEST and (row, column) not in figures
        }
        # Where several months are named side by side each is the head of columns of its own.
        titled = row < first and not _heads(row, blocks)
        titled = titled and sum(dates.search(text) is not None for text in texts.values()) == 1
        for column, text in texts.items():
            what = next((what for what, says in _CAPTIONS if says.match(text)), "")
            if not what and titled and dates.search(text):
                what = "period"
            if what:
                yield Word(sheet.name, row, column, what, word_pattern(text, what, form))


def _heads(row: int, blocks: list[Block]) -> bool:
    """Whether a row stands right over figures: a month there names a column."""
    return any(row == min(r for (r, _), _, _ in block.cells()) - 1 for block in blocks)
