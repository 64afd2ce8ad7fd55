"""What an .xlsx says that the fast reader does not: errors, uncached formulas, hidden lines.

A blank and a broken formula must not look alike, so the parts that hold either are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

_ERROR = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*?\bt=[\"']e[\"'][^<>]*)>"
    rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*(?:<(?:\w+:)?v>([^<]*)<)?"
)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?!<(?:\w+:)?v(?:\s[^<>]*)?>[^<])"
)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3}\d{1,7})[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"'](?:str|e)[\"']")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DATES_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")

_HIDDEN = rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']"
_HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row\b(?=[^<>]*" + _HIDDEN + rb")[^<>]*?\br=[\"'](\d{1,7})[\"']"
)
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b(?=[^<>]*" + _HIDDEN + rb")([^<>]*)>")

Errors = list[tuple[str, str]]
Runs = list[tuple[int, int]]
Hidden = tuple[Runs, Runs]


@dataclass(frozen=True)
class Marks:
    """Per sheet name: cells with errors (name, text) and cells with uncached formulas, and the
    hidden rows and columns as runs, zero-based and inclusive.
    """

    sheets: Mapping[str, tuple[Errors, list[str]]] = field(default_factory=dict)
    dates_1904: bool = False
    hidden: Mapping[str, Hidden] = field(default_factory=dict)

    def of(self, sheet: str) -> tuple[Errors, list[str]]:
        """The marks of one sheet, none when it has none."""
        return self.sheets.get(sheet, ([], []))


def xlsx_marks(members: Mapping[str, bytes]) -> Marks:
    """Search the worksheets of an unpacked .xlsx; other kinds of workbook give no marks."""
    workbook = members.get("xl/workbook.xml", b"")
    marked = {
        name: found
        for name, xml in members.items()
        if name.startswith("xl/worksheets/") and any(found := (*_search(xml), *_hidden(xml)))
    }
    sheets = {}
    hidden: dict[str, Hidden] = {}
    if marked:
        targets = _targets(members.get("xl/_rels/workbook.xml.rels", b""))
        for attributes in map(_attributes, _SHEET.findall(workbook)):
            part = targets.get(attributes.get("id", ""), "")
            if part in marked:
                name, (errors, uncached, rows, columns) = attributes.get("name", ""), marked[part]
                sheets[name] = errors, uncached
                hidden[name] = rows, columns
    return Marks(sheets, bool(_DATES_1904.search(workbook)), hidden)


def _search(xml: bytes) -> tuple[Errors, list[str]]:
    errors: Errors = []
    uncached: list[str] = []
    if b't="e"' in xml or b"t='e'" in xml:
        for attributes, text in _ERROR.findall(xml):
            if place := _PLACE.search(attributes):
                errors.append((place[1].decode(), text.decode("utf-8", "replace")))
    for attributes in _formulas(xml):
        place = _PLACE.search(attributes)
        if place and not _TEXT_RESULT.search(attributes):
            uncached.append(place[1].decode())
    return errors, uncached


def _hidden(xml: bytes) -> Hidden:
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


def _formulas(xml: bytes) -> Iterator[bytes]:
    """Attributes of the cells whose formula has no result; most cells have no formula at all."""
    if b":f" in xml and b"<f" not in xml:  # elements with a prefix are rare, and looked for slowly
        yield from _FORMULA.findall(xml)
    position = xml.find(b"<f")
    while position >= 0:
        if match := _FORMULA.match(xml, max(xml.rfind(b"<c ", 0, position), 0)):
            yield match[1]
        position = xml.find(b"<f", position + 2)


def _targets(relations: bytes) -> dict[str, str]:
    targets = {}
    for attributes in map(_attributes, _RELATION.findall(relations)):
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target[1:] if target[:1] == "/" else f"xl/{target}"
    return targets


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace").rpartition(":")[2]: _unescape(double or single)
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _unescape(text: bytes) -> str:
    from html import unescape

    return unescape(text.decode("utf-8", "replace"))
