"""Blank templates for the units: only the figures can be typed, and what is typed is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exporters.files import as_text, make_folder, safe_name, write_whole
from exporters.formulas import accepts, rate_formula, refusal
from exporters.sheets import (
    BOX,
    DEMONSTRATION,
    HEADING_FONT,
    TITLE_FONT,
    Look,
    Painter,
    align,
    by_places,
    fill,
    font,
    freeze,
    lines_needed,
    mark_pages,
    new_workbook,
    set_paper,
)
from exporters.template_copies import Copies
from exporters.template_layout import (
    DEFINITION,
    FIRST_ROW,
    GUIDE_ROW,
    HEAD_ROW,
    HEADS,
    INPUT,
    LABEL,
    LAST,
    ORDINAL,
    PLACE_ROW,
    TITLE_ROW,
    UNIT,
    Row,
    definition_text,
    rows_of,
)
from exporters.template_map import add_map
from monitoring.areas import Area, Unit
from monitoring.catalogue import Form, Indicator, Item, Kind
from monitoring.errors import ExpectedError
from monitoring.periods import Frequency, Period

GUIDE = (
    "填表说明：只填浅黄色的格。空格不是 0：没有就填 0，没统计填“未报”，不办此项业务填“不适用”。\n"
    "灰色斜体的率由表格算出，不用填；请不要增删行列，也不要改动项目名称。"
)
SYSTEM_COMPUTES = "由系统计算"

_PLACE_WORD, _CODE_WORD, _NAME_WORD = "{{place}}", "{{unit}}", "{{unit_name}}"

Progress = Callable[[int, int, str], None]
# By unit code and item code: what the unit gave last time, as it is read.
Last = Mapping[str, Mapping[str, str]]

_WIDTHS = {ORDINAL: 5.0, LABEL: 34.0, UNIT: 7.5, INPUT: 13.0, DEFINITION: 44.0, LAST: 12.0}
_SMALL = 8.5
_PROMPT_TITLE, _PROMPT = 32, 255
_SIZE = 10.0
_GREY = "FF6B6B6B"

_TITLE = Look(font(18, TITLE_FONT), align("center"))
_PLACE = Look(font(_SIZE), align("left", wrap=False))
_PERIOD = Look(font(_SIZE), align("right", wrap=False))
_GUIDE = Look(font(9), align("left"))
_HEAD = Look(font(_SIZE, HEADING_FONT), align("center"), BOX, fill("FFE9EEF2"))
_SECTION = Look(font(_SIZE, HEADING_FONT), align("left"), BOX, fill("FFF5F6F7"))
_CENTRE = Look(font(_SIZE), align("center"), BOX)
_LABEL = Look(font(_SIZE), align("left"), BOX)
_DEFINITION = Look(font(_SMALL, color=_GREY), align("left"), BOX)
_LAST = Look(font(9, color=_GREY), align("right", wrap=False), BOX)
_INPUT = Look(font(11), align("right", wrap=False), BOX, fill("FFFFFBE0"), locked=False)
_RATE = Look(font(9, italic=True, color=_GREY), align("center"), BOX)
_RATE_LABEL = Look(font(9, italic=True, color=_GREY), align("left", indent=1), BOX)

_INPUTS = by_places(_INPUT)
_RATES = by_places(_RATE)


def template_name(form: Form, unit: Unit, period: Period) -> str:
    """The template's file name: 371581101000_松林镇_F1_家庭医生签约服务月报_2026年10月.xlsx."""
    parts = (unit.code, unit.name, form.code, form.name, period.label)
    return safe_name("_".join(parts) + ".xlsx")


def write_template(
    path: Path,
    form: Form,
    area: Area,
    unit: Unit,
    period: Period,
    *,
    indicators: Mapping[str, Indicator] | None = None,
    last: Last | None = None,
    replace: bool = False,
    demonstration: bool = False,
) -> None:
    """Save the blank template of one unit. With ``indicators`` the form's rates stand in it as
    formulas, with ``last`` what the unit gave last time beside each cell. Raises
    :class:`ExpectedError` as :func:`exporters.files.write_whole` does.
    """
    blank = _Blank(form, area, period, indicators or {}, last, demonstration=demonstration)
    write_whole(path, blank.writer(unit), replace=replace)


