"""法定标识: what each form bears at the top right of its return."""

from __future__ import annotations

from dataclasses import astuple

from db import imprints as stored
from db.ledger import Ledger
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.returns import Imprint

LONGEST = 60


def imprint_of(ledger: Ledger, form: Form) -> Imprint:
    """What the county has set; before that what the form itself brings, if anything."""
    kept = stored.read(ledger).get(form.code)
    return (
        Imprint(form.table_number, document_number=form.document_number) if kept is None else kept
    )


def keep(ledger: Ledger, form: Form, imprint: Imprint) -> bool:
    """Set a form's imprint, parts that are empty being none; says whether that changed anything.

    Raises ``ExpectedError`` for a part that is no single line of at most ``LONGEST`` characters.
    """
    checked = Imprint(*(_line(part) for part in astuple(imprint)))
    with ledger.transaction():
        if checked == imprint_of(ledger, form):
            return False
        stored.keep(ledger, form.code, checked)
    return True


def _line(text: str) -> str:
    line = text.strip()
    if len(line) > LONGEST:
        raise ExpectedError(f"“{line[:20]}…”有 {len(line)} 个字；请改到 {LONGEST} 个字以内。")
    if not line.isprintable():
        raise ExpectedError("表头标识里有换行或看不见的字符；请只写一行文字。")
    return line
