"""A plan in a table: what stands in the cells, as the texts a plan is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from importers.workbook import Scalar, Sheet, Workbook
from monitoring.errors import ExpectedError
from monitoring.own_plans import PLAN_HEADS, TARGET_HEADS, PlanDraft, TargetDraft

FACTS = {head: key for key, head in PLAN_HEADS.items()}
HEADS = {head: key for key, head in TARGET_HEADS.items()}
_NEEDED = ("目标", "要求")
_EXAMPLE = "示例"
MOST_TARGETS = 500
_SEARCHED = 40


def plan_draft(workbook: Workbook, file: str) -> tuple[PlanDraft, list[int]]:
    """The plan a workbook holds and the row (from 1) of each of its targets.

    Raises ``ExpectedError`` when it has no such table.
    """
    for sheet in workbook.sheets:
        if (head := _head(sheet)) is not None and not sheet.hidden:
            return _read(sheet, head)
    needed = "、".join(_NEEDED)
    raise ExpectedError(
        f"“{file}”里没有规划目标表（表头要有{needed}）；请用“空白表格”存出的表填好再导入。"
    )


def _head(sheet: Sheet) -> int | None:
    for row, cells in enumerate(sheet.rows[:_SEARCHED]):
        if set(_NEEDED) <= {_text(cell) for cell in cells}:
            return row
    return None


def _read(sheet: Sheet, head: int) -> tuple[PlanDraft, list[int]]:
    columns = {
        HEADS[text]: column
        for column, cell in reversed(list(enumerate(sheet.rows[head])))
        if (text := _text(cell)) in HEADS
    }
    targets: list[TargetDraft] = []
    rows: list[int] = []
    for row in range(head + 1, len(sheet.rows)):
        texts = {key: _text(_cell(sheet.rows[row], at)) for key, at in columns.items()}
        if any(texts.values()) and not texts["name"].startswith(_EXAMPLE):
            targets.append(TargetDraft(**texts))
            rows.append(row + 1)
        if len(targets) > MOST_TARGETS:
            raise ExpectedError(f"目标多于 {MOST_TARGETS} 个；请分成几个规划再导入。")
    facts = _facts(sheet.rows[:head])
    draft = PlanDraft(
        facts.get("name", ""),
        facts.get("starts", ""),
        facts.get("ends", ""),
        tuple(targets),
        facts.get("document_number", ""),
        facts.get("note", ""),
    )
    return draft, rows


def _facts(rows: Sequence[Sequence[Scalar]]) -> Mapping[str, str]:
    """What stands right of its name above the table."""
    found: dict[str, str] = {}
    for cells in rows:
        for column, cell in enumerate(cells):
            key = FACTS.get(_text(cell).rstrip("：:"))
            if key is not None:
                found.setdefault(key, _text(_cell(cells, column + 1)))
    return found


def _cell(cells: Sequence[Scalar], column: int) -> Scalar:
    return cells[column] if column < len(cells) else None


def _text(cell: Scalar) -> str:
    """What a person reads in a cell; a date as 2027-12-31, a number without its zeros."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | Decimal):
        return format(cell.normalize(), "f") if isinstance(cell, Decimal) else str(cell)
    return " ".join(cell.split()) if isinstance(cell, str) else ""
