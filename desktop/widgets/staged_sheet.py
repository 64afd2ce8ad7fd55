"""The chosen file of a batch: the question it waits for, its own sheet, and what it would write."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.models.choices import Choices
from desktop.models.marks import Marks, marks_of
from desktop.models.staged_files import can_go_back, is_asking, is_locked, status_text
from desktop.plain import plain_tip
from desktop.widgets.file_findings import FileFindings
from desktop.widgets.mode_control import ModeControl
from desktop.widgets.question_bar import QuestionBar
from desktop.widgets.sheet_view import SheetView
from importers.workbook import Workbook
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from workflow.collect import Change, FileStatus, Mode, StagedFile


class StagedSheet(QWidget):
    """``workbook_needed`` asks for the file's workbook, to be given to :meth:`show_workbook`;
    ``mode_chosen`` carries how this file is to be written, ``send_back_requested`` the file.
    """

    workbook_needed = Signal(object)
    mode_chosen = Signal(object, str)
    send_back_requested = Signal(object)

    def __init__(
        self, area: Area, catalogue: Catalogue, choices: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._area, self._catalogue, self._choices = area, catalogue, choices
        self._file: StagedFile | None = None
        self._place: tuple[str, str] | None = None
        # The control for all files says it for a file that is the only one.
        self.alone = False
        self.question_bar = QuestionBar()
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.mode_control = ModeControl("这个文件")
        self.send_back_button = QPushButton("退回修改…")
        self.send_back_button.setToolTip("做一份标出问题的副本，发回给填报单位改")
        self.sheet_view = SheetView()
        self.findings = FileFindings(area, catalogue, choices)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._heading, 1)
        head.addWidget(self.mode_control)
        head.addWidget(self.send_back_button)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.sheet_view)
        self._splitter.addWidget(self.findings)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setSizes([360, 220])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.question_bar)
        column.addLayout(head)
        column.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self.findings.place_chosen.connect(self.sheet_view.show_cell)
        self.findings.place_opened.connect(self._enter_cell)
        self.findings.ticked.connect(self._show_written)
        self.sheet_view.cell_chosen.connect(self.findings.mark_place)
        self.mode_control.chosen.connect(lambda mode: self.mode_chosen.emit(self._file, mode))
        self.send_back_button.clicked.connect(lambda: self.send_back_requested.emit(self._file))

    @property
    def file(self) -> StagedFile | None:
        """The file shown."""
        return self._file

    @property
    def heading(self) -> str:
        """How the file stands, in one line."""
        return self._heading.text()

    def show_file(self, file: StagedFile | None) -> None:
        """Show a file, or nothing. The same bytes read anew keep their place in the sheet."""
        before, self._file = self._file, file
        self.findings.show_file(file)
        readable = file is not None and file.reading is not None
        self.sheet_view.setVisible(readable)
        self.send_back_button.setVisible(file is not None and can_go_back(file))
        self._heading.setToolTip("" if file is None else plain_tip(str(file.path)))
        same = file is not None and before is not None and before.sha256 == file.sha256
        if file is None or not readable:
            self.sheet_view.show_workbook(None, {})
        elif not (same and self.sheet_view.has_workbook):
            self._place = None
            self.sheet_view.say("正在打开原表…")
            self.workbook_needed.emit(file)
        self.show_choices()

    def show_workbook(self, sha256: str, workbook: Workbook | None) -> None:
        """Show the workbook of the file, unless another file was chosen by now."""
        file = self._file
        if file is None or file.sha256 != sha256:
            return
        if workbook is None:
            self.sheet_view.say("原表打不开，只能看读出来的数字。")
        else:
            self.sheet_view.show_workbook(workbook, self._marks(file))
            if self._place is not None:
                self.sheet_view.show_cell(*self._place)

    def go_to(self, sheet: str, cell: str) -> None:
        """Show a cell of the file, as soon as its workbook is open."""
        self._place = (sheet, cell)
        self.sheet_view.show_cell(sheet, cell)

    def show_choices(self) -> None:
        """Read the clerk's choices anew."""
        file = self._file
        if file is not None and self.sheet_view.has_workbook:
            self.sheet_view.show_marks(self._marks(file))
        self.findings.show_choices()
        staged = file is not None and file.status is FileStatus.STAGED
        self.mode_control.setVisible(staged and not self.alone)
        if file is not None and staged:
            self.mode_control.show_mode(self._choices.mode_of(file))
        self._write_heading()

    def _marks(self, file: StagedFile) -> Marks:
        return marks_of(file, self._area, self._catalogue, self._choices)

    def _show_written(self) -> None:
        if self._file is not None and self.sheet_view.has_workbook:
            self.sheet_view.show_marks(self._marks(self._file))
        self._write_heading()

    def _write_heading(self) -> None:
        self._heading.setText("" if self._file is None else self._summary(self._file))

    def _summary(self, file: StagedFile) -> str:
        """How the file stands, in words."""
        status = status_text(file)
        if is_asking(file):
            return f"{status}　回答上面的问题后就能收"
        if is_locked(file):
            return f"{status}　在上面输入打开密码后就能读"
        if file.status is FileStatus.REFUSED:
            return f"{status}　没有收，按下面的说明改好再收"
        counts = {change: self.findings.values.count(change) for change in Change}
        said = (
            f"新增 {counts[Change.NEW]:,}，改动 {counts[Change.CHANGED]:,}，"
            f"不变 {counts[Change.SAME]:,}"
        )
        if file.status is not FileStatus.STAGED:
            blanked = counts[Change.BLANK] if file.mode is Mode.REPLACE else 0
            return f"{status}　{said}" + (f"，清空 {blanked:,}" if blanked else "")
        written = self._choices.count([file]).total()
        if counts[Change.BLANK]:
            said += f"，文件里空着 {counts[Change.BLANK]:,}"
        return f"{status}　{said}；将写 {written:,} 个"

    def _enter_cell(self, sheet: str, cell: str) -> None:
        if self.sheet_view.show_cell(sheet, cell):
            self.sheet_view.grid.setFocus()
