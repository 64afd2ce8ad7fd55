"""The city bureau's workbooks as JSON documents and lines of a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from db.ledger import Ledger
from desktop.city_words import line_name, shift_name, unit_name, word_name
from exporters.fill_risks import Risk
from importers.workbook import cell_name
from monitoring.city_layout import CityLayout, to_json
from workflow.city_books import Book
from workflow.city_filling import FilledBook

BOOK_HEADS = ("名字", "报表", "文件", "格数", "套用人", "时间")
POINTED_HEADS = ("工作表", "格子", "是什么", "哪个单位", "怎样计数")


def books_document(kept: Iterable[Book]) -> list[dict[str, Any]]:
    """Every kept workbook."""
    return [
        {
            "name": each.name,
            "form": each.layout.form,
            "file": each.kept.file,
            "cells": len(each.layout.figures()),
            "operator": each.kept.operator,
            "at": each.kept.at,
        }
        for each in kept
    ]


def book_lines(kept: Iterable[Book]) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Heads and lines of a table of kept workbooks."""
    return BOOK_HEADS, [
        (
            each.name,
            each.layout.form,
            each.kept.file,
            str(len(each.layout.figures())),
            each.kept.operator,
            each.kept.at[:16].replace("T", " "),
        )
        for each in kept
    ]


def pointed_document(ledger: Ledger, layout: CityLayout, told: Iterable[Risk]) -> dict[str, Any]:
    """Every pointed cell, what the clerk should know before filling, and the layout itself."""
    return {
        "name": layout.name,
        "form": layout.form,
        "layout": json.loads(to_json(layout)),
        "cells": [
            {
                "sheet": sheet,
                "cell": cell_name(*at),
                "kind": said.kind,
                "code": said.code,
                "label": line_name(ledger.catalogue, said),
                "unit": unit or None,
                "shift": said.shift,
            }
            for (sheet, at), (said, unit) in sorted(layout.figures().items(), key=_place)
        ],
        "words": [
            {
                "sheet": word.sheet,
                "cell": cell_name(word.row, word.column),
                "what": word.what,
                "pattern": word.pattern,
            }
            for word in layout.words
        ],
        "risks": [
            {
                "text": risk.text,
                "sheet": risk.sheet,
                "cells": list(risk.cells),
                "blocks": risk.blocks,
            }
            for risk in told
        ],
    }


def pointed_lines(ledger: Ledger, layout: CityLayout) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Heads and lines of a table of pointed cells: words first, then the figures."""
    words = [
        (word.sheet, cell_name(word.row, word.column), word_name(word), "", "")
        for word in layout.words
    ]
    figures = [
        (
            sheet,
            cell_name(*at),
            line_name(ledger.catalogue, said),
            unit_name(ledger.area, unit),
            shift_name(said.shift),
        )
        for (sheet, at), (said, unit) in sorted(layout.figures().items(), key=_place)
    ]
    return POINTED_HEADS, [*words, *figures]


def filled_document(found: FilledBook) -> dict[str, Any]:
    """What was filled and what proves it."""
    return {
        "path": str(found.path),
        "sha256": found.sha256,
        "compared": found.compared,
        "blank": found.blank,
        "warnings": list(found.warnings),
    }


def _place(entry: tuple[tuple[str, tuple[int, int]], object]) -> tuple[str, tuple[int, int]]:
    return entry[0]
