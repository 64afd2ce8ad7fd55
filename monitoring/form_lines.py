"""A form's printed lines without figures: sections, items, running totals and rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitoring.catalogue import Catalogue, Form, Item, Kind
from monitoring.periods import Frequency
from monitoring.returns import Line


def form_lines(catalogue: Catalogue, form: Form, *, running: bool) -> list[Line]:
    """All but sections numbered from 1; ``running`` asks for 本年累计 below monthly flows."""
    lines: list[Line] = []
    count, section = 0, ""
    for item in form.items:
        if item.section != section:
            section = item.section
            lines.append(Line("section", section))
        for line in _of_item(catalogue, form, item, running=running):
            count += 1
            lines.append(replace(line, number=str(count)))
    return lines


def runs(form: Form, item: Item) -> bool:
    """Whether 本年累计 is computed for a monthly flow, as no item of the form states it."""
    stated = any(each.ytd_of == item.code for each in form.items)
    return form.frequency is Frequency.MONTH and item.kind is Kind.FLOW and not stated


def _of_item(catalogue: Catalogue, form: Form, item: Item, *, running: bool) -> Iterator[Line]:
    depth = form.depth(item)
    yield Line("item", item.name, item.unit, depth=depth, code=item.code)
    if running and runs(form, item):
        yield Line("ytd", "本年累计", item.unit, depth=depth + 1, code=item.code)
    for rate in form.rates:
        if rate.after == item.code:
            found = catalogue.indicators[rate.indicator]
            yield Line("rate", found.name, found.unit, depth=depth + 1, code=found.code)
