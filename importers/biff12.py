"""What an .xlsb says about cells that the fast reader does not give, or gives wrongly.

Errors, hidden lines, whole days it takes for numbers. Reads just enough records ([MS-XLSB] 2.1.4)
to find them: BrtRowHdr, BrtCellError, BrtFmlaError, BrtColInfo, BrtCellRk, BrtFmt and BrtXF.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from importers.marks import ERROR_TEXTS, Marks, SheetMarks, relations, runs
from importers.serials import BUILT_IN, day_of, shows_date
from importers.workbook import cell_name

_ROW, _PACKED, _CELL_ERROR, _FORMULA_ERROR, _COLUMNS = 0, 2, 3, 11, 60
_FORMAT, _STYLE, _STYLES, _STYLES_END = 0x2C, 0x2F, 0x269, 0x26A
_BOOK_PROPERTIES, _BUNDLED_SHEET = 0x99, 0x9C
# Cells that name no column and stand behind the one before: the fast reader drops them.
_SHORT_CELLS = range(12, 19)
_NO_TEXT = 0xFFFFFFFF


def xlsb_marks(members: Mapping[str, bytes]) -> Marks:
    """Search the worksheets of an unpacked .xlsb.

    Raises ``ValueError`` for cells the fast reader would drop, ``struct.error`` or
    ``IndexError`` where records break off.
    """
    targets = relations(members.get("xl/_rels/workbook.bin.rels", b""))
    dates = _date_styles(members.get("xl/styles.bin", b""))
    dates_1904 = False
    sheets: dict[str, SheetMarks] = {}
    for kind, body in _records(members.get("xl/workbook.bin", b"")):
        if kind == _BOOK_PROPERTIES:
            dates_1904 = bool(body[0] & 1)
        elif kind == _BUNDLED_SHEET:
            relation, place = _text(body, 8)
            name, _ = _text(body, place)
            part = members.get(targets.get(relation, ""), b"")
            sheets[name] = _search(part, dates, dates_1904)
    return Marks(sheets, dates_1904)


def _date_styles(part: bytes) -> frozenset[int]:
    """The positions of the cell styles that show dates."""
    formats = set(BUILT_IN)
    found: list[int] = []
    inside, position = False, 0
    for kind, body in _records(part):
        if kind == _FORMAT and shows_date(_text(body, 2)[0]):
            formats.add(struct.unpack_from("<H", body)[0])
        elif kind in (_STYLES, _STYLES_END):
            inside = kind == _STYLES
        elif kind == _STYLE and inside:
            if struct.unpack_from("<H", body, 2)[0] in formats:
                found.append(position)
            position += 1
    return frozenset(found)


def _search(part: bytes, dates: frozenset[int], dates_1904: bool) -> SheetMarks:
    marks = SheetMarks()
    hidden: list[int] = []
    row = 0
    for kind, body in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10:
                hidden.append(row)
        elif kind == _PACKED:
            # Of packed figures the fast reader looks at the style of those with decimals only.
            if body[8] & 3 == 2 and int.from_bytes(body[4:7], "little") in dates:
                days = struct.unpack_from("<i", body, 8)[0] >> 2
                column = struct.unpack_from("<I", body)[0]
                marks.values.append((row, column, day_of(days, dates_1904)))
        elif kind in (_CELL_ERROR, _FORMULA_ERROR):
            column = struct.unpack_from("<I", body)[0]
            marks.errors.append((cell_name(row, column), ERROR_TEXTS.get(body[8], "")))
        elif kind == _COLUMNS and body[16] & 1:
            marks.hidden_columns.append(struct.unpack_from("<II", body))
        elif kind in _SHORT_CELLS:
            raise ValueError("cells without a column")
    marks.hidden_rows.extend(runs(hidden))
    return marks


def _text(body: bytes, place: int) -> tuple[str, int]:
    """A text and where it ends; nothing for a text that is not there."""
    length = struct.unpack_from("<I", body, place)[0]
    if length == _NO_TEXT:
        return "", place + 4
    end = place + 4 + 2 * length
    return body[place + 4 : end].decode("utf-16-le"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record; both numbers before a body are in bytes of seven bits."""
    position = 0
    while position < len(part):
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[position] & 0x7F) << 7
            position += 1
        length = shift = 0
        while True:
            digit = part[position]
            position += 1
            length |= (digit & 0x7F) << shift
            shift += 7
            if not digit & 0x80 or shift == 28:
                break
        yield kind, part[position : position + length]
        position += length
