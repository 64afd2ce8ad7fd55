"""From a table found in a sheet to staged values: every row is a unit, a total, or an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from importers.cells import is_blank, take
from importers.checks import Sums, rate_issues, total_issues
from importers.columns import ColumnWord, says_when
from importers.context import Context
from importers.figures import Figures, settle_measures
from importers.headers import Table, is_index_row
from importers.headings import Settled, head_cell, settle
from importers.names import label
from importers.numbers import number_in
from importers.questions import Asker, Blank, Heading, Question, question_issues
from importers.reading import StagedValue, StatedTotal
from importers.sections import is_elsewhen, left_out
from monitoring.amounts import Value
from monitoring.areas import Unit
from monitoring.catalogue import Item, Reporters
from monitoring.issues import Issue, Severity
from monitoring.periods import Period, find_period

_FOOTNOTE = re.compile(
    r"^[*※]?\s*(?:注|备注|说明|填表说明|数据来源|资料来源|填[报表]人|审[核批]人|复核人|联系电话|电话|"
    r"单位负责人|统计负责人|负责人|制表人?|报出日期|填[报表][日时])"
)
_SUBTOTAL = "小计"
# The day something was signed says nothing about the rows around it.
_DAY = re.compile(r"\d\s*日")
_VILLAGE = re.compile(r"(?:行政)?村(?:居|庄|社区|卫生室)?(?:名称?)?|社区(?:名称?)?|村[(（]居[)）]")
# 合计 and 小计 add up, 上年同期 on a line of its own says when the rows below it were.
_TELLING = re.compile("[计年月期]")
# Whoever sent a table is named in it long before.
_SENDER_ROWS = 500


@dataclass
class Rows:
    """What a table's rows gave; ``by_row`` has the values by item code, ``units`` their rows."""

    values: list[StagedValue] = field(default_factory=list)
    totals: list[StatedTotal] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    units: dict[str, int] = field(default_factory=dict)
    by_row: dict[int, dict[str, Value]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    headings: tuple[Heading, ...] = ()
    blanks: list[Blank] = field(default_factory=list)
    signature: str = ""


def read_rows(
    table: Table,
    context: Context,
    period: Period | None,
    unit: Unit | None,
    *,
    sender: str = "",
    captioned: Sequence[str] = (),
) -> Rows:
    """Read every row below the head. ``unit`` owns the one row of a table without unit names.

    ``captioned`` are the units of measure that stand over the table. Questions are put to the
    ``sender``, who is the one unit of the table or else the county.
    """
    view = table.view
    telling = list(_telling_rows(table, context)) if unit is None else []
    sender = sender or _sender(table, telling, context, unit)
    asker = Asker(sender, context.answers, table.view.sheet.name)
    settled = settle(table, context, asker)
    rows = Rows(headings=settled.headings, signature=settled.signature)
    rows.issues.extend(_head_issues(settled))
    figures = settle_measures(settled.table, asker, rows.issues, captioned)
    if unit is not None:
        _unit_row(figures, table.first, unit, rows)
    else:
        _unit_rows(figures, telling, context, period, rows)
    rows.issues.extend(rate_issues(figures.table, context, rows.by_row))
    rows.issues.extend(_absent(table, context))
    rows.issues.extend(
        left_out(table.other, view.sheet.name, lambda line: view.name(table.first, line))
    )
    rows.issues.extend(_headless(table, rows))
    rows.issues.extend(_hidden(table))
    rows.questions = asker.questions()
    rows.issues.extend(question_issues(rows.questions))
    return rows


def _sender(table: Table, telling: list[int], context: Context, unit: Unit | None) -> str:
    """The one unit a file is of, or the county that sends a table of several."""
    if unit is not None:
        return unit.code
    found: set[str] = set()
    for _, name in islice(_named_rows(table, telling), _SENDER_ROWS):
        unit = context.unit(name)
        if unit is not None and unit.code != context.area.code:
            found.add(unit.code)
            if len(found) > 1:
                break
    return found.pop() if len(found) == 1 else context.area.code


def _unit_rows(
    figures: Figures, telling: list[int], context: Context, period: Period | None, rows: Rows
) -> None:
    table = figures.table
    owing = _owing(table, context, period)
    grand, part = Sums(), Sums()
    village, aside = _village_column(table), _begins_aside(table, period)
    for row, name in _named_rows(table, telling):
        unit = context.unit(name)
        if unit is None and (section := _section(table, row, name, period)) is not None:
            aside = is_elsewhen(section, period)
            if aside and not section.aside:
                rows.issues.append(_of_another_time(table, row, section))
        if aside or _repeats_head(table, row):
            continue
        if label(name).bare == _SUBTOTAL:
            rows.issues.extend(total_issues(figures, row, part, name))
            part = Sums()
        elif context.is_total(name) or _stands_for_all(name, unit, rows, table, context):
            rows.totals.extend(_totals(figures, row))
            rows.issues.extend(total_issues(figures, row, grand, name))
        elif unit is not None and unit.code in owing:
            if place := _smaller(table, row, unit, village, context):
                rows.issues.append(_unknown(table, row, place, None))
                continue
            if unit.code in rows.units:
                rows.issues.append(_twice(table, row, unit, rows.units[unit.code]))
                continue
            found = _unit_row(figures, row, unit, rows)
            told = figures.told(row) if len(found) < len(table.items) else ()
            grand.add_row(found, told)
            part.add_row(found, told)
        elif _has_figures(table, row):
            rows.issues.append(_unknown(table, row, name, unit))


def _section(table: Table, row: int, name: str, period: Period | None) -> ColumnWord | None:
    """What a line without figures, such as 上年同期, says of the time of the rows below it.

    So does the title of another table further down, if it names a month.
    """
    if _has_figures(table, row):
        return None
    word = says_when(name, None if period is None else period.year)
    if word is not None or _DAY.search(name):
        return word
    found = find_period(name, frequency=table.form.frequency)
    return None if found is None else ColumnWord(name, found)


def _repeats_head(table: Table, row: int) -> bool:
    """Whether a row is the lowest of the head once more, as on every page of a long printout."""
    view = table.view
    heads = [view.heading(table.first - 1, column) for column in table.items]
    return any(heads) and heads == [view.text(row, column) for column in table.items]


def _of_another_time(table: Table, row: int, section: ColumnWord) -> Issue:
    message = (
        f"{table.view.line(row)}写的是“{section.text[:20]}”，从这里起的数没有读取；请核对是否需要。"
    )
    cell = table.view.name(row, max(table.unit_column, 0))
    return Issue("not_collected", message, Severity.WARNING, table.view.sheet.name, cell)


def _begins_aside(table: Table, period: Period | None) -> bool:
    """Whether the last line of the head is a section of another time rather than a head."""
    row = table.first - 1
    cells = table.view.rows[row] if row >= 0 else ()
    texts = {cell.strip() for cell in cells if isinstance(cell, str)} - {""}
    word = says_when(texts.pop(), None) if len(texts) == 1 else None
    return word is not None and is_elsewhen(word, period)


def _village_column(table: Table) -> int | None:
    """The column in which the rows of a township are told apart by village."""
    last = min(table.items, default=0)
    for column in range(table.unit_column + 1, last):
        heads = (table.view.heading(row, column) for row in range(table.head, table.first))
        if any(_VILLAGE.fullmatch("".join(head.split())) for head in heads):
            return column
    return None


def _smaller(table: Table, row: int, unit: Unit, column: int | None, context: Context) -> str:
    """The village whose figures a row named after a township really holds; empty for none."""
    name = "" if column is None else table.view.text(row, column)
    total = context.is_total(name) or label(name).bare == _SUBTOTAL
    return "" if total or context.unit(name) == unit else name


def _telling_rows(table: Table, context: Context) -> Iterator[int]:
    """Rows with something among the figures, or named like a unit, a sum or a time.

    Of a sheet with a hundred thousand villages these are a dozen.
    """
    rows, names = table.view.rows, slice(table.unit_column + 1)
    figures = slice(min(table.items, default=0), max(table.items, default=-1) + 1)
    beside = set(chain.from_iterable(row[names] for row in rows[table.first :]))
    texts = {cell for cell in beside if isinstance(cell, str)}
    named = {*context.units(texts), *(text for text in texts if _TELLING.search(text))}
    for row in range(table.first, len(rows)):
        cells = rows[row][figures]
        if cells.count(None) < len(cells) or not named.isdisjoint(rows[row][names]):
            yield row


def _named_rows(table: Table, telling: list[int]) -> Iterator[tuple[int, str]]:
    """Those rows with the unit's name: blank, numbering and footnote rows are passed over."""
    view = table.view
    for row in telling:
        name = ""
        for column in range(table.unit_column, -1, -1):
            if name := view.text(row, column):
                break
        if _FOOTNOTE.match(name) or (not name and not _has_figures(table, row)):
            continue
        if is_index_row(view, row):
            continue
        yield row, name


def _unit_row(figures: Figures, row: int, unit: Unit, rows: Rows) -> dict[str, Value]:
    """Stage one unit's row. A row without any figure is a unit that sent nothing."""
    view, sheet = figures.table.view, figures.table.view.sheet.name
    found: dict[str, Value] = {}
    for column, item in figures.table.items.items():
        if item.code in found:
            continue
        scalar, cell = view.value(row, column), view.name(row, column)
        value, issue = take(scalar, item, figures.asker, cell, figures.measures.get(column, ""))
        if issue is not None:
            rows.issues.append(issue)
        if value is not None:
            found[item.code] = value
            rows.values.append(StagedValue(unit.code, item.code, value, sheet, cell))
        # What a merge covers may belong to the row above; it is nobody's blank.
        elif is_blank(scalar) and (row, column) not in view.covered:
            rows.blanks.append(Blank(unit.code, item.code, sheet, cell))
    rows.units.setdefault(unit.code, row)
    rows.by_row[row] = found
    return found


def _owing(table: Table, context: Context, period: Period | None) -> frozenset[str]:
    if period is None:
        return frozenset(unit.code for unit in (*context.area.units, context.area.itself))
    return frozenset(unit.code for unit in table.form.reporting(context.area, period.end))


def _stands_for_all(
    name: str, unit: Unit | None, rows: Rows, table: Table, context: Context
) -> bool:
    """Whether a row named like the county adds up the townships above it or below it.

    本级 in the name says that it is the county's own figures instead.
    """
    if unit is None or unit.code != context.area.code or "本级" in name:
        return False
    return table.form.reporters is Reporters.TOWNSHIPS or bool(rows.units)


def _totals(figures: Figures, row: int) -> Iterator[StatedTotal]:
    view = figures.table.view
    for column, item in figures.table.items.items():
        amount = figures.amount(row, column, item)
        if amount is not None:
            yield StatedTotal(item.code, amount, view.sheet.name, view.name(row, column))


def _has_figures(table: Table, row: int) -> bool:
    return any(table.view.value(row, column) not in (None, "") for column in table.items)


def _head_issues(settled: Settled) -> Iterator[Issue]:
    table = settled.table
    view = table.view
    sheet, head = view.sheet.name, table.first - 1
    for item, first, second in table.repeated:
        message = (
            f"“{item.name}”有两列：{view.name(head, first)} 和 {view.name(head, second)}；"
            "请删去或改名其中一列。"
        )
        yield Issue("duplicate_column", message, sheet=sheet, cell=view.name(head, second))
    for column in settled.unknown:
        message = (
            f"没有认出“{column.title}”这一列，它的数没有读取；"
            "如果是报表里的项目，请改成报表里的名称。"
        )
        cell = head_cell(table, column.index)
        yield Issue("unknown_column", message, Severity.WARNING, sheet, cell)


def _absent(table: Table, context: Context) -> Iterator[Issue]:
    """That every column is of another time than the one that is collected."""
    aside = [c for c in table.columns if c.aside and c.when and c.item_of(table.form)]
    if table.items or not aside:
        return
    asked = context.asked(table.form)
    named = [p.label for p in table.absent] or dict.fromkeys(c.when.text for c in aside if c.when)
    times = "、".join(named)
    code = "other_period"
    message = f"表里只有{times}的数，没有本期的列；请核对文件。"
    if asked is not None:
        message = f"表里只有{times}的数，没有{asked.label}的列；请核对文件，或改选期别后再收。"
    elif table.absent:
        code = "no_period"
        message = f"表里有几期的数（{times}），不知道要收哪一期；请在收表时选定期别。"
    cell = table.view.name(table.first - 1, aside[0].index)
    yield Issue(code, message, sheet=table.view.sheet.name, cell=cell)


def _headless(table: Table, rows: Rows) -> Iterator[Issue]:
    """Columns of figures that no word stands over."""
    view = table.view
    known = {column.index for column in table.columns}
    for column in range(table.unit_column + 1, view.width):
        if column in known or any(view.heading(r, column) for r in range(table.head, table.first)):
            continue
        place = next(
            (row for row in rows.by_row if number_in(view.value(row, column)) is not None), None
        )
        if place is None:
            continue
        cell = view.name(place, column)
        empty = _empty_before(table, column, rows)
        if empty is None:
            message = f"{cell} 起有数，但没有项目名称，没有读取；请补上项目名称或删去这些数。"
            yield Issue("unknown_column", message, Severity.WARNING, view.sheet.name, cell)
        else:
            message = (
                f"“{empty.name}”一个数也没有，{cell} 起却有数而没有项目名称，像是整行错开了一列；"
                "请核对各列的数，对齐后再收。"
            )
            yield Issue("shifted", message, sheet=view.sheet.name, cell=cell)


def _empty_before(table: Table, column: int, rows: Rows) -> Item | None:
    """An item left of a column without a head that has no figure in any unit's row."""
    told = {code for values in rows.by_row.values() for code in values}
    items = (item for index, item in table.items.items() if index < column)
    return next((item for item in items if item.code not in told), None)


def _hidden(table: Table) -> Iterator[Issue]:
    for row, column in table.view.hidden_numbers():
        cell = table.view.name(row, column)
        message = f"合并单元格下面还藏着数（{cell}），没有读取；请取消合并后核对。"
        yield Issue("hidden_value", message, Severity.WARNING, table.view.sheet.name, cell)


def _twice(table: Table, row: int, unit: Unit, earlier: int) -> Issue:
    view = table.view
    message = f"“{unit.name}”出现两次（{view.line(earlier)}和{view.line(row)}）；请只保留一处。"
    cell = view.name(row, table.unit_column)
    return Issue("duplicate_unit", message, sheet=view.sheet.name, cell=cell)


def _unknown(table: Table, row: int, name: str, unit: Unit | None) -> Issue:
    view = table.view
    if unit is not None:
        message = f"“{unit.name}”这一期不填“{table.form.name}”；请核对单位或报表。"
    elif name:
        message = f"没有“{name}”这个单位；请改成本县乡镇（街道）的名称。"
    else:
        message = f"{view.line(row)}有数，但没有单位名称；请补上单位名称或删去这些数。"
    cell = view.name(row, max(table.unit_column, 0))
    return Issue("unknown_unit", message, sheet=view.sheet.name, cell=cell)
