"""A batch of files on the left, the chosen one of them on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.models import staged_files as columns
from desktop.models.choices import Choices
from desktop.models.staged_files import StagedFilesModel
from desktop.widgets.file_delegate import FILE_HEIGHT, FileDelegate
from desktop.widgets.row_table import RowTable
from desktop.widgets.staged_sheet import StagedSheet
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from workflow.collect import FileStatus, StagedFile

_LIST_WIDTH = 420
_TOLD_BELOW = (columns.UNIT, columns.FORM, columns.PERIOD, columns.VALUES, columns.CHANGED)


class BatchView(QWidget):
    """``removal_requested`` asks for the chosen files to be taken out of the batch,
    ``file_chosen`` follows the file on the right.
    """

    removal_requested = Signal()
    file_chosen = Signal()

    def __init__(
        self, area: Area, catalogue: Catalogue, choices: Choices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = StagedFilesModel({u.code: u.name for u in (*area.units, area.itself)})
        self.file_table = RowTable(self._model, "这一批文件")
        self.file_table.setItemDelegateForColumn(columns.FILE, FileDelegate(self.file_table))
        self.file_table.verticalHeader().setDefaultSectionSize(FILE_HEIGHT)
        self.file_table.set_widths({columns.STATUS: 4, columns.ISSUES: 2}, columns.FILE)
        for column in _TOLD_BELOW:
            self.file_table.setColumnHidden(column, True)
        self.sheet = StagedSheet(area, catalogue, choices)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.file_table)
        splitter.addWidget(self.sheet)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 4)
        splitter.setSizes([_LIST_WIDTH, 720])
        row = QVBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 8)
        row.addWidget(splitter)
        self.file_table.chosen.connect(self._show_chosen)
        self.file_table.opened.connect(lambda _: self.sheet.findings.enter())
        self.file_table.removal_requested.connect(self.removal_requested)

    def show_files(self, files: Sequence[StagedFile]) -> None:
        """Show a batch: the file chosen before stays chosen, else the first refused one."""
        rows = self.file_table.rows()
        kept = self._model.files[rows[0]].path if rows else None
        self.file_table.blockSignals(True)
        self._model.set_files(files)
        self.file_table.blockSignals(False)
        self.sheet.alone = sum(file.status is FileStatus.STAGED for file in files) == 1
        paths = [file.path for file in files]
        if kept in paths:
            self.file_table.selectRow(paths.index(kept))
        elif files:
            after = min(rows[0], len(files) - 1) if rows else _first_refused(files)
            self.file_table.selectRow(after)
        else:
            self._show_chosen()

    def choose(self, file: StagedFile) -> None:
        """Show another file of the batch."""
        for row, each in enumerate(self._model.files):
            if each is file:
                self.file_table.selectRow(row)

    def chosen(self) -> list[int]:
        """The positions of the chosen files in the batch."""
        return self.file_table.rows()

    def _show_chosen(self) -> None:
        rows = self.chosen()
        self.sheet.show_file(self._model.files[rows[0]] if rows else None)
        self.file_chosen.emit()


def _first_refused(files: Sequence[StagedFile]) -> int:
    refused = (n for n, file in enumerate(files) if file.status is FileStatus.REFUSED)
    return next(refused, 0)
