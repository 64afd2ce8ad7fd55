"""A return on the screen as the paper it will be: white pages one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.paper import Format, Page, Place, a4, next_place
from desktop.printing import paint_page

_GAP = 12
_STEP, _SMALLEST, _LARGEST = 115, 30, 400
_STEPS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class PaperView(QAbstractScrollArea):
    """Pages scaled to the width, or zoomed by Ctrl and the wheel or Ctrl with + − 0.

    ``page_changed`` carries the page looked at and how many there are, from 1; ``figure_opened``
    the line and column of a figure that was clicked, or chosen by Enter and the arrow keys.
    """

    page_changed = Signal(int, int)
    figure_opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Sequence[Page] = ()
        self._drawn: dict[int, QPixmap] = {}
        # Percent of the width that fits; 100 follows the window.
        self._zoom = 100
        self._at = 0
        self.setAccessibleName("报表预览")
        self.setToolTip(
            "点一个数看它的来历；按回车再用方向键也能选数。"
            "PageUp / PageDown 翻页，Ctrl+滚轮或 Ctrl+加减号缩放，Ctrl+0 适合宽度"
        )
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Mid)
        self.viewport().setMouseTracking(True)
        self._pressed: Place | None = None
        self.chosen: Place | None = None
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_pages(self, pages: Sequence[Page], what: str) -> None:
        """Show other pages from the first on; ``what`` says to a screen reader what they are."""
        self._pages = pages
        self.chosen = None
        self.setAccessibleDescription(what)
        self._redraw()
        self.verticalScrollBar().setValue(0)
        self._at = 0
        self._on_scrolled()

    @property
    def zoom(self) -> int:
        """Percent of the width that fits."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Zoom; 100 is the whole width of a page."""
        percent = min(max(percent, _SMALLEST), _LARGEST)
        if percent == self._zoom:
            return
        bar = self.verticalScrollBar()
        before = bar.value() * 1000 // max(1, self._page_size().height() + _GAP)
        self._zoom = percent
        self._redraw()
        bar.setValue(before * (self._page_size().height() + _GAP) // 1000)

    def zoom_in(self) -> None:
        """A step larger."""
        self.set_zoom(self._zoom * _STEP // 100)

    def zoom_out(self) -> None:
        """A step smaller."""
        self.set_zoom(self._zoom * 100 // _STEP)

    def turn(self, count: int) -> None:
        """Turn to the page so many further on."""
        wanted = min(max(self._at + count, 0), max(0, len(self._pages) - 1))
        self.verticalScrollBar().setValue(wanted * (self._page_size().height() + _GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._asked(event.key()):
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key(), control:
            case Qt.Key.Key_PageDown, _:
                self.turn(1)
            case Qt.Key.Key_PageUp, _:
                self.turn(-1)
            case Qt.Key.Key_Home, _:
                self.turn(-len(self._pages))
            case Qt.Key.Key_End, _:
                self.turn(len(self._pages))
            case ((Qt.Key.Key_Plus | Qt.Key.Key_Equal), True):
                self.zoom_in()
            case Qt.Key.Key_Minus, True:
                self.zoom_out()
            case Qt.Key.Key_0, True:
                self.set_zoom(100)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            elif event.angleDelta().y() < 0:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.place_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.place_at(event.position().toPoint()) if left else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        if place is not None and place == self.place_at(event.position().toPoint()):
            self._choose(place)
            self.figure_opened.emit(*place)

    def place_at(self, point: QPoint) -> Place | None:
        """Line and column of the figure under a point of the view."""
        for at, page in enumerate(self._pages):
            paper = self._place(at)
            if not paper.contains(point):
                continue
            scale = page.format.width / paper.width()
            spot = (point - paper.topLeft()) * scale
            return next((p.place for p in page if p.place and QRect(*p.box).contains(spot)), None)
        return None

    def box_of(self, place: Place) -> QRect:
        """Where a figure stands in the view; empty for one that is on no page."""
        for at, page in enumerate(self._pages):
            paper = self._place(at)
            for piece in page:
                if piece.place == place:
                    wide = page.format.width
                    x, y, width, height = (each * paper.width() // wide for each in piece.box)
                    return QRect(paper.left() + x, paper.top() + y, width, height)
        return QRect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        self._drawn.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Mid))
        for at in range(len(self._pages)):
            place = self._place(at)
            if place.intersects(event.rect()):
                painter.drawPixmap(place.topLeft(), self._drawing(at))
                painter.setPen(self.palette().color(QPalette.ColorRole.Dark))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.chosen is not None:
            # The paper is white in dark mode too.
            painter.setPen(QPen(QColor("#0072b2"), 2))
            painter.drawRect(self.box_of(self.chosen).adjusted(1, 1, -1, -1))

    def _asked(self, key: int) -> bool:
        """Answer Enter, and the arrow keys once a figure is chosen; whether it was one of them."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen is not None:
                self.figure_opened.emit(*self.chosen)
            elif self._pages:
                self._choose(next((p.place for p in self._pages[self._at] if p.place), None))
        elif self.chosen is not None and key in _STEPS:
            places = [p.place for page in self._pages for p in page if p.place]
            self._choose(next_place(places, self.chosen, *_STEPS[key]))
        elif self.chosen is not None and key == Qt.Key.Key_Escape:
            self._choose(None)
        else:
            return False
        return True

    def _choose(self, place: Place | None) -> None:
        self.chosen = place
        if place is not None:
            box, view = self.box_of(place), self.viewport().rect()
            down, across = self.verticalScrollBar(), self.horizontalScrollBar()
            if not view.top() <= box.top() <= box.bottom() <= view.bottom():
                down.setValue(down.value() + box.center().y() - view.center().y())
            if not view.left() <= box.left() <= box.right() <= view.right():
                across.setValue(across.value() + box.center().x() - view.center().x())
        self.viewport().update()

    def _drawing(self, at: int) -> QPixmap:
        if at not in self._drawn:
            ratio = self.devicePixelRatioF()
            size = self._page_size()
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            # Paper is white and ink black, whatever the window's colours.
            pixmap.fill(QColor("white"))
            painter = QPainter(pixmap)
            paint_page(painter, self._pages[at], size.width() / self._format.width)
            painter.end()
            self._drawn[at] = pixmap
        return self._drawn[at]

    def _page_size(self) -> QSize:
        sheet = self._format
        # Letters are as large on upright paper as on paper across.
        room = (self.viewport().width() - 2 * _GAP) * sheet.width
        width = max(100, room * self._zoom // (100 * max(sheet.width, sheet.height)))
        return QSize(width, width * sheet.height // sheet.width)

    @property
    def _format(self) -> Format:
        """All pages are of one format."""
        return self._pages[0].format if self._pages else a4()

    def _place(self, at: int) -> QRect:
        size = self._page_size()
        left = max(_GAP, (self.viewport().width() - size.width()) // 2)
        top = _GAP + at * (size.height() + _GAP)
        return QRect(
            left - self.horizontalScrollBar().value(),
            top - self.verticalScrollBar().value(),
            size.width(),
            size.height(),
        )

    def _redraw(self) -> None:
        self._drawn.clear()
        size, view = self._page_size(), self.viewport().size()
        high = _GAP + len(self._pages) * (size.height() + _GAP)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        down.setRange(0, max(0, high - view.height()))
        down.setPageStep(view.height())
        down.setSingleStep(40)
        across.setRange(0, max(0, size.width() + 2 * _GAP - view.width()))
        across.setPageStep(view.width())
        self.viewport().update()

    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        last = len(self._pages) - 1
        self._at = min((bar.value() + _GAP) // (self._page_size().height() + _GAP), max(0, last))
        if last > 0 and bar.value() == bar.maximum() > 0:
            self._at = last
        self.page_changed.emit(self._at + 1 if self._pages else 0, len(self._pages))
        self.viewport().update()
