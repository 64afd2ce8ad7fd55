"""What the program brings in resources/: tables of a folder, and the counties with their units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitoring.areas import Area, Unit, area_table, city
from monitoring.tables import CatalogueError, check_dates, check_new, listed, read_record, require

_CODE = re.compile(r"[0-9]{12}")
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


def load_cities(resources: Path = RESOURCES) -> dict[str, Area]:
    """Every city by its code, with those of its counties whose townships are known filled in."""
    known = load_areas(resources)
    cities: dict[str, Area] = {}
    for file, table in read_tables(resources / "cities").items():
        named = listed(file, table, "counties")
        counties = [
            known.get(str(entry.get("code")))
            or read_area(file, {**_above(table), "source": table.get("source"), **entry})
            for entry in named
        ]
        area = read_area(file, {**table, "counties": [area_table(each) for each in counties]})
        check_new(cities, area.code, file, "", "code")
        cities[area.code] = area
    return cities


def read_area(file: str, table: Mapping[str, Any]) -> Area:
    """One county with its townships, or a city with its counties; codes have twelve digits and
    are unique, and what lies below begins with its county's six.
    """
    if "counties" in table:
        return _read_city(file, table)
    units: dict[str, Unit] = {}
    for entry in listed(file, table, "units"):
        name = f"[[units]] {entry.get('code', '?')}"
        unit = read_record(Unit, entry, file=file, name=name, county="")
        check_new(units, unit.code, file, name, "code")
        require(_CODE.fullmatch(unit.code), file, name, "code", "代码应为 12 位数字")
        check_dates(unit.valid_from, unit.valid_to, file, name)
        units[unit.code] = unit
    own = {key: value for key, value in table.items() if key != "units"}
    area = read_record(Area, own, file=file, name="", units=tuple(units.values()), parts=())
    require(_CODE.fullmatch(area.code), file, "", "code", "代码应为 12 位数字")
    return area


def _read_city(file: str, table: Mapping[str, Any]) -> Area:
    parts: dict[str, Area] = {}
    for entry in listed(file, table, "counties"):
        name = f"[[counties]] {entry.get('code', '?')}"
        require("counties" not in entry, file, name, "counties", "县下面不再分县")
        part = read_area(file, entry)
        check_new(parts, part.code, file, name, "code")
        require(part.parent == table.get("code"), file, name, "parent", "不属于这个市")
        parts[part.code] = part
    own = {key: value for key, value in table.items() if key != "counties"}
    area = read_record(Area, own, file=file, name="", units=(), parts=())
    require(_CODE.fullmatch(area.code), file, "", "code", "代码应为 12 位数字")
    above = (area.parent, area.parent_name)
    return city(area.code, area.name, above, area.source, parts.values())


def _above(table: Mapping[str, Any]) -> dict[str, Any]:
    return {"parent": table.get("code"), "parent_name": table.get("name")}
