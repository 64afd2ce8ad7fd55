"""Keys that press a button at once; Qt's own button shortcut waits and is lost with new words."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QToolButton


def press_by(keys: str, button: QAbstractButton) -> None:
    """Let ``keys`` press the button anywhere in its window, or open its menu."""
    shortcut = QShortcut(QKeySequence(keys), button)
    if isinstance(button, QToolButton) and button.menu() is not None:
        shortcut.activated.connect(button.showMenu)
    else:
        shortcut.activated.connect(button.click)
