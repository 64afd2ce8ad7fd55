"""Definitions travel in the ledger: resources as JSON, refreshed when the program's are newer."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitoring.areas import Area, area_table
from monitoring.resources import RESOURCES, read_area, read_tables
from monitoring.tables import CatalogueError

if TYPE_CHECKING:
    from monitoring.catalogue import Catalogue
    from monitoring.plans import Plan


def digest(resources: Path = RESOURCES) -> str:
    """A checksum over every definition file, to see that the program brings others.

    Taken at every start, so it is the one that needs no further module.
    """
    total = size = 0
    for path in sorted(resources.glob("*/*.toml")):
        content = path.name.encode() + b"\0" + path.read_bytes() + b"\0"
        total, size = zlib.crc32(content, total), size + len(content)
    return f"{total:08x}-{size}"


def keep_definitions(connection: sqlite3.Connection, area: Area) -> None:
    """Write the program's definitions into the ledger; items keep the ids they have.

    The caller has opened a transaction. Raises :class:`CatalogueError` when an item that has
    figures would be measured in other decimals: its amounts would then mean something else.
    """
    from monitoring.loading import definition_tables, load_catalogue
    from monitoring.plan_loading import load_plans

    tables = definition_tables()
    plans = read_tables(RESOURCES / "plans")
    catalogue = load_catalogue(tables)
    load_plans(plans, catalogue.indicators)
    # A file the program no longer brings would stand beside the one that took its place.
    connection.execute("DELETE FROM definition")
    connection.executemany(
        "INSERT INTO definition (file, body) VALUES (?, ?)",
        ((file, _json(table)) for file, table in {**tables, **plans}.items()),
    )
    _check_decimals(connection, catalogue)
    connection.executemany(
        "INSERT INTO item (code, form, decimals) VALUES (?, ?, ?) ON CONFLICT (code)"
        " DO UPDATE SET form = excluded.form, decimals = excluded.decimals"
        " WHERE form <> excluded.form OR decimals <> excluded.decimals",
        (
            (item.code, form.code, item.decimals)
            for form in catalogue.forms.values()
            for item in form.items
        ),
    )
    keep_area(connection, area)


def keep_area(connection: sqlite3.Connection, area: Area) -> None:
    """Write the area and its units into the ledger, in the caller's transaction."""
    connection.execute("DELETE FROM definition WHERE substr(file, 1, 6) = 'areas/'")
    connection.execute(
        "INSERT INTO definition (file, body) VALUES (?, ?)",
        (f"areas/{area.code[:6]}.toml", _json(area_table(area))),
    )
    connection.executemany(
        "INSERT INTO unit (code, name) VALUES (?, ?)"
        " ON CONFLICT (code) DO UPDATE SET name = excluded.name",
        ((int(unit.code), unit.name) for unit in (*area.units, area.itself)),
    )


def are_newer(connection: sqlite3.Connection) -> bool:
    """Whether the ledger carries a form in a later version than the program brings."""
    forms = read_tables(RESOURCES / "forms")
    brought = {file: table["version"] for file, table in forms.items()}
    stored = _stored(connection, "forms/").items()
    return any(table.get("version", 0) > brought.get(file, 0) for file, table in stored)


def _check_decimals(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    rows = connection.execute(
        "SELECT code, decimals FROM item WHERE id IN (SELECT item FROM value)"
        " OR id IN (SELECT item FROM value_history)"
    )
    for code, decimals in rows:
        if code in catalogue.items and catalogue.decimals(code) != decimals:
            raise CatalogueError(
                f"forms/{catalogue.form_of[code].code}.toml",
                f"[[items]] {code}",
                "decimals",
                f"台账里这一项已有 {decimals} 位小数的数据，位数不能改变",
            )


def read_area_of(connection: sqlite3.Connection) -> Area:
    """The county or city the ledger is kept for."""
    ((file, table),) = _stored(connection, "areas/").items()
    return read_area(file, table)


def read_catalogue(connection: sqlite3.Connection) -> Catalogue:
    """Forms, indicators and rules as the ledger carries them, the county's own rules last."""
    from monitoring.loading import load_catalogue
    from monitoring.own_rules import with_own_rules

    own = connection.execute("SELECT body FROM own_rule ORDER BY id").fetchall()
    tables = catalogue_tables(connection)
    return with_own_rules(load_catalogue(tables), [body for (body,) in own])


def catalogue_tables(connection: sqlite3.Connection) -> dict[str, Any]:
    """The tables the catalogue is made of: the program's, and forms taken over from the city."""
    tables: dict[str, Any] = {}
    for folder in ("forms/", "indicators/", "rules/"):
        tables |= _stored(connection, folder)
    adopted = connection.execute(
        "SELECT body FROM handed_down WHERE id IN (SELECT max(id) FROM handed_down"
        " WHERE kind = 'form' GROUP BY code) ORDER BY code"
    ).fetchall()
    if adopted:
        from monitoring.adopting import with_adopted

        tables = with_adopted(tables, [json.loads(body) for (body,) in adopted])
    return tables


def read_plans(connection: sqlite3.Connection) -> dict[str, Plan]:
    """Plans as the ledger carries them, by code."""
    from monitoring.plan_loading import load_plans

    return load_plans(_stored(connection, "plans/") | _own_plans(connection))


def _own_plans(connection: sqlite3.Connection) -> dict[str, Any]:
    rows = connection.execute(
        "SELECT code, body FROM own_plan WHERE id IN (SELECT max(id) FROM own_plan GROUP BY code)"
        " AND body <> '' ORDER BY code"
    )
    return {f"plans/{code}": json.loads(body) for code, body in rows}


def _stored(connection: sqlite3.Connection, folder: str) -> dict[str, Any]:
    rows = connection.execute(
        "SELECT file, body FROM definition WHERE substr(file, 1, ?) = ? ORDER BY file",
        (len(folder), folder),
    )
    return {file: json.loads(body) for file, body in rows}


def _json(table: Mapping[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"), default=str)
