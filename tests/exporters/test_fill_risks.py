from __future__ import annotations

from decimal import Decimal

import pytest

from exporters.fill_risks import Risk, risks
from exporters.filling import Content
from exporters.sheet_frame import Validation
from exporters.validations import refuses
from monitoring.errors import ExpectedError
from tests.exporters.city_workbooks import SHEET, changed, raw, styled


def found(content: bytes, *cells: str, value: Content = None) -> list[Risk]:
    return risks(content, {SHEET: dict.fromkeys(cells, value)})


def test_a_workbook_filled_where_it_may_be_has_none() -> None:
    assert found(styled(), "B3", "B5", value=5) == []


@pytest.mark.parametrize(
    ("cell", "word"), [("D3", "是公式"), ("B1", "合并单元格下面"), ("D1", "合并单元格下面")]
)
def test_what_would_spoil_or_hide_a_figure_blocks(cell: str, word: str) -> None:
    (first, *_) = found(styled(), cell, "B3")
    assert first.blocks
    assert first.cells == (cell,)
    assert word in first.text


def test_the_first_cell_of_a_merge_is_no_risk_to_be_seen() -> None:
    assert not any(risk.blocks for risk in found(styled(), "A1"))


def test_locked_cells_are_told_on_a_protected_sheet() -> None:
    (risk,) = found(styled(), "B3", "C3")
    assert risk.cells == ("C3",)
    assert "锁定" in risk.text
    assert not risk.blocks


def test_a_column_that_is_unlocked_as_a_whole_holds_no_locked_cell() -> None:
    styles = b"<styleSheet><cellXfs><xf/><xf><protection locked='0'/></xf></cellXfs></styleSheet>"
    content = raw(
        "<sheetData/>",
        before='<cols><col min="2" max="2" style="1"/></cols>',
        after='<sheetProtection sheet="1"/>',
        styles=True,
    )
    (risk,) = found(changed(content, {"xl/styles.xml": styles}), "B2", "C2")
    assert risk.cells == ("C2",)


def test_a_validation_that_would_refuse_is_told_with_the_values() -> None:
    (risk,) = found(styled(), "B3", value=Decimal("1.5"))
    assert "数据有效性" in risk.text
    assert found(styled(), "B3", value=999999) == []


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    content = raw(
        '<sheetData><row r="2" hidden="1"><c r="A2"/></row><row r="3"/></sheetData>',
        before='<cols><col min="3" max="4" hidden="true"/></cols>',
    )
    (risk,) = found(content, "A2", "C3", "B3")
    assert risk.cells == ("A2", "C3")
    assert "隐藏" in risk.text
    (risk,) = risks(styled(), {"代码": {"A1": None}})
    assert "工作表“代码”是隐藏的" in risk.text


def linked(kind: str, part: str) -> bytes:
    """An empty sheet with one part of a kind beside it."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="t" Type="{office}/{kind}" Target="parts/one.xml"/></Relationships>'
    )
    parts = {"xl/_rels/sheet.xml.rels": links.encode(), "xl/parts/one.xml": part.encode()}
    return changed(raw("<sheetData/>"), parts)


@pytest.mark.parametrize(
    ("part", "held"),
    [
        ('<table ref="B2:C4"/>', ("B2",)),
        ('<table ref="B2:C4" headerRowCount="0" totalsRowCount="1"/>', ("B4",)),
    ],
)
def test_heads_and_totals_of_a_table_block(part: str, held: tuple[str, ...]) -> None:
    (risk,) = found(linked("table", part), "B2", "B3", "B4")
    assert (risk.cells, risk.blocks) == (held, True)


def test_cells_of_a_pivot_table_block() -> None:
    pivot = '<pivotTableDefinition><location ref="A3:B9"/></pivotTableDefinition>'
    (risk,) = found(linked("pivotTable", pivot), "B2", "B3")
    assert (risk.cells, risk.blocks) == (("B3",), True)
    assert "数据透视表里" in risk.text


def test_a_validation_of_the_newer_kind_is_told() -> None:
    after = (
        '<extLst><ext xmlns:x14="x14" xmlns:xm="xm"><x14:dataValidations>'
        '<x14:dataValidation type="whole" operator="lessThan"><x14:formula1><xm:f>100</xm:f>'
        "</x14:formula1><xm:sqref>B3:B5</xm:sqref></x14:dataValidation></x14:dataValidations>"
        "</ext></extLst>"
    )
    (risk,) = found(raw("<sheetData/>", after=after), "B3", "C3", value=100)
    assert risk.cells == ("B3",)
    assert "数据有效性" in risk.text


@pytest.mark.parametrize(
    ("member", "word"),
    [
        ("xl/externalLinks/externalLink1.xml", "引用了别的文件"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", "数据透视表"),
        ("_xmlsignatures/sig1.xml", "数字签名"),
        ("xl/revisions/revisionHeaders.xml", "共享"),
    ],
)
def test_what_the_workbook_has_besides_is_told(member: str, word: str) -> None:
    (risk,) = found(changed(styled(), {member: b"<x/>"}), "B3")
    assert word in risk.text
    assert not risk.blocks


def test_many_cells_are_counted() -> None:
    cells = [f"A{row}" for row in range(1, 10)]
    (risk,) = found(
        raw("<sheetData/>", before='<cols><col min="1" max="1" hidden="1"/></cols>'), *cells
    )
    assert "A6 等 9 格" in risk.text
    assert "A7" not in risk.text


def test_a_sheet_that_is_gone_blocks() -> None:
    (risk,) = risks(styled(), {"没有": {"A1": None}})
    assert risk.blocks


def test_other_formats_are_to_be_saved_as_xlsx_first() -> None:
    with pytest.raises(ExpectedError, match=r"另存为 \.xlsx"):
        found(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an .xls", "A1")


AREA = ((1, 1, 1, 1),)


@pytest.mark.parametrize(
    ("validation", "content", "refused"),
    [
        (Validation("whole", "between", AREA, "0", "9"), 9, False),
        (Validation("whole", "between", AREA, "0", "9"), 10, True),
        (Validation("whole", "between", AREA, "0", "9"), Decimal("0.5"), True),
        (Validation("whole", "between", AREA, "0", "Z9"), 10, False),
        (Validation("decimal", "notBetween", AREA, "0", "9"), Decimal("0.5"), True),
        (Validation("decimal", "greaterThan", AREA, "0"), 0, True),
        (Validation("decimal", "greaterThanOrEqual", AREA, "0"), 0, False),
        (Validation("decimal", "between", AREA, "0", "9"), "五", True),
        (Validation("list", "between", AREA, '"是,否"'), "是", False),
        (Validation("list", "between", AREA, '"是,否"'), "有", True),
        (Validation("list", "between", AREA, '"1,2"'), 2, False),
        (Validation("list", "between", AREA, "代码!A1:A3"), "有", False),
        (Validation("textLength", "lessThanOrEqual", AREA, "2"), "松林镇", True),
        (Validation("custom", "between", AREA, "A1>0"), 0, False),
    ],
)
def test_a_validation_refuses_what_it_would_refuse_typed(
    validation: Validation, content: Decimal | int | str, refused: bool
) -> None:
    assert refuses(validation, content) is refused
