"""Fetching pyqtgraph in the background when the first chart is wanted, not before."""

from __future__ import annotations

import importlib
import sys

from PySide6.QtCore import QObject, Signal

from db.ledger import Ledger
from desktop.session import Session
from workflow.progress import Reporter

_DRAWING = "desktop.charts.output"


class Charts(QObject):
    """``loaded`` says once that charts can be drawn; :meth:`load` asks for it."""

    loaded = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked = False

    @property
    def ready(self) -> bool:
        """Whether a chart can be drawn at once."""
        return _DRAWING in sys.modules and not self._asked

    def load(self) -> None:
        """Fetch what draws charts, unless that was done or is being done."""
        if self.ready or self._asked:
            return
        self._asked = True

        def work(_: Ledger, __: Reporter) -> None:
            importlib.import_module(_DRAWING)

        self._session.run("准备图表", work, self._done)

    def _done(self, _: None) -> None:
        self._asked = False
        self.loaded.emit()
