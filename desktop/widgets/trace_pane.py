"""来历: where one figure comes from, over the whole page, with the original sheet beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.records import Source
from desktop.colours import colour
from desktop.fonts import scaled
from desktop.models.marks import Marks
from desktop.models.trace import Node
from desktop.trace_words import Document
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.sheet_view import SheetView
from desktop.widgets.trace_tree import TraceTree
from importers.workbook import Workbook
from workflow.traces import Figure, Trace

_WAIT = "正在查来历……"


class TracePane(QWidget):
    """Esc and ``left`` go back. ``figure_opened`` asks for a figure's cell on 填报,
    ``original_opened`` for its original beside the tree, ``file_opened`` for that in its own
    program, ``finding_opened`` for the finding on 审核.
    """

    left = Signal()
    figure_opened = Signal(object)
    original_opened = Signal(object)
    file_opened = Signal(object)
    finding_opened = Signal(object)
    total_requested = Signal()
    copy_requested = Signal()
    print_requested = Signal()
    pdf_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self.back = _button("← 返回", "回到刚才的页面（Esc）")
        self.title, self.figure = _label(), _label()
        self.title.setFont(scaled(self.title, 115, bold=True))
        self.figure.setFont(scaled(self.figure, 150, bold=True))
        self.copy_button = _button("复制", "整份来历复制成表格文字（Ctrl+C）")
        self.print_button = _button("打印…", "打印这份来历（Ctrl+P）")
        self.pdf_button = _button("存为 PDF…", "存成可以发送的 PDF 文件")
        self.entry_button = _button("到填报里看 →", "打开填报，停在这个数上（回车）")
        self.original_button = _button("看原文件", "在旁边打开原来的工作簿，停在这一格")
        self.total_button = _button("看全县合计", "这一项全县的合计从哪里来")
        self.facts = QGridLayout()
        self.notice = NoticeBar()
        self.tree = TraceTree()
        self.sheet = SheetView(explains=False)
        self.sheet_name = _label()
        self.file_button = _button("用表格软件打开", "用电脑上的 Excel 或 WPS 打开这份原文件")
        self.close_button = _button("收起", "不再看原文件")
        self._original = QWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.tree)

    def wait(self) -> None:
        """Another figure is being traced."""
        self._clear_facts()
        self.title.setText(_WAIT)
        self.figure.setText("")
        self.notice.dismiss()
        self.hide_original()
        self._enable(ready=False)

    def show_trace(self, trace: Trace, document: Document) -> None:
        """Show a trace."""
        self.title.setText(document.title)
        mark = "　演示数据" if document.demonstration else ""
        self.figure.setText(f"{document.figure}{mark}")
        self.figure.setVisible(bool(document.figure))
        self._show_facts(document.facts)
        self.tree.show_trace(trace)
        self._enable(ready=True)
        self.total_button.setVisible(trace.unit is not None and trace.result is not None)
        self._on_choice()

    def show_original(self, source: Source, workbook: Workbook | None, marks: Marks) -> None:
        """Show an original at the cell a figure was read from; ``None`` for one not readable."""
        self._source = source
        self.sheet_name.setText(source.file)
        self._original.show()
        if workbook is None:
            self.sheet.say("这份原文件在这里打不开（可能有打开密码）；请用表格软件打开。")
            return
        self.sheet.show_workbook(workbook, marks)
        if not self.sheet.show_cell(source.sheet, source.cell):
            self.notice.say(
                f"原文件里找不到“{source.sheet}”的 {source.cell}；请用表格软件打开核对。", "warn"
            )

    def hide_original(self) -> None:
        """Show the tree alone."""
        self._source = None
        self._original.hide()
        self.sheet.show_workbook(None, {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._original.isVisible():
            self.hide_original()
            self.tree.setFocus()
        else:
            self.left.emit()

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        self._clear_facts()
        for row, (name, text) in enumerate(facts):
            head = _label(name)
            palette = head.palette()
            palette.setColor(head.foregroundRole(), colour("muted", self.palette()))
            head.setPalette(palette)
            head.setWordWrap(False)
            self.facts.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(_label(text), row, 1)

    def _clear_facts(self) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _enable(self, *, ready: bool) -> None:
        for button in (self.copy_button, self.print_button, self.pdf_button):
            button.setEnabled(ready)
        self.tree.setVisible(ready)
        for button in (self.total_button, self.entry_button, self.original_button):
            button.setVisible(ready)

    def _on_choice(self) -> None:
        node = self.tree.node
        self.entry_button.setEnabled(_figure_of(node) is not None)
        self.original_button.setEnabled(_source_of(node) is not None)

    def _on_opened(self, node: Node) -> None:
        """A source opens its original, a finding the review, a unit its cell; a head folds."""
        if node.source is not None:
            self.original_opened.emit(node.source)
        elif node.finding is not None:
            self.finding_opened.emit(node.finding)
        elif node.figure is not None:
            self.figure_opened.emit(node.figure)
        else:
            self.tree.toggle(node)

    def _open_figure(self) -> None:
        if (figure := _figure_of(self.tree.node)) is not None:
            self.figure_opened.emit(figure)

    def _open_original(self) -> None:
        if (source := _source_of(self.tree.node)) is not None:
            self.original_opened.emit(source)

    def _open_file(self) -> None:
        if self._source is not None:
            self.file_opened.emit(self._source)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        for button in (self.copy_button, self.print_button, self.pdf_button):
            head.addWidget(button)
        self.facts.setHorizontalSpacing(12)
        self.facts.setVerticalSpacing(2)
        self.facts.setColumnStretch(1, 1)
        beside = QHBoxLayout()
        beside.addWidget(self.sheet_name, 1)
        beside.addWidget(self.file_button)
        beside.addWidget(self.close_button)
        original = QVBoxLayout(self._original)
        original.setContentsMargins(8, 0, 0, 0)
        original.addLayout(beside)
        original.addWidget(self.sheet, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tree)
        splitter.addWidget(self._original)
        splitter.setSizes([560, 520])
        below = QHBoxLayout()
        below.addWidget(self.total_button)
        below.addStretch(1)
        for button in (self.original_button, self.entry_button):
            below.addWidget(button)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 10, 16, 8)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addWidget(self.figure)
        inner.addLayout(self.facts)
        inner.addWidget(splitter, 1)
        inner.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addLayout(inner, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.copy_button.clicked.connect(self.copy_requested)
        self.print_button.clicked.connect(self.print_requested)
        self.pdf_button.clicked.connect(self.pdf_requested)
        self.total_button.clicked.connect(self.total_requested)
        self.entry_button.clicked.connect(self._open_figure)
        self.original_button.clicked.connect(self._open_original)
        self.file_button.clicked.connect(self._open_file)
        self.close_button.clicked.connect(self.hide_original)
        self.tree.opened.connect(self._on_opened)
        self.tree.chosen.connect(self._on_choice)
        self.tree.copy_requested.connect(self.copy_requested)
        printing = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        printing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        printing.activated.connect(self.print_button.click)


def _figure_of(node: Node | None) -> Figure | None:
    return None if node is None else node.figure


def _source_of(node: Node | None) -> Source | None:
    """A row's own source, else that of the figure it shows."""
    if node is None:
        return None
    figure = node.figure
    source = node.source or (figure.source if figure is not None else None)
    return source if source is not None and source.kind == "file" else None


def _label(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    return button
