"""What stands behind one verdict: its working, its clause, its figures and its townships."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.colours import colour, verdict_colour
from desktop.models import wording
from desktop.models.facts import indicator_facts, target_facts
from desktop.models.targets import TargetLine
from desktop.models.townships import Share, lacking, shares
from desktop.widgets.township_list import TownshipList
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.indicators import Result, shown
from monitoring.needs import counted_in
from monitoring.progress import GLYPHS


class Inspector(QWidget):
    """A heading, a verdict or figure, named rows of text, and the townships.

    ``unit_chosen`` carries the code of a township whose figure the clerk wants to see.
    """

    unit_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self._standing, self._working = text_label(), text_label(), text_label()
        self._heading.setFont(_scaled(self.font(), 115))
        self._standing.setFont(_scaled(self.font(), 115))
        self._facts = QWidget()
        self._rows = QGridLayout(self._facts)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(4)
        self._rows.setColumnStretch(1, 1)
        self._who = text_label()
        self._townships = TownshipList()
        self._townships.unit_chosen.connect(self.unit_chosen)
        self._arrange()

    def _arrange(self) -> None:
        words = QWidget()
        inside = QVBoxLayout(words)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(8)
        for widget in (self._heading, self._standing, self._working):
            inside.addWidget(widget)
        inside.addWidget(self._facts)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(scroll, 5)
        layout.addWidget(self._who)
        layout.addWidget(self._townships, 6)

    def clear(self, sentence: str) -> None:
        """Nothing is chosen: say how to begin."""
        self._write(sentence, "", "", [])
        self._show_townships("", None, [], "")

    def show_target(
        self,
        line: TargetLine,
        townships: Mapping[str, Result],
        catalogue: Catalogue,
        area: Area,
    ) -> None:
        """Show a target with its townships."""
        verdict = line.verdict
        glyph = f"{GLYPHS[verdict.status]} {verdict.status}"
        gap = wording.gap_with_unit(verdict, line.measure)
        needed = f"还差 {line.needed}" if line.needed else ""
        # A number and its unit stay on one line.
        parts = [text.replace(" ", "\N{NO-BREAK SPACE}") for text in (glyph, gap, needed) if text]
        standing = "，".join(parts)
        self._write(verdict.target.indicator_name, standing, verdict.working, target_facts(line))
        hue = verdict_colour(verdict.status, self.palette())
        palette = self._standing.palette()
        palette.setColor(self._standing.foregroundRole(), hue)
        self._standing.setPalette(palette)
        if line.indicator is None:
            self._show_townships("", None, [], "")
            return
        found = shares(line.indicator, townships, area, verdict.bound)
        sentence = lacking(found, line.indicator, catalogue)
        unit = counted_in(line.indicator, catalogue)
        self._show_townships(sentence, line.indicator, found, unit)

    def show_indicator(
        self,
        indicator: Indicator,
        county: Result,
        townships: Mapping[str, Result],
        area: Area,
    ) -> None:
        """Show an indicator with its townships, ranked."""
        value = wording.with_unit(shown(county.ratio, indicator.places), indicator.unit)
        self._standing.setPalette(self.palette())
        self._write(
            indicator.name,
            f"全县 {value}" if county.ratio is not None else "全县没有可用的数据",
            indicator.definition,
            indicator_facts(indicator, county),
        )
        self._show_townships("", indicator, shares(indicator, townships, area), "")

    def _write(
        self, heading: str, standing: str, working: str, facts: list[tuple[str, str]]
    ) -> None:
        self._heading.setText(heading)
        for label, text in ((self._standing, standing), (self._working, working)):
            label.setText(text)
            label.setVisible(bool(text))
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (name, text) in enumerate(facts):
            label = text_label(name)
            label.setWordWrap(False)
            palette = label.palette()
            palette.setColor(label.foregroundRole(), colour("muted", self.palette()))
            label.setPalette(palette)
            self._rows.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(text_label(text), row, 1, Qt.AlignmentFlag.AlignTop)

    def _show_townships(
        self, sentence: str, indicator: Indicator | None, found: Sequence[Share], unit: str
    ) -> None:
        if indicator is not None and not found:
            sentence = "这项指标只算全县（市）的数，不分乡镇。"
        self._who.setText(sentence)
        self._who.setVisible(bool(sentence))
        self._townships.show_shares(found, unit)
        self._townships.setVisible(bool(found))


def text_label(text: str = "") -> QLabel:
    """A label for text from data: never markup, wrapped, selectable with the mouse."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _scaled(font: QFont, percent: int) -> QFont:
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * percent / 100)
    larger.setBold(True)
    return larger
