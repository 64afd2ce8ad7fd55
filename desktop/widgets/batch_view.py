"""A batch of files above, the chosen one of them below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.models import staged_files as columns
from desktop.models.staged_files import StagedFilesModel
from desktop.widgets.row_table import RowTable
from desktop.widgets.staged_sheet import StagedSheet
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from workflow.collect import FileStatus, StagedFile


class BatchView(QWidget):
    """``removal_requested`` asks for the chosen files to be taken out of the batch."""

    removal_requested = Signal()

    def __init__(self, area: Area, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = StagedFilesModel({u.code: u.name for u in (*area.units, area.itself)})
        self.file_table = RowTable(self._model, "这一批文件")
        self.file_table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.file_table.set_widths(
            {
                columns.STATUS: 4,
                columns.UNIT: 6,
                columns.FORM: 2,
                columns.PERIOD: 7,
                columns.VALUES: 5,
                columns.CHANGED: 4,
                columns.ISSUES: 3,
            },
            columns.FILE,
        )
        self.sheet = StagedSheet(area, catalogue)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.file_table)
        splitter.addWidget(self.sheet)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 8, 8)
        column.addWidget(splitter)
        self.file_table.chosen.connect(self._show_chosen)
        self.file_table.opened.connect(lambda _: self._enter_sheet())
        self.file_table.removal_requested.connect(self.removal_requested)

    def show_files(self, files: Sequence[StagedFile]) -> None:
        """Show a batch: the file chosen before stays chosen, else the first refused one."""
        rows = self.file_table.rows()
        kept = self._model.files[rows[0]].path if rows else None
        self._model.set_files(files)
        self.sheet.show_file(None)
        paths = [file.path for file in files]
        if kept in paths:
            self.file_table.selectRow(paths.index(kept))
        elif files:
            after = min(rows[0], len(files) - 1) if rows else _first_refused(files)
            self.file_table.selectRow(after)

    def chosen(self) -> list[int]:
        """The positions of the chosen files in the batch."""
        return self.file_table.rows()

    def _show_chosen(self) -> None:
        rows = self.chosen()
        self.sheet.show_file(self._model.files[rows[0]] if rows else None)

    def _enter_sheet(self) -> None:
        tables = (self.sheet.issue_table, self.sheet.value_table)
        for table in tables:
            if table.isVisible() and table.model().rowCount():
                table.setFocus()
                table.selectRow(0)
                return


def _first_refused(files: Sequence[StagedFile]) -> int:
    refused = (n for n, file in enumerate(files) if file.status is FileStatus.REFUSED)
    return next(refused, 0)
