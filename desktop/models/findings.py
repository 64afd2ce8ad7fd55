"""Findings as a table that sorts and filters, and as text for the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from desktop.colours import severity_colour
from desktop.plain import plain_tip
from monitoring.findings import Finding
from workflow.explaining import Explanation, holds, key_of

Explanations = Mapping[tuple[str, str, str], Explanation]

LEVEL, RULE, UNIT, FORM, MESSAGE, LEFT, RIGHT, DONE = range(8)
_HEADS = ("级别", "规则", "单位", "报表", "问题", "左边", "右边", "处理")
_NUMBERS = (LEFT, RIGHT)
_WORDS = {"hard": "✕ 硬性", "soft": "△ 提示"}
_NUMBER = re.compile(r"(-?)(\d+)(\.\d+)?")
_ROLE = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex


def level_text(finding: Finding) -> str:
    """Glyph and word of how much a finding costs."""
    return _WORDS[finding.severity]


def done_text(finding: Finding, written: Explanations) -> str:
    """What became of a finding: to be corrected, to be explained, or its 说明."""
    if finding.blocks:
        return "要改数"
    return written[key_of(finding)].text if holds(finding, written) else "○ 待说明"


def as_tsv(findings: Iterable[Finding], written: Explanations) -> str:
    """The findings with a head as tab-separated text that a spreadsheet takes as it is.

    Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers.
    """
    rows = [_HEADS, *((_row(finding, written)) for finding in findings)]
    return "\n".join("\t".join(_harmless(cell) for cell in row) for row in rows)


class FindingsModel(QAbstractTableModel):
    """One row a finding. Sorting keeps the order of the rules among equals."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Finding] = []
        self._written: Explanations = {}

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings in the order shown."""
        return self._shown

    def set_findings(self, findings: Iterable[Finding], written: Explanations) -> None:
        """Show other findings with the explanations that were written."""
        self.beginResetModel()
        self._shown = list(findings)
        self._written = written
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(_HEADS):
            return
        self.beginResetModel()
        self._shown.sort(
            key=lambda finding: _sort_key(finding, column, self._written),
            reverse=order is Qt.SortOrder.DescendingOrder,
        )
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

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
        finding, column = self._shown[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            text = _row(finding, self._written)[column]
            return grouped_text(text) if column in _NUMBERS else text
        if role == _ROLE.ToolTipRole and column in (MESSAGE, DONE):
            return plain_tip(_row(finding, self._written)[column])
        if role == _ROLE.TextAlignmentRole:
            return _alignment(column)
        if role == _ROLE.ForegroundRole and column == LEVEL:
            return severity_colour(finding.severity, QGuiApplication.palette())
        return None


def grouped_text(text: str) -> str:
    """A decimal text with thousands separators; any other text as it is."""
    match = _NUMBER.fullmatch(text)
    return text if match is None else f"{match[1]}{int(match[2]):,}{match[3] or ''}"


def _row(finding: Finding, written: Explanations) -> tuple[str, ...]:
    return (
        level_text(finding),
        finding.rule,
        finding.unit_name,
        finding.form,
        finding.message,
        finding.left,
        finding.right,
        done_text(finding, written),
    )


def _sort_key(finding: Finding, column: int, written: Explanations) -> tuple[Any, ...]:
    """What a column sorts by; units in the order of their codes, numbers by size."""
    if column == LEVEL:
        return (not finding.blocks,)
    if column == UNIT:
        return (finding.unit,)
    text = _row(finding, written)[column]
    if column in _NUMBERS:
        return (Fraction(text), "") if _NUMBER.fullmatch(text) else (Fraction(-(10**18)), text)
    return (text,)


def _harmless(text: str) -> str:
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) and not _number(plain) else plain


def _number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
