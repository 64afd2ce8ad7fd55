"""The home page's two lists: what to do next, and what is late or due soon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.plain import plain_tip

if TYPE_CHECKING:
    from desktop.models.month import NextThing
    from desktop.models.risks import Risk

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ThingModel(QAbstractTableModel):
    """接下来: number, sentence, page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.things: Sequence[NextThing] = ()

    def show_things(self, things: Sequence[NextThing]) -> None:
        """Take another list."""
        self.beginResetModel()
        self.things = things
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.things)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        thing, column = self.things[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (f"{index.row() + 1}", thing.sentence, f"{thing.action} →")[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == 1:
            return thing.sentence
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 0:
            return RIGHT
        return None


class RiskModel(QAbstractTableModel):
    """到期与风险: verdict, what it is, its name, how it stands, what is missing, when it is due.

    ``tone`` gives the colour of a name that :func:`desktop.colours.colour` knows.
    """

    HEADS = ("结论", "类别", "内容", "现状", "还差", "到期")
    NUMBERS = (3, 4)

    def __init__(self, tone: Callable[[str], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.risks: Sequence[Risk] = ()

    def show_risks(self, risks: Sequence[Risk]) -> None:
        """Take another list."""
        self.beginResetModel()
        self.risks = risks
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.risks)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.HEADS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.NUMBERS:
            return RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        risk, column = self.risks[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (risk.verdict, risk.kind, risk.name, risk.actual, risk.missing, risk.due)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(risk.tip)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self.NUMBERS:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and column == 0:
            return self._tone(risk.hue)
        return None
