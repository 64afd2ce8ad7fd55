"""A form's printed lines without figures: sections, items, running totals and rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitoring.catalogue import Catalogue, Form, Item, Kind
from monitoring.longer import is_longer
from monitoring.periods import Frequency, Period
from monitoring.returns import Line

_SPANS = {Frequency.QUARTER: "本季", Frequency.HALF: "本半年", Frequency.YEAR: "全年"}


def lines_over(catalogue: Catalogue, form: Form, period: Period) -> list[Line]:
    """The form's lines at its own period or a longer one, whose name then stands for 本月. Over a
    whole year a flow needs no running total.
    """
    lines = form_lines(catalogue, form, running=period.frequency is not Frequency.YEAR)
    if not is_longer(form, period):
        return lines
    span = f"（{_SPANS[period.frequency]}）"
    return [replace(line, label=line.label.replace("（本月）", span)) for line in lines]


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
