"""Which return of a form: over its own period or a longer one, of the county or of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from monitoring.areas import Unit
from monitoring.catalogue import Form
from monitoring.periods import Frequency, Period, latest


class Choice(NamedTuple):
    """A period, and the code of a unit, empty for the county."""

    period: Period
    unit: str = ""


def periods_of(form: Form, own: Period, month: int) -> list[Period]:
    """The form's own period, then the longer ones that had ended by the month, the shortest first.

    They are those the figures of the form add up to (:mod:`monitoring.longer`).
    """
    longer = [each for each in Frequency if each.months > form.frequency.months]
    return [own, *(latest(each, month) for each in longer)]


class ReturnChoice(QWidget):
    """Two boxes. ``changed`` says that the clerk wants to see another return of the form."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period_box, self.unit_box = QComboBox(), QComboBox()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for words, box, name in (
            ("期间(&Q)", self.period_box, "期间"),
            ("单位(&D)", self.unit_box, "单位"),
        ):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(label)
            row.addWidget(box)
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.unit_box.setMaxVisibleItems(24)

    @property
    def chosen(self) -> Choice | None:
        """What is chosen, ``None`` before anything is offered."""
        period = self.period_box.currentData()
        if not isinstance(period, Period):
            return None
        return Choice(period, str(self.unit_box.currentData() or ""))

    def offer(self, periods: Sequence[Period], whole: str, units: Sequence[Unit]) -> None:
        """Offer periods and, after the ``whole``, units; what was chosen stays where it can."""
        before = self.chosen
        with QSignalBlocker(self.period_box), QSignalBlocker(self.unit_box):
            self.period_box.clear()
            for period in periods:
                self.period_box.addItem(f"{period.label} {period.frequency.label}", period)
            self.unit_box.clear()
            self.unit_box.addItem(f"{whole}（汇总）" if units else whole, "")
            for unit in units:
                self.unit_box.addItem(unit.name, unit.code)
            if before is not None:
                longer = [each.frequency for each in periods]
                if before.period.frequency in longer:
                    self.period_box.setCurrentIndex(longer.index(before.period.frequency))
                self.unit_box.setCurrentIndex(max(0, self.unit_box.findData(before.unit)))
        self.setEnabled(bool(periods))
