"""What the command line says of 催报: who owes what, whom to call, who was reminded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from db.reminders import Contact, Reminder
from desktop.models.reminding_words import standing_text
from desktop.reports import lines_table, month_text
from workflow.reminder_text import reminder_text
from workflow.reminding import Desk, Owed

if TYPE_CHECKING:
    from rich.table import Table

    from workflow.contacts import Brought


def overdue(desk: Desk) -> list[dict[str, Any]]:
    """The JSON of ``overdue``: one entry a unit that is to be asked, longest overdue first."""
    return [
        {
            "unit": unit,
            "unit_name": desk.name(unit),
            "on_time": desk.rate(unit).on_time,
            "of": desk.rate(unit).of,
            "owed": [_owed(desk, each) for each in owed],
            "contacts": [
                {"person": each.person, "phone": each.phone, "note": each.note}
                for each in desk.contacts.get(unit, ())
            ],
            "reminded": last.at if (last := desk.reminded(unit)) else None,
            "text": reminder_text(desk, unit),
        }
        for unit, owed in asked(desk)
    ]


def asked(desk: Desk) -> Iterator[tuple[str, tuple[Owed, ...]]]:
    """The units of which anything is overdue or was given back, with all they owe."""
    for unit, owed in desk.owing.items():
        if any(each.overdue for each in owed):
            yield unit, owed


def overdue_table(desk: Desk) -> Table:
    """One line a unit's form."""
    heads = ("单位", "报表", "期别", "截止", "情况", "按时率", "联系人", "上次催报")
    return lines_table(
        heads, (line for unit, owed in asked(desk) for line in _lines(desk, unit, owed))
    )


def contacts(kept: Iterable[Contact], names: dict[str, str]) -> list[dict[str, str]]:
    """The JSON of ``contacts``."""
    return [
        {
            "unit": each.unit,
            "unit_name": names.get(each.unit, ""),
            "person": each.person,
            "phone": each.phone,
            "note": each.note,
        }
        for each in kept
    ]


def brought(found: Brought) -> dict[str, Any]:
    """The JSON of ``contacts --import``."""
    return {
        "new": len(found.new),
        "changed": len(found.changed),
        "same": len(found.same),
        "issues": [
            {"code": each.code, "sheet": each.sheet, "cell": each.cell, "message": each.message}
            for each in found.issues
        ],
    }


def reminders(sent: Iterable[Reminder], names: dict[str, str]) -> list[dict[str, Any]]:
    """The JSON of ``reminders``."""
    return [
        {
            "unit": each.unit,
            "unit_name": names.get(each.unit, ""),
            "period": month_text(each.end),
            "forms": list(each.forms),
            "at": each.at,
            "operator": each.operator,
            "text": each.text,
        }
        for each in sent
    ]


def _owed(desk: Desk, owed: Owed) -> dict[str, Any]:
    sign_in = owed.sign_in
    return {
        "form": sign_in.form,
        "form_name": desk.catalogue[sign_in.form].name,
        "period": month_text(sign_in.end),
        "due": sign_in.due.isoformat(),
        "state": sign_in.state.name.lower(),
        "days": sign_in.days,
        "given_back": owed.given_back.reason if owed.given_back else None,
    }


def _lines(desk: Desk, unit: str, owed: Iterable[Owed]) -> Iterator[tuple[str, ...]]:
    people = "、".join(f"{c.person} {c.phone}".strip() for c in desk.contacts.get(unit, ()))
    last = desk.reminded(unit)
    beside = (desk.rate(unit).text, people, last.at.replace("T", " ") if last else "")
    for at, each in enumerate(owed):
        sign_in = each.sign_in
        yield (
            "" if at else desk.name(unit),
            sign_in.form,
            month_text(sign_in.end),
            sign_in.due.isoformat(),
            standing_text(each),
            *(("", "", "") if at else beside),
        )
