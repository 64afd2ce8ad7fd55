"""Nobody at the desk: after some minutes without a key or the mouse the window is locked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from db.ledger import Ledger

SETTING = "idle_minutes"
MINUTES = 10
_SIGNS = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


def idle_minutes(ledger: Ledger) -> int:
    """After how many minutes the ledger wants to be locked; 0 for never."""
    kept = ledger.setting(SETTING)
    return int(kept) if kept is not None and kept.isdecimal() else MINUTES


class IdleWatch(QObject):
    """Emits ``idle`` once, after ``minutes`` in which nobody did anything."""

    idle = Signal()

    def __init__(self, minutes: float, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        self._timer.start()
        if application := QApplication.instance():
            application.installEventFilter(self)

    @property
    def left(self) -> int:
        """Milliseconds until the window is locked if nobody does anything."""
        return self._timer.remainingTime()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        if application := QApplication.instance():
            application.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._timer.start()
        return super().eventFilter(watched, event)
