"""Findings of a month as a table, with filters above and the chosen one in full below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models import findings as columns
from desktop.models.findings import (
    Explanations,
    FindingsModel,
    as_tsv,
    grouped_text,
    level_text,
)
from desktop.widgets.explain_bar import ExplainBar
from desktop.widgets.row_table import RowTable
from monitoring.catalogue import Rule
from monitoring.findings import Finding
from workflow import blanks
from workflow.explaining import holds, key_of

Key = tuple[str, str, str]
_LEVELS = (("", "全部"), ("hard", "✕ 硬性"), ("soft", "△ 提示"), ("open", "○ 待说明"))


class FindingsPane(QWidget):
    """``opened`` carries the finding of an Enter, a double click or 改数, ``blanks_requested`` the
    findings whose empty cells are to be said to be 未报: all that the chosen place has.
    ``record_requested`` asks for the list on paper; ``explain`` writes the 说明 of the chosen
    soft ones.
    """

    opened = Signal(object)
    blanks_requested = Signal(list)
    record_requested = Signal()
    unfilter_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: list[Finding] = []
        self._rules: Mapping[str, Rule] = {}
        self._written: Explanations = {}
        self._offers: Mapping[Key, str] = {}
        self.explain = ExplainBar()
        self._model = FindingsModel()
        self.table = RowTable(self._model, "审核发现的问题")
        self.table.set_widths(
            {
                columns.LEVEL: 4,
                columns.RULE: 2,
                columns.UNIT: 5,
                columns.FORM: 2,
                columns.LEFT: 5,
                columns.RIGHT: 5,
                columns.DONE: 8,
            },
            columns.MESSAGE,
        )
        self.table.setToolTip("回车打开要改的数")
        self.level_buttons = {level: QPushButton() for level, _ in _LEVELS}
        self.place_button = QPushButton()
        self.place_button.setToolTip("不再只看这些（Esc）")
        self.blanks_button = QPushButton()
        self.blanks_button.setToolTip("上期标了不适用的仍标不适用，其余标为未报；标完可以撤回")
        self.copy_button = QPushButton("复制")
        self.copy_button.setToolTip(
            "复制成表格文字，可以粘贴到 Excel 或 WPS；只选一行或没有选时复制全部"
        )
        self.record_button = QPushButton("查询记录…")
        self.record_button.setToolTip("把列出的问题和说明存成可以打印的审核查询记录")
        self.edit_button = QPushButton("改数 →")
        self.edit_button.setToolTip("到填报里改这个数（回车）")
        self._sentence = QLabel()
        self._working = QLabel()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 4, 8, 4)
        tools.setSpacing(4)
        self._levels = QButtonGroup(self)
        for button in self.level_buttons.values():
            button.setCheckable(True)
            self._levels.addButton(button)
            tools.addWidget(button)
        self.level_buttons[""].setChecked(True)
        tools.addSpacing(8)
        tools.addWidget(self.place_button)
        tools.addStretch()
        tools.addWidget(self.blanks_button)
        tools.addWidget(self.copy_button)
        tools.addWidget(self.record_button)
        for label in (self._sentence, self._working):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._sentence)
        words.addWidget(self._working)
        words.addWidget(self.explain)
        self._detail = QWidget()
        detail = QHBoxLayout(self._detail)
        detail.setContentsMargins(8, 8, 8, 8)
        detail.setSpacing(16)
        detail.addLayout(words, 1)
        detail.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        column.addWidget(self._detail)
        head = self.table.horizontalHeader()
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)

    def _connect(self) -> None:
        self._levels.buttonClicked.connect(lambda _: self._choose())
        self.place_button.clicked.connect(self.unfilter_requested)
        self.blanks_button.clicked.connect(self._request_blanks)
        self.copy_button.clicked.connect(self.copy)
        self.record_button.clicked.connect(self.record_requested)
        self.edit_button.clicked.connect(self._open_current)
        self.table.opened.connect(lambda _: self._open_current())
        self.table.chosen.connect(self._show_current)
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._choose())

    def show_explanations(self, written: Explanations, offers: Mapping[Key, str]) -> None:
        """Take what was written this month, and what to begin with where nothing was.

        It is shown with the next findings.
        """
        self._written, self._offers = written, offers

    def show_findings(
        self, findings: Iterable[Finding], rules: Mapping[str, Rule], place: str, empty: str
    ) -> None:
        """Show findings, all of ``place`` (empty for the whole month); ``empty`` says why none."""
        self._findings, self._rules = list(findings), rules
        self.place_button.setText(f"只看 {place}　✕")
        self.place_button.setVisible(bool(place))
        self.table.empty_text = empty
        empty_cells = blanks.count(self._blank)
        self.blanks_button.setText(f"空着的 {empty_cells:,} 格都标为未报(&B)")
        self.blanks_button.setVisible(empty_cells > 0)
        for level, word in _LEVELS:
            number = sum(1 for each in self._findings if self._is_of(each, level))
            self.level_buttons[level].setText(f"{word} {number:,}")
        self._choose()

    def copy(self) -> None:
        """Put the chosen findings, or all that are shown, on the clipboard as a table."""
        shown = self._model.findings
        rows = self.table.rows() if len(self.table.rows()) > 1 else range(len(shown))
        QGuiApplication.clipboard().setText(as_tsv((shown[row] for row in rows), self._written))

    @property
    def shown(self) -> Sequence[Finding]:
        """The findings listed, as filtered and sorted."""
        return self._model.findings

    def _is_of(self, finding: Finding, level: str) -> bool:
        if level == "open":
            return not finding.blocks and not holds(finding, self._written)
        return level in ("", finding.severity)

    @property
    def current(self) -> Finding | None:
        """The finding chosen."""
        rows = self.table.rows()
        return self._model.findings[rows[0]] if rows else None

    @property
    def _blank(self) -> list[Finding]:
        return blanks.left_blank(self._findings)

    def _request_blanks(self) -> None:
        self.blanks_requested.emit(self._blank)

    def _choose(self) -> None:
        """Filter by level and sort as the head says; the finding chosen stays chosen."""
        kept = self.current
        level = next(each for each, button in self.level_buttons.items() if button.isChecked())
        self._embolden()
        shown = [each for each in self._findings if self._is_of(each, level)]
        self._model.set_findings(shown, self._written)
        head = self.table.horizontalHeader()
        self._model.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        if kept in self._model.findings:
            self.table.selectRow(self._model.findings.index(kept))
        self._show_current()

    def _embolden(self) -> None:
        """A pressed button is hard to tell from its neighbours in dark mode."""
        for button in self.level_buttons.values():
            font = button.font()
            font.setBold(button.isChecked())
            button.setFont(font)

    def _show_current(self) -> None:
        finding = self.current
        self._detail.setVisible(finding is not None)
        if finding is None:
            return
        self._sentence.setText(f"{level_text(finding)}　{finding.unit_name}：{finding.message}")
        left, right = grouped_text(finding.left), grouped_text(finding.right)
        sides = f"左边 {left}　右边 {right}　" if left or right else ""
        rule = self._rules.get(finding.id)
        about = f"{rule.rule} {rule.sentence}（{rule.reference}）" if rule else finding.rule
        self._working.setText(f"{sides}{about}")
        chosen = [self._model.findings[row] for row in self.table.rows()]
        key = key_of(finding)
        written = self._written[key] if holds(finding, self._written) else None
        self.explain.show_findings(chosen, written, self._offers.get(key, ""))

    def _open_current(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)
