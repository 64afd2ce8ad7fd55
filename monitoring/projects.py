"""The register of major projects (重大项目库): a journal of each, and what is late in it.

Plan 002 五、载体支撑（一）重大项目建设 asks for a register with entry and exit, and for pressing on
projects that do not start in time (未如期开工) or whose investment lags (投资进度缓慢).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from monitoring.errors import ExpectedError
from monitoring.plans import Plan, Project, ProjectKind
from monitoring.steps import AHEAD_DAYS

# Investment is slow when its share is more than this many percentage points behind the time's.
SLOW_POINTS = 10


class Stage(StrEnum):
    """How far a project is."""

    RESERVE = "储备"
    PREPARING = "前期"
    BUILDING = "在建"
    COMPLETED = "竣工"
    OPERATING = "运营"

    @property
    def begun(self) -> bool:
        """Whether building has begun."""
        return self not in (Stage.RESERVE, Stage.PREPARING)

    @property
    def finished(self) -> bool:
        """Whether building is over."""
        return self in (Stage.COMPLETED, Stage.OPERATING)


class Event(StrEnum):
    """What an entry of the journal tells."""

    ENTERED = "entered"
    CHANGED = "changed"
    PROGRESS = "progress"
    LEFT = "left"


EVENT_WORDS = {
    Event.ENTERED: "入库",
    Event.CHANGED: "变更",
    Event.PROGRESS: "进度",
    Event.LEFT: "退出",
}


class Late(StrEnum):
    """What is wrong with a project, in the words of the plans."""

    START = "未如期开工"
    INVESTMENT = "投资进度缓慢"
    FINISH = "逾期未竣工"
    REPORT = "未报进度"


class Due(StrEnum):
    """What a plan sets a project a date for."""

    START = "计划开工"
    FINISH = "计划竣工"


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a project. Amounts are whole 万元; ``None`` is not known."""

    name: str
    field: str = ""
    owner: str = ""
    stage: Stage = Stage.RESERVE
    planned_start: date | None = None
    planned_finish: date | None = None
    started: date | None = None
    finished: date | None = None
    investment: int | None = None
    invested: int | None = None
    note: str = ""


class JournalEntry(NamedTuple):
    """One entry of a project's journal: what is known of it from then on. ``end`` (yyyymm) is the
    month a progress report tells of, or whose report a change takes back, 0 for none; ``at`` ISO
    local time.
    """

    project: str
    event: Event
    details: Details
    end: int = 0
    reason: str = ""
    attachment: int = 0
    operator: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """A project of the register: ``project`` and ``plan`` where a plan lists it, its journal the
    oldest entry first, and why it left where it did.
    """

    id: str
    details: Details
    journal: tuple[JournalEntry, ...]
    project: Project | None = None
    plan: Plan | None = None
    left: JournalEntry | None = None

    @property
    def built(self) -> bool:
        """Whether it is a project to be built: some entries of a box are goals or activities."""
        return self.project is None or self.project.kind is ProjectKind.PROJECT

    @property
    def clause(self) -> str:
        """Where a plan lists it; empty for the county's own."""
        if self.project is None or self.plan is None:
            return ""
        return self.plan.clause(self.project.chapter, self.project.paragraph)


def register(
    plans: Iterable[Plan], journal: Iterable[JournalEntry], until: int = 0
) -> list[Registered]:
    """Every project: those the plans list, in their order, then the county's own by id. With
    ``until`` (yyyymm) the progress of later months is not known yet.
    """
    journals: dict[str, list[JournalEntry]] = {}
    for entry in journal:
        journals.setdefault(entry.project, []).append(entry)
    found = [
        _registered(
            each.id, listed(each), journals.pop(each.id, []), until, project=each, plan=plan
        )
        for plan in plans
        for each in plan.projects
    ]
    own = sorted(journals.items())
    return found + [_registered(code, entries[0].details, entries, until) for code, entries in own]


def listed(project: Project) -> Details:
    """What a plan says of a project: its name and the box it stands in."""
    return Details(project.name, field=project.box_title)


def lateness(each: Registered, day: date, month: int) -> list[Late]:
    """What is late on ``day``; ``month`` (yyyymm) is the one that progress is wanted for."""
    known = each.details
    if each.left is not None or not each.built or known.stage.finished:
        return []
    found = []
    begun = known.started is not None or known.stage.begun
    if known.planned_start is not None and known.planned_start < day and not begun:
        found.append(Late.START)
    if known.planned_finish is not None and known.planned_finish < day:
        found.append(Late.FINISH)
    elif _is_slow(known, day):
        found.append(Late.INVESTMENT)
    if known.stage is Stage.BUILDING and month not in months_told(each.journal):
        found.append(Late.REPORT)
    return found


def coming(each: Registered, day: date, ahead: int = AHEAD_DAYS) -> list[tuple[Due, date]]:
    """Planned dates that are not met yet and come within ``ahead`` days, ``day`` among them."""
    known = each.details
    if each.left is not None or not each.built or known.stage.finished:
        return []
    begun = known.started is not None or known.stage.begun
    dates = (
        (Due.START, None if begun else known.planned_start),
        (Due.FINISH, known.planned_finish),
    )
    return [(due, on) for due, on in dates if on is not None and 0 <= (on - day).days <= ahead]


