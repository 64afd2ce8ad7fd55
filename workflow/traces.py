"""A traced figure as plain data: its terms, their single figures, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.changes import PastChange
from db.explanations import Explanation
from db.records import Source
from monitoring.amounts import NOT_APPLICABLE, State, Value, number
from monitoring.areas import Unit
from monitoring.catalogue import Form, Indicator, Item
from monitoring.findings import Finding
from monitoring.indicators import Result
from monitoring.periods import Period
from workflow.filing import Filing


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure by what it says: an item's or indicator's ``code``, a ``unit``'s code, a month.

    An empty ``unit`` asks for the county's total over its units. ``running`` asks for the 本年累计
    of a monthly flow.
    """

    code: str
    unit: str
    end: int
    running: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One unit's value of one item at one month, ``None`` where nothing was ever entered.

    ``counted`` says whether it is in the figure that is traced: a total holds only who answered, an
    indicator only units that gave all of it. ``origin`` is the month it was carried over from.
    ``earlier`` are its changes, newest first.
    """

    unit: Unit
    item: Item
    end: int
    value: Value | None
    counted: bool
    source: Source | None = None
    origin: int | None = None
    earlier: tuple[PastChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """``factor`` times an item, over units and months, the last month first.

    ``side`` is "item", "numerator" or "denominator", and of a finding "left", "right" or "past".
    """

    side: str
    factor: int
    item: Item
    form: Form
    ends: tuple[int, ...]
    figures: tuple[Figure, ...]

    def at(self, end: int) -> tuple[Figure, ...]:
        """Its figures of one month, in the order of units."""
        return tuple(figure for figure in self.figures if figure.end == end)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding that a traced figure takes part in, with its 说明 and whether that still holds."""

    finding: Finding
    explanation: Explanation | None
    holds: bool


@dataclass(frozen=True, slots=True)
class FormFiling:
    """What became of a form's month after it was submitted; corrections only of traced figures."""

    form: Form
    end: int
    filing: Filing


@dataclass(frozen=True)
class Trace:
    """The way home of one figure: of an item, an indicator or both sides of a finding.

    ``unit`` is ``None`` for the county's total. ``result`` is the exact figure with how many units
    are in it, ``None`` for a finding, which has two; ``terms`` come side by side.
    """

    subject: Item | Indicator | Finding
    unit: Unit | None
    period: Period
    running: bool
    result: Result | None
    terms: tuple[Term, ...]
    remarks: tuple[Remark, ...]
    filings: tuple[FormFiling, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        """Every single figure in it."""
        return (figure for term in self.terms for figure in term.figures)

    @property
    def state(self) -> State | None:
        """What the figure is; ``None`` where nothing was entered or nothing can be computed."""
        if self.result is not None and self.result.ratio is not None:
            return State.NUMBER
        values = {figure.value for figure in self.figures}
        if not isinstance(self.subject, Item) or values <= {None}:
            return None
        return State.NOT_APPLICABLE if values == {NOT_APPLICABLE} else State.MISSING


def total_of(figures: Iterable[Figure]) -> Value | None:
    """The sum of those counted, ``None`` where none is a number."""
    amounts = [
        f.value.amount for f in figures if f.counted and f.value and f.value.amount is not None
    ]
    return number(sum(amounts)) if amounts else None
