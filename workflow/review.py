"""审: what the rules find in a month, and how far every unit is with every form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from db import locks, reminders
from db.explanations import Explanation
from db.ledger import Ledger
from db.reminders import GivenBack
from monitoring import rules
from monitoring.areas import Unit
from monitoring.catalogue import Catalogue, Form
from monitoring.errors import ExpectedError
from monitoring.findings import Finding
from monitoring.month import Month
from monitoring.periods import latest
from workflow import entering, explaining
from workflow.limits import limits_of


class Standing(StrEnum):
    """How far a unit is with a form."""

    MISSING = "未报"
    FAULTY = "有误"
    PENDING = "待审"
    APPROVED = "已审"
    SUBMITTED = "已上报"


@dataclass(frozen=True)
class Completeness:
    """Unit × form of one month; ``standing`` has a state for every unit that owes the form.

    ``given_back`` are those that a unit was asked to correct and has not sent anew.
    """

    forms: tuple[Form, ...]
    units: tuple[Unit, ...]
    standing: dict[tuple[str, str], Standing]
    given_back: dict[tuple[str, str], GivenBack] = field(default_factory=dict)

    def count(self, form: str, *states: Standing) -> int:
        """How many units stand in one of ``states`` with a form."""
        return sum(
            1 for (_, code), state in self.standing.items() if code == form and state in states
        )

    def arrived(self, form: str) -> tuple[int, int]:
        """How many units have sent the form, of how many that owe it."""
        owed = self.count(form, *Standing)
        return owed - self.count(form, Standing.MISSING), owed


@dataclass(frozen=True)
class Review:
    """Everything review says of a month; ``explanations`` by :func:`explaining.key_of`."""

    end: int
    findings: tuple[Finding, ...]
    completeness: Completeness
    explanations: Mapping[tuple[str, str, str], Explanation] = field(default_factory=dict)

    @property
    def hard(self) -> int:
        """How many hard findings there are."""
        return sum(1 for finding in self.findings if finding.blocks)

    @cached_property
    def unexplained(self) -> tuple[Finding, ...]:
        """The soft findings that still want a 说明."""
        return explaining.unexplained(self.findings, self.explanations)

    def wanting(self, unit: str, form: str) -> int:
        """How many soft findings of a unit's form still want a 说明."""
        return sum(1 for each in self.unexplained if (each.unit, each.form) == (unit, form))


def due_forms(ledger: Ledger, end: int) -> tuple[Form, ...]:
    """The forms whose period ends in the month ``end``, from the month they came into force."""
    return tuple(
        form
        for form in ledger.catalogue.forms.values()
        if latest(form.frequency, end).end == end
        and form.valid_from.year * 100 + form.valid_from.month <= end
    )


def review(ledger: Ledger, end: int) -> Review:
    """Evaluate every rule for the month ``end`` and see who has sent what."""
    found = findings(ledger, end, ledger.catalogue)
    return Review(
        end, tuple(found), completeness(ledger, end, found), explaining.of_month(ledger, end)
    )


def findings(ledger: Ledger, end: int, catalogue: Catalogue) -> list[Finding]:
    """What the rules of a catalogue find in the month: the ledger says where it is worth a look,
    and only there the exact verdict is made.
    """
    totals = {each.item: each.amount for each in ledger.stated_totals(catalogue.items, end)}
    month = Month(catalogue, ledger.area, ledger.picked(()), end, totals, limits_of(ledger))
    asked = rules.asked(month)
    named = ledger.suspects([each.probe for each in asked])
    places = list(rules.suspected(month, zip(asked, named, strict=True)))
    return rules.judge(replace(month, figures=ledger.picked(rules.cells(month, places))), places)


def completeness(ledger: Ledger, end: int, findings: Iterable[Finding]) -> Completeness:
    """未报, 有误, 待审, 已审 or 已上报 for every unit and form of the month."""
    faulty = {(f.unit, f.form) for f in findings if f.blocks}
    forms = due_forms(ledger, end)
    standing: dict[tuple[str, str], Standing] = {}
    owing: set[str] = set()
    submitted = locks.of_month(ledger, end)
    for form in forms:
        reported, approved = ledger.reported(form.code, end), ledger.approved(form.code, end)
        for unit in form.reporting(ledger.area, end):
            owing.add(unit.code)
            key = (unit.code, form.code)
            if unit.code not in reported:
                standing[key] = Standing.MISSING
            elif form.code in submitted:
                standing[key] = Standing.SUBMITTED
            elif key in faulty:
                standing[key] = Standing.FAULTY
            else:
                standing[key] = Standing.APPROVED if unit.code in approved else Standing.PENDING
    units = tuple(unit for unit in (*ledger.area.units, ledger.area.itself) if unit.code in owing)
    returned = {
        (each.unit, each.form): each
        for each in reversed(reminders.given_back(ledger, end))
        if standing.get((each.unit, each.form)) in (Standing.FAULTY, Standing.PENDING)
        and each.source >= ledger.newest_source(each.form, end, each.unit)
    }
    return Completeness(forms, units, standing, returned)


def approve(ledger: Ledger, form: str, end: int, units: Sequence[str]) -> None:
    """Mark forms as 已审.

    Raises ``ExpectedError`` when one is missing or submitted, has hard findings, soft ones
    without a 说明, or a second pass that is not done.
    """
    found = review(ledger, end)
    standing = found.completeness.standing
    names = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
    for unit in units:
        state = standing.get((unit, form))
        if state not in (Standing.PENDING, Standing.APPROVED):
            raise ExpectedError(
                f"{names.get(unit, unit)}的报表还是“{state or Standing.MISSING}”，"
                "请先处理完再通过审核。"
            )
        if wanting := found.wanting(unit, form):
            raise ExpectedError(
                f"{names.get(unit, unit)}还有 {wanting} 处提示没有说明；请先写说明或改数再通过。"
            )
    if sentence := entering.unsettled(ledger, ledger.catalogue.forms[form], end, units):
        raise ExpectedError(sentence)
    ledger.approve(form, end, units)
