"""A list that grows by a row a day, week or month: how things stood at each, for one unit.

Of such a list only stocks are read, from the last row of the month that is collected, once the
clerk has said that the rows are running sums. Nothing is added up, and a column that falls is no
running sum.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from importers.captions import captions, stated_year
from importers.columns import head_period, is_calendar
from importers.context import Context
from importers.gathered import Gathered, Pick
from importers.grids import Found
from importers.headers import Column, Table, is_index_row, make_table
from importers.numbers import number_in
from importers.views import View
from importers.workbook import Scalar, Sheet
from monitoring.catalogue import Kind
from monitoring.issues import Issue, Severity
from monitoring.periods import Period, find_period

_ROWS = 20
_LINES = 400
_LEAST = 2
_DAY = re.compile(r"(?:(20\d\d)\s*[-年./])?\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*[日号]?")


@dataclass(frozen=True)
class _List:
    """Where the head is, which column holds the days, and the day of each row that has one.

    ``first`` is its first row of figures; without ``days`` its rows are told apart some other way.
    """

    view: View
    head: int
    column: int
    first: int
    days: Mapping[int, date | Period]

    @property
    def cell(self) -> str:
        """The head of its days."""
        return self.view.name(self.head, self.column)

    def rows_of(self, period: Period) -> list[int]:
        """The rows of a month in the order of their days."""
        return [row for row in self._in_order() if _month(self.days[row]) == period.end]

    def rows_until(self, last: int) -> list[int]:
        """The rows up to the day of the ``last``, in the order of their days."""
        rows = self._in_order()
        return rows[: rows.index(last) + 1]

    def _in_order(self) -> list[int]:
        return sorted(self.days, key=lambda row: (_month(self.days[row]), str(self.days[row]), row))


def find_running(sheet: Sheet, context: Context) -> Found | None:
    """The running list in ``sheet``: the last row of the month asked for, or why there is none."""
    found = _list(View(sheet), context, stated_year(sheet, context))
    if found is None:
        return None
    picks = _picks(found, found.first)
    table = _table(found, picks, context)
    if table is None:
        return None
    if not found.days:
        return Found(table.form, found.head, issues=(_no_days(found),))
    total = _total(found, context)
    if total is not None:
        return Found(table.form, found.head, issues=(_no_stock(found, total),))
    period = _period(found, context)
    rows = [] if period is None else found.rows_of(period)
    if period is None or not rows:
        return Found(table.form, found.head, issues=(_no_row(found, period),))
    falling = _falling(found, table, picks, found.rows_until(rows[-1]))
    if falling is not None:
        return Found(table.form, found.head, issues=(_no_sum(found, falling),))
    picks = _picks(found, rows[-1])
    table = _table(found, picks, context)
    if table is None:
        return None
    left = {i: item for i, item in table.items.items() if item.kind is not Kind.STOCK}
    said = _said(found, rows[-1])
    columns = tuple(
        replace(c, aside=True)
        if c.index in left
        else replace(c, doubtful=c.index in table.items, question=_question(c, said), likely=True)
        for c in table.columns
    )
    table = replace(table, items={}, columns=columns, repeated=())
    issues = [_taken(found, rows[-1]), *_left(found, [picks[i] for i in left])]
    return Found(table.form, found.head, table, period, tuple(issues))


def row_periods(table: Table, year: int | None) -> dict[Period, str]:
    """The months a column such as 月份 states for the rows of a table, each with its first cell."""
    found: dict[Period, str] = {}
    view = table.view
    for column in table.columns:
        if not is_calendar(column.parts[-1]):
            continue
        for row in range(table.first, min(len(view.rows), table.first + _LINES)):
            cell = view.value(row, column.index)
            if not isinstance(cell, str) or _DAY.fullmatch(cell.strip()):
                continue
            if (period := head_period(cell, year)) is not None:
                found.setdefault(period, view.name(row, column.index))
    return found


def _list(view: View, context: Context, year: int | None) -> _List | None:
    for row in range(min(len(view.rows), _ROWS)):
        for column in range(min(len(view.rows[row]), 4)):
            if not is_calendar(view.text(row, column)):
                continue
            below = range(row + 1, min(len(view.rows), row + 1 + _LINES))
            lines = [line for line in below if _is_line(view, line, column)]
            days = {line: day for line in lines if (day := _day(view.value(line, column), year))}
            several = len(lines) >= _LEAST or days
            if several and not any(_names_unit(view, line, context) for line in lines):
                return _List(view, row, column, lines[0], days)
    return None


def _is_line(view: View, row: int, column: int) -> bool:
    return (
        view.value(row, column) is not None
        and not is_index_row(view, row)
        and _has_figures(view, row, column)
    )


def _has_figures(view: View, row: int, column: int) -> bool:
    cells = view.rows[row][column + 1 :]
    return any(number_in(cell) is not None for cell in cells)


def _names_unit(view: View, row: int, context: Context) -> bool:
    return any(isinstance(cell, str) and context.unit(cell) for cell in view.rows[row][:6])


def _day(cell: Scalar, year: int | None) -> date | Period | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str) or len(cell) > 20:
        return None
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if match is None:
        return head_period(cell, year)
    if match[1] is None and year is None:
        return None
    try:
        return date(int(match[1] or year or 0), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _month(day: date | Period) -> int:
    return day.end if isinstance(day, Period) else day.year * 100 + day.month


def _period(found: _List, context: Context) -> Period | None:
    """The month asked for, or the title's, or the only one there is."""
    if context.period is not None:
        return context.period
    for text in captions(found.view.sheet, found.head):
        if (period := find_period(text)) is not None:
            return period
    months = {_month(day) for day in found.days.values()}
    return Period(months.pop()) if len(months) == 1 else None


