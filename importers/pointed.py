"""What chosen cells of a workbook are, where a person said one half and the names say the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import TypeVar

from importers.context import Context
from importers.measures import conversion
from importers.names import label
from importers.pointing import text_at, word_pattern
from importers.views import View
from importers.workbook import Merge, Sheet
from monitoring.catalogue import Form, Reporters
from monitoring.city_layout import Place, Said, Word

Found = TypeVar("Found")


def pointed(
    sheet: Sheet,
    area: Merge,
    form: Form,
    context: Context,
    *,
    said: Said | None = None,
    unit: str | None = None,
) -> dict[Place, tuple[Said, str]]:
    """The cells of an ``area`` (first row and column, last row and column) with what they are.

    Without ``said`` the line is the one named above or left of a cell, without ``unit`` the unit
    is; cells for which neither is found are left out.
    """
    names = _Names(sheet, form, context)
    top, left, bottom, right = area
    found = {}
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            line = said or names.near(row, column, names.line)
            whose = names.near(row, column, names.unit) if unit is None else unit
            if line is not None and whose is not None:
                found[row, column] = line, whose
    return found


def word(sheet: Sheet, row: int, column: int, what: str, form: Form) -> Word:
    """A cell to say ``what`` of the return, in the place of what it says of it now."""
    pattern = word_pattern(text_at(sheet, row, column), what, form)
    return Word(sheet.name, row, column, what, pattern)


class _Names:
    """The names around a sheet's cells."""

    def __init__(self, sheet: Sheet, form: Form, context: Context) -> None:
        self._view, self._form, self._context = View(sheet), form, context
        self._columns: dict[int, list[tuple[int, str]]] = {}

    def near(self, row: int, column: int, known: Callable[[str], Found | None]) -> Found | None:
        """The nearest text left or above that means something."""
        told = (known(text) for text in self._around(row, column))
        return next((found for found in told if found is not None), None)

    def unit(self, text: str) -> str | None:
        """The unit a text names, empty for 合计."""
        if self._context.is_total(text):
            return ""
        unit = self._context.unit(text)
        if unit is None:
            return None
        whole = self._form.reporters is Reporters.TOWNSHIPS and unit.code == self._context.area.code
        return "" if whole else unit.code

    def line(self, text: str) -> Said | None:
        """The line of the return a text names, in the multiple that stands beside its name."""
        name = label(text)
        if (rate := self._context.rates[self._form.code].get(name.key)) is not None:
            return Said("rate", rate.code)
        for match in self._context.labels.get(name.key, ()):
            if match.form == self._form.code:
                found = conversion(name.measure, match.item.unit) if name.measure else None
                return Said("item", match.item.code, found.shift if found else 0)
        return None

    def _around(self, row: int, column: int) -> Iterator[str]:
        left = (self._text(row, each) for each in range(column - 1, -1, -1))
        yield from (text for text in left if text)
        above = self._columns.get(column)
        if above is None:
            texts = ((each, self._text(each, column)) for each in range(len(self._view.rows)))
            above = self._columns[column] = [(each, text) for each, text in texts if text]
        for number in range(bisect_left(above, (row, "")) - 1, -1, -1):
            yield above[number][1]

    def _text(self, row: int, column: int) -> str:
        return self._view.heading(row, column) if row < len(self._view.rows) else ""
