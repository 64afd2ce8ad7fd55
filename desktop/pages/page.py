"""What a page is to the window: a title sentence, one main action, and when to look again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.session import Session
from workflow.roles import Right

if TYPE_CHECKING:
    from monitoring.findings import Finding
    from workflow.traces import Asked

TRACE_KEYS = "Ctrl+I"


class Page(QWidget):
    """A screen of the window. Subclasses load in :meth:`refresh`, never in the constructor.

    ``headline_changed`` carries the title line's sentence; ``page_requested`` asks the window
    for another page by key with an optional argument, ``signed_in`` says who is at the desk now;
    ``action_changed`` sets the main button's
    words (empty hides it) and :meth:`act` is what it does. A page that is not on screen is only
    marked stale and looks again when it is shown. ``shows_progress`` tells the window to leave
    the progress of slow work to the page. Without the ``right`` the main action is not offered.
    A page whose figures lead home ``traces``: :meth:`traced` names the one in front, and
    ``trace_requested`` asks the window to trace one.
    """

    key = ""
    label = ""
    right: Right | None = None
    shows_progress = False
    traces = False

    headline_changed = Signal(str)
    action_changed = Signal(str)
    page_requested = Signal(str, object)
    signed_in = Signal(object)
    trace_requested = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        session.month_changed.connect(self._on_change)
        session.changed.connect(self._on_change)

    def refresh(self) -> None:
        """Load what the session's month shows. Called when the page is visible and stale."""
        raise NotImplementedError

    def act(self) -> None:
        """Do the page's one main thing."""

    def open_at(self, argument: object) -> None:
        """Show a certain thing: a unit, a form, a finding. Each page says what it takes."""

    def traced(self) -> Asked | Finding | None:
        """The figure in front, ``None`` where none is chosen."""
        return None

    def offer_trace(self, view: QWidget) -> None:
        """Put 来历 into the menu that the window offers on a view."""
        action = QAction(f"来历\t{TRACE_KEYS}", view)
        action.triggered.connect(self.ask_for_trace)
        view.addAction(action)

    def look_again(self) -> None:
        """Refresh now when on screen, else when next shown."""
        self._stale = True
        if self.isVisible():
            self._stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.look_again()

    def ask_for_trace(self) -> None:
        """Ask for the way home of the figure in front, if one is chosen."""
        if (asked := self.traced()) is not None:
            self.trace_requested.emit(asked)

    def _on_change(self, _: object) -> None:
        self.look_again()
