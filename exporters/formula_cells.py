"""The formulas of a worksheet, where their results stand in its XML, and what its cells hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from html import unescape

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils import get_column_letter

from exporters.formula_sums import Place, UnclearError, seen, sum_of
from exporters.package import Attributes, walk
from exporters.sheet_frame import Range, holds, ranges_of
from exporters.sheet_scan import column_of, element_end, tag_at

_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f(?:\s[^<>]*)?>(.*?)</(?:[^\s<>/:]+:)?f\s*>", re.DOTALL)
_HAS_FORMULAS = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
_TYPE = re.compile(rb"\s+t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TEXTS = ("s", "str", "inlineStr")
_DEEPEST = 50
# A spreadsheet keeps this many digits: 0.30000000000000004 is 0.3.
_FIFTEEN = Context(prec=15)
_LARGEST = 20
# A shared formula nobody could follow counts as looking at everything.
_LOST = "#"


@dataclass(slots=True)
class Formula:
    """A calculated cell: its ``tag`` at ``start``, and where its result stands or would stand."""

    text: str
    start: int
    tag: bytes
    prefix: str
    result: tuple[int, int]

    def edits(self, result: Fraction | None) -> list[tuple[int, int, bytes]]:
        """What makes it hold a new result, or none."""
        if result is None and self.result[0] == self.result[1]:
            return []
        written = b"" if result is None else self._written(result)
        bare = _TYPE.sub(b"", self.tag, count=1)
        changed = [] if bare == self.tag else [(self.start, self.start + len(self.tag), bare)]
        return [*changed, (*self.result, written)]

    def _written(self, result: Fraction) -> bytes:
        number = Decimal(result.numerator) / Decimal(result.denominator)
        return f"<{self.prefix}v>{format(number, 'f')}</{self.prefix}v>".encode()


@dataclass
class Cells:
    """``formulas`` by place; ``values`` of all other cells: type and text."""

    formulas: dict[Place, Formula] = field(default_factory=dict)
    values: dict[Place, tuple[str, str]] = field(default_factory=dict)
    _results: dict[Place, Fraction | None] = field(default_factory=dict)

    def result(self, place: Place, depth: int = 0) -> Fraction | None:
        """What a formula comes to, ``None`` for one that does more than add up."""
        if place not in self._results:
            # One that comes back to itself finds that it is not known.
            self._results[place] = None
            if depth <= _DEEPEST:
                self._results[place] = sum_of(
                    self.formulas[place].text,
                    lambda cell: self._number(cell, depth, text=Fraction(0)),
                    lambda cell: self._number(cell, depth, text=None),
                )
        return self._results[place]

    def _number(self, place: Place, depth: int, *, text: Fraction | None) -> Fraction:
        if place in self.formulas:
            found = self.result(place, depth + 1)
        else:
            kind, value = self.values.get(place, ("", ""))
            found = text if kind in _TEXTS else _number(kind, value)
        if found is None:
            raise UnclearError
        return found


def has_formulas(xml: bytes) -> bool:
    """Whether any cell of a worksheet is calculated."""
    return _HAS_FORMULAS.search(xml) is not None


def looks_beyond(xml: bytes) -> bool:
    """Whether formulas of a worksheet may look at others."""
    texts = {match[1] for match in _FORMULA.finditer(xml)}
    looked = (seen(unescape(text.decode(errors="replace"))) for text in texts)
    return any(each.unclear or each.sheets for each in looked)


def cells_of(xml: bytes) -> Cells:
    """Every cell of a worksheet that holds something."""
    reader = _Reader(xml)
    walk(xml, reader.start, reader.end, reader.text)
    return reader.found


def _number(kind: str, value: str) -> Fraction | None:
    """What a cell adds up to; dates, truths and errors are not told."""
    if not value.strip():
        return Fraction(0)
    if kind not in ("", "n"):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        return None
    return Fraction(_FIFTEEN.plus(number))


class _Reader:
    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self.found = Cells()
        self._row = self._column = 0
        self._cell: Attributes | None = None
        self._at = self._open = self._formula_end = 0
        self._formula: Attributes | None = None
        self._result: tuple[int, int] | None = None
        self._inside = ""
        self._texts = {"f": "", "v": ""}
        self._shared: dict[str, tuple[str, str]] = {}
        self._arrays: list[tuple[Range, str]] = []

    def start(self, name: str, attributes: Attributes, at: int) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = 0
        elif name == "c":
            stated = attributes.get("r", "")
            self._column = column_of(stated, self._row) if stated else self._column + 1
            self._cell, self._at = attributes, at
            self._formula = self._result = None
            self._texts = {"f": "", "v": ""}
        elif self._cell is not None and name in self._texts:
            self._inside, self._open = name, at
            if name == "f":
                self._formula = attributes

    def text(self, text: str) -> None:
        if self._inside:
            self._texts[self._inside] += text

    def end(self, name: str, at: int) -> None:
        if name == self._inside:
            self._inside = ""
            end = element_end(self._xml, self._open, at)
            if name == "v":
                self._result = self._open, end
            else:
                self._formula_end = end
        elif name == "c" and self._cell is not None:
            self._finish(self._cell)
            self._cell = None

    def _finish(self, cell: Attributes) -> None:
        place = self._row, self._column
        text = next((t for area, t in self._arrays if holds(area, place)), "")
        if self._formula is not None:
            text = self._said(self._formula, f"{get_column_letter(place[1])}{place[0]}")
        if self._formula is None and not (text and self._result):
            self.found.values[place] = cell.get("t", ""), self._texts["v"]
            return
        tag, prefix = tag_at(self._xml, self._at)
        result = self._result or (self._formula_end, self._formula_end)
        self.found.formulas[place] = Formula(text, self._at, tag, prefix, result)

    def _said(self, formula: Attributes, name: str) -> str:
        text, kind = self._texts["f"].strip(), formula.get("t", "")
        if kind == "shared":
            number = formula.get("si", "")
            if text:
                self._shared[number] = name, text
                return text
            origin, shared = self._shared.get(number, ("", ""))
            if not shared:
                return _LOST
            try:
                return str(Translator("=" + shared, origin).translate_formula(name))[1:]
            except (TranslatorError, TokenizerError, ValueError):
                return _LOST
        if kind in ("array", "dataTable"):
            # It does more than its text says: it may look at inputs and fill several cells.
            text = _LOST if kind == "dataTable" else f"({text})"
            self._arrays += [(area, text) for area in ranges_of(formula.get("ref", ""))]
        return text or _LOST
