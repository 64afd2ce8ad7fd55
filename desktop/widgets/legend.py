"""What the tints and glyphs of a sheet mean, in words, with how many cells there are of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.colours import colour, tint
from desktop.models.marks import COLOURS, GLYPHS, WORDS, Kind, Mark

_UNREAD = "灰字是没有当作数字读的格子"


class Legend(QLabel):
    """Only the kinds the sheet has are listed, the most urgent first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[Kind] = Counter()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("图例")

    def count(self, marks: Iterable[Mark]) -> None:
        """List the kinds of these marks."""
        self._counts = Counter(mark.kind for mark in marks)
        self._write()

    @property
    def words(self) -> str:
        """The legend without its colours."""
        parts = [f"{GLYPHS[k]} {WORDS[k]} {self._counts[k]:,}" for k in Kind if self._counts[k]]
        return "　".join([*parts, _UNREAD])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._write()

    def _write(self) -> None:
        palette = QGuiApplication.palette()
        parts = []
        for kind in Kind:
            if self._counts[kind]:
                ground = tint(COLOURS[kind], palette, 0.2).name()
                ink = colour(COLOURS[kind], palette).name()
                parts.append(
                    f'<span style="background:{ground};color:{ink}">&nbsp;{GLYPHS[kind]}&nbsp;'
                    f"</span>&nbsp;{WORDS[kind]} {self._counts[kind]:,}"
                )
        muted = colour("muted", palette).name()
        parts.append(f'<span style="color:{muted}">{_UNREAD}</span>')
        self.setText("　".join(parts))
