"""A plan of the county's own being written: its name and dates, and its targets in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import colour
from monitoring.own_plans import OPERATOR_WORDS, TARGET_HEADS, PlanDraft, TargetDraft
from monitoring.plans import NATURES

HEADS = tuple(TARGET_HEADS.values())
_WIDTHS = (13, 13, 6, 4, 5, 8, 5, 8, 5, 5, 10, 3, 10)
_FIELDS = tuple(TARGET_HEADS)
_INDICATOR, _OPERATOR, _BINDING = 1, 2, 8
_SPARE = 5
Index = QModelIndex | QPersistentModelIndex


class _Choice(QStyledItemDelegate):
    """A cell that offers words to choose from; others may be typed."""

    def __init__(self, words: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words

    def createEditor(self, parent: QWidget, _: QStyleOptionViewItem, __: Index) -> QWidget:
        box = QComboBox(parent)
        box.setEditable(True)
        box.addItems(["", *self._words])
        if (completer := box.completer()) is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setEditText(str(index.data() or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())


class _Targets(QTableWidget):
    """A row a target. A block copied from a spreadsheet is pasted cell by cell."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete:
            for item in self.selectedItems():
                item.setText("")
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Put lines of texts apart by tabs into the cells from the current one on."""
        top, left = max(self.currentRow(), 0), max(self.currentColumn(), 0)
        for down, line in enumerate(text.rstrip("\r\n").splitlines()):
            if top + down >= self.rowCount():
                self.insertRow(self.rowCount())
            for right, cell in enumerate(line.split("\t")):
                if left + right < self.columnCount():
                    self.put(top + down, left + right, cell.strip())

    def put(self, row: int, column: int, text: str) -> None:
        """Write a cell."""
        self.setItem(row, column, QTableWidgetItem(text))

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""


class PlanEditor(QWidget):
    """``submitted`` carries a :class:`PlanDraft`, ``left`` follows 不保存 or Esc."""

    submitted = Signal(object)
    left = Signal()

    def __init__(self, indicators: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.starts, self.ends = QLineEdit(), QLineEdit(), QLineEdit()
        self.number, self.note = QLineEdit(), QLineEdit()
        self.heading, self.problems = QLabel(), QLabel()
        self.targets = _Targets(0, len(HEADS))
        self.add_button = QPushButton("加一行(&A)")
        self.drop_button = QPushButton("删除选中的行(&D)")
        self.save_button = QPushButton("保存规划(&S)")
        self.leave_button = QPushButton("不保存")
        self._words = {
            _INDICATOR: sorted(set(indicators)),
            _OPERATOR: list(OPERATOR_WORDS.values()),
            _BINDING: list(NATURES),
        }
        self._lay_out()
        self.add_button.clicked.connect(self._add)
        self.drop_button.clicked.connect(self._drop)
        self.save_button.clicked.connect(lambda: self.submitted.emit(self.draft()))
        self.leave_button.clicked.connect(self.left)

    def show_draft(self, draft: PlanDraft, heading: str) -> None:
        """Fill the editor."""
        self.heading.setText(heading)
        self.say({}, ())
        for line, text in (
            (self.name, draft.name),
            (self.starts, draft.starts),
            (self.ends, draft.ends),
            (self.number, draft.document_number),
            (self.note, draft.note),
        ):
            line.setText(text)
        self.targets.setRowCount(0)
        self.targets.setRowCount(len(draft.targets) + _SPARE)
        for row, target in enumerate(draft.targets):
            for column, field in enumerate(_FIELDS):
                self.targets.put(row, column, getattr(target, field))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> PlanDraft:
        """What stands in the editor; rows without any text are none."""
        rows = [row for row in range(self.targets.rowCount()) if self._texts(row)]
        return PlanDraft(
            self.name.text(),
            self.starts.text(),
            self.ends.text(),
            tuple(TargetDraft(**self._texts(row)) for row in rows),
            self.number.text(),
            self.note.text(),
        )

    def say(self, rows: Mapping[int, str], sentences: Sequence[str]) -> None:
        """Show what is wrong; ``rows`` are numbers of targets from 1, as they stand in a draft."""
        shown = [row for row in range(self.targets.rowCount()) if self._texts(row)]
        pale = colour("bad", self.palette())
        for number, row in enumerate(shown, 1):
            for column in range(len(HEADS)):
                item = self.targets.item(row, column)
                if item is not None:
                    item.setForeground(QBrush(pale) if number in rows else QBrush())
                    item.setToolTip(rows.get(number, ""))
        self.problems.setText("\n".join(sentences))
        self.problems.setVisible(bool(sentences))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _texts(self, row: int) -> dict[str, str]:
        """The texts of a row by field, empty when none has any; a name is given to be asked for."""
        found = {
            field: text
            for column, field in enumerate(_FIELDS)
            if (text := self.targets.text(row, column))
        }
        return {"name": "", **found} if found else {}

    def _add(self) -> None:
        self.targets.insertRow(self.targets.rowCount())
        self.targets.setCurrentCell(self.targets.rowCount() - 1, 0)

    def _drop(self) -> None:
        rows = {index.row() for index in self.targets.selectedIndexes()}
        for row in sorted(rows, reverse=True):
            self.targets.removeRow(row)

    def _lay_out(self) -> None:
        self.targets.setHorizontalHeaderLabels(list(HEADS))
        self.targets.setAccessibleName("规划的目标")
        em = self.fontMetrics().horizontalAdvance("汉")
        for column, width in enumerate(_WIDTHS):
            self.targets.setColumnWidth(column, width * em + 16)
        for column, words in self._words.items():
            self.targets.setItemDelegateForColumn(column, _Choice(words, self))
        self.problems.setWordWrap(True)
        self.problems.setTextFormat(Qt.TextFormat.PlainText)
        self.starts.setPlaceholderText("2026-01-01 或 2026年")
        self.ends.setPlaceholderText("2028-12-31 或 2028年")
        self.number.setPlaceholderText("有文号才写")
        form = QFormLayout()
        form.addRow("规划名称", self.name)
        dates = QHBoxLayout()
        dates.setSpacing(8)
        for name, line in (("开始", self.starts), ("结束", self.ends), ("文号", self.number)):
            dates.addWidget(QLabel(name))
            dates.addWidget(line, 1)
        form.addRow("起止", dates)
        form.addRow("说明", self.note)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.drop_button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addLayout(form)
        layout.addWidget(self.targets, 1)
        layout.addWidget(self.problems)
        layout.addLayout(buttons)
