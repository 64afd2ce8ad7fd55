"""A workbook filled, saved and proved: read again from the disk, every filled cell compared."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from exporters.files import write_whole
from exporters.filling import Content, Filling, text_of
from importers.reader import Reader, Unreadable
from importers.workbook import Scalar, Workbook, cell_at
from monitoring.errors import ExpectedError

_NAMED = 3
_RESAVE = "请用 Excel 或 WPS 打开市局的原表，另存为 .xlsx 后重新套用"


def save_filled(
    path: Path,
    filled: bytes,
    cells: Filling,
    *,
    replace: bool = False,
    reader: Reader | None = None,
) -> int:
    """Write a ``filled`` workbook to ``path``; how many of its ``cells`` were read back alike.

    The file gets its name only after it has been read as any workbook is read here and every
    filled cell is exactly what was put in; until then what stood at ``path`` stays. Raises
    :class:`ExpectedError` as :func:`exporters.files.write_whole` does, and when a cell reads
    otherwise.
    """

    def write(temporary: Path) -> None:
        temporary.write_bytes(filled)
        if reader is not None:
            _prove(path.name, temporary, cells, reader)
        else:
            with Reader() as own:
                _prove(path.name, temporary, cells, own)

    write_whole(path, write, replace=replace)
    return sum(len(wanted) for wanted in cells.values())


def differences(workbook: Workbook, cells: Filling) -> list[str]:
    """The filled cells that a workbook does not hold as they were put in, as a clerk says them."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    found = []
    for name, wanted in cells.items():
        sheet = sheets.get(name)
        for address, content in wanted.items():
            read = None if sheet is None else sheet.at(*cell_at(address))
            if not _alike(read, content):
                found.append(f"“{name}”{address} 应是“{_said(content)}”，读出“{_said(read)}”")
    return found


def _prove(name: str, temporary: Path, cells: Filling, reader: Reader) -> None:
    try:
        workbook = reader.read(name, temporary.read_bytes())
    except Unreadable as error:
        raise ExpectedError(f"“{name}”填好后读不回来，没有保存；{_RESAVE}。") from error
    if found := differences(workbook, cells):
        more = f"等 {len(found)} 格" if len(found) > _NAMED else ""
        raise ExpectedError(
            f"“{name}”填好后读回来有不一样的格，没有保存：{'；'.join(found[:_NAMED])}{more}；"
            "请核对这些格子的数字格式（例如设成了日期），改好后再填。"
        )


def _alike(read: Scalar, content: Content) -> bool:
    if content is None:
        return read is None
    if isinstance(content, str):
        return (read or "") == text_of(content)
    return isinstance(read, int | Decimal) and not isinstance(read, bool) and read == content


def _said(content: Content | Scalar) -> str:
    return "空" if content is None else str(content)
