"""催报: what every unit owes and since when, the words to ask for it, and who was asked."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from db import locks, reminders
from db.arrivals import began, first_arrivals
from db.ledger import Ledger
from db.reminders import Contact, GivenBack, Reminder
from monitoring.areas import Area, Unit
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.periods import add_months
from workflow.review import due_forms

MONTHS = 12


class Timeliness(StrEnum):
    """How a unit stands with a form that it owes."""

    ON_TIME = "按时"
    LATE = "迟报"
    OVERDUE = "逾期未报"
    WAITING = "未到期"
    # Due before the ledger was first written: nobody can tell when it came to the county.
    RECORDED = "补录"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One unit's form of one month. ``days`` is how late it came, how long it is overdue, or how
    many days are left.
    """

    unit: str
    form: str
    end: int
    due: date
    state: Timeliness
    days: int = 0
    arrived: date | None = None

    @property
    def settled(self) -> bool:
        """Whether it says anything of the unit's punctuality yet."""
        return self.state in (Timeliness.ON_TIME, Timeliness.LATE, Timeliness.OVERDUE)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many forms of how many came on time."""

    on_time: int
    of: int

    @property
    def text(self) -> str:
        """``k/n``, or a dash where nothing was due."""
        return f"{self.on_time}/{self.of}" if self.of else "—"


@dataclass(frozen=True, slots=True)
class Owed:
    """A form a unit is to send: not yet here, or given back and not sent anew."""

    sign_in: SignIn
    given_back: GivenBack | None = None

    @property
    def overdue(self) -> bool:
        """Whether to ask for it now."""
        return self.given_back is not None or self.sign_in.state is Timeliness.OVERDUE


@dataclass(frozen=True)
class Desk:
    """How everyone stands on the day ``today`` with the twelve months up to ``end``.

    ``forms`` are those due in ``end``; ``sign_ins`` by unit, form and month; ``reminders`` newest
    first.
    """

    end: int
    today: date
    area: Area
    catalogue: Mapping[str, Form]
    forms: tuple[Form, ...]
    units: tuple[Unit, ...]
    sign_ins: Mapping[tuple[str, str, int], SignIn]
    given_back: tuple[GivenBack, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    contacts: Mapping[str, tuple[Contact, ...]] = field(default_factory=dict)

    def name(self, unit: str) -> str:
        """What a unit is called."""
        return unit_name(self.area, unit)

    def rate(self, unit: str) -> Rate:
        """How punctual a unit was over the twelve months."""
        settled = [each for each in self._by_unit.get(unit, ()) if each.settled]
        return Rate(sum(each.state is Timeliness.ON_TIME for each in settled), len(settled))

    def owed(self, unit: str) -> tuple[Owed, ...]:
        """What a unit is to send, the longest due first."""
        returned = {(each.form, each.end): each for each in self.given_back if each.unit == unit}
        found = [
            Owed(each, returned.get((each.form, each.end)))
            for each in self._by_unit.get(unit, ())
            if each.state in (Timeliness.OVERDUE, Timeliness.WAITING)
            or (each.form, each.end) in returned
        ]
        return tuple(sorted(found, key=lambda owed: (owed.sign_in.due, owed.sign_in.form)))

    @cached_property
    def owing(self) -> dict[str, tuple[Owed, ...]]:
        """Every unit that owes something: those longest overdue first, then what is still due."""
        owing = {unit.code: owed for unit in self.units if (owed := self.owed(unit.code))}

        def urgency(unit: str) -> tuple[bool, date]:
            asked = [each for each in owing[unit] if each.overdue]
            return not asked, (asked or owing[unit])[0].sign_in.due

        return {unit: owing[unit] for unit in sorted(owing, key=urgency)}

    @cached_property
    def _by_unit(self) -> Mapping[str, Sequence[SignIn]]:
        found: dict[str, list[SignIn]] = {}
        for each in self.sign_ins.values():
            found.setdefault(each.unit, []).append(each)
        return found

    def reminded(self, unit: str) -> Reminder | None:
        """The last reminder about anything the unit still owes."""
        owed = {(each.sign_in.form, each.sign_in.end) for each in self.owed(unit)}
        for each in self.reminders:
            if each.unit == unit and any((form, each.end) in owed for form in each.forms):
                return each
        return None


def unit_name(area: Area, unit: str) -> str:
    """What a unit is called; the county's own figures are its 本级."""
    if unit == area.code:
        return f"{area.name}本级"
    return next((each.name for each in area.units if each.code == unit), unit)


