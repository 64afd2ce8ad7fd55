"""Government plans as dated data: targets with their clauses, and the facts they print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a target starts from, as the plan prints it."""

    value: str
    unit: str
    as_of: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One target of a plan, with the clause it comes from.

    ``value`` is the text of the plan ("60", "1-2", ">5", empty for a direction). ``due_basis``
    says whether the date is stated or inherited; ``klass`` is A number, B derived 100 %,
    C direction, D standard. ``indicator`` is empty when no indicator has this definition.
    """

    id: str
    indicator_name: str
    operator: str
    value: str
    unit: str
    due: date
    due_basis: str
    klass: str
    scope: str
    chapter: str
    paragraph: int
    indicator: str = ""
    binding: str = ""
    softening: str = ""
    note: str = ""
    conflict: tuple[str, ...] = ()
    maintain: bool = False
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure a plan publishes about the state of things, with its date where one is known."""

    id: str
    indicator_name: str
    value: str
    unit: str
    basis: str
    scope: str
    chapter: str
    paragraph: int
    indicator: str = ""
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one area (twelve-digit code) from ``starts`` to ``ends``."""

    code: str
    name: str
    area: str
    area_name: str
    starts: date
    ends: date
    targets: tuple[Target, ...]
    facts: tuple[Fact, ...] = ()
    document_number: str = ""
    issued: date | None = None
    note: str = ""

    def clause(self, chapter: str, paragraph: int) -> str:
        """A citation by document, chapter and paragraph."""
        return f"《{self.name}》{chapter}第{paragraph}段"
