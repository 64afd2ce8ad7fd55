"""退回: the sender's own workbook with the wrong cells marked and a first sheet that lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook

from exporters.cover import add_cover, take_back_covers
from exporters.files import make_folder, safe_name, write_bytes_whole
from exporters.grids import Grid, plain_workbook
from exporters.original import Original, losses, open_original
from exporters.remarks import Remark, find_cell, in_order, mark

_GUIDE = (
    "橙底粗框的格必须改正，蓝底虚框的格请核对；每个格的批注写着问题。"
    "改好后保存，把整个工作簿发回，这一页不用删。"
)
_PLAIN_COPY = (
    "原文件的格式不能直接标注，这里按原来的行列另做了一份，样式和公式没有带过来；"
    "请在这一份里改，也可以改好原文件发回。"
)


def write_returned(
    directory: Path,
    name: str,
    content: bytes,
    remarks: Sequence[Remark],
    grids: Callable[[], Sequence[Grid]],
    *,
    replace: bool = False,
) -> Path:
    """Save 退回_``name`` into ``directory``, made if need be; its path.

    ``content`` is the sender's workbook. One that cannot be written on (.xls, .ods, .csv, or too
    large) is replaced by the plain values ``grids`` gives. Raises
    :class:`monitoring.errors.ExpectedError` as :func:`exporters.files.write_whole` does.
    """
    original = open_original(content)
    notes = [f"原文件：{name}", _GUIDE]
    if original is None:
        original = Original(plain_workbook(grids()))
        notes.append(_PLAIN_COPY)
    elif lost := losses(content):
        notes.append(f"原文件里的{'、'.join(lost)}没有带到这一份里；填报的数和公式都在。")
    _annotate(original.workbook, remarks, notes)
    saved = original.saved()
    stem = Path(name).stem or name
    path = directory / safe_name(f"退回_{stem}{'.xlsm' if original.macros else '.xlsx'}")
    make_folder(directory)
    write_bytes_whole(path, saved, replace=replace)
    return path


def _annotate(workbook: Workbook, remarks: Sequence[Remark], notes: Sequence[str]) -> None:
    """Mark the cells and put the list in front, in the place of an earlier one."""
    take_back_covers(workbook)
    ordered = list(in_order(workbook, remarks))
    by_cell: defaultdict[tuple[str, str], list[Remark]] = defaultdict(list)
    cells: dict[tuple[str, str], Any] = {}
    for remark in ordered:
        cell = find_cell(workbook, remark)
        if cell is not None:
            key = (cell.parent.title, cell.coordinate)
            cells[key] = cell
            by_cell[key].append(remark)
    befores = {key: copy(cell._style) for key, cell in cells.items()}
    for key, cell in cells.items():
        mark(cell, by_cell[key])
    add_cover(workbook, ordered, notes, befores)
