"""Templates as townships fill them in, and tables without a template, made in code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from exporters.templates import write_templates
from importers.templates import MARK_SHEET
from monitoring.catalogue import Catalogue
from monitoring.loading import definition_tables, load_catalogue
from monitoring.periods import Period
from monitoring.resources import load_areas

LINQING = "371581000000"
LIANGSHAN = "370832000000"
OCTOBER = 202610
PERIODS = {"F1": 202610, "F2": 202610, "F3": 202610, "F4": 202610, "F5": 202609, "F6": 202512}
_MAP_ROW = 20

SIGNED, RESIDENT = "fd_signed", "resident"


@cache
def catalogue() -> Catalogue:
    """The catalogue the program brings."""
    return load_catalogue(definition_tables())


@cache
def blanks(form: str, end: int = 0, area: str = LINQING) -> dict[str, tuple[str, bytes]]:
    """(file name, bytes) of the blank templates of a form by unit code."""
    county, chosen = load_areas()[area], catalogue().forms[form]
    period = Period(end or PERIODS[form], chosen.frequency)
    units = chosen.reporting(county, period.end)
    with TemporaryDirectory() as folder:
        paths = write_templates(
            Path(folder), chosen, county, period, indicators=catalogue().indicators
        )
        return {
            unit.code: (path.name, path.read_bytes())
            for unit, path in zip(units, paths, strict=True)
        }


def filled(
    figures: Mapping[str, Any], form: str = "F1", unit: str = "", end: int = 0, area: str = LINQING
) -> bytes:
    """A template with ``figures`` by item code typed into its cells, saved again."""
    # The type belongs to the key: 1, 1.0 and True are one to a cache and three to a workbook.
    typed = tuple((item, type(content), content) for item, content in figures.items())
    return _filled(typed, form, unit, end, area)


@cache
def _filled(
    typed: tuple[tuple[str, type, Any], ...], form: str, unit: str, end: int, area: str
) -> bytes:
    units = blanks(form, end, area)
    _, blank = units[unit or next(iter(units))]
    return with_figures(blank, {item: content for item, _, content in typed})


def with_figures(blank: bytes, figures: Mapping[str, Any]) -> bytes:
    """A blank template's bytes with ``figures`` in it."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    cells = cells_of(book)
    for item, content in figures.items():
        sheet, cell = cells[item]
        book[sheet][cell] = content
    return saved(book)


def cells_of(book: openpyxl.Workbook) -> dict[str, tuple[str, str]]:
    """(sheet, cell) of each item, by the template's own map."""
    mark = book[MARK_SHEET]
    keys = {row[0]: row[1] for row in mark.iter_rows(max_row=_MAP_ROW - 1, values_only=True)}
    return {
        str(row[0]): (str(keys["sheet"]), str(row[1]))
        for row in mark.iter_rows(min_row=_MAP_ROW, values_only=True)
        if row[0]
    }


def cell_of(item: str, form: str = "F1") -> tuple[str, str]:
    """(sheet, cell) of an item in a form's template."""
    _, blank = next(iter(blanks(form).values()))
    return cells_of(openpyxl.load_workbook(io.BytesIO(blank)))[item]


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def resaved(data: bytes) -> bytes:
    """The same workbook opened and saved once more."""
    return saved(openpyxl.load_workbook(io.BytesIO(data)))


def input_sheet(book: openpyxl.Workbook) -> Worksheet:
    """The sheet a township types into."""
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook in which one member's bytes are replaced, as a damaged or hand-made file has."""
    stream = io.BytesIO()
    found = False
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            found = found or old in content
            target.writestr(name, content.replace(old, new), zipfile.ZIP_DEFLATED)
    assert found, f"{old!r} is in no member"
    return stream.getvalue()


def table(rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), name: str = "Sheet1") -> bytes:
    """A plain workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    return saved(book)


def write(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write files by name into ``folder``; their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in contents.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths
