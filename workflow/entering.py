"""What entry adds to typing: bases carried over with their source, and forms typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from db import entering, locks
from db.connection import LOCKED
from db.entering import Carried
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring import rules
from monitoring.amounts import STATE_LABELS, Value
from monitoring.areas import Unit
from monitoring.catalogue import Form, Item, Rule
from monitoring.errors import ExpectedError
from monitoring.figures import Figures
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.month import Month
from monitoring.periods import latest
from workflow import explaining
from workflow.limits import limits_of

__all__ = ["Base", "Carried", "Difference", "Passes", "Released"]

Key = tuple[str, str]

_DOUBLE = "double_entry:"
_NOTHING_TYPED: Mapping[str, Value | None] = MappingProxyType({})


class Base(NamedTuple):
    """A figure that may be carried over from the month ``origin`` (yyyymm)."""

    unit: str
    item: str
    value: Value
    origin: int


class Released(NamedTuple):
    """A carried figure that a clerk changes: what it was, and what it becomes."""

    unit: str
    item: str
    old: Value | None
    new: Value | None


class Difference(NamedTuple):
    """A figure that was not typed twice the same; ``None`` where a pass left it blank."""

    unit: Unit
    item: Item
    first: Value | None
    second: Value | None


@dataclass(frozen=True)
class Passes:
    """Both passes of a form's month, by unit and item."""

    form: Form
    units: tuple[Unit, ...]
    first: Mapping[Key, Value]
    second: Mapping[Key, Value]

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What the second pass says otherwise, in the order of units and items."""
        return tuple(
            Difference(unit, item, self.first.get((unit.code, item.code)), second)
            for unit in self.units
            for item in self.form.items
            if (second := self.second.get((unit.code, item.code))) is not None
            and second != self.first.get((unit.code, item.code))
        )

    def left(self, unit: str | None = None) -> int:
        """How many figures the second pass has still to type, of one unit or of all."""
        return sum(1 for key in self.first if key not in self.second and unit in (None, key[0]))


def closed(ledger: Ledger, form: Form, end: int) -> str:
    """Why nothing may be written into a form's month, empty when it may."""
    return LOCKED if form.code in locks.of_month(ledger, end) else ""


def carried(ledger: Ledger, form: Form, end: int) -> dict[Key, int]:
    """The month each carried figure comes from, by unit and item."""
    return entering.carried(ledger, [item.code for item in form.items], end)


