"""What is read and worked out for 市局表样 away from the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from db.ledger import Ledger
from desktop.models.city_draft import CityDraft
from importers import pointed
from importers.context import Context
from importers.workbook import Merge, Sheet
from monitoring.catalogue import Form
from monitoring.city_layout import CityLayout, Said
from monitoring.city_pointing import with_cells
from monitoring.errors import ExpectedError
from workflow import city_books, city_filling


def recognised(ledger: Ledger, path: Path, month: int) -> CityDraft:
    """A workbook with what is recognised in it."""
    content = city_books.load(path)
    workbook = city_books.read(path.name, content)
    layout = city_books.propose(ledger, path.stem, workbook, content, month=month)
    told = [risk.text for risk in city_books.stands_against(content, layout)]
    return CityDraft(path.name, content, workbook, layout, told, changed=True)


def kept(ledger: Ledger, name: str, month: int) -> CityDraft:
    """A kept workbook, and what stands against filling it.

    One that cannot be filled is shown all the same: only so can it be pointed at anew.
    """
    book = city_books.book_of(ledger, name)
    content = city_books.content_of(ledger, book)
    workbook = city_books.read(book.kept.file, content)
    try:
        told = city_filling.look_ahead(ledger, name, month)
    except ExpectedError as error:
        told = (str(error),)
    return CityDraft(book.kept.file, content, workbook, book.layout, told)


def pointed_at(
    ledger: Ledger,
    draft: CityDraft,
    sheet: Sheet,
    area: Merge,
    form: Form,
    *,
    line: Said | None,
    unit: str | None,
) -> CityLayout:
    """The layout in which the cells of an area are pointed at.

    Raises ``ExpectedError`` when nothing around them says what they are.
    """
    context = Context(ledger.area, ledger.catalogue)
    cells = pointed.pointed(sheet, area, form, context, said=line, unit=unit)
    if not cells:
        raise ExpectedError(
            "这些格子的行和列上没有认得的名称；请把“是什么”和“哪个单位”都选好再指定。"
        )
    layout = with_cells(replace(draft.layout, form=form.code), sheet.name, cells)
    if line is None or line.shift == 0:
        layout = city_books.as_shown(ledger, layout, draft.content)
    return layout
