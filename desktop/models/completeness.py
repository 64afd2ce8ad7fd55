"""Unit × form of a month as a matrix: who has sent what, and how far review is with it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from desktop.plain import plain_tip
from monitoring.areas import Unit
from monitoring.catalogue import Form
from workflow.review import Completeness, Standing

_GLYPHS = {
    Standing.MISSING: "○",
    Standing.FAULTY: "✕",
    Standing.PENDING: "▲",
    Standing.APPROVED: "✓",
    Standing.SUBMITTED: "■",
}
_COLOURS = {
    Standing.MISSING: "muted",
    Standing.FAULTY: "bad",
    Standing.PENDING: "warn",
    Standing.APPROVED: "good",
    Standing.SUBMITTED: "good",
}
_GIVEN_BACK = "↩ 已退回"
_WANTING = "△ 待说明"
_NOT_OWED = "／"
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


def standing_text(standing: Standing) -> str:
    """Glyph and word of a state."""
    return f"{_GLYPHS[standing]} {standing}"


class CompletenessModel(QAbstractTableModel):
    """Units down, forms across; ／ where the unit does not owe the form."""

    def __init__(self) -> None:
        super().__init__()
        self._completeness = Completeness((), (), {})
        self._county = ""
        self._wanting: Collection[tuple[str, str]] = ()

    def set_completeness(
        self, completeness: Completeness, county: str, wanting: Collection[tuple[str, str]] = ()
    ) -> None:
        """Show another month, or the same month again; its shape may stay.

        ``county`` is the code of the unit that stands for the county's own figures (本级),
        ``wanting`` are units' forms with something left to explain.
        """
        self._county, self._wanting = county, wanting
        same_shape = (completeness.units, completeness.forms) == (
            self._completeness.units,
            self._completeness.forms,
        )
        if same_shape and completeness.units and completeness.forms:
            self._completeness = completeness
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self._completeness = completeness
        self.endResetModel()

    def unit(self, row: int) -> Unit:
        """The unit of a row."""
        return self._completeness.units[row]

    def form(self, column: int) -> Form:
        """The form of a column."""
        return self._completeness.forms[column]

    def standing(self, index: _Index) -> Standing | None:
        """The state of a cell, ``None`` where nothing is owed."""
        key = (self.unit(index.row()).code, self.form(index.column()).code)
        return self._completeness.standing.get(key)

    def place(self, unit: str, form: str) -> QModelIndex:
        """The cell of a unit and form, an empty text meaning the first; invalid for none."""
        rows = (n for n, each in enumerate(self._completeness.units) if unit in ("", each.code))
        forms = (n for n, each in enumerate(self._completeness.forms) if form in ("", each.code))
        row, column = next(rows, -1), next(forms, -1)
        return self.index(row, column) if row >= 0 and column >= 0 else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._completeness.units)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._completeness.forms)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return self._row_head(section, role)
        form = self.form(section)
        arrived, owed = self._completeness.arrived(form.code)
        if role == _ROLE.DisplayRole:
            return f"{form.code}\n{arrived}/{owed}"
        if role == _ROLE.ToolTipRole:
            return f"{form.code} {form.name}：应报 {owed} 份，到 {arrived} 份"
        return None

    def _row_head(self, section: int, role: int) -> Any:
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            unit = self.unit(section)
            return f"{unit.name}本级" if unit.code == self._county else unit.name
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        standing = self.standing(index)
        unit, form = self.unit(index.row()), self.form(index.column())
        returned = self._completeness.given_back.get((unit.code, form.code))
        if role == _ROLE.DisplayRole:
            if returned is not None:
                return _GIVEN_BACK
            if standing is Standing.PENDING and (unit.code, form.code) in self._wanting:
                return _WANTING
            return _NOT_OWED if standing is None else standing_text(standing)
        if role == _ROLE.ToolTipRole:
            why = f"，{returned.at[:10]} 退回：{returned.reason}" if returned else ""
            return plain_tip(f"{unit.name} {form.name}：{standing or '不用报'}{why}")
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == _ROLE.ForegroundRole:
            name = "muted" if standing is None else _COLOURS[standing]
            return colour(name, QGuiApplication.palette())
        return None
