"""Every rule on 300 units × 120 items × 24 months, beside fetching what they compare.

The floor is the least that judging outside of the ledger would have to fetch: each month, the one
before and the same a year before. R21-5, R21-6 and R25 look further back on top of that.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Amount, Comparison, compare, seconds
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import Value, number
from monitoring.catalogue import Catalogue, Form
from monitoring.periods import Frequency, add_months
from monitoring.resources import load_areas
from monitoring.sums import months_between
from workflow import demonstration
from workflow.review import findings

UNITS, ITEMS = 300, 120
# The last months of the demonstration before its planted mistakes.
FIRST, LAST = 202409, 202608
COUNTY = "371581000000"


def run(folder: Path) -> Iterator[Comparison | Amount]:
    """Two years of a county of 300 units: every month reviewed, some figures odd."""
    with (
        _large_county(folder / "large.ledger") as ledger,
        demonstration.build(folder / "sample.ledger", COUNTY) as sample,
    ):
        catalogue = _monthly(ledger.catalogue)
        _fill(ledger, catalogue, sample)
        months = list(months_between(FIRST, LAST))

        def fetch() -> object:
            return [
                ledger.connection.execute(
                    "SELECT item, period, unit, state, amount FROM value"
                    " WHERE item IN (SELECT id FROM item) AND period IN (?, ?, ?)",
                    (end, add_months(end, -1), end - 100),
                ).fetchall()
                for end in months
            ]

        yield compare(
            f"审：{UNITS} 个单位 × {ITEMS} 项 × {len(months)} 个月，全部规则",
            lambda: [findings(ledger, end, catalogue) for end in months],
            fetch,
            "只取出每月和它的上期、上年同期",
            4.0,
            rounds=3,
        )
        one = min(seconds(lambda: findings(ledger, LAST, catalogue)) for _ in range(3))
        yield Amount(f"审：{UNITS} 个单位的一个月", one, "s", 0.5)


def _large_county(path: Path) -> Ledger:
    """A ledger whose county has so many made-up units: its own definition of the area says so."""
    area = load_areas()[COUNTY]
    units = [(area.code[:6] + f"{place:03}000", f"第{place}镇") for place in range(1, UNITS + 1)]
    table = {
        "code": area.code,
        "name": area.name,
        "parent": area.parent,
        "parent_name": area.parent_name,
        "source": "演示数据",
        "units": [{"code": code, "name": name} for code, name in units],
    }
    with Ledger.create(path, area) as ledger, ledger.transaction():
        ledger.connection.execute(
            "UPDATE definition SET body = ? WHERE substr(file, 1, 6) = 'areas/'",
            (json.dumps(table),),
        )
        ledger.connection.executemany(
            "INSERT OR REPLACE INTO unit (code, name) VALUES (?, ?)", units
        )
    return Ledger.open(path)


def _monthly(whole: Catalogue) -> Catalogue:
    """The monthly forms, as far as they have the items, and the rules that need no other."""
    forms: dict[str, Form] = {}
    left = ITEMS
    for form in whole.forms.values():
        if form.frequency is Frequency.MONTH and left:
            # The last items of a form are 其中 of none before them that would be cut off.
            forms[form.code] = replace(form, items=form.items[:left])
            left -= len(forms[form.code].items)
    items = {item.code for form in forms.values() for item in form.items}
    indicators = {
        code: each
        for code, each in whole.indicators.items()
        if each.denominator and {*each.numerator.items, *each.denominator.items} <= items
    }
    rules = tuple(
        rule
        for rule in whole.rules
        if rule.left is None
        or (rule.right is not None and {*rule.left.items, *rule.right.items} <= items)
    )
    return Catalogue(forms, indicators, rules)


def _fill(ledger: Ledger, catalogue: Catalogue, sample: Ledger) -> None:
    """The months of the demonstration's townships, told over and over; a few figures are odd."""
    chance = random.Random(20261125)
    months = list(months_between(FIRST, LAST))
    known = sample.figures(catalogue.items, months).values
    towns = [unit.code for unit in sample.area.units]
    with ledger.transaction():
        for end in months:
            entries = [
                Entry(unit.code, item, end, _odd(value, chance))
                for place, unit in enumerate(ledger.area.units)
                for item in catalogue.items
                if (value := known.get((towns[place % len(towns)], item, end))) is not None
            ]
            ledger.write(entries, NewSource("hand"))


def _odd(value: Value, chance: random.Random) -> Value:
    """One number in five hundred with a digit too many."""
    if value.amount is None or chance.randrange(500):
        return value
    return number(value.amount * 10)
