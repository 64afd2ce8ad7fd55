"""市局表样: the city bureau's workbook as it came, pointed at cell by cell, filled by one click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop import city_work
from desktop import return_dialogs as dialogs
from desktop.models.city_draft import CityDraft, marks_of
from desktop.models.marks import Marks
from desktop.session import SUBMISSIONS, Session
from desktop.widgets.city_book_head import CityBookHead
from desktop.widgets.city_point_bar import CityPointBar
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.sheet_view import SheetView
from importers import pointed
from monitoring.catalogue import Form
from monitoring.city_layout import CityLayout
from monitoring.city_pointing import with_word, without_cells
from workflow import city_books, city_filling
from workflow.city_filling import FilledBook
from workflow.progress import Reporter

FILTER = "市局的工作簿 (*.xlsx *.xlsm);;所有文件 (*)"
ABOUT = (
    "市局的表套用一次，以后每个月点一下就填好：只改指定的格子，其余原样不动，填好后读回来逐格核对。"
    "＋ 填单位的数　Σ 填合计　▾ 填文字　／ 不填"
)
_MOST_CELLS = 20_000
NONE_YET = "点“打开市局的表…”，选市局发来的 .xlsx 或 .xlsm。"


class CityBookPane(QWidget):
    """``closed`` goes back to where the pane was opened."""

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._draft: CityDraft | None = None
        self._asked = 0
        self._folder = dialogs.documents()
        self.notice = NoticeBar()
        self.head = CityBookHead(session.ledger.catalogue.forms.values())
        self.view = SheetView(explains=False, areas=True)
        self.bar = CityPointBar(session.ledger.area)
        self.counted, self.risks = QLabel(), QLabel()
        self.remove_button = QPushButton("不再套用(&D)")
        self.save_button = QPushButton("保存表样(&S)")
        self.fill_button = QPushButton("填这个月(&F)…")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.head)
        self._show(None)

    @property
    def draft(self) -> CityDraft | None:
        """The workbook shown with what is pointed at in it."""
        return self._draft

    def refresh(self, chosen: str = "") -> None:
        """Offer the workbooks that are kept, and show the ``chosen`` or the first one."""
        self.head.offer([each.name for each in city_books.books(self._session.ledger)], chosen)
        if self._draft is None or not self._draft.changed:
            self._open_kept()

    def open_workbook(self, path: Path) -> None:
        """Read a workbook and show what is recognised in it."""
        self._folder, month = path.parent, self._session.month

        def work(ledger: Ledger, _: Reporter) -> CityDraft:
            return city_work.recognised(ledger, path, month)

        def done(draft: CityDraft) -> None:
            self._show(draft)
            self._propose(draft)

        self._session.run("认市局的表", work, done, self._refuse)

    def fill(self, path: Path) -> None:
        """Fill the kept workbook for the month looked at; an existing file is replaced."""
        name, month, replace_ = self.head.book, self._session.month, path.exists()
        self._folder = path.parent

        def work(ledger: Ledger, _: Reporter) -> FilledBook:
            return city_filling.fill(ledger, name, month, path, replace=replace_)

        def done(found: FilledBook) -> None:
            show = [
                ("打开文件", lambda: dialogs.open_file(path)),
                ("打开所在文件夹", lambda: dialogs.open_file(path.parent)),
            ]
            self._say_risks(found.warnings)
            self._look_again()
            self.notice.say(found.sentence, "good", show)
            self._session.changed.emit(SUBMISSIONS)

        self._session.run("填市局的表", work, done, self._refuse)

    def _open_kept(self) -> None:
        """Show the kept workbook that is chosen, and what stands against filling it."""
        name, month = self.head.book, self._session.month
        self._asked += 1
        asked = self._asked
        if not name:
            self._show(None)
            return

        def work(ledger: Ledger, _: Reporter) -> CityDraft:
            return city_work.kept(ledger, name, month)

        def done(draft: CityDraft) -> None:
            if asked == self._asked:
                self._show(draft)

        self._session.run("打开市局的表", work, done, self._refuse)

    def _show(self, draft: CityDraft | None) -> None:
        self._draft = draft
        if draft is None:
            self.view.say(NONE_YET)
        else:
            self.head.show_layout(draft.layout.name, draft.layout.form)
            self._offer_lines()
            self.view.show_workbook(draft.workbook, self._marks(draft.layout))
            self._say_risks(draft.risks)
        self._look_again()

    def _propose(self, draft: CityDraft) -> None:
        count = len(draft.layout.figures())
        if not count:
            self.notice.say(
                "没有认出这张表。请先选报表，再在表上选格子，说明它是什么、是哪个单位。", "warn"
            )
            return
        self.notice.say(
            f"认出 {count} 格。请看一遍，不对的选中改指，都对就保存表样。",
            "info",
            [("都不要，自己指", self._drop_all)],
        )

    def _drop_all(self) -> None:
        if (draft := self._draft) is not None:
            self._change(replace(draft.layout, blocks=(), words=(), labels={}))

    def _change(self, layout: CityLayout) -> None:
        draft = self._draft
        if draft is not None and draft.change(layout):
            self.view.show_marks(self._marks(layout))
            self._look_again()

    def _point(self) -> None:
        draft, area, form = self._draft, self.view.area, self._form()
        if draft is None or area is None or form is None:
            return
        sheet, line, unit, before = self.view.sheet, self.bar.line, self.bar.unit, draft.layout
        if isinstance(line, str):
            word = pointed.word(sheet, area[0], area[1], line, form)
            self._change(with_word(before, word))
            return
        top, left, bottom, right = area
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            self.notice.say(f"一次最多指 {_MOST_CELLS} 格；请只选要填的行和列。", "warn")
            return

        def work(ledger: Ledger, _: Reporter) -> CityLayout:
            return city_work.pointed_at(ledger, draft, sheet, area, form, line=line, unit=unit)

        def done(layout: CityLayout) -> None:
            if self._draft is draft and draft.layout is before:
                self._change(layout)

        self._session.run("指定格子", work, done, self._refuse)

    def _clear(self) -> None:
        draft, area = self._draft, self.view.area
        if draft is not None and area is not None:
            top, left, bottom, right = area
            rows, columns = range(top, bottom + 1), range(left, right + 1)
            places = [(row, column) for row in rows for column in columns]
            self._change(without_cells(draft.layout, self.view.sheet.name, places))

    def _undo(self) -> None:
        if (draft := self._draft) is not None:
            draft.undo()
            self.view.show_marks(self._marks(draft.layout))
            self._look_again()

    def _save(self) -> None:
        draft, form = self._draft, self._form()
        if draft is None or form is None:
            return
        name = self.head.name
        layout = replace(draft.layout, name=name, form=form.code)

        def work(ledger: Ledger, _: Reporter) -> None:
            city_books.add(ledger, layout, draft.file, draft.content)

        def done(_: None) -> None:
            draft.changed = False
            self.notice.say(f"表样“{name}”已保存，以后每个月点“填这个月…”就行。", "good")
            self.refresh(name)

        self._session.run("保存表样", work, done, self._refuse)

    def _ask_to_remove(self) -> None:
        name = self.head.book
        self.notice.say(
            f"不再套用“{name}”吗？已经填好的文件不受影响。",
            "warn",
            [("不再套用", lambda: self._remove(name)), ("留着", self.view.setFocus)],
            ask=True,
        )

    def _remove(self, name: str) -> None:
        def done(_: None) -> None:
            self._draft = None
            self.notice.say(f"不再套用“{name}”。", "good")
            self.refresh()

        self._session.run(
            "去掉表样", lambda ledger, _: city_books.remove(ledger, name), done, self._refuse
        )

    def _ask_where(self) -> None:
        from exporters.files import safe_name

        ledger = self._session.ledger
        book = city_books.book_of(ledger, self.head.book)
        form = ledger.catalogue.forms[book.layout.form]
        name = safe_name(city_filling.file_name(book, form, self._session.month))
        dialogs.ask_where(self, "填这个月", self._folder / name, self.fill)

    def _ask_workbook(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "打开市局的表", str(self._folder), FILTER)
        if name:
            self.open_workbook(Path(name))

    def _form(self) -> Form | None:
        return self._session.ledger.catalogue.forms.get(self.head.form)

    def _offer_lines(self) -> None:
        if (form := self._form()) is not None:
            self.bar.offer(form, self._session.ledger.catalogue, self._session.month)

    def _on_form(self) -> None:
        """Another form: what is pointed at is of the one before and is let go."""
        self._offer_lines()
        draft, form = self._draft, self._form()
        if draft is not None and form is not None and draft.layout.form != form.code:
            self._change(replace(draft.layout, form=form.code, blocks=()))

    def _marks(self, layout: CityLayout) -> Marks:
        return marks_of(layout, self._session.ledger.area, self._session.ledger.catalogue)

    def _look_again(self) -> None:
        draft = self._draft
        shown = draft is not None
        self.bar.setEnabled(shown)
        self.head.let_change(shown=shown)
        self.bar.show_area(self.view.area if shown else None)
        self.bar.undo_button.setEnabled(draft is not None and bool(draft.earlier))
        self.counted.setText(draft.sentence if draft is not None else "")
        pointed_at = draft is not None and bool(draft.layout.figures())
        self.save_button.setEnabled(pointed_at and draft is not None and draft.changed)
        kept = draft is not None and not draft.changed
        self.fill_button.setEnabled(kept)
        self.remove_button.setEnabled(kept)
        self.risks.setVisible(shown and bool(self.risks.text()))

    def _say_risks(self, told: Sequence[str]) -> None:
        self.risks.setText("\n".join(f"△ {each}" for each in told))

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        for label in (about, self.counted, self.risks):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.counted, 1)
        for button in (self.remove_button, self.save_button, self.fill_button):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addWidget(about)
        layout.addWidget(self.head)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.risks)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.head.book_chosen.connect(self._open_kept)
        self.head.form_chosen.connect(self._on_form)
        self.head.open_requested.connect(self._ask_workbook)
        self.head.closed.connect(self.closed)
        self.view.area_changed.connect(lambda: self.bar.show_area(self.view.area))
        self.bar.pointed.connect(self._point)
        self.bar.cleared.connect(self._clear)
        self.bar.undone.connect(self._undo)
        self.save_button.clicked.connect(self._save)
        self.fill_button.clicked.connect(self._ask_where)
        self.remove_button.clicked.connect(self._ask_to_remove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
