"""Assessing: ten years beside fetching the same values; every target, and what a change does."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.large_ledger import build
from benchmarks.measure import Amount, Result, compare, least_seconds
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.periods import latest
from monitoring.resources import load_areas
from monitoring.sums import months_between
from workflow import assess
from workflow.outlook import Scenario, outlooks

FIRST, LAST = 201601, 202512


def run(folder: Path) -> Iterator[Result]:
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
        yield _amount("对标：一个县十年台账的全部目标", ledger, 0.05)
        yield Amount(
            "对标：同上，连同缺口和预测",
            least_seconds(lambda: outlooks(ledger, LAST)),
            "s",
            0.1,
        )
        scenario = Scenario(ledger, LAST)
        change = {(ledger.area.units[0].code, "fd_signed"): number(50_000)}
        scenario.what_if(change)
        taken = least_seconds(lambda: scenario.what_if(change))
        yield Amount("对标：改一个乡镇的数看结论", taken, "s", 0.02)
    path = folder / "city.ledger"
    with _city(path, 300) as ledger:
        yield _amount("对标：300 个乡镇十年台账的全部目标", ledger, 0.5)
        taken = least_seconds(lambda: outlooks(ledger, LAST, every=True), rounds=3)
        yield Amount("对标：同上，连同缺口和预测", taken, "s", 0.5)


def _amount(name: str, ledger: Ledger, goal: float) -> Amount:
    """Every target of all plans, the ledger open and its definitions read."""
    return Amount(name, least_seconds(lambda: assess.targets(ledger, LAST, every=True)), "s", goal)


def _city(path: Path, units: int) -> Ledger:
    """Ten years of that many townships: a figure of every measured item in every month."""
    build(path, units, 1, [])
    ledger = Ledger.open(path)
    rows = [
        (ledger.item_ids.id(item.code), month, int(unit.code))
        for form in ledger.catalogue.forms.values()
        for item in form.items
        for month in months_between(FIRST, LAST)
        if latest(form.frequency, month).end == month
        for unit in form.reporting(ledger.area, month)
    ]
    rows.sort()
    with ledger.transaction():
        ledger.connection.execute("INSERT INTO source (kind, at) VALUES ('hand', '2026-01-01')")
        ledger.connection.executemany(
            "INSERT INTO value (item, period, unit, state, amount, source)"
            " VALUES (?, ?, ?, 'number', 4321, 1)",
            rows,
        )
    return ledger


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
