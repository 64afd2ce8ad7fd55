"""What was filed of a return: its versions, their own workbooks, and what each corrects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.ledger import Ledger
from db.snapshots import Snapshot
from desktop import return_dialogs as dialogs
from desktop.models.word_table import Column, WordTable
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import ROW_HEIGHT, RowTable
from workflow import snapshots
from workflow.progress import Reporter

_ROWS_SHOWN = 3
COLUMNS = (
    Column("版本", lambda each: f"第 {each.version} 版"),
    Column("上报时间", lambda each: each.at[:16].replace("T", " ")),
    Column("上报人", lambda each: each.operator or "没有登录"),
    Column("校验码", lambda each: each.sha256[:16], tip=lambda each: f"SHA-256 {each.sha256}"),
    Column("更正原因", lambda each: each.reason),
)


class FiledPane(QWidget):
    """Hidden while nothing was filed. ``notice`` says how saving went."""

    def __init__(self, session: Session, notice: NoticeBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._notice = session, notice
        self._folder = dialogs.documents()
        self._model = WordTable(COLUMNS, self)
        self.table = RowTable(self._model, "上报过的各版")
        self.original_button = QPushButton("原件另存…(&O)")
        self.slip_button = QPushButton("更正说明…(&G)")
        self.original_button.setToolTip("上报时的工作簿，一个字节也不变")
        self.slip_button.setToolTip("和前一版相比更正了哪些数，哪些合计、比率随之变动")
        self._lay_out()
        self.table.chosen.connect(self._on_choice)
        self.table.opened.connect(lambda _: self._ask_original())
        self.original_button.clicked.connect(self._ask_original)
        self.slip_button.clicked.connect(self._ask_slip)
        self.hide()

    def show_versions(self, versions: Sequence[Snapshot]) -> None:
        """Show the versions of a return, the newest first."""
        self._model.show_records(list(reversed(versions)))
        self.setVisible(bool(versions))
        if versions:
            self.table.selectRow(0)
        self._on_choice()

    @property
    def chosen(self) -> Snapshot | None:
        """The version that is chosen."""
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def _on_choice(self) -> None:
        chosen = self.chosen
        self.original_button.setEnabled(chosen is not None)
        self.slip_button.setEnabled(chosen is not None and chosen.version > 1)

    def _ask_original(self) -> None:
        if (chosen := self.chosen) is not None:
            name = chosen.file.replace(".xlsx", f"_第{chosen.version}版.xlsx")
            self._ask("原件另存", name, lambda path: self._save_original(chosen, path))

    def _ask_slip(self) -> None:
        if (chosen := self.chosen) is not None:
            name = chosen.file.replace(".xlsx", f"_更正说明_第{chosen.version}版.xlsx")
            self._ask("保存更正说明", name, lambda path: self._save_slip(chosen, path))

    def _ask(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        from exporters.files import safe_name

        dialogs.ask_where(self, title, self._folder / safe_name(name), chosen)

    def _save_original(self, each: Snapshot, path: Path) -> None:
        replace = path.exists()

        def work(ledger: Ledger, _: Reporter) -> None:
            form = ledger.catalogue.forms[each.form]
            snapshots.save_version(ledger, form, each.end, each.version, path, replace=replace)

        self._run("原件另存", work, path)

    def _save_slip(self, each: Snapshot, path: Path) -> None:
        replace = path.exists()

        def work(ledger: Ledger, _: Reporter) -> None:
            form = ledger.catalogue.forms[each.form]
            snapshots.save_slip(ledger, form, each.end, each.version, path, replace=replace)

        self._run("保存更正说明", work, path)

    def _run(self, title: str, work: Callable[[Ledger, Reporter], None], path: Path) -> None:
        self._folder = path.parent

        def done(_: None) -> None:
            show = [("打开文件", lambda: dialogs.open_file(path))]
            self._notice.say(f"已保存“{path.name}”。", "good", show)

        self._session.run(title, work, done, lambda words: self._notice.say(words, "bad"))

    def _lay_out(self) -> None:
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 6, 1: 12, 2: 7, 3: 12}, stretch=4)
        self.table.setFixedHeight(ROW_HEIGHT * (_ROWS_SHOWN + 1) + 4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(QLabel("上报记录"))
        head.addStretch(1)
        head.addWidget(self.original_button)
        head.addWidget(self.slip_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.table)
