"""Sums of a year, by what stands over them or over their table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from importers.columns import UNCLEAR, YTD, ColumnWord
from importers.headers import Column, Table
from monitoring.catalogue import Item, Kind
from monitoring.periods import Frequency

_SUM = re.compile(
    r"(?<![\d一二三四五六七八九十])(?:0?1|一)月?[-–—―~至到]+(?!0?1月|一月)[\d一二三四五六七八九十]{1,3}月"
)
_SAID = re.compile(r"年初至今|本年累计|年度累计|今年累计")
_MONTH = re.compile(r"本月|当月")


def sums_said(texts: Iterable[str]) -> str:
    """The first of the ``texts`` that says the figures below add up the year, such as 1-10月."""
    for text in texts:
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        if _SUM.search(plain) or _SAID.search(plain):
            return text
    return ""


def is_sum(word: ColumnWord) -> bool:
    """Whether a column's head says it adds up months: 本年累计, 1-10月, 累计."""
    return word.kind in (YTD, UNCLEAR)


def doubt_flows(table: Table, said: str) -> Table:
    """The table with its columns of a single month's figures in doubt, for ``said`` is a sum's.

    What a column says of itself goes before what stands over the table.
    """
    if not said or table.form.frequency is not Frequency.MONTH:
        return table
    columns = tuple(
        replace(column, doubtful=True, question=_question(table.items[column.index], said))
        if _is_doubtful(column, table)
        else column
        for column in table.columns
    )
    asked = {column.index for column in columns if column.question}
    items = {index: item for index, item in table.items.items() if index not in asked}
    return replace(table, items=items, columns=columns)


def _is_doubtful(column: Column, table: Table) -> bool:
    item = table.items.get(column.index)
    if item is None or item.kind is not Kind.FLOW or column.when is not None:
        return False
    return not _MONTH.search(column.title)


def _question(item: Item, said: str) -> str:
    text = "".join(said.split())[:20]
    return f"“{item.name}”要填本月数，表上写的是“{text}”；这里填的是本月数吗？"
