"""Results of formulas that no longer hold once cells are filled.

A program that opens the workbook calculates; one that only looks (a preview, another importer)
takes the results that stand in the file, and must not find last month's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from exporters.formula_cells import cells_of, has_formulas, looks_beyond
from exporters.formula_sums import Place, Seen, seen
from exporters.package import Package
from exporters.sheet_frame import Range
from exporters.sheet_scan import applied


@dataclass(frozen=True)
class Refreshed:
    """The ``parts`` that change, and what formulas come to by sheet and (row, column) from 1:
    ``None`` for one that does more than add up, whose result is left out.
    """

    parts: Mapping[str, bytes]
    results: Mapping[tuple[str, Place], Fraction | None]


def refreshed(
    package: Package, filled: Mapping[str, bytes], places: Mapping[str, Collection[Place]]
) -> Refreshed:
    """The results of formulas that look at the ``places`` filled, by sheet; those of sums are
    worked out, all others left out until the workbook is calculated.
    """
    sheets = {
        name: cells_of(xml)
        for name, part in package.sheets.items()
        if has_formulas(xml := filled.get(part, package.parts[part]))
        and (name in places or looks_beyond(xml))
    }
    touched = {name: set(places.get(name, ())) for name in package.sheets}
    outdated: dict[str, set[Place]] = {name: set() for name in sheets}
    looks = {
        name: {place: seen(formula.text) for place, formula in cells.formulas.items()}
        for name, cells in sheets.items()
    }
    while any(_spread(name, looks[name], touched, outdated[name]) for name in sheets):
        pass
    parts, results = dict(filled), {}
    for name, held in outdated.items():
        part, cells = package.sheets[name], sheets[name]
        found = {place: cells.result(place) for place in sorted(held)}
        results.update({(name, place): result for place, result in found.items()})
        edits = [e for place in held for e in cells.formulas[place].edits(found[place])]
        if edits:
            parts[part] = applied(filled.get(part, package.parts[part]), edits)
    return Refreshed(parts, results)


def _spread(
    name: str,
    looks: dict[Place, Seen],
    touched: Mapping[str, set[Place]],
    outdated: set[Place],
) -> bool:
    """Find more formulas that look at what is touched; whether there were any."""
    changed = {sheet.upper() for sheet, places in touched.items() if places}
    here = touched[name]
    more = {place for place, each in looks.items() if _looks_at(each, changed, here)}
    for place in more:
        del looks[place]
    outdated |= more
    here |= more
    return bool(more)


def _looks_at(looked: Seen, changed: Collection[str], here: Collection[Place]) -> bool:
    if looked.unclear or not looked.sheets.isdisjoint(changed):
        return True
    return any(_holds_one(area, here) for area in looked.areas)


def _holds_one(area: Range, places: Collection[Place]) -> bool:
    left, top, right, bottom = area
    if (right - left + 1) * (bottom - top + 1) <= len(places):
        return any(
            (row, column) in places
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        )
    return any(top <= row <= bottom and left <= column <= right for row, column in places)
