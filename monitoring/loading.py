"""From definition tables to the catalogue, strictly. Tables come from resources/ or a ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitoring.catalogue import (
    Catalogue,
    Form,
    Indicator,
    Item,
    Kind,
    RateLine,
    Rule,
)
from monitoring.expressions import Expression, parse_expression
from monitoring.periods import EARLIEST_YEAR, LATEST_YEAR
from monitoring.resources import RESOURCES, read_tables
from monitoring.tables import (
    CatalogueError,
    Tables,
    check_new,
    listed,
    read_record,
    require,
    under,
)

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
        "odd_step",
        "odd_level",
        "fixed",
    ]
)
OWN_CODE = re.compile(r"C[0-9]{2,4}")
# SQLite joins at most 64 tables, one a term.
_MOST_TERMS = 60
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_INDICATOR_KINDS = frozenset(["stock", "flow", "ytd", "annual"])


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
    for file, table in under(tables, "forms/"):
        form = read_form(file, table)
        check_new(forms, form.code, file, f"[{form.code}]", "code")
        forms[form.code] = form
    items: dict[str, Item] = {}
    for form in forms.values():
        for item in form.items:
            check_new(items, item.code, f"forms/{form.code}.toml", f"[[items]] {item.code}", "code")
            items[item.code] = item
    indicators: dict[str, Indicator] = {}
    for file, table in under(tables, "indicators/"):
        for entry in _entries(file, table, "indicators"):
            indicator = _indicator(file, entry, items)
            check_new(indicators, indicator.code, file, f"[[indicators]] {indicator.code}", "code")
            indicators[indicator.code] = indicator
    rules: dict[str, Rule] = {}
    for file, table in under(tables, "rules/"):
        for entry in _entries(file, table, "rules"):
            rule = _rule(file, entry, items, forms)
            check_new(rules, rule.id, file, f"[[rules]] {rule.id}", "id")
            rules[rule.id] = rule
    _check_rates(forms, indicators)
    return Catalogue(forms, indicators, tuple(rules.values()))


def read_form(file: str, table: Mapping[str, Any]) -> Form:
    """One form with its items. Raises :class:`CatalogueError` for the first mistake in it."""
    items: dict[str, Item] = {}
    names: set[str] = set()
    for entry in _entries(file, table, "items"):
        name = f"[[items]] {entry.get('code', '?')}"
        item = read_record(Item, entry, file=file, name=name)
        check_new(items, item.code, file, name, "code")
        require(_CODE.fullmatch(item.code), file, name, "code", "代码只用小写字母、数字和下划线")
        require(item.name not in names, file, name, "name", f"“{item.name}”重复")
        require(item.name.strip(), file, name, "name", "缺少名称")
        require(item.reference.strip(), file, name, "reference", "缺少依据，没有时写“内部口径”")
        require(1 <= item.year_start <= 12, file, name, "year_start", "应为 1 到 12 月")
        require(0 <= item.decimals <= 6, file, name, "decimals", "应为 0 到 6 位")
        names.add(item.name)
        items[item.code] = item
    for item in items.values():
        _check_links(file, item, items)
    rates = tuple(
        read_record(RateLine, entry, file=file, name="[[rates]]")
        for entry in listed(file, table, "rates")
    )
    for rate in rates:
        require(rate.after in items, file, "[[rates]]", "after", f"没有项目 {rate.after}")
    own = {key: value for key, value in table.items() if key not in ("items", "rates")}
    form = read_record(Form, own, file=file, name="", items=tuple(items.values()), rates=rates)
    require(form.name.strip(), file, "", "name", "缺少名称")
    require(form.reference.strip(), file, "", "reference", "缺少依据，没有时写“内部口径”")
    require(1 <= form.due_day <= 31, file, "", "due_day", "应为 1 到 31 日")
    require(form.version > 0, file, "", "version", "应为正整数")
    return form


def _check_links(file: str, item: Item, items: Mapping[str, Item]) -> None:
    name = f"[[items]] {item.code}"
    for key, code in (("parent", item.parent), ("ytd_of", item.ytd_of), ("opens", item.opens)):
        require(not code or code in items, file, name, key, f"没有项目 {code}")
    if item.opens:
        alike = items[item.opens].decimals == item.decimals and item.opens != item.code
        require(alike, file, name, "opens", "应是另一个小数位数相同的项目")
    if item.ytd_of:
        flows = item.kind is Kind.YTD and items[item.ytd_of].kind is Kind.FLOW
        require(flows, file, name, "ytd_of", "只有本年累计项可以累计本月数")
    seen = {item.code}
    while item.parent:
        require(item.parent not in seen, file, name, "parent", "其中关系成环")
        seen.add(item.parent)
        item = items[item.parent]


def _indicator(file: str, entry: Mapping[str, Any], items: Mapping[str, Item]) -> Indicator:
    name = f"[[indicators]] {entry.get('code', '?')}"
    indicator = read_record(Indicator, entry, file=file, name=name)
    require(indicator.name.strip(), file, name, "name", "缺少名称")
    require(indicator.reference.strip(), file, name, "reference", "缺少依据，没有时写“内部口径”")
    _check_items(indicator.numerator, items, file, name, "numerator")
    if indicator.denominator is not None:
        _check_items(indicator.denominator, items, file, name, "denominator")
        require(indicator.denominator_text, file, name, "denominator_text", "缺少分母说明")
    require(indicator.factor > 0, file, name, "factor", "应为正整数")
    require(0 <= indicator.places <= 6, file, name, "places", "应为 0 到 6 位")
    require(indicator.kind in _INDICATOR_KINDS, file, name, "kind", f"没有“{indicator.kind}”这一类")
    require(
        indicator.population in ("", "same", "other"),
        file,
        name,
        "population",
        "应为 same 或 other",
    )
    for key, side in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        require(
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
    if entry.get("kind") == "compare":
        require(entry.get("form"), file, name, "form", "比较规则要写明报表")
    rule = read_rule(file, name, entry, items)
    require(not rule.form or rule.form in forms, file, name, "form", f"没有报表 {rule.form}")
    require(re.fullmatch(r"R(0[1-9]|1\d|2[0-5])", rule.rule), file, name, "rule", "应为 R01 到 R25")
    require(not OWN_CODE.fullmatch(rule.id), file, name, "id", "这样的编号留给各县自己的规则")
    return rule


def read_rule(file: str, name: str, entry: Mapping[str, Any], items: Mapping[str, Item]) -> Rule:
    """One rule of any kind. Raises :class:`CatalogueError` for the first mistake in it."""
    own = {key: value for key, value in entry.items() if key != "formula"}
    kind, formula = entry.get("kind"), entry.get("formula", "")
    left = right = None
    operator = ""
    if kind == "compare":
        left, operator, right = _formula(file, name, str(formula))
        _check_items(left, items, file, name, "formula")
        _check_items(right, items, file, name, "formula")
        terms = len(left.terms) + len(right.terms)
        require(terms <= _MOST_TERMS, file, name, "formula", f"最多 {_MOST_TERMS} 项")
    else:
        require(kind in _GENERAL_KINDS, file, name, "kind", f"没有这种规则：{kind}")
        require(not formula, file, name, "formula", "这种规则没有公式")
    rule = read_record(Rule, own, file=file, name=name, left=left, operator=operator, right=right)
    require(rule.sentence.strip(), file, name, "sentence", "缺少规则的文字")
    require(rule.reference.strip(), file, name, "reference", "缺少依据，没有时写“内部口径”")
    require(rule.severity in ("hard", "soft"), file, name, "severity", "应为 hard 或 soft")
    require(rule.threshold >= 0, file, name, "threshold", "不能小于 0")
    require(rule.minimum >= 0, file, name, "minimum", "不能小于 0")
    _check_span(file, name, rule)
    return rule


def _check_span(file: str, name: str, rule: Rule) -> None:
    """When and of whom it is asked."""
    for key, month in (("valid_from", rule.valid_from), ("valid_to", rule.valid_to)):
        require(not month or _is_month(month), file, name, key, f"没有这个月：{month}")
    ordered = not rule.valid_to or rule.valid_from <= rule.valid_to
    require(ordered, file, name, "valid_to", "结束早于开始")
    months, units = rule.months, rule.units
    require(all(1 <= each <= 12 for each in months), file, name, "months", "应为 1 到 12 月")
    require(len(set(months)) == len(months), file, name, "months", "月份重复")
    codes = all(re.fullmatch(r"[0-9]{12}", each) for each in units)
    require(codes, file, name, "units", "单位代码应为 12 位数字")
    require(len(set(units)) == len(units), file, name, "units", "单位重复")


def _is_month(month: int) -> bool:
    return EARLIEST_YEAR <= month // 100 <= LATEST_YEAR and 1 <= month % 100 <= 12


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
        require(code in items, file, name, key, f"没有项目 {code}")


def _check_rates(forms: Mapping[str, Form], indicators: Mapping[str, Indicator]) -> None:
    for form in forms.values():
        for rate in form.rates:
            require(
                rate.indicator in indicators,
                f"forms/{form.code}.toml",
                "[[rates]]",
                "indicator",
                f"没有指标 {rate.indicator}",
            )


def _entries(file: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    others = set(table) - {key}
    if key != "items" and others:
        raise CatalogueError(file, "", min(others), "没有这个键")
    entries = listed(file, table, key)
    require(entries, file, f"[[{key}]]", "", "一条也没有")
    return entries
