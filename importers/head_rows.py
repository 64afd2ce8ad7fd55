"""The rows above a table's data: which are titles, and what groups of columns they head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importers.columns import says_when
from importers.names import MEASURES, label
from importers.views import View

INDEX = re.compile(r"[甲乙丙丁戊]|栏次|行次|序号|编号|代码|指标代码|\d+|[a-z]+\d*")
_CAPTION = re.compile(
    r"(?:[填编制]?[报制]?单位|综合机关名称|金额单位|计量单位|填报\S{0,3}|报告期|统计时间|表号|制表\S{0,3}|制定机关|"
    r"有效期至?|批准\S{0,6})(?:\(\S*\))?[:：]"
)
_TITLE = re.compile(
    r"[\d〇一二三四五六七八九]{4}\s*年\s*\S{1,4}(?:月|季度|半年)|(?:表|[月季年]报|情况)$"
)
_GROUP = re.compile("情况$")


def is_title(view: View, row: int, unit_column: int) -> bool:
    """Whether a row's words are a title or say who filled in what.

    2026年10月 by itself may stand over columns, and so may 重点人群签约情况 right of the units.
    """
    texts = {view.heading(row, column) for column in range(view.width)} - {""}
    if any(_CAPTION.match(text) for text in texts):
        return True
    if len(texts) > 3 or heads_group(view, row, unit_column):
        return False
    return any(_TITLE.search(text) and says_when(text, None) is None for text in texts)


def heads_group(view: View, row: int, unit_column: int) -> bool:
    """Whether a row has the likes of 重点人群签约情况 over some columns, not over the units.

    One all by itself is a title set in the middle, unless a merge says how far it reaches.
    """
    columns = [column for column in range(view.width) if view.text(row, column)]
    if unit_column < 0 or not columns:
        return False
    last = columns[-1]
    beside = len(columns) > 1 or view.covered.get((row, last + 1)) == (row, last)
    return (
        beside
        and last > unit_column
        and any(
            column > unit_column and _GROUP.search(view.text(row, column)) for column in columns
        )
    )


def is_noise(text: str) -> bool:
    """Whether a head cell only numbers its column: 甲, 栏次, 1."""
    folded = label(text)
    return not folded.key or bool(INDEX.fullmatch(folded.key))


def spread_groups(view: View, rows: Sequence[int], unit_column: int) -> dict[tuple[int, int], str]:
    """What stands over cells of a head in which nobody merged anything, as in every CSV.

    A word with another one below it heads a group; the columns right of it that only have the
    lower word belong to it.
    """
    if view.across or unit_column < 0 or _is_merged(view, rows, unit_column):
        return {}
    found: dict[tuple[int, int], str] = {}
    for row in rows[:-1]:
        found.update(_spread(view, row, rows, unit_column))
    return found


def _is_merged(view: View, rows: Sequence[int], unit_column: int) -> bool:
    """Whether a merge in the head says how far any of its words reach."""
    return any(
        top in rows and right > max(left, unit_column) for top, left, _, right in view.sheet.merges
    )


def _spread(
    view: View, row: int, rows: Sequence[int], unit_column: int
) -> Iterator[tuple[tuple[int, int], str]]:
    group = ""
    for column in range(unit_column + 1, view.width):
        below = any(_names(view.heading(each, column)) for each in rows if each > row)
        if text := view.heading(row, column):
            group = text if below else ""
        elif not below:
            group = ""
        elif group:
            yield (row, column), group


def _names(text: str) -> bool:
    return bool(text) and text not in MEASURES and not is_noise(text)
