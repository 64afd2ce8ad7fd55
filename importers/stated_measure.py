"""The unit of measure words around a table give for all of it: 单位：万人, 以万人计.

A caption of its own above the table is one that can be asked about; what a title or a note says
in passing is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from importers.measures import conversion
from importers.names import MEASURES, multiplied
from importers.workbook import Row, Scalar, Sheet, cell_name
from monitoring.catalogue import Item
from monitoring.issues import Issue

_CAPTION = re.compile(r"^[(（]?\s*(?:计量|数据|金额)?单位\s*[:：]\s*(.+?)\s*[)）]?$")
_SEPARATORS = re.compile(r"[、,，/;；\s]+")
_NOTES = 40
_LONGEST = 200
_UNIT = r"(?P<unit>[百千万亿][^\s,，;；。、()（）:：计为]*)"
_STATED = re.compile(rf"(?:计量|数据|数量|人数|金额|统计)?单位[:：]{_UNIT}")
_COUNTED = re.compile(rf"(?:均?[以按用]){_UNIT}(?:计|为单位)")
_TITLED = re.compile(rf"[(（]{_UNIT}[)）]$")


def captioned(sheet: Sheet, above: int) -> list[str]:
    """The measures that lines such as 单位：万人 in the ``above`` rows state, in their order."""
    cells = (cell for row in sheet.rows[: max(above, 0)] for cell in row)
    return [measure for cell in cells for measure in _caption(cell)]


def _caption(cell: Scalar) -> list[str]:
    if not isinstance(cell, str) or len(cell) >= _NOTES:
        return []
    match = _CAPTION.match(cell.strip())
    return [] if match is None else [w for w in _SEPARATORS.split(match[1]) if w in MEASURES]


def measure_issue(sheet: Sheet, above: int, first: int, items: Iterable[Item]) -> Issue | None:
    """An error when words around the table count any of the ``items`` in another multiple.

    Titles stand in the ``above`` rows, notes in any from row ``first`` on. Nothing is
    converted: which columns the words mean, only their writer knows. What is :func:`captioned`
    is asked about instead.
    """
    known = tuple(items)
    for row, column, measure in _measures(sheet, above, first):
        for item in known:
            found = conversion(measure, item.unit)
            if found is not None and found.shift:
                message = (
                    f"表里写的单位是{measure}，本表的“{item.name}”以{item.unit}计；"
                    "请换算后改填，并改正写的单位。"
                )
                return Issue("unit_differs", message, sheet=sheet.name, cell=cell_name(row, column))
    return None


def _measures(sheet: Sheet, above: int, first: int) -> Iterator[tuple[int, int, str]]:
    """The multiples stated around the table, with the row and column of the words."""
    top = max(above, 1)
    notes = max(first, top, len(sheet.rows) - _NOTES)
    for number, row in enumerate(sheet.rows[:top]):
        asked = number < above
        texts = tuple(None if asked and _caption(cell) else cell for cell in row)
        yield from _said(number, texts, (_STATED, _COUNTED, _TITLED))
    for number, row in enumerate(sheet.rows[notes:], notes):
        yield from _said(number, row, (_STATED, _COUNTED))


def _said(
    number: int, row: Row, patterns: Iterable[re.Pattern[str]]
) -> Iterator[tuple[int, int, str]]:
    for column, cell in enumerate(row):
        if not isinstance(cell, str) or len(cell) > _LONGEST or not re.search("[百千万亿]", cell):
            continue
        text = "".join(unicodedata.normalize("NFKC", cell).split())
        for pattern in patterns:
            if (match := pattern.search(text)) and multiplied(match["unit"]):
                yield number, column, match["unit"]
