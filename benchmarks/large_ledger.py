"""A made-up county of any size whose F1 has as many items as one likes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from db.connection import connect, transaction
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.resources import load_areas


def build(path: Path, units: int, items: int, months: Sequence[int]) -> None:
    """A ledger of that many units and items of F1, with a figure everywhere in ``months``."""
    Ledger.create(path, load_areas()["371581000000"]).close()
    connection = connect(path)
    with transaction(connection):
        _change(connection, "areas/", lambda area: _with_units(area, units))
        _change(connection, "forms/F1", lambda form: _with_items(form, items))
        connection.executemany(
            "INSERT OR IGNORE INTO unit (code, name) VALUES (?, ?)",
            [(int(unit["code"]), unit["name"]) for unit in _units(units)],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO item (code, form, decimals) VALUES (?, 'F1', 0)",
            [(f"more_{place}",) for place in range(items)],
        )
    connection.close()
    with Ledger.open(path) as ledger:
        for month in months:
            ledger.write(_figures(ledger, month), NewSource("hand", form="F1", end=month))


def _change(
    connection: sqlite3.Connection, file: str, change: Callable[[dict[str, Any]], None]
) -> None:
    """Change the definition whose file name begins so."""
    name, body = connection.execute(
        "SELECT file, body FROM definition WHERE substr(file, 1, ?) = ?", (len(file), file)
    ).fetchone()
    table = json.loads(body)
    change(table)
    connection.execute("UPDATE definition SET body = ? WHERE file = ?", (json.dumps(table), name))


def _units(count: int) -> list[dict[str, str]]:
    return [
        {"code": f"371581{place + 200:03}000", "name": f"第{place + 1}镇"} for place in range(count)
    ]


def _with_units(area: dict[str, Any], count: int) -> None:
    area["units"] = _units(count)


def _with_items(form: dict[str, Any], count: int) -> None:
    """The form's own items and rates, and as many further counts as are wanted."""
    last = form["items"][-1]
    form["items"] += [
        {
            "code": f"more_{place}",
            "name": f"另计第{place + 1}项",
            "unit": "人",
            "kind": "stock",
            "section": last["section"],
            "definition": "用来量速度的一项。",
            "reference": "内部口径",
        }
        for place in range(count - len(form["items"]))
    ]


def _figures(ledger: Ledger, month: int) -> list[Entry]:
    form = ledger.catalogue.forms["F1"]
    return [
        Entry(unit.code, item.code, month, number(1000 + 7 * place + month % 100))
        for place, unit in enumerate(ledger.area.units)
        for item in form.items
    ]
