"""Where figures of a form stand in the city bureau's own workbook: plain data, kept as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from monitoring.amounts import rounded
from monitoring.errors import ExpectedError
from monitoring.returns import Return

PLACE = "{}"
KINDS = ("item", "ytd", "rate")
_DAMAGED = "这份套用的内容已损坏；请重新指一次市局的表。"
_MOST = 1 << 20
Place = tuple[int, int]

WORDS = {
    "period": "报告期",
    "area": "填报地区",
    "owed": "应报单位数",
    "arrived": "已报单位数",
    "operator": "填表人",
    "date": "填表日期",
}
COUNTS = ("owed", "arrived")


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the return: its ``kind`` ("item", "ytd", "rate") and ``code``.

    The workbook counts in ten to ``shift`` of our unit (4 for 万人, 2 for a rate shown as %), and
    rounds to ``places`` decimals; ``None`` writes every digit. A rate is rounded already: once,
    in the return.
    """

    kind: str
    code: str
    shift: int = 0
    places: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS or (self.kind == "rate" and self.places is not None):
            raise ValueError(f"not a line to point at: {self!r}")

    def written(self, number: str) -> str:
        """A printed number as the workbook counts it, exact or rounded once."""
        if self.places is None:
            return format(Decimal(number).scaleb(-self.shift), "f")
        return rounded(Fraction(number) / 10**self.shift, self.places)


@dataclass(frozen=True)
class Block:
    """Lines of the return across units, on a ``sheet``.

    ``lines`` and ``units`` are by row and column, from 0: with ``down`` the lines stand in rows
    and the units in columns. The code of a unit is empty for 合计. Cells ``without`` are not
    filled: the city's own formulas.
    """

    sheet: str
    lines: Mapping[int, Said]
    units: Mapping[int, str]
    down: bool = False
    without: frozenset[Place] = frozenset()

    def cells(self) -> Iterator[tuple[Place, Said, str]]:
        """Every cell that is filled with its line and unit."""
        return (each for each in self._crossings() if each[0] not in self.without)

    def left_out(self) -> Iterator[tuple[Place, Said, str]]:
        """The cells that are not filled, with the line and unit they stand at."""
        return (each for each in self._crossings() if each[0] in self.without)

    def _crossings(self) -> Iterator[tuple[Place, Said, str]]:
        for number, said in self.lines.items():
            for other, unit in self.units.items():
                yield ((number, other) if self.down else (other, number)), said, unit


@dataclass(frozen=True, slots=True)
class Word:
    """A cell that says something about the return: one of ``WORDS``, put into ``pattern``."""

    sheet: str
    row: int
    column: int
    what: str
    pattern: str = PLACE


@dataclass(frozen=True)
class CityLayout:
    """A workbook's pointed cells. ``labels`` are the texts that stood around them by sheet."""

    name: str
    form: str
    blocks: tuple[Block, ...] = ()
    words: tuple[Word, ...] = ()
    labels: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)

    def figures(self) -> dict[tuple[str, Place], tuple[Said, str]]:
        """Line and unit of every pointed cell; of two that point at one, the later."""
        return {
            (block.sheet, place): (said, unit)
            for block in self.blocks
            for place, said, unit in block.cells()
        }


@dataclass(frozen=True)
class Placed:
    """What goes into the cells of a workbook, by (sheet, place).

    ``figures`` are exact decimals, ``None`` where the return has no number. ``expected`` are those
    of cells that are not filled: what the city's formulas there should come to. ``strangers`` are
    units the return does not have, ``unplaced`` units of the return that have no row or column
    where the others have theirs.
    """

    figures: Mapping[tuple[str, Place], str | None]
    words: Mapping[tuple[str, Place], str]
    expected: Mapping[tuple[str, Place], str]
    strangers: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


