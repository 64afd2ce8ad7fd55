"""A tab for every form: those due in the month first, the others with the period they show."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from monitoring.catalogue import Form
from monitoring.periods import latest


class FormTabs(QTabBar):
    """``form_chosen`` carries the code of a form the clerk turned to."""

    form_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes: list[str] = []
        self._month = 0
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName("报表")
        self.currentChanged.connect(self._on_current)

    @property
    def code(self) -> str:
        """Code of the form in front."""
        index = self.currentIndex()
        return self._codes[index] if 0 <= index < len(self._codes) else ""

    def show_forms(self, forms: Iterable[Form], month: int) -> None:
        """Offer the forms for a month, keeping the one in front."""
        front = self.code
        ordered = sorted(forms, key=lambda form: latest(form.frequency, month).end != month)
        codes = [form.code for form in ordered]
        if codes == self._codes and month == self._month:
            return
        blocked = self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._codes, self._month = codes, month
        for position, form in enumerate(ordered):
            self.addTab(f"{form.code} {form.name.removesuffix(form.frequency.label)}")
            self.setTabToolTip(position, f"{form.name}（Ctrl+PageUp / Ctrl+PageDown 换表）")
        self.setCurrentIndex(codes.index(front) if front in codes else 0)
        self.blockSignals(blocked)

    def choose(self, code: str) -> bool:
        """Turn to a form without announcing it; whether there is such a form."""
        if code not in self._codes:
            return False
        blocked = self.blockSignals(True)
        self.setCurrentIndex(self._codes.index(code))
        self.blockSignals(blocked)
        return True

    def turn(self, step: int) -> None:
        """Turn to the next or previous form."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + step) % self.count())

    def _on_current(self, _: int) -> None:
        if self.code:
            self.form_chosen.emit(self.code)
