"""Audit rules R01–R25 and a county's own over the figures of one month. Rules are data.

They are judged place by place: a rule, a unit, and what the rule looks at there. A ledger says
by :mod:`probes` which places are worth it; :func:`evaluate_rules` looks at every one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from monitoring.areas import Unit
from monitoring.catalogue import Rule
from monitoring.changes import CHANGES
from monitoring.figures import Key
from monitoring.findings import Finding
from monitoring.kinds import RuleKind
from monitoring.month import Month
from monitoring.outliers import OUTLIERS
from monitoring.probes import Probe
from monitoring.sides import SIDES
from monitoring.whole_forms import WHOLE_FORMS

KINDS: Mapping[str, RuleKind] = {**SIDES, **CHANGES, **OUTLIERS, **WHOLE_FORMS}


class Asked(NamedTuple):
    """What a rule looks at in a month, and how a ledger finds the units that could break it."""

    rule: Rule
    subject: str
    probe: Probe


class Place(NamedTuple):
    """One thing to judge: a rule's subject at a unit."""

    rule: Rule
    unit: Unit
    subject: str


def asked(month: Month) -> list[Asked]:
    """What to ask the ledger about the month; its figures are not needed yet."""
    return [
        Asked(rule, subject, probe)
        for rule in rules_of(month)
        for subject in KINDS[rule.kind].subjects(rule, month)
        if (probe := KINDS[rule.kind].probe(rule, month, subject)) is not None
    ]


def suspected(month: Month, found: Iterable[tuple[Asked, Collection[str]]]) -> Iterator[Place]:
    """The places to judge, given the units (codes) that answered each probe."""
    for (rule, subject, _), units in found:
        if units:
            yield from _places(rule, month, subject, units)


def cells(month: Month, places: Iterable[Place]) -> set[Key]:
    """The figures (unit, item, month) that judging the places reads."""
    return {
        key
        for rule, unit, subject in places
        for key in KINDS[rule.kind].cells(rule, month, unit, subject)
    }


def judge(month: Month, places: Iterable[Place]) -> list[Finding]:
    """The findings at certain places: by unit, hard ones first, then by rule."""
    found = [
        (rule.kind, finding)
        for rule, unit, subject in places
        if (finding := KINDS[rule.kind].judge(rule, month, unit, subject)) is not None
    ]
    # One change is asked about once: that a figure is odd says no more than that it jumped.
    asked_about = {(f.unit, f.items) for kind, f in found if kind in CHANGES}
    findings = [
        f for kind, f in found if kind not in OUTLIERS or (f.unit, f.items) not in asked_about
    ]
    order = {unit.code: place for place, unit in enumerate((*month.area.units, month.area.itself))}
    return sorted(findings, key=lambda f: (order.get(f.unit, -1), not f.blocks, f.rule, f.id))


def everywhere(month: Month) -> Iterator[Place]:
    """Every place that the rules of the month could be broken at."""
    return (
        place
        for rule in rules_of(month)
        for subject in KINDS[rule.kind].subjects(rule, month)
        for place in _places(rule, month, subject)
    )


def evaluate_rules(month: Month) -> list[Finding]:
    """Every finding of every rule, from figures at hand."""
    return judge(month, everywhere(month))


def rules_of(month: Month) -> Sequence[Rule]:
    """The rules that hold in the month."""
    return [rule for rule in month.catalogue.rules if rule.holds_in(month.end)]


def _places(
    rule: Rule, month: Month, subject: str, only: Collection[str] | None = None
) -> Iterator[Place]:
    return (
        Place(rule, unit, subject)
        for unit in KINDS[rule.kind].units(rule, month, subject)
        if (only is None or unit.code in only) and rule.concerns(unit.code)
    )
