"""The register of major projects as a table: taken from elsewhere, and given to others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db import projects as stored
from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.issues import Issue
from monitoring.periods import Period
from monitoring.projects import Details, Event, JournalEntry, check, register
from workflow import projects
from workflow.documents import read_table
from workflow.projects import Project
from workflow.steps import own_plans

HEADS = (
    "编号",
    "项目名称",
    "领域",
    "责任单位",
    "阶段",
    "计划开工",
    "计划竣工",
    "开工日期",
    "竣工日期",
    "总投资（万元）",
    "完成投资（万元）",
    "说明",
)
AMOUNTS = frozenset((9, 10))
_PROGRESS = ("stage", "started", "finished", "invested")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a table would do: ``new`` projects, and ``changed`` ones by id as (what stands in the
    month, what comes). ``same`` counts the lines that say what is known.
    """

    file: str
    new: tuple[Details, ...] = ()
    changed: tuple[tuple[str, Details, Details], ...] = ()
    same: int = 0
    issues: tuple[Issue, ...] = ()

    @property
    def writes(self) -> int:
        """How many projects it would write."""
        return len(self.new) + len(self.changed)


def table(found: Iterable[Project]) -> list[tuple[str, ...]]:
    """The register as lines under :data:`HEADS`, in words."""
    return [_line(each) for each in found]


def export(ledger: Ledger, path: Path, month: int, *, replace: bool = False) -> int:
    """Write the register as it stands in ``month`` (yyyymm) into a workbook that :func:`read`
    takes; returns how many projects. Raises ``ExpectedError``.
    """
    from exporters.list_sheets import ListSheet, write_list

    rows = table(projects.projects(ledger, month))
    title = f"{ledger.area.name}重大项目库"
    write_list(path, ListSheet(title, Period(month).label, HEADS, rows, AMOUNTS), replace=replace)
    return len(rows)


def read(ledger: Ledger, path: Path, month: int) -> Brought:
    """See what a table (.xlsx, .csv and the like) would bring to ``month``; nothing is written.

    A project is known by its id, else by its name. Raises ``ExpectedError`` for a file that
    cannot be read at all.
    """
    from importers.projects import read_projects
    from importers.reader import Reader

    with Reader() as reader:
        workbook = reader.read(path.name, read_table(path, "项目表"))
    rows, issues = read_projects(workbook)
    standing = projects.projects(ledger, month)
    new: list[Details] = []
    changed: dict[str, tuple[str, Details, Details]] = {}
    same, refused = 0, list(issues)
    for row in rows:
        try:
            known = _known(standing, row.id, str(row.given.get("name", "")))
            comes = _comes(known, row.given, left=row.left)
            if known is None:
                _check_new(comes, new)
                new.append(comes)
            elif comes == known.details:
                same += 1
            elif known.id in changed:
                raise ExpectedError(f"{known.id} 写了两次；请只留一行。")
            else:
                changed[known.id] = known.id, known.details, comes
        except ExpectedError as error:
            refused.append(Issue("line", f"第 {row.line} 行：{error}"))
    return Brought(path.name, tuple(new), tuple(changed.values()), same, tuple(refused))


def take(ledger: Ledger, brought: Brought, reason: str, month: int) -> tuple[JournalEntry, ...]:
    """Write what a table brought, all or nothing: what is planned as changes, what was done as
    the progress of ``month``. Returns the entries that would undo it.
    """
    undoing = []
    with ledger.transaction():
        newest = {e.id: e.details for e in register(own_plans(ledger), stored.journal(ledger))}
        for details in brought.new:
            code = projects.enter(ledger, details, reason)
            undoing.append(JournalEntry(code, Event.LEFT, details))
        for code, was, comes in brought.changed:
            done = {f: getattr(comes, f) for f in _PROGRESS if getattr(comes, f) != getattr(was, f)}
            planned = replace(comes, **{field: getattr(was, field) for field in _PROGRESS})
            if planned != was:
                projects.change(ledger, code, planned, reason, month)
            if done:
                projects.report(ledger, code, month, note=reason, **done)
            end = month if done else 0
            undoing.append(JournalEntry(code, Event.CHANGED, newest[code], end))
    words = f"撤销导入“{brought.file}”"
    return tuple(entry._replace(reason=words) for entry in undoing)


def give_up(ledger: Ledger, undoing: Iterable[JournalEntry]) -> None:
    """Undo :func:`take` by further entries; nothing is removed."""
    stored.add(ledger, undoing)


def _line(each: Project) -> tuple[str, ...]:
    known = each.details
    days = (known.planned_start, known.planned_finish, known.started, known.finished)
    amounts = (known.investment, known.invested)
    return (
        each.id,
        known.name,
        known.field,
        known.owner,
        "退出" if each.registered.left else str(known.stage),
        *("" if day is None else day.isoformat() for day in days),
        *("" if amount is None else f"{amount:,}" for amount in amounts),
        known.note,
    )


def _known(standing: Sequence[Project], code: str, name: str) -> Project | None:
    """The project a line tells of, ``None`` for a new one."""
    if code:
        known = next((each for each in standing if each.id == code), None)
        if known is None:
            raise ExpectedError(f"项目库里没有 {code[:20]}；新项目请空着编号。")
        return known
    named = [each for each in standing if each.details.name == name]
    if len(named) > 1:
        raise ExpectedError(f"有 {len(named)} 个项目叫“{name[:20]}”；请写上编号。")
    return named[0] if named else None


def _comes(known: Project | None, given: Any, *, left: bool) -> Details:
    """How the project stands after the line; a blank cell changes nothing."""
    gone = known is not None and known.registered.left is not None
    if left and not gone:
        raise ExpectedError("阶段写的是“退出”；退出要写理由，请在“项目”页办理。")
    before = known.details if known is not None else Details("")
    comes = replace(before, **given)
    if gone and comes != before:
        raise ExpectedError("这个项目已经退出；请先重新入库。")
    check(comes)
    return comes


def _check_new(comes: Details, new: Sequence[Details]) -> None:
    if any(each.name == comes.name for each in new):
        raise ExpectedError(f"“{comes.name[:20]}”写了两次；请只留一行。")