def write_templates(
    directory: Path,
    form: Form,
    area: Area,
    period: Period,
    *,
    indicators: Mapping[str, Indicator] | None = None,
    last: Last | None = None,
    replace: bool = False,
    demonstration: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Save a template for every unit that owes the form; the paths in the units' order.

    ``progress`` hears (done, of, unit name) after each. When one of the files exists and
    ``replace`` is not asked for, nothing is written and :class:`ExpectedError` is raised.
    """
    units = form.reporting(area, period.end)
    paths = [directory / template_name(form, unit, period) for unit in units]
    make_folder(directory)
    if not replace:
        refuse_existing(paths)
    blank = _Blank(form, area, period, indicators or {}, last, demonstration=demonstration)
    for done, (unit, path) in enumerate(zip(units, paths, strict=True), 1):
        write_whole(path, blank.writer(unit), replace=replace)
        if progress is not None:
            progress(done, len(units), unit.name)
    return paths


class _Blank:
    """The template of a form and period, to be made out to one unit after another."""

    def __init__(
        self,
        form: Form,
        area: Area,
        period: Period,
        indicators: Mapping[str, Indicator],
        last: Last | None,
        *,
        demonstration: bool,
    ) -> None:
        self._form, self._area, self._last = form, area, last
        page = _Page(form.name, period, last is not None, demonstration)
        self._copies = _blank(form, area, page, indicators)

    def writer(self, unit: Unit) -> Callable[[Path], None]:
        """What writes the template of a unit."""
        place = self._area.name
        if unit.code != self._area.code:
            place = f"{place}　{unit.name}"
        words = {_PLACE_WORD: place, _CODE_WORD: unit.code, _NAME_WORD: unit.name}
        if self._last is not None:
            known = self._last.get(unit.code, {})
            words |= {_last_word(each): known.get(each.code, "") for each in self._form.items}
        return self._copies.writer(words)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a template says of itself and how wide it is."""

    name: str
    period: Period
    with_last: bool
    demonstration: bool

    @property
    def title(self) -> str:
        return self.name + (f"（{DEMONSTRATION}）" if self.demonstration else "")

    @property
    def width(self) -> int:
        """The last column."""
        return LAST if self.with_last else DEFINITION


def _last_word(item: Item) -> str:
    return f"{{{{last:{item.code}}}}}"


def _blank(form: Form, area: Area, page: _Page, indicators: Mapping[str, Indicator]) -> Copies:
    """The sheet to fill and the hidden map, with words where the unit will be named."""
    workbook, sheet = new_workbook(form.name)
    period = page.period
    workbook.properties.title = f"{area.name} {form.name} {period.label}"
    for column, width in _WIDTHS.items():
        if column <= page.width:
            sheet.column_dimensions[get_column_letter(column)].width = width
    rows = rows_of(form, indicators)
    painter = Painter(sheet)
    _heading(painter, page)
    _body(painter, form, rows, page)
    _validate(sheet, form, rows)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    freeze(sheet, f"{get_column_letter(UNIT)}{FIRST_ROW}", _first_input(rows))
    last = rows[-1].row if rows else HEAD_ROW
    set_paper(sheet, landscape=False, head=(HEAD_ROW, HEAD_ROW), last=(last, page.width))
    if page.demonstration:
        mark_pages(sheet, DEMONSTRATION)
    facts: dict[str, str | int] = {
        "form": form.code,
        "version": form.version,
        "area": area.code,
        "area_name": area.name,
        "unit": _CODE_WORD,
        "unit_name": _NAME_WORD,
        "period": period.end,
        "period_label": period.label,
        "sheet": sheet.title,
    }
    add_map(workbook, facts, rows)
    return Copies(workbook)


def _heading(painter: Painter, page: _Page) -> None:
    painter.span(TITLE_ROW, ORDINAL, page.width, page.title, _TITLE)
    painter.span(PLACE_ROW, ORDINAL, UNIT, f"填报单位（盖章）：{_PLACE_WORD}", _PLACE)
    painter.span(PLACE_ROW, INPUT, page.width, f"报告期：{page.period.label}", _PERIOD)
    painter.span(GUIDE_ROW, ORDINAL, page.width, GUIDE, _GUIDE)
    for column, head in enumerate(HEADS[: page.width], ORDINAL):
        painter.put(HEAD_ROW, column, head, _HEAD)
    heights = {TITLE_ROW: 32, PLACE_ROW: 18, GUIDE_ROW: 28, HEAD_ROW: 22}
    for row, height in heights.items():
        painter.sheet.row_dimensions[row].height = height


def _body(painter: Painter, form: Form, rows: Sequence[Row], page: _Page) -> None:
    cells = {row.item: row.address for row in rows if row.item is not None}
    for row in rows:
        height = 20.0
        if row.item is not None:
            height = _put_item(painter, form, row, row.item)
            if page.with_last:
                painter.put(row.row, LAST, _last_word(row.item), _LAST)
        elif row.rate is not None:
            _put_rate(
                painter,
                row.row,
                row.rate,
                rate_formula(row.rate, _cells_for(row.rate, form, cells)),
            )
        else:
            painter.span(row.row, ORDINAL, page.width, row.label, _SECTION)
        painter.sheet.row_dimensions[row.row].height = height


def _cells_for(rate: Indicator, form: Form, cells: Mapping[Item, str]) -> dict[str, str]:
    """The cells a rate may be computed from: one of 本年累计 not from the flow of one month."""
    one_flow_is_enough = rate.kind != Kind.YTD or form.frequency is Frequency.YEAR
    return {
        item.code: cell
        for item, cell in cells.items()
        if one_flow_is_enough or item.kind is not Kind.FLOW
    }


def _put_item(painter: Painter, form: Form, row: Row, item: Item) -> float:
    """Write one item's row; its height in points."""
    definition = definition_text(form, item)
    painter.put(row.row, ORDINAL, row.ordinal, _CENTRE)
    painter.put(row.row, LABEL, row.label, _LABEL)
    painter.put(row.row, UNIT, item.unit, _CENTRE)
    painter.put(row.row, INPUT, "", _INPUTS[item.decimals])
    painter.put(row.row, DEFINITION, definition, _DEFINITION)
    label_lines = lines_needed(row.label, _WIDTHS[LABEL], _SIZE)
    definition_lines = lines_needed(definition, _WIDTHS[DEFINITION], _SMALL)
    return max(20.0, label_lines * 13.0 + 6, definition_lines * 11.5 + 5)


def _put_rate(painter: Painter, row: int, rate: Indicator, formula: str) -> None:
    painter.put(row, ORDINAL, "", _RATE)
    painter.put(row, LABEL, rate.name, _RATE_LABEL)
    painter.put(row, UNIT, rate.unit, _RATE)
    below = f"分母：{rate.denominator_text}" if rate.denominator else ""
    painter.put(row, DEFINITION, below, _DEFINITION)
    if formula:
        painter.formula(row, INPUT, formula, _RATES[rate.places])
    else:
        painter.put(row, INPUT, SYSTEM_COMPUTES, _RATE)


def _validate(sheet: Worksheet, form: Form, rows: Iterable[Row]) -> None:
    """What each cell takes, and its definition beside the cell while it is filled."""
    for row in rows:
        item = row.item
        if item is None:
            continue
        validation = DataValidation(
            type="custom",
            formula1=accepts(item, row.address),
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="这个数填不进去",
            error=refusal(item),
            showInputMessage=True,
            promptTitle=_short(item.name, _PROMPT_TITLE),
            prompt=_short(definition_text(form, item), _PROMPT),
        )
        validation.add(row.address)
        sheet.add_data_validation(validation)


def _short(text: str, most: int) -> str:
    """What Excel takes of a prompt; it refuses a workbook with a longer one."""
    plain = as_text(text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _first_input(rows: Iterable[Row]) -> str:
    """Where the cursor stands when the template is opened."""
    return next((row.address for row in rows if row.item is not None), "A1")


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise :class:`ExpectedError` when one of the files exists."""
    existing = [path.name for path in paths if path.exists()]
    if existing:
        raise ExpectedError(
            f"文件夹里已有“{existing[0]}”等 {len(existing)} 个同名文件，什么都没写；"
            "请换一个文件夹，或选择替换。"
        )
