"""留痕: every import, which can be taken back, and every change of a figure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from db.changes import WrittenValue
from db.ledger import Ledger
from desktop import original_files
from desktop.changes_desk import ChangesDesk
from desktop.fonts import scaled
from desktop.models.history import (
    Names,
    imports_columns,
    preview_rows,
    preview_sentence,
    taken_back_sentence,
)
from desktop.models.word_table import WordTable
from desktop.pages.page import Page
from desktop.session import VALUES, Session
from desktop.widgets.changes_pane import ChangesPane
from desktop.widgets.import_pane import ImportPane
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from workflow.progress import Reporter
from workflow.roles import Right
from workflow.traces import Asked

if TYPE_CHECKING:
    from db.records import Import, TakeBack

STATE = 3


class HistoryPage(Page):
    """Nothing is taken back before the clerk saw what that does and said so."""

    key, label = "history", "留痕"
    right = Right.APPROVE
    traces = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        names = Names(session.ledger.area, session.ledger.catalogue)
        self._names = names
        self._chosen: Import | None = None
        self._imports = WordTable(imports_columns(names), self)
        self.notice = NoticeBar()
        self.imports = RowTable(self._imports, "导入")
        self.imports_filter = QLineEdit()
        self.pane = ImportPane(names, may_take_back=session.may(Right.APPROVE))
        self.changes = ChangesPane(names)
        self.desk = ChangesDesk(
            session, names, self.changes, self.notice, lambda: self._chosen and self._chosen.id
        )
        self.offer_trace(self.changes.table)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.imports)
        self.setTabOrder(self.imports, self.imports_filter)

    def refresh(self) -> None:
        self._load_imports()
        self.desk.load()

    def traced(self) -> Asked | None:
        """The figure of the change chosen, as it stands now."""
        chosen = self.changes.chosen
        return Asked(chosen[0].item, chosen[0].unit, chosen[0].end) if chosen else None

    def _load_imports(self) -> None:
        def work(ledger: Ledger, _: Reporter) -> list[Import]:
            from workflow.undo import imports

            return imports(ledger)

        self.session.run("查看导入", work, self._show_imports)

    def _show_imports(self, found: list[Import]) -> None:
        chosen = self._chosen.id if self._chosen else None
        self.imports.empty_text = (
            "没有文件名或月份是这样的导入。"
            if found
            else "还没有收过表。到“收表”里收下的文件都记在这里。"
        )
        self._imports.show_records(found)
        self.imports.resizeColumnToContents(STATE)
        self._say_how_things_stand(found)
        ids = [each.id for each in self._imports.records]
        if ids:
            self.imports.selectRow(ids.index(chosen) if chosen in ids else 0)
        self._on_choice()

    def _say_how_things_stand(self, found: list[Import]) -> None:
        back = sum(1 for each in found if each.taken_back)
        if not found:
            self.headline_changed.emit("还没有收过表，收下的文件和每次改动都会记在这里")
        elif back:
            self.headline_changed.emit(f"收过 {len(found)} 个文件，其中 {back} 个已收回")
        else:
            self.headline_changed.emit(f"收过 {len(found)} 个文件，每个都可以收回")

    def _on_choice(self) -> None:
        rows = self.imports.rows()
        chosen: Import | None = self._imports.records[rows[0]] if rows else None
        if chosen == self._chosen and chosen is not None:
            return
        self._chosen = chosen
        if chosen is None:
            self.pane.show_nothing()
            return
        self.pane.show_import(chosen)
        self._load_written(chosen)
        if self.changes.of_import.isChecked():
            self.desk.load()

    def _load_written(self, chosen: Import) -> None:
        def work(ledger: Ledger, _: Reporter) -> list[WrittenValue]:
            return ledger.written(chosen.id)

        def done(values: list[WrittenValue]) -> None:
            if chosen == self._chosen:
                self.pane.show_written(chosen, values)

        self.session.run("查看写入的数", work, done)

    def _ask(self) -> None:
        chosen = self._chosen
        if chosen is None or chosen.taken_back or not self.session.may(Right.APPROVE):
            return

        def work(ledger: Ledger, _: Reporter) -> TakeBack:
            from workflow.undo import preview

            return preview(ledger, chosen.id)

        def done(found: TakeBack) -> None:
            if chosen == self._chosen:
                self.pane.ask(preview_sentence(found), preview_rows(found))

        self.session.run("查看收回会怎样", work, done, self._refuse)

    def _take_back(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return

        def work(ledger: Ledger, _: Reporter) -> TakeBack:
            from workflow.undo import take_back

            return take_back(ledger, chosen.id)

        def done(found: TakeBack) -> None:
            self.notice.say(taken_back_sentence(chosen.file, found), "good")
            self.session.changed.emit(VALUES)
            self.imports.setFocus()

        self.pane.stop_asking()
        self.session.run("收回导入", work, done, self._refuse)

    def _save(self) -> None:
        chosen = self._chosen
        place = original_files.choose_place(self, chosen.file) if chosen else None
        if chosen is None or place is None:
            return

        def done(path: Path) -> None:
            opens = ("打开", lambda: original_files.open_file(path))
            self.notice.say(f"原文件已另存为“{path}”。", "good", [opens])

        self.session.run(
            "另存原文件",
            lambda ledger, _: original_files.save_original(ledger, chosen.id, place),
            done,
            self._refuse,
        )

    def _open(self) -> None:
        if (chosen := self._chosen) is not None:
            self.session.run(
                "打开原文件",
                lambda ledger, _: original_files.save_copy(ledger, chosen.id, chosen.file),
                original_files.open_file,
                self._refuse,
            )

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _on_imports_filter(self, text: str) -> None:
        self._imports.filter_by(text)
        if self._imports.records:
            self.imports.selectRow(0)
        self._on_choice()

    def _lay_out(self) -> None:
        self.imports_filter.setPlaceholderText("筛选：文件名、报表、月份、状态")
        self.imports_filter.setClearButtonEnabled(True)
        self.imports_filter.setMaximumWidth(320)
        self.imports.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.imports.setFrameShape(RowTable.Shape.StyledPanel)
        self.imports.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.imports.set_widths({0: 7, 2: 8, 3: 5, 4: 3}, stretch=1)
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.addWidget(_part(_head("导入", self.imports_filter), self.imports))
        upper.addWidget(self.pane)
        upper.setSizes([540, 460])
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(upper)
        whole.addWidget(self.changes)
        whole.setSizes([330, 310])
        for splitter in (upper, whole):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.notice)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 4, 16, 16)
        inner.addWidget(whole)
        layout.addLayout(inner, 1)

    def _connect(self) -> None:
        self.imports.chosen.connect(self._on_choice)
        self.imports.removal_requested.connect(self._ask)
        self.imports_filter.textChanged.connect(self._on_imports_filter)
        self.pane.take_back_requested.connect(self._ask)
        self.pane.confirmed.connect(self._take_back)
        self.pane.save_requested.connect(self._save)
        self.pane.open_requested.connect(self._open)


def _head(words: str, *beside: QWidget) -> QHBoxLayout:
    title = QLabel(words)
    title.setFont(scaled(title, 110, bold=True))
    row = QHBoxLayout()
    row.addWidget(title)
    for widget in beside:
        row.addWidget(widget, 1)
    row.addStretch(1)
    return row


def _part(head: QHBoxLayout, table: RowTable) -> QWidget:
    part = QWidget()
    layout = QVBoxLayout(part)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.addLayout(head)
    layout.addWidget(table, 1)
    return part
