"""A table of projects (项目名称、责任单位、总投资 …) as rows and issues; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from importers.names import label
from importers.numbers import plain_number
from importers.workbook import Scalar, Sheet, Workbook, cell_name
from monitoring.errors import ExpectedError
from monitoring.issues import Issue
from monitoring.projects import Stage

LEFT = "退出"
_HEADS = {
    "id": ("编号", "项目编号"),
    "name": ("项目名称", "项目", "名称"),
    "field": ("领域", "所属领域", "类别", "项目类别"),
    "owner": ("责任单位", "牵头单位", "实施单位", "建设单位"),
    "stage": ("阶段", "建设阶段", "项目阶段"),
    "planned_start": ("计划开工", "计划开工日期", "计划开工时间"),
    "planned_finish": ("计划竣工", "计划竣工日期", "计划竣工时间"),
    "started": ("开工日期", "实际开工", "实际开工日期", "开工时间"),
    "finished": ("竣工日期", "实际竣工", "实际竣工日期", "竣工时间"),
    "investment": ("总投资", "计划总投资", "投资", "投资/万元", "总投资/万元"),
    "invested": ("完成投资", "累计完成投资", "已完成投资", "完成/万元", "完成投资/万元"),
    "note": ("备注", "说明"),
}
_COLUMN_OF = {label(head).key: column for column, heads in _HEADS.items() for head in heads}
_AMOUNTS = frozenset(("investment", "invested"))
_MEASURES = frozenset(("", "万元"))
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_HEAD_ROWS = 20

Given = str | int | date | Stage


class ProjectRow(NamedTuple):
    """One line of the table, its number counted from 1. ``given`` is what its cells say by field
    of ``Details``; a blank cell says nothing. ``left`` where the stage says 退出.
    """

    line: int
    id: str
    given: Mapping[str, Given]
    left: bool


def read_projects(workbook: Workbook) -> tuple[tuple[ProjectRow, ...], tuple[Issue, ...]]:
    """The projects of the first visible sheet that has their names, and what could not be read.

    A line with an issue is left out whole.
    """
    for sheet in workbook.sheets:
        if not sheet.hidden and (found := _head(sheet)) is not None:
            return _read(sheet, *found)
    message = "没有找到“项目名称”这一列的表头；请照“存为 Excel”的样子补上表头后再导入。"
    return (), (Issue("no_head", message),)


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the heads and the column of each; a name alone is no head of a table."""
    for row, cells in enumerate(sheet.rows[:_HEAD_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and (column := _COLUMN_OF.get(label(cell).key)):
                columns.setdefault(column, at)
        if "name" in columns and len(columns) > 1:
            return row, columns
    return None


def _read(
    sheet: Sheet, head: int, columns: Mapping[str, int]
) -> tuple[tuple[ProjectRow, ...], tuple[Issue, ...]]:
    issues = list(_measures(sheet, head, columns))
    if issues:
        return (), tuple(issues)
    rows = []
    for at, cells in _lines(sheet, head, columns):
        try:
            rows.append(_row(at + 1, cells))
        except ExpectedError as error:
            place = cell_name(at, columns["name"])
            issues.append(Issue("line", f"第 {at + 1} 行：{error}", sheet=sheet.name, cell=place))
    if not rows and not issues:
        issues.append(Issue("empty", "表头下面没有项目；请填好后再导入。", sheet=sheet.name))
    return tuple(rows), tuple(issues)


def _measures(sheet: Sheet, head: int, columns: Mapping[str, int]) -> Iterator[Issue]:
    for column in sorted(_AMOUNTS & columns.keys()):
        cell = sheet.at(head, columns[column])
        if isinstance(cell, str) and (measure := label(cell).measure) not in _MEASURES:
            message = f"“{cell[:20]}”写的是{measure}；请换算成万元，表头写“（万元）”。"
            yield Issue("measure", message, sheet=sheet.name)


def _lines(
    sheet: Sheet, head: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, dict[str, Scalar]]]:
    for row in range(head + 1, len(sheet.rows)):
        cells = {name: sheet.at(row, at) for name, at in columns.items()}
        if any(not _blank(cell) for cell in cells.values()):
            yield row, cells


def _row(line: int, cells: Mapping[str, Scalar]) -> ProjectRow:
    code = "" if _blank(cells.get("id")) else _text(cells["id"])
    left = not _blank(cells.get("stage")) and _text(cells["stage"]) == LEFT
    given = {
        field: _READ.get(field, _text)(cell)
        for field, cell in cells.items()
        if field != "id" and not _blank(cell) and not (left and field == "stage")
    }
    if not code and "name" not in given:
        raise ExpectedError("没有编号，也没有项目名称；请至少写上一个。")
    return ProjectRow(line, code, given, left)


def _blank(cell: Scalar) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Scalar) -> str:
    """What a person reads in the cell. Raises ``ExpectedError`` for a cell that is no text."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return str(cell)
    raise ExpectedError("有一格是日期、公式错误或逻辑值；请改成文字。")


def _stage(cell: Scalar) -> Stage:
    words = _text(cell)
    try:
        return Stage(words)
    except ValueError as error:
        known = "、".join(Stage)
        raise ExpectedError(f"阶段写成了“{words[:10]}”；请写{known}中的一个。") from error


def _day(cell: Scalar) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    words = _text(cell)
    message = f"日期写成了“{words[:12]}”；请写到日，如 2026年3月1日。"
    if (match := _DATE.fullmatch(words)) is None:
        raise ExpectedError(message)
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ExpectedError(message) from error


def _amount(cell: Scalar) -> int:
    number = plain_number(cell)
    if number is None or number != int(number) or number < 0:
        shown = "这样" if not isinstance(cell, str | int | Decimal) else f"“{str(cell)[:12]}”"
        raise ExpectedError(f"金额写成了{shown}；请写万元的整数。")
    return int(number)


_READ: Mapping[str, Callable[[Scalar], Given]] = {
    "stage": _stage,
    **dict.fromkeys(("planned_start", "planned_finish", "started", "finished"), _day),
    **dict.fromkeys(_AMOUNTS, _amount),
}
