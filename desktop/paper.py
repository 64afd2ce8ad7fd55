"""A return set on A4 pages: what stands where, before anything is painted.

Lengths are tenths of a point. The same pages are painted on the screen, on paper and into a PDF
(:mod:`desktop.printing`), so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from monitoring.layouts import return_layout

WIDTH, HEIGHT = 8419, 5953
DEMONSTRATION = "演示数据"
_ENDLESS = 100_000


@dataclass(frozen=True, slots=True)
class Format:
    """A size of paper with what of it may be printed on."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    footer: int

    @property
    def inner(self) -> int:
        """The width between the margins."""
        return self.width - self.left - self.right


@cache
def a4(*, upright: bool = False) -> Format:
    """A4 with the margins of the layout."""
    edges = return_layout().paper
    sides = map(tenths, (edges.left, edges.right, edges.top, edges.bottom, edges.footer))
    return Format(*((HEIGHT, WIDTH) if upright else (WIDTH, HEIGHT)), *sides)


def tenths(millimetres: int) -> int:
    """Millimetres in tenths of a point."""
    return round(Fraction(millimetres * 7200, 254))


class Face(Enum):
    """What a family is for."""

    BODY = "body"
    HEADING = "heading"
    TITLE = "title"


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
    face: Face = Face.BODY
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


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a format with what stands on it."""

    format: Format
    pieces: tuple[Piece, ...]

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.pieces)


@dataclass
class Draft:
    """A page being filled from the top; ``y`` is where the next row stands."""

    format: Format
    pieces: list[Piece] = field(default_factory=list)
    y: int = field(init=False)

    def __post_init__(self) -> None:
        self.y = self.format.top

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
        self.put(text, self.format.left, self.format.inner, height, look)
        self.y += height

    def holds(self, height: int) -> bool:
        """Whether so much still fits above the page's foot."""
        return self.y + height <= self.format.height - self.format.bottom


@cache
def font_of(look: Look) -> QFont:
    """The font of a look, its size in page units."""
    font = QFont()
    font.setFamilies(list(getattr(return_layout().faces, look.face.value)))
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
    box = QRectF(0, 0, width - look.indent, _ENDLESS)
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
