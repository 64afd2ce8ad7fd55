"""A box for an exact amount: whole steps of the item's smallest unit, typed as a decimal."""

from __future__ import annotations

import re

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from monitoring.amounts import grouped

LARGEST = 2**31 - 1


class AmountBox(QSpinBox):
    """Its value is the amount times ten to ``decimals``; nothing in it is a float."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decimals = 0
        self.setMaximum(LARGEST)

    def set_decimals(self, decimals: int) -> None:
        """Read and print amounts with so many places."""
        self._decimals = decimals
        self.setSingleStep(10**decimals)

    def textFromValue(self, value: int) -> str:
        return grouped(value, self._decimals)

    def valueFromText(self, text: str) -> int:
        whole, _, places = text.replace(",", "").strip().partition(".")
        return int(f"{whole or 0}{places[: self._decimals].ljust(self._decimals, '0')}")

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        plain = text.replace(",", "").strip()
        pattern = rf"\d*(\.\d{{0,{self._decimals}}})?" if self._decimals else r"\d*"
        if not re.fullmatch(pattern, plain):
            state = QValidator.State.Invalid
        elif not plain or self.valueFromText(plain) > self.maximum():
            state = QValidator.State.Intermediate if not plain else QValidator.State.Invalid
        else:
            state = QValidator.State.Acceptable
        return state, text, position
