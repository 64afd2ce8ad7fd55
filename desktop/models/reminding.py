"""催报 as tables: the units that owe something, their sign-in card, and the log of reminders."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from desktop.models.reminding_words import (
    Place,
    card_columns,
    card_head,
    cell_text,
    period_of,
)
from desktop.models.word_table import Column
from desktop.plain import plain_tip
from workflow.reminding import Desk, SignIn, Timeliness

_COLOURS = {
    Timeliness.ON_TIME: "good",
    Timeliness.LATE: "warn",
    Timeliness.OVERDUE: "bad",
    Timeliness.WAITING: "info",
    Timeliness.RECORDED: "muted",
}
_CENTRE = Qt.AlignmentFlag.AlignCenter
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


OWING_COLUMNS = (
    Column("单位", lambda row: row.name),
    Column("情况", lambda row: row.standing, hue=lambda row: row.hue, tip=lambda row: row.tip),
    Column("最早截止", lambda row: row.due),
    Column("欠报的表", lambda row: row.what, tip=lambda row: row.tip),
    Column("按时率", lambda row: row.rate, right=True, tip=lambda _: "近十二个月按时报送的份数"),
    Column("上次催报", lambda row: row.reminded, hue=lambda row: "warn" if row.today else ""),
)


LOG_COLUMNS = (
    Column("时间", lambda row: row.at),
    Column("单位", lambda row: row.name),
    Column("催的表", lambda row: row.what),
    Column("谁催的", lambda row: row.operator),
    Column("文字", lambda row: " ".join(row.text.split()), tip=lambda row: row.text),
)


class SignInModel(QAbstractTableModel):
    """报送签到卡: units down, forms or months across, the rate at the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk: Desk | None = None
        self.form = ""
        self.places: list[Place] = []
        self._returned: set[tuple[str, str, int]] = set()
        self._heads: list[str] = []

    def show_card(self, desk: Desk, form: str) -> None:
        """Show the month's forms, or one form's periods."""
        self.beginResetModel()
        self.desk, self.form = desk, form
        self.places = card_columns(desk, form)
        self._heads = [card_head(desk, place, form) for place in self.places]
        self._returned = {(each.unit, each.form, each.end) for each in desk.given_back}
        self.endResetModel()

    def unit(self, row: int) -> str:
        """The code of a row's unit."""
        assert self.desk is not None
        return self.desk.units[row].code

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.desk is None else len(self.desk.units)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.desk is None else len(self.places) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if self.desk is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            if role == _ROLE.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return self.desk.name(self.unit(section)) if role == _ROLE.DisplayRole else None
        if role == _ROLE.DisplayRole:
            return self._heads[section] if section < len(self._heads) else "按时率\n近一年"
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid() or self.desk is None:
            return None
        if role == _ROLE.TextAlignmentRole:
            return _CENTRE
        unit = self.unit(index.row())
        if index.column() == len(self.places):
            return self.desk.rate(unit).text if role == _ROLE.DisplayRole else None
        key = (unit, *self.places[index.column()])
        sign_in, returned = self.desk.sign_ins.get(key), key in self._returned
        if role == _ROLE.DisplayRole:
            return cell_text(sign_in, returned=returned)
        if role == _ROLE.ToolTipRole:
            return plain_tip(self._tip(unit, key, sign_in))
        if role == _ROLE.ForegroundRole:
            hue = "muted" if sign_in is None else _COLOURS[sign_in.state]
            return colour("bad" if returned else hue, QGuiApplication.palette())
        return None

    def _tip(self, unit: str, key: tuple[str, str, int], sign_in: SignIn | None) -> str:
        assert self.desk is not None
        _, code, end = key
        what = f"{self.desk.name(unit)} {period_of(self.desk, code, end).label} {code}"
        if sign_in is None:
            return f"{what}：不用报"
        came = f"{sign_in.arrived:%Y-%m-%d} 收到" if sign_in.arrived else "还没有收到"
        reasons = [each.reason for each in self.desk.given_back if each[:3] == (code, end, unit)]
        back = "".join(f"\n已退回：{reason}" for reason in reasons)
        return f"{what}：{sign_in.due:%Y-%m-%d} 截止，{came}{back}"
