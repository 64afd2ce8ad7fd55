"""Writing a form's month as a clerk's own workbook (layout A), the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from monitoring.amounts import (
    DASH,
    NOT_APPLICABLE,
    STATE_LABELS,
    State,
    Value,
    number,
    rounded,
    unscale,
)
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Indicator, Item, Reporters
from monitoring.figures import Figures
from monitoring.periods import Period
from tests.samples.mistakes import wrong_totals

MOMENT = (2000, 1, 1, 0, 0, 0)
STAMP = b"2000-01-01T00:00:00Z"
THEME = "xl/theme/theme1.xml"
RATES = ("fd_sign_rate", "fd_sign_rate_key", "fd_sign_rate_65p", "fd_sign_rate_htn")
HEAD = Alignment(horizontal="center", vertical="center", wrap_text=True)
LINE = Side(style="thin")
BOX = Border(LINE, LINE, LINE, LINE)
FIRST_HEAD_ROW = 3

Column = Item | Indicator


@dataclass(frozen=True)
class Sample:
    """One form of one month (``end``, yyyymm) with the figures of every month."""

    catalogue: Catalogue
    area: Area
    form: Form
    end: int
    figures: Figures

    @property
    def name(self) -> str:
        """The file's name, e.g. 梁山县_F1_2024-12.xlsx."""
        month = f"{self.end // 100}-{self.end % 100:02}"
        return f"{self.area.name}_{self.form.code}_{month}.xlsx"

    def values(self, unit: Unit) -> dict[str, Value | None]:
        """A unit's values by item."""
        return {
            item.code: self.figures.value(unit.code, item.code, self.end)
            for item in self.form.items
        }


