"""The city bureau's workbook is pointed at once and says every month what the return says."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db import city_layouts
from db.ledger import Ledger
from monitoring.city_layout import CityLayout, Said, Word
from monitoring.city_pointing import with_cells, with_word, without_cells
from monitoring.errors import ExpectedError
from monitoring.periods import Period
from tests.exporters.city_workbooks import members, saved, styled
from tests.workflow.city_books import HEADS, SHEET, city_book
from tests.workflow.conftest import MONTH, SILENT
from workflow import city_books, city_filling, submit

NAME = "市局月报"
# Columns of the workbook, what they say, and the power of ten they count in.
COLUMNS = ((1, "resident", 4), (2, "fd_team", 0), (3, "fd_signed", 0), (4, "fd_sign_rate", 2))


def proposed(ledger: Ledger, content: bytes) -> CityLayout:
    return city_books.propose(ledger, NAME, city_books.read("市表.xlsx", content), content)


@pytest.fixture
def content(month: Ledger) -> bytes:
    month.operator = "王芳"
    found = city_book(month.area)
    city_books.add(month, proposed(month, found), "市表.xlsx", found)
    return found


def sheet(path: Path) -> Any:
    return openpyxl.load_workbook(path)[SHEET]


@pytest.mark.usefixtures("content")
def test_every_filled_cell_is_what_the_return_says(month: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "十月.xlsx"
    filled = city_filling.fill(month, NAME, MONTH, path)
    document = submit.build(month, month.catalogue.forms["F1"], Period(MONTH))
    lines = {line.code: line.cells for line in document.lines if line.kind != "ytd"}
    rows = {row[0].value: row for row in sheet(path).iter_rows(min_row=4)}
    for at, column in enumerate(document.columns):
        for number, code, shift in COLUMNS:
            cell, said = rows[column][number], lines[code][at].number
            if cell.data_type != "f":
                expected = Decimal(said).scaleb(-shift) if said else None
                assert (None if cell.value is None else Decimal(repr(cell.value))) == expected
    assert filled.compared == 16 * 4 + 1 + 3
    assert filled.blank == 4
    assert "读回核对 68 格，全部一致，其中 4 格没有数，留空" in filled.sentence


@pytest.mark.usefixtures("content")
def test_the_city_s_formulas_and_formats_stay(month: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "十月.xlsx"
    city_filling.fill(month, NAME, MONTH, path)
    found = sheet(path)
    assert found["D20"].value == "=SUM(D4:D19)"
    assert found["E4"].number_format == "0.00%"
    assert found["D4"].fill.fgColor.rgb == "00FFFFCC"


@pytest.mark.usefixtures("content")
def test_the_month_the_county_and_the_maker_are_written(month: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "十月.xlsx"
    city_filling.fill(month, NAME, MONTH, path)
    found = sheet(path)
    assert found["A1"].value == "聊城市家庭医生签约服务情况汇总表（2026年10月）"
    assert found["A2"].value == "填报单位：临清市"
    assert found["D2"].value == "填表人：王芳"


@pytest.mark.usefixtures("content")
def test_filling_is_noted_as_a_submission_of_the_form(month: Ledger, tmp_path: Path) -> None:
    filled = city_filling.fill(month, NAME, MONTH, tmp_path / "十月.xlsx")
    assert ("F1", "十月.xlsx", filled.sha256) in {
        (form, file, sha256) for form, file, sha256, _ in month.submissions(MONTH)
    }
    assert any("只报了 15 个" in warning for warning in filled.warnings)
    assert city_filling.look_ahead(month, NAME, MONTH) == filled.warnings


def test_formulas_are_left_out_of_what_is_recognised(month: Ledger, content: bytes) -> None:
    layout = proposed(month, content)
    (block,) = layout.blocks
    assert block.without == {(19, 1), (19, 2), (19, 3)}
    assert SILENT in block.units.values()


def test_the_city_s_copy_of_the_month_is_filled(
    month: Ledger, content: bytes, tmp_path: Path
) -> None:
    copy = city_book(month.area, title="聊城市家庭医生签约服务情况汇总表（2026年10月）")
    path = tmp_path / "十月.xlsx"
    city_filling.fill(month, NAME, MONTH, path, book=("新.xlsx", copy))
    assert sheet(path)["A1"].value.endswith("（2026年10月）")
    assert copy != content


@pytest.mark.usefixtures("content")
def test_a_copy_whose_heads_have_moved_is_refused(month: Ledger, tmp_path: Path) -> None:
    copy = city_book(month.area, heads=(HEADS[0], HEADS[2], HEADS[1], *HEADS[3:]))
    with pytest.raises(ExpectedError, match=r"B3 原来是“常住人口数.*现在是“家庭医生团"):
        city_filling.fill(month, NAME, MONTH, tmp_path / "十月.xlsx", book=("新.xlsx", copy))
    assert list(tmp_path.glob("十月*")) == []


def test_a_copy_that_merged_a_pointed_cell_away_is_refused(
    month: Ledger, content: bytes, tmp_path: Path
) -> None:
    copy = openpyxl.load_workbook(io.BytesIO(content))
    copy.worksheets[0].merge_cells("C4:D4")
    with pytest.raises(ExpectedError, match="D4 压在合并单元格下面"):
        city_filling.fill(month, NAME, MONTH, tmp_path / "十月.xlsx", book=("新.xlsx", saved(copy)))


def test_a_unit_that_does_not_owe_the_form_is_told(
    month: Ledger, content: bytes, tmp_path: Path
) -> None:
    cells = {(3, 3): (Said("item", "fd_signed"), month.area.code)}
    layout = with_cells(proposed(month, content), SHEET, cells)
    city_books.add(month, layout, "市表.xlsx", content)
    told = city_filling.fill(month, NAME, MONTH, tmp_path / "十月.xlsx").warnings
    assert f"这一期的报表里没有{month.area.name}，表里这些格子留空。" in told


def test_a_rate_that_would_show_a_hundredfold_is_told(month: Ledger, content: bytes) -> None:
    cells = {(3, 4): (Said("rate", "fd_sign_rate"), "")}
    city_books.add(month, with_cells(proposed(month, content), SHEET, cells), "市表.xlsx", content)
    (told,) = [t for t in city_filling.look_ahead(month, NAME, MONTH) if "100 倍" in t]
    assert told.startswith("E4 的格式是百分数")


def test_formulas_that_were_pointed_at_are_left_out_and_told(month: Ledger, content: bytes) -> None:
    cells = {(19, 3): (Said("item", "fd_signed"), "")}
    layout = with_cells(proposed(month, content), SHEET, cells)
    told = city_books.add(month, layout, "市表.xlsx", content)
    assert any("D20 是公式" in risk.text for risk in told)
    assert (SHEET, (19, 3)) not in city_books.books(month)[0].layout.figures()


@pytest.mark.usefixtures("content")
def test_the_name_keeps_the_kind_of_workbook(month: Ledger, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="扩展名"):
        city_filling.fill(month, NAME, MONTH, tmp_path / "十月.xlsm")


def test_an_old_format_is_to_be_saved_as_xlsx_first(month: Ledger) -> None:
    with pytest.raises(ExpectedError, match=r"另存为 \.xlsx"):
        city_books.read("市表.xls", b"\xd0\xcf\x11\xe0")


def test_a_workbook_nothing_is_pointed_at_in_is_not_kept(month: Ledger, content: bytes) -> None:
    with pytest.raises(ExpectedError, match="还没有指出"):
        city_books.add(month, CityLayout("空", "F1"), "市表.xlsx", content)


def test_the_workbook_is_kept_as_it_came_and_its_history_stays(
    month: Ledger, content: bytes
) -> None:
    (book,) = city_books.books(month)
    assert city_books.content_of(month, book) == content
    assert book.kept.operator == "王芳"
    city_books.remove(month, NAME)
    assert city_books.books(month) == []
    count = month.connection.execute("SELECT count(*) FROM city_layout").fetchone()[0]
    assert count == 2


def test_pointing_again_takes_the_place_of_the_same_name(month: Ledger, content: bytes) -> None:
    city_books.add(month, proposed(month, content), "市表二.xlsx", content)
    assert [each.kept.name for each in city_books.books(month)] == [NAME]
    assert len(city_layouts.read(month)) == 1


@pytest.mark.usefixtures("content")
def test_filling_twice_gives_the_same_workbook(month: Ledger, tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    city_filling.fill(month, NAME, MONTH, first)
    city_filling.fill(month, NAME, MONTH, second)
    assert members(first.read_bytes()) == members(second.read_bytes())


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("A2", "单位：", "A2 原来是“填报单位：…”"),
        ("A1", "聊城市老年人健康管理情况汇总表", "A1 原来是"),
        ("B3", "常住人口数（人）", "B3 原来是“常住人口数（万人）”"),
        ("A9", "某某新区", "A9 原来是"),
    ],
)
@pytest.mark.usefixtures("content")
def test_a_copy_whose_words_have_changed_is_refused(
    month: Ledger, tmp_path: Path, cell: str, text: str, said: str
) -> None:
    copy = openpyxl.load_workbook(io.BytesIO(city_book(month.area)))
    copy.worksheets[0][cell] = text
    path = tmp_path / "十月.xlsx"
    with pytest.raises(ExpectedError, match=said):
        city_filling.fill(month, NAME, MONTH, path, book=("新.xlsx", saved(copy)))
    assert not path.exists()


def test_a_copy_with_a_row_put_in_is_refused(month: Ledger, content: bytes) -> None:
    copy = openpyxl.load_workbook(io.BytesIO(content))
    copy.worksheets[0].insert_rows(7)
    with pytest.raises(ExpectedError, match="市局改了表样"):
        city_filling.look_ahead(month, NAME, MONTH, book=("新.xlsx", saved(copy)))


def test_a_column_of_another_month_is_never_filled(month: Ledger) -> None:
    found = two_months(month)
    layout = proposed(month, found)
    assert {column for block in layout.blocks for column in block.lines} == {1, 2, 3}
    assert layout.words == ()
    city_books.add(month, layout, "市表.xlsx", found)
    with pytest.raises(ExpectedError, match="B2 写的是“9月”，不是2026年10月"):
        city_filling.look_ahead(month, NAME, MONTH)


def test_the_month_asked_for_says_which_columns_are_its_own(month: Ledger) -> None:
    found = two_months(month)
    workbook = city_books.read("市表.xlsx", found)
    layout = city_books.propose(month, NAME, workbook, found, month=MONTH)
    assert {column for block in layout.blocks for column in block.lines} == {4, 5, 6}
    city_books.add(month, layout, "市表.xlsx", found)
    assert city_filling.look_ahead(month, NAME, MONTH)


def two_months(ledger: Ledger) -> bytes:
    """September and October side by side under one title."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["家庭医生签约服务情况"])
    sheet.append(["乡镇", "9月", None, None, "10月"])
    for area in ("A2:A3", "B2:D2", "E2:G2"):
        sheet.merge_cells(area)
    sheet.append([None, *("常住人口数", "家庭医生团队数", "签约居民数") * 2])
    for unit in ledger.area.units:
        sheet.append([unit.name])
    return saved(book)


