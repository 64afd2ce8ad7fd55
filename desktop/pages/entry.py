"""填报: the grid a clerk types a form into. Every edit is kept the moment it is made."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.entry_beside import EntryBeside
from desktop.entry_carrying import EntryCarrying
from desktop.entry_clipboard import EntryClipboard
from desktop.entry_editing import EntryEditing
from desktop.entry_filter import Filter, Only
from desktop.entry_sheet import Place, load_sheet
from desktop.entry_tracing import EntryTracing
from desktop.entry_twice import EntryTwice
from desktop.entry_words import closed_words, headline, period_words, step_words
from desktop.entry_writer import Edit
from desktop.models.entry_model import EntryModel
from desktop.pages.page import Page
from desktop.session import APPROVALS, EVERYTHING, SUBMISSIONS, VALUES, Session
from desktop.widgets.entry_compare import EntryCompare
from desktop.widgets.entry_foot import EntryFoot
from desktop.widgets.entry_inspector import EntryInspector
from desktop.widgets.entry_passes import EntryPasses, Pass
from desktop.widgets.entry_question import EntryQuestion
from desktop.widgets.entry_tools import EntryTools
from desktop.widgets.entry_view import EntryView
from desktop.widgets.form_tabs import FormTabs
from monitoring.periods import latest
from workflow.traces import Asked

_INSPECTOR_WIDTH = 264


class EntryPage(Page):
    """:meth:`open_at` takes ``dict(form=…, unit=…, item=…)``, each optional, and goes there."""

    key = "entry"
    label = "填报"
    traces = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._own_change = self._load_due = False
        self._wanted: dict[str, str] = {}
        self.model = EntryModel(self)
        self.editing = EntryEditing(session, self.model, self)
        self.tabs, self.passes, self.tools = FormTabs(), EntryPasses(), EntryTools()
        self.view, self.compare = EntryView(self.model), EntryCompare()
        self.foot, self.inspector = EntryFoot(), EntryInspector()
        self._tracing = EntryTracing(self.model, self.view)
        self.offer_trace(self.view)
        self.offer_trace(self.view.heads)
        self.offer, self.question = EntryQuestion(), EntryQuestion()
        self.clipboard = EntryClipboard(self.model, self.view, self.editing, self.question)
        self._beside = EntryBeside(session, self.model, self.view, self.inspector)
        self._carrying = EntryCarrying(session, self.model, self.editing, self.offer)
        self._twice = EntryTwice(session, self.model, self.editing, self.passes, self.compare)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([_INSPECTOR_WIDTH * 4, _INSPECTOR_WIDTH])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.compare)
        head = QHBoxLayout()
        head.addWidget(self.tabs, 1)
        head.addWidget(self.passes)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.tools)
        column.addWidget(self.offer)
        column.addWidget(self.stack, 1)
        column.addWidget(self.question)
        column.addWidget(self.foot)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.tabs.form_chosen.connect(lambda _: self._load())
        self.tools.turned.toggled.connect(self._turn)
        self.tools.computed.toggled.connect(self._turn)
        self.tools.beside.toggled.connect(self._beside.show)
        self.tools.narrowed.connect(self._narrow)
        self.tools.left.connect(self.view.setFocus)
        self.model.text_typed.connect(self.editing.type_into)
        self.view.cell_changed.connect(self._on_cell)
        self.view.delegate.closeEditor.connect(self._on_editor_closed)
        self.view.typing_refused.connect(lambda: self.foot.refuse(self.model.closed))
        self.view.left.connect(self._on_escape)
        self.editing.saved.connect(self._on_saved)
        self.editing.refused.connect(self.foot.refuse)
        self.editing.stepped.connect(self._on_step)
        self.editing.lost.connect(self._load)
        self.editing.reason_wanted.connect(self._ask_reason)
        self.clipboard.refused.connect(self.foot.refuse)
        for speaker in (self.editing, self.clipboard, self._carrying, self._twice):
            speaker.noted.connect(self.foot.note)
        self.question.answered.connect(self._on_editor_closed)
        for asked in (self.question, self.offer):
            asked.answered.connect(self.view.setFocus)
        self._beside.review_requested.connect(
            lambda unit, form: self.page_requested.emit("review", {"unit": unit, "form": form})
        )
        self._beside.found.connect(self._show_narrowed)
        self._twice.turned.connect(self._on_turned)
        self._twice.opened.connect(self.open_at)
        for keys, answer in (
            (QKeySequence(QKeySequence.StandardKey.Undo), self.editing.stack.undo),
            (QKeySequence("Ctrl+Y"), self.editing.stack.redo),
            (QKeySequence("Ctrl+Shift+Z"), self.editing.stack.redo),
            (QKeySequence(QKeySequence.StandardKey.Save), self._say_saved),
            (QKeySequence("Ctrl+PgUp"), lambda: self.tabs.turn(-1)),
            (QKeySequence("Ctrl+PgDown"), lambda: self.tabs.turn(1)),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(answer)

    def refresh(self) -> None:
        self.tabs.show_forms(self.session.ledger.catalogue.forms.values(), self.session.month)
        self.action_changed.emit("去审核 →")
        self._load()

    def act(self) -> None:
        self.page_requested.emit("review", {"form": self.tabs.code})

    def open_at(self, argument: object) -> None:
        if not isinstance(argument, dict):
            return
        self._wanted = {str(key): str(value) for key, value in argument.items()}
        if self.model.sheet is not None:
            form, turned = self._wanted.get("form", self.tabs.code), self.passes.front
            self.passes.turn_to(Pass.FIRST)
            if turned is not Pass.FIRST or (form != self.tabs.code and self.tabs.choose(form)):
                self._load()
            else:
                self._go_to_wanted()

    def traced(self) -> Asked | None:
        """The figure of the current cell, or of a total clicked on."""
        return self._tracing.traced()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def _on_change(self, what: object) -> None:
        if self._own_change or what == APPROVALS:
            return
        half_typed = self.view.typing or bool(self.question.text)
        if what in (VALUES, SUBMISSIONS, EVERYTHING) and half_typed:
            self._load_due = True  # what is half typed is neither kept nor lost
            return
        super()._on_change(what)

    def _on_editor_closed(self) -> None:
        if self._load_due:
            QTimer.singleShot(0, self._load)

    def _load(self) -> None:
        """Read the form in front again, keeping the cell when it is still the same sheet."""
        if self.view.typing:
            self.view.setFocus()  # what was typed belongs to the sheet that is left
        self.question.leave()
        ledger, shown = self.session.ledger, self.model.sheet
        if self._wanted.get("form"):
            self.tabs.choose(self._wanted["form"])
        form = ledger.catalogue.forms.get(self.tabs.code)
        # What waits to be written is not in the ledger yet: read once it is.
        self._load_due = self.editing.writer.waiting
        if form is None or self._load_due:
            return
        place = self.view.current_place()
        scrolled = (self.view.horizontalScrollBar().value(), self.view.verticalScrollBar().value())
        second = self._twice.is_second(form)
        closed = closed_words(self.session)
        sheet = load_sheet(ledger, form, self.session.month, closed=closed, second=second)
        same = shown is not None and shown.identity == sheet.identity
        if shown is not None and shown.form.code != form.code:
            self.model.filter = self.tools.look_for_nothing()
        self.model.show_sheet(sheet)
        self._twice.show_sheet()
        self._show_front()
        self.tools.period.setText(period_words(sheet, self.session.month))
        if same and place is not None:
            self.view.setCurrentIndex(self.model.index_of(place))
            self.view.horizontalScrollBar().setValue(scrolled[0])
            self.view.verticalScrollBar().setValue(scrolled[1])
        else:
            self.foot.note("")
            self.view.go_to_first()
        self._go_to_wanted()
        self._say_headline()
        self._beside.start_over()
        self._carrying.look()

    def _show_front(self) -> None:
        """The grid, or what its two passes say differently."""
        comparing = self.passes.front is Pass.COMPARE
        front = self.compare if comparing else self.splitter
        self.tools.setVisible(not comparing)
        self.foot.legend.setVisible(not comparing)
        self.setFocusProxy(self.compare if comparing else self.view)
        self.stack.setCurrentWidget(front)

    def _go_to_wanted(self) -> None:
        sheet, wanted, self._wanted = self.model.sheet, self._wanted, {}
        if sheet is None or not (wanted.get("unit") or wanted.get("item")):
            return
        line, unit = self.view.current_place() or (0, 0)
        found_line, found_unit = (
            sheet.line_of(wanted.get("item", "")),
            sheet.unit_of(wanted.get("unit", "")),
        )
        self._go_to(
            (line if found_line is None else found_line, unit if found_unit is None else found_unit)
        )

    def _go_to(self, place: Place) -> None:
        """Show a cell, and everything when it is one that was left out."""
        index = self.model.index_of(place)
        if not index.isValid() and self.tools.filter.narrows:
            self.tools.show_all()
            index = self.model.index_of(place)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, EntryView.ScrollHint.EnsureVisible)

    def _turn(self) -> None:
        place = self.view.current_place()
        self.model.turn(
            units_in_rows=self.tools.turned.isChecked(),
            with_computed=self.tools.computed.isChecked(),
        )
        self._stay_at(place)
        self.view.setFocus()

    def _narrow(self, wanted: Filter) -> None:
        if wanted.only is Only.FINDINGS:
            self._beside.find_all()
        else:
            self._show_narrowed()

    def _show_narrowed(self) -> None:
        wanted = self.tools.filter
        place = self.view.current_place()
        self.model.narrow(wanted)
        self._stay_at(place)
        if wanted.narrows and not self.model.has_cells:
            self.foot.note("没有这样的格子；按 Esc 显示全部。")
        elif self.foot.sentence.text():
            self._say_refused()

    def _stay_at(self, place: Place | None) -> None:
        """Go to the cell of a place, else to the first one."""
        index = self.model.index_of(place) if place is not None else None
        if index is not None and index.isValid():
            self.view.setCurrentIndex(index)
        else:
            self.view.go_to_first()

    def _on_turned(self) -> None:
        self._load()
        (self.compare if self.passes.front is Pass.COMPARE else self.view).setFocus()

    def _ask_reason(self, sentence: str) -> None:
        self.question.ask_reason(sentence, self.editing.give_reason, self._leave_reason)

    def _leave_reason(self) -> None:
        self.editing.let_go()
        self.foot.note("没有改动，仍是沿用的数。")

    def _on_escape(self) -> None:
        self.question.leave()
        if self.tools.filter.narrows:
            self.tools.show_all()

    def _on_cell(self) -> None:
        place = self.view.current_place()
        if place in self.model.refused:
            self.foot.refuse(self.model.refused[place][1])

    def _on_saved(self) -> None:
        self._say_refused()
        self._say_headline()
        self._own_change = True
        try:
            self.session.changed.emit(VALUES)
        finally:
            self._own_change = False
        if self._load_due:
            self._load()
        self._beside.look_again()
        self._twice.show_sheet()

    def _on_step(self, edit: Edit) -> None:
        self._go_to_sheet(edit)
        catalogue, sheet = self.session.ledger.catalogue, self.model.sheet
        self.foot.note(step_words(edit, catalogue, self.session.ledger.area))
        if sheet is None or sheet.identity != edit.identity:
            return
        line, unit = sheet.line_of(edit.cells[0].item), sheet.unit_of(edit.cells[0].unit)
        if line is not None and unit is not None:
            self._go_to((line, unit))

    def _go_to_sheet(self, edit: Edit) -> None:
        """What undo or redo changed is to be seen, in whichever form, pass and month."""
        sheet = self.model.sheet
        if sheet is None or sheet.identity == edit.identity:
            return
        same = (sheet.form.code, sheet.period.end) == (edit.form, edit.end)
        if same and self.passes.front is Pass.COMPARE:
            return
        frequency = self.session.ledger.catalogue.forms[edit.form].frequency
        self.tabs.choose(edit.form)
        self.passes.turn_to(Pass.SECOND if edit.second else Pass.FIRST)
        if latest(frequency, self.session.month).end != edit.end:
            self.session.set_month(edit.end)
        else:
            self._load()

    def _say_saved(self) -> None:
        self.view.setFocus()  # an open editor is committed first
        if self.editing.writer.waiting:
            self.foot.note("台账正被另一个程序写入，写完后马上保存。")
        elif not self._say_refused():
            self.foot.note("已保存：每次改动都自动保存，不用另存。")

    def _say_refused(self) -> bool:
        """Show what is still refused, if anything; else nothing."""
        sentence = next((words for _, words in self.model.refused.values()), "")
        if sentence:
            self.foot.refuse(sentence)
        else:
            self.foot.note("")
        return bool(sentence)

    def _say_headline(self) -> None:
        if self.model.sheet is not None:
            self.headline_changed.emit(headline(self.model.sheet))
