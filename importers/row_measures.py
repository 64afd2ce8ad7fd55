"""The unit of measure a row states beside its figure, carried over to the words above it."""

from __future__ import annotations

from collections.abc import Iterable

from importers.names import MEASURES, label, multiplied
from importers.views import View


def row_measure(view: View, row: int, columns: Iterable[int], name: str) -> str:
    """The measure in the row's name, or in a cell of its own; empty when it states none."""
    words = ("".join(view.heading(row, column).split()) for column in columns)
    stated = [*filter(None, [label(name).measure]), *(word for word in words if word in MEASURES)]
    return next((measure for measure in stated if multiplied(measure)), stated[0] if stated else "")


def with_measure(name: str, measure: str) -> str:
    """The name with the measure in brackets, unless it has one: 常住人口(万人).

    A multiple goes before what the name says: 万 that is overlooked is a wrong number.
    """
    own = label(name).measure
    if measure and own and measure != own and multiplied(measure):
        return f"({measure}){name}"
    return f"{name}({measure})" if measure and not own else name
