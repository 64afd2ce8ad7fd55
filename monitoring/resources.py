"""What the program brings in resources/: tables of a folder, and the counties with their units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitoring.areas import Area, Unit
from monitoring.tables import CatalogueError, check_dates, check_new, listed, read_record, require

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def read_tables(folder: Path) -> dict[str, dict[str, Any]]:
    """Every TOML file of a folder by its name within resources/, in name order.

    Raises :class:`CatalogueError` naming the file that is not TOML.
    """
    import tomllib

    tables: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{path.name}"
        try:
            tables[name] = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CatalogueError(name, "", "", f"不是有效的 TOML（{error}）") from None
    return tables


def load_areas(resources: Path = RESOURCES) -> dict[str, Area]:
    """Every county by its twelve-digit code."""
    areas: dict[str, Area] = {}
    for file, table in read_tables(resources / "areas").items():
        area = read_area(file, table)
        check_new(areas, area.code, file, "", "code")
        areas[area.code] = area
    return areas


def read_area(file: str, table: Mapping[str, Any]) -> Area:
    """One county with its townships; codes have twelve digits and are unique."""
    units: dict[str, Unit] = {}
    for entry in listed(file, table, "units"):
        name = f"[[units]] {entry.get('code', '?')}"
        unit = read_record(Unit, entry, file=file, name=name)
        check_new(units, unit.code, file, name, "code")
        require(re.fullmatch(r"\d{12}", unit.code), file, name, "code", "代码应为 12 位数字")
        check_dates(unit.valid_from, unit.valid_to, file, name)
        units[unit.code] = unit
    own = {key: value for key, value in table.items() if key != "units"}
    area = read_record(Area, own, file=file, name="", units=tuple(units.values()))
    require(re.fullmatch(r"\d{12}", area.code), file, "", "code", "代码应为 12 位数字")
    return area
