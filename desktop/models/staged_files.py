"""The files of a batch as a table: what each was understood to be and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import colour
from importers.reading import Reading
from monitoring.issues import Severity
from workflow.collect import FileStatus, StagedFile

STATUS, FILE, UNIT, FORM, PERIOD, VALUES, CHANGED, ISSUES = range(8)
_HEADS = ("状态", "文件", "单位", "报表", "报告期", "数字（个）", "有变化", "问题")
_NUMBERS = (VALUES, CHANGED, ISSUES)
_WORDS = {
    FileStatus.STAGED: ("✓ 可收", "good"),
    FileStatus.REFUSED: ("✕ 有误", "bad"),
    FileStatus.DUPLICATE: ("＝ 重复", "muted"),
    FileStatus.COMMITTED: ("● 已收", "info"),
}
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


def status_text(file: StagedFile) -> str:
    """Glyph and word of what becomes of a file."""
    return _WORDS[file.status][0]


def status_colour(file: StagedFile) -> str:
    """The name of the colour that goes with :func:`status_text`."""
    return _WORDS[file.status][1]


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
            return self._tip(file, column)
        if role == _ROLE.TextAlignmentRole:
            return _alignment(column)
        if role == _ROLE.ForegroundRole:
            return self._colour(file, column)
        return None

    def _text(self, file: StagedFile, column: int) -> str:
        if column == STATUS:
            return status_text(file)
        if column == FILE:
            return file.path.name
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
        if column == STATUS or (file.status is FileStatus.REFUSED and column == FILE):
            return colour(status_colour(file), palette)
        if column == ISSUES and file.issues:
            errors = any(issue.severity is Severity.ERROR for issue in file.issues)
            return colour("bad" if errors else "warn", palette)
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
