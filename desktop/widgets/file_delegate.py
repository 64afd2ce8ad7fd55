"""A file in the batch on two lines: its name, and below it what it was understood to be."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.colours import colour
from desktop.models.staged_files import DETAIL, WARNING

FILE_HEIGHT = 46


class FileDelegate(QStyledItemDelegate):
    """A warning about the whole file stands first on the second line, in its own colour."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        name, drawn.text = drawn.text, ""
        style = drawn.widget.style() if drawn.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        chosen = bool(drawn.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        plain = drawn.palette.color(role)
        box = drawn.rect.adjusted(6, 3, -6, -3)
        upper = QRect(box.x(), box.y(), box.width(), box.height() // 2)
        lower = upper.translated(0, box.height() // 2)
        painter.save()
        painter.setFont(drawn.font)
        painter.setPen(plain)
        _write(painter, drawn.fontMetrics, upper, name, Qt.TextElideMode.ElideMiddle)
        warning = index.data(WARNING)
        if warning:
            if not chosen:
                painter.setPen(colour("warn", drawn.palette))
            _write(painter, drawn.fontMetrics, lower, warning, Qt.TextElideMode.ElideRight)
            lower.setLeft(lower.left() + drawn.fontMetrics.horizontalAdvance(f"{warning}　"))
        if not chosen:
            painter.setPen(colour("muted", drawn.palette))
        _write(painter, drawn.fontMetrics, lower, index.data(DETAIL), Qt.TextElideMode.ElideRight)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), FILE_HEIGHT)


def _write(
    painter: QPainter, metrics: QFontMetrics, box: QRect, text: str, cut: Qt.TextElideMode
) -> None:
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, flags, metrics.elidedText(text, cut, box.width()))
