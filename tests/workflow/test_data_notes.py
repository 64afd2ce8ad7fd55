"""数据说明: who reported, what was explained, what was corrected after filing."""

from __future__ import annotations

from db import explanations, locks
from db.explanations import Explanation
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from tests.workflow.conftest import MONTH
from workflow.data_notes import data_notes

QINGNIAN = "371581001000"


def test_counts_who_sent_of_all_that_was_owed_in_the_year(month: Ledger) -> None:
    notes = data_notes(month, ["fd_signed"], MONTH)
    (note,) = notes.forms
    assert (note.form.code, note.periods, note.owed, note.arrived) == ("F1", 10, 160, 15)
    assert note.silent == ("尚店镇",)
    assert note.last.label == "2026年10月"


def test_a_form_that_is_not_due_yet_is_told_of_by_its_last_period(month: Ledger) -> None:
    item = month.catalogue.forms["F6"].items[0].code
    notes = data_notes(month, [item, "fd_signed"], MONTH)
    yearly = next(note for note in notes.forms if note.form.code == "F6")
    assert (yearly.last.label, yearly.periods, yearly.arrived) == ("2025年", 1, 0)


def test_tells_the_explanations_of_the_items_asked_for(month: Ledger) -> None:
    sides = ("33333", "100")
    explanations.write(
        month,
        [
            Explanation("R21-1", "F1", 202609, QINGNIAN, "fd_signed", *sides, "新建社区"),
            Explanation("R21-1", "F1", MONTH, QINGNIAN, "fd_team", *sides, "合并团队"),
            Explanation("R21-1", "F1", 202512, QINGNIAN, "fd_signed", *sides, "去年的"),
        ],
    )
    (explained,) = data_notes(month, ["fd_signed"], MONTH).explained
    assert (explained.unit_name, explained.item_name) == ("青年路街道", "签约居民数")
    assert (explained.end, explained.text) == (202609, "新建社区")


def test_tells_what_was_corrected_after_it_was_filed(month: Ledger) -> None:
    assert data_notes(month, ["fd_signed"], MONTH).corrected == ()
    locks.lock(month, "F1", MONTH)
    locks.unlock(month, "F1", MONTH, "漏报一个村")
    month.write([Entry(QINGNIAN, "fd_signed", MONTH, number(33_400))], NewSource("hand"))
    (corrected,) = data_notes(month, ["fd_signed"], MONTH).corrected
    assert (corrected.form.code, corrected.figures) == ("F1", 1)
    assert corrected.reasons == ("漏报一个村",)
