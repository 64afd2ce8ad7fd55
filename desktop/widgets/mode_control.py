"""补充空缺, 更新 or 覆盖: how values are written, as one small control."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.models.choices import SENTENCES
from workflow.collect import MODE_LABELS, Mode


class ModeControl(QWidget):
    """``chosen`` carries the mode the clerk picks; ``title`` says for what. With
    ``explains`` a sentence beside it says what the mode does.
    """

    chosen = Signal(str)

    def __init__(
        self, title: str, parent: QWidget | None = None, *, explains: bool = False
    ) -> None:
        super().__init__(parent)
        self.buttons: dict[Mode, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        label = QLabel(title)
        label.setContentsMargins(0, 0, 8, 0)
        row.addWidget(label)
        for mode in Mode:
            button = QToolButton()
            button.setText(MODE_LABELS[mode])
            button.setCheckable(True)
            button.setToolTip(SENTENCES[mode])
            button.setAccessibleName(f"{title} {MODE_LABELS[mode]}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, mode=mode: self.chosen.emit(mode.value))
            self._group.addButton(button)
            self.buttons[mode] = button
            row.addWidget(button)
        self._sentence = QLabel()
        self._sentence.setContentsMargins(8, 0, 0, 0)
        self._sentence.setVisible(explains)
        row.addWidget(self._sentence)

    def show_mode(self, mode: Mode | None) -> None:
        """Press one button, or none when files differ."""
        self._group.setExclusive(mode is not None)
        for each, button in self.buttons.items():
            button.setChecked(each is mode)
            button.setText(f"✓ {MODE_LABELS[each]}" if each is mode else MODE_LABELS[each])
        self._sentence.setText("各个文件不一样" if mode is None else SENTENCES[mode])
