"""The law of the set-based rules: what the ledger names is enough to find everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import db
from db.suspects import suspects
from db.values import ItemIds, pick
from monitoring import rules
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.catalogue import Catalogue
from monitoring.figures import Figures, Key
from monitoring.findings import Finding
from monitoring.loading import load_catalogue
from monitoring.month import Limit, Month
from monitoring.periods import add_months
from tests.monitoring import small
from tests.monitoring.small import COUNTY, EAST, WEST

HUGE = (10**15, -(10**15), 2**62, -(2**62), 2**63 - 1, -(2**63), 2**63 // 3)
FORMULAS = (
    "signed <= people",
    "signed - signed_old < people",
    "visits_ytd = visits_ytd@prev + visits",
    "visits_ytd > visits_ytd@prev",
    "people + 3*signed - 2*born >= area",
    "area + fine = fine@prev + area@prev",
    "fine > area",
    "0*people = signed",
    "9999999999999999999*people = signed",
    "beds <= people",
    "people = beds@prev",
)
GENERAL = (
    *("part", "total", "count", "rate", "denominator", "blank"),
    *("change_month", "change_year", "identical", "to_zero", "odd_step", "odd_level", "fixed"),
)


def _rule(code: str, kind: str, **more: object) -> dict[str, object]:
    common = {"severity": "soft", "sentence": "应当如此", "reference": "内部口径", "form": ""}
    return {"id": code, "rule": "R21", "kind": kind, **common, **more}


def _catalogue() -> Catalogue:
    tables = small.tables()
    items = tables["forms/S1.toml"]["items"]
    items[0]["fixed"] = True
    tables["forms/S2.toml"]["reporters"] = "both"
    items += [
        {**items[6], "code": "fine", "name": "细数", "decimals": 6},
        {**items[6], "code": "area_used", "name": "使用面积", "parent": "area", "decimals": 0},
        {**items[6], "code": "growth", "name": "增减", "negative": True},
        {**items[5], "code": "renewed_ytd", "name": "续约累计", "ytd_of": ""},
    ]
    indicators = tables["indicators/small.toml"]["indicators"]
    indicators.append({**indicators[0], "code": "both", "denominator": "people + born"})
    tables["rules/small.toml"]["rules"] = [
        *(
            _rule(f"X{place}", "compare", form="S2" if "beds" in formula else "S1", formula=formula)
            for place, formula in enumerate(FORMULAS)
        ),
        *(_rule(f"G-{kind}", kind, threshold=20, minimum=2) for kind in GENERAL),
    ]
    return load_catalogue(tables)


CATALOGUE = _catalogue()
MONTHS = (202601, 202602, 202609, 202610, 202612)


class _Store:
    """A value table without anything else."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        schema = (Path(db.__file__).parent / "schema.sql").read_text("utf-8")
        self.connection.executescript(schema)
        self.connection.execute("PRAGMA foreign_keys = OFF")
        self.connection.executemany(
            "INSERT INTO item (code, form, decimals) VALUES (?, ?, ?)",
            [
                (i.code, CATALOGUE.form_of[i.code].code, i.decimals)
                for i in CATALOGUE.items.values()
            ],
        )
        self.connection.executemany(
            "INSERT INTO unit (code, name) VALUES (?, ?)",
            [(int(unit), unit) for unit in (EAST, WEST, COUNTY)],
        )
        self.ids = ItemIds(self.connection)

    def put(self, values: Mapping[Key, Value]) -> None:
        self.connection.execute("DELETE FROM value")
        self.connection.executemany(
            "INSERT INTO value (item, period, unit, state, amount, source) VALUES (?,?,?,?,?,1)",
            [
                (self.ids.id(item), end, int(unit), str(value.state), value.amount)
                for (unit, item, end), value in values.items()
            ],
        )

    def findings(self, month: Month) -> list[Finding]:
        """What is found when only what the ledger names is looked at."""
        asked = rules.asked(month)
        named = suspects(self.connection, self.ids, [each.probe for each in asked])
        places = list(rules.suspected(month, zip(asked, named, strict=True)))
        read = pick(self.connection, self.ids, rules.cells(month, places))
        return rules.judge(replace(month, figures=Figures(read, CATALOGUE.decimals)), places)


