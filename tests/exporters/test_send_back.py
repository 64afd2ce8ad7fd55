from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exporters.cover import COVER_MARK, COVER_SHEET
from exporters.grids import ErrorValue, Grid
from exporters.original import open_original
from exporters.remarks import AUTHOR, ERROR_FILL, ERROR_FRAME, WARNING_FILL, Remark
from exporters.send_back import write_returned
from importers.returned import COVER_MARK as KNOWN_MARK
from importers.returned import COVER_SHEET as KNOWN_SHEET
from monitoring.errors import ExpectedError
from tests.workflow.workbooks import patched, saved

WRONG = Remark("“签约数”填的是“2000万”，数字带有单位", "请只填数字。", sheet="表 一", cell="B3")


def workbook(title: str = "表 一") -> tuple[Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(["标题"])
    sheet.append(["单位", "签约数"])
    sheet.append(["松林镇", "2000万"])
    return book, sheet


def returned(
    folder: Path, content: bytes, remarks: Sequence[Remark] = (WRONG,), name: str = "松林.xlsx"
) -> Workbook:
    def no_grids() -> list[Grid]:
        raise AssertionError("the sender's own workbook was to be used")

    path = write_returned(folder, name, content, remarks, no_grids, replace=True)
    assert path == folder / f"退回_{name}"
    return openpyxl.load_workbook(path, rich_text=True)


def cell(book: Workbook, sheet: str, place: str) -> Any:
    return book[sheet][place]


def listed(book: Workbook) -> list[tuple[Any, ...]]:
    """The numbered lines of the first sheet."""
    rows = book.worksheets[0].iter_rows(max_col=5, values_only=True)
    return [row for row in rows if isinstance(row[0], int)]


def sheet_xml(path: Path, number: int) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_importer_and_exporter_know_the_list_by_the_same_words() -> None:
    assert (COVER_SHEET, COVER_MARK) == (KNOWN_SHEET, KNOWN_MARK)


def test_the_wrong_cell_is_coloured_framed_commented_and_linked_from_the_first_sheet(
    tmp_path: Path,
) -> None:
    book = returned(tmp_path, saved(workbook()[0]))

    assert book.sheetnames == [COVER_SHEET, "表 一"]
    assert book.active is book.worksheets[0]
    assert cell(book, COVER_SHEET, "A1").value == COVER_MARK
    assert listed(book) == [(1, "表 一", "B3", WRONG.problem, WRONG.advice)]
    wrong = cell(book, "表 一", "B3")
    assert wrong.value == "2000万"
    assert wrong.fill.fgColor.rgb == ERROR_FILL.fgColor.rgb
    assert wrong.border == ERROR_FRAME
    assert (wrong.comment.author, wrong.comment.text) == (AUTHOR, WRONG.sentence)
    [link] = [
        each.hyperlink
        for row in book.worksheets[0].iter_rows()
        for each in row
        if each.hyperlink is not None
    ]
    assert (link.target, link.location) == (None, "'表 一'!B3")


def test_everything_else_stays_as_the_sender_left_it(tmp_path: Path) -> None:
    book, sheet = workbook()
    sheet["A3"].fill = PatternFill("solid", fgColor="FF00AA00")
    sheet["A3"].comment = Comment("核对过", "张会计")
    sheet["C3"] = "=1+1"
    sheet["D3"] = "=1+1"
    sheet["D3"].data_type = "s"
    sheet.merge_cells("A1:D1")
    validation = DataValidation(type="whole", formula1="0")
    validation.add("B3")
    sheet.add_data_validation(validation)
    sheet.protection.sheet = True
    hidden = book.create_sheet("_taizhang")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "schema"

    copy = returned(tmp_path, saved(book))

    own: Any = copy["表 一"]
    assert own["A3"].fill.fgColor.rgb == "FF00AA00"
    assert (own["A3"].comment.author, own["A3"].comment.text) == ("张会计", "核对过")
    assert (own["C3"].data_type, own["D3"].data_type, own["D3"].value) == ("f", "s", "=1+1")
    assert [str(merged) for merged in own.merged_cells.ranges] == ["A1:D1"]
    assert own.data_validations.dataValidation[0].sqref == validation.sqref
    assert own.protection.sheet
    assert copy["_taizhang"].sheet_state == "veryHidden"
    assert copy["_taizhang"]["A1"].value == "schema"


def test_only_the_list_is_selected_so_that_typing_reaches_one_sheet(tmp_path: Path) -> None:
    book, _ = workbook()
    book.create_sheet("表二").sheet_view.tabSelected = True

    copy = returned(tmp_path, saved(book))

    selected = [sheet.title for sheet in copy.worksheets if sheet.sheet_view.tabSelected]
    assert selected == [COVER_SHEET]


@pytest.mark.parametrize(
    ("result", "kind", "kept"),
    [(b"<v>12.5</v>", "n", 12.5), (b"<v>#DIV/0!</v>", "e", "#DIV/0!")],
)
def test_formulas_keep_their_results(
    tmp_path: Path, result: bytes, kind: str, kept: object
) -> None:
    book, sheet = workbook()
    sheet["C3"] = "=B3/2"
    typed = b'<c r="C3" t="%s"><f>B3/2</f>%s</c>' % (kind.encode(), result)
    content = patched(saved(book), b'<c r="C3"><f>B3/2</f><v></v></c>', typed)

    returned(tmp_path, content)

    path = tmp_path / "退回_松林.xlsx"
    again = openpyxl.load_workbook(path, data_only=True)
    assert again["表 一"]["C3"].value == kept
    assert openpyxl.load_workbook(path)["表 一"]["C3"].value == "=B3/2"


def test_text_results_and_formulas_without_result_stay_what_they_are(tmp_path: Path) -> None:
    book, sheet = workbook()
    sheet["C3"], sheet["D3"] = "=A3", "=NOW()"
    typed = b'<c r="C3" t="str"><f>A3</f><v>&lt;&amp;</v></c>'
    content = patched(saved(book), b'<c r="C3"><f>A3</f><v></v></c>', typed)

    returned(tmp_path, content)

    again = openpyxl.load_workbook(tmp_path / "退回_松林.xlsx", data_only=True)
    assert again["表 一"]["C3"].value == "<&"
    assert again["表 一"]["D3"].value is None


def test_a_value_hidden_under_a_merge_survives_and_the_top_left_cell_is_marked(
    tmp_path: Path,
) -> None:
    book, sheet = workbook()
    sheet["C4"] = 77
    content = patched(
        saved(book),
        b"</sheetData>",
        b'</sheetData><mergeCells count="1"><mergeCell ref="B3:C4"/></mergeCells>',
    )
    remark = Remark("合并单元格下面还藏着数", "请取消合并后核对。", False, "表 一", "C4")

    copy = returned(tmp_path, content, [remark])

    assert '<c r="C4" t="n"><v>77</v>' in sheet_xml(tmp_path / "退回_松林.xlsx", 2)
    assert cell(copy, "表 一", "B3").fill.fgColor.rgb == WARNING_FILL.fgColor.rgb
    assert "藏着数" in cell(copy, "表 一", "B3").comment.text


def test_the_whole_file_comes_first_then_errors_then_what_is_to_be_looked_at(
    tmp_path: Path,
) -> None:
    remarks = [
        Remark("偏大", "请核对。", False, "表 一", "A1"),
        Remark("不是数字", "请填数字。", True, "表 一", "B3"),
        Remark("也不是数字", "请填数字。", True, "表 一", "B2"),
        Remark("没有写明报告期", "请写上。"),
        Remark("这张表认不出", "请核对。", True, "表 一"),
    ]

    copy = returned(tmp_path, saved(workbook()[0]), remarks)

    assert [row[3] for row in listed(copy)] == [
        "没有写明报告期",
        "这张表认不出",
        "也不是数字",
        "不是数字",
        "偏大",
    ]


def test_several_remarks_on_a_cell_share_its_comment_with_the_senders_own(tmp_path: Path) -> None:
    book, sheet = workbook()
    sheet["B3"].comment = Comment("已核", "张会计")
    other = Remark("另一处", "请看。", False, "表 一", "B3")

    copy = returned(tmp_path, saved(book), [WRONG, other])

    text = cell(copy, "表 一", "B3").comment.text
    assert text.splitlines()[:2] == [WRONG.sentence, other.sentence]
    assert text.endswith("已核")


def test_a_second_return_takes_the_first_ones_marks_off(tmp_path: Path) -> None:
    book, sheet = workbook()
    sheet["B3"].fill = PatternFill("solid", fgColor="FF123456")
    sheet["B3"].comment = Comment("已核", "张会计")
    returned(tmp_path, saved(book))
    first = (tmp_path / "退回_松林.xlsx").read_bytes()
    other = Remark("单位不对", "请改。", True, "表 一", "A3")

    copy = returned(tmp_path, first, [other])

    assert copy.sheetnames == [COVER_SHEET, "表 一"]
    assert listed(copy) == [(1, "表 一", "A3", "单位不对", "请改。")]
    corrected = cell(copy, "表 一", "B3")
    assert corrected.fill.fgColor.rgb == "FF123456"
    assert corrected.comment.text == "已核"
    assert cell(copy, "表 一", "A3").fill.fgColor.rgb == ERROR_FILL.fgColor.rgb


def test_a_senders_own_sheet_of_our_name_stays(tmp_path: Path) -> None:
    copy = returned(tmp_path, saved(workbook(COVER_SHEET)[0]), [Remark("一", "二。")])

    assert len(copy.sheetnames) == 2
    assert copy[COVER_SHEET]["B3"].value == "2000万"
    assert copy.worksheets[0]["A1"].value == COVER_MARK


def test_words_that_look_like_formulas_stay_words(tmp_path: Path) -> None:
    remark = Remark("=HYPERLINK(1)", "@请看", True, "表 一", "B3")

    copy = returned(tmp_path, saved(workbook()[0]), [remark])

    row = next(row for row in copy.worksheets[0].iter_rows() if row[0].value == 1)
    assert [(each.value, each.data_type) for each in row[3:5]] == [
        ("=HYPERLINK(1)", "s"),
        ("@请看", "s"),
    ]


@pytest.mark.parametrize("place", ["", "D", "7", "A1:B2", "A1048577", "XFE1", "A0", "=1", "无"])
def test_a_place_that_is_no_cell_is_listed_without_a_mark(tmp_path: Path, place: str) -> None:
    copy = returned(tmp_path, saved(workbook()[0]), [Remark("一", "二。", True, "表 一", place)])

    assert listed(copy) == [(1, "表 一", place or None, "一", "二。")]
    assert copy["表 一"].calculate_dimension() == "A1:B3"


def test_pictures_that_cannot_be_carried_are_named(tmp_path: Path) -> None:
    stream = io.BytesIO(saved(workbook()[0]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/media/image1.png", b"png")

    copy = returned(tmp_path, stream.getvalue())

    texts = [row[0] for row in copy.worksheets[0].iter_rows(max_row=5, values_only=True)]
    assert any(isinstance(text, str) and "图片" in text for text in texts)


def test_a_file_openpyxl_cannot_write_becomes_a_new_workbook_of_the_same_grid(
    tmp_path: Path,
) -> None:
    rows = [["标题"], ["单位", "签约数", "=1+1"], ["松林镇", "2000万", ErrorValue("#DIV/0!")]]
    grids = [Grid("表 一", rows, [(0, 0, 0, 1)]), Grid("_taizhang", [["schema"]], hidden=True)]

    path = write_returned(tmp_path, "松林.xls", b"\xd0\xcf\x11\xe0", [WRONG], lambda: grids)

    assert path.name == "退回_松林.xlsx"
    copy = openpyxl.load_workbook(path)
    own: Any = copy["表 一"]
    assert own["B3"].fill.fgColor.rgb == ERROR_FILL.fgColor.rgb
    assert (own["C2"].data_type, own["C2"].value) == ("s", "=1+1")
    assert (own["C3"].data_type, own["C3"].value) == ("e", "#DIV/0!")
    assert [str(merged) for merged in own.merged_cells.ranges] == ["A1:B1"]
    assert copy["_taizhang"].sheet_state == "veryHidden"
    notes = [row[0] for row in copy.worksheets[0].iter_rows(max_row=5, values_only=True)]
    assert any(isinstance(text, str) and "另做了一份" in text for text in notes)


def test_a_merge_over_the_whole_sheet_is_not_built_cell_by_cell() -> None:
    content = patched(
        saved(workbook()[0]),
        b"</sheetData>",
        b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )

    assert open_original(content) is None


def test_macros_stay_with_their_workbook(tmp_path: Path) -> None:
    stream = io.BytesIO(saved(workbook()[0]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")

    path = write_returned(tmp_path, "松林.xlsm", stream.getvalue(), [WRONG], list)

    assert path.name == "退回_松林.xlsm"
    with zipfile.ZipFile(path) as archive:
        assert archive.read("xl/vbaProject.bin") == b"macros"


def test_an_earlier_return_is_not_overwritten_unasked(tmp_path: Path) -> None:
    content = saved(workbook()[0])
    path = write_returned(tmp_path, "松林.xlsx", content, [WRONG], list)
    before = path.read_bytes()

    with pytest.raises(ExpectedError, match="已经存在"):
        write_returned(tmp_path, "松林.xlsx", content, [WRONG], list)

    assert path.read_bytes() == before
