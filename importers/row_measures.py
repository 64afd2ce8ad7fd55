"""The unit of measure a row states beside its figure, carried over to the words above it."""

from __future__ import annotations

from collections.abc import Iterable

from importers.names import MEASURES, label
from importers.views import View


def row_measure(view: View, row: int, columns: Iterable[int], name: str) -> str:
    """The measure in the row's name, or in a cell of its own; empty when it states none."""
    if measure := label(name).measure:
        return measure
    words = ("".join(view.heading(row, column).split()) for column in columns)
    return next((word for word in words if word in MEASURES), "")


def with_measure(name: str, measure: str) -> str:
    """The name with the measure in brackets, unless it has one: 常住人口(万人)."""
    return f"{name}({measure})" if measure and not label(name).measure else name
