"""Plans of the county's own: kept, changed, taken out and back, and carried between ledgers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from db import own_plans as stored
from db.ledger import Ledger
from db.own_plans import KeptPlan
from monitoring.errors import ExpectedError
from monitoring.own_plans import (
    OPERATOR_WORDS,
    DraftError,
    PlanDraft,
    draft_of,
    next_code,
    plan_of,
    read_own_plan,
    table_of,
)
from monitoring.plans import NATURES, Plan
from workflow.documents import read_document, write_document

__all__ = ["DraftError", "Imported", "PlanDraft", "draft_of"]

SCHEMA = "taizhang/plans/1"


class Imported(NamedTuple):
    """The codes of a pack's plans that were not there, that differ, and that agree."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]


def own(ledger: Ledger) -> list[Plan]:
    """The plans the county made itself, by code."""
    codes = stored.read(ledger)
    return [plan for code, plan in ledger.plans.items() if code in codes]


def code_for(ledger: Ledger) -> str:
    """The code of the next new plan."""
    return next_code(stored.used(ledger))


def keep(ledger: Ledger, draft: PlanDraft, code: str = "") -> Plan:
    """Keep a new plan, or another version of the one with this ``code``.

    Raises :class:`DraftError` with everything that is wrong; the ledger is then as it was.
    """
    if code and code not in stored.read(ledger):
        raise ExpectedError(f"没有本县规划 {code}；程序带的规划不能改，可以新建一个。")
    plan = plan_of(draft, code or code_for(ledger), ledger.area, ledger.catalogue)
    stored.keep(ledger, {plan.code: _body(plan)})
    return plan


def remove(ledger: Ledger, code: str) -> None:
    """Take a plan out; it can be put back, and its code is not given again."""
    if code not in stored.read(ledger):
        raise ExpectedError(f"没有本县规划 {code}；请先列出规划，核对编号。")
    stored.forget(ledger, [code])


def take_back(ledger: Ledger, code: str) -> None:
    """Put the version before the last back, as another version: nothing is removed."""
    versions = stored.history(ledger, code)
    if not versions:
        raise ExpectedError(f"规划 {code} 没有改过，没有可以撤销的。")
    before = versions[1].body if len(versions) > 1 else ""
    stored.keep(ledger, {code: before})


def history(ledger: Ledger, code: str) -> Sequence[KeptPlan]:
    """Every version of a plan, the newest first."""
    return stored.history(ledger, code)


def export(ledger: Ledger, path: Path) -> int:
    """Write every plan of the county's own into a JSON file; returns how many."""
    plans = [table_of(plan) for plan in own(ledger)]
    write_document(path, {"schema": SCHEMA, "county": ledger.area.name, "plans": plans})
    return len(plans)


def import_(ledger: Ledger, path: Path, *, dry_run: bool = False) -> Imported:
    """Keep the plans of a file that :func:`export` wrote; with ``dry_run`` only compare them.

    A plan of another county is kept as one of this county's own, under a code of its own: codes
    are given by each ledger. Raises ``ExpectedError`` for a file or a plan that is not in order;
    the ledger is then as it was.
    """
    brought = {plan.code: _body(plan) for plan in _read(path, ledger)}
    known = stored.read(ledger)
    new = tuple(code for code in brought if code not in known)
    changed = tuple(code for code in brought if code in known and known[code] != brought[code])
    same = tuple(code for code in brought if known.get(code) == brought[code])
    if not dry_run and (new or changed):
        stored.keep(ledger, {code: brought[code] for code in (*new, *changed)})
    return Imported(new, changed, same)


def _read(path: Path, ledger: Ledger) -> list[Plan]:
    document = read_document(path, "导出的规划")
    listed = document.get("plans")
    if document.get("schema") != SCHEMA or not isinstance(listed, list) or not listed:
        raise ExpectedError(f"“{path.name}”不是导出的规划；请选用“导出”存下的文件。")
    plans: dict[str, Plan] = {}
    used = stored.used(ledger)
    for table in listed:
        plan = read_own_plan(table, ledger.catalogue.indicators)
        if plan.area != ledger.area.code:
            plan = _adopted(ledger, plan, used)
            used.add(plan.code)
        if plan.code in plans:
            raise ExpectedError(f"“{path.name}”里有两个规划 {plan.code}；请留下一个。")
        plans[plan.code] = plan
    return list(plans.values())


def _adopted(ledger: Ledger, plan: Plan, used: set[str]) -> Plan:
    """Another county's plan as one of this county's, which keeps its code when it came before."""
    here = replace(plan, area=ledger.area.code, area_name=ledger.area.name)
    code = next((p.code for p in own(ledger) if _body(coded(here, p.code)) == _body(p)), "")
    return coded(here, code or next_code(used))


def coded(plan: Plan, code: str) -> Plan:
    """The plan under another code, its targets' ids with it."""
    ids = {each.id: f"{code}-T{place:03}" for place, each in enumerate(plan.targets, 1)}
    targets = tuple(
        replace(each, id=ids[each.id], conflict=tuple(ids[other] for other in each.conflict))
        for each in plan.targets
    )
    return replace(plan, code=code, targets=targets)


def _body(plan: Plan) -> str:
    return json.dumps(table_of(plan), ensure_ascii=False)


def template(ledger: Ledger, path: Path, *, replace: bool = False) -> None:
    """Write the blank table a plan is filled into."""
    from exporters.plan_template import write_plan_template

    names = [each.name for each in ledger.catalogue.indicators.values()]
    write_plan_template(path, names, list(OPERATOR_WORDS.values()), NATURES, replace=replace)


def add_table(ledger: Ledger, path: Path, code: str = "") -> Plan:
    """Keep the plan a filled table holds, as a new one or as another version of ``code``.

    Raises ``ExpectedError``; a :class:`DraftError` names the row of each thing that is wrong, and
    nothing is kept then.
    """
    from importers.plan_tables import plan_draft
    from importers.reader import Reader

    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    with Reader() as reader:
        draft, rows = plan_draft(reader.read(path.name, content), path.name)
    try:
        return keep(ledger, draft, code)
    except DraftError as error:
        raise DraftError([(n, _in_row(n, words, rows)) for n, words in error.problems]) from error


def _in_row(number: int, sentence: str, rows: Sequence[int]) -> str:
    """A sentence about the target of a number, by its row in the table."""
    if not number:
        return sentence
    return sentence.replace(f"第 {number} 个目标", f"第 {rows[number - 1]} 行", 1)
