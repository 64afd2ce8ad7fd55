"""说明 of soft findings: written, taken back, and found again for the month or the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger

_COLUMNS = "rule, form, period, unit, item, left, right, text, operator, at"


class Explanation(NamedTuple):
    """What was written about a finding. ``left`` and ``right`` are the sides it was about then.

    ``item`` is empty for a finding about a whole form; ``at`` is ISO local time.
    """

    rule: str
    form: str
    end: int
    unit: str
    item: str
    left: str
    right: str
    text: str
    operator: str = ""
    at: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about within its month: rule row, unit, item."""
        return self.rule, self.unit, self.item


def of_month(ledger: Ledger, end: int) -> list[Explanation]:
    """Those that stand for the month, in the order they were written."""
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM explanation WHERE period = ? AND withdrawn = '' ORDER BY id",
        (end,),
    )
    return [Explanation._make(row)._replace(unit=str(row[3])) for row in rows]


def write(ledger: Ledger, written: Iterable[Explanation]) -> None:
    """Write explanations, as of now and by who is signed in unless they say otherwise; one about
    the same thing is kept as withdrawn.
    """
    with ledger.transaction():
        at = now()
        for each in written:
            _withdraw(ledger, each.end, each.key, at)
            by = each.operator if each.at else each.operator or ledger.operator
            ledger.connection.execute(
                f"INSERT INTO explanation ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *each[:3],
                    int(each.unit),
                    *each[4:8],
                    by,
                    each.at or at,
                ),
            )


def withdraw(ledger: Ledger, end: int, keys: Sequence[tuple[str, str, str]]) -> None:
    """Take explanations of a month back; they stay in the table with the time of it."""
    with ledger.transaction():
        at = now()
        for key in keys:
            _withdraw(ledger, end, key, at)


def _withdraw(ledger: Ledger, end: int, key: tuple[str, str, str], at: str) -> None:
    rule, unit, item = key
    ledger.connection.execute(
        "UPDATE explanation SET withdrawn = ? WHERE rule = ? AND period = ? AND unit = ?"
        " AND item = ? AND withdrawn = ''",
        (at, rule, end, int(unit), item),
    )
