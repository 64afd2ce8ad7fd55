"""What an .ods says about cells that the fast reader leaves blank: errors of formulas."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from importers.marks import Errors, Marks
from importers.workbook import cell_name

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ERROR = b'calcext:value-type="error"'
_COLUMNS, _ROWS = 16_384, 1_048_576


def ods_marks(content: bytes) -> Marks:
    """Cells with errors by sheet, out of content.xml. No marks where it is no whole XML."""
    if _ERROR not in content:
        return Marks()
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return Marks()
    found: dict[str, tuple[Errors, list[str]]] = {}
    for table in root.iter(f"{_TABLE}table"):
        errors = list(_errors(table))
        if errors:
            found[table.get(f"{_TABLE}name", "")] = (errors, [])
    return Marks(found)


def _errors(table: ElementTree.Element) -> Iterator[tuple[str, str]]:
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in line:
            repeated = _repeated(cell, "columns", _COLUMNS)
            if any(name.endswith("}value-type") and kind == "error" for name, kind in cell.items()):
                text = "".join(cell.itertext()).strip()
                for beside in range(repeated):
                    yield cell_name(row, column + beside), text
            column += repeated
        row += _repeated(line, "rows", _ROWS)


def _repeated(element: ElementTree.Element, what: str, most: int) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return min(int(text), most) if text.isdecimal() else 1
