"""The hidden sheet of a template: what it is, for whom, and which cell means which item.

Rows 1 on hold key | value in the columns A and B; from row ``FIRST_MAP_ROW`` each row is one
item: code | cell of the figure | text of the label | cell of the label. The importer reads the
figures from exactly these cells and refuses a template whose labels have moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl.workbook import Workbook

from exporters.files import as_text
from exporters.sheets import Look, Painter, align, font
from exporters.template_layout import Row

MAP_SHEET = "_taizhang"
SCHEMA = "taizhang-template-1"
FIRST_MAP_ROW = 20

_PLAIN = Look(font(10), align("left", wrap=False))


def add_map(workbook: Workbook, facts: Mapping[str, str | int], rows: Iterable[Row]) -> None:
    """Add the very hidden sheet to a template's workbook: ``facts`` as key | value, then a line
    for every item of ``rows``.
    """
    sheet = workbook.create_sheet(MAP_SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    painter = Painter(sheet)
    for number, (key, content) in enumerate({"schema": SCHEMA, **facts}.items(), 1):
        painter.put(number, 1, key, _PLAIN)
        painter.put(number, 2, content, _PLAIN)
    mapped = ((row, row.item) for row in rows if row.item is not None)
    for number, (row, item) in enumerate(mapped, FIRST_MAP_ROW):
        texts = (item.code, row.address, as_text(row.label), row.label_address)
        for column, text in enumerate(texts, 1):
            painter.put(number, column, text, _PLAIN)
