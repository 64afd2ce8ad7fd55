"""What the city hands down beside what a ledger has: new, changed, the same, or not to be taken."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from db import handed_down, own_plans, own_rules
from db.definitions import catalogue_tables
from db.ledger import Ledger
from db.own_rules import Threshold
from monitoring.adopting import adopted, form_pack, is_newer
from monitoring.catalogue import Catalogue, Form
from monitoring.errors import ExpectedError
from monitoring.exchange import PackageError
from monitoring.loading import load_catalogue, read_form
from monitoring.own_plans import next_code as next_plan
from monitoring.own_plans import read_own_plan
from monitoring.own_plans import table_of as plan_table
from monitoring.own_rules import formula_of, read_own_rule, table_of
from monitoring.own_rules import next_code as next_rule
from monitoring.tables import CatalogueError, listed
from workflow.own_plans import coded
from workflow.packages import Package

LISTS = ("forms", "rules", "plans", "limits")
_MOST = 500
_MOST_AMOUNT = 10**9
# What an item with figures keeps; its name and definition are the city's to change.
_SAME = (
    ("unit", "计量单位"),
    ("kind", "时期"),
    ("year_start", "统计年度"),
    ("ytd_of", "累计的项目"),
)
_CODE = re.compile(r"[A-Z][0-9A-Z]{0,9}")


class Kind(StrEnum):
    """What a definition is."""

    FORM = "form"
    RULE = "rule"
    PLAN = "plan"
    LIMIT = "limit"


class Change(StrEnum):
    """What taking a definition over would do; ``KEPT`` ones stay as they are here."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"


KIND_LABELS = {Kind.FORM: "报表", Kind.RULE: "规则", Kind.PLAN: "规划", Kind.LIMIT: "变动提示"}
CHANGE_LABELS = {
    Change.NEW: "新增",
    Change.CHANGED: "改动",
    Change.SAME: "不变",
    Change.KEPT: "不收",
}


class Difference(NamedTuple):
    """A definition beside ours. ``code`` is the city's, ``own`` ours; ``before`` and ``after``
    are words, ``note`` says why one is kept as it is here; ``body`` is what would be written.
    """

    kind: Kind
    code: str
    own: str
    name: str
    change: Change
    before: str
    after: str
    note: str
    body: str

    @property
    def writes(self) -> bool:
        """Whether taking it changes anything."""
        return self.change in (Change.NEW, Change.CHANGED)


def compare(ledger: Ledger, package: Package) -> Iterator[Difference]:
    """Every definition of a package beside the ledger's. Raises :class:`PackageError`."""
    return _Comparison(ledger, package).differences()


