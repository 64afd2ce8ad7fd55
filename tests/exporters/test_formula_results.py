"""What stood in the city's formulas for last month does not stand beside this month's figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exporters.filling import Filled, fill
from tests.exporters.city_workbooks import MAIN, SHEET, changed, members, raw


def filled(rows: str, **cells: int) -> tuple[str, Filled]:
    found = fill(raw(f"<sheetData>{rows}</sheetData>"), {SHEET: dict(cells)})
    return members(found.content)["xl/sheet.xml"].decode(), found


def test_a_sum_that_looks_at_a_filled_cell_is_worked_out() -> None:
    xml, found = filled(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>0.30000000000000004</v></c>'
        '<c r="C1" s="3"><f>SUM(A1:B1)</f><v>9</v></c><c r="D1"><f>C1-B1</f></c></row>',
        A1=7,
    )
    assert '<c r="C1" s="3"><f>SUM(A1:B1)</f><v>7.3</v></c>' in xml
    assert '<c r="D1"><f>C1-B1</f><v>7</v></c>' in xml
    assert found.results == {(SHEET, "C1"): Fraction(73, 10), (SHEET, "D1"): Fraction(7)}


def test_a_result_nobody_can_work_out_is_left_to_whoever_opens_it() -> None:
    xml, found = filled(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str" s="2"><f>IF(A1&gt;0,"是","")</f>'
        '<v>是</v></c><c r="C1" t="e"><f>B1/0</f><v>#DIV/0!</v></c></row>',
        A1=7,
    )
    assert '<c r="B1" s="2"><f>IF(A1&gt;0,"是","")</f></c><c r="C1"><f>B1/0</f></c>' in xml
    assert found.results == {(SHEET, "B1"): None, (SHEET, "C1"): None}


def test_a_formula_that_looks_elsewhere_keeps_its_bytes() -> None:
    cell = '<c r="C1" t="str"><f>B1&amp;"A1"</f><v>乙</v></c>'
    xml, found = filled(f'<row r="1"><c r="A1"/><c r="B1"><v>1</v></c>{cell}</row>', A1=7)
    assert cell in xml
    assert not found.results


def test_a_formula_shared_by_several_cells_is_followed_in_each() -> None:
    xml, found = filled(
        '<row r="1"><c r="A1"/><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+1</f><v>1</v></c>'
        '</row><row r="2"><c r="A2"><v>4</v></c><c r="B2"><f t="shared" si="0"/><v>5</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="8"/><v>3</v></c></row>',
        A1=7,
    )
    assert '<c r="B1"><f t="shared" ref="B1:B3" si="0">A1+1</f></c>' in xml
    assert '<c r="B2"><f t="shared" si="0"/><v>5</v></c>' in xml
    assert '<c r="B3"><f t="shared" si="8"/></c>' in xml
    assert found.results == {(SHEET, "B1"): None, (SHEET, "B3"): None}


def test_every_cell_an_array_formula_fills_loses_its_result() -> None:
    xml, _ = filled(
        '<row r="1"><c r="A1"/><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"/><c r="B2"><v>5</v></c><c r="C2"><v>6</v></c></row>',
        A1=7,
    )
    assert '<f t="array" ref="B1:B2">A1:A2*2</f></c>' in xml
    assert '<c r="B2"></c><c r="C2"><v>6</v></c>' in xml


def test_formulas_that_go_round_in_a_circle_come_to_an_end() -> None:
    _, found = filled(
        '<row r="1"><c r="A1"/><c r="B1"><f>A1+C1</f><v>1</v></c><c r="C1"><f>B1</f></c></row>',
        A1=7,
    )
    assert set(found.results.values()) == {None}


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ('<c r="B1" t="inlineStr"><is><t>7</t></is></c>', Fraction(1)),
        ('<c r="B1" t="s"><v>0</v></c>', Fraction(1)),
        ('<c r="B1" t="b"><v>1</v></c>', None),
        ('<c r="B1" t="e"><v>#N/A</v></c>', None),
        ('<c r="B1"><v>1E+2</v></c>', Fraction(101)),
        ("", Fraction(1)),
    ],
)
def test_a_sum_counts_what_a_spreadsheet_counts(cell: str, result: Fraction | None) -> None:
    _, found = filled(
        f'<row r="1"><c r="A1"/>{cell}<c r="C1"><f>SUM(A1:B1)</f><v>9</v></c></row>', A1=1
    )
    assert found.results == {(SHEET, "C1"): result}


def two_sheets(formula: str) -> bytes:
    """A second sheet 汇总 with a formula, whose prefix is another one."""
    content = raw('<sheetData><row r="1"><c r="A1"/></row></sheetData>')
    parts = members(content)
    book = parts["xl/workbook.xml"].replace(
        b"</sheets>", '<sheet name="汇总" sheetId="2" r:id="b"/></sheets>'.encode()
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="b" Type="{office}/worksheet" Target="two.xml"/></Relationships>'
    links = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", link.encode())
    second = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:f>{formula}</x:f><x:v>9</x:v>'
        "</x:c><x:c><x:f>A1</x:f><x:v>8</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    two = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links}
    return changed(content, {**two, "xl/two.xml": second.encode()})


@pytest.mark.parametrize("formula", [f"{SHEET}!A1", f"'{SHEET}'!A1*2", "某个名称"])
def test_results_on_other_sheets_that_may_look_at_a_filled_cell_go_too(formula: str) -> None:
    xml = members(fill(two_sheets(formula), {SHEET: {"A1": 7}}).content)["xl/two.xml"].decode()
    assert f"<x:c><x:f>{formula}</x:f></x:c><x:c><x:f>A1</x:f></x:c>" in xml


def test_a_sheet_that_looks_at_nothing_filled_is_the_same_bytes() -> None:
    content = two_sheets("B9*2")
    after = members(fill(content, {SHEET: {"A1": 7}}).content)["xl/two.xml"]
    assert after == members(content)["xl/two.xml"]
