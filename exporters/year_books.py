"""A year book as a workbook: the county on one sheet, its units one below the other on another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exporters.figure_sheets import figure_list
from exporters.files import write_whole
from exporters.list_sheets import paint_list
from exporters.long_sheets import LongRow, LongSheet, LongWriter
from exporters.sheets import new_workbook
from monitoring.figure_tables import FigureTable
from monitoring.year_book import UnitRow, YearBook

COUNTY, UNITS = "全县", "各单位"
_HEADS = ("单位", "项目", "计量单位", "行次")
_WIDTHS = (16.0, 40.0, 9.0, 6.0)
_FIGURE = 11.0


def write_year_book(
    path: Path, county: FigureTable, book: YearBook, rows: Iterator[UnitRow], *, replace: bool
) -> None:
    """Save the county's table and below each other the ``rows`` of every unit, filtered at will.

    Raises ``ExpectedError`` when it cannot be written; nothing is left behind then, or when
    ``rows`` raise.
    """
    workbook, sheet = new_workbook(COUNTY)
    paint_list(sheet, figure_list(county))
    if len(book.units) > 1:
        below = workbook.create_sheet(UNITS)
        below.sheet_view.showGridLines = False
        writer = LongWriter(workbook, below, _long(county, book))
        write_whole(path, lambda place: writer.write(place, _rows(book, rows)), replace=replace)
    else:
        write_whole(path, workbook.save, replace=replace)


def _long(county: FigureTable, book: YearBook) -> LongSheet:
    return LongSheet(
        UNITS,
        county.title,
        county.under,
        (*_HEADS, *book.columns),
        (*_WIDTHS, *[_FIGURE] * len(book.columns)),
        len(_HEADS),
        len(book.units) * book.items,
        county.demonstration,
    )


def _rows(book: YearBook, rows: Iterator[UnitRow]) -> Iterator[LongRow]:
    blank = ("",) * (len(book.columns) - len(book.told) - int(book.adds_up))
    for row in rows:
        line = row.line
        whole = (row.whole,) if book.adds_up else ()
        yield LongRow(
            (row.unit, row.label, line.unit, line.number),
            row.decimals,
            (*row.values, *blank, *whole),
        )
