from __future__ import annotations

from pathlib import Path

import pytest

from db.ledger import Ledger
from monitoring.amounts import number
from monitoring.periods import Period
from tests.workflow import layout_a
from tests.workflow.workbooks import write
from workflow.assess import indicators
from workflow.collect import StagedFile, commit, stage
from workflow.review import review

MONTH = 202610


@pytest.fixture
def names(fresh_ledger: Ledger) -> list[str]:
    return [unit.name for unit in fresh_ledger.area.units]


def collected(
    ledger: Ledger, folder: Path, content: bytes, period: Period | None = None
) -> StagedFile:
    [path] = write(folder, {"统计表.xlsx": content})
    [file] = commit(ledger, stage(ledger, [path], period=period))
    return file


def test_every_column_of_every_township_comes_in(
    tmp_path: Path, fresh_ledger: Ledger, names: list[str]
) -> None:
    file = collected(fresh_ledger, tmp_path, layout_a.workbook(names))

    assert (str(file.status), file.issues) == ("committed", ())
    found = fresh_ledger.figures(layout_a.ITEMS, [MONTH])
    for position, unit in enumerate(fresh_ledger.area.units):
        values = [found.value(unit.code, item, MONTH) for item in layout_a.ITEMS]
        assert values == [number(amount) for amount in layout_a.figures(position)], unit.name


def test_every_value_knows_its_cell(tmp_path: Path, fresh_ledger: Ledger, names: list[str]) -> None:
    collected(fresh_ledger, tmp_path, layout_a.workbook(names))

    cells = {
        (each.unit, each.item): (each.source.file, each.source.sheet, each.source.cell)
        for each in fresh_ledger.stored(layout_a.ITEMS, MONTH)
    }
    units = fresh_ledger.area.units
    assert cells[units[0].code, "fd_team"] == ("统计表.xlsx", "统计表", "C4")
    assert cells[units[15].code, "smi_signed"] == ("统计表.xlsx", "统计表", "AH19")


def test_the_total_row_is_no_township_and_rates_are_computed_from_counts(
    tmp_path: Path, fresh_ledger: Ledger, names: list[str]
) -> None:
    collected(fresh_ledger, tmp_path, layout_a.workbook(names))

    [row] = indicators(fresh_ledger, MONTH, ["fd_sign_rate"])

    assert (
        row.county.exact
        == f"{sum(35500 + i for i in range(16))}/{sum(50000 + i for i in range(16))}"
    )
    assert (row.county.reported, row.county.of) == (16, 16)
    assert not [f for f in review(fresh_ledger, MONTH).findings if f.rule == "R01"]


def test_fifteen_of_sixteen_are_k_of_n(
    tmp_path: Path, fresh_ledger: Ledger, names: list[str]
) -> None:
    collected(fresh_ledger, tmp_path, layout_a.workbook(names[:15]))

    [row] = indicators(fresh_ledger, MONTH, ["fd_sign_rate"])
    assert (row.county.reported, row.county.of) == (15, 16)
    assert review(fresh_ledger, MONTH).completeness.arrived("F1") == (15, 16)


def test_a_table_without_a_month_is_refused_unless_one_is_asked_for(
    tmp_path: Path, fresh_ledger: Ledger, names: list[str]
) -> None:
    content = layout_a.workbook(names, title="家庭医生签约服务进展情况统计表")

    refused = collected(fresh_ledger, tmp_path, content)
    taken = collected(fresh_ledger, tmp_path, content, Period(MONTH))

    assert (str(refused.status), [i.code for i in refused.issues]) == ("refused", ["no_period"])
    assert str(taken.status) == "committed"


def test_the_same_table_can_be_taken_for_the_right_month_after_a_wrong_one(
    tmp_path: Path, fresh_ledger: Ledger, names: list[str]
) -> None:
    content = layout_a.workbook(names, title="家庭医生签约服务进展情况统计表")
    collected(fresh_ledger, tmp_path, content, Period(202609))

    file = collected(fresh_ledger, tmp_path, content, Period(MONTH))

    found = [issue.code for issue in file.issues]
    assert (str(file.status), found) == ("committed", ["imported_before", "same_as_last_month"])
    assert len(fresh_ledger.reported("F1", MONTH)) == 16


def test_a_township_of_no_name_we_know_keeps_the_table_out(
    tmp_path: Path, fresh_ledger: Ledger, names: list[str]
) -> None:
    file = collected(fresh_ledger, tmp_path, layout_a.workbook([*names[:15], "桃源镇"]))

    assert str(file.status) == "refused"
    [issue] = [each for each in file.issues if each.code == "unknown_unit"]
    assert "桃源镇" in issue.message
    assert (issue.sheet, issue.cell) == ("统计表", "B19")


@pytest.mark.parametrize("total", ["合计", "合 计", "总计", "全市合计"])
def test_the_total_row_by_its_other_names(
    tmp_path: Path, fresh_ledger: Ledger, names: list[str], total: str
) -> None:
    file = collected(fresh_ledger, tmp_path, layout_a.workbook(names, total=total))
    assert (str(file.status), file.issues) == ("committed", ())
