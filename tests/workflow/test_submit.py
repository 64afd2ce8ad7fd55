from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number, rounded
from monitoring.errors import ExpectedError
from monitoring.periods import Frequency, Period
from tests.workflow.conftest import MONTH, figures_of
from workflow.submit import build, save, warnings

OCTOBER = Period(MONTH)


@pytest.fixture
def printed(tmp_path: Path, month: Ledger) -> list[list[Any]]:
    """The saved return of F1 as openpyxl reads it, row by row."""
    path = tmp_path / "上报.xlsx"
    save(month, month.catalogue.forms["F1"], OCTOBER, path)
    book = openpyxl.load_workbook(path, data_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def line(printed: list[list[Any]], name: str) -> list[Any]:
    """合计 and the sixteen units of the line with this name."""
    [row] = [row for row in printed if isinstance(row[0], str) and row[0].strip() == name]
    return row[3:20]


def head(printed: list[list[Any]]) -> list[Any]:
    [row] = [row for row in printed if row[0] == "指标名称"]
    return row[3:20]


def test_a_total_equals_its_printed_parts_and_missing_is_not_zero(
    printed: list[list[Any]], month: Ledger
) -> None:
    total, *parts = line(printed, "签约居民数")

    assert head(printed) == ["合计", *(unit.name for unit in month.area.units)]
    assert parts == [*(figures_of(i)["fd_signed"] for i in range(15)), "未报"]
    assert total == sum(part for part in parts if part != "未报")


def test_every_total_on_the_sheet_equals_its_parts(month: Ledger) -> None:
    document = build(month, month.catalogue.forms["F1"], OCTOBER)

    for each in document.lines:
        if each.kind in ("item", "ytd"):
            total, *parts = each.cells
            numbers = [Decimal(part.number) for part in parts if part.number]
            assert total.number == (str(sum(numbers)) if numbers else ""), each.label


def test_states_are_printed_as_words_and_dashes(printed: list[list[Any]]) -> None:
    assert line(printed, "60岁及以上老年人签约数")[3] == "未报"
    assert line(printed, "户籍人口数")[4] == "—"
    assert line(printed, "重点人群总数") == ["未报"] * 17


def test_rates_are_the_exact_ratio_rounded(printed: list[list[Any]]) -> None:
    signed = [figures_of(i)["fd_signed"] for i in range(15)]
    resident = [figures_of(i)["resident"] for i in range(15)]
    county = Fraction(100 * sum(map(int, signed)), sum(map(int, resident)))

    total, *parts = line(printed, "家庭医生签约率")

    assert Decimal(str(total)) == Decimal(rounded(county, 2))
    assert [Decimal(str(part)) for part in parts[:15]] == [
        Decimal(rounded(Fraction(100 * int(a), int(b)), 2))
        for a, b in zip(signed, resident, strict=True)
    ]
    assert parts[15] == "—"


def test_the_return_says_how_many_reported(printed: list[list[Any]], month: Ledger) -> None:
    texts = [row[0] for row in printed if isinstance(row[0], str)]
    assert any("应报 16 个单位，已报 15 个；尚店镇未报" in text for text in texts)
    assert warnings(month, month.catalogue.forms["F1"], OCTOBER)[0] == (
        "16 个单位只报了 15 个，合计只含已报的单位。"
    )


def test_a_saved_return_is_noted_with_its_checksum(tmp_path: Path, month: Ledger) -> None:
    saved = save(month, month.catalogue.forms["F1"], OCTOBER, tmp_path / "上报.xlsx")
    [(form, file, sha256, _)] = month.submissions(MONTH)
    assert (form, file, sha256) == ("F1", "上报.xlsx", saved.sha256)


def test_what_cannot_be_written_leaves_the_old_file_and_no_note(
    tmp_path: Path, month: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "上报.xlsx"
    path.write_bytes(b"precious")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("openpyxl.Workbook.save", full)
    with pytest.raises(ExpectedError, match="磁盘已满"):
        save(month, month.catalogue.forms["F1"], OCTOBER, path, replace=True)

    assert path.read_bytes() == b"precious"
    assert month.submissions(MONTH) == []
    assert [each.name for each in tmp_path.glob(".~*")] == []


def test_a_return_is_only_saved_as_a_workbook(month: Ledger) -> None:
    with pytest.raises(ExpectedError, match=r"\.xlsx"):
        save(month, month.catalogue.forms["F1"], OCTOBER, month.path, replace=True)


def test_an_empty_month_prints_no_zero(fresh_ledger: Ledger) -> None:
    for form in fresh_ledger.catalogue.forms.values():
        end = {Frequency.MONTH: 202610, Frequency.QUARTER: 202609}.get(form.frequency, 202512)
        document = build(fresh_ledger, form, Period(end, form.frequency))
        assert not [c for each in document.lines for c in each.cells if c.number], form.code


def test_year_to_date_is_unknown_when_a_month_of_the_year_is(month: Ledger) -> None:
    form, unit = month.catalogue.forms["F4"], month.area.units[0].code
    for end in (202601, 202602):
        month.write([Entry(unit, "visits", end, number(100))], NewSource("hand"))

    def running(end: int) -> str:
        lines = build(month, form, Period(end)).lines
        place = next(i for i, each in enumerate(lines) if each.label.endswith("总诊疗人次"))
        assert lines[place + 1].kind == "ytd"
        return lines[place + 1].cells[1].text

    assert (running(202602), running(202603)) == ("200", "未报")


def test_a_quarter_is_made_of_its_months(month: Ledger, tmp_path: Path) -> None:
    form = month.catalogue.forms["F1"]
    fourth = Period(202612, Frequency.QUARTER)
    document = build(month, form, fourth)
    assert (document.title, document.period) == ("临清市家庭医生签约服务季报", "2026年第四季度")
    assert any("当期发生的数是各期之和" in note for note in document.notes)
    save(month, form, fourth, tmp_path / "季报.xlsx")
    assert month.submissions(202612) == []


def test_a_township_has_a_return_of_its_own(month: Ledger, tmp_path: Path) -> None:
    form, unit = month.catalogue.forms["F1"], month.area.units[0]
    document = build(month, form, OCTOBER, unit.code)
    assert document.title == f"{unit.name}家庭医生签约服务月报"
    assert document.columns == ("数值",)
    [signed] = [each for each in document.lines if each.label == "签约居民数"]
    assert [each.number for each in signed.cells] == [str(figures_of(0)["fd_signed"])]
    save(month, form, OCTOBER, tmp_path / "松林.xlsx", unit=unit.code)
    assert month.submissions(MONTH) == []


def test_a_unit_that_does_not_owe_the_form_has_no_return(month: Ledger) -> None:
    form, year = month.catalogue.forms["F6"], Period(202612, Frequency.YEAR)
    with pytest.raises(ExpectedError, match="不报“健康水平与产业年报”"):
        build(month, form, year, month.area.units[0].code)
