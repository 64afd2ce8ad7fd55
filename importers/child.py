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
import zipfile
import zlib
from typing import Any, BinaryIO

import python_calamine

from importers.biff import xls_marks
from importers.kinds import OLE, kind_of
from importers.marks import Marks, xlsx_marks
from importers.opendocument import ods_marks

MEMORY_LIMIT = 1 << 30
CONTENT_LIMIT = 200 << 20
# A sheet above this many cells is sent row by row, so that its blanks are never all in memory.
DENSE_LIMIT = 1_000_000
_MARKED = ("xl/worksheets/", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml")
_FATAL = frozenset(("crashed", "too_large"))


class Refused(Exception):  # noqa: N818 - an answer rather than an error
    """A file that is no readable workbook: a code of :mod:`importers.reader` and what it is."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


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
        body = json.dumps(answer, default=_plain, ensure_ascii=False).encode("utf-8", "replace")
        answers.write(struct.pack(">I", len(body)) + body)
        answers.flush()
        if answer.get("refused") in _FATAL:
            return


def read(data: bytes) -> dict[str, Any]:
    """The answer for a workbook or a table as text, whose sheet is named by the file.

    Raises :class:`Refused`, and whatever the reader raises.
    """
    if not data.startswith((b"PK", OLE)):
        return {"sheets": [_text_sheet(data)], "dates_1904": False}
    marks = _check_container(data) if data.startswith(b"PK") else Marks()
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        if not data.startswith(b"PK"):
            marks = xls_marks(data, workbook.sheet_names)
        sheets = [
            _sheet(workbook, entry, marks)
            for entry in workbook.sheets_metadata
            if entry.typ is python_calamine.SheetTypeEnum.WorkSheet
        ]
    if not sheets:
        raise Refused("empty")
    return {"sheets": sheets, "dates_1904": marks.dates_1904}


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
    except python_calamine.CalamineError as error:
        if "password" not in str(error).lower():
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
    workbook: python_calamine.CalamineWorkbook, entry: python_calamine.SheetMetadata, marks: Marks
) -> dict[str, Any]:
    sheet = workbook.get_sheet_by_name(entry.name)
    top, left = sheet.start or (0, 0)
    errors, uncached = marks.of(entry.name)
    hidden_rows, hidden_columns = marks.hidden.get(entry.name, ((), ()))
    return {
        "name": entry.name,
        "hidden": entry.visible is not python_calamine.SheetVisibleEnum.Visible,
        "top": top,
        "left": left,
        "rows": _rows(sheet),
        "merges": [[*start, *end] for start, end in sheet.merged_cell_ranges or ()],
        "errors": errors,
        "uncached": uncached,
        "hidden_rows": hidden_rows,
        "hidden_columns": hidden_columns,
    }


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


def _check_container(data: bytes) -> Marks:
    """Read every member once: checksums, real sizes, and the marks calamine does not give."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            # Of an archive cut short, the list of the last one inside it is found instead.
            if min((member.header_offset for member in members), default=0) > 0:
                raise Refused("damaged")
            _check_document(archive, {member.filename for member in members})
            if sum(member.file_size for member in members) > CONTENT_LIMIT:
                raise Refused("too_large")
            if any(member.flag_bits & 1 for member in members):
                raise Refused("locked")
        contents = ((member.filename, _unpack(data, member)) for member in members)
        marked = {name: xml for name, xml in contents if name.startswith(_MARKED)}
        if content := marked.pop("content.xml", None):
            return ods_marks(content)
        return xlsx_marks(marked)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError):
        raise Refused("damaged") from None


def _unpack(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """One member, its size and checksum verified. zipfile's own reading takes twice as long."""
    names = struct.unpack_from("<HH", data, member.header_offset + 26)
    start = member.header_offset + 30 + sum(names)
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-15).decompress(packed, member.file_size + 1)
    elif member.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed)
    else:
        raise Refused("damaged")
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise Refused("damaged")
    return content


def _check_document(archive: zipfile.ZipFile, names: set[str]) -> None:
    if any(name.startswith("xl/workbook") for name in names):
        return
    if "word/document.xml" in names:
        raise Refused("not_a_workbook", "Word 文档")
    if "ppt/presentation.xml" in names:
        raise Refused("not_a_workbook", "PowerPoint 演示文稿")
    if "mimetype" in names:
        kind = archive.read("mimetype").decode("ascii", "replace")
        if "spreadsheet" not in kind:
            raise Refused("not_a_workbook", "Writer 文档" if "text" in kind else "其他种类的文档")
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused("locked")
    elif "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise Refused("not_a_workbook", "压缩包")


def _plain(cell: Any) -> dict[str, str]:
    kinds = {
        datetime.datetime: "datetime",
        datetime.date: "date",
        datetime.time: "time",
    }
    if isinstance(cell, datetime.timedelta):
        return {"seconds": str(cell.total_seconds())}
    return {kinds[type(cell)]: cell.isoformat()}


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
