"""Keys that press a button at once, or go to a field.

Qt's own button shortcut waits and is lost with new words.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget


def press_by(keys: str, button: QAbstractButton) -> None:
    """Let ``keys`` press the button anywhere in its window, or open its menu."""
    shortcut = QShortcut(QKeySequence(keys), button)
    if isinstance(button, QToolButton) and button.menu() is not None:
        shortcut.activated.connect(button.showMenu)
    else:
        shortcut.activated.connect(button.click)


def focus_by(keys: str, field: QWidget) -> None:
    """Let ``keys`` go to a field anywhere in its window."""
    shortcut = QShortcut(QKeySequence(keys), field)
    shortcut.activated.connect(lambda: field.setFocus(Qt.FocusReason.ShortcutFocusReason))
