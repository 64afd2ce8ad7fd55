"""Blank templates: what can be typed, what is checked, and what the hidden sheet says."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from exporters.templates import template_name, write_template, write_templates
from monitoring.catalogue import Reporters
from monitoring.errors import ExpectedError
from monitoring.loading import definition_tables, load_catalogue
from monitoring.periods import latest
from tests.exporters.samples import AREA, FORM, INDICATORS, PERIOD, TOWNSHIP


def saved(folder: Path, **more: Any) -> Workbook:
    path = folder / "空表.xlsx"
    write_template(path, FORM, AREA, TOWNSHIP, PERIOD, indicators=INDICATORS, **more)
    return load_workbook(path)


def hidden(workbook: Workbook) -> tuple[dict[Any, Any], list[tuple[Any, ...]]]:
    rows = list(workbook["_taizhang"].iter_rows(values_only=True))
    pairs = {row[0]: row[1] for row in rows[:19] if row[0] is not None}
    return pairs, [tuple(row[:4]) for row in rows[19:]]


def test_the_hidden_sheet_says_what_the_template_is(tmp_path: Path) -> None:
    workbook = saved(tmp_path)
    pairs, _ = hidden(workbook)
    assert workbook["_taizhang"].sheet_state == "veryHidden"
    assert pairs == {
        "schema": "taizhang-template-1",
        "form": "F1",
        "version": 3,
        "area": "371581000000",
        "area_name": "临清市",
        "unit": "371581101000",
        "unit_name": "松林镇",
        "period": 202610,
        "period_label": "2026年10月",
        "sheet": "家庭医生签约服务月报",
    }


def test_every_item_is_mapped_to_its_cell_and_its_label(tmp_path: Path) -> None:
    workbook = saved(tmp_path)
    _, mapped = hidden(workbook)
    sheet = workbook["家庭医生签约服务月报"]
    assert [row[0] for row in mapped] == [item.code for item in FORM.items]
    for _, cell, label, label_cell in mapped:
        assert sheet[label_cell].value == label
        assert sheet[cell].value is None
    assert len({row[1] for row in mapped}) == len(FORM.items)


def test_only_the_input_cells_can_be_typed_in(tmp_path: Path) -> None:
    workbook = saved(tmp_path)
    _, mapped = hidden(workbook)
    sheet = workbook.worksheets[0]
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert unlocked == {row[1] for row in mapped}


def test_every_input_cell_is_validated_with_a_sentence(tmp_path: Path) -> None:
    workbook = saved(tmp_path)
    _, mapped = hidden(workbook)
    validations = workbook.worksheets[0].data_validations.dataValidation
    for _, cell, _, _ in mapped:
        (validation,) = [one for one in validations if cell in one.sqref]
        first = str(validation.sqref).split(":", maxsplit=1)[0]
        assert validation.type == "custom"
        assert validation.showErrorMessage
        assert f'{first}="未报"' in validation.formula1
        assert "未报" in validation.error


def test_rates_stand_as_formulas_and_are_locked(tmp_path: Path) -> None:
    sheet = saved(tmp_path).worksheets[0]
    rate = next(row for row in sheet.iter_rows() if row[1].value == "sign_rate率")
    assert rate[3].value == '=IF(COUNT(D7,D6)<2,"—",IFERROR(D7/D6*100,"—"))'
    assert rate[3].protection.locked
    assert rate[3].font.i


def test_a_yearly_rate_is_not_computed_from_one_month(tmp_path: Path) -> None:
    sheet = saved(tmp_path).worksheets[0]
    rate = next(row for row in sheet.iter_rows() if row[1].value == "visit_share率")
    assert rate[3].value == "由系统计算"


def test_names_nest_and_definitions_say_the_kind(tmp_path: Path) -> None:
    sheet = saved(tmp_path).worksheets[0]
    column = [cell.value for cell in sheet["B"]]
    assert "　其中：65岁及以上签约数" in column
    assert "　　　　0-6岁签约数" in column
    assert sheet["A5"].value == "一、人口与签约"
    assert sheet["E6"].value == "【月末数】月末的常住人口数，按人去重。"


def test_it_prints_on_one_portrait_a4_width(tmp_path: Path) -> None:
    sheet = saved(tmp_path).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
    assert sheet.freeze_panes == "C5"


def test_the_guide_and_the_place_are_printed(tmp_path: Path) -> None:
    sheet = saved(tmp_path).worksheets[0]
    assert sheet["A2"].value == "填报单位（盖章）：临清市　松林镇"
    assert sheet["D2"].value == "报告期：2026年10月"
    assert "空格不是 0" in str(sheet["A3"].value)
    assert sheet["A1"].value == "家庭医生签约服务月报"


def test_a_demonstration_says_so(tmp_path: Path) -> None:
    sheet = saved(tmp_path, demonstration=True).worksheets[0]
    assert sheet["A1"].value == "家庭医生签约服务月报（演示数据）"


def test_names_from_elsewhere_stay_text(tmp_path: Path) -> None:
    unit = dataclasses.replace(TOWNSHIP, name="=<b>&\x00镇")
    write_template(tmp_path / "空表.xlsx", FORM, AREA, unit, PERIOD)
    workbook = load_workbook(tmp_path / "空表.xlsx")
    pairs, _ = hidden(workbook)
    assert pairs["unit_name"] == "=<b>&镇"
    assert all(cell.data_type != "f" for cell in workbook["_taizhang"]["B"])


def test_the_file_name_says_unit_form_and_period() -> None:
    assert template_name(FORM, TOWNSHIP, PERIOD) == (
        "371581101000_松林镇_F1_家庭医生签约服务月报_2026年10月.xlsx"
    )


def test_every_unit_that_owes_the_form_gets_its_own(tmp_path: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    paths = write_templates(
        tmp_path / "新文件夹", FORM, AREA, PERIOD, progress=lambda *step: heard.append(step)
    )
    assert heard == [(1, 2, "青年路街道"), (2, 2, "松林镇")]
    assert [hidden(load_workbook(path))[0]["unit_name"] for path in paths] == [
        "青年路街道",
        "松林镇",
    ]


def test_a_county_fills_its_own_form_once(tmp_path: Path) -> None:
    form = dataclasses.replace(FORM, reporters=Reporters.COUNTY)
    (path,) = write_templates(tmp_path, form, AREA, PERIOD)
    sheet = load_workbook(path).worksheets[0]
    assert sheet["A2"].value == "填报单位（盖章）：临清市"


def test_nothing_is_written_when_one_of_the_files_exists(tmp_path: Path) -> None:
    taken = tmp_path / template_name(FORM, TOWNSHIP, PERIOD)
    taken.write_text("填好的", "utf-8")
    with pytest.raises(ExpectedError, match=r"松林镇.*1 个同名文件"):
        write_templates(tmp_path, FORM, AREA, PERIOD)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["填好的"]
    assert len(write_templates(tmp_path, FORM, AREA, PERIOD, replace=True)) == 2


def test_every_form_of_the_catalogue_makes_a_template(tmp_path: Path) -> None:
    catalogue = load_catalogue(definition_tables())
    for form in catalogue.forms.values():
        unit = form.reporting(AREA, PERIOD.end)[0]
        path = tmp_path / f"{form.code}.xlsx"
        period = latest(form.frequency, PERIOD.end)
        write_template(path, form, AREA, unit, period, indicators=catalogue.indicators)
        workbook = load_workbook(path)
        _, mapped = hidden(workbook)
        assert [row[0] for row in mapped] == [item.code for item in form.items]
        labels = [workbook.worksheets[0][row[3]].value for row in mapped]
        assert labels == [row[2] for row in mapped]
