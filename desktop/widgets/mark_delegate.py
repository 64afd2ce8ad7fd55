"""Draws a cell of a sheet with the glyph of its reading, so that a tint is never alone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.colours import colour
from desktop.fonts import scaled
from desktop.models.marks import COLOURS, GLYPHS, Kind, Mark
from desktop.models.sheet import MARK

_LOUD = (Kind.ERROR, Kind.QUESTION, Kind.BLANK)


class MarkDelegate(QStyledItemDelegate):
    """The glyph stands in the upper corner; what needs the clerk has a frame besides."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        mark = index.data(MARK)
        if not isinstance(mark, Mark):
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        pen = colour(COLOURS[mark.kind], option.palette)
        if chosen:
            pen = option.palette.highlightedText().color()
        painter.setPen(pen)
        if mark.kind in _LOUD:
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        if option.widget is not None:
            painter.setFont(scaled(option.widget, 75))
        # Opposite the text, which it would run into otherwise.
        right = index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        side = Qt.AlignmentFlag.AlignLeft if right else Qt.AlignmentFlag.AlignRight
        corner = option.rect.adjusted(3, 1, -4, 0)
        painter.drawText(corner, side | Qt.AlignmentFlag.AlignTop, GLYPHS[mark.kind])
        painter.restore()
