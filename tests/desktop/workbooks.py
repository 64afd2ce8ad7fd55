"""Filled templates as townships send them, for the tests of the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from exporters.template_layout import rows_of
from exporters.templates import template_name, write_template
from monitoring.areas import Area, Unit
from monitoring.catalogue import Form, Item
from monitoring.periods import Period

Figure = Callable[[Item], int | str]


def filled(folder: Path, form: Form, area: Area, unit: Unit, *, month: int, figure: Figure) -> Path:
    """A unit's template of the month with ``figure(item)`` in every input cell."""
    period = Period(month)
    folder.mkdir(exist_ok=True)
    path = folder / template_name(form, unit, period)
    write_template(path, form, area, unit, period, replace=True)
    workbook = load_workbook(path)
    sheet = workbook[form.name]
    for row in rows_of(form, {}):
        if row.item is not None:
            sheet[row.address] = figure(row.item)
    workbook.save(path)
    workbook.close()
    return path
