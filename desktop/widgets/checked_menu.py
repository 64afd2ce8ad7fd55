"""A button whose menu ticks several of a list; none ticked means all."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

_NAMED = 3


class CheckedMenu(QToolButton):
    """``changed`` follows every tick. Choices are (key, words) in their order."""

    changed = Signal()

    def __init__(
        self, everything: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._everything = everything
        self._menu = QMenu(self)
        self.actions_by_key: dict[str, QAction] = {}
        for key, words in choices:
            action = self._menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.toggled.connect(self._on_tick)
            self.actions_by_key[key] = action
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._update()

    def ticked(self) -> list[str]:
        """The keys ticked; none for all."""
        return [key for key, action in self.actions_by_key.items() if action.isChecked()]

    def tick(self, keys: Collection[str]) -> None:
        """Tick exactly these."""
        for key, action in self.actions_by_key.items():
            action.setChecked(key in keys)

    def _on_tick(self) -> None:
        self._update()
        self.changed.emit()

    def _update(self) -> None:
        names = [self.actions_by_key[key].text() for key in self.ticked()]
        more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
        self.setText("、".join(names[:_NAMED]) + more if names else self._everything)
