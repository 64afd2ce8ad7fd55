"""What an .xls says about cells that the fast reader does not give, or gives wrongly.

Errors, formulas without a result, hidden lines, dates by formats of the writer's own numbering.
Reads just enough records ([MS-XLS] 2.4.28 BoundSheet8, 2.4.24 BoolErr, 2.4.127 Formula, 2.4.126
Format, 2.4.353 XF) to find them. There are no checksums, so that what cannot be followed to the
end of each sheet is taken for damaged.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.compound import workbook_stream
from importers.marks import ERROR_TEXTS, Marks, SheetMarks, runs
from importers.serials import day_of, shows_date
from importers.workbook import cell_name

_BOF, _EOF = 0x0809, 0x000A
_BOUND_SHEET, _FILE_PASS, _DATE_MODE, _FORMAT, _XF = 0x0085, 0x002F, 0x0022, 0x041E, 0x00E0
_ROW, _COL_INFO, _BOOL_ERR = 0x0208, 0x007D, 0x0205
_NUMBER, _RK, _MUL_RK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
# Formulas as older programs write them, which the fast reader passes over.
_OLD_FORMULAS = (0x0206, 0x0406)
# The numbers 2.4.126 allows: the fast reader takes formats of all others for built-in ones.
_ALLOWED = frozenset((*range(5, 9), *range(23, 27), *range(41, 45), *range(63, 67)))
_CUSTOM = range(164, 383)
_HOLE = bytes(8)
_BROKEN = (struct.error, IndexError, ValueError)


def is_locked(data: bytes) -> bool:
    """Whether an .xls has a password (2.4.117 FilePass), which only its records say."""
    try:
        return any(kind == _FILE_PASS for kind, _ in _records(workbook_stream(data), 0))
    except _BROKEN:
        return False


def xls_marks(data: bytes, names: list[str]) -> Marks:
    """What is to be marked by sheet, the sheets named in the order of the file.

    Raises ``ValueError`` where records break off or are overwritten.
    """
    try:
        stream = workbook_stream(data)
        book = _book(stream)
        found = {
            name: _marks(stream, start, book)
            for name, start in zip(names, book.starts, strict=True)
        }
    except _BROKEN as error:
        raise ValueError("records that cannot be followed") from error
    if any(not sheet.zeros_only for sheet in found.values()):
        # A program that calculates leaves something other than zeros behind.
        for sheet in found.values():
            sheet.uncertain.clear()
    return Marks({name: sheet.marks() for name, sheet in found.items()}, book.dates_1904)


@dataclass
class _Book:
    """Where the sheets begin, and which cell styles the fast reader takes for another kind."""

    starts: list[int] = field(default_factory=list)
    dates_1904: bool = False
    # By the position of the style: whether it shows a date.
    styles: dict[int, bool] = field(default_factory=dict)


@dataclass
class _Sheet:
    errors: list[tuple[str, str]] = field(default_factory=list)
    uncached: list[str] = field(default_factory=list)
    # Zeros of formulas that are to be calculated when the file is opened.
    uncertain: list[str] = field(default_factory=list)
    zeros_only: bool = True
    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    values: list[tuple[int, int, object]] = field(default_factory=list)

    def marks(self) -> SheetMarks:
        uncached = self.uncached + self.uncertain
        return SheetMarks(
            self.errors, uncached, runs(sorted(set(self.rows))), self.columns, self.values
        )


def _book(stream: bytes) -> _Book:
    book = _Book()
    formats: dict[int, bool] = {}
    style = 0
    for kind, body in _records(stream, 0):
        if kind == _BOUND_SHEET:
            book.starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _DATE_MODE:
            book.dates_1904 = body[:1] == b"\x01"
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", body)[0]
            if number not in _ALLOWED and number not in _CUSTOM:
                formats[number] = shows_date(_text(body[2:]))
        elif kind == _XF:
            shows = formats.get(struct.unpack_from("<H", body, 2)[0])
            if shows is not None:
                book.styles[style] = shows
            style += 1
    return book


def _text(body: bytes) -> str:
    """A text of 2.5.294; of older files, whose texts are bytes, only what is ASCII comes right."""
    length, wide = struct.unpack_from("<HB", body)
    return body[3 : 3 + 2 * length].decode("utf-16-le") if wide & 1 else body[3:].decode("latin-1")


def _marks(stream: bytes, start: int, book: _Book) -> _Sheet:
    sheet = _Sheet()
    for kind, body in _records(stream, start):
        if kind == _FORMULA:
            _formula(body, sheet)
        elif kind == _BOOL_ERR and body[7]:
            sheet.errors.append((_name(body), ERROR_TEXTS.get(body[6], "")))
        elif kind in _OLD_FORMULAS:
            sheet.uncached.append(_name(body))
        # 2.4.221 Row, fDyZero, and 2.4.53 ColInfo, fHidden
        elif kind == _ROW and body[12] & 0x20:
            sheet.rows.append(struct.unpack_from("<H", body)[0])
        elif kind == _COL_INFO and body[8] & 0x01:
            sheet.columns.append(struct.unpack_from("<HH", body))
        if book.styles and kind in _FIGURES:
            sheet.values.extend(_restyled(kind, body, book))
    return sheet


def _formula(body: bytes, sheet: _Sheet) -> None:
    """The eight bytes of result are a number unless the last two say otherwise."""
    if body[12:14] == b"\xff\xff" and body[6] == 2:
        sheet.errors.append((_name(body), ERROR_TEXTS.get(body[8], "")))
    # Programs that write formulas without calculating them leave 0 and wish for a calculation.
    elif body[14] & 0x02:
        if body[6:14] == bytes(8):
            sheet.uncertain.append(_name(body))
        else:
            sheet.zeros_only = False


def _name(body: bytes) -> str:
    row, column = struct.unpack_from("<HH", body)
    return cell_name(row, column)


_FIGURES = frozenset((_NUMBER, _RK, _MUL_RK, _FORMULA))


def _restyled(kind: int, body: bytes, book: _Book) -> Iterator[tuple[int, int, object]]:
    """Figures whose style the fast reader takes for another kind, as what they are."""
    row, column = struct.unpack_from("<HH", body)
    if kind == _MUL_RK:
        pieces = [body[place : place + 6] for place in range(4, len(body) - 6 + 1, 6)]
    elif kind == _RK:
        pieces = [body[4:10]]
    else:
        pieces = [body[4:14]]
    for beside, piece in enumerate(pieces):
        shows = book.styles.get(struct.unpack_from("<H", piece)[0])
        if shows is None or piece[8:] == b"\xff\xff":
            continue
        figure = _rk(piece[2:]) if len(piece) == 6 else struct.unpack_from("<d", piece, 2)[0]
        yield row, column + beside, day_of(figure, book.dates_1904) if shows else figure


def _rk(piece: bytes) -> float:
    """A packed number: thirty bits of an integer or of a float, perhaps in hundredths."""
    bits = struct.unpack("<i", piece)[0]
    whole = (
        bits >> 2 if bits & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", bits & ~3))[0]
    )
    return float(whole / 100 if bits & 1 else whole)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records of one substream; a chart inside it has a beginning and an end of its own.

    Raises ``ValueError`` where it has no beginning or no end, or holds zeros in place of records,
    as a download leaves them that stopped half way.
    """
    position, depth = start, 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == _BOF:
            depth += 1
        elif depth == 0 or stream.startswith(_HOLE, position):
            break
        elif kind == _EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
    raise ValueError("records that break off")
