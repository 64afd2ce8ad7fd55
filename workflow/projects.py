"""The register of major projects: how each stands, reports of progress, entry and exit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from db import attachments
from db import projects as stored
from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.pace import last_day
from monitoring.projects import (
    Details,
    Event,
    JournalEntry,
    Late,
    Registered,
    Stage,
    changed,
    check,
    lateness,
    register,
)
from workflow.steps import Evidence, own_plans

__all__ = [
    "Details",
    "Evidence",
    "Project",
    "Stage",
    "change",
    "enter",
    "enter_again",
    "leave",
    "projects",
    "report",
    "take_back",
]


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the register and what is late with it at a month's end."""

    registered: Registered
    late: tuple[Late, ...]

    @property
    def id(self) -> str:
        """Its id in the plan data, or X01, X02 … for the county's own."""
        return self.registered.id

    @property
    def details(self) -> Details:
        """What is known of it."""
        return self.registered.details


def projects(ledger: Ledger, month: int, plan: str = "") -> list[Project]:
    """Every project as the reports up to ``month`` (yyyymm) say, also those that left."""
    return [
        Project(each, tuple(lateness(each, last_day(month), month)))
        for each in register(own_plans(ledger, plan), stored.journal(ledger), month)
        if not plan or each.plan is not None
    ]


def enter(ledger: Ledger, details: Details, reason: str) -> str:
    """Take a new project into the register (增补); returns its id."""
    words = _reason(reason, "入库")
    check(details)
    taken = {entry.project for entry in stored.journal(ledger)}
    code = next(c for n in range(1, 10_000) if (c := f"X{n:02}") not in taken)
    stored.add(ledger, [JournalEntry(code, Event.ENTERED, details, reason=words)])
    return code


def enter_again(ledger: Ledger, project: str, reason: str) -> None:
    """Take a project that left back into the register."""
    found = _found(ledger, project)
    if found.left is None:
        raise ExpectedError(f"项目 {project} 就在库里；不用再入库。")
    entry = JournalEntry(project, Event.ENTERED, found.details, reason=_reason(reason, "入库"))
    stored.add(ledger, [entry])


def change(ledger: Ledger, project: str, details: Details, reason: str, month: int = 0) -> None:
    """Change what is known of a project, for a reason. ``details`` say how it should have stood at
    the end of ``month`` (yyyymm, 0 for in the end): what later months told stays.
    """
    known = _standing(ledger, project).details
    if month:
        details = changed(known, _standing(ledger, project, month).details, details)
    check(details)
    entry = JournalEntry(project, Event.CHANGED, details, reason=_reason(reason, "变更"))
    stored.add(ledger, [entry])


def report(
    ledger: Ledger,
    project: str,
    month: int,
    *,
    stage: Stage | None = None,
    invested: int | None = None,
    started: date | None = None,
    finished: date | None = None,
    note: str = "",
    evidence: Evidence | None = None,
) -> None:
    """Write a month's progress; what is not given stays as it was. ``invested`` is the whole
    amount so far in 万元. Raises ``ExpectedError`` when it says nothing or cannot be.
    """
    if stage is None and not note.strip() and (invested, started, finished) == (None,) * 3:
        raise ExpectedError("没有写进度；请填阶段、完成投资或进展情况。")
    known = _standing(ledger, project).details
    details = replace(
        known,
        stage=stage or known.stage,
        invested=known.invested if invested is None else invested,
        started=started or known.started,
        finished=finished or known.finished,
    )
    check(details)
    with ledger.transaction():
        kept = 0
        if evidence is not None:
            kept = attachments.attach(ledger, evidence.name, evidence.content)
        entry = JournalEntry(project, Event.PROGRESS, details, month, note.strip(), kept)
        stored.add(ledger, [entry])


def leave(ledger: Ledger, project: str, reason: str) -> None:
    """Take a project out of the register (退出), for a reason; its journal stays."""
    known = _standing(ledger, project).details
    stored.add(ledger, [JournalEntry(project, Event.LEFT, known, reason=_reason(reason, "退出"))])


def take_back(ledger: Ledger, project: str) -> None:
    """Undo the last entry of a project's journal by another entry; nothing is removed. A month
    whose report is undone counts as not reported, until that is undone in turn.
    """
    found = _found(ledger, project)
    if not found.journal:
        raise ExpectedError(f"项目 {project} 还没有记过什么，没有可以撤销的。")
    last = found.journal[-1]
    before = register(ledger.plans.values(), stored.journal(ledger, project)[:-1])
    known = next((each for each in before if each.id == project), None)
    words = f"撤销{_at(last)}的记录"
    if last.event is Event.LEFT:
        entry = JournalEntry(project, Event.ENTERED, last.details, reason=words)
    elif known is None or known.left is not None:
        entry = JournalEntry(project, Event.LEFT, last.details, reason=words)
    elif last.end and last.event is not Event.PROGRESS:
        again = found.journal[-2].details
        entry = JournalEntry(project, Event.PROGRESS, again, last.end, words)
    else:
        entry = JournalEntry(project, Event.CHANGED, known.details, last.end, words)
    stored.add(ledger, [entry])


def _standing(ledger: Ledger, project: str, month: int = 0) -> Registered:
    found = _found(ledger, project, month)
    if found.left is not None:
        raise ExpectedError(f"项目 {project} 已经退出；请先重新入库。")
    return found


def _found(ledger: Ledger, project: str, month: int = 0) -> Registered:
    for each in register(ledger.plans.values(), stored.journal(ledger), month):
        if each.id == project:
            return each
    raise ExpectedError(f"项目库里没有 {project}；请先列出项目，核对编号。")


def _reason(reason: str, what: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise ExpectedError(f"{what}要写明理由；请写清楚再记。")
    return words


def _at(entry: JournalEntry) -> str:
    return entry.at[:16].replace("T", " ")
