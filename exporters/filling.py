"""Somebody else's workbook with figures put into some of its cells and all else as it was.

Only those cells are written anew, inside the sheet's own XML, and the results of formulas that look
at them; every other member of the container is the same bytes afterwards. Formulas are never
overwritten: they recalculate when it is opened.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape

from openpyxl.utils import column_index_from_string, get_column_letter

from exporters.files import as_text
from exporters.formula_results import refreshed
from exporters.package import Package, open_package
from exporters.sheet_scan import Edit, Found, Row, Scan, applied, scan
from monitoring.errors import ExpectedError

# None empties a cell: what an earlier month left there must not pass for this month's.
Content = Decimal | int | str | None
Filling = Mapping[str, Mapping[str, Content]]

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SIZE = re.compile(r"([A-Z]{1,3}[1-9][0-9]*)(?::([A-Z]{1,3}[1-9][0-9]*))?")
_LISTS = re.compile(
    rb"</(?:\w+:)?(?:sheets|functionGroups|externalReferences|definedNames)\s*>"
    rb"|<(?:\w+:)?(?:definedNames|externalReferences)\s*/>"
)
_CALCULATION = re.compile(rb"<((?:\w+:)?)calcPr\b[^<>]*?(/?)>")
_ON_LOAD = re.compile(rb"\s+fullCalcOnLoad\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BOOK = re.compile(rb"<((?:\w+:)?)workbook\b")
_NEW_LINE = re.compile(r"\r\n?")
_NAMED = 8


@dataclass(frozen=True)
class Filled:
    """The filled workbook, and what formulas that look at filled cells come to, by sheet and A1
    name: ``None`` for one that does more than add up.
    """

    content: bytes
    results: Mapping[tuple[str, str], Fraction | None]


def fill(content: bytes, cells: Filling) -> Filled:
    """The workbook in ``content`` (.xlsx, .xlsm) with ``cells`` filled, by sheet and A1 name.

    A cell keeps its style, one that was not there takes that of its row or column. Numbers are
    written as the exact decimals they are, text as text. Raises :class:`ExpectedError` for a file
    that is no whole workbook, a sheet it does not have, and cells that hold formulas.
    """
    package = open_package(content)
    changed: dict[str, bytes] = {}
    places = {}
    for sheet, wanted in cells.items():
        if not wanted:
            continue
        part = package.sheets.get(sheet)
        if part is None:
            raise ExpectedError(f"工作簿里没有工作表“{sheet}”；请核对它是不是改了名。")
        places[sheet] = {place_of(address) for address in wanted}
        changed[part] = _filled(package.parts[part], sheet, wanted)
    if not changed:
        return Filled(content, {})
    found = refreshed(package, changed, places)
    parts = {**found.parts, package.book: _recalculated(package)}
    results = {
        (sheet, f"{get_column_letter(column)}{row}"): result
        for (sheet, (row, column)), result in found.results.items()
    }
    return Filled(package.saved(parts), results)


def place_of(address: str) -> tuple[int, int]:
    """The (row, column), from 1, of an A1 name; ``ValueError`` when it is none."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"not a cell: {address!r}")
    return int(match[2]), column_index_from_string(match[1])


def text_of(content: str) -> str:
    """A text as a cell can hold it: without control characters, its lines parted by one sign."""
    return as_text(_NEW_LINE.sub("\n", content))


def _filled(xml: bytes, sheet: str, cells: Mapping[str, Content]) -> bytes:
    by_row: defaultdict[int, dict[int, Content]] = defaultdict(dict)
    for address, content in cells.items():
        row, column = place_of(address)
        by_row[row][column] = content
    scanned = scan(xml, by_row)
    _refuse_formulas(scanned, sheet, by_row)
    edits = [
        edit
        for row in scanned.rows.values()
        for edit in _row_edits(row, by_row[row.number], scanned)
    ]
    absent = {row: by_row[row] for row in sorted(by_row.keys() - scanned.rows.keys())}
    edits.extend(_new_rows(absent, scanned))
    edits.extend(_dimension(scanned, by_row))
    return applied(xml, edits)


def _refuse_formulas(
    scanned: Scan, sheet: str, by_row: Mapping[int, Mapping[int, Content]]
) -> None:
    held = [
        f"{get_column_letter(column)}{row}"
        for row, columns in sorted(by_row.items())
        for column in sorted(columns)
        if scanned.calculated(row, column)
    ]
    if held:
        named = "、".join(held[:_NAMED]) + ("等" if len(held) > _NAMED else "")
        raise ExpectedError(
            f"工作表“{sheet}”的 {named} 是公式，公式不能改写；请在套用里不要指这些格子。"
        )


