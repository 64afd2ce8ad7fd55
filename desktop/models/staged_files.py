"""The files of a batch as a table: what each was understood to be and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from desktop.plain import plain_tip
from importers.reading import Reading
from monitoring.issues import Severity
from workflow.collect import FileStatus, StagedFile

STATUS, FILE, UNIT, FORM, PERIOD, VALUES, CHANGED, ISSUES = range(8)
DETAIL, WARNING = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_HEADS = ("状态", "文件", "单位", "报表", "报告期", "数字（个）", "有变化", "问题")
LOCKED = frozenset(("encrypted", "wrong_password"))
_NUMBERS = (VALUES, CHANGED, ISSUES)
_WORDS = {
    FileStatus.STAGED: ("✓ 可收", "good"),
    FileStatus.REFUSED: ("✕ 有误", "bad"),
    FileStatus.DUPLICATE: ("＝ 重复", "muted"),
    FileStatus.COMMITTED: ("● 已收", "info"),
}
# Warnings about a whole file that a clerk should see before opening it.
_WARNINGS = {
    "imported_before": "△ 以前收过",
    "same_as_last_month": "△ 与上月相同",
    "contradiction": "△ 与另一个文件矛盾",
}
# Between the clerk and the ledger: the sender has nothing to mend.
_OURS = frozenset(("duplicate", "imported_before"))
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


def is_locked(file: StagedFile) -> bool:
    """Whether the file waits for its password."""
    return file.status is FileStatus.REFUSED and any(issue.code in LOCKED for issue in file.issues)


def is_asking(file: StagedFile) -> bool:
    """Whether nothing but open questions keeps the file out."""
    errors = {issue.code for issue in file.issues if issue.severity is Severity.ERROR}
    return file.status is FileStatus.REFUSED and errors == {"question"}


def is_wrong(file: StagedFile) -> bool:
    """Whether the file is refused for something its sender must mend."""
    return file.status is FileStatus.REFUSED and not is_asking(file) and not is_locked(file)


def can_go_back(file: StagedFile) -> bool:
    """Whether there is something in the file for its sender to mend."""
    return file.reading is not None and any(issue.code not in _OURS for issue in file.issues)


def status_text(file: StagedFile) -> str:
    """Glyph and word of what becomes of a file."""
    return _look(file)[0]


def status_colour(file: StagedFile) -> str:
    """The name of the colour that goes with :func:`status_text`."""
    return _look(file)[1]


def warning_text(file: StagedFile) -> str:
    """The few words of the first warning about the whole file, empty when there is none."""
    return next((_WARNINGS[each.code] for each in file.issues if each.code in _WARNINGS), "")


def _look(file: StagedFile) -> tuple[str, str]:
    if is_asking(file):
        return "？ 待答", "info"
    if is_locked(file):
        return "？ 要密码", "info"
    return _WORDS[file.status]


class StagedFilesModel(QAbstractTableModel):
    """One row a file, in the order read. ``units`` gives names by code, of the whole area."""

    def __init__(self, units: Mapping[str, str]) -> None:
        super().__init__()
        self._units = units
        self._files: list[StagedFile] = []

    @property
    def files(self) -> Sequence[StagedFile]:
        """The files in the order of the rows."""
        return self._files

    def set_files(self, files: Iterable[StagedFile]) -> None:
        """Show another batch."""
        self.beginResetModel()
        self._files = list(files)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return _HEADS[section]
        if role == _ROLE.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        file, column = self._files[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return self._text(file, column)
        if role == _ROLE.ToolTipRole:
            tip = self._tip(file, column)
            return plain_tip(tip) if tip else None
        if role == DETAIL:
            return self._detail(file)
        if role == WARNING:
            return warning_text(file)
        if role == _ROLE.TextAlignmentRole:
            return _alignment(column)
        if role == _ROLE.ForegroundRole:
            return self._colour(file, column)
        return None

    def _text(self, file: StagedFile, column: int) -> str:
        if column == STATUS:
            return status_text(file)
        if column == FILE:
            return file.name
        if column == CHANGED:
            return f"{file.changed:,}" if file.differences else ""
        if column == ISSUES:
            return str(len(file.issues)) if file.issues else ""
        return "" if file.reading is None else self._reading_text(file.reading, column)

    def _reading_text(self, reading: Reading, column: int) -> str:
        if column == UNIT:
            return self._unit_text(reading.units)
        if column == FORM:
            return reading.form or ""
        if column == PERIOD:
            return reading.period.label if reading.period else ""
        return f"{len(reading.values):,}" if reading.values else ""

    def _detail(self, file: StagedFile) -> str:
        """Unit, form, month and counts on one line, as far as they are known."""
        parts = [self._text(file, UNIT), self._text(file, FORM)]
        if values := self._text(file, VALUES):
            changed = f"，变 {file.changed:,}" if file.differences else ""
            parts.append(f"{values} 个数{changed}")
        parts.append(self._text(file, PERIOD))
        return " · ".join(part for part in parts if part)

    def _unit_text(self, codes: Sequence[str]) -> str:
        if len(codes) == 1:
            return self._units.get(codes[0], codes[0])
        return f"{len(codes)} 个单位" if codes else ""

    def _tip(self, file: StagedFile, column: int) -> str | None:
        if column == FILE:
            return str(file.path)
        if column == UNIT and file.reading is not None:
            return "、".join(self._units.get(code, code) for code in file.reading.units)
        if column == ISSUES:
            return "\n".join(issue.message for issue in file.issues[:10])
        return None

    def _colour(self, file: StagedFile, column: int) -> Any:
        palette = QGuiApplication.palette()
        if column == STATUS:
            return colour(status_colour(file), palette)
        if column == ISSUES and file.issues:
            errors = any(issue.severity is Severity.ERROR for issue in file.issues)
            return colour("bad" if errors else "warn", palette)
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
