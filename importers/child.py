"""The reading process: bytes in, one JSON answer out, nothing of ours at risk.

Strangers' workbooks can abort the reader, loop, or ask for all memory there is; here that costs
one process. Imports only what reading needs, so that it starts quickly.

A request is two lengths of four bytes (big endian), the passwords to try as a JSON list, and the
file; an answer is one length and JSON:
``{"sheets": [{"name", "hidden", "top", "left", "rows", "merges", "errors", "uncached",
"hidden_rows", "hidden_columns"}],
"dates_1904"}`` or ``{"refused": code, "what": detail}``.
"""

from __future__ import annotations

import datetime
import gc
import io
import json
import os
import struct
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import python_calamine

from importers.container import Refused, unpacked
from importers.kinds import OLE, kind_of
from importers.limits import ANSWER_LIMIT, CELL_LIMIT
from importers.marks import Marks, SheetMarks, xlsx_marks

if TYPE_CHECKING:
    from importers.opendocument import OdsSheet

MEMORY_LIMIT = 1 << 30
# A sheet above this many cells is sent row by row, so that its blanks are never all in memory.
DENSE_LIMIT = 1_000_000
_FATAL = frozenset(("crashed", "too_large"))


def main() -> None:
    """Answer requests until the input ends, or until a file has shaken the process."""
    requests, answers = sys.stdin.buffer, _claim_output()
    # One file leaves no cycles worth collecting while it is read.
    gc.disable()
    _limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else MEMORY_LIMIT)
    while len(head := requests.read(8)) == 8:
        before, length = struct.unpack(">II", head)
        passwords = json.loads(requests.read(before) or b"[]")
        answer = _answer(requests.read(length), passwords)
        body = _encoded(answer)
        if len(body) > ANSWER_LIMIT:
            answer = {"refused": "too_large"}
            body = _encoded(answer)
        answers.write(struct.pack(">I", len(body)) + body)
        answers.flush()
        if answer.get("refused") in _FATAL:
            return


def read(data: bytes) -> dict[str, Any]:
    """The answer for a workbook or a table as text, whose sheet is named by the file.

    Raises :class:`Refused`, and whatever the reader raises.
    """
    if not data.startswith((b"PK", OLE)):
        return _within_limits({"sheets": [_text_sheet(data)], "dates_1904": False})
    if data.startswith(OLE):
        sheets, dates_1904 = _xls_sheets(data)
    else:
        sheets, dates_1904 = _container_sheets(data)
    if not sheets:
        raise Refused("empty")
    return _within_limits({"sheets": sheets, "dates_1904": dates_1904})


def _within_limits(answer: dict[str, Any]) -> dict[str, Any]:
    if sum(sum(map(len, sheet["rows"])) for sheet in answer["sheets"]) > CELL_LIMIT:
        raise Refused("too_large")
    return answer


def _xls_sheets(data: bytes) -> tuple[list[dict[str, Any]], bool]:
    from importers.biff import xls_marks

    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        try:
            marks = xls_marks(data, workbook.sheet_names)
        except ValueError:
            raise Refused("damaged") from None
        return _sheets(workbook, marks), marks.dates_1904


def _container_sheets(data: bytes) -> tuple[list[dict[str, Any]], bool]:
    """The sheets of what is a container, whose members are all verified to be whole."""
    parts = unpacked(data)
    try:
        if (content := parts.get("content.xml")) is not None:
            from importers.opendocument import ods_sheets

            return [_ods_sheet(sheet) for sheet in ods_sheets(content)], False
        if "xl/workbook.bin" in parts:
            from importers.biff12 import xlsb_marks

            marks = xlsb_marks(parts)
        else:
            marks = xlsx_marks(parts)
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return _sheets(workbook, marks), marks.dates_1904
    except (python_calamine.CalamineError, ValueError, struct.error, IndexError):
        raise Refused("unclear") from None


def _sheets(workbook: python_calamine.CalamineWorkbook, marks: Marks) -> list[dict[str, Any]]:
    # By one name the reader would give one sheet twice, and the other not at all.
    if len(set(workbook.sheet_names)) < len(workbook.sheet_names):
        raise Refused("unclear")
    return [
        _sheet(workbook, entry, marks.of(entry.name))
        for entry in workbook.sheets_metadata
        if entry.typ is python_calamine.SheetTypeEnum.WorkSheet
    ]


def _encoded(answer: dict[str, Any]) -> bytes:
    return _encode(answer).encode("utf-8", "replace")


