"""A return set on A4 landscape pages: what stands where, before anything is painted.

Lengths are tenths of a point. The same pages are painted on the screen, on paper and into a PDF
(:mod:`desktop.printing`), so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

WIDTH, HEIGHT = 8419, 5953
LEFT, TOP, BOTTOM = 430, 430, 430
INNER = WIDTH - 2 * LEFT
DEMONSTRATION = "演示数据"

_SONG = ["SimSun", "Songti SC", "Noto Serif CJK SC", "WenQuanYi Micro Hei", "Noto Sans CJK SC"]
_HEI = ["SimHei", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]


class Side(IntEnum):
    """Where text stands in its box."""

    LEFT = int(Qt.AlignmentFlag.AlignLeft)
    CENTRE = int(Qt.AlignmentFlag.AlignHCenter)
    RIGHT = int(Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece of text looks; ``size`` and ``indent`` in tenths of a point. Figures stand in
    one ``line``.
    """

    size: int
    side: Side = Side.LEFT
    heading: bool = False
    italic: bool = False
    boxed: bool = False
    pale: bool = False
    line: bool = False
    indent: int = 0


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in its box, ``box`` being left, top, width and height on the page. ``place`` is the
    line and column of a return's figure, counted from 0.
    """

    text: str
    box: tuple[int, int, int, int]
    look: Look
    place: Place | None = None


Page = tuple[Piece, ...]


@dataclass
class Draft:
    """A page being filled from the top; ``y`` is where the next row stands."""

    pieces: list[Piece] = field(default_factory=list)
    y: int = TOP

    def put(
        self,
        text: str,
        x: int,
        width: int,
        height: int,
        look: Look,
        *,
        place: Place | None = None,
    ) -> None:
        """Set a text at the current height; ``place`` is which of the figures it is, if one."""
        self.pieces.append(Piece(text, (x, self.y, width, height), look, place))

    def row(self, text: str, height: int, look: Look) -> None:
        """Set a text over the whole width and move below it."""
        self.put(text, LEFT, INNER, height, look)
        self.y += height

    def holds(self, height: int) -> bool:
        """Whether so much still fits above the page's foot."""
        return self.y + height <= HEIGHT - BOTTOM


@cache
def font_of(look: Look) -> QFont:
    """The font of a look, its size in page units."""
    font = QFont()
    font.setFamilies(_HEI if look.heading else _SONG)
    font.setPixelSize(look.size)
    font.setItalic(look.italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def _metrics(look: Look) -> QFontMetricsF:
    return QFontMetricsF(font_of(look))


def advance(text: str, look: Look) -> int:
    """How wide a text is in one line."""
    return int(_metrics(look).horizontalAdvance(text)) + 1


def flags(look: Look) -> int:
    """Qt's text flags of a look: in the middle of its height, wrapped unless it is a line.

    Word wrap breaks between any two characters of Chinese but keeps ） and 。 off a line's start.
    """
    # An italic figure leans a little out of its width; it must not be cut there.
    whole = Qt.TextFlag.TextSingleLine.value | Qt.TextFlag.TextDontClip.value
    how = whole if look.line else Qt.TextFlag.TextWordWrap.value
    return int(look.side) | Qt.AlignmentFlag.AlignVCenter.value | how


def wrapped_height(text: str, width: int, look: Look) -> int:
    """How high a text stands in a box of ``width``."""
    box = QRectF(0, 0, width - look.indent, HEIGHT)
    return int(_metrics(look).boundingRect(box, flags(look), text).height()) + 1


def widest(texts: Sequence[str], look: Look) -> int:
    """The width of the widest of some texts in one line."""
    return max((advance(text, look) for text in texts), default=0)


def next_place(places: Iterable[Place], place: Place, down: int, right: int) -> Place:
    """The nearest figure from ``place`` in a direction, itself where there is none."""
    line, column = place
    if down:
        ahead = [each for each in places if each[1] == column and (each[0] - line) * down > 0]
    else:
        ahead = [each for each in places if each[0] == line and (each[1] - column) * right > 0]
    return min(ahead, key=lambda each: abs(each[0] - line + each[1] - column), default=place)
