"""What a written paper says, before anyone decides how it looks: headings, sentences, tables."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from exporters.files import as_text

DEMONSTRATION = "演示数据"
_CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of ``level`` 1 to 3; those that are not ``numbered`` stand as they are."""

    text: str
    level: int = 1
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; ``lead`` are the first words, set apart from what follows."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a bar: how far it is and where it should be by now, of the whole (0 to 1).

    ``words`` say the same to a reader who cannot see it. ``good`` picks the shade.
    """

    reached: Fraction
    expected: Fraction | None
    words: str
    good: bool = True


Cell = str | Bar


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a head. ``shares`` are the columns' widths in proportion.

    A row of one cell spans the table. Columns in ``right`` hold figures, those in ``centre``
    short words.
    """

    caption: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    right: frozenset[int] = frozenset()
    centre: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of a ``width`` in millimetres; ``words`` say what it shows."""

    caption: str
    png: bytes
    words: str
    width: int = 150


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows stands on new pages, across the paper when ``landscape``."""

    landscape: bool


Block = Heading | Paragraph | Table | Picture | Turn


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: its title (broken where a line of it ends), the lines under it, and what it
    says.
    """

    title: str
    under: tuple[str, ...]
    blocks: tuple[Block, ...]
    demonstration: bool = False

    @property
    def title_lines(self) -> list[str]:
        """The title line by line, saying of made-up data that they are."""
        lines = [plain_line(line) for line in self.title.split("\n")]
        return [*lines, f"（{DEMONSTRATION}）"] if self.demonstration else lines


class Numbers:
    """Counts headings 一、（一）1. and captions 表1 and 图1 as a paper is written."""

    def __init__(self) -> None:
        self._headings = [0, 0, 0]
        self._captions = {"表": 0, "图": 0}

    def heading(self, heading: Heading) -> str:
        """The heading with its number, and every deeper count begun anew."""
        if not heading.numbered:
            return plain_line(heading.text)
        at = heading.level - 1
        self._headings[at] += 1
        self._headings[at + 1 :] = [0] * (2 - at)
        count = self._headings[at]
        mark = (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}. ")[at]
        return mark + plain_line(heading.text)

    def caption(self, kind: str, text: str) -> str:
        """The caption of a 表 or 图 with its number."""
        self._captions[kind] += 1
        return f"{kind}{self._captions[kind]} {plain_line(text)}".rstrip()


def chinese(count: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(count, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE[tens - 1]}十"
    return before + (_CHINESE[ones - 1] if ones else "")


def plain_line(text: str) -> str:
    """Text from anywhere as one line of visible characters: no control ever reaches a file."""
    visible = "".join(
        " " if char.isspace() else char
        for char in as_text(text)
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    return re.sub(" +", " ", visible).strip(" ")
