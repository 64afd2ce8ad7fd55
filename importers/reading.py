"""What a workbook was understood to say."""

from __future__ import annotations

from dataclasses import dataclass

from importers.questions import Blank, Heading, Question
from monitoring.amounts import Value
from monitoring.issues import Issue
from monitoring.periods import Period


@dataclass(frozen=True, slots=True)
class StagedValue:
    """One value with its way home. ``unit`` and ``item`` are codes."""

    unit: str
    item: str
    value: Value
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """The file's own 合计 of an item, scaled by its decimals; kept to be checked (R01)."""

    item: str
    amount: int
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook understood, as far as it was. ``units`` are codes in the order of the file.

    ``layout`` is "template", "table", "package" or empty. An error among ``issues`` keeps the
    file out, and so does an open question (each has an error with code "question" beside it).
    ``signature`` says which layout it is, for answers that hold for one layout only. ``stated``
    says that the file itself names its ``period``, which is the one asked for otherwise.
    """

    form: str | None = None
    period: Period | None = None
    units: tuple[str, ...] = ()
    values: tuple[StagedValue, ...] = ()
    totals: tuple[StatedTotal, ...] = ()
    issues: tuple[Issue, ...] = ()
    layout: str = ""
    questions: tuple[Question, ...] = ()
    headings: tuple[Heading, ...] = ()
    blanks: tuple[Blank, ...] = ()
    signature: str = ""
    stated: bool = False