def bases(ledger: Ledger, form: Form, end: int) -> list[Base]:
    """What may be carried over into a form's month, where nothing stands yet.

    A population base takes the year's first number, an opening figure the number it repeats at
    the end of the year before. What is not known stays missing.
    """
    now = ledger.figures([item.code for item in form.items if item.fixed or item.opens], [end])
    this_year = entering.first_numbers(ledger, _fixed(form), _periods_before(form, end))
    opened = [item.opens for item in form.items if item.opens]
    december = entering.first_numbers(ledger, opened, [(end // 100 - 1) * 100 + 12])
    found = []
    for unit in form.reporting(ledger.area, end):
        for item in form.items:
            known = this_year.get((unit.code, item.code)) or december.get((unit.code, item.opens))
            if known is not None and now.value(unit.code, item.code, end) is None:
                origin, value = known
                found.append(Base(unit.code, item.code, value, origin))
    return found


def write(
    ledger: Ledger,
    form: Form,
    entries: Sequence[Entry],
    end: int,
    *,
    origins: Iterable[Carried] = (),
    released: Sequence[Released] = (),
    reason: str = "",
) -> None:
    """Write what was typed or carried over, in one transaction.

    The ``reason`` is kept as the 说明 of every figure ``released``. Raises ``ExpectedError``
    where one is needed and is empty.
    """
    with ledger.transaction():
        if released:
            explaining.explain(ledger, list(_asked(ledger, form, released, end)), reason)
        ledger.write(entries, NewSource("hand", form=form.code, end=end))
        entering.note_carried(ledger, origins)


def findings_of(
    ledger: Ledger, end: int, unit: Unit, typed: Mapping[str, Value | None] = _NOTHING_TYPED
) -> list[Finding]:
    """What the rules find at one unit in a month, without looking at any other.

    ``typed`` are values by item that are not in the ledger yet.
    """
    catalogue = ledger.catalogue
    townships = () if unit.code == ledger.area.code else (unit,)
    area = replace(ledger.area, units=townships)
    month = Month(catalogue, area, ledger.picked(()), end, {}, limits_of(ledger))
    places = list(rules.everywhere(month))
    values = dict(ledger.picked(rules.cells(month, places)).values)
    for item, value in typed.items():
        values.pop((unit.code, item, end), None)
        if value is not None:
            values[unit.code, item, end] = value
    found = rules.judge(replace(month, figures=Figures(values, catalogue.decimals)), places)
    return [finding for finding in found if finding.unit == unit.code]


def is_double(ledger: Ledger, form: Form) -> bool:
    """Whether the form is typed twice."""
    return ledger.setting(_DOUBLE + form.code) == "1"


def set_double(ledger: Ledger, form: Form, on: bool) -> None:
    """Have the form typed twice, or once; what was typed the second time stays."""
    ledger.set_setting(_DOUBLE + form.code, "1" if on else "0")


def second(ledger: Ledger, form: Form, end: int) -> dict[Key, Value]:
    """What was typed the second time, by unit and item."""
    return entering.second(ledger, [item.code for item in form.items], end)


def keep_second(ledger: Ledger, form: Form, entries: Sequence[Entry], end: int) -> None:
    """Keep what was typed the second time. A filed month refuses it as it does a value."""
    if sentence := closed(ledger, form, end):
        raise ExpectedError(sentence)
    entering.keep_second(ledger, entries)


def passes(ledger: Ledger, form: Form, end: int) -> Passes:
    """Both passes of a form's month, to be compared."""
    units = form.reporting(ledger.area, end)
    owing = {unit.code for unit in units}
    figures = ledger.figures(form.by_code, [end])
    first = {(unit, item): value for (unit, item, _), value in figures.values.items()}
    typed = second(ledger, form, end)
    return Passes(
        form,
        units,
        {key: value for key, value in first.items() if key[0] in owing},
        {key: value for key, value in typed.items() if key[0] in owing},
    )


def unsettled(ledger: Ledger, form: Form, end: int, units: Iterable[str]) -> str:
    """Why the units' form cannot be approved yet as one that is typed twice, else empty."""
    if not is_double(ledger, form):
        return ""
    found = passes(ledger, form, end)
    names = {unit.code: unit.name for unit in found.units}
    differing = [difference.unit.code for difference in found.differences]
    for unit in units:
        if left := found.left(unit):
            return (
                f"{names.get(unit, unit)}的“{form.name}”要录两遍，第二遍还有 {left} 格没有录；"
                "请在“填报”里录完再通过。"
            )
        if count := differing.count(unit):
            return (
                f"{names.get(unit, unit)}的“{form.name}”两遍录入有 {count} 格不一样；"
                "请在“填报”的“对照”里定下再通过。"
            )
    return ""


def _periods_before(form: Form, end: int) -> list[int]:
    """The form's earlier periods of the same year, first one first."""
    months = range(end // 100 * 100 + 1, end)
    return [month for month in months if latest(form.frequency, month).end == month]


def _fixed(form: Form) -> list[str]:
    return [item.code for item in form.items if item.fixed]


def _asked(ledger: Ledger, form: Form, released: Iterable[Released], end: int) -> Iterator[Finding]:
    """What the rule on bases will say of released figures, in the numbers they are about."""
    rule = next(rule for rule in ledger.catalogue.rules if rule.kind == "fixed")
    first = entering.first_numbers(ledger, _fixed(form), _periods_before(form, end))
    for each in released:
        item, (_, base) = form.by_code[each.item], first.get(each[:2], (0, each.old))
        yield _finding(rule, form, each, end, (_text(each.new, item), _text(base, item)))


def _finding(rule: Rule, form: Form, each: Released, end: int, sides: tuple[str, str]) -> Finding:
    return Finding(
        rule.rule, rule.id, rule.severity, form.code, each.unit, "", end, *sides, (each.item,), ""
    )


def _text(value: Value | None, item: Item) -> str:
    if value is None:
        return "空白"
    if value.amount is None:
        return STATE_LABELS[value.state]
    return plain(Fraction(value.amount, 10**item.decimals))
