"""What ``yearbook`` and ``compare`` print: the documented JSON, and a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.reports import lines_table
from monitoring.figure_tables import FigureTable
from monitoring.returns import Line

if TYPE_CHECKING:
    from rich.table import Table


def figures(table: FigureTable) -> dict[str, Any]:
    """The JSON of a table; ``value`` is the exact decimal text, ``None`` where there is none."""
    return {
        "title": table.title,
        "under": table.under,
        "demonstration": table.demonstration,
        "columns": _heads(table.columns),
        "lines": [_line(line) for line in table.lines],
        "notes": list(table.notes),
    }


def figures_table(table: FigureTable) -> Table:
    """One line a line of the form."""
    return lines_table(_heads(table.heads), table.rows())


def _heads(heads: tuple[str, ...]) -> list[str]:
    return [" ".join(head.split()) for head in heads]


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "code": line.code,
        "label": line.label,
        "unit": line.unit,
        "cells": [{"text": cell.text, "value": cell.number or None} for cell in line.cells],
    }
