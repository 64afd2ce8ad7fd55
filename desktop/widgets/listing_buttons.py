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
    says how saving went. ``sheet`` gives what a workbook is to hold where that is more.
    """

    def __init__(
        self,
        session: Session,
        make: Callable[[], Listing | None],
        notice: NoticeBar,
        parent: QWidget | None = None,
        *,
        sheet: Callable[[], Listing | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._make, self._notice = session, make, notice
        self._sheet = sheet or make
        self._folder = dialogs.documents()
        self.print_button = QPushButton("打印…(&P)")
        self.pdf_button = QPushButton("存为 PDF…(&S)")
        self.sheet_button = QPushButton("存为 Excel…(&X)")
        self.print_button.setToolTip("先看打印预览")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.print_button)
        row.addWidget(self.pdf_button)
        row.addWidget(self.sheet_button)
        self.print_button.clicked.connect(self._print)
        self.pdf_button.clicked.connect(lambda: self._ask_where("pdf", self.save))
        self.sheet_button.clicked.connect(lambda: self._ask_where("xlsx", self.save_sheet))

    def save(self, path: Path) -> None:
        """Save what is shown as PDF; who chose the path has agreed to replace what is there."""

        def write(listing: Listing, replace: bool) -> None:
            from desktop.printing import save_pdf

            save_pdf(path, listing, replace=replace)

        self._save(path, "存为 PDF", self._make(), write)

    def save_sheet(self, path: Path) -> None:
        """Save what is shown as a workbook, with the same agreement."""

        def write(listing: Listing, replace: bool) -> None:
            from exporters.list_sheets import ListSheet, write_list

            sheet = ListSheet(
                listing.title,
                listing.period,
                listing.heads,
                listing.rows,
                listing.right,
                listing.notes,
                listing.demonstration,
            )
            write_list(path, sheet, replace=replace)

        self._save(path, "存为 Excel", self._sheet(), write)

    def _save(
        self,
        path: Path,
        title: str,
        listing: Listing | None,
        write: Callable[[Listing, bool], None],
    ) -> None:
        if listing is None:
            return
        self._folder = path.parent
        replace = path.exists()

        def work(_: Ledger, __: Reporter) -> None:
            write(listing, replace)

        def done(_: None) -> None:
            show = [("打开文件", lambda: dialogs.open_file(path))]
            self._notice.say(f"已保存“{path.name}”。", "good", show)

        self._session.run(title, work, done, lambda words: self._notice.say(words, "bad"))

    def _print(self) -> None:
        if (listing := self._make()) is not None:
            dialogs.preview(self, listing)

    def _ask_where(self, ending: str, save: Callable[[Path], None]) -> None:
        from exporters.files import safe_name

        if (listing := self._make()) is not None:
            name = safe_name(f"{listing.title}_{listing.period}.{ending}".replace("　", "_"))
            title = "存为 PDF" if ending == "pdf" else "存为 Excel"
            dialogs.ask_where(self, title, self._folder / name, save)
