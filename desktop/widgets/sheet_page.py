"""A page of shapes on the screen in the window's colours; mouse and keys follow its links."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from desktop.sheet import Link, Sheet, link_at, paint_sheet

_SMALLEST = 760
_BROADEST = 1.84
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Right)
_UP = (Qt.Key.Key_Up, Qt.Key.Key_Left)


Make = Callable[[int, int], Sheet]


class SheetPage(QAbstractScrollArea):
    """The whole page as wide as there is room, scrolled where that is too small to read.

    ``followed`` carries the kind and the key of a link that was clicked or entered.
    """

    followed = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: Make | None = None
        self._sheet: Sheet | None = None
        self._drawn: QPixmap | None = None
        self._at = -1
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("")
        self.viewport().setMouseTracking(True)

    @property
    def sheet(self) -> Sheet | None:
        """The page shown."""
        return self._sheet

    @property
    def chosen(self) -> Link | None:
        """The link the keys are on."""
        links = self._sheet.links if self._sheet else []
        return links[self._at] if 0 <= self._at < len(links) else None

    def show_page(self, make: Make | None, words: str) -> None:
        """Show another page, set by ``make`` for a shape (width and height in pixels); ``words``
        say to a screen reader what is on it.
        """
        self._make, self._at = make, -1
        self.setAccessibleDescription(words)
        self._set()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set()

    def _set(self) -> None:
        wide, high = self._width(), self.viewport().height()
        self._sheet = self._make(wide, high) if self._make else None
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self.palette().color(QPalette.ColorRole.Base))
        origin = self._origin()
        painter.drawPixmap(origin, self._picture())
        chosen = self.chosen
        if chosen is not None and self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self._on_screen(chosen))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        links = self._sheet.links if self._sheet else []
        if links and event.key() in (*_DOWN, *_UP):
            step = 1 if event.key() in _DOWN else -1
            self._choose(min(max(self._at + step, 0), len(links) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen:
            self.followed.emit(self.chosen.kind, self.chosen.key)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._under(event.position())
        shape = Qt.CursorShape.PointingHandCursor if over >= 0 else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        over = self._under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and over >= 0 and self._sheet:
            self._choose(over)
            link = self._sheet.links[over]
            self.followed.emit(link.kind, link.key)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            over = self._under(QPointF(event.pos()))
            words = self._sheet.links[over].words if self._sheet and over >= 0 else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def _choose(self, at: int) -> None:
        self._at = at
        if (chosen := self.chosen) is not None:
            self.setAccessibleDescription(chosen.words)
            self._scroll_to(self._on_screen(chosen))
        self.viewport().update()

    def _scroll_to(self, area: QRectF) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if area.top() < 0:
            bar.setValue(int(bar.value() + area.top()))
        elif area.bottom() > height:
            bar.setValue(int(bar.value() + area.bottom() - height))

    def _size(self) -> QSize:
        if self._sheet is None:
            return QSize()
        wide = self._width()
        return QSize(wide, wide * self._sheet.height // self._sheet.width)

    def _width(self) -> int:
        """As wide as there is room, but no wider than fits the height with all on it."""
        room = self.viewport().size()
        return max(min(room.width(), int(room.height() * _BROADEST)), _SMALLEST)

    def _scale(self) -> float:
        return self._size().width() / self._sheet.width if self._sheet else 1.0

    def _origin(self) -> QPointF:
        beside = max(self.viewport().width() - self._width(), 0) // 2
        left = beside - self.horizontalScrollBar().value()
        return QPointF(left, -self.verticalScrollBar().value())

    def _on_screen(self, link: Link) -> QRectF:
        scale, (x, y, width, height) = self._scale(), link.box
        box = QRectF(x * scale, y * scale, width * scale, height * scale)
        return box.translated(self._origin())

    def _under(self, point: QPointF) -> int:
        if self._sheet is None:
            return -1
        return link_at(self._sheet, (point - self._origin()) / self._scale())

    def _picture(self) -> QPixmap:
        """The page drawn once for its size and palette."""
        if self._drawn is None:
            ratio = self.devicePixelRatioF()
            self._drawn = QPixmap(self._size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(self.palette().color(QPalette.ColorRole.Base))
            if self._sheet is not None:
                painter = QPainter(self._drawn)
                paint_sheet(painter, self._sheet, self.palette(), self._scale())
                painter.end()
        return self._drawn

    def _redraw(self) -> None:
        self._drawn = None
        size, room = self._size(), self.viewport().size()
        for bar, whole, shown in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(whole - shown, 0))
            bar.setPageStep(shown)
            bar.setSingleStep(40)
        self.viewport().update()
