"""市局表样 of a month: the workbook filled with what the return says, saved and proved."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePath

from db.ledger import Ledger
from exporters.cell_formats import percent_cells
from exporters.fill_risks import risks
from exporters.filling import Content
from exporters.filling import fill as filled_with
from importers.reader import Reader
from importers.workbook import cell_name
from monitoring.catalogue import Form
from monitoring.city_layout import CityLayout, Placed, place
from monitoring.errors import ExpectedError
from monitoring.periods import Period, latest
from workflow import submit
from workflow.city_books import Book, addresses, book_of, content_of, fillable, refuse_blocking
from workflow.city_checks import differing, other_times, still_there
from workflow.proved_filling import save_filled
from workflow.review import Review, review

_NAMED = 3
Cells = dict[str, dict[str, Content]]


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


@dataclass(frozen=True)
class _Prepared:
    """What is to be saved this month: the workbook with its ``cells`` filled, and what the clerk
    should know before.
    """

    form: Form
    period: Period
    content: bytes
    cells: Cells
    warnings: tuple[str, ...]


def look_ahead(
    ledger: Ledger, name: str, month: int, *, book: tuple[str, bytes] | None = None
) -> tuple[str, ...]:
    """What the clerk should know before the workbook is filled with the month's return.

    Raises ``ExpectedError`` as :func:`fill` does for the same workbook.
    """
    with Reader() as reader:
        return _prepared(ledger, book_of(ledger, name), month, book, reader).warnings


def fill(
    ledger: Ledger,
    name: str,
    month: int,
    path: Path,
    *,
    book: tuple[str, bytes] | None = None,
    maker: str | None = None,
    replace: bool = False,
) -> FilledBook:
    """Fill the workbook with the month's return and save it to ``path``, proved by reading it.

    ``book`` (file name and bytes) is the city's copy of this month, in the place of the one that
    was kept; ``maker`` is who is named in it, the ledger's operator where nobody is said. Raises
    ``ExpectedError`` when texts around the pointed cells have moved in it or name
    another month, for cells that cannot be filled, and when the saved file reads otherwise.
    """
    kept = book_of(ledger, name)
    file = book[0] if book else kept.kept.file
    fillable(file)
    if path.suffix.lower() != PurePath(file).suffix.lower():
        raise ExpectedError(
            f"市局的表是 {PurePath(file).suffix}，“{path.name}”的扩展名不一样；请改成一样的。"
        )
    with Reader() as reader:
        ready = _prepared(ledger, kept, month, book, reader, maker=maker)
        compared = save_filled(path, ready.content, ready.cells, replace=replace, reader=reader)
    checksum = hashlib.sha256(ready.content).hexdigest()
    ledger.record_submission(ready.form.code, ready.period.end, path.name, checksum)
    blank = sum(each is None for wanted in ready.cells.values() for each in wanted.values())
    return FilledBook(path, checksum, compared, blank, ready.warnings)


def file_name(kept: Book, form: Form, month: int) -> str:
    """What a month's filled workbook is called."""
    file = PurePath(kept.kept.file)
    return f"{kept.name}{latest(form.frequency, month).label}{file.suffix.lower()}"


def _prepared(
    ledger: Ledger,
    kept: Book,
    month: int,
    book: tuple[str, bytes] | None,
    reader: Reader,
    *,
    maker: str | None = None,
) -> _Prepared:
    layout = kept.layout
    form = ledger.catalogue.forms.get(layout.form)
    if form is None:
        raise ExpectedError(f"已经没有报表“{layout.form}”；请重新套用这份表样。")
    period = latest(form.frequency, month)
    content = content_of(ledger, kept) if book is None else book[1]
    if book is not None:
        fillable(book[0])
        layout = still_there(layout, reader.read(*book))
    dated = other_times(layout, period)
    found = review(ledger, period.end)
    document = submit.build(ledger, form, period, found=found)
    words = _words(ledger, form, period, found)
    placed = place(layout, document, words if maker is None else {**words, "operator": maker})
    cells: defaultdict[str, dict[str, Content]] = defaultdict(dict)
    for (sheet, at), number in placed.figures.items():
        cells[sheet][cell_name(*at)] = None if number is None else Decimal(number)
    for (sheet, at), text in placed.words.items():
        cells[sheet][cell_name(*at)] = text
    told = risks(content, cells)
    refuse_blocking(told)
    filled = filled_with(content, cells)
    warnings = (
        *submit.warnings(ledger, form, period, found=found),
        *_units(ledger, placed),
        *dated,
        *differing(placed.expected, filled.results),
        *_percent_warning(layout, content),
        *(risk.text for risk in told),
    )
    return _Prepared(form, period, filled.content, dict(cells), warnings)


def _units(ledger: Ledger, placed: Placed) -> list[str]:
    names = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}

    def named(codes: tuple[str, ...]) -> str:
        return "、".join(names.get(code, code or "合计") for code in codes)

    told = []
    if placed.strangers:
        told.append(f"这一期的报表里没有{named(placed.strangers)}，表里这些格子留空。")
    if placed.unplaced:
        told.append(
            f"{named(placed.unplaced)}在市局的表里没有指定格子，数没有填；请核对市局的表缺不缺行。"
        )
    return told


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


def _percent_warning(layout: CityLayout, content: bytes) -> list[str]:
    """A rate of 37.64 in a cell shown as % would read 3764%."""
    percents = percent_cells(content, addresses(layout))
    held = [
        cell_name(*at)
        for (sheet, at), (said, _) in layout.figures().items()
        if (sheet, cell_name(*at)) in percents and said.shift != 2
    ]
    if not held:
        return []
    named = "、".join(held[:_NAMED]) + ("等" if len(held) > _NAMED else "")
    return [f"{named} 的格式是百分数，填的数会显示成 100 倍；请把这些格子设为“除以 100”。"]
