"""Columns as wide as their texts, measured once when the texts change.

Qt's own ResizeToContents asks for every cell again and again; with some hundred lines that is
longer than a clerk should wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

_PADDING = 12


def fit_columns(
    header: QHeaderView,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    stretched: int,
    fixed: Mapping[int, int] | None = None,
) -> None:
    """Give every column the width of its widest text; ``stretched`` takes what is left over and
    ``fixed`` columns have a width of their own.
    """
    metrics = QFontMetrics(header.font())
    columns: list[set[str]] = [{head} for head in heads]
    for row in rows:
        for texts, text in zip(columns, row, strict=True):
            texts.add(text)
    given = fixed or {}
    for column, texts in enumerate(columns):
        if column == stretched:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            continue
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(column, given.get(column, widest + _PADDING))
