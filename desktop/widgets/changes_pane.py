"""The changes of figures, newest first: narrowed down, copied, and put back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.changes import PastChange
from desktop.fonts import scaled
from desktop.models.history import Names, changes_columns, month
from desktop.models.word_table import WordTable
from desktop.widgets.clipboard import copy_block
from desktop.widgets.row_table import RowTable

TYPING_MS = 250
_NEAR = 3
_NONE = "没有这样的改动；可以写单位名、项目名，中间空一格，或放宽月份、操作人。"
_EMPTY = "还没有改过数。数被改动、清空或收回以后，原来的数留在这里。"


class ChangesPane(QWidget):
    """``narrowed`` says that other changes are wanted, ``more_requested`` that the end of those
    shown is near; ``restore_requested`` and ``export_requested`` follow their buttons.
    """

    narrowed = Signal()
    more_requested = Signal()
    restore_requested = Signal()
    export_requested = Signal()

    def __init__(self, names: Names, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = WordTable(changes_columns(names), self)
        self.table = RowTable(self.model, "改动")
        self.words = QLineEdit()
        self.months, self.people = QComboBox(), QComboBox()
        self.of_import = QCheckBox("只看上面选的导入")
        self.count = QLabel()
        self.restore_button = QPushButton("恢复原来的数(&H)")
        self.copy_button = QPushButton("复制")
        self.export_button = QPushButton("导出…")
        self._more = False
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._dress()
        self._lay_out()
        self._connect()
        self._on_choice()

    @property
    def end(self) -> int | None:
        """The month chosen, ``None`` for every one."""
        found = self.months.currentData()
        return found if isinstance(found, int) else None

    @property
    def operator(self) -> str | None:
        """Whose changes are wanted, ``None`` for everyone's."""
        found = self.people.currentData()
        return found if isinstance(found, str) else None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        chosen = self.end is not None or self.operator is not None or self.of_import.isChecked()
        return chosen or bool(self.words.text().strip())

    @property
    def chosen(self) -> list[PastChange]:
        """The changes chosen, from top to bottom."""
        return [self.model.records[row] for row in self.table.rows()]

    def offer(self, months: Sequence[int], people: Sequence[str]) -> None:
        """What can be narrowed down to; what was chosen stays."""
        _fill(self.months, "全部月份", [(month(end), end) for end in months])
        _fill(self.people, "全部操作人", [(name, name) for name in people])

    def show_changes(self, found: Sequence[PastChange], *, more: bool) -> None:
        """Show the newest changes; ``more`` says that there are older ones."""
        self.table.empty_text = _NONE if self.is_narrowed else _EMPTY
        self.model.show_records(found)
        self._say_count(more=more)
        self._on_choice()

    def add_changes(self, found: Sequence[PastChange], *, more: bool) -> None:
        """Show older ones below them."""
        self.model.add_records(found)
        self._say_count(more=more)

    def copy(self) -> None:
        """Put the chosen changes, or all that are shown, on the clipboard as a table."""
        rows = self.table.rows()
        copy_block(self.model.texts(rows if len(rows) > 1 else range(len(self.model.records))))

    def _say_count(self, *, more: bool) -> None:
        self._more = more
        number = f"{len(self.model.records):,} 处"
        self.count.setText(f"最近 {number}，往下翻看更早的" if more else number)
        for button in (self.copy_button, self.export_button):
            button.setEnabled(bool(self.model.records))

    def _on_scrolled(self) -> None:
        bar = self.table.verticalScrollBar()
        if self._more and bar.value() >= bar.maximum() - bar.pageStep() * _NEAR:
            self._more = False
            self.more_requested.emit()

    def _on_choice(self) -> None:
        self.restore_button.setEnabled(bool(self.table.rows()))

    def _dress(self) -> None:
        self.words.setPlaceholderText("筛选：单位、项目")
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(260)
        self.months.setAccessibleName("月份")
        self.people.setAccessibleName("操作人")
        self.restore_button.setToolTip("把选中的数改回改动以前的样子，记作这次的手工填报（可撤销）")
        self.copy_button.setToolTip("复制所选的改动；只选一处或没有选时复制列出的全部")
        self.export_button.setToolTip("把筛选出的全部改动存成 Excel 工作簿")
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.set_widths({0: 7, 1: 12, 2: 6, 4: 6, 5: 12, 6: 5, 7: 5}, stretch=3)
        self.offer((), ())

    def _lay_out(self) -> None:
        title = QLabel("改动")
        title.setFont(scaled(title, 110, bold=True))
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(title)
        above.addWidget(self.words, 1)
        for widget in (self.months, self.people, self.of_import):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self.count)
        below = QHBoxLayout()
        below.setSpacing(8)
        for button in (self.restore_button, self.copy_button, self.export_button):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self.narrowed)
        for box in (self.months, self.people):
            box.activated.connect(self.narrowed)
        self.of_import.toggled.connect(self.narrowed)
        self.restore_button.clicked.connect(self.restore_requested)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.export_requested)
        self.table.chosen.connect(self._on_choice)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)


def _fill(box: QComboBox, everything: str, choices: Sequence[tuple[str, object]]) -> None:
    """Other choices; the one made stays, as a choice that still holds even when it is gone."""
    label, kept = box.currentText(), box.currentData()
    if kept is not None and kept not in [value for _, value in choices]:
        choices = [*choices, (label, kept)]
    box.clear()
    box.addItem(everything, None)
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(kept)) if kept is not None else 0)
