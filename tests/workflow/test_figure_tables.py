"""Year books and comparisons out of a ledger: the figures of its returns, side by side."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from monitoring.figure_tables import FigureTable
from monitoring.periods import Frequency, Period
from tests.workflow.conftest import MONTH
from workflow import figure_tables as tables
from workflow import submit
from workflow.progress import Reporter, WorkCancelledError

FIRST, SECOND = "371581001000", "371581002000"
OCTOBER, YEAR = Period(MONTH), Period(202512, Frequency.YEAR)


def texts(table: FigureTable, label: str) -> list[str]:
    return next([c.text for c in line.cells] for line in table.lines if line.label == label)


@pytest.fixture
def year(fresh_ledger: Ledger) -> Ledger:
    """2025年 of F1, F3 and F5, whole, each figure telling its unit, item and month."""
    for form in ("F1", "F3", "F5"):
        known = fresh_ledger.catalogue.forms[form]
        step = known.frequency.months
        for month in range(step, 13, step):
            end = 202500 + month
            entries = [
                Entry(unit.code, item.code, end, number((10 * place + at) * 100 + month))
                for at, unit in enumerate(known.reporting(fresh_ledger.area, end))
                for place, item in enumerate(known.items)
            ]
            fresh_ledger.write(entries, NewSource("hand", form=form, end=end))
    return fresh_ledger


def test_a_year_book_says_what_the_years_returns_say(year: Ledger) -> None:
    form = year.catalogue.forms["F1"]
    table = tables.year_book(year, form, 2025)
    assert (table.title, table.under) == ("临清市家庭医生签约服务年度台账", "2025年　全县合计")
    for month, column in ((1, 0), (7, 6), (12, 11)):
        said = submit.build(year, form, Period(202500 + month))
        for line in said.lines:
            if line.kind in ("item", "rate"):
                [ours] = [each for each in table.lines if each.code == line.code]
                assert ours.cells[column].text == line.cells[0].text, line.label
    whole = submit.build(year, form, YEAR)
    for line in whole.lines:
        if line.code:
            [ours] = [each for each in table.lines if each.code == line.code]
            assert ours.cells[-1].text == line.cells[0].text, line.label


def test_the_workbook_has_the_county_and_every_unit(year: Ledger, tmp_path: Path) -> None:
    form = year.catalogue.forms["F1"]
    seen: list[str] = []

    class Told(Reporter):
        def step(self, done: int, total: int, what: str) -> None:
            seen.append(what)

    path = tmp_path / "台账.xlsx"
    tables.save_year_book(year, form, 2025, path, reporter=Told())
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == ["全县", "各单位"]
    assert seen == ["查数", *(unit.name for unit in year.area.units)]
    rows = list(workbook["各单位"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == 16 * len(form.items)
    for at, unit in enumerate((FIRST, SECOND)):
        table = tables.year_book(year, form, 2025, unit)
        items = [line for line in table.lines if line.kind == "item"]
        for line, row in zip(items, rows[at * len(items) :], strict=False):
            shown = [cell.number and float(cell.number) for cell in line.cells]
            assert list(row[4:]) == shown, line.label
    county = list(workbook["全县"].iter_rows(min_row=3, values_only=True))
    assert county[0][:5] == ("项目", "计量单位", "行次", "1月", "2月")
    assert workbook["全县"].freeze_panes == "D4"


def test_a_stopped_year_book_leaves_nothing(year: Ledger, tmp_path: Path) -> None:
    class Stopped(Reporter):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(WorkCancelledError):
        tables.save_year_book(
            year, year.catalogue.forms["F1"], 2025, tmp_path / "台账.xlsx", reporter=Stopped()
        )

    class StoppedLater(Reporter):
        asked = 0

        def cancelled(self) -> bool:
            self.asked += 1
            return self.asked > 3

    with pytest.raises(WorkCancelledError):
        tables.save_year_book(
            year, year.catalogue.forms["F1"], 2025, tmp_path / "台账.xlsx", reporter=StoppedLater()
        )
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_year_without_figures_and_a_unit_that_owes_none_are_said(year: Ledger) -> None:
    with pytest.raises(ExpectedError, match="2019年还没有"):
        tables.year_book(year, year.catalogue.forms["F1"], 2019)
    with pytest.raises(ExpectedError, match="这个单位不报"):
        tables.year_book(year, year.catalogue.forms["F1"], 2025, year.area.code)
    with pytest.raises(ExpectedError, match=r"以 \.xlsx 结尾"):
        tables.save_year_book(year, year.catalogue.forms["F1"], 2025, Path("台账.ledger"))


def test_a_missing_month_prints_as_not_reported(month: Ledger, tmp_path: Path) -> None:
    table = tables.year_book(month, month.catalogue.forms["F1"], 2026)
    assert texts(table, "签约居民数")[8:] == ["未报", *texts(table, "签约居民数")[9:]]
    assert any("尚店镇" in note for note in table.notes)
    tables.save(table, tmp_path / "年.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "年.xlsx").worksheets[0].values)
    assert any(row[0] and str(row[0]).startswith("说明：") for row in rows)


def test_units_are_compared_at_a_period(month: Ledger) -> None:
    form = month.catalogue.forms["F1"]
    table = tables.of_units(month, form, OCTOBER, [FIRST, SECOND], FIRST)
    assert table.title == "临清市家庭医生签约服务单位对比表（与青年路街道比）"
    assert table.columns[:2] == ("青年路街道", "新华路街道")
    assert texts(table, "签约居民数") == ["33,333", "33,344", "11", "0.03%"]
    assert len(tables.of_units(month, form, OCTOBER).columns) == 17
    with pytest.raises(ExpectedError, match="选的单位不报"):
        tables.of_units(month, form, OCTOBER, [month.area.code])


def test_periods_and_years_are_compared(year: Ledger) -> None:
    form = year.catalogue.forms["F1"]
    table = tables.of_periods(year, form, Period(202503), 2)
    assert table.under == "2025年2月—2025年3月　全县合计"
    assert texts(table, "签约居民数")[2] == "16"
    years = tables.of_years(year, form, Period(202503), 2, FIRST)
    assert years.columns[0] == "2024年3月"
    assert texts(years, "签约居民数")[0] == "未报"
    with pytest.raises(ExpectedError, match="这个单位不报"):
        tables.of_years(year, form, Period(202503), 2, year.area.code)


def test_running_totals_are_added_up_from_all_their_months(year: Ledger) -> None:
    form = year.catalogue.forms["F3"]
    table = tables.of_periods(year, form, Period(202503), 2, FIRST)
    visited = texts(table, "当月探访特殊困难老年人数")
    february, march, more, _ = texts(table, "本年累计")
    assert more == visited[1]
    assert int(march.replace(",", "")) - int(february.replace(",", "")) == int(
        more.replace(",", "")
    )


def test_the_countys_own_level_stands_beside_the_sum(year: Ledger) -> None:
    form = year.catalogue.forms["F5"]
    table = tables.of_levels(year, form, Period(202509, Frequency.QUARTER))
    assert table.columns == ("本级", "下级汇总", "合计")
    for line in table.lines:
        if line.kind == "item":
            own, below, whole = (float(cell.number) for cell in line.cells)
            assert round(own + below - whole, 6) == 0, line.label


def test_made_up_data_is_called_so(year: Ledger, tmp_path: Path) -> None:
    entry = Entry(FIRST, "fd_signed", 202501, number(1))
    year.write([entry], NewSource("hand", demonstration=True))
    table = tables.year_book(year, year.catalogue.forms["F1"], 2025)
    assert table.demonstration
    tables.save(table, tmp_path / "年.xlsx")
    title = openpyxl.load_workbook(tmp_path / "年.xlsx").worksheets[0]["A1"].value
    assert title == "临清市家庭医生签约服务年度台账（演示数据）"
