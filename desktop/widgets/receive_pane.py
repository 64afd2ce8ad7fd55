"""One package before it is taken: whose it is, what it would change, and whether it is trusted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.fonts import scaled
from desktop.models import definitions as defined
from desktop.models import differences as columns
from desktop.models import package_words as words
from desktop.models.choices import Choices
from desktop.models.definitions import DefinitionsModel
from desktop.models.differences import DifferencesModel
from desktop.widgets.mode_control import ModeControl
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from workflow.collect import FileStatus
from workflow.handing_down import Brought
from workflow.partners import Trust, question
from workflow.receiving import Received


class ReceivePane(QWidget):
    """Announces what the clerk wants: ``confirmed`` that the fingerprint was compared,
    ``left`` that the package is not taken, ``choices_changed`` that other figures are.
    """

    confirmed = Signal()
    left = Signal()
    choices_changed = Signal()

    def __init__(
        self, area: Area, catalogue: Catalogue, choices: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self.bar = NoticeBar()
        self.heading, self.facts, self.notes = QLabel(), QLabel(), QLabel()
        self.mode_control = ModeControl("这个包", explains=True)
        self.all_box = QCheckBox("不变的也列出(&A)")
        self.leave_button = QPushButton("不收这个包(&N)")
        self.differences = DifferencesModel(area, catalogue, choices)
        self.definitions = DefinitionsModel()
        self.table = RowTable(self.differences, "包里的数")
        self.definition_table = RowTable(self.definitions, "下发的定义")
        self._tables = QStackedWidget()
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()

    def show_package(
        self, found: Received | Brought, catalogue: Catalogue, *, may_confirm: bool
    ) -> None:
        """Show a package; who may not confirm a fingerprint is not offered it."""
        figures = isinstance(found, Received)
        self.heading.setText(words.title(found, catalogue))
        self.facts.setText(words.facts(found))
        self.notes.setText(words.notes(found))
        self.notes.setVisible(bool(self.notes.text()))
        self.mode_control.setVisible(figures)
        self.all_box.setVisible(figures)
        table = self.table if figures else self.definition_table
        self._tables.setCurrentWidget(table)
        self.setFocusProxy(table)
        if isinstance(found, Received):
            self.differences.describe_by(found.area, catalogue)
            self.differences.set_file(found.file)
            self.mode_control.setEnabled(found.file.status is FileStatus.STAGED)
            self.mode_control.show_mode(self._choices.mode_of(found.file))
        else:
            self.definitions.show_brought(found)
        self._ask(found, may_confirm=may_confirm)

    def show_mode(self, found: Received) -> None:
        """The package is to be written in another way."""
        self.mode_control.show_mode(self._choices.mode_of(found.file))
        self.differences.set_file(found.file)

    def _ask(self, found: Received | Brought, *, may_confirm: bool) -> None:
        if found.trust is not Trust.UNKNOWN:
            self.bar.dismiss()
            return
        sentence = question(found.package.manifest)
        if may_confirm:
            choices = [("核对过了，确认", self.confirmed.emit), ("不收", self.left.emit)]
            self.bar.say(sentence, "warn", choices, ask=True)
        else:
            self.bar.say(
                f"{sentence}要由“管理”来确认。", "warn", [("不收", self.left.emit)], ask=True
            )

    def _lay_out(self) -> None:
        self.heading.setFont(scaled(self, 120, bold=True))
        for label in (self.heading, self.facts, self.notes):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table.set_widths(
            {
                columns.CHANGE: 6,
                columns.UNIT: 8,
                columns.MEASURE: 3,
                columns.OLD: 6,
                columns.NEW: 6,
                columns.PLACE: 16,
            },
            columns.ITEM,
        )
        self.table.empty_text = "这个包里的数和台账里的完全一样。"
        self.definition_table.set_widths(
            {
                defined.CHANGE: 6,
                defined.KIND: 5,
                defined.CODE: 9,
                defined.NAME: 14,
                defined.BEFORE: 14,
                defined.NOTE: 14,
            },
            defined.AFTER,
        )
        for table in (self.table, self.definition_table):
            self._tables.addWidget(table)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self.mode_control)
        tools.addStretch(1)
        tools.addWidget(self.all_box)
        tools.addWidget(self.leave_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(8)
        for part in (self.bar, self.heading, self.facts, self.notes):
            column.addWidget(part)
        column.addLayout(tools)
        column.addWidget(self._tables, 1)

    def _connect(self) -> None:
        self.leave_button.clicked.connect(self.left)
        self.all_box.toggled.connect(self.differences.set_complete)
        self.differences.ticked.connect(lambda *_: self.choices_changed.emit())
        self.definitions.ticked.connect(self.choices_changed)
