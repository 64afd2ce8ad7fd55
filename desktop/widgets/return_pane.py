"""The chosen return: what stands against sending it, its paper, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import colour
from desktop.models.returns import ReturnState
from desktop.paper import Place
from desktop.paper_pages import pages_of
from desktop.widgets.paper_view import PaperView
from desktop.widgets.return_choice import ReturnChoice
from monitoring.returns import Return

_COMPOSED = "这张表由已有的数合成，可以另存、打印，不上报锁定。"


class Offered(NamedTuple):
    """What the one who has signed in may do with a return; ``official`` says whether it is one
    that goes to the city at all.
    """

    file: bool
    unlock: bool
    package: bool = False
    official: bool = True


class ReturnPane(QWidget):
    """Warnings in words, the paper, and buttons that say what is wanted by signals.

    ``figure_opened`` carries line and column of a figure on the paper.
    """

    figure_opened = Signal(int, int)
    review_requested = Signal()
    pdf_requested = Signal()
    preview_requested = Signal()
    print_requested = Signal()
    file_requested = Signal()
    unlock_requested = Signal()
    all_requested = Signal()
    each_requested = Signal()
    package_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._warnings = QLabel()
        self._warnings.setTextFormat(Qt.TextFormat.PlainText)
        self._warnings.setWordWrap(True)
        self._review = QPushButton("去审核")
        self._paper = PaperView()
        self._position = QLabel()
        self._smaller, self._larger = _tool("－", "缩小（Ctrl+－）"), _tool("＋", "放大（Ctrl+＋）")
        self._fit = _tool("适合宽度", "整页宽度（Ctrl+0）")
        self._print = _button(
            "打印(&P)…", "选择打印机", QKeySequence(QKeySequence.StandardKey.Print)
        )
        self._preview = _button("打印预览(&V)", "看打印出来的样子")
        self._pdf = _button("存为 PDF(&F)…", "存成可以发送的 PDF 文件")
        self.file_button = _button("上报并锁定(&L)", "报出以后锁住这些数，要改先写明原因解锁")
        self.unlock_button = _button("解锁更正(&U)…", "打开已上报的报表来更正，要写明原因")
        self.choice = ReturnChoice()
        self.all_button = _button("成批另存(&A)", "一次存多张报表，每张一个工作簿")
        menu = QMenu(self.all_button)
        menu.addAction("本月要报的报表，每张一份…").triggered.connect(self.all_requested)
        self.each_action = menu.addAction("这张报表，每个单位一份…")
        self.each_action.triggered.connect(self.each_requested)
        self.all_button.setMenu(menu)
        self.package_button = _button("给市局打包(&G)…", "打成签名的台账包，送给市局收")
        self._outputs = (self._print, self._preview, self._pdf)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._warnings, 1)
        for button in (self._review, self.file_button, self.unlock_button):
            above.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(8)
        for tool in (self._smaller, self._fit, self._larger):
            below.addWidget(tool)
        below.addWidget(self._position)
        below.addStretch(1)
        for button in (self.package_button, *self._outputs):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(above)
        choosing = QHBoxLayout()
        choosing.addWidget(self.choice)
        choosing.addStretch(1)
        choosing.addWidget(self.all_button)
        layout.addLayout(choosing)
        layout.addWidget(self._paper, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        self._review.clicked.connect(self.review_requested)
        self._pdf.clicked.connect(self.pdf_requested)
        self._preview.clicked.connect(self.preview_requested)
        self._print.clicked.connect(self.print_requested)
        self.file_button.clicked.connect(self.file_requested)
        self.unlock_button.clicked.connect(self.unlock_requested)
        self.package_button.clicked.connect(self.package_requested)
        self._smaller.clicked.connect(self._paper.zoom_out)
        self._larger.clicked.connect(self._paper.zoom_in)
        self._fit.clicked.connect(lambda: self._paper.set_zoom(100))
        self._paper.page_changed.connect(self._on_page)
        self._paper.figure_opened.connect(self.figure_opened)

    @property
    def chosen(self) -> Place | None:
        """Line and column of the figure chosen on the paper."""
        return self._paper.chosen

    def wait(self, state: ReturnState) -> None:
        """Another return is being built."""
        self._paper.show_pages((), "")
        self._say([f"正在排版 {state.title} …"], "muted")
        hidden = (self._review, self.file_button, self.unlock_button, self.package_button)
        for button in hidden:
            button.hide()
        self._enable(ready=False)

    def show_return(
        self, document: Return, warnings: Sequence[str], state: ReturnState, offered: Offered
    ) -> None:
        """Show a return, what stands against sending it, and what is offered to do."""
        self._paper.show_pages(pages_of(document), f"{document.title} {document.period}")
        standing = state.filed if offered.official else _COMPOSED
        said = [*([standing] if standing else []), *(f"◆ {each}" for each in warnings)]
        if warnings:
            self._say(said, "bad" if state.hard else "warn")
        elif not offered.official:
            self._say(said, "muted")
        else:
            self._say(said or ["✓ 应报的单位都报了，没有硬性错误，可以报送。"], "good")
        self._review.setVisible(bool(warnings) and not state.filed_at)
        self.file_button.setVisible(offered.file and not state.filed_at)
        self.unlock_button.setVisible(offered.unlock and bool(state.filed_at))
        self.package_button.setVisible(offered.package and bool(state.arrived))
        self._enable(ready=True)

    def _say(self, sentences: Sequence[str], hue: str) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, colour(hue, self.palette()))
        self._warnings.setPalette(palette)
        self._warnings.setText("\n".join(sentences))

    def _enable(self, *, ready: bool) -> None:
        for button in self._outputs:
            button.setEnabled(ready)

    def _on_page(self, at: int, of: int) -> None:
        self._position.setText(f"第 {at} 页，共 {of} 页" if of else "")


def _tool(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _button(text: str, tip: str, shortcut: QKeySequence | None = None) -> QPushButton:
    button = QPushButton(text)
    if shortcut is not None:
        button.setShortcut(shortcut)
        tip = f"{tip}（{shortcut.toString()}）"
    button.setToolTip(tip)
    return button
