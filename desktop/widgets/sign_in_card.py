"""报送签到卡: who came on time with the month's forms, or with one form over the year."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.reminding import SignInModel
from desktop.models.reminding_words import LEGEND
from desktop.widgets.row_table import ROW_HEIGHT
from workflow.reminding import Desk


class _CardTable(QTableView):
    """``opened`` carries the row of an Enter or a double click."""

    opened = Signal(int)

    def __init__(self, model: SignInModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("报送签到卡")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("○ 未到期") + 16)
        columns.setHighlightSections(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        index: QModelIndex = self.currentIndex()
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if index.isValid():
                self.opened.emit(index.row())
        else:
            super().keyPressEvent(event)


class SignInCard(QWidget):
    """``unit_opened`` carries the code of a unit whose row was entered, ``day_set`` a form's code
    and its new due day.
    """

    unit_opened = Signal(str)
    day_set = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SignInModel(self)
        self.table = _CardTable(self.model)
        self.scope = QComboBox()
        self.days: dict[str, QSpinBox] = {}
        self._days = QWidget()
        self._lay_out()
        self.setFocusProxy(self.table)
        self.scope.currentIndexChanged.connect(lambda _: self._turn())
        self.table.opened.connect(lambda row: self.unit_opened.emit(self.model.unit(row)))

    @property
    def form(self) -> str:
        """The form looked at over the year, empty for the month's forms."""
        return str(self.scope.currentData() or "")

    def show_desk(self, desk: Desk, days: dict[str, int], *, may_shift: bool) -> None:
        """Show another state; ``days`` are the due days by form."""
        chosen = self.form
        self.scope.blockSignals(True)
        self.scope.clear()
        self.scope.addItem(f"{desk.end % 100}月各表", "")
        for form in desk.catalogue.values():
            self.scope.addItem(f"{form.code} 近十二个月", form.code)
        self.scope.setCurrentIndex(max(0, self.scope.findData(chosen)))
        self.scope.blockSignals(False)
        self.model.show_card(desk, self.form)
        self._show_days(days, may_shift=may_shift)

    def _turn(self) -> None:
        if self.model.desk is not None:
            self.model.show_card(self.model.desk, self.form)

    def _show_days(self, days: dict[str, int], *, may_shift: bool) -> None:
        self._days.setVisible(may_shift)
        for code, day in days.items():
            if code not in self.days:
                self._add_day(code)
            spin = self.days[code]
            spin.blockSignals(True)
            spin.setValue(day)
            spin.blockSignals(False)

    def _add_day(self, code: str) -> None:
        spin = self.days[code] = QSpinBox()
        spin.setRange(1, 31)
        spin.setSuffix(" 日")
        spin.setKeyboardTracking(False)
        spin.setAccessibleName(f"{code} 截止日")
        spin.setToolTip(f"{code} 在下个月几日前报送；没有这一天的月份是最后一天")
        spin.valueChanged.connect(lambda day: self.day_set.emit(code, day))
        row = self._days.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(row.count() - 1, QLabel(code))
        row.insertWidget(row.count() - 1, spin)

    def _lay_out(self) -> None:
        self.scope.setAccessibleName("看哪些")
        legend = QLabel(LEGEND)
        legend.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.scope)
        top.addSpacing(8)
        top.addWidget(legend, 1)
        row = QHBoxLayout(self._days)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("截止日（下个月）："))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self._days)
