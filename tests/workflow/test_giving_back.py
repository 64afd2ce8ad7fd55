"""退回单位: the findings go along in the unit's own workbook, and that they went is noted."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from db import reminders
from db.ledger import Ledger
from db.records import Entry, NewSource
from exporters.cover import COVER_SHEET
from exporters.remarks import ERROR_FILL
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from tests.workflow.conftest import MONTH, SILENT, figures_of
from tests.workflow.workbooks import cell_of, filled, table, write
from workflow.collect import commit, stage
from workflow.giving_back import give_back
from workflow.review import Standing, review

FIRST, SECOND = "371581001000", "371581002000"


def listed(path: Path) -> str:
    """Everything the first sheet says."""
    sheet = openpyxl.load_workbook(path)[COVER_SHEET]
    return "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value)


@pytest.fixture
def faulty(month: Ledger, tmp_path: Path) -> Ledger:
    """The first township's own workbook says that more signed than live there."""
    content = filled(figures_of(0) | {"fd_signed": 60_000}, unit=FIRST)
    commit(month, stage(month, write(tmp_path / "来", {"青年路街道 10月.xlsx": content})))
    return month


def test_the_units_own_workbook_goes_back_with_its_wrong_cell_marked(
    faulty: Ledger, tmp_path: Path
) -> None:
    [path] = give_back(faulty, review(faulty, MONTH), [(FIRST, "F1")], tmp_path / "退")
    assert path.name == "退回_青年路街道 10月.xlsx"
    book = openpyxl.load_workbook(path)
    sheet, cell = cell_of("fd_signed")
    assert book[sheet][cell].fill.fgColor.rgb == ERROR_FILL.fgColor.rgb
    assert book[sheet][cell].value == 60_000
    assert "签约居民数 60000" in listed(path)

    found = review(faulty, MONTH).completeness
    assert found.standing[FIRST, "F1"] is Standing.FAULTY
    assert "60000" in found.given_back[FIRST, "F1"].reason


def test_figures_that_came_by_hand_go_back_as_a_list_on_a_blank_template(
    month: Ledger, tmp_path: Path
) -> None:
    entries = [
        Entry(SILENT, "resident", MONTH, number(100)),
        Entry(SILENT, "fd_signed", MONTH, number(101)),
    ]
    month.write(entries, NewSource("hand"))
    [path] = give_back(month, review(month, MONTH), [(SILENT, "F1")], tmp_path, note="请\n当天改")
    assert path.name.startswith("退回_371581113000")
    assert "请 当天改" in listed(path)
    assert "签约居民数 101" in listed(path)
    [file] = stage(month, [path])
    assert file.reading is not None
    assert file.reading.values == ()


def test_a_clerks_own_word_is_reason_enough_and_nothing_is_not(
    month: Ledger, tmp_path: Path
) -> None:
    found = review(month, MONTH)
    clean = next(
        place
        for place, state in found.completeness.standing.items()
        if state is Standing.PENDING and not any((f.unit, f.form) == place for f in found.findings)
    )
    with pytest.raises(ExpectedError, match="没有问题可退"):
        give_back(month, found, [(FIRST, "F1"), clean], tmp_path / "退")
    assert not (tmp_path / "退").exists()
    assert reminders.given_back(month, MONTH) == []
    give_back(month, found, [clean], tmp_path / "退", note="请附上盖章的纸质表")
    [given] = reminders.given_back(month, MONTH)
    assert (given.unit, given.reason) == (clean[0], "请附上盖章的纸质表")


def test_a_table_of_several_units_is_not_handed_to_one_of_them(
    month: Ledger, tmp_path: Path
) -> None:
    content = table(
        [
            ["2026年10月家庭医生签约服务月报"],
            ["单位", "常住人口数", "签约居民数", "家庭医生团队数"],
            ["青年路街道", 50_000, 60_000, 3],
            ["新华路街道", 51_000, 30_000, 4],
        ]
    )
    commit(month, stage(month, write(tmp_path / "来", {"全县.xlsx": content})))
    found = review(month, MONTH)
    [path] = give_back(month, found, [(FIRST, "F1")], tmp_path / "退")
    assert "全县" not in path.name
    assert "新华路" not in listed(path)
