"""How a kind of rule is judged: what it looks at, which figures it reads, what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from monitoring.areas import Unit
from monitoring.catalogue import Form, Item, Rule
from monitoring.figures import Key
from monitoring.findings import Finding
from monitoring.month import Month, ends_now, forms_of
from monitoring.probes import Probe


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A rule looks at ``subjects`` (items, indicators, forms, or itself: ``""``) of ``units``.

    ``probe`` is what a ledger is asked to find the units worth judging, ``None`` where there can
    be none. ``judge`` says what is wrong with one of them, from the figures named by ``cells``.
    """

    subjects: Callable[[Rule, Month], Iterable[str]]
    units: Callable[[Rule, Month, str], Sequence[Unit]]
    probe: Callable[[Rule, Month, str], Probe | None]
    cells: Callable[[Rule, Month, Unit, str], Iterable[Key]]
    judge: Callable[[Rule, Month, Unit, str], Finding | None]


def of_items(rule: Rule, month: Month) -> Iterable[str]:
    """Every item of the rule's forms."""
    return (item.code for form in forms_of(rule, month) for item in form.items)


def of_forms(rule: Rule, month: Month) -> Iterable[str]:
    """The rule's forms themselves."""
    return (form.code for form in forms_of(rule, month))


def owing_item(rule: Rule, month: Month, subject: str) -> Sequence[Unit]:
    """The units that owe an item."""
    return month.reporting(month.catalogue.form_of[subject])


def owing_form(rule: Rule, month: Month, subject: str) -> Sequence[Unit]:
    """The units that owe a form."""
    return month.reporting(month.catalogue.forms[subject])


def over(periods: int) -> Callable[[Rule, Month, Unit, str], Iterable[Key]]:
    """The item itself, this period and those before it, so many in all."""

    def cells(rule: Rule, month: Month, unit: Unit, subject: str) -> Iterable[Key]:
        ends = month.ends(month.catalogue.form_of[subject], periods)
        return ((unit.code, subject, end) for end in ends)

    return cells


def whole_form(periods: int) -> Callable[[Rule, Month, Unit, str], Iterable[Key]]:
    """Every item of a form, this period and those before it, so many in all."""

    def cells(rule: Rule, month: Month, unit: Unit, subject: str) -> Iterable[Key]:
        form = month.catalogue.forms[subject]
        ends = month.ends(form, periods)
        return ((unit.code, item.code, end) for item in form.items for end in ends)

    return cells


def known(month: Month, subject: str) -> tuple[Form, Item]:
    """The form and the item of an item's code."""
    return month.catalogue.form_of[subject], month.catalogue.items[subject]


def all_end_now(month: Month, items: Iterable[str]) -> bool:
    """Whether a period of every form with one of the items ends in the month."""
    return all(ends_now(month, form) for form in forms_with(month, items))


def forms_with(month: Month, items: Iterable[str]) -> frozenset[str]:
    """Codes of the forms that have one of the items."""
    return frozenset(month.catalogue.form_of[item].code for item in items)
