"""The chosen file as its own sheet: every cell with its reading, and one line that says it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QSizePolicy,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.marks import Mark, Marks
from desktop.models.sheet import SheetModel
from desktop.plain import plain_caption
from desktop.widgets.legend import Legend
from desktop.widgets.mark_delegate import MarkDelegate
from importers.workbook import Merge, Sheet, Workbook, cell_at, cell_name

_ROW = 26
_WIDEST = 22
_SAMPLED_ROWS = 60
_SAMPLED_COLUMNS = 300
_MOST_MERGES = 400


class SheetView(QWidget):
    """``cell_chosen`` carries sheet and A1 cell of a click or an arrow key in the grid.

    With ``explains`` a cell without a mark is said not to have been read, and a legend counts the
    marks; without, nothing is known of such a cell. With ``areas`` several cells can be chosen,
    whole rows and columns by their heads; ``area_changed`` says that others are.
    """

    cell_chosen = Signal(str, str)
    area_changed = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, explains: bool = True, areas: bool = False
    ) -> None:
        super().__init__(parent)
        self._explains = explains
        self._invitation = f"点一个格子，看它{'填什么' if areas else '是怎么读的'}。"
        self._sheets: list[Sheet] = []
        self._marks: Marks = {}
        self._model = SheetModel()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName("工作表")
        self.grid = QTableView()
        self.grid.setModel(self._model)
        self._dress(self.grid)
        self._notice = QLabel()
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.hide()
        self.legend = Legend()
        self.reading = QLabel()
        self.reading.setTextFormat(Qt.TextFormat.PlainText)
        self.reading.setWordWrap(True)
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reading.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self.reading.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tabs)
        column.addWidget(self.grid, 1)
        column.addWidget(self._notice, 1)
        column.addWidget(self.legend)
        column.addWidget(self.reading)
        self.tabs.currentChanged.connect(self._show_sheet)
        self.grid.selectionModel().currentChanged.connect(self._on_cell)
        if areas:
            self.grid.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
            self.grid.selectionModel().selectionChanged.connect(lambda *_: self.area_changed.emit())
            self.tabs.currentChanged.connect(lambda _: self.area_changed.emit())

    @staticmethod
    def _dress(grid: QTableView) -> None:
        grid.setItemDelegate(MarkDelegate(grid))
        grid.setAccessibleName("这个文件的原表")
        grid.setFrameShape(QFrame.Shape.StyledPanel)
        grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.setTabKeyNavigation(False)
        grid.setCornerButtonEnabled(False)
        grid.setWordWrap(False)
        grid.verticalHeader().setDefaultSectionSize(_ROW)
        grid.horizontalHeader().setMinimumSectionSize(36)

    @property
    def sheet(self) -> Sheet:
        """The sheet shown; one without a name or cells while none is."""
        return self._model.sheet

    @property
    def area(self) -> Merge | None:
        """The cells that are chosen: first row and column, last row and column, from 0."""
        ranges = self.grid.selectionModel().selection().toList()
        if not ranges:
            return None
        top, left = min(each.top() for each in ranges), min(each.left() for each in ranges)
        bottom, right = max(e.bottom() for e in ranges), max(e.right() for e in ranges)
        return top, left, bottom, right

    @property
    def has_workbook(self) -> bool:
        """Whether a workbook is shown."""
        return bool(self._sheets)

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a workbook."""
        self.show_workbook(None, {})
        self._notice.setText(sentence)
        self.grid.hide()
        self._notice.show()

    def show_workbook(self, workbook: Workbook | None, marks: Marks) -> None:
        """Show a workbook, on the first sheet that was read from; or nothing."""
        sheets = workbook.sheets if workbook else ()
        self._sheets = [each for each in sheets if not each.hidden or each.name in marks]
        self._marks = marks
        self._notice.hide()
        self.grid.show()
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for sheet in self._sheets:
            name = f"{sheet.name}（隐藏）" if sheet.hidden else sheet.name
            self.tabs.addTab(plain_caption(name))
        read = (n for n, each in enumerate(self._sheets) if marks.get(each.name))
        first = next(read, 0)
        self.tabs.setCurrentIndex(first)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(self._sheets) > 1)
        self._show_sheet(first)

    def show_marks(self, marks: Marks) -> None:
        """Read the same workbook otherwise, at the same place."""
        self._marks = marks
        if self._sheets:
            self._model.set_marks(self._here)
            self.legend.count(self._here.values())
            self._say_reading(self.grid.currentIndex())

    def show_cell(self, sheet: str, cell: str) -> bool:
        """Go to a cell by sheet and A1 name; false when the workbook has none of that name."""
        names = [each.name for each in self._sheets]
        try:
            row, column = cell_at(cell)
        except ValueError:
            return False
        if sheet not in names:
            return False
        self.tabs.setCurrentIndex(names.index(sheet))
        index = self._model.index(row, column)
        if not index.isValid():
            return False
        self.grid.setCurrentIndex(index)
        self.grid.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    @property
    def _here(self) -> Mapping[tuple[int, int], Mark]:
        return self._marks.get(self._model.sheet.name, {})

    def _show_sheet(self, number: int) -> None:
        sheet = self._sheets[number] if 0 <= number < len(self._sheets) else None
        self.grid.clearSpans()
        self._model.set_sheet(sheet, self._marks.get(sheet.name, {}) if sheet else {})
        self.legend.setVisible(sheet is not None and self._explains)
        self.legend.count(self._here.values())
        self.reading.setText("" if sheet is None else self._invitation)
        if sheet is not None:
            self._fit_columns()
            self._merge(sheet)

    def _fit_columns(self) -> None:
        em = self.fontMetrics().horizontalAdvance("汉")
        rows = range(min(self._model.rowCount(), _SAMPLED_ROWS))
        merged = {m[:2] for m in self._model.sheet.merges if m[3] > m[1]}
        for column in range(min(self._model.columnCount(), _SAMPLED_COLUMNS)):
            texts = (
                str(self._model.index(row, column).data())
                for row in rows
                if (row, column) not in merged
            )
            width = max(map(self.fontMetrics().horizontalAdvance, texts), default=0)
            self.grid.setColumnWidth(column, min(max(width, 2 * em), _WIDEST * em) + 26)

    def _merge(self, sheet: Sheet) -> None:
        for top, left, bottom, right in sheet.merges[:_MOST_MERGES]:
            if bottom > top or right > left:
                self.grid.setSpan(top, left, bottom - top + 1, right - left + 1)

    def _on_cell(self, index: QModelIndex) -> None:
        if index.isValid():
            self._say_reading(index)
            self.cell_chosen.emit(self._model.sheet.name, cell_name(index.row(), index.column()))

    def _say_reading(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        mark = self._model.mark(index)
        text = str(index.data())
        unread = f"“{text}”没有当作数字读" if self._explains else text
        read = mark.text if mark else (unread if text else "空格子")
        self.reading.setText(f"{cell_name(index.row(), index.column())}　{read}")
