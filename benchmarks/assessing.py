"""Assessing a county's ten years beside fetching the same values from the ledger."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Comparison, compare
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.periods import latest
from monitoring.resources import load_areas
from monitoring.sums import months_between
from workflow import assess

FIRST, LAST = 201601, 202512


def run(folder: Path) -> Iterator[Comparison]:
    """Ten years of every form of 临清市, every indicator at every month."""
    with _ten_years(folder / "ten-years.ledger") as ledger:

        def fetch() -> object:
            return ledger.connection.execute(
                "SELECT item, period, unit, state, amount FROM value"
                f" WHERE period BETWEEN {FIRST} AND {LAST} ORDER BY item, period, unit"
            ).fetchall()

        yield compare(
            "评：全县十年全部指标",
            lambda: assess.series(ledger, FIRST, LAST),
            fetch,
            "取出同样的数值",
            2.0,
            rounds=3,
        )


def _ten_years(path: Path) -> Ledger:
    ledger = Ledger.create(path, load_areas()["371581000000"])
    chance = random.Random(20261123)
    with ledger.transaction():
        for month in months_between(FIRST, LAST):
            entries = [
                Entry(unit.code, item.code, month, number(chance.randrange(1000, 99999)))
                for form in ledger.catalogue.forms.values()
                if latest(form.frequency, month).end == month
                for unit in form.reporting(ledger.area, month)
                for item in form.items
            ]
            ledger.write(entries, NewSource("hand"))
    return ledger
