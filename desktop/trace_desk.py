"""From a figure on any page to its way home, and back: the one place that opens a trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from db.ledger import Ledger
from db.records import Source
from desktop.session import Session
from workflow.progress import Reporter

if TYPE_CHECKING:
    from desktop.models.marks import Marks
    from desktop.trace_words import Document
    from desktop.widgets.trace_pane import TracePane
    from importers.workbook import Workbook
    from monitoring.findings import Finding
    from workflow.traces import Asked, Figure, Trace


class TraceDesk(QObject):
    """Shows traces in ``front``, over what stands there. ``page_requested`` asks the window for a
    page that a row leads to.
    """

    page_requested = Signal(str, object)

    def __init__(self, front: QStackedWidget) -> None:
        super().__init__(front)
        self._front = front
        self._session: Session | None = None
        self._asked: object = None
        self._trace: Trace | None = None
        self._document: Document | None = None
        self.pane: TracePane | None = None

    @property
    def shown(self) -> bool:
        """Whether a trace covers the page."""
        return self.pane is not None and self._front.currentWidget() is self.pane

    def use(self, session: Session) -> None:
        """Trace in another ledger."""
        self.leave()
        self._session = session
        session.month_changed.connect(self.leave)

    def show(self, asked: Asked | Finding) -> None:
        """Trace a figure, or both sides of a finding."""
        session = self._session
        if session is None:
            return
        pane = self._pane()
        self._asked, self._trace = asked, None
        pane.wait()
        self._front.setCurrentWidget(pane)

        def work(ledger: Ledger, _: Reporter) -> tuple[Trace, Document]:
            from desktop.trace_words import document
            from monitoring.findings import Finding
            from workflow.tracing import trace, trace_finding

            found = (
                trace_finding(ledger, asked) if isinstance(asked, Finding) else trace(ledger, asked)
            )
            return found, document(found, ledger.area)

        def done(found: tuple[Trace, Document]) -> None:
            if asked is self._asked and self.shown:
                self._trace, self._document = found
                pane.show_trace(*found)
                pane.tree.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(sentence: str) -> None:
            if asked is self._asked:
                self.leave()
                session.tasks.refused.emit(sentence)

        session.run("查来历", work, done, failed)

    def leave(self) -> None:
        """Show the page again, with the focus where it was."""
        if not self.shown:
            return
        self._asked = self._trace = None
        self._front.setCurrentIndex(0)

    def _pane(self) -> TracePane:
        if self.pane is None:
            from desktop.widgets.trace_pane import TracePane

            self.pane = pane = TracePane()
            self._front.addWidget(pane)
            pane.left.connect(self.leave)
            pane.figure_opened.connect(self._open_figure)
            pane.finding_opened.connect(self._open_finding)
            pane.original_opened.connect(self._open_original)
            pane.file_opened.connect(self._open_file)
            pane.total_requested.connect(self._show_total)
            pane.copy_requested.connect(self._copy)
            pane.print_requested.connect(self._print)
            pane.pdf_requested.connect(self._save_pdf)
        return self.pane

    def _show_total(self) -> None:
        from workflow.traces import Asked

        if isinstance(self._asked, Asked):
            self.show(replace(self._asked, unit=""))

    def _open_figure(self, figure: Figure) -> None:
        if self._session is None:
            return
        form = self._session.ledger.catalogue.form_of[figure.item.code]
        place = {"form": form.code, "unit": figure.unit.code, "item": figure.item.code}
        self.leave()
        self._session.set_month(figure.end)
        self.page_requested.emit("entry", place)

    def _open_finding(self, finding: Finding) -> None:
        self.leave()
        if self._session is not None:
            self._session.set_month(finding.end)
        self.page_requested.emit("review", {"unit": finding.unit, "form": finding.form})

    def _open_original(self, source: Source) -> None:
        trace, pane, session = self._trace, self._pane(), self._session
        if trace is None or session is None:
            return

        def work(ledger: Ledger, _: Reporter) -> Workbook | None:
            from importers.reader import Reader, Unreadable

            content = ledger.workbook(source.id)
            with Reader() as reader:
                try:
                    return None if content is None else reader.read(source.file, content)
                except Unreadable:
                    return None

        def done(workbook: Workbook | None) -> None:
            if trace is self._trace:
                pane.show_original(source, workbook, marks_of(trace, source))

        session.run("打开原文件", work, done, self._refuse)

    def _open_file(self, source: Source) -> None:
        if self._session is not None:
            from desktop import original_files

            self._session.run(
                "打开原文件",
                lambda ledger, _: original_files.save_copy(ledger, source.id, source.file),
                original_files.open_file,
                self._refuse,
            )

    def _copy(self) -> None:
        if self._document is not None:
            from desktop.trace_words import rows_of
            from desktop.widgets.clipboard import copy_block

            copy_block(rows_of(self._document))
            self._pane().notice.say("已复制整份来历，可以粘贴到 Excel 或 WPS。", "good")

    def _print(self) -> None:
        if self._document is not None:
            from desktop.trace_paper import print_out

            print_out(self._pane(), self._document)

    def _save_pdf(self) -> None:
        document = self._document
        if document is None:
            return
        from desktop.return_dialogs import ask_where, documents
        from exporters.files import safe_name

        name = safe_name(f"来历_{document.title.replace(' · ', '_')}.pdf")
        ask_where(self._pane(), "存为 PDF", documents() / name, self._write_pdf)

    def _write_pdf(self, path: Path) -> None:
        document, session = self._document, self._session
        if document is None or session is None:
            return
        # The dialog has asked before it gave the name of a file that exists.
        replace = path.exists()

        def work(_: Ledger, __: Reporter) -> Path:
            from desktop.trace_paper import save_pdf

            save_pdf(path, document, replace=replace)
            return path

        session.run("存为 PDF", work, self._show_saved, self._refuse)

    def _show_saved(self, path: Path) -> None:
        from desktop.original_files import open_file

        opens = ("打开", lambda: open_file(path))
        self._pane().notice.say(f"已存为“{path.name}”。", "good", [opens])

    def _refuse(self, sentence: str) -> None:
        self._pane().notice.say(sentence, "bad")


def marks_of(trace: Trace, source: Source) -> Marks:
    """What the figures read from one original mark in it, those that stand and earlier ones."""
    from desktop.models.marks import Kind, Mark
    from desktop.trace_words import value_words
    from importers.workbook import cell_at

    marks: dict[str, dict[tuple[int, int], Mark]] = {}
    for each in trace.figures:
        past = [(change.was, change.before, "，后来改过") for change in each.earlier]
        for origin, value, since in [*past, (each.source, each.value, "")]:
            if origin is None or origin.id != source.id:
                continue
            try:
                place = cell_at(origin.cell)
            except ValueError:
                continue
            said = f"{each.unit.name} · {each.item.name}　{value_words(value, each.item)}{since}"
            marks.setdefault(origin.sheet, {})[place] = Mark(Kind.TOTAL, (said,))
    return marks
