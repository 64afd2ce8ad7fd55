"""试算: what the county's verdict would be if one township's figure were another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import verdict_colour
from desktop.models.trying import Trial, amount_words
from desktop.widgets.amount_box import LARGEST, AmountBox
from desktop.widgets.facts_view import text_label
from monitoring.catalogue import Item

NOTHING_WRITTEN = "只是试算，台账里的数没有改动。"
_STEPS = 100


class WhatIfPane(QWidget):
    """``asked`` carries unit, item and the amount to try; ``withdrawn`` says that nothing is
    tried any more.
    """

    asked = Signal(str, str, object)
    withdrawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trial: Trial | None = None
        self._unit, self._item = QComboBox(), QComboBox()
        self._unit.setAccessibleName("试算哪个单位")
        self._item.setAccessibleName("试算哪一项")
        self._now = QLabel()
        self._box, self._slider = AmountBox(), QSlider(Qt.Orientation.Horizontal)
        self._box.setAccessibleName("改成多少")
        self._box.setKeyboardTracking(True)
        self._slider.setAccessibleName("拖动改数")
        self._reset = QPushButton("恢复原数(&R)")
        self._alone = QPushButton("由它一家补齐(&L)")
        self._alone.setToolTip("改成只靠这个单位就刚好达到目标的数")
        self._answer, self._verdict, self._rest = text_label(), text_label(), text_label()
        self._note = text_label(NOTHING_WRITTEN)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        rows = QGridLayout()
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(8)
        rows.setColumnStretch(1, 1)
        for place, (name, widget) in enumerate(
            (("单位", self._unit), ("项目", self._item), ("现在", self._now), ("改成", self._box))
        ):
            rows.addWidget(QLabel(name), place, 0)
            rows.addWidget(widget, place, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._alone)
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 8, 4)
        layout.setSpacing(8)
        layout.addLayout(rows)
        layout.addWidget(self._slider)
        layout.addLayout(buttons)
        for label in (self._answer, self._verdict, self._rest, self._note):
            layout.addWidget(label)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._unit.currentIndexChanged.connect(lambda _: self._start())
        self._item.currentIndexChanged.connect(lambda _: self._start())
        self._slider.valueChanged.connect(self._on_slider)
        self._box.valueChanged.connect(self._on_box)
        self._reset.clicked.connect(self._start)
        self._alone.clicked.connect(self._fill)

    @property
    def trial(self) -> Trial | None:
        """What can be tried now."""
        return self._trial

    def show_trial(self, trial: Trial | None) -> None:
        """Offer another target's figures, the unit that holds most of its gap first."""
        self._trial = trial
        with QSignalBlocker(self._unit), QSignalBlocker(self._item):
            self._unit.clear()
            self._item.clear()
            for code, name in trial.units if trial else ():
                self._unit.addItem(name, code)
            for item in trial.items if trial else ():
                self._item.addItem(item.name, item)
        usable = trial is not None and bool(trial.units)
        for widget in (self._unit, self._item, self._box, self._slider, self._alone, self._reset):
            widget.setEnabled(usable)
        self._note.setText(NOTHING_WRITTEN if usable else "这项目标没有可以试算的数。")
        self._start()

    def repeat(self) -> None:
        """Ask again what was asked last, if anything was."""
        if self._reset.isEnabled():
            self._ask(self._box.value())

    def show_answer(self, lines: Sequence[str], status: str) -> None:
        """Say what came of it; the verdict in its colour."""
        self._answer.setText(lines[0] if lines else "")
        self._verdict.setText(lines[1] if len(lines) > 1 else "")
        self._rest.setText("\n".join(lines[2:]))
        for label in (self._answer, self._verdict, self._rest):
            label.setVisible(bool(label.text()))
        palette = self._verdict.palette()
        palette.setColor(self._verdict.foregroundRole(), verdict_colour(status, self.palette()))
        self._verdict.setPalette(palette)

    def _chosen(self) -> tuple[Trial, str, Item] | None:
        item = self._item.currentData()
        if self._trial is None or not isinstance(item, Item) or self._unit.currentIndex() < 0:
            return None
        return self._trial, str(self._unit.currentData()), item

    def _start(self) -> None:
        """Back to what the ledger holds."""
        self.show_answer((), "")
        if (chosen := self._chosen()) is None:
            self._now.setText("")
        else:
            trial, unit, item = chosen
            now, most = trial.amount(unit, item.code), min(trial.most(unit, item), LARGEST)
            self._now.setText(amount_words(now, item))
            with QSignalBlocker(self._box), QSignalBlocker(self._slider):
                self._box.set_decimals(item.decimals)
                self._box.setValue(now or 0)
                self._slider.setRange(0, most)
                self._slider.setSingleStep(max(most // _STEPS, 1))
                self._slider.setPageStep(max(most // 10, 1))
                self._slider.setValue(now or 0)
            self._alone.setEnabled(item.code == trial.items[0].code and trial.needed > 0)
        self._reset.setEnabled(False)
        self.withdrawn.emit()

    def _fill(self) -> None:
        if (chosen := self._chosen()) is not None:
            trial, unit, item = chosen
            now = trial.amount(unit, item.code) or 0
            self._box.setValue(now + trial.needed * 10**item.decimals)

    def _on_slider(self, amount: int) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(amount)
        self._ask(amount)

    def _on_box(self, amount: int) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(min(amount, self._slider.maximum()))
        self._ask(amount)

    def _ask(self, amount: int) -> None:
        if (chosen := self._chosen()) is not None:
            _, unit, item = chosen
            self._reset.setEnabled(True)
            self.asked.emit(unit, item.code, amount)
