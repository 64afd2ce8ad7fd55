"""联系人: whom to call in each unit, typed in place or brought in a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from db.reminders import Contact
from desktop.models.contacts import BROUGHT_COLUMNS, ContactModel, brought_rows
from desktop.models.word_table import WordTable
from desktop.return_dialogs import ask_where, documents
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from monitoring.errors import ExpectedError
from workflow import contacts as workflow
from workflow.contacts import Brought
from workflow.progress import Reporter
from workflow.roles import Right

FILTER = "表格 (*.xlsx *.xls *.csv *.et *.ods);;所有文件 (*)"
_EMPTY = "还没有联系人。在下面添加，或从表格导入（单位、姓名、电话、备注四列）。"


class ContactsPane(QWidget):
    """``changed`` follows every change of a contact."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = documents()
        self._brought: Brought | None = None
        self.notice = NoticeBar()
        self.model = ContactModel(session.ledger.area, self)
        self.table = RowTable(self.model, "联系人")
        self.unit = QComboBox()
        self.person, self.phone, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.add_button = QPushButton("添加(&A)")
        self.remove_button = QPushButton("删除所选(&D)")
        self.import_button = QPushButton("从表格导入…(&I)")
        self.export_button = QPushButton("导出…(&X)")
        self._rows = WordTable(BROUGHT_COLUMNS, self)
        self.preview = RowTable(self._rows, "表格里的联系人")
        self.take_button = QPushButton("导入")
        self.leave_button = QPushButton("不导入")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)
        self._ask(None)

    def refresh(self) -> None:
        """Read the contacts again."""
        current = self.table.currentIndex()
        row, column = current.row(), max(1, current.column())  # the unit is not typed over
        self.model.editable = self._may
        self.model.show_contacts(workflow.contacts(self._session.ledger))
        if self.model.contacts:
            row = min(max(row, 0), len(self.model.contacts) - 1)
            self.table.setCurrentIndex(self.model.index(row, column))
        self._on_choice()

    def add_for(self, unit: str) -> None:
        """Begin a new contact of a unit."""
        self.unit.setCurrentIndex(self.unit.findData(unit))
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _may(self) -> bool:
        return self._session.may(Right.WRITE)

    def _add(self) -> None:
        unit = self.unit.currentData()
        if self.unit.findText(self.unit.currentText()) < 0 or unit is None:
            self.notice.say("没有这个单位；请从单位名单里选一个。", "bad")
            return
        typed = Contact(str(unit), self.person.text(), self.phone.text(), self.note.text())

        def work() -> str:
            added = workflow.add(self._session.ledger, typed)
            for field in (self.person, self.phone, self.note):
                field.clear()
            return f"已添加{self.model.name(added.unit)}的 {added.person}。"

        self._do(work)
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, old: Contact, new: Contact) -> None:
        ledger, kept = self._session.ledger, [old]

        def work() -> str:
            kept[0] = workflow.change(ledger, old, new)
            return f"已改好{self.model.name(old.unit)}的 {kept[0].person}。"

        self._do(work, undo=lambda: workflow.change(ledger, kept[0], old))

    def _remove(self) -> None:
        gone = [self.model.contacts[row] for row in self.table.rows()]
        if not gone or not self._may:
            return

        def work() -> str:
            workflow.remove(self._session.ledger, gone)
            return f"已删除 {len(gone)} 位联系人。"

        self._do(work, undo=lambda: workflow.restore(self._session.ledger, gone))

    def _do(self, work: Callable[[], str], undo: Callable[[], object] | None = None) -> None:
        """Do one thing and say how it went, with a way back."""
        try:
            sentence = work()
        except ExpectedError as error:
            self.notice.say(str(error), "bad")
            return
        finally:
            self.refresh()
        back = [] if undo is None else [("撤销", lambda: self._undo(undo))]
        self.notice.say(sentence, "good", back)
        self.changed.emit()

    def _undo(self, undo: Callable[[], object]) -> None:
        def work() -> str:
            undo()
            return "已恢复原样。"

        self._do(work)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入联系人", str(self._folder), FILTER)
        if name:
            self.bring(Path(name))

    def bring(self, path: Path) -> None:
        """See what a table would bring and ask."""
        self._folder = path.parent

        def work(ledger: Ledger, _: Reporter) -> Brought:
            return workflow.read(ledger, path)

        self._session.run("读联系人表", work, self._ask, lambda s: self.notice.say(s, "bad"))

    def _ask(self, brought: Brought | None) -> None:
        """Show what a table would bring in the place of the contacts, or the contacts again."""
        self._brought = brought
        for part in (self.preview, self.take_button, self.leave_button):
            part.setVisible(brought is not None)
        self.table.setVisible(brought is None)
        self._editing.setVisible(brought is None and self._may)
        if brought is None:
            self.notice.dismiss()
            return
        self._rows.show_records(brought_rows(brought, self.model))
        self.take_button.setEnabled(bool(brought.writes))
        unread = f"，{len(brought.issues)} 处没有读" if brought.issues else ""
        self.notice.say(
            f"“{brought.file}”：新增 {len(brought.new)} 位，改动 {len(brought.changed)} 位，"
            f"{len(brought.same)} 位相同{unread}。还没有写入，核对后点“导入”。",
            "warn" if brought.issues else "info",
        )
        chosen = self.take_button if brought.writes else self.leave_button
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        brought = self._brought
        if brought is None:
            return
        self._ask(None)

        def work() -> str:
            workflow.take(self._session.ledger, brought)
            return f"已导入：新增 {len(brought.new)} 位，改动 {len(brought.changed)} 位。"

        self._do(work, undo=lambda: workflow.give_up(self._session.ledger, brought))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _export(self) -> None:
        name = f"{self._session.ledger.area.name}报表联系人.xlsx"
        ask_where(self, "导出联系人", self._folder / name, self._write)

    def _write(self, path: Path) -> None:
        self._folder = path.parent
        replace = path.exists()

        def work(ledger: Ledger, _: Reporter) -> int:
            return workflow.export(ledger, path, replace=replace)

        def done(count: int) -> None:
            self.notice.say(f"已把 {count} 位联系人存到“{path.name}”。", "good")

        self._session.run("导出联系人", work, done, lambda s: self.notice.say(s, "bad"))

    def _on_choice(self) -> None:
        self.remove_button.setEnabled(bool(self.table.rows()))
        self.export_button.setEnabled(bool(self.model.contacts))
        self._editing.setVisible(self._brought is None and self._may)
        self.table.empty_text = _EMPTY if self._may else "还没有联系人。"

    def _lay_out(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 12, 1: 10, 2: 16}, stretch=3)
        self.table.setToolTip("F2 或直接打字修改，Delete 删除")
        self.preview.setFrameShape(RowTable.Shape.StyledPanel)
        self.preview.set_widths({0: 6, 1: 12, 2: 10}, stretch=3)
        area = self._session.ledger.area
        for unit in (*area.units, area.itself):
            self.unit.addItem(self.model.name(unit.code), unit.code)
        self.unit.setEditable(True)
        self.unit.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if (completer := self.unit.completer()) is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._editing = QWidget()
        adding = QHBoxLayout()
        adding.addWidget(self.unit, 2)
        for field, words, share in (
            (self.person, "姓名", 1),
            (self.phone, "电话（几个用“、”隔开）", 2),
            (self.note, "备注", 2),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words[:2])
            adding.addWidget(field, share)
        self.unit.setAccessibleName("单位")
        adding.addWidget(self.add_button)
        buttons = QHBoxLayout()
        for button in (self.remove_button, self.import_button, self.export_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        editing = QVBoxLayout(self._editing)
        editing.setContentsMargins(0, 0, 0, 0)
        editing.addLayout(adding)
        editing.addLayout(buttons)
        asking = QHBoxLayout()
        asking.addWidget(self.take_button)
        asking.addWidget(self.leave_button)
        asking.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self.preview, 1)
        column.addLayout(asking)
        column.addWidget(self._editing)

    def _connect(self) -> None:
        self.model.edited.connect(self._change)
        self.table.chosen.connect(self._on_choice)
        self.table.removal_requested.connect(self._remove)
        self.add_button.clicked.connect(self._add)
        for field in (self.person, self.phone, self.note):
            field.returnPressed.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.import_button.clicked.connect(self._choose_file)
        self.export_button.clicked.connect(self._export)
        self.take_button.clicked.connect(self._take)
        self.leave_button.clicked.connect(lambda: self._ask(None))
