"""Named rows of text that scroll: how a verdict came about, and the clause it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.colours import colour


class FactsView(QScrollArea):
    """Text from data is never markup; it wraps, and the mouse selects it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[QLabel] = []
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 4, 8, 4)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(1, 1)
        whole.addLayout(self._rows)
        whole.addStretch(1)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show other rows from the top on; an empty name continues the row above."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._names = []
        for place, (name, text) in enumerate(rows):
            label = text_label(name)
            label.setWordWrap(False)
            self._names.append(label)
            self._rows.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(text_label(text), place, 1, Qt.AlignmentFlag.AlignTop)
        self._tint()
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        for label in self._names:
            palette = label.palette()
            palette.setColor(label.foregroundRole(), colour("muted", self.palette()))
            label.setPalette(palette)


def text_label(text: str = "") -> QLabel:
    """A label for text from data: never markup, wrapped, selectable with the mouse."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
