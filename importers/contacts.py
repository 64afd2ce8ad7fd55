"""A table of contacts (单位、姓名、电话、备注) as rows and issues; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from importers.names import label
from importers.workbook import Scalar, Sheet, Workbook, cell_name
from monitoring.areas import Unit
from monitoring.contacts import lost_its_zero, name_of, note_of, phone_of
from monitoring.errors import ExpectedError
from monitoring.issues import Issue

FindUnit = Callable[[str], Unit | None]

_HEADS = {
    "unit": (
        "单位",
        "单位名称",
        "填报单位",
        "机构",
        "机构名称",
        "乡镇",
        "乡镇街道",
        "乡镇（街道）",
    ),
    "person": ("姓名", "联系人", "联系人姓名", "填报人"),
    "phone": ("电话", "联系电话", "电话号码", "手机", "手机号", "手机号码", "联系方式"),
    "note": ("备注", "说明", "职务"),
}
_COLUMN_OF = {label(head).key: column for column, heads in _HEADS.items() for head in heads}
_NEEDED = frozenset(("unit", "person", "phone"))
_HEAD_ROWS = 20


class ContactRow(NamedTuple):
    """One line of the table, its ``unit`` found by name."""

    unit: str
    person: str
    phone: str
    note: str


def read_contacts(
    workbook: Workbook, find_unit: FindUnit
) -> tuple[tuple[ContactRow, ...], tuple[Issue, ...]]:
    """The contacts of the first visible sheet with the three heads, and what could not be read.

    A line with an issue is left out; a person named twice in a unit with two numbers is one.
    """
    for sheet in workbook.sheets:
        if not sheet.hidden and (found := _head(sheet)) is not None:
            return _read(sheet, *found, find_unit)
    message = "没有找到“单位、姓名、电话”这三列的表头；请照导出的样子补上表头后再导入。"
    return (), (Issue("no_head", message),)


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the heads and the column of each."""
    for row, cells in enumerate(sheet.rows[:_HEAD_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and (column := _COLUMN_OF.get(label(cell).key)):
                columns.setdefault(column, at)
        if columns.keys() >= _NEEDED:
            return row, columns
    return None


def _read(
    sheet: Sheet, head: int, columns: Mapping[str, int], find_unit: FindUnit
) -> tuple[tuple[ContactRow, ...], tuple[Issue, ...]]:
    rows: dict[tuple[str, str], ContactRow] = {}
    issues: list[Issue] = []
    for at, (place, texts) in _lines(sheet, head, columns):
        try:
            row = _row(texts, find_unit)
        except ExpectedError as error:
            issues.append(Issue("line", f"第 {at + 1} 行：{error}", sheet=sheet.name, cell=place))
            continue
        known = rows.setdefault((row.unit, row.person), row)
        if known != row:
            message = (
                f"第 {at + 1} 行：{row.person}在同一单位写了两次，号码或备注不同；请只留一行。"
            )
            issues.append(Issue("twice", message, sheet=sheet.name, cell=place))
    if not rows and not issues:
        issues.append(Issue("empty", "表头下面没有联系人；请填好后再导入。", sheet=sheet.name))
    return tuple(rows.values()), tuple(issues)


def _lines(
    sheet: Sheet, head: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, tuple[str, dict[str, Scalar]]]]:
    """Every line with anything in it; a unit's cell that is merged stands for all its lines."""
    unit = columns["unit"]
    merged = {
        row: sheet.at(top, unit)
        for top, left, bottom, right in sheet.merges
        if left <= unit <= right
        for row in range(top, bottom + 1)
    }
    for row in range(head + 1, len(sheet.rows)):
        cells = {name: sheet.at(row, at) for name, at in columns.items()}
        if all(cell is None or cell == "" for cell in cells.values()):
            continue
        cells["unit"] = merged.get(row, cells["unit"])
        yield row, (cell_name(row, unit), cells)


def _row(cells: Mapping[str, Scalar], find_unit: FindUnit) -> ContactRow:
    name = _text(cells["unit"])
    unit = find_unit(name) if name else None
    if unit is None:
        shown = f"没有叫“{name[:20]}”的单位" if name else "没有写单位"
        raise ExpectedError(f"{shown}；请写成台账里的单位名称。")
    return ContactRow(
        unit.code,
        name_of(_text(cells["person"])),
        phone_of(_phone(cells["phone"])),
        note_of(_text(cells.get("note"))),
    )


def _phone(cell: Scalar) -> str:
    if isinstance(cell, int) and not isinstance(cell, bool) and lost_its_zero(cell):
        raise ExpectedError(
            f"电话 {cell} 是数字格式，开头的 0 已丢失；请把这一列设为文本格式，补上 0。"
        )
    return _text(cell)


def _text(cell: Scalar) -> str:
    """What a person sees in the cell. Raises ``ExpectedError`` for a cell that is no text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return str(cell)
    raise ExpectedError("有一格是日期、公式错误或逻辑值；请改成文字。")
