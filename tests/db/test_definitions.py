"""Definitions travel in the ledger and are refreshed; figures keep their meaning."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import definitions
from db.ledger import Ledger
from monitoring import loading
from monitoring.amounts import number
from monitoring.loading import definition_tables, load_catalogue
from monitoring.resources import RESOURCES
from monitoring.tables import CatalogueError
from tests.db.conftest import EAST, OCTOBER, Put


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


OUTDATED = "UPDATE setting SET value = 'other' WHERE key = 'resources'"


def _ids(ledger: Ledger) -> dict[str, int]:
    return dict(ledger.connection.execute("SELECT code, id FROM item"))


def test_the_ledger_works_by_what_it_carries(ledger: Ledger) -> None:
    assert ledger.catalogue == load_catalogue(definition_tables())
    assert ledger.setting("resources") == definitions.digest()
    known = set(ledger.catalogue.indicators)
    for plan in ledger.plans.values():
        assert {target.indicator for target in plan.targets} <= known | {""}


def test_definitions_are_refreshed_and_items_keep_their_numbers(path: Path) -> None:
    with Ledger.open(path) as ledger:
        before = _ids(ledger)
    _change(
        path,
        OUTDATED,
        "DELETE FROM item WHERE code = 'fd_team'",
        "UPDATE item SET form = 'F9' WHERE code = 'resident'",
        "UPDATE definition SET body = '{}' WHERE file = 'rules/F1.toml'",
        "UPDATE unit SET name = '旧名' WHERE code = 371581001000",
    )
    with Ledger.open(path) as ledger:
        after = _ids(ledger)
        assert after.keys() == before.keys()
        assert {c: i for c, i in after.items() if c != "fd_team"} == {
            c: i for c, i in before.items() if c != "fd_team"
        }
        assert ledger.catalogue == load_catalogue(definition_tables())
        rows = dict(ledger.connection.execute("SELECT code, form FROM item"))
        assert rows["resident"] == "F1"
        names = dict(ledger.connection.execute("SELECT code, name FROM unit"))
        assert names[371581001000] == "青年路街道"
        assert ledger.setting("resources") == definitions.digest()


def test_a_file_the_program_no_longer_brings_does_not_stand_beside_its_successor(
    path: Path,
) -> None:
    _change(
        path,
        OUTDATED,
        "INSERT INTO definition SELECT 'indicators/old_name.toml', body FROM definition"
        " WHERE file = 'indicators/tcm.toml'",
    )
    with Ledger.open(path) as ledger:
        assert ledger.catalogue.indicators


def test_a_newer_catalogue_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (body,) = connection.execute(
            "SELECT body FROM definition WHERE file = 'forms/F1.toml'"
        ).fetchone()
    newer: dict[str, Any] = json.loads(body)
    newer["version"] += 1
    newer["name"] = "新版月报"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(OUTDATED)
        connection.execute(
            "UPDATE definition SET body = ? WHERE file = 'forms/F1.toml'", (json.dumps(newer),)
        )
    before = path.read_bytes()
    with Ledger.open(path) as ledger:
        assert ledger.catalogue.forms["F1"].name == "新版月报"
        assert ledger.setting("resources") == "other"
    assert path.read_bytes() == before


def test_figures_never_change_their_decimals(
    ledger: Ledger, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(3764)
    tables = definition_tables()
    for item in tables["forms/F1.toml"]["items"]:
        if item["code"] in ("resident", "fd_team"):
            item["decimals"] = 2
    monkeypatch.setattr(loading, "definition_tables", lambda: tables)

    def refreshed() -> None:
        with ledger.transaction():
            definitions.keep_definitions(ledger.connection, ledger.area)

    with pytest.raises(CatalogueError, match=r"forms/F1\.toml \[\[items\]\] resident decimals"):
        refreshed()
    figures = ledger.figures(["resident"], [OCTOBER])
    assert figures.value(EAST, "resident", OCTOBER) == number(3764)
    assert ledger.catalogue.decimals("resident") == 0
    for item in tables["forms/F1.toml"]["items"]:
        if item["code"] == "resident":
            item["decimals"] = 0
    refreshed()
    rows = dict(ledger.connection.execute("SELECT code, decimals FROM item"))
    assert (rows["resident"], rows["fd_team"]) == (0, 2)


def test_the_checksum_sees_any_change(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(RESOURCES, tmp_path / "resources"))
    assert definitions.digest(copy) == definitions.digest()
    form = copy / "forms" / "F1.toml"
    form.write_text(form.read_text("utf-8") + "\n# a note\n", "utf-8")
    assert definitions.digest(copy) != definitions.digest()
