"""市局表样: the city bureau's own workbook, pointed at once and filled every month."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePath

from db import attachments, city_layouts
from db.city_layouts import KeptLayout
from db.ledger import Ledger
from exporters.cell_formats import percent_cells
from exporters.fill_risks import Risk, risks
from exporters.filling import Content
from importers import pointing
from importers.context import Context
from importers.reader import Reader
from importers.workbook import Workbook, cell_at, cell_name
from monitoring.catalogue import Form
from monitoring.city_layout import CityLayout, Said, from_json, moved, place, to_json
from monitoring.errors import ExpectedError
from monitoring.periods import Period, latest
from workflow import submit
from workflow.proved_filling import save_filled
from workflow.review import Review, review

_KINDS = (".xlsx", ".xlsm")
_NAMED = 3
Cells = dict[str, dict[str, Content]]


@dataclass(frozen=True)
class Book:
    """A kept layout with where it came from: the workbook's ``file``, who kept it and when."""

    layout: CityLayout
    kept: KeptLayout

    @property
    def name(self) -> str:
        """What the county calls it."""
        return self.layout.name


@dataclass(frozen=True, slots=True)
class FilledBook:
    """A workbook that was filled: cells ``compared`` when it was read back, those left ``blank``
    for want of a figure, and sentences the clerk should know.
    """

    path: Path
    sha256: str
    compared: int
    blank: int
    warnings: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What was done and what proves it, for a person."""
        blank = f"，其中 {self.blank} 格没有数，留空" if self.blank else ""
        return f"已填好“{self.path.name}”，读回核对 {self.compared} 格，全部一致{blank}。"


def books(ledger: Ledger) -> list[Book]:
    """Every workbook that is kept, by name."""
    return [Book(from_json(each.name, each.body), each) for each in city_layouts.read(ledger)]


def book_of(ledger: Ledger, name: str) -> Book:
    """The kept workbook of a name. Raises ``ExpectedError`` when there is none."""
    for each in books(ledger):
        if each.name == name:
            return each
    raise ExpectedError(f"没有叫“{name}”的市局表样；请先看有哪些，或新套用一个。")


def content_of(ledger: Ledger, book: Book) -> bytes:
    """The workbook as it came."""
    return attachments.content(ledger, book.kept.attachment)


def read(file: str, content: bytes) -> Workbook:
    """A workbook's cells. Raises ``ExpectedError`` for what cannot be filled, such as .xls."""
    _fillable(file)
    with Reader() as reader:
        return reader.read(file, content)


def propose(
    ledger: Ledger, name: str, workbook: Workbook, content: bytes, form: str = ""
) -> CityLayout:
    """What of a workbook is recognised; rates in cells shown as % are written as parts of one.

    Formulas, and what lies under a merge, are left as they are.
    """
    context = Context(ledger.area, ledger.catalogue)
    layout = _fillable_cells(pointing.propose(workbook, context, name, form), content)
    percents = percent_cells(content, _addresses(layout))
    blocks = []
    for block in layout.blocks:
        lines = dict(block.lines)
        shown = {said for at, said, _ in block.cells() if (block.sheet, cell_name(*at)) in percents}
        for number, said in block.lines.items():
            if said.kind == "rate" and said in shown and _is_percent(ledger, said):
                lines[number] = replace(said, shift=2)
        blocks.append(replace(block, lines=lines))
    return replace(layout, blocks=tuple(blocks))


def stands_against(content: bytes, layout: CityLayout) -> list[Risk]:
    """What is lost, hidden or refused when the workbook is filled, whatever the figures."""
    return risks(content, {s: dict.fromkeys(names) for s, names in _addresses(layout).items()})


def add(ledger: Ledger, layout: CityLayout, file: str, content: bytes) -> list[Risk]:
    """Keep a layout with its workbook, in the place of one of the same name.

    Returns what the clerk should know: cells that cannot be filled are left out, and the other
    risks. Raises ``ExpectedError`` when nothing is pointed at that can be filled.
    """
    if not layout.name.strip():
        raise ExpectedError("这份表样还没有名字；请写上名字再保存。")
    if not layout.figures():
        raise ExpectedError("还没有指出任何一格是什么数；请先指好，或接受识别的结果。")
    if layout.form not in ledger.catalogue.forms:
        raise ExpectedError(f"没有报表“{layout.form}”；请核对报表代码。")
    workbook = read(file, content)
    found = stands_against(content, layout)
    layout = _fillable_cells(layout, content)
    if not layout.figures():
        _refuse_blocking(found)
    layout = pointing.labelled(layout, workbook)
    city_layouts.keep(ledger, layout.name, to_json(layout), file=file, content=content)
    return found


def remove(ledger: Ledger, name: str) -> None:
    """Take a workbook out; its history stays."""
    city_layouts.forget(ledger, book_of(ledger, name).kept)


