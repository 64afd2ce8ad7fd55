"""Bars painted into cells: a target's bullet, and townships' figures side by side."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.colours import colour, tint, verdict_colour
from desktop.models.targets import LINE_ROLE, VERDICT, TargetLine
from desktop.models.townships import SHARE_ROLE, Share

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 28
_BAR, _MARGIN = 10, 6
_WIDE_FIGURE = "100.00%"


class RowDelegate(QStyledItemDelegate):
    """Lines of one comfortable height."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), ROW_HEIGHT))


class BulletDelegate(RowDelegate):
    """Actual as a bar, where it should be today as a thin line, the target as a thick one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        line = index.data(LINE_ROLE)
        if isinstance(line, TargetLine):
            paint_bullet(painter, _inner(option), line, option.palette, _on(option))


class VerdictDelegate(RowDelegate):
    """Glyph and word of a verdict in its colour; on a selected line in the line's own."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        line = index.data(LINE_ROLE)
        if isinstance(line, TargetLine) and index.column() == VERDICT:
            hue = verdict_colour(line.verdict.status, option.palette)
            option.palette.setColor(QPalette.ColorRole.Text, hue)


class ShareDelegate(QStyledItemDelegate):
    """A township's figure: the bar left of the number, and a line where the target stands."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(SHARE_ROLE)
        if isinstance(share, Share) and not option.state & QStyle.StateFlag.State_Selected:
            figure = option.fontMetrics.horizontalAdvance(_WIDE_FIGURE) + 2 * _MARGIN
            area = option.rect.adjusted(2, 4, -figure, -4)
            _paint_share(painter, area, share, option.palette)
        super().paint(painter, option, index)


def paint_bullet(
    painter: QPainter, area: QRect, line: TargetLine, palette: QPalette, ink: QColor | None
) -> None:
    """Draw the bullet of a target into ``area``; ``ink`` replaces its colours when given."""
    actual, path, bound = line.marks
    if actual is None:
        return
    longest = max(actual, path or 0, bound or 0, Fraction(0)) * Fraction(21, 20)
    if longest <= 0:
        return
    hue = ink or verdict_colour(line.verdict.status, palette)
    ground = QColor(hue)
    ground.setAlphaF(0.15)
    middle = area.center().y()
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRect(area.left(), middle - _BAR // 2, area.width(), _BAR), ground)
    length = pixels(max(actual, Fraction(0)), longest, area.width())
    painter.fillRect(QRect(area.left(), middle - _BAR // 4, length, _BAR // 2), hue)
    text = ink or palette.color(QPalette.ColorRole.Text)
    if path is not None and path > 0:
        at = area.left() + pixels(path, longest, area.width())
        painter.fillRect(QRect(at, middle - _BAR // 2, 1, _BAR), text)
    if bound is not None:
        at = area.left() + pixels(max(bound, Fraction(0)), longest, area.width())
        painter.fillRect(QRect(at - 1, middle - _BAR // 2 - 3, 3, _BAR + 6), text)
    painter.restore()


def pixels(amount: Fraction, longest: Fraction, width: int) -> int:
    """How many of ``width`` pixels an amount takes when ``longest`` takes them all."""
    return int(amount * width / longest)


def _paint_share(painter: QPainter, area: QRect, share: Share, palette: QPalette) -> None:
    short = bool(share.lacks)
    length = pixels(share.length, Fraction(1), area.width())
    painter.fillRect(
        QRect(area.left(), area.top(), length, area.height()),
        tint("warn" if short else "info", palette, 0.28),
    )
    if share.mark is not None:
        at = min(area.left() + pixels(share.mark, Fraction(1), area.width()), area.right() - 1)
        painter.fillRect(QRect(at, area.top() - 2, 2, area.height() + 4), colour("muted", palette))


def _inner(option: QStyleOptionViewItem) -> QRect:
    return option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)


def _on(option: QStyleOptionViewItem) -> QColor | None:
    """The ink on a selected line, where colours would not be legible."""
    if option.state & QStyle.StateFlag.State_Selected:
        return option.palette.color(QPalette.ColorRole.HighlightedText)
    return None
