"""催报 in the file: when figures first came, and the log of who was reminded."""

from __future__ import annotations

from db import arrivals, entering, reminders
from db.entering import Carried
from db.ledger import Ledger
from db.records import Entry, NewSource
from db.reminders import Contact, Reminder
from monitoring.amounts import number
from tests.db.conftest import EAST, HAND, OCTOBER, WEST

OTHER = 202609


def put(
    ledger: Ledger, at: str, value: int | None = 1, unit: str = EAST, kind: str = "hand"
) -> int:
    """Write one figure of F1 as it came at ``at``; returns the source."""
    source = HAND if kind == "hand" else NewSource("file", "表.xlsx", f"{at:0<64}", at.encode())
    amount = None if value is None else number(value)
    identity = ledger.write([Entry(unit, "fd_signed", OCTOBER, amount)], source)
    ledger.connection.execute("UPDATE source SET at = ? WHERE id = ?", (at, identity))
    return identity


def first(ledger: Ledger, unit: str = EAST) -> str | None:
    return arrivals.first_arrivals(ledger, [OCTOBER]).get((unit, "F1", OCTOBER))


def test_figures_came_when_the_first_of_them_was_written(ledger: Ledger) -> None:
    assert arrivals.began(ledger) == ""
    put(ledger, "2026-11-04T09:00:00", 1)
    put(ledger, "2026-11-08T09:00:00", 2)
    assert first(ledger) == "2026-11-04T09:00:00"
    assert first(ledger, WEST) is None
    assert arrivals.first_arrivals(ledger, [OTHER]) == {}
    assert arrivals.began(ledger) == "2026-11-04T09:00:00"


def test_a_file_that_agrees_with_what_stands_has_come_all_the_same(ledger: Ledger) -> None:
    taken = put(ledger, "2026-11-04T09:00:00", 1, kind="file")
    put(ledger, "2026-11-06T09:00:00", 1)
    ledger.take_back(taken)
    assert first(ledger) == "2026-11-06T09:00:00"


def test_what_was_taken_back_or_blanked_has_not_come(ledger: Ledger) -> None:
    taken = put(ledger, "2026-11-04T09:00:00", 1, kind="file")
    ledger.take_back(taken)
    assert first(ledger) is None
    put(ledger, "2026-11-05T09:00:00", 1)
    assert first(ledger) == "2026-11-05T09:00:00"
    put(ledger, "2026-11-06T09:00:00", None)
    assert first(ledger) is None


def test_a_blank_brings_no_figures(ledger: Ledger) -> None:
    taken = put(ledger, "2026-11-03T09:00:00", 1, kind="file")
    put(ledger, "2026-11-04T09:00:00", None)
    ledger.take_back(taken)
    put(ledger, "2026-11-08T09:00:00", 2)
    assert first(ledger) == "2026-11-08T09:00:00"


def test_what_the_county_carried_over_itself_has_not_come(ledger: Ledger) -> None:
    put(ledger, "2026-11-04T09:00:00")
    with ledger.transaction():
        entering.note_carried(ledger, [Carried(EAST, "fd_signed", OCTOBER, OTHER)])
    assert first(ledger) is None
    assert ledger.reported("F1", OCTOBER) == set()
    ledger.write([Entry(EAST, "resident", OCTOBER, number(9))], HAND)
    assert ledger.reported("F1", OCTOBER) == {EAST}


def test_a_note_of_a_reminder_is_taken_back_by_its_id(ledger: Ledger) -> None:
    ledger.operator = "李会计"
    sent = [Reminder(OCTOBER, unit, ("F1", "F2"), "请报表") for unit in (EAST, WEST)]
    east, west = reminders.note_reminders(ledger, sent)
    kept = reminders.reminders(ledger, OCTOBER)
    assert [(each.id, each.unit, each.forms) for each in kept] == [
        (west, WEST, ("F1", "F2")),
        (east, EAST, ("F1", "F2")),
    ]
    assert {each.operator for each in kept} == {"李会计"}
    reminders.forget_reminders(ledger, [west])
    assert [each.unit for each in reminders.reminders(ledger, OCTOBER)] == [EAST]


def test_a_contact_takes_another_name_in_its_place(ledger: Ledger) -> None:
    old = Contact(EAST, "甲", "0000-0000000", "演示数据")
    reminders.keep_contacts(ledger, [old])
    new = old._replace(person="乙", phone="000")
    reminders.change_contacts(ledger, [old], [new])
    assert reminders.contacts(ledger) == [new]
