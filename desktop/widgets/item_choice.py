"""An item chosen by its name: typed and searched, among all forms or within one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QWidget

from monitoring.catalogue import Catalogue


class ItemChoice(QWidget):
    """``chosen`` carries the code of an item that was confirmed with Enter."""

    chosen = Signal(str)

    def __init__(self, catalogue: Catalogue, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.form_box, self.item_box = QComboBox(), QComboBox()
        self.form_box.setAccessibleName(f"{name}：报表")
        self.item_box.setAccessibleName(f"{name}：项目")
        self.form_box.addItem("全部报表", "")
        for form in catalogue.forms.values():
            self.form_box.addItem(f"{form.code} {form.name}", form.code)
        self.form_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.form_box.setMinimumContentsLength(8)
        self.item_box.setEditable(True)
        self.item_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.item_box.setMinimumContentsLength(16)
        self.item_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        if (completer := self.item_box.completer()) is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        if (line := self.item_box.lineEdit()) is not None:
            line.setPlaceholderText("输入项目名称的几个字")
            line.returnPressed.connect(self._confirm)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.form_box)
        row.addWidget(self.item_box, 1)
        self.setFocusProxy(self.item_box)
        self.form_box.currentIndexChanged.connect(self._fill)
        self._fill()

    def code(self) -> str:
        """The item whose whole name stands there, or ``""``."""
        place = self.item_box.findText(self.item_box.currentText())
        return "" if place < 0 else str(self.item_box.itemData(place))

    def clear(self) -> None:
        """Let the item go; the form stays."""
        self.item_box.setCurrentIndex(-1)
        self.item_box.clearEditText()

    def choose(self, code: str) -> None:
        """Put an item there, as if it had been typed; ``""`` for none."""
        self.clear()
        if code:
            self.form_box.setCurrentIndex(0)
            self.item_box.setCurrentIndex(self.item_box.findData(code))

    def _fill(self) -> None:
        wanted = self.form_box.currentData()
        self.item_box.clear()
        for form in self._catalogue.forms.values():
            if wanted in ("", form.code):
                for item in form.items:
                    self.item_box.addItem(f"{form.code} {item.name}", item.code)
        self.clear()

    def _confirm(self) -> None:
        if code := self.code():
            self.chosen.emit(code)