def workbook_bytes(sample: Sample) -> bytes:
    """The workbook as a file's content; a unit without any figure has no row."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sample.form.code
    if sample.form.reporters is Reporters.COUNTY:
        _write_results(sheet, sample)
    else:
        _write_units(sheet, sample)
    book.properties.creator = "演示数据"
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue())


def _columns(form: Form, catalogue: Catalogue) -> Iterator[Column]:
    """Items in order, a few computed rates among them as real files have."""
    for item in form.items:
        yield item
        for rate in form.rates:
            if rate.after == item.code and rate.indicator in RATES:
                yield catalogue.indicators[rate.indicator]


def _write_units(sheet: Worksheet, sample: Sample) -> None:
    area, form = sample.area, sample.form
    columns = tuple(_columns(form, sample.catalogue))
    _write_title(sheet, sample, len(columns) + 2)
    first = _write_head(sheet, form, columns)
    reporting = sorted(
        (unit for unit in form.reporting(area, sample.end) if any(sample.values(unit).values())),
        key=lambda unit: unit.code,
    )
    for position, unit in enumerate(reporting, 1):
        values = sample.values(unit)
        name = f"{area.name}本级" if unit.code == area.code else unit.name
        sheet.append([position, name, *(_cell(column, values) for column in columns)])
    totals = _totals(sample, reporting)
    sheet.append(["合计", None, *(_cell(column, totals) for column in columns)])
    last = first + len(reporting)
    sheet.merge_cells(start_row=last, end_row=last, start_column=1, end_column=2)
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = 14
    sheet.freeze_panes = f"C{first}"


def _write_title(sheet: Worksheet, sample: Sample, width: int) -> None:
    area, form = sample.area, sample.form
    period = Period(sample.end, form.frequency).label
    sheet.append([f"{area.name}{form.name}（{period}）（演示数据）"])
    sheet.append([f"编制单位：{area.name}卫生健康局（演示数据）"])
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = HEAD


def _write_head(sheet: Worksheet, form: Form, columns: Sequence[Column]) -> int:
    """One head row, or two when items stand in groups. Returns the first row of data."""
    groups = ["", "", *_groups(form, columns)]
    names = ["序号", "机构", *(column.name for column in columns)]
    if not any(groups):
        sheet.append(names)
        _dress_head(sheet, FIRST_HEAD_ROW, len(names))
        return FIRST_HEAD_ROW + 1
    upper = FIRST_HEAD_ROW
    place = 0
    for group, run in groupby(groups):
        count = len(list(run))
        for column in range(place + 1, place + count + 1):
            name = names[column - 1]
            sheet.cell(upper + 1 if group else upper, column, name)
            if not group:
                sheet.merge_cells(
                    start_row=upper, end_row=upper + 1, start_column=column, end_column=column
                )
        if group:
            sheet.cell(upper, place + 1, group)
            sheet.merge_cells(
                start_row=upper, end_row=upper, start_column=place + 1, end_column=place + count
            )
        place += count
    for row in (upper, upper + 1):
        _dress_head(sheet, row, len(names))
    return upper + 2


def _groups(form: Form, columns: Sequence[Column]) -> Iterator[str]:
    """The group above each column; a rate stands in the group of the item before it."""
    group = ""
    for column in columns:
        if isinstance(column, Item):
            group = column.group
        yield group


def _dress_head(sheet: Worksheet, row: int, width: int) -> None:
    for column in range(1, width + 1):
        sheet.cell(row, column).alignment = HEAD
        sheet.cell(row, column).border = BOX
    sheet.row_dimensions[row].height = 48


def _totals(sample: Sample, reporting: Sequence[Unit]) -> dict[str, Value | None]:
    """The true sums of the rows, apart from a planted mistake."""
    wrong = wrong_totals(sample.area.code, sample.form.code, sample.end)
    units = [unit.code for unit in reporting]
    totals: dict[str, Value | None] = {}
    for item in sample.form.items:
        amount = sample.figures.total(units, item.code, sample.end).amount
        totals[item.code] = (
            NOT_APPLICABLE if amount is None else number(amount + wrong.get(item.code, 0))
        )
    return totals


def _cell(column: Column, values: Mapping[str, Value | None]) -> int | float | str | None:
    if isinstance(column, Indicator):
        return _rate(column, values)
    return _written(values[column.code], column)


def _written(value: Value | None, item: Item) -> int | float | str | None:
    """As a spreadsheet keeps it: numbers as numbers, marks as text, nothing as nothing."""
    if value is None:
        return None
    if value.state is not State.NUMBER or value.amount is None:
        return STATE_LABELS[value.state]
    if item.decimals:
        return float(unscale(value.amount, item.decimals))
    return value.amount


def _rate(indicator: Indicator, values: Mapping[str, Value | None]) -> str:
    """A computed rate as text, e.g. 63.5%."""
    assert indicator.denominator is not None
    (above,), (below,) = indicator.numerator.items, indicator.denominator.items
    numerator, denominator = values[above], values[below]
    if numerator is None or denominator is None or not denominator.amount:
        return DASH
    return f"{rounded(Fraction((numerator.amount or 0) * 100, denominator.amount), 1)}%"


def _write_results(sheet: Worksheet, sample: Sample) -> None:
    """A form of the county's own: one item a row."""
    _write_title(sheet, sample, 4)
    sheet.append(["序号", "项目", "计量单位", "数值"])
    _dress_head(sheet, FIRST_HEAD_ROW, 4)
    values = sample.values(sample.area.itself)
    for position, item in enumerate(sample.form.items, 1):
        sheet.append([position, item.name, item.unit, _written(values[item.code], item)])
    for column, width in enumerate((6, 42, 12, 14), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{FIRST_HEAD_ROW + 1}"


def _settled(content: bytes) -> bytes:
    """The workbook with every date in it set to one moment, and without the theme it never uses."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(stream, "w") as kept:
        for name in made.namelist():
            if name == THEME:
                continue
            part = re.sub(rb'(?<=W3CDTF">)[^<]+', STAMP, made.read(name))
            part = re.sub(rb"<(?:Override|Relationship) [^>]*theme1[^>]*/>", b"", part)
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, part, compresslevel=9)
    return stream.getvalue()
