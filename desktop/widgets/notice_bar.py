"""One sentence above a page, with the one or two things a clerk may do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.colours import colour, tint

Choice = tuple[str, Callable[[], None]]
_GLYPHS = {"good": "✓", "warn": "△", "bad": "✕", "info": "●"}


class NoticeBar(QFrame):
    """Hidden until there is something to say. A choice hides it and then does what it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._glyph = QLabel()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self.setAutoFillBackground(True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 4, 8, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self._glyph)
        self._row.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, empty when the bar is hidden."""
        return "" if self.isHidden() else self._words.text()

    def say(
        self,
        sentence: str,
        kind: str = "info",
        choices: Sequence[Choice] = (),
        *,
        ask: bool = False,
    ) -> None:
        """Show a sentence. With ``ask`` the last choice, the harmless one, has the focus."""
        self.dismiss()
        self._kind = kind
        self._glyph.setText(_GLYPHS[kind])
        self._words.setText(sentence)
        for words, act in (*choices, *(() if ask else (("知道了", lambda: None),))):
            button = QPushButton(words)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, act=act: self._choose(act))
            self._row.addWidget(button)
            self._buttons.append(button)
        self._tint()
        self.show()
        if ask:
            self._buttons[-1].setFocus()

    def dismiss(self) -> None:
        """Say nothing more."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._tint()

    def _choose(self, act: Callable[[], None]) -> None:
        self.dismiss()
        act()

    def _tint(self) -> None:
        outer = QGuiApplication.palette()
        palette = QPalette(outer)
        palette.setColor(QPalette.ColorRole.Window, tint(self._kind, outer))
        self.setPalette(palette)
        glyph = QPalette(palette)
        glyph.setColor(QPalette.ColorRole.WindowText, colour(self._kind, outer))
        self._glyph.setPalette(glyph)
