"""One side of a rule: a sum of items, each with its sign, its times and 本期 or 上期."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.item_choice import ItemChoice
from monitoring.catalogue import Catalogue
from monitoring.expressions import Expression, Term

_MOST_TIMES = 100_000


class SideEditor(QGroupBox):
    """``changed`` follows every change of the sum. Delete takes a term out of the list."""

    changed = Signal()

    def __init__(self, catalogue: Catalogue, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._catalogue = catalogue
        self.terms: list[Term] = []
        self._model = QStringListModel(self)
        self.sign_box, self.when_box = QComboBox(), QComboBox()
        self.times_box = QSpinBox()
        self.item = ItemChoice(catalogue, title)
        self.add_button = QPushButton("加入")
        self.list = _TermList(self)
        self.list.setModel(self._model)
        self.list.setAccessibleName(f"{title}的各项，按 Delete 去掉一项")
        self.list.setToolTip("按 Delete 去掉一项")
        self._lay_out(title)
        self.item.chosen.connect(self._add)
        self.add_button.clicked.connect(lambda: self._add(self.item.code()))

    def expression(self) -> Expression | None:
        """The sum, ``None`` while it has no term."""
        return Expression(tuple(self.terms)) if self.terms else None

    def show_expression(self, expression: Expression) -> None:
        """Show another sum."""
        self.terms = list(expression.terms)
        self._update()

    def remove(self) -> None:
        """Take the current term out."""
        row = self.list.currentIndex().row()
        if row >= 0:
            del self.terms[row]
            self._update()

    def _add(self, code: str) -> None:
        if not code:
            self.item.setFocus()
            return
        times = self.times_box.value() * int(self.sign_box.currentData())
        self.terms.append(Term(times, code, bool(self.when_box.currentData())))
        self.item.clear()
        # The next one is most often added as it stands: what was chosen for this one is its own.
        self.times_box.setValue(1)
        self.sign_box.setCurrentIndex(0)
        self.when_box.setCurrentIndex(0)
        self.item.setFocus()
        self._update()

    def _update(self) -> None:
        self._model.setStringList([self._words(term) for term in self.terms])
        self.changed.emit()

    def _words(self, term: Term) -> str:
        form, item = self._catalogue.form_of[term.item], self._catalogue.items[term.item]
        times = "" if abs(term.factor) == 1 else f"{abs(term.factor)} × "
        sign = "−" if term.factor < 0 else "＋"
        return f"{sign} {times}{'上期 ' if term.previous else ''}{form.code} {item.name}"

    def _lay_out(self, title: str) -> None:
        self.sign_box.addItem("＋ 加", 1)
        self.sign_box.addItem("− 减", -1)
        self.when_box.addItem("本期", False)
        self.when_box.addItem("上期", True)
        self.times_box.setRange(1, _MOST_TIMES)
        self.times_box.setSuffix(" 倍")
        for box, name in (
            (self.sign_box, "加或减"),
            (self.times_box, "倍数"),
            (self.when_box, "本期或上期"),
        ):
            box.setAccessibleName(f"{title}：{name}")
        self.add_button.setAutoDefault(False)
        self.list.setFixedHeight(4 * self.fontMetrics().height())
        row = QHBoxLayout()
        for part in (self.sign_box, self.times_box, self.when_box):
            row.addWidget(part)
        row.addWidget(self.item, 1)
        row.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.list)


class _TermList(QListView):
    def __init__(self, side: SideEditor) -> None:
        super().__init__(side)
        self._side = side
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._side.remove()
        else:
            super().keyPressEvent(event)
