"""The weights of a scorecard, typed in place, and the ranking they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from desktop.listing_pages import Listing
from desktop.plain import plain_tip
from monitoring.amounts import DASH, rounded
from monitoring.areas import Area
from monitoring.catalogue import Indicator
from monitoring.periods import Period
from monitoring.scoring import Mark
from workflow.score_weights import MOST
from workflow.scorecard import METHOD, Row, Scorecard, Scored

_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
INDICATOR, FIELD, WEIGHT = range(3)
_HEADS = ("指标", "领域", "权重")
_HEAD_WIDTH = 7  # characters a line of a head, so that eight indicators stand side by side
_FIXED = ("名次", "单位", "总分")


class WeightModel(QAbstractTableModel):
    """Indicators with their weights, those that count first. ``changed`` follows every weight
    that was typed; an indicator without one shows none.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.indicators: Sequence[Indicator] = ()
        self._weights: dict[str, int] = {}
        self.editable = True

    @property
    def weights(self) -> dict[str, int]:
        """What counts, by indicator."""
        return {code: weight for code, weight in self._weights.items() if weight}

    def show_weights(self, indicators: Sequence[Indicator], weights: Mapping[str, int]) -> None:
        """Take other weights."""
        self.beginResetModel()
        self.indicators = sorted(indicators, key=lambda each: each.code not in weights)
        self._weights = dict(weights)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.indicators)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return _HEADS[section]
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if section == WEIGHT else _LEFT
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        own = super().flags(index)
        typed = index.column() == WEIGHT and self.editable
        return own | Qt.ItemFlag.ItemIsEditable if typed else own

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        indicator = self.indicators[index.row()]
        weight = self._weights.get(indicator.code, 0)
        if role == _ROLE.EditRole and index.column() == WEIGHT:
            return weight
        if role == _ROLE.DisplayRole:
            return (indicator.name, indicator.field, str(weight or ""))[index.column()]
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if index.column() == WEIGHT else _LEFT
        return plain_tip(indicator.definition) if role == _ROLE.ToolTipRole else None

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or index.column() != WEIGHT:
            return False
        weight = min(max(int(value), 0), MOST)
        code = self.indicators[index.row()].code
        if weight != self._weights.get(code, 0):
            self._weights[code] = weight
            self.dataChanged.emit(index, index)
            self.changed.emit()
        return True


class RankingModel(QAbstractTableModel):
    """Townships with their place, total and the points of every indicator."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.card: Scorecard | None = None

    def show_card(self, card: Scorecard | None) -> None:
        """Take another ranking."""
        self.beginResetModel()
        self.card = card
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.card is None else len(self.card.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        if parent.isValid():
            return 0
        return len(_FIXED) + (len(self.card.columns) if self.card else 0)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.TextAlignmentRole:
            return _LEFT if section == 1 else _RIGHT
        if section < len(_FIXED):
            return _FIXED[section] if role == _ROLE.DisplayRole else None
        column = self._column(section)
        if role == _ROLE.DisplayRole:
            name = column.indicator.name
            folded = (name[at : at + _HEAD_WIDTH] for at in range(0, len(name), _HEAD_WIDTH))
            return "\n".join((*folded, f"权重 {column.weight}"))
        if role == _ROLE.ToolTipRole:
            return plain_tip(f"{column.indicator.name}，标准 {column.standard_text}")
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid() or self.card is None:
            return None
        row, at = self.card.rows[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return cells(self.card, row)[at]
        if role == _ROLE.TextAlignmentRole:
            return _LEFT if at == 1 else _RIGHT
        if at < len(_FIXED):
            return None
        column = self._column(at)
        score = row.scores[column.indicator.code]
        if role == _ROLE.ForegroundRole and score.mark is Mark.MISSING:
            return colour("bad", QGuiApplication.palette())
        if role == _ROLE.ToolTipRole and score.actual is not None:
            actual = rounded(score.actual, column.indicator.places)
            measure = column.indicator.unit
            return plain_tip(f"实际 {actual} {measure}，标准 {column.standard_text} {measure}")
        return None

    def _column(self, section: int) -> Scored:
        assert self.card is not None
        return self.card.columns[section - len(_FIXED)]


def cells(card: Scorecard, row: Row) -> tuple[str, ...]:
    """A township's line: place, name, total, points; a figure that is not there says why."""
    scores = (row.scores[column.indicator.code] for column in card.columns)
    return (
        DASH if row.rank is None else str(row.rank),
        row.unit.name,
        card.total_text(row) or DASH,
        *(str(s.mark) if s.points is None else rounded(s.points, card.places) for s in scores),
    )


def listing(card: Scorecard, area: Area) -> Listing:
    """The ranking to be printed."""
    count = len(card.columns)
    return Listing(
        title=f"{area.name}乡镇绩效考核得分表",
        period=Period(card.end).label,
        heads=(
            *_FIXED,
            *(f"{c.indicator.name}（权重 {c.weight}）" for c in card.columns),
        ),
        shares=(5, 14, 8, *[max(6, 70 // max(count, 1))] * count),
        rows=tuple(cells(card, row) for row in card.rows),
        notes=METHOD,
        right=frozenset(range(2, count + 3)),
        centre=frozenset((0,)),
        demonstration=card.demonstration,
    )
