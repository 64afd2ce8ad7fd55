"""The tree of a trace: a double click or Enter on a row goes where the row comes from."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from desktop.models.trace import HEADS, Node, TraceModel, rows_of, tree_of
from desktop.widgets.clipboard import copy_block
from desktop.widgets.steady import SteadyTree
from workflow.traces import Trace

_WIDTHS = (25, 7, 5, 12, 6, 3, 4, 9, 5)


class TraceTree(SteadyTree):
    """``opened`` carries the node of a double click or Enter, ``chosen`` follows the selection,
    ``copy_requested`` a copy without rows to copy.
    """

    opened = Signal(object)
    chosen = Signal()
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = TraceModel(self)
        self.setModel(self._model)
        self.setAccessibleName("来历")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        em = self.fontMetrics().horizontalAdvance("汉")
        for column, characters in enumerate(_WIDTHS):
            self.setColumnWidth(column, characters * em + 12)
        self.header().setStretchLastSection(True)
        self.header().setSectionsMovable(False)
        self.setStyleSheet("QTreeView::item { height: 26px; }")
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.node(index)))
        self.selectionModel().selectionChanged.connect(self.chosen)

    @property
    def nodes(self) -> list[Node]:
        """The chosen rows from top to bottom."""
        chosen = {self._model.node(index) for index in self.selectionModel().selectedRows()}
        return [node for node in self._model.root.below() if node in chosen]

    @property
    def node(self) -> Node | None:
        """The row in front."""
        index = self.currentIndex()
        return self._model.node(index) if index.isValid() else None

    def show_trace(self, trace: Trace) -> None:
        """Show another trace, open down to the units; a single figure to the end."""
        root = tree_of(trace)
        self._model.show_tree(root)
        single = sum(1 for _ in trace.figures) <= 2
        for node in root.below():
            index = self._model.index_of(node)
            if node.whole:
                self.setFirstColumnSpanned(index.row(), index.parent(), True)
            if node.figure is None or single:
                self.setExpanded(index, _opens(node))
        first = next((node for node in root.below() if node.figure is not None), None)
        self.setCurrentIndex(
            self._model.index_of(first) if first is not None else self._model.index(0, 0)
        )

    def copy(self) -> None:
        """Put the chosen rows on the clipboard as a table, or ask for all of it."""
        if len(self.nodes) > 1:
            copy_block([HEADS, *rows_of(self.nodes)])
        else:
            self.copy_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        node = self.node
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and node is not None:
            self.opened.emit(node)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def toggle(self, node: Node) -> None:
        """Open a row that has rows below it, or close it."""
        index: QModelIndex = self._model.index_of(node)
        self.setExpanded(index, not self.isExpanded(index))


def _opens(node: Node) -> bool:
    """Whether a row is open at first: of a year's months only the last one is."""
    parent = node.parent
    is_month = parent is not None and parent.parent is not None and node.figure is None
    return not (is_month and not node.whole and node.row > 0)
