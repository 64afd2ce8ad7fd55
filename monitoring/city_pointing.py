"""Pointing at cells of a city workbook: a layout with some more, or some fewer, pointed at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from monitoring.city_layout import Block, CityLayout, Place, Said, Word

Cells = Mapping[Place, tuple[Said, str]]


def with_cells(layout: CityLayout, sheet: str, cells: Cells) -> CityLayout:
    """The layout in which ``cells`` are the given lines of the given units, whatever they were."""
    kept = without_cells(layout, sheet, cells)
    return replace(kept, blocks=(*kept.blocks, *_blocks(sheet, cells)))


def with_word(layout: CityLayout, word: Word) -> CityLayout:
    """The layout in which a cell says something about the return."""
    kept = without_cells(layout, word.sheet, [(word.row, word.column)])
    return replace(kept, words=(*kept.words, word))


def without_cells(layout: CityLayout, sheet: str, places: Collection[Place]) -> CityLayout:
    """The layout in which cells are not pointed at."""
    gone = set(places)
    blocks = []
    for block in layout.blocks:
        held = {place for place, _, _ in block.cells()}
        if block.sheet == sheet and held & gone:
            if held <= gone:
                continue
            block = replace(block, without=block.without | (held & gone))  # noqa: PLW2901
        blocks.append(block)
    words = [w for w in layout.words if w.sheet != sheet or (w.row, w.column) not in gone]
    return replace(layout, blocks=tuple(blocks), words=tuple(words))


def _blocks(sheet: str, cells: Cells) -> Iterator[Block]:
    """Cells as few blocks: columns of one line or of one unit, and else cell by cell."""
    by_column: defaultdict[int, dict[int, tuple[Said, str]]] = defaultdict(dict)
    for (row, column), what in cells.items():
        by_column[column][row] = what
    for column, rows in by_column.items():
        lines = {said for said, _ in rows.values()}
        units = {unit for _, unit in rows.values()}
        if len(lines) == 1:
            whose = {row: unit for row, (_, unit) in rows.items()}
            yield Block(sheet, {column: lines.pop()}, whose)
        elif len(units) == 1:
            said = {row: line for row, (line, _) in rows.items()}
            yield Block(sheet, said, {column: units.pop()}, down=True)
        else:
            for row, (line, unit) in rows.items():
                yield Block(sheet, {column: line}, {row: unit})
