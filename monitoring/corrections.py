"""更正: where two versions of a return differ, and which of it only moved along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from monitoring.returns import Cell, Imprint, Line, Return


@dataclass(frozen=True, slots=True)
class Correction:
    """A printed figure that differs: ``label`` of its line, ``column`` it stands in (a unit, or
    合计), its unit of measure, and both texts (empty where a version does not have it).

    ``moved`` says that nobody entered it: totals, running totals and rates follow the figures.
    """

    label: str
    column: str
    measure: str
    old: str
    new: str
    moved: bool


def corrections(old: Return, new: Return) -> list[Correction]:
    """Every figure that differs, in the order of the newer return, entered ones first."""
    found = list(_differences(old, new))
    return sorted(found, key=lambda each: each.moved)


def _differences(old: Return, new: Return) -> Iterator[Correction]:
    earlier = {(line.kind, line.code): line for line in old.lines if line.cells}
    later = {(line.kind, line.code): line for line in new.lines if line.cells}
    columns = dict.fromkeys((*_columns(new), *_columns(old)))
    for key in dict.fromkeys((*later, *earlier)):
        was, now = earlier.get(key), later.get(key)
        line = now or was
        if line is None:
            continue
        for unit, name in columns:
            before, after = _text(old, was, unit), _text(new, now, unit)
            if before != after:
                label = _label(new if now else old, line)
                moved = line.kind != "item" or (not unit and len(new.columns) > 1)
                yield Correction(label, name, line.unit, before, after, moved)


def _columns(document: Return) -> list[tuple[str, str]]:
    return list(zip(document.units, document.columns, strict=True))


def _text(document: Return, line: Line | None, unit: str) -> str:
    if line is None or unit not in document.units:
        return ""
    return line.cells[document.units.index(unit)].text


def _label(document: Return, line: Line) -> str:
    """A running total says whose it is."""
    if line.kind != "ytd":
        return line.label
    of = next((e.label for e in document.lines if e.code == line.code and e.kind == "item"), "")
    return f"{of}{line.label}"


def to_json(document: Return) -> str:
    """A return as JSON text, to be read again by :func:`from_json`."""
    return json.dumps(asdict(document), ensure_ascii=False)


def from_json(text: str) -> Return:
    """The return of :func:`to_json`. Raises ``ValueError`` for anything else."""
    try:
        table: dict[str, Any] = json.loads(text)
        for key in ("columns", "notes", "units"):
            table[key] = tuple(table[key])
        table["lines"] = tuple(_line(line) for line in table["lines"])
        table["imprint"] = _imprint(table)
        return Return(**table)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not a kept return") from error


def _imprint(table: dict[str, Any]) -> Imprint:
    """Returns kept before there was an imprint had two of its parts among their own."""
    own = {k: table.pop(k) for k in ("table_number", "document_number") if k in table}
    return Imprint(**table["imprint"]) if "imprint" in table else Imprint(**own)


def _line(table: dict[str, Any]) -> Line:
    return Line(**{**table, "cells": tuple(Cell(**cell) for cell in table["cells"])})
