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
    most: Mapping[int, int] | None = None,
) -> None:
    """Give every column the width of its widest text, but no more than its ``most`` pixels.

    ``stretched`` takes what is left over.
    """
    metrics = QFontMetrics(header.font())
    columns: list[set[str]] = [{head} for head in heads]
    for row in rows:
        for texts, text in zip(columns, row, strict=True):
            texts.add(text)
    limits = most or {}
    for column, texts in enumerate(columns):
        if column == stretched:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            continue
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        width = min(widest + _PADDING, limits.get(column, widest + _PADDING))
        header.resizeSection(column, width)
