"""From definition tables to the catalogue, strictly. Tables come from resources/ or a ledger."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from monitoring.catalogue import (
    Area,
    Catalogue,
    Form,
    Indicator,
    Item,
    Kind,
    RateLine,
    Rule,
    Unit,
)
from monitoring.expressions import Expression, parse_expression
from monitoring.plans import Baseline, Fact, Plan, Target
from monitoring.tables import CatalogueError, read_record

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
Tables = Mapping[str, Mapping[str, Any]]

_COMPARE = re.compile(r"^(?P<left>.+?)\s*(?P<operator><=|>=|<|>|=)\s*(?P<right>.+)$")
_GENERAL_KINDS = frozenset(
    [
        "part",
        "total",
        "count",
        "rate",
        "denominator",
        "blank",
        "change_month",
        "change_year",
        "identical",
        "to_zero",
        "fixed",
    ]
)
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_INDICATOR_KINDS = frozenset(["stock", "flow", "ytd", "annual"])
_COMPARISONS = (">=", ">", "<=", "<", "=", "approx", "range", "relative-to-baseline")
_DIRECTIONS = ("trend-up", "trend-down", "better-than-benchmark", "maintain", "growth-rate")
_OPERATORS = frozenset((*_COMPARISONS, *_DIRECTIONS))


def read_tables(folder: Path) -> dict[str, dict[str, Any]]:
    """Every TOML file of a folder by its name within resources/, in name order.

    Raises :class:`CatalogueError` naming the file that is not TOML.
    """
    tables: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{path.name}"
        try:
            tables[name] = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CatalogueError(name, "", "", f"不是有效的 TOML（{error}）") from None
    return tables


def definition_tables(resources: Path = RESOURCES) -> dict[str, dict[str, Any]]:
    """The tables a catalogue is made of: forms, indicators and rules."""
    return {
        name: table
        for folder in ("forms", "indicators", "rules")
        for name, table in read_tables(resources / folder).items()
    }


def load_catalogue(tables: Tables) -> Catalogue:
    """Build and check the catalogue. Raises :class:`CatalogueError` for the first mistake."""
    forms: dict[str, Form] = {}
    for file, table in _under(tables, "forms/"):
        form = _form(file, table)
        _new(forms, form.code, file, f"[{form.code}]", "code")
        forms[form.code] = form
    items: dict[str, Item] = {}
    for form in forms.values():
        for item in form.items:
            _new(items, item.code, f"forms/{form.code}.toml", f"[[items]] {item.code}", "code")
            items[item.code] = item
    indicators: dict[str, Indicator] = {}
    for file, table in _under(tables, "indicators/"):
        for entry in _entries(file, table, "indicators"):
            indicator = _indicator(file, entry, items)
            _new(indicators, indicator.code, file, f"[[indicators]] {indicator.code}", "code")
            indicators[indicator.code] = indicator
    rules: dict[str, Rule] = {}
    for file, table in _under(tables, "rules/"):
        for entry in _entries(file, table, "rules"):
            rule = _rule(file, entry, items, forms)
            _new(rules, rule.id, file, f"[[rules]] {rule.id}", "id")
            rules[rule.id] = rule
    _check_rates(forms, indicators)
    return Catalogue(forms, indicators, tuple(rules.values()))


def load_areas(resources: Path = RESOURCES) -> dict[str, Area]:
    """Every county by its twelve-digit code."""
    areas: dict[str, Area] = {}
    for file, table in read_tables(resources / "areas").items():
        area = read_area(file, table)
        _new(areas, area.code, file, "", "code")
        areas[area.code] = area
    return areas


def read_area(file: str, table: Mapping[str, Any]) -> Area:
    """One county with its townships; codes have twelve digits and are unique."""
    units: dict[str, Unit] = {}
    for entry in _listed(file, table, "units"):
        name = f"[[units]] {entry.get('code', '?')}"
        unit = read_record(Unit, entry, file=file, name=name)
        _new(units, unit.code, file, name, "code")
        _require(re.fullmatch(r"\d{12}", unit.code), file, name, "code", "代码应为 12 位数字")
        _check_dates(unit.valid_from, unit.valid_to, file, name)
        units[unit.code] = unit
    own = {key: value for key, value in table.items() if key != "units"}
    area = read_record(Area, own, file=file, name="", units=tuple(units.values()))
    _require(re.fullmatch(r"\d{12}", area.code), file, "", "code", "代码应为 12 位数字")
    return area


def load_plans(tables: Tables, indicators: Iterable[str] | None = None) -> dict[str, Plan]:
    """Plans by code. With ``indicators`` given, a target that names another is refused."""
    known = None if indicators is None else frozenset(indicators)
    plans: dict[str, Plan] = {}
    for file, table in _under(tables, "plans/"):
        plan = _read_plan(file, table, known)
        _new(plans, plan.code, file, "", "code")
        plans[plan.code] = plan
    return plans


def _read_plan(file: str, table: Mapping[str, Any], known: frozenset[str] | None) -> Plan:
    targets: dict[str, Target] = {}
    for entry in _listed(file, table, "targets"):
        target = _target(file, entry, known)
        _new(targets, target.id, file, f"[[targets]] {target.id}", "id")
        targets[target.id] = target
    facts: dict[str, Fact] = {}
    for entry in _listed(file, table, "facts"):
        name = f"[[facts]] {entry.get('id', '?')}"
        fact = read_record(Fact, entry, file=file, name=name)
        _new(facts, fact.id, file, name, "id")
        _require(
            not known or fact.indicator in known | {""}, file, name, "indicator", "没有这个指标"
        )
        facts[fact.id] = fact
    for target in targets.values():
        for other in target.conflict:
            _require(
                other in targets, file, f"[[targets]] {target.id}", "conflict", f"没有目标 {other}"
            )
    own = {key: value for key, value in table.items() if key not in ("targets", "facts")}
    plan = read_record(
        Plan, own, file=file, name="", targets=tuple(targets.values()), facts=tuple(facts.values())
    )
    _check_dates(plan.starts, plan.ends, file, "")
    return plan


def _target(file: str, entry: Mapping[str, Any], known: frozenset[str] | None) -> Target:
    name = f"[[targets]] {entry.get('id', '?')}"
    values = dict(entry)
    if "baseline" in values:
        values["baseline"] = read_record(
            Baseline, values["baseline"], file=file, name=f"{name} baseline"
        )
        _require(_is_decimal(values["baseline"].value), file, name, "baseline", "基期值应为数字")
    target = read_record(Target, values, file=file, name=name)
    _require(target.chapter.strip(), file, name, "chapter", "缺少出处")
    _require(target.paragraph > 0, file, name, "paragraph", "应为正整数")
    _require(target.operator in _OPERATORS, file, name, "operator", f"没有“{target.operator}”")
    _require(not known or target.indicator in known | {""}, file, name, "indicator", "没有这个指标")
    return target


def _form(file: str, table: Mapping[str, Any]) -> Form:
    items: dict[str, Item] = {}
    names: set[str] = set()
    for entry in _entries(file, table, "items"):
        name = f"[[items]] {entry.get('code', '?')}"
        item = read_record(Item, entry, file=file, name=name)
        _new(items, item.code, file, name, "code")
        _require(_CODE.fullmatch(item.code), file, name, "code", "代码只用小写字母、数字和下划线")
        _require(item.name not in names, file, name, "name", f"“{item.name}”重复")
        _require(item.name.strip(), file, name, "name", "缺少名称")
        _require(item.reference.strip(), file, name, "reference", "缺少依据，没有时写“内部口径”")
        _require(1 <= item.year_start <= 12, file, name, "year_start", "应为 1 到 12 月")
        _require(0 <= item.decimals <= 6, file, name, "decimals", "应为 0 到 6 位")
        names.add(item.name)
        items[item.code] = item
    for item in items.values():
        _check_links(file, item, items)
    rates = tuple(
        read_record(RateLine, entry, file=file, name="[[rates]]")
        for entry in _listed(file, table, "rates")
    )
    for rate in rates:
        _require(rate.after in items, file, "[[rates]]", "after", f"没有项目 {rate.after}")
    own = {key: value for key, value in table.items() if key not in ("items", "rates")}
    form = read_record(Form, own, file=file, name="", items=tuple(items.values()), rates=rates)
    _require(form.name.strip(), file, "", "name", "缺少名称")
    _require(form.reference.strip(), file, "", "reference", "缺少依据，没有时写“内部口径”")
    _require(1 <= form.due_day <= 31, file, "", "due_day", "应为 1 到 31 日")
    _require(form.version > 0, file, "", "version", "应为正整数")
    return form


def _check_links(file: str, item: Item, items: Mapping[str, Item]) -> None:
    name = f"[[items]] {item.code}"
    for key, code in (("parent", item.parent), ("ytd_of", item.ytd_of)):
        _require(not code or code in items, file, name, key, f"没有项目 {code}")
    if item.ytd_of:
        flows = item.kind is Kind.YTD and items[item.ytd_of].kind is Kind.FLOW
        _require(flows, file, name, "ytd_of", "只有本年累计项可以累计本月数")
    seen = {item.code}
    while item.parent:
        _require(item.parent not in seen, file, name, "parent", "其中关系成环")
        seen.add(item.parent)
        item = items[item.parent]


def _indicator(file: str, entry: Mapping[str, Any], items: Mapping[str, Item]) -> Indicator:
    name = f"[[indicators]] {entry.get('code', '?')}"
    indicator = read_record(Indicator, entry, file=file, name=name)
    _require(indicator.name.strip(), file, name, "name", "缺少名称")
    _require(indicator.reference.strip(), file, name, "reference", "缺少依据，没有时写“内部口径”")
    _check_items(indicator.numerator, items, file, name, "numerator")
    if indicator.denominator is not None:
        _check_items(indicator.denominator, items, file, name, "denominator")
        _require(indicator.denominator_text, file, name, "denominator_text", "缺少分母说明")
    _require(indicator.factor > 0, file, name, "factor", "应为正整数")
    _require(0 <= indicator.places <= 6, file, name, "places", "应为 0 到 6 位")
    _require(
        indicator.kind in _INDICATOR_KINDS, file, name, "kind", f"没有“{indicator.kind}”这一类"
    )
    _require(
        indicator.population in ("", "same", "other"),
        file,
        name,
        "population",
        "应为 same 或 other",
    )
    for key, side in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        _require(
            side is None or not any(term.previous for term in side.terms),
            file,
            name,
            key,
            "指标不能用上期数（@prev）",
        )
    return indicator


def _rule(
    file: str, entry: Mapping[str, Any], items: Mapping[str, Item], forms: Mapping[str, Form]
) -> Rule:
    name = f"[[rules]] {entry.get('id', '?')}"
    own = {key: value for key, value in entry.items() if key != "formula"}
    kind, formula = entry.get("kind"), entry.get("formula", "")
    left = right = None
    operator = ""
    if kind == "compare":
        _require(entry.get("form"), file, name, "form", "比较规则要写明报表")
        left, operator, right = _formula(file, name, str(formula))
        _check_items(left, items, file, name, "formula")
        _check_items(right, items, file, name, "formula")
    else:
        _require(kind in _GENERAL_KINDS, file, name, "kind", f"没有这种规则：{kind}")
        _require(not formula, file, name, "formula", "这种规则没有公式")
    rule = read_record(Rule, own, file=file, name=name, left=left, operator=operator, right=right)
    _require(rule.sentence.strip(), file, name, "sentence", "缺少规则的文字")
    _require(rule.reference.strip(), file, name, "reference", "缺少依据，没有时写“内部口径”")
    _require(rule.severity in ("hard", "soft"), file, name, "severity", "应为 hard 或 soft")
    _require(not rule.form or rule.form in forms, file, name, "form", f"没有报表 {rule.form}")
    _require(
        re.fullmatch(r"R(0[1-9]|1\d|2[0-5])", rule.rule), file, name, "rule", "应为 R01 到 R25"
    )
    return rule


def _formula(file: str, name: str, formula: str) -> tuple[Expression, str, Expression]:
    match = _COMPARE.match(formula)
    if match is None:
        raise CatalogueError(file, name, "formula", f"看不懂公式“{formula}”")
    try:
        left, right = parse_expression(match["left"]), parse_expression(match["right"])
    except ValueError:
        raise CatalogueError(file, name, "formula", f"看不懂公式“{formula}”") from None
    return left, match["operator"], right


def _check_items(
    expression: Expression, items: Mapping[str, Item], file: str, name: str, key: str
) -> None:
    for code in expression.items:
        _require(code in items, file, name, key, f"没有项目 {code}")


def _check_rates(forms: Mapping[str, Form], indicators: Mapping[str, Indicator]) -> None:
    for form in forms.values():
        for rate in form.rates:
            _require(
                rate.indicator in indicators,
                f"forms/{form.code}.toml",
                "[[rates]]",
                "indicator",
                f"没有指标 {rate.indicator}",
            )


def _check_dates(start: Any, end: Any, file: str, name: str) -> None:
    _require(not (start and end) or start <= end, file, name, "ends", "结束早于开始")


def _under(tables: Tables, prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, table) for name, table in tables.items() if name.startswith(prefix))


def _entries(file: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    others = set(table) - {key}
    if key != "items" and others:
        raise CatalogueError(file, "", min(others), "没有这个键")
    entries = _listed(file, table, key)
    _require(entries, file, f"[[{key}]]", "", "一条也没有")
    return entries


def _listed(file: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The tables under ``key``; none when the key is absent."""
    entries = table.get(key, [])
    tables = isinstance(entries, list) and all(isinstance(entry, Mapping) for entry in entries)
    _require(tables, file, f"[[{key}]]", "", "应当是若干张表")
    return list(entries)


def _is_decimal(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _new(known: Mapping[str, Any], code: str, file: str, name: str, key: str) -> None:
    _require(code not in known, file, name, key, f"“{code}”重复")


def _require(condition: Any, file: str, name: str, key: str, problem: str) -> None:
    if not condition:
        raise CatalogueError(file, name, key, problem)
