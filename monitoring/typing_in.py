"""What a clerk types or pastes: one text as a value, a clipboard text as a block of texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from monitoring.amounts import MISSING, NOT_APPLICABLE, State, Value, number, scale, unscale
from monitoring.catalogue import Item
from monitoring.digits import DATE, NUMBER, PERCENT, folded, plain

MISSING_KEYS = (".", "。", "·", "未报")
NOT_APPLICABLE_KEYS = ("/", "、", "不适用")

_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9,.]*\s*[A-Za-z%‰\u4e00-\u9fff].*")
_FORMULA_STARTS = ("=", "+", "@", "-", "\t", "\r")
_LONGEST_QUOTED = 20

Block = list[list[str]]


def read_typed(text: str, item: Item) -> tuple[Value | None, str]:
    """A typed text as a value of ``item`` and a sentence on why it is none (empty when it is).

    Neither value nor sentence means the cell is blanked. Digits may be full-width and thousands
    separated; ``MISSING_KEYS`` and ``NOT_APPLICABLE_KEYS`` stand for the states. Percent signs
    are taken only where the item is measured in %.
    """
    typed = folded(text)
    if not typed:
        return None, ""
    if typed in MISSING_KEYS:
        return MISSING, ""
    if typed in NOT_APPLICABLE_KEYS:
        return NOT_APPLICABLE, ""
    if (digits := plain(typed)) is not None:
        return _scaled(digits, item)
    percent = PERCENT.fullmatch(typed)
    if percent and item.unit == "%":
        return _scaled(percent[1], item)
    return None, _refusal(typed, item, percent=bool(percent))


def written(value: Value | None, decimals: int) -> str:
    """A value as text that :func:`read_typed` reads back and Excel takes for what it is."""
    if value is None:
        return ""
    if value.amount is not None:
        return unscale(value.amount, decimals)
    return "未报" if value.state is State.MISSING else "/"


def parse_block(text: str) -> Block:
    """A clipboard text of Excel or WPS as rows of texts: tabs between cells, quotes around
    cells with line breaks. The last line break ends the last row; short rows are filled up.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    rows = [[_unguarded(cell) for cell in row] for row in _rows(lines)]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def format_block(rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as clipboard text, the inverse of :func:`parse_block`.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    return "".join("\t".join(_field(cell) for cell in row) + "\r\n" for row in rows)


def _scaled(text: str, item: Item) -> tuple[Value | None, str]:
    if text.startswith("-") and text.strip("-0.") and not item.negative:
        return None, f"“{item.name}”填的是负数 {text}；请核对后改为不小于 0 的数。"
    places = text.partition(".")[2].rstrip("0")
    if len(places) > item.decimals:
        allowed = f"最多保留 {item.decimals} 位小数" if item.decimals else "应是整数"
        return None, f"“{item.name}”填的是 {text}，{allowed}；请核对后改正。"
    try:
        return number(scale(text, item.decimals)), ""
    except ValueError:
        return None, f"“{item.name}”填的数太大；请核对是否多填了位数。"


def _refusal(text: str, item: Item, *, percent: bool) -> str:
    flat = " ".join(text.split())
    short = flat if len(flat) <= _LONGEST_QUOTED else f"{flat[:_LONGEST_QUOTED]}…"
    if percent:
        return f"“{item.name}”填的是百分数 {short}，应填{item.unit}数；请改填数字。"
    if text.startswith(("=", "@")):
        return f"“{item.name}”填的是公式“{short}”；请填算好的数字。"
    if DATE.fullmatch(text):
        return f"“{item.name}”填的像日期“{short}”；请改填数字。"
    if _WITH_UNIT.fullmatch(text):
        return f"“{item.name}”填的是“{short}”，数字带有单位；请按“{item.unit}”换算后只填数字。"
    return f"“{item.name}”填的是“{short}”，不是数字；请填数字、未报 或 不适用。"


def _rows(text: str) -> Block:
    if '"' in text and text.count('"') % 2 == 0:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
            return [row or [""] for row in reader]
        except csv.Error:
            pass  # a cell beyond all reason; it is refused as a value later
    # An odd quote is a character of a cell, not the start of a quoted one.
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")] if text else []


def _field(text: str) -> str:
    starts = text.startswith(("'", *_FORMULA_STARTS))
    if starts and not (text.startswith("-") and NUMBER.fullmatch(text)):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if re.search(r'[\t\r\n"]', text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in ("'", *_FORMULA_STARTS) else text
