"""Contacts as a table in which name, phone and note are typed over, and what a table brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from db.reminders import Contact
from desktop.models.word_table import Column
from desktop.plain import plain_tip
from monitoring.areas import Area
from workflow.contacts import Brought

HEADS = ("单位", "姓名", "电话", "备注")
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ContactModel(QAbstractTableModel):
    """``edited`` carries what stood in a row and what was typed; the row itself stays as it is
    until it is shown anew.
    """

    edited = Signal(object, object)

    def __init__(self, area: Area, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = {unit.code: unit.name for unit in area.units}
        self._names[area.code] = f"{area.name}本级"
        self.contacts: Sequence[Contact] = ()
        self.editable = True

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Take other contacts."""
        self.beginResetModel()
        self.contacts = contacts
        self.endResetModel()

    def name(self, unit: str) -> str:
        """What a unit is called."""
        return self._names.get(unit, unit)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.contacts)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return HEADS[section]
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsEditable if index.column() > 0 and self.editable else own

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        contact = self.contacts[index.row()]
        text = self.name(contact.unit) if index.column() == 0 else contact[index.column()]
        if role in (_ROLE.DisplayRole, _ROLE.EditRole):
            return text
        return plain_tip(text) if role == _ROLE.ToolTipRole and text else None

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or index.column() < 1:
            return False
        old = self.contacts[index.row()]
        typed = list(old)
        typed[index.column()] = str(value)
        new = Contact(*typed)
        if new != old:
            self.edited.emit(old, new)
        return True


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """One line of what a table would do."""

    kind: str
    hue: str
    unit: str
    person: str
    detail: str


BROUGHT_COLUMNS = (
    Column("结果", lambda row: row.kind, hue=lambda row: row.hue),
    Column("单位", lambda row: row.unit),
    Column("姓名", lambda row: row.person),
    Column("内容", lambda row: row.detail),
)


def brought_rows(brought: Brought, model: ContactModel) -> list[BroughtRow]:
    """What cannot be read first, then what is new, changed and the same."""
    return list(_brought(brought, model))


def _brought(brought: Brought, model: ContactModel) -> Iterator[BroughtRow]:
    for issue in brought.issues:
        yield BroughtRow("✕ 没有读", "bad", "", "", issue.message)
    for new in brought.new:
        yield BroughtRow("＋ 新增", "good", model.name(new.unit), new.person, _rest(new))
    for old, new in brought.changed:
        detail = f"{_rest(old)} → {_rest(new)}"
        yield BroughtRow("△ 改动", "warn", model.name(new.unit), new.person, detail)
    for same in brought.same:
        yield BroughtRow("＝ 相同", "muted", model.name(same.unit), same.person, _rest(same))


def _rest(contact: Contact) -> str:
    return "　".join(part for part in (contact.phone, contact.note) if part) or "（没有电话）"
