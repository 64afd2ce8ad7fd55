"""The register as a board: a column for each stage, a card for each project."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import colour
from desktop.models.register import late_hue, late_lines
from monitoring.projects import Stage
from workflow.projects import Project

_MIME = "application/x-taizhang-project"
_ID = Qt.ItemDataRole.UserRole
_SPACING, _MARGIN = 3, 4


class ProjectBoard(QWidget):
    """``moved`` carries a project's id and the stage it was put to: by dragging its card, or by
    Ctrl+← and Ctrl+→. ``chosen`` carries the id of the card that is chosen.
    """

    moved = Signal(str, object)
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = {stage: _Column(stage) for stage in Stage}
        self._heads = {stage: QLabel() for stage in Stage}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for stage, column in self.columns.items():
            stack = QVBoxLayout()
            stack.setSpacing(4)
            stack.addWidget(self._heads[stage])
            stack.addWidget(column, 1)
            row.addLayout(stack, 1)
            column.dropped.connect(self.moved)
            column.shifted.connect(self._shift)
            column.currentItemChanged.connect(self._on_choice)

    def show_projects(self, found: Sequence[Project], chosen: str) -> None:
        """Put every project that has not left into the column of its stage."""
        for stage, column in self.columns.items():
            column.blockSignals(True)
            column.clear()
            here = [e for e in found if e.details.stage is stage and not e.registered.left]
            for each in here:
                column.addItem(self._card(each))
                if each.id == chosen:
                    column.setCurrentRow(column.count() - 1)
            column.blockSignals(False)
            self._heads[stage].setText(f"{stage}　{len(here)}")

    def _card(self, each: Project) -> QListWidgetItem:
        card = QListWidgetItem("\n".join((each.details.name, *late_lines(each))))
        card.setData(_ID, each.id)
        card.setToolTip(f"{each.id} {each.details.name}\n{each.registered.clause}".strip())
        if hue := late_hue(each):
            card.setForeground(QBrush(colour(hue, self.palette())))
        return card

    def _shift(self, project: str, stage: Stage, step: int) -> None:
        stages = list(Stage)
        at = stages.index(stage) + step
        if 0 <= at < len(stages):
            self.moved.emit(project, stages[at])

    def _on_choice(self, card: QListWidgetItem | None, _: QListWidgetItem | None) -> None:
        if card is not None:
            self.chosen.emit(card.data(_ID))


class _Column(QListWidget):
    """``dropped`` carries an id and this stage, ``shifted`` an id, this stage and a direction."""

    dropped = Signal(str, object)
    shifted = Signal(str, object, int)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.setAccessibleName(str(stage))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setItemDelegate(_CardDelegate(self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setSpacing(_SPACING)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        data = QMimeData()
        data.setData(_MIME, "\n".join(item.data(_ID) for item in items).encode())
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(_MIME) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        for project in bytes(event.mimeData().data(_MIME).data()).decode().splitlines():
            self.dropped.emit(project, self._stage)
        # The cards are drawn anew once the ledger has it; Qt is not to move one by itself.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        card = self.currentItem()
        if step and card is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.shifted.emit(card.data(_ID), self._stage, step)
        else:
            super().keyPressEvent(event)


class _CardDelegate(QStyledItemDelegate):
    """Measures a card by the width of its column: Qt measures by one width and draws in another,
    and the last line of a name is lost.
    """

    def __init__(self, column: QListWidget) -> None:
        super().__init__(column)
        self._column = column

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        width = self._column.viewport().width() - 2 * _SPACING
        room = QRect(0, 0, width - 2 * _MARGIN, 10_000)
        text = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, index.data())
        return QSize(width, text.height() + _MARGIN)
