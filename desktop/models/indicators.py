"""Indicators of the county, one line each, in the order of the eight fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models import wording
from monitoring.indicators import shown
from workflow.assess import IndicatorRow

Index = QModelIndex | QPersistentModelIndex

HEADS = ("领域", "指标", "全县", "计量单位", "分子", "分母", "已报")
FIELD, NAME, VALUE, UNIT, NUMERATOR, DENOMINATOR, REPORTED = range(len(HEADS))
ROW_ROLE = Qt.ItemDataRole.UserRole


def by_field(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """Rows in the order of the eight fields; within one as they come."""
    return sorted(rows, key=lambda row: wording.field_order(row.indicator.field))


class IndicatorTable(QAbstractTableModel):
    """The indicators that have a figure (or all), filtered by text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[IndicatorRow] = ()
        self._rows: Sequence[IndicatorRow] = ()
        self._texts: list[tuple[str, ...]] = []
        self._search, self._without_data = "", False

    def set_rows(self, rows: Sequence[IndicatorRow]) -> None:
        """Show other indicators."""
        self._all = by_field(rows)
        self._rebuild()

    def set_wanted(self, text: str, *, without_data: bool) -> bool:
        """Filter by a text in name or definition, and by whether there is a figure; whether that
        is another filter than before.
        """
        if (text, without_data) == (self._search, self._without_data):
            return False
        self._search, self._without_data = text, without_data
        self._rebuild()
        return True

    def texts(self) -> list[tuple[str, ...]]:
        """The cells of every indicator listed."""
        return self._texts

    def find(self, code: str) -> QModelIndex:
        """Where an indicator stands; invalid when it is not shown."""
        for place, row in enumerate(self._rows):
            if row.indicator.code == code:
                return self.index(place, NAME)
        return QModelIndex()

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._rows = [row for row in self._all if self._holds(row)]
        self._texts = [_texts(row) for row in self._rows]
        self.endResetModel()

    def _holds(self, row: IndicatorRow) -> bool:
        text = self._search.casefold()
        indicator = row.indicator
        return (self._without_data or row.county.ratio is not None) and (
            text in indicator.name.casefold() or text in indicator.definition.casefold()
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.indicator.definition
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = index.column() in (FIELD, NAME, UNIT)
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def _texts(row: IndicatorRow) -> tuple[str, ...]:
    indicator, county = row.indicator, row.county
    value = "" if county.ratio is None else shown(county.ratio, indicator.places)
    top, _, bottom = county.exact.partition("/")
    sides = (wording.separated(top), wording.separated(bottom)) if bottom else ("", "")
    reported = f"{county.reported}/{county.of}"
    return (
        indicator.field,
        indicator.name,
        wording.separated(value),
        indicator.unit,
        *sides,
        reported,
    )
