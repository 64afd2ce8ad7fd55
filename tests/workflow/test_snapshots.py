"""What was filed stays as it was sent; a later version says what it corrects."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from tests.workflow.conftest import MONTH, figures_of
from tests.workflow.test_filing import FIRST, approve_all, file_month
from workflow import filing, snapshots


@pytest.fixture
def form(month: Ledger) -> Form:
    month.operator = "王芳"
    return month.catalogue.forms["F1"]


def correct(ledger: Ledger, form: Form, amount: int) -> None:
    """Open what was filed, change one figure, and file it again."""
    filing.unlock(ledger, form, MONTH, "东街道重复计数")
    ledger.write([Entry(FIRST, "fd_signed", MONTH, number(amount))], NewSource("hand"))
    approve_all(ledger)
    file_month(ledger)


def test_filing_keeps_the_bytes_that_were_sent(month: Ledger, form: Form, tmp_path: Path) -> None:
    file_month(month)
    [kept] = snapshots.of_period(month, form, MONTH)
    assert (kept.version, kept.operator, kept.reason) == (1, "王芳", "")
    path = tmp_path / "原件.xlsx"
    snapshots.save_version(month, form, MONTH, 1, path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256
    titles = [cell.value for row in openpyxl.load_workbook(path).worksheets[0] for cell in row]
    assert "临清市家庭医生签约服务月报" in titles


def test_a_correction_makes_another_version_and_both_stay(
    month: Ledger, form: Form, tmp_path: Path
) -> None:
    file_month(month)
    correct(month, form, 33_000)
    first, second = snapshots.of_period(month, form, MONTH)
    assert (first.version, second.version, second.reason) == (1, 2, "东街道重复计数")
    assert first.sha256 != second.sha256
    snapshots.save_version(month, form, MONTH, 1, tmp_path / "一.xlsx")
    assert hashlib.sha256((tmp_path / "一.xlsx").read_bytes()).hexdigest() == first.sha256
    assert snapshots.every(month) == [second, first]


def test_a_later_version_says_what_it_corrects_and_what_moved_along(
    month: Ledger, form: Form
) -> None:
    file_month(month)
    correct(month, form, 33_000)
    found = snapshots.since(month, form, MONTH, 2)
    unit = month.area.units[0].name
    assert [(c.column, c.label, c.old, c.new) for c in found if not c.moved] == [
        (unit, "签约居民数", "33,333", "33,000")
    ]
    total = sum(int(figures_of(place)["fd_signed"]) for place in range(15))
    moved = {(c.column, c.label): (c.old, c.new) for c in found if c.moved}
    assert moved["合计", "签约居民数"] == (f"{total:,}", f"{total - 333:,}")
    assert (unit, "家庭医生签约率") in moved
    assert ("合计", "家庭医生签约率") in moved


def test_the_slip_is_a_workbook_with_the_reason_and_both_checksums(
    month: Ledger, form: Form, tmp_path: Path
) -> None:
    file_month(month)
    correct(month, form, 33_000)
    path = tmp_path / "更正说明.xlsx"
    snapshots.save_slip(month, form, MONTH, 2, path)
    cells = [
        str(cell.value)
        for row in openpyxl.load_workbook(path).worksheets[0]
        for cell in row
        if cell.value is not None
    ]
    assert cells[0] == "临清市家庭医生签约服务月报更正说明"
    assert "更正原因：东街道重复计数" in cells
    for kept in snapshots.of_period(month, form, MONTH):
        assert any(kept.sha256[:16] in text for text in cells)
    assert {"33,333", "33,000"} <= set(cells)


def test_nothing_is_kept_of_a_filing_that_fails(
    month: Ledger, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_all(month)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workflow.filing.locks.lock", full)
    with pytest.raises(ExpectedError, match="磁盘已满"):
        filing.file(month, form, MONTH)
    assert snapshots.every(month) == []
    assert filing.locked(month, MONTH) == {}


@pytest.mark.parametrize(("version", "says"), [(1, "首次上报"), (7, "没有第 7 版")])
def test_versions_that_have_no_slip_say_so(
    month: Ledger, form: Form, version: int, says: str
) -> None:
    file_month(month)
    with pytest.raises(ExpectedError, match=says):
        snapshots.since(month, form, MONTH, version)
