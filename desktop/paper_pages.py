"""The pages of a return: heading, table with repeated head, signatures, 说明, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from desktop.paper import (
    BOTTOM,
    DEMONSTRATION,
    HEIGHT,
    INNER,
    LEFT,
    WIDTH,
    Draft,
    Look,
    Page,
    Piece,
    Place,
    Side,
    advance,
    wrapped_height,
)
from desktop.paper_columns import PAD, Columns, share_out
from monitoring.returns import Line, Return

INTERNAL = "内部工作报表"
SIGNATURES = (
    "单位负责人：",
    "统计负责人：",
    "填表人：",
    "联系电话：",
    "报出日期：20　　年　　月　　日",
)

_TITLE = Look(200, Side.CENTRE, heading=True)
_PERIOD = Look(110, Side.CENTRE)
_SMALL = Look(90, line=True)
_MARK = Look(1300, Side.CENTRE, heading=True, pale=True)
_FOOT = Look(90, Side.CENTRE)


def pages_of(document: Return) -> tuple[Page, ...]:
    """Set a return on as many pages as it takes."""
    setter = _Setter(document)
    for columns in share_out(document, labels(document.lines)):
        setter.table(columns)
    setter.close()
    drafts = setter.drafts
    return tuple(
        (*page_mark(document.demonstration), *draft.pieces, page_number(at, len(drafts)))
        for at, draft in enumerate(drafts, 1)
    )


def labels(lines: Sequence[Line]) -> list[str]:
    """The names as printed: the first part of a whole says 其中：, its siblings stand below it."""
    printed: list[str] = []
    open_depths: set[int] = set()
    for line in lines:
        first = line.kind == "item" and line.depth not in open_depths
        if line.kind == "section":
            open_depths = set()
        elif line.kind == "item":
            open_depths = {depth for depth in open_depths if depth < line.depth} | {line.depth}
        printed.append(_nested(line.label, line.depth, first=first))
    return printed


def _nested(label: str, depth: int, *, first: bool) -> str:
    if depth == 0:
        return label
    own = "其中：" if first and not label.startswith("其中") else "　　　"
    return "　" * (2 * depth - 1) + own + label


class _Setter:
    """Fills drafts from top to bottom; a new page starts where one is full."""

    def __init__(self, document: Return) -> None:
        self._document = document
        self._labels = labels(document.lines)
        self.drafts: list[Draft] = []

    @property
    def _page(self) -> Draft:
        return self.drafts[-1]

    def table(self, columns: Columns) -> None:
        """The table over one run of columns, from a new page on."""
        self._turn(columns)
        lines = self._document.lines
        heights = [self._height(at, columns) for at in range(len(lines))]
        for at, line in enumerate(lines):
            # A section's name does not stay behind alone at the foot of a page.
            follows = heights[at + 1] if line.kind == "section" and at + 1 < len(lines) else 0
            if not self._page.holds(heights[at] + follows):
                self._turn(columns)
            self._line(at, columns, heights[at])

    def close(self) -> None:
        """Signatures and 说明 below the table."""
        look = Look(90)
        room = INNER - sum(advance(part, look) for part in SIGNATURES)
        if not self._page.holds(300):
            self._turn(None)
        x = LEFT
        for part in SIGNATURES:
            width = advance(part, look)
            self._page.put(part, x, width, 300, look)
            x += width + room // (len(SIGNATURES) - 1)
        self._page.y += 300
        for at, note in enumerate(self._document.notes, 1):
            text = f"{'说明：' if at == 1 else '　　　'}{at}. {note}"
            height = wrapped_height(text, INNER, look) + 20
            if not self._page.holds(height):
                self._turn(None)
            self._page.row(text, height, look)

    def _turn(self, columns: Columns | None) -> None:
        """A new page with its heading and, over a table, the table's head."""
        self.drafts.append(Draft())
        if len(self.drafts) == 1:
            self._heading()
        else:
            text = f"{self._document.title}　{self._document.period}（续）"
            self._page.row(text, 180, _SMALL)
        if columns is not None:
            self._heads(columns)

    def _heading(self) -> None:
        document, page = self._document, self._page
        block = _block(document)
        right = max(advance(text, _SMALL) for text in block)
        for text in block:
            page.put(text, LEFT + INNER - right, right, 140, _SMALL)
            page.y += 140
        title = document.title + (f"（{DEMONSTRATION}）" if document.demonstration else "")
        page.row(title, 340, _TITLE)
        page.row(document.period, 190, _PERIOD)
        page.put("计量单位：见表", LEFT, INNER, 190, replace(_SMALL, side=Side.RIGHT))
        page.row(f"填报单位（盖章）：{document.area}", 190, _SMALL)

    def _heads(self, columns: Columns) -> None:
        names = ("指标名称", "计量单位", "代码", *self._shown(columns))
        first = columns.first + 1
        ordinals = ("甲", "乙", "丙", *map(str, range(first, first + len(columns.values))))
        head = Look(columns.size, Side.CENTRE, heading=True, boxed=True)
        widths = _widths(columns)
        height = max(
            wrapped_height(name, width - 2 * PAD, head)
            for name, width in zip(names, widths, strict=True)
        )
        self._cells(names, widths, height + 60, [head] * len(names))
        below = replace(head, heading=False)
        self._cells(ordinals, widths, columns.size + 50, [below] * len(names))

    def _shown(self, columns: Columns) -> tuple[str, ...]:
        return self._document.columns[columns.first : columns.first + len(columns.values)]

    def _height(self, at: int, columns: Columns) -> int:
        line, look = self._document.lines[at], Look(columns.size)
        if line.kind == "section":
            return columns.size + 60
        label, indent = _hanging(self._labels[at], columns.size)
        own = replace(look, indent=indent, italic=line.kind == "rate")
        name = wrapped_height(label, columns.name - 2 * PAD, own)
        return max(name, wrapped_height(line.unit, columns.unit - 2 * PAD, look)) + 30

    def _line(self, at: int, columns: Columns, height: int) -> None:
        line, label, size = self._document.lines[at], self._labels[at], columns.size
        left = Look(size, boxed=True)
        if line.kind == "section":
            self._page.row(label, height, replace(left, heading=True))
            return
        rate = line.kind == "rate"
        figures = line.cells[columns.first : columns.first + len(columns.values)]
        centre = replace(left, side=Side.CENTRE)
        right = replace(left, side=Side.RIGHT, italic=rate, line=True)
        word = replace(centre, line=True)
        label, indent = _hanging(label, size)
        looks = [replace(left, italic=rate, indent=indent), centre, word]
        looks += [right if cell.number else word for cell in figures]
        texts = (label, line.unit, line.number, *(cell.text for cell in figures))
        places = [None] * 3 + [(at, columns.first + each) for each in range(len(figures))]
        self._cells(texts, _widths(columns), height, looks, places)

    def _cells(
        self,
        texts: Sequence[str],
        widths: Sequence[int],
        height: int,
        looks: Sequence[Look],
        places: Sequence[Place | None] = (),
    ) -> None:
        x = LEFT
        for text, width, look, place in zip_longest(texts, widths, looks, places):
            self._page.put(text, x, width, height, look, place=place)
            x += width
        self._page.y += height


