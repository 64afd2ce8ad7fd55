"""催报: whom to ask in a unit, what was given back to it, and which reminders it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from db.ledger import now

if TYPE_CHECKING:
    from db.ledger import Ledger


class Contact(NamedTuple):
    """A person of a unit and how to reach them."""

    unit: str
    person: str
    phone: str = ""
    note: str = ""


class Reminder(NamedTuple):
    """A reminder that was sent to a unit about ``forms`` of the month; ``at`` is ISO local time.

    ``id`` is 0 until it is written.
    """

    end: int
    unit: str
    forms: tuple[str, ...]
    text: str
    operator: str = ""
    at: str = ""
    id: int = 0


class GivenBack(NamedTuple):
    """A form of the month that a unit was given back to correct; ``at`` is ISO local time.

    ``source`` is the newest one then: figures of a newer one were sent anew.
    """

    form: str
    end: int
    unit: str
    reason: str
    source: int = 0
    operator: str = ""
    at: str = ""


def contacts(ledger: Ledger) -> list[Contact]:
    """Every contact, by unit and name."""
    rows = ledger.connection.execute(
        "SELECT unit, person, phone, note FROM contact ORDER BY unit, person"
    )
    return [Contact(str(unit), *rest) for unit, *rest in rows]


def keep_contacts(ledger: Ledger, kept: Iterable[Contact]) -> None:
    """Write contacts; one of the same unit and name is replaced."""
    change_contacts(ledger, (), kept)


def forget_contacts(ledger: Ledger, gone: Iterable[Contact]) -> None:
    """Delete contacts."""
    change_contacts(ledger, gone, ())


def change_contacts(ledger: Ledger, gone: Iterable[Contact], kept: Iterable[Contact]) -> None:
    """Delete some contacts and write others, all or none."""
    with ledger.transaction():
        ledger.connection.executemany(
            "DELETE FROM contact WHERE unit = ? AND person = ?",
            [(int(each.unit), each.person) for each in gone],
        )
        ledger.connection.executemany(
            "INSERT INTO contact (unit, person, phone, note) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (unit, person) DO UPDATE SET phone = excluded.phone,"
            " note = excluded.note",
            [(int(each.unit), *each[1:]) for each in kept],
        )


def reminders(ledger: Ledger, end: int) -> list[Reminder]:
    """The month's reminders, newest first."""
    rows = ledger.connection.execute(
        "SELECT period, unit, forms, text, operator, at, id FROM reminder"
        " WHERE period = ? ORDER BY id DESC",
        (end,),
    )
    return [
        Reminder(period, str(unit), tuple(forms.split()), *rest)
        for period, unit, forms, *rest in rows
    ]


def note_reminders(ledger: Ledger, sent: Iterable[Reminder]) -> list[int]:
    """Write that reminders were sent now; returns their ids."""
    with ledger.transaction():
        cursors = [
            ledger.connection.execute(
                "INSERT INTO reminder (period, unit, forms, text, operator, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (each.end, int(each.unit), " ".join(each.forms), each.text, ledger.operator, now()),
            )
            for each in sent
        ]
    return [int(cursor.lastrowid or 0) for cursor in cursors]


def forget_reminders(ledger: Ledger, ids: Iterable[int]) -> None:
    """Take notes of reminders back that were not sent after all."""
    with ledger.transaction():
        ledger.connection.executemany("DELETE FROM reminder WHERE id = ?", [(id_,) for id_ in ids])


def given_back(ledger: Ledger, end: int) -> list[GivenBack]:
    """What was given back in the month, newest first."""
    rows = ledger.connection.execute(
        "SELECT form, period, unit, reason, source, operator, at FROM given_back"
        " WHERE period = ? ORDER BY id DESC",
        (end,),
    )
    return [GivenBack(form, period, str(unit), *rest) for form, period, unit, *rest in rows]


def give_back(ledger: Ledger, returned: Iterable[GivenBack]) -> None:
    """Write that forms were given back now."""
    with ledger.transaction():
        ledger.connection.executemany(
            "INSERT INTO given_back (form, period, unit, reason, source, operator, at)"
            " SELECT ?, ?, ?, ?, coalesce(max(id), 0), ?, ? FROM source",
            [
                (each.form, each.end, int(each.unit), each.reason, ledger.operator, now())
                for each in returned
            ],
        )
