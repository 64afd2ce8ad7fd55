"""Beside the grid: what is known of the current cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.colours import colour, severity_colour
from desktop.entry_context import Facts
from desktop.entry_strip import Strip
from desktop.widgets.entry_strip import EntryStrip
from monitoring.findings import Finding

_LEVELS = {"hard": "✕ 硬性错误", "soft": "△ 提示"}


class EntryInspector(QScrollArea):
    """``review_requested`` asks for the findings of the unit in full."""

    review_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(200)
        self.setAccessibleName("单元格说明")
        self.title, self.figure = _label(bold=True), _label(larger=1.4)
        self._facts, self._findings = QVBoxLayout(), QVBoxLayout()
        self.course, self._course_title = EntryStrip(), _label()
        self._shown: tuple[Facts | None, Sequence[Finding]] = (None, ())
        self._button = QPushButton("到审核里处理 →")
        self._button.setToolTip("打开审核，只看这个单位的这张表")
        self._button.clicked.connect(self.review_requested)
        self._definition = QVBoxLayout()
        for part in (self._facts, self._definition):
            part.setSpacing(0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 4, 4, 8)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.figure)
        column.addLayout(self._findings)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._facts)
        column.addWidget(self._course_title)
        column.addWidget(self.course)
        column.addLayout(self._definition)
        column.addStretch()
        self.setWidget(inside)
        _ink(self._course_title, "muted", self)
        self.show_facts(None)
        self.show_course(None)
        self.show_findings([])

    @property
    def words(self) -> str:
        """Everything it says, for those who read it aloud."""
        labels = [label.text() for label in self.findChildren(QLabel)]
        return "\n".join([*labels, self.course.words])

    def show_facts(self, facts: Facts | None) -> None:
        """Show a cell's facts, or how to get some."""
        self._shown = (facts, self._shown[1])
        self.title.setText(facts.title if facts else "选一个格子，这里显示它的口径和来源。")
        self.figure.setText(facts.figure if facts else "")
        self.figure.setVisible(bool(facts and facts.figure))
        self._fill(self._facts, facts.figures if facts else ())
        self._fill(self._definition, facts.rows if facts else ())

    def show_course(self, strip: Strip | None) -> None:
        """Show the figure's past year, or nothing."""
        self._course_title.setText(strip.title if strip else "")
        self._course_title.setVisible(strip is not None)
        self.course.show_strip(strip)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show the findings that the cell takes part in."""
        self._shown = (self._shown[0], findings)
        _clear(self._findings)
        for finding in findings:
            label = _label(f"{_LEVELS[finding.severity]}　{finding.message}")
            palette = label.palette()
            ink = severity_colour(finding.severity, self.palette())
            palette.setColor(palette.ColorRole.WindowText, ink)
            label.setPalette(palette)
            self._findings.addWidget(label)
        self._button.setVisible(bool(findings))

    def _fill(self, column: QVBoxLayout, rows: Sequence[tuple[str, str]]) -> None:
        _clear(column)
        for caption, text in rows:
            column.addWidget(_label(caption, ink="muted", owner=self))
            body = _label(text)
            body.setContentsMargins(0, 0, 0, 8)
            column.addWidget(body)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            facts, findings = self._shown
            self.show_facts(facts)
            self.show_findings(findings)
            _ink(self._course_title, "muted", self)


def _label(
    text: str = "",
    *,
    bold: bool = False,
    larger: float = 1.0,
    ink: str = "",
    owner: QWidget | None = None,
) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = QFont(label.font())
    font.setBold(bold)
    font.setPointSizeF(font.pointSizeF() * larger)
    label.setFont(font)
    if ink and owner is not None:
        _ink(label, ink, owner)
    return label


def _ink(label: QLabel, ink: str, owner: QWidget) -> None:
    palette = label.palette()
    palette.setColor(palette.ColorRole.WindowText, colour(ink, owner.palette()))
    label.setPalette(palette)


def _clear(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
