"""The entry grid as a table: heads, cells and marks of a sheet, either way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.entry_filter import Filter, kept
from desktop.entry_sheet import (
    MISSING_MARK,
    NOT_APPLICABLE_MARK,
    TOTAL,
    EntrySheet,
    Place,
    SheetLine,
)
from monitoring.periods import Period

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
# Made once: every cell is asked for its flags when it is drawn, and they are slow to join.
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TYPED = _READ | Qt.ItemFlag.ItemIsEditable
_FEW = 24

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Look(IntEnum):
    """How a cell is drawn."""

    INPUT = 0
    LABEL = 1
    SECTION = 2
    TOTAL = 3
    RATE = 4


class EntryModel(QAbstractTableModel):
    """Rows are lines and columns units, or the other way round when ``units_in_rows``.

    The first ``frozen`` columns are heads (and 合计 when units are columns). ``text_typed``
    carries place and text of an edit; the model itself changes nothing until it is told.
    ``saved``, ``waiting`` and ``refused`` are the places that were typed into and what became of
    it, ``found`` those that findings are about.
    """

    text_typed = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: EntrySheet | None = None
        self.units_in_rows = False
        self.with_computed = True
        self.filter = Filter()
        self.waiting: set[Place] = set()
        self.saved: set[Place] = set()
        self.found: set[Place] = set()
        self.refused: dict[Place, tuple[str, str]] = {}
        self._lines: list[int] = []
        self._units: list[int] = []
        self._line_places: dict[int, int] = {}
        self._unit_places: dict[int, int] = {}

    @property
    def closed(self) -> str:
        """Why nothing may be typed into the sheet, empty when it may."""
        return "" if self.sheet is None else self.sheet.closed

    @property
    def has_cells(self) -> bool:
        """Whether any figure is shown."""
        return bool(self._lines) and any(unit != TOTAL for unit in self._units)

    @property
    def labels(self) -> int:
        """How many leading columns are labels."""
        return 1 if self.units_in_rows else 2

    @property
    def frozen(self) -> int:
        """How many leading columns stay in sight."""
        return self.labels + int(not self.units_in_rows and TOTAL in self._unit_places)

    def show_sheet(self, sheet: EntrySheet | None) -> None:
        """Show another sheet, or the same one read again; marks of another one go."""
        self.beginResetModel()
        if _identity(sheet) != _identity(self.sheet):
            self.refused.clear()
            self.saved.clear()
            self.found.clear()
        self.sheet = sheet
        self.waiting.clear()
        self._arrange()
        self.endResetModel()

    def turn(self, *, units_in_rows: bool, with_computed: bool) -> None:
        """Change which way round the table is and whether computed rates are in it."""
        self.beginResetModel()
        self.units_in_rows, self.with_computed = units_in_rows, with_computed
        self._arrange()
        self.endResetModel()

    def narrow(self, wanted: Filter) -> None:
        """Show only some lines and units, as they are now: what is typed later hides nothing."""
        self.beginResetModel()
        self.filter = wanted
        self._arrange()
        self.endResetModel()

    def place(self, row: int, column: int) -> Place | None:
        """Line and unit of a cell; ``None`` for labels."""
        column -= self.labels
        if column < 0 or row < 0:
            return None
        if self.units_in_rows:
            return self._lines[column], self._units[row]
        return self._lines[row], self._units[column]

    def index_of(self, place: Place) -> QModelIndex:
        """The cell of a place, invalid when it is not shown."""
        line, unit = self._line_places.get(place[0]), self._unit_places.get(place[1])
        if line is None or unit is None:
            return QModelIndex()
        if self.units_in_rows:
            return self.index(unit, line + self.labels)
        return self.index(line, unit + self.labels)

    def line(self, row: int) -> SheetLine | None:
        """The line of a row, when lines are rows."""
        if self.sheet is None or self.units_in_rows:
            return None
        return self.sheet.lines[self._lines[row]]

    def look(self, row: int, column: int) -> Look:
        """How the cell at ``row`` and ``column`` is drawn."""
        if self.sheet is None:
            return Look.LABEL
        place = self.place(row, column)
        if place is None:
            section = not self.units_in_rows and self.sheet.lines[self._lines[row]].is_section
            return Look.SECTION if section else Look.LABEL
        line = self.sheet.lines[place[0]]
        if line.is_section:
            return Look.SECTION
        if line.indicator is not None:
            return Look.RATE
        return Look.TOTAL if place[1] == TOTAL else Look.INPUT

    def text(self, row: int, column: int) -> str:
        """What the cell at ``row`` and ``column`` shows."""
        if self.sheet is None:
            return ""
        place = self.place(row, column)
        if place is not None:
            return self.sheet.text(*place)
        if self.units_in_rows:
            return self.sheet.unit_name(self._units[row])
        line = self.sheet.lines[self._lines[row]]
        return line.unit if column else line.label

    def share(self, row: int, column: int) -> str:
        """How many units are in an incomplete 合计, e.g. 12/16; empty elsewhere."""
        place = self.place(row, column)
        if self.sheet is None or place is None or place[1] != TOTAL:
            return ""
        return self.sheet.share(place[0])

    def editable(self, row: int, column: int) -> bool:
        """Whether the cell takes typing."""
        sheet, place = self.sheet, self.place(row, column)
        return sheet is not None and place is not None and sheet.editable(*place)

    def is_stop(self, row: int, column: int) -> bool:
        """Whether Enter and Tab stop here: at what takes typing and was not carried over."""
        return self.editable(row, column) and self.origin(row, column) is None

    def origin(self, row: int, column: int) -> int | None:
        """The month the cell's figure was carried over from."""
        place = self.place(row, column)
        return None if self.sheet is None or place is None else self.sheet.origin(*place)

    def update(self, places: Iterable[Place]) -> None:
        """Tell views that these places changed."""
        indexes = [index for place in places if (index := self.index_of(place)).isValid()]
        if not indexes:
            return
        if len(indexes) <= _FEW:
            # Each for itself: what lies between them need not be drawn again.
            for index in indexes:
                self.dataChanged.emit(index, index)
            return
        rows, columns = [i.row() for i in indexes], [i.column() for i in indexes]
        self.dataChanged.emit(
            self.index(min(rows), min(columns)), self.index(max(rows), max(columns))
        )

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid() or self.sheet is None:
            return 0
        return len(self._units if self.units_in_rows else self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid() or self.sheet is None:
            return 0
        return self.labels + len(self._lines if self.units_in_rows else self._units)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.sheet is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._edited(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.place(row, column) is not None else LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._tip(row, column) or self.text(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        place = self.place(index.row(), index.column()) if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or place is None:
            return False
        if not self.editable(index.row(), index.column()):
            return False
        self.text_typed.emit(*place, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        takes = not self.closed and self.editable(index.row(), index.column())
        return _TYPED if takes else _READ

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if self.sheet is None or orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return LEFT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        place = section - self.labels
        if place < 0:
            return "单位" if self.units_in_rows else ("项目", "计量单位")[section]
        if not self.units_in_rows:
            return self.sheet.unit_name(self._units[place])
        line = self.sheet.lines[self._lines[place]]
        return f"{line.label}\n({line.unit})" if line.unit else line.label

    def _arrange(self) -> None:
        self._lines, self._units = [], []
        if self.sheet is not None:
            lines, units = kept(self.sheet, self.filter, self.refused, self.found)
            self._lines = list(self._shown_lines(self.sheet, lines))
            self._units = [TOTAL] if self.sheet.has_total else []
            self._units += sorted(units)
        self._line_places = {line: place for place, line in enumerate(self._lines)}
        self._unit_places = {unit: place for place, unit in enumerate(self._units)}

    def _shown_lines(self, sheet: EntrySheet, wanted: set[int]) -> Iterator[int]:
        """Lines in order, each section before the first of its own."""
        section: int | None = None
        for position, line in enumerate(sheet.lines):
            if line.is_section:
                section = None if self.units_in_rows else position
            elif position in wanted and (self.with_computed or line.indicator is None):
                if section is not None:
                    yield section
                    section = None
                yield position

    def _edited(self, row: int, column: int) -> str:
        place = self.place(row, column)
        if self.sheet is None or place is None:
            return self.text(row, column)
        if place in self.refused:
            return self.refused[place][0]
        return self.sheet.written(*place)

    def _tip(self, row: int, column: int) -> str:
        place = self.place(row, column)
        if self.sheet is None or place is None:
            return ""
        if place in self.refused:
            return self.refused[place][1]
        words = [_STATES.get(self.sheet.text(*place), "")]
        if place in self.waiting:
            words.append("等待保存")
        elif place in self.saved:
            words.append("已保存")
        line, unit = place
        if (origin := self.sheet.origin(line, unit)) is not None:
            words.append(f"沿用{Period(origin).label}，改动要说明原因")
        total = self.sheet.total(line) if unit == TOTAL else None
        rate = self.sheet.rate(line, unit)
        if total is not None:
            words.append(f"{total.of} 个单位中 {total.reported} 个已报")
        if rate is not None:
            words.append(f"系统计算：{rate.exact}" if rate.exact else "系统计算：数据不全")
        return "，".join(word for word in words if word)


_STATES: Mapping[str, str] = {MISSING_MARK: "未报", NOT_APPLICABLE_MARK: "不适用"}


def _identity(sheet: EntrySheet | None) -> tuple[str, int, bool] | None:
    return None if sheet is None else sheet.identity
