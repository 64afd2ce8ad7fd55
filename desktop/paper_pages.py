"""The pages of a return: heading, table with repeated head, signatures, 说明, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from desktop.paper import (
    DEMONSTRATION,
    Draft,
    Face,
    Format,
    Look,
    Page,
    Piece,
    Place,
    Side,
    advance,
    wrapped_height,
)
from desktop.paper_columns import PAD, Columns, format_of, share_out
from monitoring.layouts import return_layout
from monitoring.line_labels import FULL_WIDTH_SPACE, labels
from monitoring.returns import Return

_MARK = Look(1300, Side.CENTRE, face=Face.HEADING, pale=True)


def pages_of(document: Return) -> tuple[Page, ...]:
    """Set a return on as many pages as it takes."""
    setter = _Setter(document)
    for columns in share_out(document, labels(document.lines)):
        setter.table(columns)
    setter.close()
    return finished(setter.drafts, demonstration=document.demonstration)


def finished(drafts: Sequence[Draft], *, demonstration: bool) -> tuple[Page, ...]:
    """Filled drafts as pages: 演示数据 behind those that hold such, the number at their foot."""
    return tuple(
        Page(
            draft.format,
            (
                *_page_mark(draft.format, demonstration=demonstration),
                *draft.pieces,
                _page_number(draft.format, at, len(drafts)),
            ),
        )
        for at, draft in enumerate(drafts, 1)
    )


class _Setter:
    """Fills drafts from top to bottom; a new page starts where one is full."""

    def __init__(self, document: Return) -> None:
        self._document = document
        self._layout = return_layout()
        self._format = format_of(document)
        self._small = Look(self._layout.sizes.small, line=True)
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
        words, look = self._layout.words, replace(self._small, line=False)
        inner = self._format.inner
        room = inner - sum(advance(part, look) for part in words.signatures)
        if not self._page.holds(300):
            self._turn(None)
        x = self._format.left
        for part in words.signatures:
            width = advance(part, look)
            self._page.put(part, x, width, 300, look)
            x += width + room // max(1, len(words.signatures) - 1)
        self._page.y += 300
        for at, note in enumerate(self._document.notes, 1):
            text = f"{words.notes if at == 1 else FULL_WIDTH_SPACE * len(words.notes)}{at}. {note}"
            height = wrapped_height(text, inner, look) + 20
            if not self._page.holds(height):
                self._turn(None)
            self._page.row(text, height, look)

    def _turn(self, columns: Columns | None) -> None:
        """A new page with its heading and, over a table, the table's head."""
        self.drafts.append(Draft(self._format))
        if len(self.drafts) == 1:
            self._heading()
        else:
            document, words = self._document, self._layout.words
            text = f"{document.title}　{document.period}{words.continued}"
            self._page.row(text, 180, self._small)
        if columns is not None:
            self._heads(columns)

    def _heading(self) -> None:
        document, page, small = self._document, self._page, self._small
        words, sizes = self._layout.words, self._layout.sizes
        block = self._layout.block(document.imprint)
        left, inner = self._format.left, self._format.inner
        right = max(advance(text, small) for text in block)
        for text in block:
            page.put(text, left + inner - right, right, 140, small)
            page.y += 140
        title = document.title + (f"（{DEMONSTRATION}）" if document.demonstration else "")
        page.row(title, 340, Look(sizes.title, Side.CENTRE, face=Face.TITLE))
        page.row(document.period, 190, Look(sizes.period, Side.CENTRE))
        page.put(words.measure, left, inner, 190, replace(small, side=Side.RIGHT))
        page.row(f"{words.sender}{document.area}", 190, small)

    def _heads(self, columns: Columns) -> None:
        named = self._layout.columns
        names = (*named.heads, *self._shown(columns))
        first = columns.first + 1
        ordinals = (*named.ordinals, *map(str, range(first, first + len(columns.values))))
        head = Look(columns.size, Side.CENTRE, face=Face.HEADING, boxed=True)
        widths = _widths(columns)
        height = max(
            wrapped_height(name, width - 2 * PAD, head)
            for name, width in zip(names, widths, strict=True)
        )
        self._cells(names, widths, height + 60, [head] * len(names))
        below = replace(head, face=Face.BODY)
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
            self._page.row(label, height, replace(left, face=Face.HEADING))
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
        x = self._format.left
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


def _page_mark(format_: Format, *, demonstration: bool) -> tuple[Piece, ...]:
    box = (0, 0, format_.width, format_.height)
    return (Piece(DEMONSTRATION, box, _MARK),) if demonstration else ()


def _page_number(format_: Format, at: int, of: int) -> Piece:
    layout = return_layout()
    box = (format_.left, format_.height - format_.footer - 150, format_.inner, 150)
    return Piece(layout.words.page_of(at, of), box, Look(layout.sizes.small, Side.CENTRE))
