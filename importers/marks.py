"""What an .xlsx says that the fast reader does not: errors, uncached formulas, hidden lines.

A blank and a broken formula must not look alike, so the parts that hold either are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from importers.workbook import cell_at, cell_name

_ERROR = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*?\bt=[\"']e[\"'][^<>]*)>\s*"
    rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*(?:<(?:\w+:)?v>([^<]*)<)?"
)
_CELL_FORMULA = (
    rb"<(?:\w+:)?c(?=[\s>])([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*+"
)
_RESULT = rb"<(?:\w+:)?v(?:\s[^<>]*)?>"
_NO_RESULT = re.compile(_CELL_FORMULA + rb"(?!" + _RESULT + rb"[^<])")
_NO_RESULT_OR_0 = re.compile(_CELL_FORMULA + rb"(?!" + _RESULT + rb"(?!0<)[^<])")
# Programs that write formulas without calculating them leave 0 and wish for a calculation.
_TO_BE_CALCULATED = re.compile(rb"\bfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3}\d{1,7})[\"']")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^<>]*)>")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"'](?:str|e)[\"']")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_WORKSHEET = re.compile(rb"<(?:\w+:)?Relationship\s((?=[^<>]*/worksheet[\"'])[^<>]*)>")
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']*)")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DATES_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")

_HIDDEN = rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']"
_HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row\b(?=[^<>]*" + _HIDDEN + rb")[^<>]*?\br=[\"'](\d{1,7})[\"']"
)
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b(?=[^<>]*" + _HIDDEN + rb")([^<>]*)>")

# The part that lists the worksheets, and the one that says where they are.
_LISTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")

Errors = list[tuple[str, str]]
Runs = list[tuple[int, int]]
# By the code both binary formats store ([MS-XLS] 2.5.10 BErr).
ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(frozen=True)
class SheetMarks:
    """Cells with errors (name, text), cells with uncached formulas, and the hidden rows and
    columns as runs, zero-based and inclusive. ``values`` are cells (row, column, value) the fast
    reader takes for another kind.
    """

    errors: Errors = field(default_factory=list)
    uncached: list[str] = field(default_factory=list)
    hidden_rows: Runs = field(default_factory=list)
    hidden_columns: Runs = field(default_factory=list)
    values: list[tuple[int, int, object]] = field(default_factory=list)


_NONE = SheetMarks()


@dataclass(frozen=True)
class Marks:
    """What is marked, by the name of the sheet, and whether days count from 1904."""

    sheets: Mapping[str, SheetMarks] = field(default_factory=dict)
    dates_1904: bool = False

    def of(self, sheet: str) -> SheetMarks:
        """The marks of one sheet, none when it has none."""
        return self.sheets.get(sheet, _NONE)


def xlsx_marks(parts: Mapping[str, bytes]) -> Marks:
    """Search the worksheets among the parts of an .xlsx, by their :func:`part_name`."""
    workbook, links = (parts.get(name, b"") for name in _LISTS)
    formula = _NO_RESULT_OR_0 if _TO_BE_CALCULATED.search(workbook) else _NO_RESULT
    marked = {
        name: SheetMarks(*found)
        for name, xml in parts.items()
        if name not in _LISTS and any(found := (*_search(xml, formula), *_hidden(xml)))
    }
    sheets = {}
    if marked:
        targets = relations(links)
        for attributes in map(_attributes, _SHEET.findall(workbook)):
            part = targets.get(attributes.get("id", ""), "")
            if part in marked:
                sheets[attributes.get("name", "")] = marked[part]
    return Marks(sheets, bool(_DATES_1904.search(workbook)))


def part_name(member: str) -> str:
    """A member's name as parts are looked up: some programs write other slashes or letters."""
    return member.replace("\\", "/").lower()


def _search(xml: bytes, formula: re.Pattern[bytes]) -> tuple[Errors, list[str]]:
    broken: list[re.Match[bytes]] = []
    if b't="e"' in xml or b"t='e'" in xml:
        broken.extend(_ERROR.finditer(xml))
    missing = [each for each in _formulas(xml, formula) if not _TEXT_RESULT.search(each[1])]
    texts = [(each[2] or b"").decode("utf-8", "replace") for each in broken]
    return list(zip(_names(xml, broken), texts, strict=True)), _names(xml, missing)


def _names(xml: bytes, cells: list[re.Match[bytes]]) -> list[str]:
    """The names of cells. A few programs leave them out: each then follows the one before."""
    named = [_PLACE.search(cell[1]) for cell in cells]
    counted = {} if all(named) else _counted(xml)
    return [
        place[1].decode() if place else counted[cell.start()]
        for cell, place in zip(cells, named, strict=True)
    ]


def _counted(xml: bytes) -> dict[int, str]:
    """The names of all cells by where they begin."""
    found: dict[int, str] = {}
    row = column = -1
    for match in _ROW_OR_CELL.finditer(xml):
        if match[1] == b"row":
            number = _ROW_NUMBER.search(match[2])
            row, column = int(number[1]) - 1 if number else row + 1, -1
        else:
            place = _PLACE.search(match[2])
            column = cell_at(place[1].decode())[1] if place else column + 1
            found[match.start()] = cell_name(max(row, 0), column)
    return found


def _hidden(xml: bytes) -> tuple[Runs, Runs]:
    if b"hidden" not in xml:
        return [], []
    rows = [int(number) - 1 for number in _HIDDEN_ROW.findall(xml)]
    columns = []
    for attributes in map(_attributes, _HIDDEN_COLUMN.findall(xml)):
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdecimal() and last.isdecimal():
            columns.append((int(first) - 1, int(last) - 1))
    return runs(rows), columns


def runs(numbers: Iterable[int]) -> Runs:
    """Ascending numbers as runs: 3, 4, 5, 8 are (3, 5) and (8, 8)."""
    found: Runs = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def _formulas(xml: bytes, formula: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The cells whose formula has no result; most cells have no formula at all."""
    if b":f" in xml and b"<f" not in xml:  # elements with a prefix are rare, and looked for slowly
        yield from formula.finditer(xml)
    passed, position = 0, xml.find(b"<f")
    while position >= 0:
        if match := formula.match(xml, max(xml.rfind(b"<c", passed, position), 0)):
            yield match
        passed, position = position, xml.find(b"<f", position + 2)


def relations(part: bytes) -> dict[str, str]:
    """Names of worksheets by the ids the relations of a workbook give them."""
    found = map(_attributes, _WORKSHEET.findall(part))
    return {each.get("Id", ""): _target(each.get("Target", "")) for each in found}


def worksheet_names(part: bytes) -> set[str]:
    """Names of worksheets among the relations of a workbook."""
    targets = (_TARGET.search(each) for each in _WORKSHEET.findall(part))
    return {_target(_unescape(found[1])) for found in targets if found}


def _target(text: str) -> str:
    name = part_name(text).removeprefix("/")
    return name if name.startswith("xl/") else f"xl/{name}"


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace").rpartition(":")[2]: _unescape(double or single)
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _unescape(text: bytes) -> str:
    plain = text.decode("utf-8", "replace")
    if "&" not in plain:
        return plain
    from html import unescape

    return unescape(plain)
