"""市局表样: the city bureau's own workbook, pointed at once and filled every month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from db import attachments, city_layouts
from db.city_layouts import KeptLayout
from db.ledger import Ledger
from exporters.cell_formats import percent_cells
from exporters.fill_risks import Risk, risks
from importers import pointing
from importers.context import Context
from importers.reader import Reader
from importers.workbook import Workbook, cell_at, cell_name
from monitoring.city_layout import CityLayout, Said, from_json, to_json
from monitoring.errors import ExpectedError
from monitoring.periods import Period

_KINDS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Book:
    """A kept layout with where it came from: the workbook's ``file``, who kept it and when."""

    layout: CityLayout
    kept: KeptLayout

    @property
    def name(self) -> str:
        """What the county calls it."""
        return self.layout.name


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


def load(path: Path) -> bytes:
    """The bytes of a workbook. Raises ``ExpectedError`` when they cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请核对文件。") from error


def read(file: str, content: bytes) -> Workbook:
    """A workbook's cells. Raises ``ExpectedError`` for what cannot be filled, such as .xls."""
    fillable(file)
    with Reader() as reader:
        return reader.read(file, content)


def propose(
    ledger: Ledger,
    name: str,
    workbook: Workbook,
    content: bytes,
    form: str = "",
    *,
    month: int | None = None,
) -> CityLayout:
    """What of a workbook is recognised, rates :func:`as_shown`.

    Of columns for several months those of the ``month`` are taken. Formulas, and what lies under
    a merge, are left as they are.
    """
    period = None if month is None else Period(month)
    context = Context(ledger.area, ledger.catalogue, period)
    layout = pointing.propose(workbook, context, name, form)
    return as_shown(ledger, _fillable_cells(layout, content), content)


def as_shown(ledger: Ledger, layout: CityLayout, content: bytes) -> CityLayout:
    """The layout in which rates are written as parts of one where their cells show them as %."""
    percents = percent_cells(content, addresses(layout))
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
    return risks(content, {s: dict.fromkeys(names) for s, names in addresses(layout).items()})


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
        refuse_blocking(found)
    layout = pointing.labelled(layout, workbook)
    city_layouts.keep(ledger, layout.name, to_json(layout), file=file, content=content)
    return found


def remove(ledger: Ledger, name: str) -> None:
    """Take a workbook out; its history stays."""
    city_layouts.forget(ledger, book_of(ledger, name).kept)


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


def addresses(layout: CityLayout) -> dict[str, list[str]]:
    """A1 names of all cells that are filled, by sheet."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for sheet, at in layout.figures():
        found[sheet].append(cell_name(*at))
    for word in layout.words:
        found[word.sheet].append(cell_name(word.row, word.column))
    return dict(found)


def fillable(file: str) -> None:
    """Raise ``ExpectedError`` for a kind of workbook that is not filled, by its name."""
    if PurePath(file).suffix.lower() not in _KINDS:
        raise ExpectedError(f"“{file}”不是 .xlsx；请用 Excel 或 WPS 打开，另存为 .xlsx 后再套用。")


def refuse_blocking(found: list[Risk]) -> None:
    """Raise ``ExpectedError`` for the first risk that keeps a workbook from being filled."""
    if blocking := [risk.text for risk in found if risk.blocks]:
        raise ExpectedError(blocking[0])