def test_a_head_with_last_month_in_it_is_told(month: Ledger) -> None:
    found = city_book(month.area, heads=(*HEADS[:3], "9月签约居民数", HEADS[4]))
    cells = {(3, 3): (Said("item", "fd_signed"), month.area.units[0].code)}
    city_books.add(month, with_cells(CityLayout(NAME, "F1"), SHEET, cells), "市表.xlsx", found)
    told = city_filling.look_ahead(month, NAME, MONTH)
    assert any("D3“9月签约居民数” 写的不是2026年10月" in each for each in told)


def test_a_unit_the_workbook_has_no_row_for_is_told(month: Ledger, content: bytes) -> None:
    layout = without_cells(proposed(month, content), SHEET, [(3, column) for column in range(1, 5)])
    city_books.add(month, layout, "市表.xlsx", content)
    told = city_filling.look_ahead(month, NAME, MONTH)
    name = month.area.units[0].name
    assert any(each.startswith(f"{name}在市局的表里没有指定格子") for each in told)


def test_a_formula_that_comes_to_another_figure_is_told_before(
    month: Ledger, content: bytes, tmp_path: Path
) -> None:
    assert not any("是公式，算出" in each for each in city_filling.look_ahead(month, NAME, MONTH))
    short = openpyxl.load_workbook(io.BytesIO(content))
    short.worksheets[0]["D20"] = "=SUM(D4:D9)"
    told = city_filling.look_ahead(month, NAME, MONTH, book=("新.xlsx", saved(short)))
    expected = sum(33_333 + 11 * position for position in range(6))
    assert any(f"D20 是公式，算出 {expected}，报表上是 " in each for each in told)