def due_day(ledger: Ledger, form: Form) -> int:
    """The day of the month after the period on which a form is due, as this ledger has it."""
    kept = ledger.setting(f"due_day:{form.code}") or ""
    return int(kept) if kept.isdecimal() and 1 <= int(kept) <= 31 else form.due_day


def set_due_day(ledger: Ledger, form: Form, day: int) -> None:
    """Shift a form's due day. Raises ``ExpectedError`` for a day no month has."""
    if not 1 <= day <= 31:
        raise ExpectedError(f"截止日写成了 {day} 日；请写 1 到 31。")
    ledger.set_setting(f"due_day:{form.code}", str(day))


def due_date(end: int, day: int) -> date:
    """The ``day`` of the month after ``end``, at most that month's last."""
    year, month = divmod(add_months(end, 1), 100)
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def look(ledger: Ledger, end: int, today: date) -> Desk:
    """See how everyone stands on ``today`` with the month ``end`` and the eleven before it."""
    ends = [add_months(end, -back) for back in reversed(range(MONTHS))]
    arrivals, first = first_arrivals(ledger, ends), began(ledger)[:10]
    start = date.fromisoformat(first) if first else today
    sign_ins: dict[tuple[str, str, int], SignIn] = {}
    for each in ends:
        for form in due_forms(ledger, each):
            due = due_date(each, due_day(ledger, form))
            for unit in form.reporting(ledger.area, each):
                came = arrivals.get((unit.code, form.code, each), "")[:10]
                arrived = date.fromisoformat(came) if came else None
                if due < start and each != end and arrived is None:
                    continue  # it was due before anybody kept a ledger
                state, days = _state(due, arrived, today, judged=due >= start)
                key = (unit.code, form.code, each)
                sign_ins[key] = SignIn(*key, due, state, days, arrived)
    owing = {unit for unit, _, _ in sign_ins}
    return Desk(
        end,
        today,
        ledger.area,
        ledger.catalogue.forms,
        due_forms(ledger, end),
        tuple(unit for unit in (*ledger.area.units, ledger.area.itself) if unit.code in owing),
        sign_ins,
        tuple(_outstanding(ledger, ends, sign_ins)),
        tuple(note for each in reversed(ends) for note in reminders.reminders(ledger, each)),
        _contacts(ledger),
    )


def note(ledger: Ledger, desk: Desk, texts: Mapping[str, str]) -> list[int]:
    """Note that units were reminded in these words of what they owe; returns the notes' ids."""
    sent: list[Reminder] = []
    for unit, text in texts.items():
        forms: dict[int, list[str]] = {}
        for each in desk.owed(unit):
            forms.setdefault(each.sign_in.end, []).append(each.sign_in.form)
        sent += [Reminder(end, unit, tuple(codes), text) for end, codes in forms.items()]
    return reminders.note_reminders(ledger, sent)


def _state(due: date, arrived: date | None, today: date, *, judged: bool) -> tuple[Timeliness, int]:
    if arrived is None:
        days = (due - today).days
        return (Timeliness.WAITING, days) if days >= 0 else (Timeliness.OVERDUE, -days)
    if not judged:
        return Timeliness.RECORDED, 0
    late = (arrived - due).days
    return (Timeliness.LATE, late) if late > 0 else (Timeliness.ON_TIME, 0)


def _outstanding(
    ledger: Ledger, ends: Iterable[int], sign_ins: Collection[tuple[str, str, int]]
) -> Iterable[GivenBack]:
    """The last giving back of each form that was neither sent anew nor settled since."""
    for end in ends:
        submitted = locks.of_month(ledger, end)
        seen: set[tuple[str, str]] = set()
        for each in reminders.given_back(ledger, end):
            place = (each.unit, each.form)
            if place in seen or each.form in submitted or (*place, end) not in sign_ins:
                continue
            seen.add(place)
            newest = ledger.newest_source(each.form, end, each.unit)
            if 0 < newest <= each.source and each.unit not in ledger.approved(each.form, end):
                yield each


def _contacts(ledger: Ledger) -> dict[str, tuple[Contact, ...]]:
    found: dict[str, tuple[Contact, ...]] = {}
    for each in reminders.contacts(ledger):
        found[each.unit] = (*found.get(each.unit, ()), each)
    return found
