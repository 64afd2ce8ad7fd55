"""The register as a board: a column for each stage, a card for each project."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QBrush, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import colour
from desktop.models.register import late_words
from monitoring.projects import Stage
from workflow.projects import Project

_MIME = "application/x-taizhang-project"
_ID = Qt.ItemDataRole.UserRole


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
        late = late_words(each)
        card = QListWidgetItem("\n".join(filter(None, (each.details.name, late))))
        card.setData(_ID, each.id)
        card.setToolTip(f"{each.id} {each.details.name}\n{each.registered.clause}".strip())
        if late:
            card.setForeground(QBrush(colour("bad", self.palette())))
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
        self.setSpacing(3)
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