class _Comparison:
    """A package's definitions beside a ledger's, the forms first: the others may need them."""

    def __init__(self, ledger: Ledger, package: Package) -> None:
        self._ledger, self._package = ledger, package
        self._tables = catalogue_tables(ledger.connection)
        self._catalogue: Catalogue = ledger.catalogue
        self._before = handed_down.read(ledger)
        area = ledger.area
        self._units = [unit.code for unit in (*area.units, area.itself)]
        self._given = {(each.kind, each.own) for each in self._before.values()}

    def differences(self) -> Iterator[Difference]:
        document = self._package.definitions
        if set(document) != set(LISTS):
            raise self._unclear("")
        ways = (self._form, self._rule, self._plan, self._limit)
        for key, way in zip(LISTS, ways, strict=True):
            entries = document[key]
            if not isinstance(entries, list) or len(entries) > _MOST:
                raise self._unclear(key)
            seen: set[str] = set()
            for entry in entries:
                if not isinstance(entry, dict):
                    raise self._unclear(key)
                found = way(entry)
                if found.code in seen:
                    raise self._unclear(found.code)
                seen.add(found.code)
                yield found

    def _form(self, pack: Mapping[str, Any]) -> Difference:
        table = pack.get("form")
        try:
            form = read_form("form", table if isinstance(table, dict) else {})
            for key in ("rules", "indicators"):
                listed("form", pack, key)
        except CatalogueError as error:
            raise self._unclear(f"{error.table} {error.key}：{error.problem}") from None
        if set(pack) != {"form", "rules", "indicators"} or not _CODE.fullmatch(form.code):
            raise self._unclear(form.code[:20])
        ours = self._catalogue.forms.get(form.code)
        before = "" if ours is None else f"{ours.name}，第 {ours.version} 版，{len(ours.items)} 项"
        after = f"{form.name}，第 {form.version} 版，{len(form.items)} 项"
        same = ours is not None and form_pack(self._tables, form.code) == pack
        note = "" if same else self._unfit(pack, form)
        change = _change(known=ours is not None, same=same, note=note)
        if change in (Change.NEW, Change.CHANGED):
            self._tables = adopted(self._tables, pack)
            self._catalogue = load_catalogue(self._tables)
        return Difference(
            Kind.FORM, form.code, form.code, form.name, change, before, after, note, _json(pack)
        )

    def _unfit(self, pack: Mapping[str, Any], form: Form) -> str:
        """Why a form is not taken over, empty when it may be."""
        items = form.by_code
        if not is_newer(self._tables, pack["form"]):
            return "版本不比本机的新，保持本机的"
        known = handed_down.known_items(self._ledger)
        meant = {code: (form.code, item.decimals) for code, item in items.items()}
        if any(known.get(code, said) != said for code, said in meant.items()):
            return "有项目的小数位数和本机的不同，保持本机的"
        filled = handed_down.items_with_figures(self._ledger, form.code)
        if gone := filled - set(items):
            return f"少了台账里有数的 {min(gone)}，保持本机的"
        if other := self._meant_otherwise(form, filled):
            return f"{other}和台账里已有的数不同，保持本机的"
        try:
            load_catalogue(adopted(self._tables, pack))
        except (CatalogueError, KeyError, TypeError, ValueError):
            return "和本机的其他定义合不起来，请先升级程序"
        return ""

    def _meant_otherwise(self, form: Form, filled: Collection[str]) -> str:
        """What would make other figures of those that stand, empty when nothing does."""
        ours = self._catalogue.forms.get(form.code)
        if ours is None or not filled:
            return ""
        for key, word in (("frequency", "周期"), ("reporters", "填报单位")):
            if getattr(ours, key) != getattr(form, key):
                return f"报表的{word}"
        for code in sorted(filled):
            for key, word in _SAME:
                if getattr(ours.by_code[code], key) != getattr(form.by_code[code], key):
                    return f"“{form.by_code[code].name}”的{word}"
        return ""

    def _rule(self, table: Mapping[str, Any]) -> Difference:
        code = str(table.get("id", ""))[:20]
        units = table.get("units", [])
        here = [u for u in self._units if u in units] if isinstance(units, list) else units
        stood = own_rules.read(self._ledger)
        try:
            rule = read_own_rule({**table, "units": here}, self._catalogue)
            own = self._own(Kind.RULE, code, same=stood.get(code) == _json(table_of(rule)))
            rule = replace(rule, id=own, rule=own)
        except ExpectedError as error:
            return self._left(Kind.RULE, code, str(table.get("sentence", ""))[:80], str(error))
        if units and not here:
            return self._left(Kind.RULE, code, rule.sentence, "限于别的县的单位")
        body = _json(table_of(rule))
        before = _rule_words(json.loads(stood[own])) if own in stood else ""
        change = _change(known=own in stood, same=stood.get(own) == body, note="")
        after = f"{rule.sentence}（{formula_of(rule)}）"
        return Difference(Kind.RULE, code, own, rule.sentence, change, before, after, "", body)

    def _plan(self, table: Mapping[str, Any]) -> Difference:
        code = str(table.get("code", ""))[:20]
        stood = own_plans.read(self._ledger)
        try:
            plan = read_own_plan(table, self._catalogue.indicators)
            own = self._own(Kind.PLAN, code, same=stood.get(code) == _json(plan_table(plan)))
            plan = plan if own == plan.code else coded(plan, own)
        except ExpectedError as error:
            return self._left(Kind.PLAN, code, str(table.get("name", ""))[:80], str(error))
        body, words = _json(plan_table(plan)), _plan_words(plan_table(plan))
        before = _plan_words(json.loads(stood[own])) if own in stood else ""
        change = _change(known=own in stood, same=stood.get(own) == body, note="")
        return Difference(Kind.PLAN, code, own, plan.name, change, before, words, "", body)

    def _limit(self, table: Mapping[str, Any]) -> Difference:
        limit = _limit_of(table)
        if limit is None:
            raise self._unclear("limits")
        rule, item = limit.rule, limit.item
        code = f"{rule} {item}".strip()
        known = {each.id for each in self._catalogue.rules}
        if rule not in known or (item and item not in self._catalogue.items):
            return self._left(Kind.LIMIT, code, code, "本机没有这条规则或这个项目")
        name = self._catalogue.items[item].name if item else "其余项目"
        stood = {(e.rule, e.item): e for e in own_rules.thresholds(self._ledger)}
        ours = stood.get((rule, item))
        before = "" if ours is None else _limit_words(ours)
        change = _change(known=ours is not None, same=ours == limit, note="")
        words, body = _limit_words(limit), _json(limit._asdict())
        return Difference(Kind.LIMIT, code, code, f"{rule} {name}", change, before, words, "", body)

    def _own(self, kind: Kind, code: str, *, same: bool) -> str:
        """The code it has here: as it was taken before, else its own unless we have another
        thing by that.
        """
        if (kind, code) in self._before:
            return self._before[kind, code].own
        if same or self._package.manifest.sender == self._ledger.area.code:
            return code
        stored, following = (own_rules, next_rule) if kind is Kind.RULE else (own_plans, next_plan)
        used = stored.used(self._ledger) | {own for given, own in self._given if given == kind}
        own = following(used) if code in used else code
        self._given.add((kind, own))
        return own

    def _left(self, kind: Kind, code: str, name: str, note: str) -> Difference:
        return Difference(kind, code, code, name, Change.KEPT, "", "", note, "{}")

    def _unclear(self, what: str) -> PackageError:
        return PackageError(
            f"“{self._package.name}”里的定义看不懂（{what or '不完整'}），没有收；"
            "请让市里重新下发。"
        )


def _change(*, known: bool, same: bool, note: str) -> Change:
    if same:
        return Change.SAME
    if note:
        return Change.KEPT
    return Change.CHANGED if known else Change.NEW


def _rule_words(table: Mapping[str, Any]) -> str:
    return f"{table.get('sentence', '')}（{table.get('formula', '')}）"


def _plan_words(table: Mapping[str, Any]) -> str:
    return f"{table.get('name', '')}，{len(table.get('targets', []))} 个目标"


def _limit_of(table: Mapping[str, Any]) -> Threshold | None:
    """The limit a table says, ``None`` when it says none."""
    try:
        limit = Threshold(**table)
    except TypeError:
        return None
    texts = all(isinstance(each, str) for each in (limit.rule, limit.item))
    amounts = [0 if limit.percent is None else limit.percent, limit.minimum]
    numbers = all(type(each) is int and 0 <= each <= _MOST_AMOUNT for each in amounts)
    return limit if texts and numbers else None


def _limit_words(limit: Threshold) -> str:
    if limit.percent is None:
        return "不提示"
    return f"{limit.percent}%，最小变动 {limit.minimum}"


def _json(table: Any) -> str:
    return json.dumps(table, ensure_ascii=False, default=str)
