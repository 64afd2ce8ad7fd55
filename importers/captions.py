"""What stands around a table: the period and the unit a sheet says it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from importers.context import Context
from importers.workbook import Sheet
from monitoring.areas import Unit
from monitoring.catalogue import Form, Reporters
from monitoring.periods import Period, find_period, parse_period

_ROWS = 12
_FEW = 2
# The day a form was filled in says nothing about the month it is for.
_FILLED_IN = re.compile(r"填[报表写]?[日时]|报出日|制表|打印|审核|批准|有效期|导出|印发|联系")
# What is written behind these is the period, wherever on the sheet it stands.
_LABELLED = re.compile(
    r"(?:报告期|统计(?:时间|期间?|月份)|所属时?期|数据(?:时间|期)|报表(?:时间|期间?|所属期)|期间|月份)[:：]"
)
_FOOT_ROWS = 15
_FROM_TO = re.compile(r"(?<=年)\s*\d{1,2}\s*月?\s*[-—–―~～至到]\s*(?=\d{1,2}\s*月)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_REPORTER = re.compile(
    r"^(?:填报|编制|报送)?(?:单位|机构)(?:名称)?\s*(?:[(（][^()（）]*[)）])?\s*[:：]?\s*(.*)$"
)


def captions(sheet: Sheet, above: int, first: int = 0) -> Iterator[str]:
    """The texts above the table (its first ``above`` rows), in reading order.

    Of the head, which ends before row ``first``, only rows with too few words to name columns
    are a title: 2025年末人口 over a column is not the period of the table.
    """
    for number, row in enumerate(sheet.rows[: min(max(above, first), _ROWS)]):
        texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        if number < above or len(texts) <= _FEW:
            yield from texts


def stated_period(
    texts: Iterable[str], sheet_name: str, form: Form, asked: Period | None
) -> Period | None:
    """The period the texts or else the sheet's name state, in the form's frequency."""
    year = None if asked is None else asked.year
    for text in texts:
        if not _FILLED_IN.search(text):
            period = find_period(_FROM_TO.sub("", text), frequency=form.frequency, year=year)
            if period is not None:
                return period
    try:
        return parse_period(sheet_name, frequency=form.frequency, year=year)
    except ValueError:
        return find_period(sheet_name, frequency=form.frequency, year=year)


def labelled_periods(
    sheet: Sheet, form: Form, asked: Period | None
) -> Iterator[tuple[Period, int, int]]:
    """Periods behind a word such as 报告期： above or below a table, with row and column."""
    year = None if asked is None else asked.year
    last = len(sheet.rows)
    for number in (*range(min(last, _ROWS)), *range(max(_ROWS, last - _FOOT_ROWS), last)):
        for column, cell in enumerate(sheet.rows[number]):
            if not isinstance(cell, str) or not (":" in cell or "：" in cell):
                continue
            if not _LABELLED.match("".join(cell.split())):
                continue
            text = _FROM_TO.sub("", cell)
            period = find_period(text, frequency=form.frequency, year=year)
            if period is not None:
                yield period, number, column


def stated_year(sheet: Sheet, context: Context) -> int | None:
    """The year that completes a month in a head: the title's, the sheet's, or the one asked for."""
    for text in (*captions(sheet, _ROWS), sheet.name):
        if not _FILLED_IN.search(text) and (match := _YEAR.search(text)):
            return int(match[1])
    return None if context.period is None else context.period.year


def stated_unit(sheet: Sheet, form: Form, context: Context, above: int) -> Unit | None:
    """The one unit a sheet without unit names in its table is about."""
    if form.reporters is Reporters.COUNTY and not context.area.parts:
        return context.area.itself
    texts = list(captions(sheet, above))
    for position, text in enumerate(texts):
        match = _REPORTER.match(text)
        if match is None:
            continue
        name = match[1] or (texts[position + 1] if position + 1 < len(texts) else "")
        unit = context.unit(re.sub(r"[(（]\s*盖?\s*章\s*[)）]", "", name).split(" ")[0])
        unit = unit or context.named_unit(name)
        if unit is not None:
            return unit
    named = [unit for text in (*texts, sheet.name) if (unit := context.named_unit(text))]
    return named[0] if len({unit.code for unit in named}) == 1 else None