def _hanging(label: str, size: int) -> tuple[str, int]:
    """A nested name without its leading spaces, and the indent its wrapped lines keep too."""
    bare = label.lstrip("　")
    return bare, (len(label) - len(bare)) * size


def _widths(columns: Columns) -> tuple[int, ...]:
    return (columns.name, columns.unit, columns.code, *columns.values)


def _block(document: Return) -> tuple[str, ...]:
    """表号 and what belongs to it, or the plain statement that this is no approved form."""
    if not document.table_number and not document.document_number:
        return (INTERNAL,)
    return (
        f"表　　号：{document.table_number}",
        "制定机关：",
        "批准（备案）机关：",
        f"批准（备案）文号：{document.document_number}",
        "有效期至：20　　年　　月",
    )


def page_mark(demonstration: bool) -> tuple[Piece, ...]:
    """演示数据 behind the table of every page that holds such."""
    if not demonstration:
        return ()
    return (Piece(DEMONSTRATION, (0, 0, WIDTH, HEIGHT), _MARK),)


def page_number(at: int, of: int) -> Piece:
    """The number at the foot of a page."""
    box = (LEFT, HEIGHT - BOTTOM + 100, INNER, 150)
    return Piece(f"第 {at} 页　共 {of} 页", box, _FOOT)
