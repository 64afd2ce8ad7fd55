"""A card for one step of the month; the step the month is at stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.colours import colour, is_dark, tint
from desktop.fonts import scaled

if TYPE_CHECKING:
    from desktop.models.month import Step

MARGIN = 16
ROUND = 8


class StepCard(QAbstractButton):
    """Glyph and name of the step, a large figure with its words, and one line below."""

    def __init__(self, key: str, glyph: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.figure, self.words, self.detail = "", "", ""
        self.current = self.done = False
        self._glyph, self._label = glyph, label
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(label)

    def show_step(self, step: Step, *, current: bool) -> None:
        """Show how the step stands."""
        self.figure, self.words, self.detail = step.figure, step.words, step.detail
        self.done, self.current = step.done, current
        self.setToolTip(f"打开“{step.label}”（Enter）")
        self.setAccessibleName(f"{step.label}：{step.figure}{step.words}，{step.detail}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(230, self.fontMetrics().height() * 5 + 2 * MARGIN + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(190, self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_text(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        palette = self.palette()
        area = QRectF(self.rect()).adjusted(3, 2, -3, -6)
        if self.current:
            area.translate(0, -1)
            shadow = QColor(0, 0, 0, 90 if is_dark(palette) else 28)
            painter.setPen(Qt.PenStyle.NoPen)
            for spread in (1, 2, 4):
                painter.setBrush(QColor(0, 0, 0, shadow.alpha() // spread))
                painter.drawRoundedRect(area.translated(0, spread), ROUND, ROUND)
        focused, hovered = self.hasFocus(), self.underMouse()
        edge = colour("accent", palette) if self.current or focused else palette.mid().color()
        painter.setPen(QPen(edge, 2 if self.current or focused else 1))
        painter.setBrush(tint("accent", palette, 0.06) if hovered else palette.base())
        painter.drawRoundedRect(area, ROUND, ROUND)
        if focused:
            painter.setPen(QPen(edge, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(4, 4, -4, -4), ROUND - 3, ROUND - 3)

    def _paint_text(self, painter: QPainter) -> None:
        palette = self.palette()
        inner = self.rect().adjusted(MARGIN, MARGIN - 4, -MARGIN, -MARGIN)
        line = self.fontMetrics().height()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        head = QRect(inner.left(), inner.top(), inner.width(), line + 8)
        badge = QRect(head.left(), head.top(), line + 8, line + 8)
        accent = colour("accent", palette)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent if self.current else tint("accent", palette, 0.16))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(palette.base().color() if self.current else accent)
        painter.setFont(scaled(self, 100, bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.setPen(palette.text().color())
        painter.drawText(head.adjusted(badge.width() + 8, 0, 0, 0), left, self._label)
        self._paint_state(painter, head, right)
        big = scaled(self, 220, bold=True)
        painter.setFont(big)
        painter.setPen(palette.text().color())
        row = QRect(inner.left(), head.bottom() + 6, inner.width(), line * 2)
        painter.drawText(row, left, self.figure)
        offset = painter.fontMetrics().horizontalAdvance(self.figure) + 8
        painter.setFont(self.font())
        painter.drawText(row.adjusted(offset, 6, 0, 0), left, self.words)
        painter.setPen(colour("muted", palette))
        foot = QRect(inner.left(), row.bottom() + 2, inner.width(), line + 4)
        detail = self.fontMetrics().elidedText(
            self.detail, Qt.TextElideMode.ElideRight, foot.width()
        )
        painter.drawText(foot, left, detail)

    def _paint_state(self, painter: QPainter, head: QRect, flags: Qt.AlignmentFlag) -> None:
        painter.setFont(self.font())
        if self.current:
            painter.setPen(colour("accent", self.palette()))
            painter.drawText(head, flags, "▶ 现在")
        elif self.done and self.figure and self.key != "assess":
            painter.setPen(colour("good", self.palette()))
            painter.drawText(head, flags, "✓ 完成")
