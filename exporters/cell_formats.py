"""Which cells of a workbook show their figure as a percentage."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from exporters.filling import place_of
from exporters.package import Package, elements, open_package
from exporters.sheet_scan import scan

_BUILT_IN = frozenset(("9", "10"))
_QUOTED = re.compile(r'"[^"]*"|\\.')


def percent_cells(content: bytes, cells: Mapping[str, Collection[str]]) -> set[tuple[str, str]]:
    """Those of ``cells`` (A1 names by sheet) that show 0.5 as 50%: (sheet, name).

    Raises :class:`monitoring.errors.ExpectedError` for a file that is no whole .xlsx or .xlsm.
    """
    package = open_package(content)
    styles = _percent_styles(package)
    found = set()
    for sheet, names in cells.items():
        if (part := package.sheets.get(sheet)) is None:
            continue
        scanned = scan(package.parts[part], {place_of(name)[0] for name in names})
        for name in names:
            if scanned.style(*place_of(name)) in styles:
                found.add((sheet, name))
    return found


def _percent_styles(package: Package) -> set[str]:
    part = next(iter(package.links(package.book, "styles").values()), "")
    percents, found = set(_BUILT_IN), set()
    inside, count = False, 0
    for name, each in elements(
        package.parts.get(part, b"<none/>"), "numFmt", "cellXfs", "cellStyles", "xf"
    ):
        if name == "numFmt":
            if "%" in _QUOTED.sub("", each.get("formatCode", "")):
                percents.add(each.get("numFmtId", ""))
        elif name in ("cellXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif inside:
            if each.get("numFmtId") in percents:
                found.add(str(count))
            count += 1
    return found
