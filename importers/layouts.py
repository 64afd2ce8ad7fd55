"""How a sheet lies: units down or across, one column of figures, a crossing, or pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from importers.captions import captions, stated_unit, stated_year
from importers.context import Context
from importers.grids import Found, find_grid
from importers.headers import Table, find_by_head, find_by_units
from importers.pairs import find_pairs
from importers.running import find_running
from importers.single import find_single
from importers.spans import doubt_flows, sums_said
from importers.views import View
from importers.workbook import Sheet
from monitoring.areas import Unit
from monitoring.catalogue import Form
from monitoring.issues import Issue
from monitoring.periods import Period

_CAPTION = re.compile(
    r"(?:填报|编制|报送|上报)(?:单位|机构)(?:名称)?(?:[(（].*[)）])?[:：]?|单位(?:名称)?[:：]"
)


@dataclass(frozen=True)
class Layout:
    """A table and where it begins: ``above`` rows of the sheet stand over its head, ``first``
    over its first figure. ``single`` says that one unit owns it (``unit``, if it is known), and
    ``period`` is what its own column states. Without a ``table`` the ``issues`` say why.
    """

    form: Form
    above: int
    first: int
    table: Table | None = None
    single: bool = False
    unit: Unit | None = None
    period: Period | None = None
    issues: tuple[Issue, ...] = ()


def find_layout(sheet: Sheet, context: Context) -> Layout | None:
    """The sheet's table however it lies; ``None`` when nothing in it names a form's items."""
    if (running := find_running(sheet, context)) is not None:
        return _of_one(sheet, running, context)
    upright = View(sheet)
    table = find_by_units(upright, context)
    if table is not None:
        return _of_units(table)
    found = find_grid(sheet, context, stated_year(sheet, context)) or find_pairs(sheet, context)
    if found is not None:
        return _of_one(sheet, found, context)
    across = View(sheet, across=True)
    table = find_by_units(across, context)
    if table is not None and not _in_caption(sheet, table, context):
        return _of_units(table)
    found = find_single(across, context)
    if found is not None:
        return _of_one(sheet, found, context)
    table = find_by_head(upright, context) or find_by_head(across, context)
    return None if table is None else _of_units(table)


def _in_caption(sheet: Sheet, table: Table, context: Context) -> bool:
    """Whether the row of unit names is no head: 填报单位 and one name, above a table of its own."""
    texts = [cell for cell in sheet.rows[table.unit_column] if isinstance(cell, str)]
    captioned = any(_CAPTION.fullmatch("".join(text.split())) for text in texts)
    return captioned and sum(context.unit(text) is not None for text in texts) == 1


def _of_units(table: Table) -> Layout:
    begin = min(table.items, default=table.first) if table.view.across else table.head
    first = begin if table.view.across else table.first
    table = doubt_flows(table, sums_said(captions(table.view.sheet, begin, first)))
    return Layout(table.form, begin, first, table, period=table.period)


def _of_one(sheet: Sheet, found: Found, context: Context) -> Layout:
    unit = stated_unit(sheet, found.form, context, len(sheet.rows))
    return Layout(
        found.form,
        found.first,
        found.first,
        found.table,
        single=True,
        unit=unit,
        period=found.period,
        issues=found.issues,
    )
