"""Which item each column of a found table is: known, told apart, answered before, or asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from importers.context import Context
from importers.headers import Column, Table, repeated
from importers.likeness import certain, core, nearest
from importers.matching import TELLING
from importers.names import label
from importers.numbers import number_in
from importers.questions import IGNORE, Asker, Heading, Option, Question
from monitoring.catalogue import Item

_OPTIONS = 5
_CLEARLY = 5.0
_DATES = re.compile(r"\d{4}年?|\d{1,2}月")
_FIGURE = re.compile(r"\s*[+-－]?[0-9０-９]")


@dataclass(frozen=True)
class Settled:
    """The table with its items as finally understood, and what there is to say of each column.

    ``unknown`` are columns of figures that are no item and that nothing is asked about.
    """

    table: Table
    signature: str
    headings: tuple[Heading, ...]
    unknown: tuple[Column, ...]


@dataclass
class _Work:
    """The columns while they are gone through, by index."""

    table: Table
    context: Context
    asker: Asker
    keys: Mapping[int, str]
    items: dict[int, Item]
    certainty: dict[int, str] = field(default_factory=dict)
    unknown: list[Column] = field(default_factory=list)


def settle(table: Table, context: Context, asker: Asker) -> Settled:
    """Give every column its item: the clerk's earlier answers first, then names, then likeness.

    Puts a "heading" question to the ``asker`` for each column that is only probably an item.
    """
    signature = layout_signature(table)
    work = _Work(table, context, asker, _keys(table, signature), dict(table.items))
    _answered(work)
    for column in table.columns:
        if column.index not in work.certainty:
            work.certainty[column.index] = _settle(work, column)
    items = {index: work.items[index] for index in sorted(work.items)}
    settled = replace(
        table,
        items=items,
        repeated=tuple(repeated(items)),
        rates={i: c for i, c in table.rates.items() if i not in items},
    )
    return Settled(settled, signature, tuple(_headings(work)), tuple(work.unknown))


def layout_signature(table: Table) -> str:
    """Twelve letters that stay the same while the form and the words of the head do.

    Months and years are left out: next month's table is the same layout.
    """
    words = "\n".join("/".join(_plain(part) for part in c.parts) for c in table.columns)
    return sha256(f"{table.form.code}\n{words}".encode()).hexdigest()[:12]


def head_cell(table: Table, index: int) -> str:
    """The name of the lowest cell that heads a column."""
    view = table.view
    for row in range(table.first - 1, table.head - 1, -1):
        if label(view.heading(row, index)).key and not view.heading(row, index).isdigit():
            return view.name(*view.covered.get((row, index), (row, index)))
    return view.name(table.first - 1, index)


def _keys(table: Table, signature: str) -> dict[int, str]:
    """What an answer about each column is kept under; columns headed alike are numbered."""
    seen: Counter[str] = Counter()
    keys = {}
    for column in table.columns:
        words = "".join(_plain(part) for part in column.parts)
        seen[words] += 1
        number = f"#{seen[words]}" if seen[words] > 1 else ""
        keys[column.index] = f"{signature}|{words}{number}"
    return keys


def _plain(part: str) -> str:
    return _DATES.sub("", label(part).key)


def _answered(work: _Work) -> None:
    if not work.asker.answers:
        return
    aside = {column.index for column in work.table.columns if column.aside}
    for index, key in work.keys.items():
        if index in aside:
            continue
        answer = work.asker.answer("heading", key)
        item = work.table.form.by_code.get(answer)
        if item is not None:
            work.items[index] = item
        elif answer == IGNORE:
            work.items.pop(index, None)
        else:
            continue
        work.certainty[index] = "answered"


def _settle(work: _Work, column: Column) -> str:
    """How sure the column's item is, after naming it or asking."""
    beside = _beside(work, column)
    if column.index in work.items:
        if beside is None or beside == work.items[column.index] or not _short(work, column):
            return "sure"
        # Two items go by this name; the neighbours speak for the other one.
        _ask(work, column, [beside, work.items.pop(column.index)], beside)
        return "ask"
    computed = column.is_rate and _is_computed(work, column)
    if column.aside or computed or not _has_figures(work.table, column):
        return "no"
    own = column.item_of(work.table.form) if column.doubtful else None
    if own is not None and own not in work.items.values():
        _ask(work, column, [own], own if column.likely else None)
        return "ask"
    if beside is not None:
        work.items[column.index] = beside
        return "sure"
    taken = {*work.items.values(), own}
    names = work.context.names[work.table.form.code]
    folded = [label(part) for part in column.parts]
    near = nearest("".join(part.bare for part in folded), names)
    near = [each for each in near if each.item not in taken]
    if (item := certain(near)) is not None:
        work.items[column.index] = item
        return "sure"
    if not near:
        work.unknown.append(column)
        return "no"
    clear = len(near) == 1 or near[0].score - near[1].score >= _CLEARLY
    _ask(work, column, [each.item for each in near], near[0].item if clear else None)
    return "ask"


def _is_computed(work: _Work, column: Column) -> bool:
    """Whether a column of rates is none of the form's own items, some of which are rates."""
    form = work.table.form
    if not any(item.unit in ("%", "‰") for item in form.items):
        return True
    named = work.context.rates[form.code]
    return any(label(part).key in named for part in column.parts)


def _beside(work: _Work, column: Column) -> Item | None:
    """The item of the left neighbour's group that goes by this column's name: 签约 after
    糖尿病患者总人数 are those with diabetes who signed.
    """
    if len(column.parts) != 1:
        return None
    before = work.items.get(column.index - 1)
    if before is None or not before.group:
        return None
    key = core(label(before.group).key + label(column.parts[0]).bare)
    found = {
        item.code: item
        for name, item in work.context.names[work.table.form.code]
        if item.group == before.group and core(name) == key
    }
    others = {item.code for index, item in work.items.items() if index != column.index}
    items = [item for code, item in found.items() if code not in others]
    return items[0] if len(items) == 1 else None


def _short(work: _Work, column: Column) -> bool:
    """Whether the column's name is an alias so short that it could be anyone's."""
    item = work.items[column.index]
    key = label(column.parts[-1]).key
    return len(key) < TELLING and key != label(item.name).key


def _ask(work: _Work, column: Column, items: list[Item], proposed: Item | None) -> None:
    options = [Option(item.code, item.name) for item in items[:_OPTIONS]]
    question = Question(
        work.asker.sender,
        "heading",
        work.keys[column.index],
        column.question or f"“{column.title}”这一列是哪一项？",
        (*options, Option(IGNORE, "不收这一列")),
        "" if proposed is None else proposed.code,
    )
    work.asker.ask(question, head_cell(work.table, column.index))


def _has_figures(table: Table, column: Column) -> bool:
    view = table.view
    return any(
        number_in(cell) is not None or (isinstance(cell, str) and _FIGURE.match(cell))
        for row in range(table.first, len(view.rows))
        if (cell := view.value(row, column.index)) is not None
    )


def _headings(work: _Work) -> Iterator[Heading]:
    sheet = work.table.view.sheet.name
    for column in work.table.columns:
        item = work.items.get(column.index)
        yield Heading(
            sheet,
            head_cell(work.table, column.index),
            column.title,
            "" if item is None else item.code,
            work.certainty[column.index],
            work.keys[column.index],
        )
