"""The row that shows how to fill a table in: no unit's figures."""

from __future__ import annotations

import re
from dataclasses import replace

from importers.numbers import number_in
from importers.workbook import Row, Sheet, cell_name
from monitoring.issues import Issue, Severity

_ROWS = 40
_COLUMNS = 6
_EXAMPLE = re.compile(
    r"[(（【]?(?:填[写报表]*)?(?:示例|样例|范例|举例|例子|例[:：]|example).*|[(（【]?例[)）】]?"
    r"|(?:某某?|[×xX*○〇]{1,3})(?:村|镇|乡|街道|镇街|乡镇|办事处|卫生院|社区卫生服务中心|单位|机构).*",
    re.IGNORECASE,
)


def without_examples(sheet: Sheet) -> tuple[Sheet, list[Issue]]:
    """The sheet with its example rows blank, and a warning for each."""
    found = [
        (row, column)
        for row, cells in enumerate(sheet.rows[:_ROWS])
        if (column := _example(cells)) is not None
    ]
    if not found:
        return sheet, []
    rows = list(sheet.rows)
    issues = []
    for row, column in found:
        text = str(rows[row][column]).strip()[:20]
        rows[row] = ()
        message = f"第 {row + 1} 行“{text}”是填表示例，没有读取；如果是真实的数，请写上单位名称。"
        cell = cell_name(row, column)
        issues.append(Issue("example", message, Severity.WARNING, sheet.name, cell))
    return replace(sheet, rows=tuple(rows)), issues


def _example(cells: Row) -> int | None:
    place = next(
        (
            column
            for column, cell in enumerate(cells[:_COLUMNS])
            if isinstance(cell, str) and _EXAMPLE.fullmatch("".join(cell.split()))
        ),
        None,
    )
    if place is None or all(number_in(cell) is None for cell in cells[place + 1 :]):
        return None
    return place
