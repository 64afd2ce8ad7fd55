"""Whom to call in each unit: kept by hand, and carried in tables from and to elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from db import reminders
from db.ledger import Ledger
from db.reminders import Contact
from monitoring.contacts import name_of, note_of, phone_of
from monitoring.errors import ExpectedError
from monitoring.issues import Issue
from workflow.documents import read_table


@dataclass(frozen=True)
class Brought:
    """What a table of contacts would do: ``changed`` as (what stands, what comes)."""

    file: str
    new: tuple[Contact, ...] = ()
    changed: tuple[tuple[Contact, Contact], ...] = ()
    same: tuple[Contact, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def writes(self) -> int:
        """How many contacts it would write."""
        return len(self.new) + len(self.changed)


def contacts(ledger: Ledger) -> list[Contact]:
    """Every contact in the order of the units, those of the county last."""
    order = {unit.code: at for at, unit in enumerate((*ledger.area.units, ledger.area.itself))}
    kept = reminders.contacts(ledger)
    return sorted(kept, key=lambda each: order.get(each.unit, len(order)))


def add(ledger: Ledger, contact: Contact) -> Contact:
    """Keep a new contact, its texts tidied. Raises ``ExpectedError`` for a name that is there."""
    tidy = _tidy(contact)
    if any((each.unit, each.person) == tidy[:2] for each in reminders.contacts(ledger)):
        raise ExpectedError(f"这个单位已经有“{tidy.person}”；请直接改那一行，或换一个写法。")
    reminders.keep_contacts(ledger, [tidy])
    return tidy


def change(ledger: Ledger, old: Contact, new: Contact) -> Contact:
    """Put a contact in the place of another of its unit. Raises ``ExpectedError`` as ``add``."""
    tidy = _tidy(new)
    taken = {each.person for each in reminders.contacts(ledger) if each.unit == old.unit}
    if tidy.person != old.person and tidy.person in taken:
        raise ExpectedError(f"这个单位已经有“{tidy.person}”；请换一个写法，或删掉其中一行。")
    reminders.change_contacts(ledger, [old], [tidy])
    return tidy


def remove(ledger: Ledger, gone: Iterable[Contact]) -> None:
    """Delete contacts."""
    reminders.forget_contacts(ledger, gone)


def restore(ledger: Ledger, back: Iterable[Contact]) -> None:
    """Bring contacts back as they were."""
    reminders.keep_contacts(ledger, back)


def read(ledger: Ledger, path: Path) -> Brought:
    """See what a table (.xlsx, .csv and the like) would bring; nothing is written.

    Raises ``ExpectedError`` for a file that cannot be read at all.
    """
    from importers.contacts import read_contacts
    from importers.context import Context
    from importers.reader import Reader

    with Reader() as reader:
        workbook = reader.read(path.name, read_table(path, "联系人表"))
    rows, issues = read_contacts(workbook, Context(ledger.area, ledger.catalogue).unit)
    known = {(each.unit, each.person): each for each in reminders.contacts(ledger)}
    brought = [Contact(*row) for row in rows]
    return Brought(
        path.name,
        tuple(each for each in brought if each[:2] not in known),
        tuple(
            (was, each)
            for each in brought
            if (was := known.get(each[:2])) is not None and was != each
        ),
        tuple(each for each in brought if known.get(each[:2]) == each),
        issues,
    )


def take(ledger: Ledger, brought: Brought) -> None:
    """Keep what a table brought; contacts it does not name stay as they are."""
    kept = [*brought.new, *(new for _, new in brought.changed)]
    reminders.keep_contacts(ledger, kept)


def give_up(ledger: Ledger, brought: Brought) -> None:
    """Undo :func:`take`, whole or not at all."""
    reminders.change_contacts(ledger, brought.new, [old for old, _ in brought.changed])


def export(ledger: Ledger, path: Path, *, replace: bool = False) -> int:
    """Write every contact into a workbook; returns how many. Raises ``ExpectedError``."""
    from exporters.contacts import write_contacts

    names = {unit.code: unit.name for unit in ledger.area.units}
    names[ledger.area.code] = f"{ledger.area.name}本级"
    kept = contacts(ledger)
    rows = ((names.get(each.unit, each.unit), *each[1:]) for each in kept)
    write_contacts(path, rows, replace=replace)
    return len(kept)


def _tidy(contact: Contact) -> Contact:
    return Contact(
        contact.unit, name_of(contact.person), phone_of(contact.phone), note_of(contact.note)
    )
