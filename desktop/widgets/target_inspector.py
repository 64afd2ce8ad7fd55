"""What stands behind one verdict: charts, what would rescue it, townships, what-if, clause."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.charts.loading import Charts
from desktop.colours import verdict_colour
from desktop.models.inspection import Inspection
from desktop.models.pictures import BulletPicture, GridPicture
from desktop.widgets.chart_view import COPY_KEYS, SAVE_KEYS, ChartView
from desktop.widgets.facts_view import FactsView, text_label
from desktop.widgets.township_list import TownshipList
from desktop.widgets.what_if_pane import WhatIfPane

HISTORY, TOWNSHIPS, WHAT_IF, BASIS, REPORTED = range(5)
_TABS = ("走势(&H)", "乡镇(&W)", "试算(&X)", "依据(&B)", "报送(&G)")
_BULLET_HEIGHT = 136


class Inspector(QWidget):
    """A heading, a verdict or figure, a bullet, and tabs for everything behind it.

    ``unit_chosen`` carries the code of a township whose figure the clerk wants to see,
    ``tab_shown`` the tab that is in front now; ``save_requested`` a chart and the path for it;
    ``clause_requested`` asks for the plan's own text at what the target cites.
    """

    unit_chosen = Signal(str)
    tab_shown = Signal(int)
    save_requested = Signal(object, Path)
    clause_requested = Signal()
    copied = Signal()

    def __init__(self, charts: Charts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Inspection | None = None
        self._heading, self._standing, self._sentences, self._who = (
            text_label(),
            text_label(),
            text_label(),
            text_label(),
        )
        for label in (self._heading, self._standing):
            label.setFont(_scaled(self.font(), 115))
        self._bullet = ChartView(charts, "目标对照")
        # The room it will take, before it is drawn and after, so that nothing jumps.
        self._bullet.setMinimumHeight(_BULLET_HEIGHT)
        self._bullet.setMaximumHeight(_BULLET_HEIGHT)
        self._line = ChartView(charts, "走势")
        self._ranking = ChartView(charts, "乡镇排名")
        self._grid = ChartView(charts, "报送情况")
        self._townships = TownshipList()
        self.what_if = WhatIfPane()
        self._facts = FactsView("依据和算式")
        self.clause_button = QPushButton("看规划原文(&L)")
        self.clause_button.setToolTip("打开规划原文，停在引用的这一段")
        self._copy = _tool("复制图", f"把前面这张图复制成图片（{COPY_KEYS}）")
        self._save = _tool("存图", f"把前面这张图存成文件（{SAVE_KEYS}）")
        self._save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._save)
        menu.addAction("存为 PNG 图片…", self.save_chart)
        menu.addAction("存为 SVG 矢量图…", lambda: self.save_chart("svg"))
        self._save.setMenu(menu)
        self._tabs = QTabWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._no_line = text_label("还没有可以画的数。")
        self._no_grid = text_label("正在查各单位报送的情况…")
        pages = (
            _stacked(self._line, self._no_line),
            _stacked(self._who, self._townships),
            _scrolled(self.what_if),
            _below(self._facts, self.clause_button),
            _scrolled(_stacked(self._grid, self._no_grid)),
        )
        for name, page in zip(_TABS, pages, strict=True):
            self._tabs.addTab(page, name)
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setUsesScrollButtons(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(6)
        above = QHBoxLayout()
        above.setSpacing(2)
        above.addWidget(self._heading, 1)
        above.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self._save, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(above)
        for widget in (self._standing, self._sentences, self._bullet):
            layout.addWidget(widget)
        layout.addWidget(self._tabs, 1)
        # Drawn only to be saved: on the screen the list beside it says the same and opens.
        self._ranking.setParent(self)
        self._ranking.hide()

    def _connect(self) -> None:
        self._townships.unit_chosen.connect(self.unit_chosen)
        self._tabs.currentChanged.connect(self._on_tab)
        self.clause_button.clicked.connect(self.clause_requested)
        self._copy.clicked.connect(self.copy_chart)
        for chart in self._charts:
            chart.copied.connect(self.copied)
            chart.save_requested.connect(
                lambda path, chart=chart: self.save_requested.emit(chart.picture, path)
            )

    @property
    def _charts(self) -> tuple[ChartView, ...]:
        return self._bullet, self._line, self._ranking, self._grid

    @property
    def chart(self) -> ChartView:
        """The chart that 复制图 and 存图 take: the tab's, else the bullet."""
        own = {HISTORY: self._line, TOWNSHIPS: self._ranking, REPORTED: self._grid}
        chart = own.get(self.tab, self._bullet)
        return chart if chart.picture is not None else self._bullet

    @property
    def tab(self) -> int:
        """Which tab is in front."""
        return self._tabs.currentIndex()

    def copy_chart(self) -> None:
        """Put the chart in front on the clipboard."""
        self._in_front().copy()

    def save_chart(self, ending: str = "png") -> None:
        """Ask where to save the chart in front as png or svg."""
        self._in_front().ask_where(ending)

    def _in_front(self) -> ChartView:
        """The chart that has the keys, else the tab's."""
        focused = next((chart for chart in self._charts if chart.hasFocus()), None)
        return focused or self.chart

    def show_tab(self, tab: int) -> None:
        """Bring a tab to the front."""
        self._tabs.setCurrentIndex(tab)

    def clear(self, sentence: str) -> None:
        """Nothing is chosen: say how to begin."""
        self._shown = None
        self._heading.setText(sentence)
        tools = (self._copy, self._save)
        for widget in (self._standing, self._sentences, self._tabs, *tools, *self._charts):
            widget.hide()

    def show_inspection(self, shown: Inspection) -> None:
        """Show a target or an indicator."""
        self._shown = shown
        self._heading.setText(shown.heading)
        self._standing.setText(shown.standing)
        self._standing.setVisible(bool(shown.standing))
        self._sentences.setText("\n".join(shown.sentences))
        self._sentences.setVisible(bool(shown.sentences))
        self._bullet.show_picture(shown.bullet)
        self._line.show_picture(shown.line)
        self._no_line.setVisible(shown.line is None)
        self._ranking.keep_picture(shown.ranking)
        self._who.setText(shown.who)
        self._who.setVisible(bool(shown.who))
        self._townships.show_shares(shown.shares, shown.noun)
        self._townships.setVisible(bool(shown.shares))
        self._facts.show_rows(shown.rows)
        self.clause_button.setVisible(bool(shown.status))
        self.show_grid(None)
        with QSignalBlocker(self._tabs):
            self._tabs.setTabVisible(WHAT_IF, shown.bullet is not None)
            for tab in (HISTORY, TOWNSHIPS, REPORTED):
                self._tabs.setTabVisible(tab, shown.indicator is not None)
        self._tabs.show()
        for button in (self._copy, self._save):
            button.setVisible(self.chart.picture is not None)
        self._tint()
        self.tab_shown.emit(self.tab)

    def show_bullet(self, bullet: BulletPicture | None) -> None:
        """Show the bullet with a figure that is only tried out, or without it again."""
        self._bullet.show_picture(bullet)

    def show_grid(self, grid: GridPicture | None) -> None:
        """Show who reported what."""
        self._grid.show_picture(grid)
        self._no_grid.setVisible(grid is None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _on_tab(self, tab: int) -> None:
        if self._shown is not None:
            self.tab_shown.emit(tab)

    def _tint(self) -> None:
        status = self._shown.status if self._shown else ""
        palette = QPalette(self.palette())
        if status:
            hue = verdict_colour(status, palette)
            palette.setColor(self._standing.foregroundRole(), hue)
        self._standing.setPalette(palette)


def _stacked(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 4, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        layout.addWidget(widget)
    layout.setAlignment(Qt.AlignmentFlag.AlignTop)
    return page


def _scrolled(widget: QWidget) -> QScrollArea:
    """What may be higher than a small screen has room for."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(widget)
    return scroll


def _below(view: QWidget, button: QPushButton) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(view, 1)
    layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return page


def _tool(words: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setToolTip(tip)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(words)
    return button


def _scaled(font: QFont, percent: int) -> QFont:
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * percent / 100)
    larger.setBold(True)
    return larger
