"""One chart on a page: drawn once the charts are loaded, copied and saved from its menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import return_dialogs as dialogs
from desktop.charts.loading import Charts
from desktop.models.picture_words import words_of
from desktop.models.pictures import BulletPicture, LinePicture, Picture

if TYPE_CHECKING:
    from desktop.charts.canvas import Canvas

_FRAME = 2
_NO_LIMIT = (1 << 24) - 1
COPY_KEYS, SAVE_KEYS = "Ctrl+Shift+C", "Ctrl+Shift+S"


class ChartView(QWidget):
    """Shows the picture it was given last. ``copied`` says that it is on the clipboard,
    ``save_requested`` carries the path that was chosen for it.
    """

    copied = Signal()
    save_requested = Signal(Path)

    def __init__(self, charts: Charts, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charts = charts
        self._picture: Picture | None = None
        self._canvas: Canvas | None = None
        self._folder = dialogs.documents()
        self._waiting = QLabel("正在准备图表…")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(_FRAME, _FRAME, _FRAME, _FRAME)
        self._layout.addWidget(self._waiting)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._offer()
        charts.loaded.connect(self._draw)

    @property
    def picture(self) -> Picture | None:
        """What is shown, ``None`` when nothing is."""
        return self._picture

    @property
    def canvas(self) -> Canvas | None:
        """What draws it, ``None`` before the charts are loaded."""
        return self._canvas

    def show_picture(self, picture: Picture | None) -> None:
        """Show another picture, or none."""
        self._picture = picture
        self.setAccessibleDescription("" if picture is None else words_of(picture))
        if picture is None:
            self.hide()
            return
        self.show()
        self._charts.load()
        self._draw()

    def keep_picture(self, picture: Picture | None) -> None:
        """Have a picture to copy and save without showing it."""
        self._picture = picture

    def copy(self) -> None:
        """Put the chart on the clipboard."""
        if self._picture is not None and self._charts.ready:
            from desktop.charts.output import copy

            copy(self._picture, words_of(self._picture))
            self.copied.emit()

    def ask_where(self, ending: str = "png") -> None:
        """Ask where to save the chart as png or svg."""
        if self._picture is None or not self._charts.ready:
            return
        from exporters.files import safe_name

        place = self._folder / safe_name(f"{self._picture.title}.{ending}")
        dialogs.ask_where(self, f"存为 {ending.upper()} 图片", place, self._chosen)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame says that the keys go to this chart."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self.palette().highlight().color(), _FRAME))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()

    def _chosen(self, path: Path) -> None:
        self._folder = path.parent
        self.save_requested.emit(path)

    def _draw(self) -> None:
        if self._picture is None or not self._charts.ready:
            return
        if self._canvas is None:
            from desktop.charts.canvas import Canvas

            self._canvas = Canvas()
            self._layout.replaceWidget(self._waiting, self._canvas)
            self._waiting.deleteLater()
        self._canvas.show_picture(self._picture)
        self.setMaximumHeight(_most(self._picture, self._canvas.minimumHeight()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = QKeySequence(event.keyCombination())
        if pressed == QKeySequence(COPY_KEYS):
            self.copy()
        elif pressed == QKeySequence(SAVE_KEYS):
            self.ask_where()
        else:
            super().keyPressEvent(event)

    def _offer(self) -> None:
        """The menu of the right mouse button and of the menu key."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for words, act in (
            (f"复制图片\t{COPY_KEYS}", self.copy),
            (f"存为 PNG 图片…\t{SAVE_KEYS}", self.ask_where),
            ("存为 SVG 矢量图…", lambda: self.ask_where("svg")),
        ):
            action = QAction(words, self)
            action.triggered.connect(lambda _=False, act=act: act())
            self.addAction(action)


def _most(picture: Picture, needed: int) -> int:
    """How high a chart may become: only a line through time gains by it."""
    if isinstance(picture, LinePicture):
        return _NO_LIMIT
    return needed + 2 * _FRAME if isinstance(picture, BulletPicture) else needed * 3 // 2
