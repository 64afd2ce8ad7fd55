"""What stands against filling cells of somebody else's workbook, said before it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from exporters.filling import Content, Filling, place_of
from exporters.package import Package, elements, open_package
from exporters.sheet_frame import Frame, Range, frame_of, holds, ranges_of
from exporters.sheet_scan import Scan, scan
from exporters.validations import refuses

_BOOK = (
    ("xl/externallinks/", "工作簿引用了别的文件，打开时会问是否更新；请选“不更新”。"),
    ("xl/pivotcache/", "工作簿里有数据透视表，填完不会自己变；请打开后点“全部刷新”。"),
    ("xl/revisions/", "工作簿是共享的，修订记录里没有这次填的数；请先取消共享，保存后再套用。"),
    ("_xmlsignatures/", "工作簿有数字签名，填数以后签名作废；请按市局要求重新签名。"),
)
_NAMED = 6
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Risk:
    """One sentence, and the ``cells`` of a ``sheet`` it is about (none: the whole workbook).

    ``blocks`` when filling would spoil the workbook or nobody would see the figure.
    """

    text: str
    sheet: str = ""
    cells: tuple[str, ...] = ()
    blocks: bool = False


@dataclass(frozen=True)
class _Sheet:
    scanned: Scan
    frame: Frame
    tables: tuple[Range, ...]
    pivots: tuple[Range, ...]
    unlocked: frozenset[str]


def risks(content: bytes, cells: Filling) -> list[Risk]:
    """What is lost, hidden or refused when ``cells`` are filled; what blocks comes first.

    A cell whose content is ``None`` is judged by its place alone. Raises
    :class:`monitoring.errors.ExpectedError` for a file that is no whole .xlsx or .xlsm.
    """
    package = open_package(content)
    found = [risk for sheet, wanted in cells.items() for risk in _of_sheet(package, sheet, wanted)]
    names = [name.lower() for name in package.parts]
    for start, sentence in _BOOK:
        if any(name.startswith(start) for name in names):
            found.append(Risk(sentence))
    return sorted(found, key=lambda risk: not risk.blocks)


def _of_sheet(package: Package, name: str, wanted: Mapping[str, Content]) -> Iterator[Risk]:
    part = package.sheets.get(name)
    if part is None:
        yield Risk(f"工作簿里没有工作表“{name}”；请核对它是不是改了名。", name, blocks=True)
        return
    places = {place_of(address): address for address in wanted}
    scanned = scan(package.parts[part], {row for row, _ in places})
    frame = frame_of(scanned.frame)
    tables = [r for p in package.links(part, "table").values() for r in _heads(package.parts[p])]
    pivots = [
        r for p in package.links(part, "pivotTable").values() for r in _pivot(package.parts[p])
    ]
    unlocked = _unlocked(package) if frame.protected else frozenset()
    sheet = _Sheet(scanned, frame, tuple(tables), tuple(pivots), unlocked)
    if name in package.hidden:
        yield Risk(f"工作表“{name}”是隐藏的，填的数看不到；请核对是不是这一张。", name)
    contents = {place: wanted[address] for place, address in places.items()}
    for check, sentence, blocks in _CHECKS:
        if held := [place for place in sorted(places) if check(sheet, place, contents[place])]:
            at = tuple(places[place] for place in held)
            text = sentence.format(cells=f"工作表“{name}”的 {_said(at)}")
            yield Risk(text, name, at, blocks)


def _formula(sheet: _Sheet, place: Place, _: Content) -> bool:
    return sheet.scanned.calculated(*place)


def _under(sheet: _Sheet, place: Place, _: Content) -> bool:
    return any(holds(each, place) and (each[1], each[0]) != place for each in sheet.frame.merges)


def _head(sheet: _Sheet, place: Place, _: Content) -> bool:
    return any(holds(each, place) for each in sheet.tables)


def _pivoted(sheet: _Sheet, place: Place, _: Content) -> bool:
    return any(holds(each, place) for each in sheet.pivots)


def _hidden(sheet: _Sheet, place: Place, _: Content) -> bool:
    row, column = place
    return row in sheet.scanned.hidden or any(
        low <= column <= high for low, high in sheet.frame.hidden
    )


def _locked(sheet: _Sheet, place: Place, _: Content) -> bool:
    return sheet.frame.protected and sheet.scanned.style(*place) not in sheet.unlocked


def _refused(sheet: _Sheet, place: Place, content: Content) -> bool:
    return content is not None and any(
        refuses(each, content)
        for each in sheet.frame.validations
        if any(holds(area, place) for area in each.areas)
    )


_Check = Callable[[_Sheet, Place, Content], bool]
_CHECKS: tuple[tuple[_Check, str, bool], ...] = (
    (_formula, "{cells} 是公式，公式不能改写；请不要指这些格子。", True),
    (_under, "{cells} 压在合并单元格下面，填了也看不见；请指合并格左上角的一格。", True),
    (_head, "{cells} 是“表格”的列名或汇总行，改了表格会坏；请不要指这些格子。", True),
    (_pivoted, "{cells} 在数据透视表里，一刷新就没有了；请不要指这些格子。", True),
    (_refused, "{cells} 要填的数不合这些格子的数据有效性；请核对口径和计量单位。", False),
    (_hidden, "{cells} 在隐藏的行或列里，填的数看不到；请核对是不是这些格子。", False),
    (_locked, "{cells} 是锁定的，市局可能不要县里填；请核对是不是这些格子。", False),
)


def _heads(table: bytes) -> Iterator[Range]:
    """The rows of heads and of totals of a table."""
    for _, each in elements(table, "table"):
        for left, top, right, bottom in ranges_of(each.get("ref", "")):
            if each.get("headerRowCount", "1") != "0":
                yield left, top, right, top
            if each.get("totalsRowCount", "0") != "0":
                yield left, bottom, right, bottom


def _pivot(pivot: bytes) -> Iterator[Range]:
    for _, each in elements(pivot, "location"):
        yield from ranges_of(each.get("ref", ""))


def _unlocked(package: Package) -> frozenset[str]:
    """Numbers of the styles whose cells may be typed in on a protected sheet."""
    styles = next(iter(package.links(package.book, "styles").values()), "")
    found: set[str] = set()
    count = 0
    inside = False
    for name, each in elements(
        package.parts.get(styles, b"<none/>"), "cellXfs", "cellStyles", "xf", "protection"
    ):
        if name in ("cellXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif inside and name == "xf":
            count += 1
        elif inside and each.get("locked") in ("0", "false"):
            found.add(str(count - 1))
    return frozenset(found)


def _said(cells: Collection[str]) -> str:
    named = "、".join(list(cells)[:_NAMED])
    return f"{named} 等 {len(cells)} 格" if len(cells) > _NAMED else named