def _row_edits(row: Row, wanted: Mapping[int, Content], scanned: Scan) -> list[Edit]:
    edits: list[Edit] = []
    inserted: defaultdict[int, bytes] = defaultdict(bytes)
    columns = [cell.column for cell in row.cells]
    for column in sorted(wanted):
        address = f"{get_column_letter(column)}{row.number}"
        existing = row.cell(column)
        if existing is not None:
            written = _cell(row.prefix, address, existing.style, wanted[column])
            edits.append((existing.start, existing.end, written))
        elif wanted[column] is not None:
            after = bisect_right(columns, column)
            place = row.cells[after].start if after < len(row.cells) else row.tail
            style = row.style or scanned.column_style(column)
            inserted[place] += _cell(row.prefix, address, style, wanted[column])
    new = [c for c in wanted if wanted[c] is not None and row.cell(c) is None]
    if row.closed and inserted:
        ((_, written),) = inserted.items()
        return [(row.start, row.end, row.opened(new) + written + f"</{row.prefix}row>".encode())]
    edits.extend((place, place, written) for place, written in inserted.items())
    if new and row.opened(new) != row.tag:
        edits.append((row.start, row.start + len(row.tag), row.opened(new)))
    return edits


def _new_rows(absent: Mapping[int, Mapping[int, Content]], scanned: Scan) -> list[Edit]:
    prefix = scanned.prefix
    inserted: defaultdict[int, bytes] = defaultdict(bytes)
    for row, wanted in absent.items():
        cells = b"".join(
            _cell(
                prefix,
                f"{get_column_letter(column)}{row}",
                scanned.column_style(column),
                wanted[column],
            )
            for column in sorted(wanted)
            if wanted[column] is not None
        )
        if cells:
            place = scanned.place_before(row)
            inserted[place] += f'<{prefix}row r="{row}">'.encode() + cells
            inserted[place] += f"</{prefix}row>".encode()
    if scanned.closed and inserted:
        ((_, rows),) = inserted.items()
        whole = f"<{prefix}sheetData>".encode() + rows + f"</{prefix}sheetData>".encode()
        return [(*scanned.data, whole)]
    return [(place, place, written) for place, written in inserted.items()]


def _cell(prefix: str, address: str, style: str, content: Content) -> bytes:
    """A cell's element, in the ``style`` it is to have."""
    start = f'<{prefix}c r="{address}"' + (f' s="{escape(style)}"' if style else "")
    if content is None:
        return f"{start}/>".encode()
    if isinstance(content, str):
        text = escape(text_of(content), quote=False)
        return (
            f'{start} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{text}'
            f"</{prefix}t></{prefix}is></{prefix}c>"
        ).encode()
    number = format(Decimal(content), "f")
    return f"{start}><{prefix}v>{number}</{prefix}v></{prefix}c>".encode()


def _dimension(scanned: Scan, by_row: Mapping[int, Mapping[int, Content]]) -> list[Edit]:
    """What the sheet claims as its size, wide enough for what was filled."""
    found: Found | None = scanned.dimension
    if found is None:
        return []
    size = _SIZE.fullmatch(found.text)
    if size is None:
        return []
    top, left = place_of(size[1])
    bottom, right = place_of(size[2] or size[1])
    filled = [
        (row, column)
        for row, wanted in by_row.items()
        for column, content in wanted.items()
        if content is not None
    ]
    rows, columns = [row for row, _ in filled], [column for _, column in filled]
    low = (min([top, *rows]), min([left, *columns]))
    high = (max([bottom, *rows]), max([right, *columns]))
    if low == (top, left) and high == (bottom, right):
        return []
    ref = f"{get_column_letter(low[1])}{low[0]}:{get_column_letter(high[1])}{high[0]}"
    return [(found.start, found.end, found.tag.replace(found.text, ref).encode())]


def _recalculated(package: Package) -> bytes:
    """The part that lists the sheets, asking for formulas to be calculated when it is opened."""
    xml = package.parts[package.book]
    wish = b' fullCalcOnLoad="1"'
    if (found := _CALCULATION.search(xml)) is not None:
        tag = _ON_LOAD.sub(b"", found[0])
        cut = len(tag) - len(found[2]) - 1
        return xml[: found.start()] + tag[:cut].rstrip() + wish + tag[cut:] + xml[found.end() :]
    last = max((match.end() for match in _LISTS.finditer(xml)), default=0)
    book = _BOOK.search(xml)
    if not last or book is None:
        return xml
    return xml[:last] + b"<" + book[1] + b"calcPr" + wish + b"/>" + xml[last:]
