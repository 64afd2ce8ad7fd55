"""Cells left empty on forms that were sent: said to be 未报, all at once, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE
from monitoring.findings import Finding
from monitoring.periods import Period

__all__ = ["count", "left_blank", "mark", "unmark"]

_RULE = "R24"


def left_blank(findings: Iterable[Finding]) -> list[Finding]:
    """The findings about empty cells, one a unit and form."""
    return [finding for finding in findings if finding.rule == _RULE]


def count(findings: Iterable[Finding]) -> int:
    """How many cells such findings are about."""
    return sum(len(finding.items) for finding in findings)


def mark(ledger: Ledger, findings: Sequence[Finding]) -> list[Entry]:
    """Say of every empty cell of :func:`left_blank` that it is 未报, or what last period said.

    A township without a 中医医院 is without one next month too: what stood at 不适用 a period ago
    stands there again. A figure that has come in since is left alone. One transaction; returns
    what was written, for :func:`unmark`.
    """
    entries = [entry for finding in findings for entry in _entries(ledger, finding)]
    _write(ledger, entries)
    return entries


def unmark(ledger: Ledger, entries: Sequence[Entry]) -> int:
    """Empty the cells again that still say what :func:`mark` wrote; returns how many."""
    items, ends = {e.item for e in entries}, {e.end for e in entries}
    figures = ledger.figures(items, ends)
    standing = [e for e in entries if figures.value(e.unit, e.item, e.end) == e.value]
    _write(ledger, [entry._replace(value=None) for entry in standing])
    return len(standing)


def _entries(ledger: Ledger, finding: Finding) -> Iterable[Entry]:
    frequency = ledger.catalogue.forms[finding.form].frequency
    end, before = finding.end, Period(finding.end, frequency).shift(-1).end
    figures = ledger.figures(finding.items, [before, end])
    for item in finding.items:
        if figures.value(finding.unit, item, end) is None:
            last = figures.value(finding.unit, item, before)
            yield Entry(finding.unit, item, end, last if last == NOT_APPLICABLE else MISSING)


def _write(ledger: Ledger, entries: Sequence[Entry]) -> None:
    """One source a form, as for what is typed by hand."""
    forms = ledger.catalogue.form_of

    def place(entry: Entry) -> tuple[str, int]:
        return forms[entry.item].code, entry.end

    with ledger.transaction():
        for (form, end), group in groupby(sorted(entries, key=place), key=place):
            ledger.write(list(group), NewSource("hand", form=form, end=end))