def short_of_time(known: Details, day: date) -> int | None:
    """How much more, in 万元 rounded up, would be invested had it kept pace with the time; ``None``
    where that cannot be said, negative ahead of time.
    """
    time = share_of_time(known, day)
    if time is None or not known.investment or known.invested is None:
        return None
    gone, whole = time
    return -((known.invested * whole - gone * known.investment) // whole)


def share_of_time(known: Details, day: date) -> tuple[int, int] | None:
    """Days gone and days in all between the planned start and finish."""
    if known.planned_start is None or known.planned_finish is None:
        return None
    whole = (known.planned_finish - known.planned_start).days
    if whole <= 0:
        return None
    return min(max((day - known.planned_start).days, 0), whole), whole


def _is_slow(known: Details, day: date) -> bool:
    time = share_of_time(known, day)
    if time is None or not known.investment or known.invested is None:
        return False
    gone, whole = time
    behind = 100 * (gone * known.investment - known.invested * whole)
    return behind > SLOW_POINTS * whole * known.investment


def check(details: Details) -> None:
    """Raise ``ExpectedError`` with what is wrong with the details, if anything."""
    if not details.name.strip():
        raise ExpectedError("项目没有名称；请写上项目名称。")
    for amount, word in ((details.investment, "总投资"), (details.invested, "完成投资")):
        if amount is not None and amount < 0:
            raise ExpectedError(f"{word}不能是负数；请按万元填整数。")
    for first, last, words in (
        (details.planned_start, details.planned_finish, "计划竣工早于计划开工"),
        (details.started, details.finished, "竣工日期早于开工日期"),
    ):
        if first is not None and last is not None and last < first:
            raise ExpectedError(f"{words}；请核对日期。")


def to_table(details: Details) -> dict[str, Any]:
    """Details as JSON data; what is not known is left out."""
    table = asdict(details)
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in table.items()
        if value not in (None, "")
    }


def from_table(table: Mapping[str, Any]) -> Details:
    """The details of :func:`to_table`. Raises ``ValueError`` for anything else."""
    known = {each.name for each in fields(Details)}
    if unknown := set(table) - known:
        raise ValueError(f"unknown: {sorted(unknown)}")
    values = dict(table)
    for key in ("planned_start", "planned_finish", "started", "finished"):
        if key in values:
            values[key] = date.fromisoformat(values[key])
    if "stage" in values:
        values["stage"] = Stage(values["stage"])
    return Details(**values)


def months_told(entries: Iterable[JournalEntry]) -> set[int]:
    """The months (yyyymm) that were reported on, without those whose reports were taken back."""
    return set(_told(entries))


def reports_told(entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """The report that stands of every month, by month; of several of a month the newest."""
    told = _told(entries)
    return [entries[told[month][-1]] for month in sorted(told)]


def changed(details: Details, before: Details, after: Details) -> Details:
    """The details with what ``after`` says otherwise than ``before``."""
    changes = {
        each.name: value
        for each in fields(Details)
        if (value := getattr(after, each.name)) != getattr(before, each.name)
    }
    return replace(details, **changes)


def _registered(
    code: str,
    details: Details,
    entries: Sequence[JournalEntry],
    until: int,
    *,
    project: Project | None = None,
    plan: Plan | None = None,
) -> Registered:
    left = entries[-1] if entries and entries[-1].event is Event.LEFT else None
    known = _known_by(details, entries, until)
    return Registered(code, known, tuple(entries), project, plan, left)


def _known_by(details: Details, entries: Sequence[JournalEntry], until: int) -> Details:
    """What is known by the month ``until``, 0 for in the end.

    A month told late does not stand over the months after it, and a report that was taken back
    never was. What an entry changed is what it says otherwise than was known when it was written.
    """
    standing = {at for places in _told(entries).values() for at in places}
    newest, latest = details, 0
    told: dict[int, list[int]] = {}
    for at, entry in enumerate(entries):
        report = entry.event is Event.PROGRESS
        seen = not until or entry.end <= until
        if seen and (not report or (at in standing and entry.end >= latest)):
            details = changed(details, newest, entry.details)
            latest = entry.end if report else latest
        if not report or entry.end >= max(told, default=0):
            newest = entry.details
        _tell(told, at, entry)
    return details


def _told(entries: Iterable[JournalEntry]) -> dict[int, list[int]]:
    """By month, the places of the reports that stand, the oldest first."""
    told: dict[int, list[int]] = {}
    for at, entry in enumerate(entries):
        _tell(told, at, entry)
    return told


def _tell(told: dict[int, list[int]], at: int, entry: JournalEntry) -> None:
    if entry.event is Event.PROGRESS:
        told.setdefault(entry.end, []).append(at)
    elif entry.end in told:
        told[entry.end].pop()
        if not told[entry.end]:
            del told[entry.end]
