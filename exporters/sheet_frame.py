"""What a worksheet says around its rows: merges, hidden columns, validation, protection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils import range_boundaries

from exporters.package import Attributes, walk

# First column, first row, last column, last row, from 1.
Range = tuple[int, int, int, int]
_TRUE = ("1", "true")
_LAST_COLUMN, _LAST_ROW = 16384, 1 << 20


@dataclass(frozen=True)
class Validation:
    """What cells of some ``areas`` may hold; ``first`` and ``second`` are formulas' text."""

    kind: str
    operator: str
    areas: tuple[Range, ...]
    first: str = ""
    second: str = ""


@dataclass
class Frame:
    """``hidden`` are runs of columns; ``protected`` whether locked cells refuse typing."""

    merges: list[Range] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    protected: bool = False


def frame_of(xml: bytes) -> Frame:
    """What a worksheet without its rows says of them."""
    reader = _Reader()
    walk(xml, reader.start, reader.end, reader.text)
    return reader.found


def ranges_of(references: str) -> Iterator[Range]:
    """The ranges of a list such as "A1:B2 D4"; what is none is left out."""
    for reference in references.split():
        try:
            left, top, right, bottom = range_boundaries(reference)
        except (ValueError, TypeError):
            continue
        yield left or 1, top or 1, right or _LAST_COLUMN, bottom or _LAST_ROW


def holds(area: Range, place: tuple[int, int]) -> bool:
    """Whether a (row, column) lies in a range."""
    left, top, right, bottom = area
    return top <= place[0] <= bottom and left <= place[1] <= right


class _Reader:
    def __init__(self) -> None:
        self.found = Frame()
        self._validation: Attributes | None = None
        self._texts: dict[str, str] = {}
        self._inside = ""

    def start(self, name: str, attributes: Attributes, _: int) -> None:
        if name == "mergeCell":
            self.found.merges.extend(ranges_of(attributes.get("ref", "")))
        elif name == "col" and attributes.get("hidden") in _TRUE:
            low, high = attributes.get("min", ""), attributes.get("max", "")
            if low.isdecimal() and high.isdecimal():
                self.found.hidden.append((int(low), int(high)))
        elif name == "sheetProtection":
            self.found.protected = attributes.get("sheet") in _TRUE
        elif name == "dataValidation":
            self._validation = attributes
            # What Excel 2010 brought says its cells in an element of its own.
            self._texts = {"formula1": "", "formula2": "", "sqref": ""}
        elif self._validation is not None and name in self._texts:
            self._inside = name

    def text(self, text: str) -> None:
        if self._inside:
            self._texts[self._inside] += text

    def end(self, name: str, _: int) -> None:
        if name == self._inside:
            self._inside = ""
        elif name == "dataValidation" and self._validation is not None:
            said, self._validation = self._validation, None
            self.found.validations.append(
                Validation(
                    said.get("type", "none"),
                    said.get("operator", "between"),
                    tuple(ranges_of(said.get("sqref", self._texts["sqref"]))),
                    self._texts["formula1"].strip(),
                    self._texts["formula2"].strip(),
                )
            )