@pytest.mark.usefixtures("content")
def test_the_city_s_sums_stand_worked_out_in_the_saved_file(month: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "十月.xlsx"
    city_filling.fill(month, NAME, MONTH, path)
    values = openpyxl.load_workbook(path, data_only=True)[SHEET]
    assert values["D20"].value == sum(33_333 + 11 * position for position in range(15))


def test_nobody_s_name_leaves_the_cell_blank(month: Ledger, content: bytes, tmp_path: Path) -> None:
    layout = with_word(proposed(month, content), Word(SHEET, 1, 4, "operator"))
    city_books.add(month, layout, "市表.xlsx", content)
    month.operator = ""
    city_filling.fill(month, NAME, MONTH, tmp_path / "十月.xlsx")
    assert not sheet(tmp_path / "十月.xlsx")["E2"].value


@pytest.mark.usefixtures("content")
def test_last_month_s_filled_copy_is_filled_again(month: Ledger, tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    city_filling.fill(month, NAME, MONTH, first)
    city_filling.fill(month, NAME, MONTH, second, book=("一.xlsx", first.read_bytes()))
    assert members(first.read_bytes()) == members(second.read_bytes())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏|不是"),
        (b"<html><table/></html>", "不是工作簿"),
        (b"", "空的"),
        (styled()[:-300], "损坏"),
    ],
)
def test_a_broken_workbook_is_a_sentence(month: Ledger, content: bytes, said: str) -> None:
    with pytest.raises(ExpectedError, match=said):
        proposed(month, content)
