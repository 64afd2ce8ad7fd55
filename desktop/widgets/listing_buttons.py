"""Two buttons beside a list: print it, or save it as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.listing_pages import Listing
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from workflow.progress import Reporter


class ListingButtons(QWidget):
    """``make`` gives what is to be printed now, ``None`` before there is anything; ``notice``
    says how saving went.
    """

    def __init__(
        self,
        session: Session,
        make: Callable[[], Listing | None],
        notice: NoticeBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._make, self._notice = session, make, notice
        self._folder = dialogs.documents()
        self.print_button = QPushButton("打印…(&P)")
        self.pdf_button = QPushButton("存为 PDF…(&S)")
        self.print_button.setToolTip("先看打印预览")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.print_button)
        row.addWidget(self.pdf_button)
        self.print_button.clicked.connect(self._print)
        self.pdf_button.clicked.connect(self._ask_where)

    def save(self, path: Path) -> None:
        """Save what is shown as PDF; who chose the path has agreed to replace what is there."""
        listing = self._make()
        if listing is None:
            return
        self._folder = path.parent
        replace = path.exists()

        def work(_: Ledger, __: Reporter) -> None:
            from desktop.printing import save_pdf

            save_pdf(path, listing, replace=replace)

        def done(_: None) -> None:
            show = [("打开文件", lambda: dialogs.open_file(path))]
            self._notice.say(f"已保存“{path.name}”。", "good", show)

        self._session.run("存为 PDF", work, done, lambda words: self._notice.say(words, "bad"))

    def _print(self) -> None:
        if (listing := self._make()) is not None:
            dialogs.preview(self, listing)

    def _ask_where(self) -> None:
        from exporters.files import safe_name

        if (listing := self._make()) is not None:
            name = safe_name(f"{listing.title}_{listing.period}.pdf".replace("　", "_"))
            dialogs.ask_where(self, "存为 PDF", self._folder / name, self.save)
