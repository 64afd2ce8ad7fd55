"""数据说明: how whole the figures of a year are, what was explained, what was corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.ledger import Ledger
from monitoring.catalogue import Form
from monitoring.periods import Period, latest
from monitoring.sums import months_between
from workflow import explaining, filing


@dataclass(frozen=True, slots=True)
class FormNote:
    """A form over its ``periods``: how many came of all that were owed, and who did not send the
    last one.
    """

    form: Form
    periods: int
    owed: int
    arrived: int
    last: Period
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A written 说明: whose figure of which item and month, and why it is right."""

    unit_name: str
    item_name: str
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A form's period that was opened again after it was filed: how many figures then changed."""

    form: Form
    period: Period
    figures: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataNotes:
    """What stands behind the figures from ``first`` to ``last`` (yyyymm)."""

    first: int
    last: int
    forms: tuple[FormNote, ...]
    explained: tuple[Explained, ...]
    corrected: tuple[Corrected, ...]


def data_notes(ledger: Ledger, items: Iterable[str], last: int) -> DataNotes:
    """The notes on the forms that hold ``items``, for the year up to the month ``last``."""
    first, wanted = last // 100 * 100 + 1, frozenset(items)
    forms = [
        form
        for form in ledger.catalogue.forms.values()
        if any(item.code in wanted for item in form.items)
    ]
    ends = {form.code: _ends(form, first, last) for form in forms}
    return DataNotes(
        first,
        last,
        tuple(_note(ledger, form, ends[form.code]) for form in forms if ends[form.code]),
        tuple(_explained(ledger, wanted, first, last)),
        tuple(each for form in forms for each in _corrected(ledger, form, ends[form.code])),
    )


def _ends(form: Form, first: int, last: int) -> list[int]:
    """The months in which a period of the form ended; of a year that is running the last one
    before it, when none has.
    """
    months = months_between(first, last)
    found = [month for month in months if latest(form.frequency, month).end == month]
    return found or [latest(form.frequency, last).end]


def _note(ledger: Ledger, form: Form, ends: list[int]) -> FormNote:
    owed = arrived = 0
    silent: tuple[str, ...] = ()
    for end in ends:
        units = form.reporting(ledger.area, end)
        reported = ledger.reported(form.code, end)
        silent = tuple(unit.name for unit in units if unit.code not in reported)
        owed += len(units)
        arrived += len(units) - len(silent)
    return FormNote(form, len(ends), owed, arrived, Period(ends[-1], form.frequency), silent)


def _explained(
    ledger: Ledger, wanted: frozenset[str], first: int, last: int
) -> Iterable[Explained]:
    names = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
    items = ledger.catalogue.items
    for end in months_between(first, last):
        for each in explaining.of_month(ledger, end).values():
            if each.item in wanted and each.item in items:
                name = items[each.item].name
                yield Explained(names.get(each.unit, each.unit), name, end, each.text)


def _corrected(ledger: Ledger, form: Form, ends: list[int]) -> Iterable[Corrected]:
    for end in ends:
        found = filing.filing(ledger, form, end)
        reasons = tuple(each.reason for each in found.events if each.event == "unlocked")
        if reasons:
            yield Corrected(form, Period(end, form.frequency), found.corrected, reasons)
