"""Which units could break a rule: the probes of :mod:`monitoring.probes`, asked of all at once.

SQLite's integers have 64 bits. Wherever a product or a sum could leave them, the unit is named
and the exact verdict left to Python, so that no figure is too large to be looked at.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from monitoring import probes
from monitoring.probes import Probe, Weighted

if TYPE_CHECKING:
    from db.values import ItemIds

_MOST = 2**63 - 1
_BROKEN = {"<=": ">", "<": ">=", "=": "<>", ">=": "<", ">": "<="}

Found = Iterator[tuple[int, int]]
Numbered = Sequence[tuple[int, Any]]


def suspects(
    connection: sqlite3.Connection, ids: ItemIds, asked: Sequence[Probe]
) -> list[set[str]]:
    """For every probe the codes of the units that answer it; a few too many, never too few."""
    answers: list[set[str]] = [set() for _ in asked]
    by_kind: dict[type, list[tuple[int, Any]]] = {}
    for place, probe in enumerate(asked):
        by_kind.setdefault(type(probe), []).append((place, probe))
    for kind, numbered in by_kind.items():
        for place, unit in _ASKING[kind](connection, ids, numbered):
            answers[place].add(str(unit))
    return answers


def _sides(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
    """One statement a probe, and one text for all probes of the same shape."""
    for place, probe in numbered:
        stands = (probe.left_stands, probe.right_stands)
        sql = _sides_sql(len(probe.left), _BROKEN[probe.operator], len(probe.right), stands)
        for (unit,) in connection.execute(sql, _arguments(ids, (*probe.left, *probe.right))):
            yield place, unit


def _over(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
    for place, probe in numbered:
        sql = _over_sql(len(probe.left), len(probe.right))
        for (unit,) in connection.execute(sql, _arguments(ids, (*probe.left, *probe.right))):
            yield place, unit


def _arguments(ids: ItemIds, terms: Sequence[Weighted]) -> list[int]:
    """The largest amount that is safe, then weight, item and month of every term."""
    most = _MOST // max(1, sum(abs(term.weight) for term in terms))
    # Where not even the weights fit, no amount but nought is safe.
    rows = ((term.weight if most else 0, ids.id(term.item), term.end) for term in terms)
    return [most, *(part for row in rows for part in row)]


@cache
def _sides_sql(left: int, broken: str, right: int, stands: tuple[bool, bool]) -> str:
    places = range(left + right)
    if not places:
        return "SELECT code FROM unit WHERE ?1"
    sides = places[:left], places[left:]
    applies = [
        _any(f"t{place}.amount IS NOT NULL" for place in side)
        for side, stood in zip(sides, stands, strict=True)
        if not stood
    ]
    differ = f"{_sum(sides[0])} {broken} {_sum(sides[1])}"
    conditions = (*_answered(places), *applies, _any((*_unsafe(places), differ)))
    return f"{_select(places)} WHERE {_key(0)} AND {_all(*conditions)}"


@cache
def _over_sql(left: int, right: int) -> str:
    above, below = range(left), range(left, left + right)
    gaps = (f"ifnull(t{place}.state, 'missing') = 'missing'" for place in below)
    nothing = _all(*(f"t{place}.amount IS NULL" for place in below))
    wrong = _all(f"{_sum(above)} > 0", _any((*gaps, nothing, f"{_sum(below)} = 0")))
    conditions = (*_answered(above), _any((*_unsafe(range(left + right)), wrong)))
    return f"{_select(above)}{_joins(below, 'LEFT')} WHERE {_key(0)} AND {_all(*conditions)}"


def _select(places: range) -> str:
    # The first term's rows drive; CROSS keeps the planner from asking for another order.
    return f"SELECT t0.unit FROM value AS t0{_joins(places[1:], 'CROSS')}"


def _joins(places: range, how: str) -> str:
    return "".join(
        f" {how} JOIN value AS t{place} ON t{place}.unit = t0.unit AND {_key(place)}"
        for place in places
    )


def _key(place: int) -> str:
    return f"t{place}.item = ?{3 + 3 * place} AND t{place}.period = ?{4 + 3 * place}"


def _sum(places: range) -> str:
    return " + ".join(f"?{2 + 3 * place} * ifnull(t{place}.amount, 0)" for place in places) or "0"


def _answered(places: range) -> Iterator[str]:
    return (f"t{place}.state <> 'missing'" for place in places)


def _unsafe(places: range) -> Iterator[str]:
    return (f"t{place}.amount NOT BETWEEN -?1 AND ?1" for place in places)


def _any(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(conditions)})"


def _all(*conditions: str) -> str:
    return " AND ".join(conditions)


def _each(
    sql: str, row: Callable[[Any], Sequence[int]]
) -> Callable[[sqlite3.Connection, ItemIds, Numbered], Found]:
    """Probes of one item each, all of them in one statement.

    In ``sql`` they are ``asked``: a ``place``, the ``item``, and a0, a1, … as ``row`` gives them.
    """

    def ask(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
        rows = [(place, ids.id(probe.item), *row(probe)) for place, probe in numbered]
        names = ("place", "item", *(f"a{at}" for at in range(len(rows[0]) - 2)))
        columns = ", ".join(
            f"json_extract(value, '$[{at}]') AS {name}" for at, name in enumerate(names)
        )
        asked = f"WITH asked AS MATERIALIZED (SELECT {columns} FROM json_each(?)) "
        yield from connection.execute(asked + sql, (json.dumps(rows),))

    return ask


def _beyond(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
    """One statement for all that look at the same months, those that nobody told left out."""
    by_months: dict[tuple[int, ...], list[tuple[int, Any]]] = {}
    for place, probe in numbered:
        told = [end for end in probe.earlier if _is_told(connection, ids.id(probe.item), end)]
        if len(told) >= probe.least:
            by_months.setdefault(tuple(told), []).append((place, probe))
    for months, alike in by_months.items():
        ask = _each(_BEYOND.format(months=", ".join(map(str, months))), lambda probe: (probe.end,))
        yield from ask(connection, ids, alike)


def _is_told(connection: sqlite3.Connection, item: int, end: int) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM value WHERE item = ? AND period = ?)"
    return bool(connection.execute(sql, (item, end)).fetchone()[0])


def _added(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
    for place, probe in numbered:
        arguments = {
            "item": ids.id(probe.item),
            "end": probe.end,
            "months": json.dumps(probe.months),
            "safe": _SAFE,
        }
        for (unit,) in connection.execute(_ADDED, arguments):
            yield place, unit


def _totalled(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
    for place, probe in numbered:
        units = json.dumps([int(unit) for unit in probe.units])
        # A county's units are few enough that this many amounts below the bound add up safely.
        bound = _MOST // max(1, len(probe.units))
        arguments = {
            "item": ids.id(probe.item),
            "end": probe.end,
            "stated": probe.stated,
            "units": units,
            "bound": bound,
        }
        if connection.execute(_TOTALLED, arguments).fetchone()[0]:
            yield place, int(probe.county)


def _repeated(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
    for place, probe in numbered:
        items = ", ".join(str(ids.id(item)) for item in probe.items)
        arguments = {"end": probe.end, "before": probe.before}
        for (unit,) in connection.execute(_REPEATED.format(items=items), arguments):
            yield place, unit


def _gappy(connection: sqlite3.Connection, ids: ItemIds, numbered: Numbered) -> Found:
    for place, probe in numbered:
        items = ", ".join(str(ids.id(item)) for item in probe.items)
        arguments = {"end": probe.end, "whole": len(probe.items)}
        for (unit,) in connection.execute(_GAPPY.format(items=items), arguments):
            yield place, unit


_NOW = "asked CROSS JOIN value AS now ON now.item = asked.item AND now.period = a0"
_THEN = (
    " CROSS JOIN value AS past ON past.item = asked.item AND past.period = a1"
    " AND past.unit = now.unit"
)
_NEGATIVE = f"SELECT place, unit FROM {_NOW} WHERE now.amount < 0"
_FALLEN = f"SELECT place, now.unit FROM {_NOW}{_THEN} WHERE now.amount = 0 AND past.amount <> 0"
_CHANGED = (
    f"SELECT place, now.unit FROM {_NOW}{_THEN}"
    " WHERE now.amount <> 0 AND past.amount IS NOT NULL AND CASE"
    " WHEN now.amount NOT BETWEEN -a4 AND a4 OR past.amount NOT BETWEEN -a4 AND a4 THEN 1"
    " ELSE abs(now.amount - past.amount) >= a3"
    " AND abs(now.amount - past.amount) * 100 > a2 * abs(past.amount) END"
)
_MOVED = (
    "SELECT DISTINCT place, now.unit FROM asked"
    " CROSS JOIN value AS past ON past.item = asked.item AND past.period >= a1 AND past.period < a0"
    " CROSS JOIN value AS now ON now.item = asked.item AND now.period = a0"
    " AND now.unit = past.unit WHERE now.amount <> past.amount"
)
_PAST = (
    "value AS past WHERE past.item = asked.item AND past.period IN ({months})"
    " AND past.unit = now.unit"
)
_SAFE = _MOST // 16
_OUTSIDE = "(2 * amount > 3 * high - low OR 2 * amount < 3 * low - high OR 2 * amount < low)"
# The few that stand outside of the past are held against its extremes: twice the amount, so that
# half of the range is a whole number.
_BEYOND = (
    "SELECT place, unit FROM (SELECT place, now.unit, now.amount,"
    f" (SELECT min(past.amount) FROM {_PAST}) AS low,"
    f" (SELECT max(past.amount) FROM {_PAST}) AS high"
    f" FROM {_NOW} WHERE now.amount <> 0"
    f" AND (NOT EXISTS (SELECT 1 FROM {_PAST} AND past.amount >= now.amount)"
    f" OR NOT EXISTS (SELECT 1 FROM {_PAST} AND past.amount <= now.amount)))"
    f" WHERE CASE WHEN amount NOT BETWEEN -{_SAFE} AND {_SAFE} OR low < -{_SAFE} OR high > {_SAFE}"
    f" THEN 1 ELSE {_OUTSIDE} END"
)
_ADDED = (
    "WITH months AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS month,"
    " json_extract(value, '$[1]') AS earlier FROM json_each(:months)),"
    " added AS (SELECT now.unit, now.period = :end AS last,"
    " now.amount - CASE WHEN earlier THEN past.amount ELSE 0 END AS amount,"
    " now.amount NOT BETWEEN -:safe AND :safe"
    " OR ifnull(past.amount NOT BETWEEN -:safe AND :safe, 0) AS unsafe"
    " FROM months CROSS JOIN value AS now ON now.item = :item AND now.period = month"
    " LEFT JOIN value AS past ON past.item = :item AND past.period = earlier"
    " AND past.unit = now.unit WHERE now.amount IS NOT NULL)"
    " SELECT unit FROM (SELECT unit, max(unsafe) AS unsafe,"
    " max(CASE WHEN last THEN amount END) AS amount,"
    " min(CASE WHEN NOT last THEN amount END) AS low,"
    " max(CASE WHEN NOT last THEN amount END) AS high FROM added GROUP BY unit)"
    f" WHERE amount <> 0 AND (unsafe OR {_OUTSIDE})"
)
_TOTALLED = (
    "SELECT ifnull(max(amount NOT BETWEEN -:bound AND :bound), 0)"
    " OR sum(CASE WHEN amount BETWEEN -:bound AND :bound THEN amount END) IS NOT :stated"
    " FROM value WHERE item = :item AND period = :end"
    " AND unit IN (SELECT value FROM json_each(:units))"
)
_ROWS = "value AS now WHERE now.item IN ({items}) AND now.period = :end AND now.unit = unit.code"
_REPEATED = (
    f"SELECT code FROM unit WHERE EXISTS (SELECT 1 FROM {_ROWS} AND now.amount <> 0)"
    f" AND NOT EXISTS (SELECT 1 FROM {_ROWS} AND NOT EXISTS (SELECT 1 FROM value AS past"
    " WHERE past.item = now.item AND past.period = :before AND past.unit = now.unit"
    " AND past.state = now.state AND past.amount IS now.amount))"
)
_GAPPY = f"SELECT code FROM unit WHERE (SELECT count(*) FROM {_ROWS}) BETWEEN 1 AND :whole - 1"


def _change(probe: probes.Changed) -> Sequence[int]:
    percent, minimum = min(probe.percent, _MOST), min(probe.minimum, _MOST)
    return probe.end, probe.before, percent, minimum, _MOST // max(200, percent)


_ASKING: Mapping[type, Callable[[sqlite3.Connection, ItemIds, Numbered], Found]] = {
    probes.Sides: _sides,
    probes.Over: _over,
    probes.Totalled: _totalled,
    probes.Negative: _each(_NEGATIVE, lambda probe: (probe.end,)),
    probes.Changed: _each(_CHANGED, _change),
    probes.Fallen: _each(_FALLEN, lambda probe: (probe.end, probe.before)),
    probes.Moved: _each(_MOVED, lambda probe: (probe.end, probe.first)),
    probes.Beyond: _beyond,
    probes.Added: _added,
    probes.Repeated: _repeated,
    probes.Gappy: _gappy,
}
