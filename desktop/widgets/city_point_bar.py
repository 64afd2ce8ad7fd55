"""What the chosen cells of a city workbook are: a line of the return, a unit, how it counts."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from desktop.city_words import SHIFTS, TOTAL, line_name
from importers.workbook import Merge, cell_name
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Form, Kind
from monitoring.city_layout import WORDS, Said

BY_NAME = "按表上的名称认"
_COUNTED = ((0, "照原数"), *((shift, SHIFTS[shift]) for shift in (3, 4, 8, 2)))
_PLACES = ((None, "全部小数"), (0, "取整"), (1, "1 位小数"), (2, "2 位小数"))


class CityPointBar(QWidget):
    """``pointed`` asks to point at the chosen cells, ``cleared`` to let them go, ``undone`` to go
    back one change.
    """

    pointed = Signal()
    cleared = Signal()
    undone = Signal()

    def __init__(self, area: Area, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = area
        self.where = QLabel()
        self.line_box, self.unit_box = _searched("是什么"), _searched("哪个单位")
        self.shift_box, self.places_box = QComboBox(), QComboBox()
        self.point_button = QPushButton("指定(&T)")
        self.clear_button = QPushButton("不填(&N)")
        self.undo_button = QPushButton("撤销(&Z)")
        self._lay_out()
        self.point_button.clicked.connect(self.pointed)
        self.clear_button.clicked.connect(self.cleared)
        self.undo_button.clicked.connect(self.undone)
        self.line_box.currentIndexChanged.connect(self._on_line)
        self.show_area(None)

    @property
    def line(self) -> Said | str | None:
        """A line of the return, one of ``WORDS``, or ``None`` for what the names say."""
        found = self.line_box.currentData()
        if not isinstance(found, Said):
            return str(found) if found else None
        places = None if found.kind == "rate" else self.places_box.currentData()
        return Said(found.kind, found.code, int(self.shift_box.currentData()), places)

    @property
    def unit(self) -> str | None:
        """The code of a unit, empty for 合计, or ``None`` for what the names say."""
        found = self.unit_box.currentData()
        return None if found is None else str(found)

    def offer(self, form: Form, catalogue: Catalogue, month: int) -> None:
        """Offer the lines of a form and the units that owe it."""
        with QSignalBlocker(self.line_box):
            self.line_box.clear()
            self.line_box.addItem(BY_NAME, None)
            for said in _lines(form):
                self.line_box.addItem(line_name(catalogue, said), said)
            for what, name in WORDS.items():
                self.line_box.addItem(f"文字：{name}", what)
        self.unit_box.clear()
        self.unit_box.addItem(BY_NAME, None)
        units = form.reporting(self._area, month)
        if len(units) > 1:
            self.unit_box.addItem(TOTAL, "")
        for unit in units:
            own = unit.code == self._area.code
            self.unit_box.addItem("本级" if own else unit.name, unit.code)
        self._on_line()

    def show_area(self, area: Merge | None) -> None:
        """Say which cells are chosen."""
        for button in (self.point_button, self.clear_button):
            button.setEnabled(area is not None)
        if area is None:
            self.where.setText("在表上选格子；点行号、列标选整行、整列。")
            return
        top, left, bottom, right = area
        first, last = cell_name(top, left), cell_name(bottom, right)
        count = (bottom - top + 1) * (right - left + 1)
        self.where.setText(f"选中 {first}" if count == 1 else f"选中 {first}:{last}（{count} 格）")

    def _on_line(self) -> None:
        found = self.line_box.currentData()
        self.unit_box.setEnabled(not isinstance(found, str))
        self.shift_box.setEnabled(isinstance(found, Said))
        self.places_box.setEnabled(isinstance(found, Said) and found.kind != "rate")

    def _lay_out(self) -> None:
        for shift, words in _COUNTED:
            self.shift_box.addItem(words, shift)
        for places, words in _PLACES:
            self.places_box.addItem(words, places)
        self.shift_box.setAccessibleName("怎样计数")
        self.places_box.setAccessibleName("保留几位小数")
        self.undo_button.setToolTip("回到上一次指定之前")
        self.clear_button.setToolTip("这些格子保留市局原来的内容")
        line, unit = QLabel("是什么(&W)"), QLabel("哪个单位(&I)")
        line.setBuddy(self.line_box)
        unit.setBuddy(self.unit_box)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.where, 0, 0, 1, 9)
        parts = (line, self.line_box, unit, self.unit_box, self.shift_box, self.places_box)
        buttons = (self.point_button, self.clear_button, self.undo_button)
        for column, part in enumerate((*parts, *buttons)):
            grid.addWidget(part, 1, column)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)


def _searched(name: str) -> QComboBox:
    """A list that is searched by typing any of its words."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setMinimumContentsLength(10)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if (completer := box.completer()) is not None:
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return box


def _lines(form: Form) -> list[Said]:
    """What the return has lines of, in its order: an item, its sum of the year, rates after it."""
    stated = {item.ytd_of for item in form.items}
    monthly = form.frequency.months == 1
    lines = []
    for item in form.items:
        lines.append(Said("item", item.code))
        if monthly and item.kind is Kind.FLOW and item.code not in stated:
            lines.append(Said("ytd", item.code))
        lines += [Said("rate", rate.indicator) for rate in form.rates if rate.after == item.code]
    return lines