def fill(
    ledger: Ledger,
    name: str,
    month: int,
    path: Path,
    *,
    book: tuple[str, bytes] | None = None,
    replace: bool = False,
) -> FilledBook:
    """Fill the workbook with the month's return and save it to ``path``, proved by reading it.

    ``book`` (file name and bytes) is the city's copy of this month, in the place of the one that
    was kept. Raises ``ExpectedError`` when texts around the pointed cells have moved in it, for
    cells that cannot be filled, and when the saved file reads otherwise.
    """
    kept = book_of(ledger, name)
    layout = kept.layout
    file, content = book or (kept.kept.file, content_of(ledger, kept))
    _fillable(file)
    if path.suffix.lower() != PurePath(file).suffix.lower():
        raise ExpectedError(
            f"市局的表是 {PurePath(file).suffix}，“{path.name}”的扩展名不一样；请改成一样的。"
        )
    with Reader() as reader:
        if book is not None:
            _refuse_moved(layout, reader.read(file, content))
        form = ledger.catalogue.forms[layout.form]
        period = latest(form.frequency, month)
        found = review(ledger, period.end)
        cells, strangers = _cells(ledger, layout, form, period, found)
        told = risks(content, cells)
        _refuse_blocking(told)
        compared = save_filled(path, content, cells, replace=replace, reader=reader)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    ledger.record_submission(form.code, period.end, path.name, checksum)
    blank = sum(each is None for wanted in cells.values() for each in wanted.values())
    warnings = (
        *submit.warnings(ledger, form, period),
        *strangers,
        *_percent_warning(ledger, layout, content),
        *(risk.text for risk in told),
    )
    return FilledBook(path, checksum, compared, blank, warnings)


def file_name(kept: Book, form: Form, month: int) -> str:
    """What a month's filled workbook is called."""
    file = PurePath(kept.kept.file)
    return f"{kept.name}{latest(form.frequency, month).label}{file.suffix.lower()}"


def _cells(
    ledger: Ledger, layout: CityLayout, form: Form, period: Period, found: Review
) -> tuple[Cells, list[str]]:
    document = submit.build(ledger, form, period)
    placed = place(layout, document, _words(ledger, form, period, found))
    cells: defaultdict[str, dict[str, Content]] = defaultdict(dict)
    for (sheet, at), number in placed.figures.items():
        cells[sheet][cell_name(*at)] = None if number is None else Decimal(number)
    for (sheet, at), text in placed.words.items():
        # A count by itself is a number that the city's formulas may use.
        cells[sheet][cell_name(*at)] = Decimal(text) if text.isdecimal() else text
    names = {unit.code: unit.name for unit in ledger.area.units}
    gone = [names.get(code, code or "合计") for code in placed.strangers]
    strangers = [f"这一期的报表里没有{'、'.join(gone)}，表里这些格子留空。"] if gone else []
    return dict(cells), strangers


def _words(ledger: Ledger, form: Form, period: Period, found: Review) -> Mapping[str, str]:
    arrived, owed = found.completeness.arrived(form.code)
    today = date.today()  # noqa: DTZ011 - the day the clerk fills it, where the clerk sits
    return {
        "period": period.label,
        "area": ledger.area.name,
        "owed": str(owed),
        "arrived": str(arrived),
        "operator": ledger.operator,
        "date": f"{today.year}年{today.month}月{today.day}日",
    }


def _percent_warning(ledger: Ledger, layout: CityLayout, content: bytes) -> list[str]:
    """A rate of 37.64 in a cell shown as % would read 3764%."""
    percents = percent_cells(content, _addresses(layout))
    held = [
        cell_name(*at)
        for (sheet, at), (said, _) in layout.figures().items()
        if (sheet, cell_name(*at)) in percents and said.shift != 2
    ]
    if not held:
        return []
    named = "、".join(held[:_NAMED]) + ("等" if len(held) > _NAMED else "")
    return [f"{named} 的格式是百分数，填的数会显示成 100 倍；请把这些格子设为“除以 100”。"]


def _is_percent(ledger: Ledger, said: Said) -> bool:
    return ledger.catalogue.indicators[said.code].unit == "%"


def _fillable_cells(layout: CityLayout, content: bytes) -> CityLayout:
    """The layout without the cells that cannot be filled."""
    held = {
        (risk.sheet, cell_at(address))
        for risk in stands_against(content, layout)
        if risk.blocks
        for address in risk.cells
    }
    blocks = []
    for block in layout.blocks:
        out = {at for at, _, _ in block.cells() if (block.sheet, at) in held}
        blocks.append(replace(block, without=block.without | out))
    words = [w for w in layout.words if (w.sheet, (w.row, w.column)) not in held]
    return replace(layout, blocks=tuple(blocks), words=tuple(words))


def _addresses(layout: CityLayout) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for sheet, at in layout.figures():
        found[sheet].append(cell_name(*at))
    for word in layout.words:
        found[word.sheet].append(cell_name(word.row, word.column))
    return dict(found)


def _fillable(file: str) -> None:
    if PurePath(file).suffix.lower() not in _KINDS:
        raise ExpectedError(f"“{file}”不是 .xlsx；请用 Excel 或 WPS 打开，另存为 .xlsx 后再套用。")


def _refuse_blocking(found: list[Risk]) -> None:
    if blocking := [risk.text for risk in found if risk.blocks]:
        raise ExpectedError(blocking[0])


def _refuse_moved(layout: CityLayout, workbook: Workbook) -> None:
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    for name, labels in layout.labels.items():
        sheet = sheets.get(name)
        if sheet is None:
            raise ExpectedError(f"这份表里没有工作表“{name}”；请核对，或重新套用这份新表样。")
        if changes := moved(labels, partial(pointing.text_at, sheet)):
            at, was, now = changes[0]
            raise ExpectedError(
                f"市局改了表样：“{name}”的 {cell_name(*at)} 原来是“{was}”，"
                f"现在是“{now or '空'}”；请重新套用这份新表样。"
            )
