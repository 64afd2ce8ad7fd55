"""A county's own rules: kept, retired, tried on past months before they count, and carried."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from db import own_rules as stored
from db.ledger import Ledger
from db.own_rules import Threshold
from monitoring.catalogue import Rule
from monitoring.errors import ExpectedError
from monitoring.own_rules import (
    RuleError,
    next_code,
    read_own_rule,
    table_of,
)
from monitoring.periods import add_months
from workflow.documents import write_document
from workflow.progress import SILENT, Reporter
from workflow.review import findings

SCHEMA = "taizhang/rules/1"
MONTHS = 12
_SHOWN = 3
_SIZE_LIMIT = 1 << 20
# What a clerk may set a change aside by: per cent, and an amount in the item's own unit.
_MOST_PERCENT = 100_000
_MOST_MINIMUM = 10**9


class Kept(NamedTuple):
    """A rule as the ledger keeps it; ``problem`` says why one no longer counts."""

    id: str
    rule: Rule | None
    problem: str


class Tried(NamedTuple):
    """What a rule finds in one month: how many, and the first sentences with their units."""

    end: int
    number: int
    sentences: tuple[str, ...]


class Imported(NamedTuple):
    """The codes of a pack's rules that were not there, that differ, and that agree."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def kept(ledger: Ledger) -> list[Kept]:
    """Every rule of the county's own, by code."""
    found = []
    for identity, body in stored.read(ledger).items():
        try:
            found.append(Kept(identity, read_own_rule(json.loads(body), ledger.catalogue), ""))
        except RuleError as error:
            found.append(Kept(identity, None, str(error)))
    return found


def code_for(ledger: Ledger) -> str:
    """The code of the next new rule."""
    return next_code(stored.used(ledger))


def keep(ledger: Ledger, rule: Rule) -> Rule:
    """Keep a rule, which counts from now on; one of the same code is replaced.

    Raises ``ExpectedError`` for a rule that cannot be.
    """
    checked = check(ledger, table_of(rule))
    stored.keep(ledger, {checked.id: _body(checked)})
    return checked


def retire(ledger: Ledger, identities: Iterable[str], last: int) -> None:
    """Let rules count up to the month ``last``: what they found stays found.

    A rule that would then never have counted raises ``ExpectedError``; it is to be removed.
    """
    chosen = set(identities)
    rules = [each.rule for each in kept(ledger) if each.id in chosen and each.rule]
    if late := [rule.id for rule in rules if rule.valid_from > last]:
        raise ExpectedError(f"规则 {late[0]} 那时还没有开始；不要了就删除它。")
    stored.keep(ledger, {rule.id: _body(replace(rule, valid_to=last)) for rule in rules})


def remove(ledger: Ledger, identities: Iterable[str]) -> None:
    """Delete rules, as if they had never been; their codes are not given again."""
    stored.forget(ledger, identities)


def check(ledger: Ledger, table: Any) -> Rule:
    """The rule a table says, for this county. Raises ``ExpectedError``."""
    rule = read_own_rule(table, ledger.catalogue)
    known = {unit.code for unit in (*ledger.area.units, ledger.area.itself)}
    if strange := [unit for unit in rule.units if unit not in known]:
        raise RuleError(
            f"规则 {rule.id} 限于单位 {strange[0]}，{ledger.area.name}没有；请去掉单位或改正代码。"
        )
    return rule


def try_out(
    ledger: Ledger, rule: Rule, last: int, *, months: int = MONTHS, reporter: Reporter = SILENT
) -> list[Tried]:
    """What a rule would find in the past months up to ``last``, newest first; nothing is kept."""
    catalogue = replace(ledger.catalogue, rules=(rule,))
    tried = []
    for back in range(months):
        end = add_months(last, -back)
        reporter.step(back, months, str(end))
        found = findings(ledger, end, catalogue)
        sentences = tuple(f"{each.unit_name}：{each.message}" for each in found[:_SHOWN])
        tried.append(Tried(end, len(found), sentences))
    return tried


def export(ledger: Ledger, path: Path) -> int:
    """Write every rule of the county's own that counts into a JSON file; returns how many."""
    rules = [table_of(each.rule) for each in kept(ledger) if each.rule is not None]
    document = {"schema": SCHEMA, "county": ledger.area.name, "rules": rules}
    write_document(path, document)
    return len(rules)


def import_(ledger: Ledger, path: Path, *, dry_run: bool = False) -> Imported:
    """Keep the rules of a file that :func:`export` wrote; with ``dry_run`` only compare them.

    Raises ``ExpectedError`` for a file or a rule that is not in order; the ledger is then as
    it was.
    """
    brought = {rule.id: _body(rule) for rule in _read(path, ledger)}
    known = stored.read(ledger)
    new = tuple(code for code in brought if code not in known)
    changed = tuple(code for code in brought if code in known and known[code] != brought[code])
    same = tuple(code for code in brought if known.get(code) == brought[code])
    if not dry_run:
        stored.keep(ledger, {code: brought[code] for code in (*new, *changed)})
    return Imported(new, changed, same)


def set_limits(ledger: Ledger, limits: Sequence[Threshold]) -> None:
    """Say how much items may change before they are asked about. Raises ``ExpectedError``."""
    for limit in limits:
        name = ledger.catalogue.items[limit.item].name if limit.item else "其余项目"
        if limit.percent is not None and not 0 <= limit.percent <= _MOST_PERCENT:
            raise ExpectedError(f"{name}的百分数应在 0 到 {_MOST_PERCENT} 之间；请改一改。")
        if not 0 <= limit.minimum <= _MOST_MINIMUM:
            raise ExpectedError(f"{name}的最小变动应在 0 到 {_MOST_MINIMUM} 之间；请改一改。")
    stored.keep_thresholds(ledger, limits)


def limits(ledger: Ledger) -> list[Threshold]:
    """What the county has set, by rule and item."""
    return stored.thresholds(ledger)


def forget_limits(ledger: Ledger, keys: Iterable[tuple[str, str]]) -> None:
    """Let what the rules say hold again."""
    stored.forget_thresholds(ledger, keys)


def _read(path: Path, ledger: Ledger) -> list[Rule]:
    document = _document(path)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ExpectedError(f"“{path.name}”不是导出的审核规则；请选用“导出”存下的文件。")
    listed = document.get("rules")
    if not isinstance(listed, list) or not listed:
        raise ExpectedError(f"“{path.name}”里没有规则；请另选一个文件。")
    rules: dict[str, Rule] = {}
    for table in listed:
        rule = check(ledger, table)
        if rule.id in rules:
            raise RuleError(f"规则 {rule.id} 在“{path.name}”里有两条；请留下一条。")
        rules[rule.id] = rule
    return list(rules.values())


def _document(path: Path) -> Any:
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise ExpectedError(f"“{path.name}”太大，不会是导出的审核规则；请另选一个文件。")
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    except (ValueError, RecursionError) as error:
        raise ExpectedError(f"“{path.name}”已损坏，没有收；请重新导出一份再试。") from error


def _body(rule: Rule) -> str:
    return json.dumps(table_of(rule), ensure_ascii=False)
