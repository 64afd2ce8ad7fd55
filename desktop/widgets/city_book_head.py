"""Which city workbook is looked at: one that is kept, or another; its name and its form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from monitoring.catalogue import Form

_LONGEST = 60


class CityBookHead(QWidget):
    """``book_chosen`` says that another kept workbook is wanted, ``form_chosen`` another form."""

    book_chosen = Signal()
    form_chosen = Signal()
    open_requested = Signal()
    closed = Signal()

    def __init__(self, forms: Iterable[Form], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book_box, self.form_box = QComboBox(), QComboBox()
        self.name_line = QLineEdit()
        self.open_button = QPushButton("打开市局的表(&O)…")
        self.back_button = QPushButton("返回上报")
        for form in forms:
            self.form_box.addItem(f"{form.code} {form.name}", form.code)
        self.name_line.setPlaceholderText("给这份表样起个名字")
        self.name_line.setMaxLength(_LONGEST)
        self.book_box.setMinimumContentsLength(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        parts: tuple[tuple[str, QComboBox | QLineEdit], ...] = (
            ("已套用(&B)", self.book_box),
            ("名字(&M)", self.name_line),
            ("报表(&R)", self.form_box),
        )
        for words, part in parts:
            label = QLabel(words)
            label.setBuddy(part)
            row.addWidget(label)
            row.addWidget(part, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.back_button)
        self.setFocusProxy(self.open_button)
        self.book_box.currentIndexChanged.connect(lambda _: self.book_chosen.emit())
        self.form_box.currentIndexChanged.connect(lambda _: self.form_chosen.emit())
        self.open_button.clicked.connect(self.open_requested)
        self.back_button.clicked.connect(self.closed)

    @property
    def book(self) -> str:
        """The kept workbook that is chosen, empty while none is kept."""
        return self.book_box.currentText()

    @property
    def form(self) -> str:
        """The code of the form that is chosen."""
        return str(self.form_box.currentData() or "")

    @property
    def name(self) -> str:
        """What the workbook is to be called."""
        return self.name_line.text().strip()

    def offer(self, names: Sequence[str], chosen: str = "") -> None:
        """Offer the kept workbooks; ``chosen``, or else the one that was, stays chosen."""
        wanted = chosen or self.book
        with QSignalBlocker(self.book_box):
            self.book_box.clear()
            self.book_box.addItems(list(names))
            self.book_box.setCurrentIndex(names.index(wanted) if wanted in names else 0)
        self.book_box.setEnabled(bool(names))

    def show_layout(self, name: str, form: str) -> None:
        """Show the name and form of what is looked at."""
        self.name_line.setText(name)
        with QSignalBlocker(self.form_box):
            self.form_box.setCurrentIndex(max(self.form_box.findData(form), 0))

    def let_change(self, *, shown: bool) -> None:
        """Whether there is something whose name and form may be changed."""
        self.name_line.setEnabled(shown)
        self.form_box.setEnabled(shown)
