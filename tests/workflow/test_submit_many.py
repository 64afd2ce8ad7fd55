"""Many returns at once: named, counted, whole or not at all, and stopped between two."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from monitoring.periods import Frequency, Period
from workflow.progress import Reporter, WorkCancelledError
from workflow.review import due_forms
from workflow.submit_many import Wanted, existing, of_every_unit, save_many

OCTOBER = Period(202610)


class Stopping(Reporter):
    """Told to stop before the third step."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, done: int, total: int, what: str) -> None:
        self.steps.append(f"{done}/{total} {what}")

    def cancelled(self) -> bool:
        return len(self.steps) == 2


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Ledger:
    """The signed residents of every township, a hundred more in each than in the one before."""
    units = fresh_ledger.area.units
    entries = [
        Entry(unit.code, "fd_signed", OCTOBER.end, number(100 * at))
        for at, unit in enumerate(units, 1)
    ]
    fresh_ledger.write(entries, NewSource("hand"))
    return fresh_ledger


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报表"
    place.mkdir()
    return place


def signed(path: Path) -> list[int]:
    """The figures of 签约居民数 in a saved return."""
    sheet = load_workbook(path).worksheets[0]
    (row,) = (row for row in sheet.iter_rows() if row[0].value == "签约居民数")
    return [cell.value for cell in row[3:] if isinstance(cell.value, int)]


def test_every_unit_gets_its_own_figures(ledger: Ledger, folder: Path) -> None:
    form, units = ledger.catalogue.forms["F1"], ledger.area.units
    paths = save_many(ledger, of_every_unit(ledger, form, OCTOBER), folder / "新")
    assert [path.name for path in paths] == [
        f"{unit.name}_F1_家庭医生签约服务月报_2026年10月.xlsx" for unit in units
    ]
    assert [signed(path) for path in paths] == [[100 * at] for at in range(1, len(units) + 1)]
    assert ledger.submissions(OCTOBER.end) == []


def test_the_month_is_saved_at_once_and_noted(ledger: Ledger, folder: Path) -> None:
    due = due_forms(ledger, OCTOBER.end)
    paths = save_many(ledger, [Wanted(form, OCTOBER) for form in due], folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in paths)
    noted = {row[0]: row[1] for row in ledger.submissions(OCTOBER.end)}
    assert noted == {form.code: path.name for form, path in zip(due, paths, strict=True)}


def test_a_zip_holds_them_all_and_notes_nothing(ledger: Ledger, folder: Path) -> None:
    form = ledger.catalogue.forms["F1"]
    target = folder / "各单位.zip"
    names = save_many(ledger, of_every_unit(ledger, form, OCTOBER), target)
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == [name.name for name in names]
        assert archive.testzip() is None
    assert [path.name for path in folder.iterdir() if path.suffix == ".xlsx"] == []


def test_a_longer_period_is_named_as_what_it_is(ledger: Ledger, folder: Path) -> None:
    form = ledger.catalogue.forms["F1"]
    (path,) = save_many(ledger, [Wanted(form, Period(202609, Frequency.QUARTER))], folder)
    assert path.name == "临清市_F1_家庭医生签约服务季报_2026年第三季度.xlsx"
    assert ledger.submissions(202609) == []


@pytest.mark.parametrize("target", ["", "各单位.zip"])
def test_nothing_is_overwritten_unasked(ledger: Ledger, folder: Path, target: str) -> None:
    form = ledger.catalogue.forms["F1"]
    wanted = of_every_unit(ledger, form, OCTOBER)
    place = folder / target
    save_many(ledger, wanted[1:2], place)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ExpectedError, match=r"已有|已经存在"):
        save_many(ledger, wanted, place)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    if not target:
        assert existing(ledger, wanted, folder) == list(before)
    assert len(save_many(ledger, wanted, place, replace=True)) == len(wanted)


@pytest.mark.parametrize("target", ["", "各单位.zip"])
def test_two_returns_of_one_name_do_not_take_each_others_place(
    ledger: Ledger, folder: Path, target: str
) -> None:
    (wanted, *_) = of_every_unit(ledger, ledger.catalogue.forms["F1"], OCTOBER)
    with pytest.raises(ExpectedError, match="已经存在"):
        save_many(ledger, [wanted, wanted], folder / target)


def test_told_to_stop_it_leaves_what_is_whole_and_no_zip(ledger: Ledger, folder: Path) -> None:
    wanted = of_every_unit(ledger, ledger.catalogue.forms["F1"], OCTOBER)
    stopping = Stopping()
    with pytest.raises(WorkCancelledError):
        save_many(ledger, wanted, folder, reporter=stopping)
    assert stopping.steps[0].startswith("0/16 青年路街道_F1")
    assert sorted(len(signed(path)) for path in folder.iterdir()) == [1, 1]
    with pytest.raises(WorkCancelledError):
        save_many(ledger, wanted, folder / "各单位.zip", reporter=Stopping())
    assert not (folder / "各单位.zip").exists()


def test_nothing_wanted_is_said(ledger: Ledger, folder: Path) -> None:
    with pytest.raises(ExpectedError, match="至少选一张"):
        save_many(ledger, [], folder)
