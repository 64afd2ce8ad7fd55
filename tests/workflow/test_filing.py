"""已上报: what may be filed, what it locks, and the trace of what is corrected afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import reminders
from db.ledger import Ledger
from db.records import Entry, NewSource
from db.reminders import GivenBack
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from monitoring.periods import Period
from tests.workflow.conftest import MONTH, SILENT, figures_of
from tests.workflow.workbooks import filled, write
from workflow.collect import FileStatus, stage
from workflow.filing import file, filing, locked, unlock
from workflow.review import Standing, approve, review
from workflow.submit import build

FIRST = "371581001000"


def say(ledger: Ledger, amount: int, item: str = "fd_signed") -> None:
    ledger.write([Entry(FIRST, item, MONTH, number(amount))], NewSource("hand"))


def approve_all(ledger: Ledger) -> None:
    standing = review(ledger, MONTH).completeness.standing
    units = [unit for (unit, form), state in standing.items() if form == "F1"]
    approve(ledger, "F1", MONTH, [u for u in units if standing[u, "F1"] is Standing.PENDING])


def test_a_month_is_filed_when_everyone_who_sent_it_is_approved(month: Ledger) -> None:
    form = month.catalogue.forms["F1"]
    with pytest.raises(ExpectedError, match="15 个单位待审"):
        file(month, form, MONTH)
    approve_all(month)
    say(month, 60_000)
    with pytest.raises(ExpectedError, match="1 个单位有误"):
        file(month, form, MONTH)
    say(month, 33_333)
    approve_all(month)
    file(month, form, MONTH)
    assert set(locked(month, MONTH)) == {"F1"}
    standing = review(month, MONTH).completeness.standing
    assert standing[FIRST, "F1"] is Standing.SUBMITTED
    assert standing[FIRST, "F2"] is Standing.MISSING


def file_month(ledger: Ledger) -> None:
    approve_all(ledger)
    file(ledger, ledger.catalogue.forms["F1"], MONTH)


@pytest.mark.parametrize(("code", "says"), [("F2", "没有单位报数"), ("F5", "不用报")])
def test_a_form_nobody_sent_or_owes_is_not_filed(month: Ledger, code: str, says: str) -> None:
    with pytest.raises(ExpectedError, match=says):
        file(month, month.catalogue.forms[code], MONTH)


def test_what_is_corrected_after_filing_is_found_again(month: Ledger) -> None:
    form = month.catalogue.forms["F1"]
    say(month, 33_334)
    approve_all(month)
    assert filing(month, form, MONTH).corrections == ()
    file(month, form, MONTH)
    with pytest.raises(ExpectedError, match="写明原因"):
        unlock(month, form, MONTH, "  ")
    unlock(month, form, MONTH, "青年路街道\n更正")
    say(month, 33_335)
    month.write([Entry(SILENT, "fd_signed", MONTH, number(7))], NewSource("hand"))
    found = filing(month, form, MONTH)
    assert found.lock is None
    assert [(value.unit, value.value) for value in found.added] == [(SILENT, number(7))]
    assert [event.reason for event in found.events] == ["", "青年路街道 更正"]
    # What was changed before, in the same second perhaps, is no correction.
    assert [(c.unit, c.item, c.before, c.after) for c in found.corrections] == [
        (FIRST, "fd_signed", number(33_334), number(33_335))
    ]
    assert review(month, MONTH).completeness.standing[FIRST, "F1"] is Standing.PENDING
    notes = build(month, form, Period(MONTH)).notes
    assert "本表为更正后的数，第 1 次更正，原因：青年路街道 更正。" in notes
    with pytest.raises(ExpectedError, match="没有锁定"):
        unlock(month, form, MONTH, "再来")


def test_a_file_for_a_filed_month_is_kept_out_unless_it_says_the_same(
    month: Ledger, tmp_path: Path
) -> None:
    file_month(month)
    figures = figures_of(0)
    paths = [
        write(tmp_path / folder, {name: filled(figures | changed, unit=FIRST)})[0]
        for folder, changed in (("同", {}), ("改", {"fd_signed": 33_000}))
        for name in ["青年路街道.xlsx"]
    ]
    same, other = (stage(month, [path])[0] for path in paths)
    assert "locked" not in [issue.code for issue in same.issues]
    assert other.status is FileStatus.REFUSED
    assert [issue.message for issue in other.issues if issue.code == "locked"] == [
        "2026年10月的“家庭医生签约服务月报”已上报并锁定，没有收；"
        "要更正，请先在“审核”里写明原因解锁。"
    ]


def test_what_was_given_back_is_told_until_it_is_sent_anew(month: Ledger) -> None:
    assert review(month, MONTH).completeness.given_back == {}
    reminders.give_back(month, [GivenBack("F1", MONTH, FIRST, "签约数多于常住人口")])
    found = review(month, MONTH).completeness
    assert found.given_back[FIRST, "F1"].reason == "签约数多于常住人口"
    assert found.standing[FIRST, "F1"] is Standing.PENDING
    say(month, 33_334)
    assert review(month, MONTH).completeness.given_back == {}
