"""Forms that travel with their rules and indicators, and stand beside what the program brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from monitoring.loading import load_catalogue
from monitoring.tables import CatalogueError, Tables, listed, under


def form_pack(tables: Tables, code: str) -> dict[str, Any]:
    """A form's table with its rules, and the indicators that are about its items alone or are
    printed on it.
    """
    form = tables[f"forms/{code}.toml"]
    items = {item["code"] for item in form["items"]}
    printed = {rate["indicator"] for rate in form.get("rates", [])}
    return {
        "form": form,
        "rules": [rule for rule in _entries(tables, "rules") if rule.get("form") == code],
        "indicators": [
            each
            for each in _entries(tables, "indicators")
            if each["code"] in printed or _items(each) <= items
        ],
    }


def with_adopted(tables: Mapping[str, Any], packs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The tables with those forms of :func:`form_pack` that are newer than what stands there.

    One that no longer fits the others is left out: the ledger must open all the same.
    """
    known = dict(tables)
    for pack in packs:
        if not is_newer(known, pack["form"]):
            continue
        grown = adopted(known, pack)
        try:
            load_catalogue(grown)
        except CatalogueError:
            continue
        known = grown
    return known


def adopted(tables: Mapping[str, Any], pack: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with a pack's form, its rules in place of the form's, and the indicators that
    are not there yet; an indicator that is there stays as it is.
    """
    code = pack["form"]["code"]
    known = {each["code"] for each in _entries(tables, "indicators")}
    new = [each for each in pack["indicators"] if each.get("code") not in known]
    grown = {**tables, f"forms/{code}.toml": pack["form"]}
    for file, table in under(tables, "rules/"):
        if others := [rule for rule in listed(file, table, "rules") if rule.get("form") != code]:
            grown[file] = {"rules": others}
        else:
            del grown[file]
    if pack["rules"]:
        grown[f"rules/adopted_{code}.toml"] = {"rules": list(pack["rules"])}
    if new:
        grown[f"indicators/adopted_{code}.toml"] = {"indicators": new}
    return grown


def is_newer(tables: Tables, form: Mapping[str, Any]) -> bool:
    """Whether a form is unknown, or a later version than the one there is."""
    known = tables.get(f"forms/{form['code']}.toml")
    return known is None or form["version"] > known["version"]


def _entries(tables: Tables, key: str) -> list[Mapping[str, Any]]:
    return [entry for file, table in under(tables, f"{key}/") for entry in listed(file, table, key)]


def _items(indicator: Mapping[str, Any]) -> set[str]:
    """The items of an indicator's two sides; the operators between them are no codes."""
    from monitoring.expressions import parse_expression

    sides = (indicator["numerator"], indicator.get("denominator", ""))
    return {item for side in sides if side for item in parse_expression(side).items}
