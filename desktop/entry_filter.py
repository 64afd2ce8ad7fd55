"""Which lines and units of a sheet stay in sight: by words, by what their cells lack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from desktop.entry_sheet import TOTAL, EntrySheet, Place


class Only(StrEnum):
    """Which cells are looked for."""

    ALL = "全部格子"
    EMPTY = "只看空格"
    REFUSED = "只看没存上的"
    FINDINGS = "只看有问题的"


@dataclass(frozen=True, slots=True)
class Filter:
    """``words`` name items or units, several with blanks between; ``only`` says which cells."""

    words: str = ""
    only: Only = Only.ALL

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words.split()) or self.only is not Only.ALL


def kept(
    sheet: EntrySheet, wanted: Filter, refused: Collection[Place], found: Collection[Place]
) -> tuple[set[int], set[int]]:
    """The lines (sections aside) and units (合计 aside) that stay.

    A word that is in an item's name asks for items, one that is only in units' names for units.
    ``refused`` and ``found`` are the places of refused texts and of findings.
    """
    lines = {place for place, line in enumerate(sheet.lines) if not line.is_section}
    units = set(range(len(sheet.units)))
    for word in wanted.words.casefold().split():
        named = {line for line in lines if word in sheet.lines[line].label.casefold()}
        among = {unit for unit in units if word in sheet.unit_name(unit).casefold()}
        if among and not named:
            units = among
        else:
            lines = named
    if wanted.only is Only.ALL:
        return lines, units
    places: Collection[Place] = refused if wanted.only is Only.REFUSED else found
    if wanted.only is Only.EMPTY:
        places = _empty(sheet)
    inside = [(line, unit) for line, unit in places if line in lines and unit in units | {TOTAL}]
    return {line for line, _ in inside}, {unit for _, unit in inside if unit != TOTAL}


def _empty(sheet: EntrySheet) -> list[Place]:
    return [
        (line, unit)
        for line in range(len(sheet.lines))
        for unit in range(len(sheet.units))
        if sheet.editable(line, unit) and sheet.value(line, unit) is None
    ]
