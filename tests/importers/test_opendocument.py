from __future__ import annotations

from importers.opendocument import ods_marks

_HEAD = (
    '<c xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:office="urn:o"'
    ' xmlns:text="urn:t" xmlns:calcext="urn:c"><table:table table:name="一">'
)
_ERROR = (
    '<table:table-cell office:value-type="string" calcext:value-type="error">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)


def test_errors_are_found_behind_repeated_rows_and_columns() -> None:
    content = (
        f'{_HEAD}<table:table-row table:number-rows-repeated="3"><table:table-cell/>'
        '</table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        f"<table:covered-table-cell/>{_ERROR}</table:table-row></table:table></c>"
    )
    assert ods_marks(content.encode()).of("一") == ([("D4", "#DIV/0!")], [])


def test_a_content_without_errors_or_cut_off_has_no_marks() -> None:
    assert ods_marks(f"{_HEAD}</table:table></c>".encode()).sheets == {}
    assert ods_marks(f"{_HEAD}{_ERROR}".encode()).sheets == {}
