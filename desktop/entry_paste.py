"""A block of texts laid over the grid: every cell fits, or the first that does not says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from desktop.entry_sheet import Change, EntrySheet, Place
from monitoring.amounts import rounded
from monitoring.typing_in import Block, read_typed

Grid = Sequence[Sequence[Place]]
Fitted = tuple[list[Change], str]

_SIGNS = str.maketrans({",": None, "，": None, "%": None, "％": None, " ": None})
_NOTHING = ("", "—", "-", "/")


def overhang(block: Block, rows: int, columns: int) -> str:
    """What of a block would not lie on so many rows and columns, in words; blank edges may."""
    if any(any(row) for row in block[rows:]):
        return f"剪贴板有 {len(block)} 行，从这一格往下只有 {rows} 行"
    if any(any(row[columns:]) for row in block):
        return f"剪贴板有 {len(block[0])} 列，从这一格往右只有 {columns} 列"
    return ""


def cut(block: Block, rows: int, columns: int) -> Block:
    """The part of a block that lies on so many rows and columns."""
    return [row[:columns] for row in block[:rows]]


def tiled(block: Block, rows: int, columns: int) -> Block | None:
    """The block repeated over exactly so many rows and columns, ``None`` where it does not."""
    height, width = len(block), len(block[0])
    if rows % height or columns % width:
        return None
    return [row * (columns // width) for row in block] * (rows // height)


def fit(sheet: EntrySheet, block: Block, targets: Grid) -> Fitted:
    """Lay ``block`` over ``targets``, places of the sheet by row and column, at least as many.

    A single text fills every target that takes typing. Gives the changes, or no changes and one
    sentence. A computed cell takes only what it will show itself or nothing, so that a block
    that is a line off is noticed.
    """
    if not block:
        return [], "剪贴板里没有可以粘贴的内容；请先在 Excel 或 WPS 里复制。"
    if len(block) == 1 and len(block[0]) == 1 and (len(targets) > 1 or len(targets[0]) > 1):
        targets = [[place for row in targets for place in row if sheet.editable(*place)]]
        block = [block[0] * len(targets[0])]
    changes, sentence = _read(sheet, block, targets)
    sentence = sentence or _computed(sheet, block, targets, changes)
    return ([], f"没有粘贴：{sentence}") if sentence else (changes, "")


def _read(sheet: EntrySheet, block: Block, targets: Grid) -> Fitted:
    changes = []
    for row, texts in enumerate(block):
        for column, text in enumerate(texts):
            line, unit = targets[row][column]
            item = sheet.lines[line].item
            if item is None or not sheet.editable(line, unit):
                if sheet.lines[line].is_section and text.strip():
                    return [], f"{_where(sheet, block, row, column, targets)}是分组标题，不能填数。"
                continue
            value, sentence = read_typed(text, item)
            if sentence:
                return [], f"{_at(sheet, block, row, column, targets)}{sentence}"
            old = sheet.value(line, unit)
            if old != value:
                changes.append(Change(line, unit, old, value))
    return changes, ""


def _computed(sheet: EntrySheet, block: Block, targets: Grid, changes: list[Change]) -> str:
    after: EntrySheet | None = None
    for row, texts in enumerate(block):
        for column, text in enumerate(texts):
            line, unit = targets[row][column]
            plain = text.translate(_SIGNS).strip()
            if plain in _NOTHING or sheet.editable(line, unit):
                continue
            after = after or sheet.with_changes(changes)
            if not _agrees(plain, after.exact(line, unit)):
                return (
                    f"{_where(sheet, block, row, column, targets)}由系统计算，"
                    f"算出的是 {after.text(line, unit)}，剪贴板里是“{text[:20]}”；请核对是否错行。"
                )
    return ""


def _agrees(plain: str, computed: Fraction | None) -> bool:
    """Whether a text says the computed figure, to as many places as the text has."""
    if computed is None or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain):
        return False
    return rounded(computed, len(plain.partition(".")[2])) == plain


def _at(sheet: EntrySheet, block: Block, row: int, column: int, targets: Grid) -> str:
    """Where in the clipboard, and whose figure."""
    name = sheet.unit_name(targets[row][column][1])
    if len(block) == 1 and len(block[0]) == 1:
        return f"{name}："
    return f"剪贴板第 {row + 1} 行第 {column + 1} 列（{name}）："


def _where(sheet: EntrySheet, block: Block, row: int, column: int, targets: Grid) -> str:
    label = sheet.lines[targets[row][column][0]].label
    return f"{_at(sheet, block, row, column, targets)}“{label}”"
