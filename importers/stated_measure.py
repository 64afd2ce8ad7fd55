"""The unit of measure a caption gives for the whole table: 单位：万人."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from importers.measures import conversion
from importers.names import multiplied
from importers.workbook import Sheet
from monitoring.catalogue import Item
from monitoring.issues import Issue

_STATED = re.compile(
    r"(?:计量|数据|数量|人数|金额|统计)?单位[:：](?P<unit>[百千万亿][^\s,，;；、()（）]*)"
)


def measure_issue(sheet: Sheet, above: int, items: Iterable[Item]) -> Issue | None:
    """An error when a caption above the table counts any of the ``items`` in another multiple.

    Nothing is converted: which columns the caption means, only its writer knows.
    """
    for row in sheet.rows[: max(above, 1)]:
        for cell in row:
            if not isinstance(cell, str) or len(cell) > 200:
                continue
            match = _STATED.search("".join(unicodedata.normalize("NFKC", cell).split()))
            if match is None or not multiplied(match["unit"]):
                continue
            for item in items:
                found = conversion(match["unit"], item.unit)
                if found is not None and found.shift:
                    message = (
                        f"表头写的单位是{match['unit']}，本表的“{item.name}”以{item.unit}计；"
                        "请换算后改填，并改正表头的单位。"
                    )
                    return Issue("unit_differs", message, sheet=sheet.name)
    return None
