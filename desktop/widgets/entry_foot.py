"""Below the grid: what was refused or done, and the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.colours import colour

LEGEND = (
    "回车向下　Tab 向右　F2 修改　Delete 清空　“.” 未报（显示 ●）　“/” 不适用（显示 ／）"
    "　Ctrl+D / Ctrl+R 向下、向右填充　Ctrl+C / Ctrl+V 复制粘贴　Ctrl+Z 撤销　Ctrl+F 查找"
)


class EntryFoot(QWidget):
    """A sentence (refusals with a mark and a colour) above the legend of the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence, self.legend = QLabel(), QLabel(LEGEND)
        self._bad = False
        for label in (self.sentence, self.legend):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setMinimumHeight(self.sentence.fontMetrics().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.sentence)
        column.addWidget(self.legend)
        self._tint()

    def refuse(self, sentence: str) -> None:
        """Show why something was not taken."""
        self._say(f"✕ {sentence}", bad=True)

    def note(self, sentence: str) -> None:
        """Show what was done; an empty sentence clears the line."""
        self._say(sentence, bad=False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _say(self, sentence: str, *, bad: bool) -> None:
        self._bad = bad
        self.sentence.setText(sentence)
        self._tint()

    def _tint(self) -> None:
        for label, name in (
            (self.sentence, "bad" if self._bad else "muted"),
            (self.legend, "muted"),
        ):
            palette = label.palette()
            ink = colour(name, self.palette())
            if palette.windowText().color() != ink:
                palette.setColor(palette.ColorRole.WindowText, ink)
                label.setPalette(palette)
