"""Blank templates of a whole county at once, with last month's figures beside the cells."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.periods import Period
from tests.workflow.conftest import MONTH, SILENT, figures_of
from tests.workflow.workbooks import cells_of
from workflow.collect import FileStatus, stage
from workflow.review import due_forms
from workflow.templates import Wanted, templates

NEXT = Period(202611)


def wanted(ledger: Ledger, *codes: str) -> list[Wanted]:
    return [(ledger.catalogue.forms[code], NEXT) for code in codes]


def test_all_that_a_month_asks_for_comes_in_one_archive(month: Ledger, tmp_path: Path) -> None:
    forms = [form.code for form in due_forms(month, NEXT.end)]
    assert forms == ["F1", "F2", "F3", "F4"]
    target = tmp_path / "空白表.zip"
    made = templates(month, wanted(month, *forms), target)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names == [path.name for path in made]
    assert len(names) == 4 * 16
    assert all(file.status is FileStatus.REFUSED for file in stage(month, [target]))


def test_what_each_unit_gave_last_stands_beside_its_cell(month: Ledger, tmp_path: Path) -> None:
    made = templates(month, wanted(month, "F1"), tmp_path, with_last=True)
    first = openpyxl.load_workbook(made[0])
    sheet, cells = first.worksheets[0], cells_of(first)
    assert sheet["F4"].value == "上期数"
    row = sheet[cells["fd_signed"][1]].row
    assert sheet.cell(row, 6).value == f"{figures_of(0)['fd_signed']:,}"
    assert sheet.cell(row, 6).protection.locked
    assert sheet.cell(sheet[cells["key_people"][1]].row, 6).value == "未报"
    [silent] = [path for path in made if path.name.startswith(SILENT)]
    assert not openpyxl.load_workbook(silent).worksheets[0].cell(row, 6).value


def test_a_template_with_last_months_figures_is_read_like_any_other(
    month: Ledger, tmp_path: Path
) -> None:
    path = templates(month, wanted(month, "F1"), tmp_path, with_last=True)[0]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for _, cell in cells_of(book).values():
        sheet[cell] = 7
    book.save(path)
    [file] = stage(month, [path])
    assert file.reading is not None
    assert {value.value.amount for value in file.reading.values} == {7}
    assert len(file.reading.values) == len(month.catalogue.forms["F1"].items)


def test_the_definition_is_shown_where_the_figure_is_typed(month: Ledger, tmp_path: Path) -> None:
    path = templates(month, wanted(month, "F1"), tmp_path)[0]
    book = openpyxl.load_workbook(path)
    _, cell = cells_of(book)["fd_signed"]
    [prompt] = [
        each
        for each in book.worksheets[0].data_validations.dataValidation
        if cell in str(each.sqref).split()
    ]
    assert prompt.showInputMessage
    assert prompt.promptTitle == "签约居民数"
    assert "签" in prompt.prompt
    validations = book.worksheets[0].data_validations.dataValidation
    assert all(len(each.prompt) <= 255 and len(each.promptTitle) <= 32 for each in validations)


def test_an_archive_that_exists_is_replaced_only_when_asked(month: Ledger, tmp_path: Path) -> None:
    target = tmp_path / "空白表.zip"
    target.write_bytes(b"precious")
    with pytest.raises(ExpectedError, match="已经存在"):
        templates(month, wanted(month, "F1"), target)
    assert target.read_bytes() == b"precious"
    templates(month, wanted(month, "F1"), target, replace_existing=True)
    assert zipfile.is_zipfile(io.BytesIO(target.read_bytes()))


def test_one_file_that_exists_stops_all_of_them(month: Ledger, tmp_path: Path) -> None:
    [kept, *others] = templates(month, wanted(month, "F2"), tmp_path / "甲")
    for path in others:
        path.unlink()
    with pytest.raises(ExpectedError, match="1 个同名文件"):
        templates(month, wanted(month, "F1", "F2"), tmp_path / "甲")
    assert list((tmp_path / "甲").iterdir()) == [kept]
    with pytest.raises(ExpectedError, match="没有选报表"):
        templates(month, [], tmp_path)


def test_the_month_before_is_that_of_the_form(month: Ledger) -> None:
    assert Period(MONTH).shift(1) == NEXT
