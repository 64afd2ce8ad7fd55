"""A page as a list of shapes that screen, paper and picture paint alike.

Lengths are tenths of a point, as in :mod:`desktop.paper`. A shape names its colour by what it
means (text, muted, good, warn, bad, info); the palette it is painted with says which that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen

from desktop.colours import colour
from desktop.fonts import FAMILIES

Box = tuple[float, float, float, float]
LEFT, CENTRE, RIGHT = "left", "centre", "right"
_SIDES = {
    LEFT: Qt.AlignmentFlag.AlignLeft,
    CENTRE: Qt.AlignmentFlag.AlignHCenter,
    RIGHT: Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class Word:
    """Text in a box, wrapped, in the middle of its height."""

    text: str
    box: Box
    size: int
    side: str = LEFT
    hue: str = "text"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A filled area; ``strength`` from 0 to 1."""

    box: Box
    hue: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """An area that leads somewhere: what (target or unit) and which, with words for it."""

    box: Box
    kind: str
    key: str
    words: str


@dataclass
class Sheet:
    """A page of ``width`` by ``height``."""

    width: int
    height: int
    words: list[Word] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@cache
def font(size: int, *, bold: bool = False) -> QFont:
    """The font of a size in tenths of a point, in page units."""
    found = QFont()
    found.setFamilies(list(FAMILIES))
    found.setPixelSize(size)
    found.setBold(bold)
    found.setFeature(QFont.Tag("tnum"), 1)
    found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return found


@cache
def _metrics(size: int, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(font(size, bold=bold))


def width_of(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a text is in one line."""
    return _metrics(size, bold).horizontalAdvance(text)


def height_of(text: str, width: float, size: int, *, bold: bool = False) -> float:
    """How high a text stands when wrapped into ``width``."""
    box = QRectF(0, 0, width, 100_000)
    return _metrics(size, bold).boundingRect(box, _flags(LEFT), text).height()


def widest(texts: Sequence[str], size: int) -> float:
    """The width of the widest of some texts."""
    return max((width_of(text, size) for text in texts), default=0.0)


def paint_sheet(painter: QPainter, sheet: Sheet, palette: QPalette, scale: float) -> None:
    """Paint at the painter's origin; ``scale`` is pixels per tenth of a point."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    for block in sheet.blocks:
        hue = _hue(block.hue, palette)
        hue.setAlphaF(block.strength)
        painter.fillRect(QRectF(*block.box), hue)
    for word in sheet.words:
        painter.setFont(font(word.size, bold=word.bold))
        painter.setPen(QPen(_hue(word.hue, palette)))
        painter.drawText(QRectF(*word.box), _flags(word.side), word.text)
    painter.restore()


def link_at(sheet: Sheet, point: QPointF) -> int:
    """Which link a point of the page is in, -1 for none."""
    inside = (at for at, link in enumerate(sheet.links) if QRectF(*link.box).contains(point))
    return next(inside, -1)


def _hue(name: str, palette: QPalette) -> QColor:
    if name == "text":
        return QColor(palette.color(QPalette.ColorRole.Text))
    return QColor(colour(name, palette))


def _flags(side: str) -> int:
    wrap = Qt.TextFlag.TextWordWrap.value
    return _SIDES[side].value | Qt.AlignmentFlag.AlignVCenter.value | wrap
