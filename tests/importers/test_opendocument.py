from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from importers.opendocument import ods_sheets
from importers.reader import Reader, Unreadable
from importers.workbook import UNCACHED, CellError, Sheet, Workbook
from tests.importers.test_archives import packed

_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_HEAD = f'<office:document-content{_NAMES} xmlns:calcext="urn:calcext">'


def ods(body: str, styles: str = "") -> bytes:
    """An .ods with these tables."""
    content = (
        f"{_HEAD}<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<m/>",
            "content.xml": content.encode(),
        }
    )


def _book(body: str, styles: str = "") -> Workbook:
    with Reader() as reader:
        return reader.read("表.ods", ods(body, styles))


def _sheet(*rows: str, columns: str = "") -> Sheet:
    [sheet] = _book(f'<table:table table:name="一">{columns}{"".join(rows)}</table:table>').sheets
    return sheet


def _row(*cells: str, given: str = "") -> str:
    return f"<table:table-row {given}>{''.join(cells)}</table:table-row>"


def _cell(kind: str, value: str = "", text: str = "", given: str = "") -> str:
    name = {"boolean": "boolean", "date": "date", "time": "time", "string": "string"}.get(kind)
    held = f'office:{name + "-" if name else ""}value="{value}"' if value else ""
    typed = f'office:value-type="{kind}"' if kind else ""
    said = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {typed} {held} {given}>{said}</table:table-cell>"


def _blank(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def test_cells_keep_their_kind_and_their_place() -> None:
    row = _row(
        _blank(1),
        _cell("float", "12", "12"),
        _cell("percentage", "0.635", "63.5%"),
        _cell("currency", "2.5", "￥2.50"),
        _cell("string", text="松林镇"),
        _cell("boolean", "true", "TRUE"),
        _cell("date", "2026-10-31", "10月31日"),
        _cell("date", "2026-10-31T08:30:00", "8:30"),
        _cell("time", "PT33H45M00S", "33:45"),
        _blank(16_375),
    )
    sheet = _sheet(_row(_blank(16_384), given='table:number-rows-repeated="3"'), row)
    assert sheet.rows == (
        (),
        (),
        (),
        (
            None,
            12,
            Decimal("0.635"),
            Decimal("2.5"),
            "松林镇",
            True,
            date(2026, 10, 31),
            datetime(2026, 10, 31, 8, 30),  # noqa: DTZ001 - a workbook knows no time zones
            timedelta(hours=33, minutes=45),
        ),
    )


def test_errors_and_formulas_without_a_result_are_neither_blank_nor_zero() -> None:
    formula = 'table:formula="of:=1/0"'
    row = _row(
        _cell("string", text="#DIV/0!", given=f'{formula} calcext:value-type="error"'),
        _cell("float", "0", "#VALUE!", formula),
        _cell("float", "0", "Err:502", formula),
        _cell("float", "0", "错误:508", formula),
        _cell("", given=formula),
        _cell("float", "0", "0", formula),
    )
    assert _sheet(row).rows == (
        (
            CellError("#DIV/0!"),
            CellError("#VALUE!"),
            CellError("Err:502"),
            CellError("错误:508"),
            UNCACHED,
            0,
        ),
    )


def test_what_is_written_once_and_repeated_stands_in_every_cell() -> None:
    broken = 'table:formula="of:=NA()" calcext:value-type="error"'
    row = _row(
        _cell("float", "7", given='table:number-columns-repeated="2"'),
        _cell("string", text="#N/A", given=broken),
        given='table:number-rows-repeated="2"',
    )
    assert _sheet(row, _row(_cell("float", "1"))).rows == (
        (7, 7, CellError("#N/A")),
        (7, 7, CellError("#N/A")),
        (1,),
    )


def test_hidden_and_filtered_lines_are_told() -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column-group>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="3"/>'
        "</table:table-column-group>"
    )
    rows = (
        _row(_cell("float", "1")),
        f"<table:table-row-group>{_row(_cell('float', '2'), given=_UNSEEN.format('collapse'))}"
        "</table:table-row-group>",
        _row(_cell("float", "3"), given=_UNSEEN.format("filter")),
        _row(_cell("float", "4")),
        _row(_blank(1), given=_UNSEEN.format("collapse") + ' table:number-rows-repeated="1048572"'),
    )
    sheet = _sheet(*rows, columns=columns)
    assert sheet.rows == ((1,), (2,), (3,), (4,))
    assert sheet.hidden_rows == ((1, 2),)
    assert sheet.hidden_columns == ((2, 4),)


_UNSEEN = 'table:visibility="{}"'


def test_hidden_sheets_are_told() -> None:
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    tables = (
        f'<table:table table:name="{name}" table:style-name="{style}">{_row(_cell("float", "1"))}'
        "</table:table>"
        for name, style in (("明", "ta1"), ("暗", "ta2"))
    )
    book = _book("".join(tables), styles)
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("明", False), ("暗", True)]


def test_merges_are_told_with_what_lies_under_them() -> None:
    wide = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    covered = '<table:covered-table-cell office:value-type="float" office:value="9"/>'
    sheet = _sheet(
        _row(_cell("string", text="题", given=wide), covered), _row(covered, _cell("float", "3"))
    )
    assert sheet.merges == ((0, 0, 1, 1),)
    assert sheet.rows == (("题", 9), (9, 3))


def test_texts_keep_lines_and_spaces_and_leave_out_remarks_and_readings() -> None:
    text = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p>'
        '</office:annotation><text:p>甲<text:s text:c="2"/><text:span>乙</text:span>丙</text:p>'
        "<text:p>丁<text:ruby><text:ruby-base>松</text:ruby-base><text:ruby-text>song"
        "</text:ruby-text></text:ruby></text:p></table:table-cell>"
    )
    assert _sheet(_row(text)).rows == (("甲  乙丙\n丁松",),)


def test_line_breaks_between_the_elements_change_nothing() -> None:
    rows = _row(_blank(1), _cell("float", "12", "12")) + _row(_cell("string", text="松林镇"))
    assert _sheet(rows.replace("><", ">\n   <")).rows == ((None, 12), ("松林镇",))


def test_a_table_inside_a_cell_is_no_sheet_and_no_rows() -> None:
    inner = f'<table:table table:name="里">{_row(_cell("float", "5"))}</table:table>'
    shapes = f"<table:shapes>{inner}</table:shapes>"
    cell = f'<table:table-cell office:value-type="float" office:value="1">{inner}'
    [sheet] = _book(
        f'<table:table table:name="一">{shapes}{_row(f"{cell}</table:table-cell>")}</table:table>'
    ).sheets
    assert (sheet.name, sheet.rows) == ("一", ((1,),))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_row(_cell("float", "1"), given='table:number-rows-repeated="1048577"'), "too_large"),
        (
            _row(
                _cell("float", "1", given='table:number-columns-repeated="16384"'),
                given='table:number-rows-repeated="1048576"',
            ),
            "too_large",
        ),
        (_row(_cell("float", "1", given='table:number-columns-repeated="99999"')), "too_large"),
        ("<table:table-row>", "unclear"),
    ],
)
def test_what_stands_for_too_much_or_breaks_off_costs_one_sentence(row: str, code: str) -> None:
    with pytest.raises(Unreadable) as raised:
        _sheet(row)
    assert raised.value.code == code


def test_a_content_that_is_cut_off_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="no whole XML"):
        ods_sheets(f"{_HEAD}<office:body>".encode())
