"""What an .xlsx says about cells that the fast reader leaves blank: errors, uncached formulas.

A blank and a broken formula must not look alike, so the parts that hold either are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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

Errors = list[tuple[str, str]]


@dataclass(frozen=True)
class Marks:
    """Per sheet name: cells with errors (name, text) and cells with uncached formulas."""

    sheets: Mapping[str, tuple[Errors, list[str]]] = field(default_factory=dict)
    dates_1904: bool = False

    def of(self, sheet: str) -> tuple[Errors, list[str]]:
        """The marks of one sheet, none when it has none."""
        return self.sheets.get(sheet, ([], []))


def xlsx_marks(members: Mapping[str, bytes]) -> Marks:
    """Search the worksheets of an unpacked .xlsx; other kinds of workbook give no marks."""
    workbook = members.get("xl/workbook.xml", b"")
    marked = {
        name: found
        for name, xml in members.items()
        if name.startswith("xl/worksheets/") and any(found := _search(xml))
    }
    sheets = {}
    if marked:
        targets = _targets(members.get("xl/_rels/workbook.xml.rels", b""))
        for attributes in map(_attributes, _SHEET.findall(workbook)):
            part = targets.get(attributes.get("id", ""), "")
            if part in marked:
                sheets[attributes.get("name", "")] = marked[part]
    return Marks(sheets, bool(_DATES_1904.search(workbook)))


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