@pytest.fixture(scope="module")
def store() -> _Store:
    return _Store()


def _cell(chance: Random, wild: float) -> Value | None:
    kind = chance.random()
    if kind < wild:
        return chance.choice((None, MISSING, NOT_APPLICABLE))
    if kind < 2 * wild:
        return number(chance.choice(HUGE))
    return number(chance.choice((0, 0, 1, 2, 3, 100, 101, 1_000_000, -1)))


def _series(chance: Random) -> list[Value | None]:
    """Twenty-six months of anything, of what repeats itself, or of what is quiet to the end."""
    kind, wild = chance.choice(("wild", "still", "quiet")), chance.choice((0.0, 0.02, 0.2))
    if kind == "quiet":
        level = chance.choice((120, 10**15, 2**61))
        quiet = [number(level + chance.randrange(30)) for _ in range(25)]
        last = chance.choice((level, level * 3 // 2, level * 2, level // 10, level // 2 - 1, 0))
        return [*quiet, number(last)]
    cells: list[Value | None] = []
    for _ in range(26):
        again = kind == "still" and cells and chance.random() < 0.7
        cells.append(cells[-1] if again else _cell(chance, wild))
    return cells


def _month(chance: Random) -> Month:
    end = chance.choice(MONTHS)
    values: dict[Key, Value] = {}
    for unit in (EAST, WEST, COUNTY):
        repeats = chance.random() < 0.2
        for item in CATALOGUE.items:
            cells = _series(chance)
            if repeats:
                cells[-1] = cells[-2]
            for back, cell in enumerate(reversed(cells)):
                if cell is not None:
                    values[unit, item, add_months(end, -back)] = cell
    totals = {item: chance.choice((0, 1, *HUGE)) for item in CATALOGUE.items}
    limits = {
        ("G-change_month", ""): Limit(chance.choice((0, 50, 10**30)), chance.choice((0, 10**30))),
        ("G-change_year", "born"): None,
    }
    return Month(
        CATALOGUE,
        small.AREA,
        Figures(values, CATALOGUE.decimals),
        end,
        totals,
        limits if chance.random() < 0.5 else {},
    )


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=True))
def test_the_ledger_names_every_place_where_anything_is_wrong(
    store: _Store, chance: Random
) -> None:
    month = _month(chance)
    store.put(month.figures.values)
    assert store.findings(month) == rules.evaluate_rules(month)


def test_every_kind_of_rule_is_under_that_law() -> None:
    assert {rule.kind for rule in CATALOGUE.rules} == set(rules.KINDS)
    found: set[str] = set()
    chance = Random(20261124)
    for _ in range(200):
        found |= {finding.id for finding in rules.evaluate_rules(_month(chance))}
    assert found == {rule.id for rule in CATALOGUE.rules}


def test_a_sound_month_names_nobody(store: _Store) -> None:
    catalogue = replace(CATALOGUE, rules=tuple(r for r in CATALOGUE.rules if r.id[0] == "G"))
    values = {
        (unit, item, add_months(202610, -back)): number(1 if item == "area_used" else 100)
        for unit in (EAST, WEST)
        for item in CATALOGUE.forms["S1"].by_code
        for back in range(13)
    }
    values |= {(unit, "area", 202610): number(101) for unit in (EAST, WEST)}
    store.put(values)
    month = Month(catalogue, small.AREA, Figures({}, CATALOGUE.decimals), 202610, {})
    named = suspects(store.connection, store.ids, [each.probe for each in rules.asked(month)])
    assert not any(named)
