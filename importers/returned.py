"""The sheet we put into a workbook that goes back to its sender: a letter, never figures."""

from __future__ import annotations

from dataclasses import replace

from importers.workbook import Sheet, Workbook

COVER_SHEET = "需要修改"
COVER_MARK = "医养台账退回：请改好后原样发回"


def without_cover(workbook: Workbook) -> Workbook:
    """The workbook as its sender knows it: a corrected copy still carries our list in front."""
    if not any(_is_cover(sheet) for sheet in workbook.sheets):
        return workbook
    return replace(workbook, sheets=tuple(s for s in workbook.sheets if not _is_cover(s)))


def _is_cover(sheet: Sheet) -> bool:
    # A sender's own sheet of that name makes ours 需要修改1.
    return sheet.name.startswith(COVER_SHEET) and sheet.at(0, 0) == COVER_MARK
