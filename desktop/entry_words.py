"""The sentences of the entry page."""

from __future__ import annotations

from desktop.entry_sheet import EntrySheet
from desktop.entry_writer import Edit
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.periods import Frequency, Period


def headline(sheet: EntrySheet) -> str:
    """How the form stands, e.g. F1 …月报：16 个单位，12 个已填；改动自动保存."""
    form, count = sheet.form, len(sheet.units)
    period = "" if form.frequency is Frequency.MONTH else f"（{sheet.period.label}）"
    name = f"{form.code} {form.name}{period}"
    if not count:
        return f"{name}：这一期没有要填的单位"
    if not sheet.filled:
        return f"{name}：还没有填；选一格直接输入，或从 Excel 复制后按 Ctrl+V"
    if not sheet.has_total:
        return f"{name}：由县（市、区）本级填报，已有数；改动自动保存"
    return f"{name}：{count} 个单位，{sheet.filled} 个已填；改动自动保存"


def period_words(sheet: EntrySheet, month: int) -> str:
    """The form's frequency and the period on screen."""
    words = f"{sheet.form.frequency.label}　{sheet.period.label}"
    if sheet.period.end != month:
        words += f"（{Period(month).label}没有到期的{sheet.form.frequency.label}，显示最近一期）"
    return words


def step_words(edit: Edit, catalogue: Catalogue, area: Area) -> str:
    """What undo or redo did, with the first figure of it."""
    cell = edit.cells[0]
    item = catalogue.items[cell.item]
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    value = _in_words(cell.new, item.decimals)
    rest = f"等 {len(edit.cells)} 格" if len(edit.cells) > 1 else ""
    period = Period(edit.end, catalogue.forms[edit.form].frequency).label
    return (
        f"已改回：{period}，{names.get(cell.unit, cell.unit)}“{item.name}”为{value}{rest}，已保存。"
    )


def _in_words(value: Value | None, decimals: int) -> str:
    if value is None:
        return "空白"
    if value.amount is not None:
        return f" {grouped(value.amount, decimals)}"
    return STATE_LABELS[value.state]
