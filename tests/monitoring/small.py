"""A county small enough to compute by hand: two townships, a monthly and a quarterly form."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue
from monitoring.figures import Figures, Key
from monitoring.loading import load_catalogue

EAST, WEST, COUNTY = "371581000001", "371581000002", "371581000000"
AREA = Area(
    COUNTY,
    "临清市",
    "371500000000",
    "聊城市",
    "演示数据",
    (Unit(EAST, "东镇"), Unit(WEST, "西镇")),
)
MARKS = {"未报": MISSING, "不适用": NOT_APPLICABLE}


def _item(code: str, name: str, kind: str = "stock", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "unit": "人",
        "kind": kind,
        "section": "一、人口",
        "definition": name,
        "reference": "内部口径",
        **more,
    }


def _form(code: str, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"{code}表",
        "version": 1,
        "frequency": "month",
        "reporters": "townships",
        "valid_from": date(2020, 1, 1),
        "reference": "内部口径",
        "scope": "全部乡镇",
        "due_day": 5,
        "items": items,
        **more,
    }


def _indicator(
    code: str, numerator: str, denominator: str = "", kind: str = "stock", **more: Any
) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"{code}率" if denominator else f"{code}数",
        "numerator": numerator,
        "denominator": denominator,
        "factor": 100 if denominator else 1,
        "unit": "%" if denominator else "人",
        "kind": kind,
        "every": "month",
        "direction": "up",
        "denominator_text": "常住人口" if denominator else "",
        "field": "健康管理",
        "level": "township",
        "definition": code,
        "reference": "内部口径",
        "places": 2 if denominator else 0,
        **more,
    }


def _rule(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": code,
        "rule": code[:3],
        "kind": kind,
        "severity": "hard",
        "form": "",
        "sentence": "应当如此",
        "reference": "内部口径",
        **more,
    }


_TABLES: Mapping[str, Mapping[str, Any]] = {
    "forms/S1.toml": _form(
        "S1",
        [
            _item("people", "常住人口"),
            _item("signed", "签约人数"),
            _item("signed_old", "老年人签约", parent="signed"),
            _item("born", "本月活产", "flow"),
            _item("visits", "上门人次", "flow"),
            _item("visits_ytd", "上门累计", "ytd", ytd_of="visits"),
            _item("area", "面积", decimals=2, unit="平方米"),
        ],
        rates=[{"indicator": "sign", "after": "signed"}],
    ),
    "forms/S2.toml": _form(
        "S2", [_item("beds", "床位", unit="张")], frequency="quarter", reporters="county"
    ),
    "indicators/small.toml": {
        "indicators": [
            _indicator("sign", "signed", "people", population="same"),
            _indicator("young", "signed - signed_old", "people"),
            _indicator("births", "born", kind="ytd"),
            _indicator("birth_rate", "born", "people", kind="ytd", factor=1000, unit="‰"),
            _indicator("bed_rate", "beds", "people", factor=1000, unit="张/千人"),
            _indicator("space", "area", "people", factor=1, unit="平方米"),
        ]
    },
    "rules/small.toml": {
        "rules": [
            _rule("R04", "compare", form="S1", formula="signed <= people"),
            _rule("R02", "part"),
        ]
    },
}


def tables() -> dict[str, dict[str, Any]]:
    """The definition tables of the small county, to be changed at will."""
    return copy.deepcopy({name: dict(table) for name, table in _TABLES.items()})


def catalogue() -> Catalogue:
    """The small county's catalogue."""
    return load_catalogue(tables())


def figures(cells: Mapping[tuple[str, str, int], int | str]) -> Figures:
    """Figures from (unit, item, month) to a scaled amount, 未报 or 不适用."""
    values: dict[Key, Value] = {
        key: MARKS[cell] if isinstance(cell, str) else number(cell) for key, cell in cells.items()
    }
    return Figures(values, catalogue().decimals)
