"""审: what the rules find in a month, and how far every unit is with every form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.ledger import Ledger
from monitoring.areas import Unit
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.findings import Finding
from monitoring.month import Month, months_needed
from monitoring.periods import latest
from monitoring.rules import evaluate_rules


class Standing(StrEnum):
    """How far a unit is with a form."""

    MISSING = "未报"
    FAULTY = "有误"
    PENDING = "待审"
    APPROVED = "已审"


@dataclass(frozen=True)
class Completeness:
    """Unit × form of one month; ``standing`` has a state for every unit that owes the form."""

    forms: tuple[Form, ...]
    units: tuple[Unit, ...]
    standing: dict[tuple[str, str], Standing]

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
    """Everything review says of a month."""

    end: int
    findings: tuple[Finding, ...]
    completeness: Completeness

    @property
    def hard(self) -> int:
        """How many hard findings there are."""
        return sum(1 for finding in self.findings if finding.blocks)


def due_forms(ledger: Ledger, end: int) -> tuple[Form, ...]:
    """The forms whose period ends in the month ``end``."""
    return tuple(
        form for form in ledger.catalogue.forms.values() if latest(form.frequency, end).end == end
    )


def review(ledger: Ledger, end: int) -> Review:
    """Evaluate every rule for the month ``end`` and see who has sent what."""
    catalogue = ledger.catalogue
    figures = ledger.figures(catalogue.items, months_needed(end))
    totals = {total.item: total.amount for total in ledger.stated_totals(catalogue.items, end)}
    findings = evaluate_rules(Month(catalogue, ledger.area, figures, end, totals))
    return Review(end, tuple(findings), completeness(ledger, end, findings))


def completeness(ledger: Ledger, end: int, findings: Iterable[Finding]) -> Completeness:
    """未报, 有误, 待审 or 已审 for every unit and form of the month."""
    faulty = {(f.unit, f.form) for f in findings if f.blocks}
    forms = due_forms(ledger, end)
    standing: dict[tuple[str, str], Standing] = {}
    owing: set[str] = set()
    for form in forms:
        reported, approved = ledger.reported(form.code, end), ledger.approved(form.code, end)
        for unit in form.reporting(ledger.area, end):
            owing.add(unit.code)
            key = (unit.code, form.code)
            if unit.code not in reported:
                standing[key] = Standing.MISSING
            elif key in faulty:
                standing[key] = Standing.FAULTY
            else:
                standing[key] = Standing.APPROVED if unit.code in approved else Standing.PENDING
    units = tuple(unit for unit in (*ledger.area.units, ledger.area.itself) if unit.code in owing)
    return Completeness(forms, units, standing)


def approve(ledger: Ledger, form: str, end: int, units: Sequence[str]) -> None:
    """Mark forms as 已审. Raises ``ExpectedError`` when one is missing or has hard findings."""
    standing = review(ledger, end).completeness.standing
    names = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
    for unit in units:
        state = standing.get((unit, form))
        if state not in (Standing.PENDING, Standing.APPROVED):
            raise ExpectedError(
                f"{names.get(unit, unit)}的报表还是“{state or Standing.MISSING}”，"
                "请先处理完再通过审核。"
            )
    ledger.approve(form, end, units)
