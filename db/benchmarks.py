"""What others reached (全省平均): the newest row of an indicator, scope and month counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now
from monitoring.goals import Benchmark

if TYPE_CHECKING:
    from db.ledger import Ledger

_COLUMNS = "indicator, scope, period, value, note, operator, at"
_NEWEST = (
    f"SELECT {_COLUMNS} FROM benchmark WHERE id IN"
    " (SELECT max(id) FROM benchmark GROUP BY indicator, scope, period)"
)


class KeptBenchmark(NamedTuple):
    """One row; ``value`` is an exact decimal text, empty where it was taken out."""

    indicator: str
    scope: str
    period: int
    value: str
    note: str
    operator: str
    at: str

    @property
    def benchmark(self) -> Benchmark:
        """Without who wrote it."""
        return Benchmark(self.indicator, self.scope, self.period, self.value, self.note)


def read(ledger: Ledger) -> list[KeptBenchmark]:
    """Every benchmark that counts, by indicator, scope and month."""
    rows = ledger.connection.execute(f"{_NEWEST} AND value <> '' ORDER BY indicator, scope, period")
    return [KeptBenchmark._make(row) for row in rows]


def latest(ledger: Ledger, month: int) -> dict[tuple[str, str], Benchmark]:
    """The last benchmark by a month, by (indicator, scope)."""
    return {
        (each.indicator, each.scope): each.benchmark
        for each in read(ledger)
        if each.period <= month
    }


def keep(ledger: Ledger, benchmarks: Iterable[Benchmark]) -> None:
    """Write benchmarks; an empty value takes one out. What stood before stays as history."""
    at = now()
    with ledger.transaction():
        ledger.connection.executemany(
            f"INSERT INTO benchmark ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (b.indicator, b.scope, b.period, b.value, b.note, ledger.operator, at)
                for b in benchmarks
            ],
        )


def history(ledger: Ledger, indicator: str, scope: str, period: int) -> list[KeptBenchmark]:
    """Every row of one benchmark, newest first."""
    rows = ledger.connection.execute(
        f"SELECT {_COLUMNS} FROM benchmark WHERE indicator = ? AND scope = ? AND period = ?"
        " ORDER BY id DESC",
        (indicator, scope, period),
    )
    return [KeptBenchmark._make(row) for row in rows]