def _answer(data: bytes, passwords: list[str]) -> dict[str, Any]:
    # A panic of the Rust reader derives from BaseException; it must become an answer as well.
    try:
        if kind_of(data) == "encrypted":
            return read(_decrypted(data, passwords))
        return _read_or_decrypt(data, passwords)
    except Refused as refused:
        return {"refused": refused.code, "what": refused.what}
    except python_calamine.CalamineError:
        return {"refused": "damaged"}
    except MemoryError:
        return {"refused": "too_large"}
    except BaseException as error:
        return {"refused": "crashed", "what": type(error).__name__}


def _read_or_decrypt(data: bytes, passwords: list[str]) -> dict[str, Any]:
    """An .xls says only inside its stream that it is encrypted."""
    try:
        return read(data)
    except python_calamine.CalamineError:
        from importers.biff import is_locked

        if not data.startswith(OLE) or not is_locked(data):
            raise
    return read(_decrypted(data, passwords))


def _decrypted(data: bytes, passwords: list[str]) -> bytes:
    from importers.passwords import NoKeyError, decrypted

    try:
        return decrypted(data, passwords)
    except NoKeyError:
        raise Refused("wrong_password" if passwords else "encrypted") from None
    except ValueError:
        raise Refused("damaged") from None


def _text_sheet(data: bytes) -> dict[str, Any]:
    from importers.delimited import Prose, read_delimited

    try:
        rows = [_cells(row) for row in read_delimited(data)]
    except Prose:
        raise Refused("not_a_workbook", "文本") from None
    except ValueError:
        raise Refused("damaged") from None
    if not rows:
        raise Refused("empty")
    blank: dict[str, list[Any]] = {"merges": [], "errors": [], "uncached": []}
    return {"name": "", "hidden": False, "top": 0, "left": 0, "rows": rows} | blank


def _sheet(
    workbook: python_calamine.CalamineWorkbook,
    entry: python_calamine.SheetMetadata,
    marks: SheetMarks,
) -> dict[str, Any]:
    sheet = workbook.get_sheet_by_name(entry.name)
    top, left = sheet.start or (0, 0)
    rows = _rows(sheet)
    for row, column, value in marks.values:
        rows[row - top][column - left] = value
    return {
        "name": entry.name,
        "hidden": entry.visible is not python_calamine.SheetVisibleEnum.Visible,
        "top": top,
        "left": left,
        "rows": rows,
        "merges": [[*start, *end] for start, end in sheet.merged_cell_ranges or ()],
        "errors": marks.errors,
        "uncached": marks.uncached,
        "hidden_rows": marks.hidden_rows,
        "hidden_columns": marks.hidden_columns,
    }


def _ods_sheet(sheet: OdsSheet) -> dict[str, Any]:
    return vars(sheet) | {"top": 0, "left": 0, "rows": [_cells(row) for row in sheet.rows]}


def _rows(sheet: python_calamine.CalamineSheet) -> list[Any]:
    """Rows of the used range; a long sheet's blank rows and tails are left out."""
    if sheet.height * sheet.width <= DENSE_LIMIT:
        return [_cells(row) for row in sheet.to_python()]
    rows: list[Any] = []
    filled = 0
    # iter_rows begins at row 1 but, like to_python, at the first used column.
    top, _ = sheet.start or (0, 0)
    for position, row in enumerate(sheet.iter_rows()):
        if position < top:
            continue
        while row and row[-1] == "":
            row.pop()
        rows.append(_cells(row))
        if row:
            filled = len(rows)
    return rows[:filled]


def _cells(row: list[Any]) -> list[Any]:
    """Blanks as null and whole numbers as integers, which JSON reads several times faster.

    Up to fifteen digits a whole number is the same either way.
    """
    return [
        (int(cell) if cell.is_integer() and -1e15 < cell < 1e15 else cell)
        if cell.__class__ is float
        else (None if cell == "" else cell)
        for cell in row
    ]


def _plain(cell: Any) -> dict[str, str]:
    kinds = {
        datetime.datetime: "datetime",
        datetime.date: "date",
        datetime.time: "time",
    }
    if isinstance(cell, datetime.timedelta):
        return {"seconds": str(cell.total_seconds())}
    return {kinds[type(cell)]: cell.isoformat()}


# Answers hold no circles; to look for them costs a fifth of writing one.
_encode = json.JSONEncoder(default=_plain, ensure_ascii=False, check_circular=False).encode


def _claim_output() -> BinaryIO:
    """Keep standard output for answers alone: whatever else prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.close(silence)
    return answers


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
