"""The figures of a settled table, read in the measure their columns are headed with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from importers.cells import is_blank, read_cell
from importers.headers import Column, Table
from importers.headings import head_cell
from importers.measures import Conversion, caption_question, conversion, measure_question
from importers.names import multiplied
from importers.numbers import plain_number
from importers.questions import IGNORE, Asker, Question
from monitoring.amounts import grouped
from monitoring.catalogue import Item
from monitoring.issues import Issue, Severity


@dataclass(frozen=True)
class Figures:
    """A table whose columns are all to be read: ``measures`` by column are to be converted."""

    table: Table
    asker: Asker
    measures: dict[int, str] = field(default_factory=dict)

    def amount(self, row: int, column: int, item: Item) -> int | None:
        """The scaled number in a cell, ``None`` for anything else; nothing is asked."""
        scalar = self.table.view.value(row, column)
        value, _ = read_cell(scalar, item, self.asker, self.measures.get(column, ""))
        return None if value is None else value.amount

    def told(self, row: int) -> set[str]:
        """The items whose cells in a row hold anything at all."""
        view = self.table.view
        return {
            item.code
            for column, item in self.table.items.items()
            if not is_blank(view.raw(row, column))
        }


def settle_measures(
    table: Table, asker: Asker, issues: list[Issue], captioned: Sequence[str] = ()
) -> Figures:
    """Ask about columns headed 万人 over an item in 人 and the like; those stay unread until then.

    A column that says nothing itself is counted as the ``captioned`` measures say, about which
    there is one question for all. A measure that cannot be turned into the item's is an error, a
    conversion a warning.
    """
    measures: dict[int, str] = {}
    items = dict(table.items)
    columns = {column.index: column for column in table.columns}
    for index, item in table.items.items():
        column = columns[index]
        measure = column.measure or next((m for m in captioned if _other(m, item)), "")
        if not _differs(measure, item):
            continue
        found = conversion(measure, item.unit)
        if found is None:
            issues.append(_incomparable(table, column, item, measure))
            del items[index]
        elif found.shift:
            question = _question(column, found, item, asker)
            answer = asker.answer(question.kind, question.key)
            if answer == "yes":
                measures[index] = measure
                issues.extend(_converted(table, index, item, found, asker))
            elif answer != "no":
                del items[index]
                if answer != IGNORE:
                    asker.ask(question, head_cell(table, index))
    return Figures(replace(table, items=items), asker, measures)


def _question(column: Column, found: Conversion, item: Item, asker: Asker) -> Question:
    if column.measure:
        return measure_question(found, item, asker, "", head=True)
    return caption_question(found, item, asker)


def _differs(measure: str, item: Item) -> bool:
    several = multiplied(measure) or multiplied(item.unit)
    return bool(measure) and several and measure != item.unit


def _other(measure: str, item: Item) -> bool:
    """Whether a measure stated for the whole table is about an item and not the item's own."""
    found = conversion(measure, item.unit) if _differs(measure, item) else None
    return found is not None and found.shift != 0


def _converted(
    table: Table, index: int, item: Item, found: Conversion, asker: Asker
) -> Iterator[Issue]:
    """One warning a column, with its first figure as it was and as it is read."""
    view = table.view
    figures = [
        row
        for row in range(table.first, len(view.rows))
        if plain_number(view.value(row, index)) is not None
    ]
    if not figures:
        return
    scalar = view.value(figures[0], index)
    value, _ = read_cell(scalar, item, asker, found.written)
    if value is None or value.amount is None:
        return
    new = grouped(value.amount, item.decimals)
    more = f"（共 {len(figures)} 格）" if len(figures) > 1 else ""
    message = (
        f"“{item.name}”以{found.written}计，已换算成{item.unit}："
        f"{scalar} 读作 {new}{more}；请核对换算是否正确。"
    )
    cell = view.name(figures[0], index)
    yield Issue("converted", message, Severity.WARNING, view.sheet.name, cell)


def _incomparable(table: Table, column: Column, item: Item, measure: str) -> Issue:
    message = (
        f"“{column.title}”以{measure}计，本表要求{item.unit}；请换算后改填，并改正表头的单位。"
    )
    cell = head_cell(table, column.index)
    return Issue("unit_differs", message, sheet=table.view.sheet.name, cell=cell)
