"""Workbooks as townships send them: filled templates of F1, month after month."""

from __future__ import annotations

import re
import zipfile
from itertools import count
from pathlib import Path

from exporters.templates import write_templates
from monitoring.areas import Area
from monitoring.loading import definition_tables, load_catalogue
from monitoring.periods import Period


def filled_templates(folder: Path, area: Area, number: int) -> list[Path]:
    """``number`` workbooks with a figure in every cell; they take as many months as they need."""
    catalogue = load_catalogue(definition_tables())
    month, files = Period(202001), list[Path]()
    while len(files) < number:
        paths = write_templates(
            folder, catalogue.forms["F1"], area, month, indicators=catalogue.indicators
        )
        for path in paths:
            _fill(path, month.end % 100)
        files += paths
        month = month.shift(1)
    for path in files[number:]:
        path.unlink()
    return files[:number]


def _fill(path: Path, seed: int) -> None:
    """Put a number into every input cell without the cost of a spreadsheet library."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    numbers = count(1000 + seed)
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(
        rb'(<c r="D\d+" s="\d+" t="n")></c>',
        lambda match: match[1] + b"><v>%d</v></c>" % next(numbers),
        parts[sheet],
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