def place(layout: CityLayout, document: Return, words: Mapping[str, str]) -> Placed:
    """The figures of a return in the cells of a layout; ``words`` are values of ``WORDS``.

    Raises :class:`ExpectedError` when the return has no longer a line that is pointed at.
    """
    lines = {(line.kind, line.code): line for line in document.lines}
    columns = {unit: number for number, unit in enumerate(document.units)}
    gone = {
        said.code for said, _ in layout.figures().values() if (said.kind, said.code) not in lines
    }
    if gone:
        raise ExpectedError(
            f"报表里已经没有 {'、'.join(sorted(gone))}；请在“套用市局表样”里重新指这些格子。"
        )

    def written(said: Said, unit: str) -> str | None:
        if unit not in columns:
            return None
        number = lines[said.kind, said.code].cells[columns[unit]].number
        return said.written(number) if number else None

    pointed = layout.figures()
    figures = {where: written(said, unit) for where, (said, unit) in pointed.items()}
    strangers = dict.fromkeys(unit for _, unit in pointed.values() if unit not in columns)
    texts: dict[tuple[str, Place], str] = {}
    for word in layout.words:
        where = word.sheet, (word.row, word.column)
        if word.what in COUNTS and word.pattern == PLACE:
            # A count by itself is a number that the city's formulas may use.
            figures[where] = words[word.what]
        else:
            texts[where] = word.pattern.replace(PLACE, words[word.what])
    expected = {
        (block.sheet, at): number
        for block in layout.blocks
        for at, said, unit in block.left_out()
        # Rounded figures need not add up to the rounded sum.
        if said.places is None
        and (said.kind, said.code) in lines
        and (number := written(said, unit)) is not None
    }
    return Placed(figures, texts, expected, tuple(strangers), _unplaced(pointed, document))


def _unplaced(
    pointed: Mapping[tuple[str, Place], tuple[Said, str]], document: Return
) -> tuple[str, ...]:
    """Units that a line which several units have does not name."""
    by_line: defaultdict[Said, set[str]] = defaultdict(set)
    for said, unit in pointed.values():
        by_line[said].add(unit)
    several = [units for units in by_line.values() if len(units - {""}) > 1]
    owed = [unit for unit in document.units if unit]
    return tuple(unit for unit in owed if any(unit not in units for units in several))


def to_json(layout: CityLayout) -> str:
    """A layout as it is kept, without its name."""
    return json.dumps(
        {
            "form": layout.form,
            "blocks": [_block_body(block) for block in layout.blocks],
            "words": [
                [word.sheet, word.row, word.column, word.what, word.pattern]
                for word in layout.words
            ],
            "labels": {
                sheet: [[*where, text] for where, text in texts.items()]
                for sheet, texts in layout.labels.items()
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(name: str, body: str) -> CityLayout:
    """The layout that was kept. Raises :class:`ExpectedError` for what is none."""
    try:
        read = json.loads(body)
        return CityLayout(
            name,
            str(read["form"]),
            tuple(_block(each) for each in read["blocks"]),
            tuple(
                Word(str(sheet), _place(row), _place(column), _known(what), str(pattern))
                for sheet, row, column, what, pattern in read["words"]
            ),
            {
                str(sheet): {(int(row), int(column)): str(text) for row, column, text in texts}
                for sheet, texts in read["labels"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExpectedError(_DAMAGED) from error


def _place(number: Any) -> int:
    """A row or a column, from 0."""
    if not 0 <= (found := int(number)) < _MOST:
        raise ValueError(number)
    return found


def _known(what: str) -> str:
    if what not in WORDS:
        raise ValueError(what)
    return what


def _block_body(block: Block) -> dict[str, Any]:
    return {
        "sheet": block.sheet,
        "down": block.down,
        "units": [[number, unit] for number, unit in block.units.items()],
        "lines": [
            [number, said.kind, said.code, said.shift, said.places]
            for number, said in block.lines.items()
        ],
        "without": [list(where) for where in sorted(block.without)],
    }


def _block(body: Mapping[str, Any]) -> Block:
    return Block(
        str(body["sheet"]),
        {
            _place(number): Said(str(kind), str(code), int(shift), None if p is None else int(p))
            for number, kind, code, shift, p in body["lines"]
        },
        {_place(number): str(unit) for number, unit in body["units"]},
        bool(body["down"]),
        frozenset((_place(row), _place(column)) for row, column in body["without"]),
    )
