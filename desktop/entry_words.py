"""The sentences of the entry page."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.entry_sheet import EntrySheet
from desktop.entry_writer import Edit
from desktop.session import Session
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.periods import Frequency, Period
from workflow.entering import Base
from workflow.roles import Right


def headline(sheet: EntrySheet) -> str:
    """How the form stands, e.g. F1 …月报：16 个单位，12 个已填；改动自动保存."""
    form, count = sheet.form, len(sheet.units)
    kept = "只能看，不能改" if sheet.closed else "改动自动保存"
    period = "" if form.frequency is Frequency.MONTH else f"（{sheet.period.label}）"
    name = f"{form.code} {form.name}{period}"
    if not count:
        return f"{name}：这一期没有要填的单位"
    if sheet.second:
        return f"{name}第二遍：{count} 个单位，{sheet.filled} 个已录；看不到第一遍的数，{kept}"
    if not sheet.filled and not sheet.closed:
        return f"{name}：还没有填；选一格直接输入，或从 Excel 复制后按 Ctrl+V"
    if not sheet.has_total:
        return f"{name}：由县（市、区）本级填报，已有数；{kept}"
    return f"{name}：{count} 个单位，{sheet.filled} 个已填；{kept}"


def period_words(sheet: EntrySheet, month: int) -> str:
    """The form's frequency and the period on screen."""
    words = f"{sheet.form.frequency.label}　{sheet.period.label}"
    if sheet.period.end != month:
        words += f"（{Period(month).label}没有到期的{sheet.form.frequency.label}，显示最近一期）"
    return words


def closed_words(session: Session) -> str:
    """Why nothing may be typed in this window, empty when something may."""
    if session.holding is not None and session.holding.other is not None:
        return session.holding.other.sentence
    if not session.may(Right.WRITE):
        return "你的角色不能填报，这里只能看；要填请换人登录。"
    return ""


def release_words(edit: Edit, catalogue: Catalogue, area: Area) -> str:
    """What is asked before carried figures are changed, with the first of them."""
    carried = [cell for cell in edit.cells if cell.was is not None]
    cell, origin = carried[0], carried[0].was or edit.end
    item = catalogue.items[cell.item]
    rest = f"等 {len(carried)} 格" if len(carried) > 1 else ""
    return (
        f"{_name(area, cell.unit)}“{item.name}”{rest}沿用{month_words(origin)}，"
        f"改为{_in_words(cell.new, item.decimals)}，要写明原因："
    )


def carry_words(found: Sequence[Base]) -> str:
    """What may be carried over, e.g. 16 个单位有 48 个基数可以沿用2026年1月的数."""
    units, origins = {base.unit for base in found}, {base.origin for base in found}
    months = month_words(origins.pop()) if len(origins) == 1 else "前面月份"
    return f"{len(units)} 个单位有 {len(found)} 个基数可以沿用{months}的数；已有的数不动。"


def month_words(end: int) -> str:
    """A month as the grid names where a figure comes from."""
    return Period(end).label


def step_words(edit: Edit, catalogue: Catalogue, area: Area) -> str:
    """What undo or redo did, with the first figure of it."""
    cell = edit.cells[0]
    item = catalogue.items[cell.item]
    value = _in_words(cell.new, item.decimals)
    rest = f"等 {len(edit.cells)} 格" if len(edit.cells) > 1 else ""
    period = Period(edit.end, catalogue.forms[edit.form].frequency).label
    period += "第二遍" if edit.second else ""
    return f"已改回：{period}，{_name(area, cell.unit)}“{item.name}”为{value}{rest}，已保存。"


def _name(area: Area, code: str) -> str:
    return next((unit.name for unit in area.units if unit.code == code), area.itself.name)


def _in_words(value: Value | None, decimals: int) -> str:
    if value is None:
        return "空白"
    if value.amount is not None:
        return f" {grouped(value.amount, decimals)}"
    return STATE_LABELS[value.state]