def _picks(found: _List, row: int) -> list[Pick]:
    view = found.view
    return [
        Pick((text,), (found.head, column), (row, column))
        for column in range(found.column + 1, view.width)
        if (text := view.heading(found.head, column))
    ]


def _table(found: _List, picks: Sequence[Pick], context: Context) -> Table | None:
    view = Gathered(found.view.sheet, picks)
    title = "".join(captions(found.view.sheet, found.head))
    return make_table(view, context, (0, view.depth), -1, title, least=_LEAST)


def _falling(found: _List, table: Table, picks: Sequence[Pick], rows: Sequence[int]) -> Pick | None:
    """A column of days that goes down again, which no running sum does."""
    if any(isinstance(day, Period) for day in found.days.values()):
        return None
    for column in table.columns:
        if column.is_rate or column.aside:
            continue
        at = picks[column.index].figure[1]
        cells = [number_in(found.view.value(row, at)) for row in rows]
        numbers = [number for number in cells if number is not None]
        if numbers != sorted(numbers):
            return picks[column.index]
    return None


def _no_row(found: _List, period: Period | None) -> Issue:
    months = sorted({_month(day) for day in found.days.values()})
    labels = "、".join(Period(month).label for month in months[-3:])
    sheet = found.view.sheet.name
    if period is None:
        message = f"这张表按日期一行一行地记（{labels}），不知道要收哪个月；请在收表时选定月份。"
        return Issue("no_period", message, sheet=sheet, cell=found.cell)
    message = (
        f"这张表按日期一行一行地记，是{labels}的，没有{period.label}的行；"
        "请核对文件，或改选期别后再收。"
    )
    return Issue("other_period", message, sheet=sheet, cell=found.cell)


def _total(found: _List, context: Context) -> int | None:
    """The row that adds the days up, which only figures of single days are."""
    view = found.view
    for row in range(found.first, min(len(view.rows), found.head + _LINES)):
        texts = (view.text(row, column) for column in range(found.column + 1))
        if row not in found.days and any(text and context.is_total(text) for text in texts):
            return row
    return None


def _no_stock(found: _List, row: int) -> Issue:
    message = (
        f"这张表按日期一行一行地记，第 {row + 1} 行又有合计，各行像是当天的数，不是累计数；"
        "请改报截至月末的累计数，只留一行。"
    )
    cell = found.view.name(row, found.column)
    return Issue("running_list", message, sheet=found.view.sheet.name, cell=cell)


def _no_sum(found: _List, column: Pick) -> Issue:
    message = (
        f"这张表一天一行，“{column.words[-1]}”有增有减，看不出是累计数还是当天的数；"
        "请改报截至月末的累计数，只留一行。"
    )
    cell = found.view.name(*column.label)
    return Issue("running_list", message, sheet=found.view.sheet.name, cell=cell)


def _no_days(found: _List) -> Issue:
    text = str(found.view.value(found.first, found.column))[:20]
    message = (
        f"这张表一行一行地往下记，每行只写了“{text}”这样的次序，没有日期，看不出哪一行是本月的；"
        "请写上日期，或只留本月末累计的一行。"
    )
    return Issue("running_list", message, sheet=found.view.sheet.name, cell=found.cell)


def _said(found: _List, row: int) -> str:
    day = found.days[row]
    return day.label if isinstance(day, Period) else f"{day.year}年{day.month}月{day.day}日"


def _question(column: Column, said: str) -> str:
    return f"“{column.title}”按日期一行一行地记，各行是累计到那时的数，可以取最后一行（{said}）吗？"


def _taken(found: _List, row: int) -> Issue:
    message = (
        f"这张表按日期一行一行地记，取的是{_said(found, row)}这一行，当作到那时的累计数；"
        "请核对这一行。"
    )
    cell = found.view.name(row, found.column)
    return Issue("running_list", message, Severity.WARNING, found.view.sheet.name, cell)


def _left(found: _List, columns: Sequence[Pick]) -> Iterator[Issue]:
    for column in columns:
        message = (
            f"“{column.words[-1]}”按日期一行一行地记，看不出是当天的还是全年累计的，没有读取；"
            "请另报本月或本年累计的数。"
        )
        cell = found.view.name(*column.label)
        yield Issue("not_collected", message, Severity.WARNING, found.view.sheet.name, cell)
