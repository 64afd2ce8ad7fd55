"""驾驶舱 on the page 对标: one plan on one sheet, and buttons that print and save it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.cockpit_sheet import sheet_of
from desktop.models.cockpit import Cockpit, cockpit_of
from desktop.models.inspection import Background
from desktop.models.targets import TargetLine
from desktop.paper import WIDTH
from desktop.session import Session
from desktop.widgets.facts_view import text_label
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.sheet_page import Make, SheetPage
from workflow.progress import Reporter

# On the screen the page needs no margin for a printer.
_SCREEN_EDGE = 140


class CockpitPane(QWidget):
    """``target_chosen`` carries the id of a target, ``unit_chosen`` the code of a unit that were
    clicked on the sheet; ``notice`` says how saving went.
    """

    target_chosen = Signal(str)
    unit_chosen = Signal(str)

    def __init__(self, session: Session, notice: NoticeBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._notice = session, notice
        self._cockpit: Cockpit | None = None
        self._folder = dialogs.documents()
        self._page = SheetPage("驾驶舱")
        self._hint = text_label("点一行看那个目标或单位；方向键选，回车打开。")
        self._print = QPushButton("打印…(&P)")
        self._print.setShortcut(QKeySequence(QKeySequence.StandardKey.Print))
        self._print.setToolTip("先看打印预览（Ctrl+P）")
        self._pdf, self._png = QPushButton("存为 PDF…(&F)"), QPushButton("存为图片…(&M)")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._hint, 1)
        for button in (self._print, self._pdf, self._png):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._page, 1)
        layout.addLayout(buttons)
        self.setFocusProxy(self._page)
        self._connect()

    def _connect(self) -> None:
        self._page.followed.connect(self._follow)
        self._print.clicked.connect(self._preview)
        self._pdf.clicked.connect(lambda: self._ask_where("pdf"))
        self._png.clicked.connect(lambda: self._ask_where("png"))

    @property
    def cockpit(self) -> Cockpit | None:
        """What is shown."""
        return self._cockpit

    def show_plan(self, plan: str, lines: Sequence[TargetLine], behind: Background) -> None:
        """Show a plan by its code; the county's own first one for none."""
        self._cockpit = cockpit_of(plan, lines, behind)
        shown = self._cockpit
        self._page.show_page(_set_for(shown) if shown else None, shown.title if shown else "")
        for button in (self._print, self._pdf, self._png):
            button.setEnabled(shown is not None)

    def save(self, path: Path) -> None:
        """Save as PDF or PNG; who chose the path has agreed to replace what is there."""
        if self._cockpit is None:
            return
        from desktop.cockpit_paper import writer
        from exporters.files import write_whole

        self._folder, replace = path.parent, path.exists()
        write = writer(sheet_of(self._cockpit), self._cockpit.title, path.suffix.lstrip("."))

        def work(_: Ledger, __: Reporter) -> None:
            write_whole(path, write, replace=replace)

        def done(_: None) -> None:
            show = [("打开文件", lambda: dialogs.open_file(path))]
            self._notice.say(f"已保存“{path.name}”。", "good", show)

        self._session.run("存驾驶舱", work, done, lambda words: self._notice.say(words, "bad"))

    def _follow(self, kind: str, key: str) -> None:
        (self.target_chosen if kind == "target" else self.unit_chosen).emit(key)

    def _preview(self) -> None:
        if self._cockpit is not None:
            from desktop.cockpit_paper import preview

            preview(self, sheet_of(self._cockpit), self._cockpit.title)

    def _ask_where(self, ending: str) -> None:
        if self._cockpit is None:
            return
        from exporters.files import safe_name

        shown = self._cockpit
        name = safe_name(f"{shown.area}_{shown.plan.name}_驾驶舱_{shown.month}.{ending}")
        title = "存为 PDF" if ending == "pdf" else "存为图片"
        dialogs.ask_where(self, title, self._folder / name, self.save)


def _set_for(cockpit: Cockpit) -> Make:
    """The page as high as the screen shows it, where everything finds room in that."""
    return lambda width, height: sheet_of(cockpit, WIDTH * height // width, _SCREEN_EDGE)
