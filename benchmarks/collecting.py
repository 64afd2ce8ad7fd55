"""Collecting a thousand township workbooks beside reading the same bytes and one upsert."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from itertools import count
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.measure import Comparison, compare
from db.ledger import Ledger
from exporters.templates import write_templates
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.loading import definition_tables, load_catalogue
from monitoring.periods import Period
from monitoring.resources import load_areas
from workflow import collect

WORKBOOKS = 1000
ROUNDS = 3


def run(folder: Path) -> Comparison:
    """F1 templates of sixteen townships over as many months as a thousand take."""
    catalogue, area = load_catalogue(definition_tables()), load_areas()["371581000000"]
    files = _filled_templates(folder / "workbooks", catalogue, area)
    numbers = count()
    ledgers = [_empty_ledger(folder, number, area) for number in range(ROUNDS + 1)]

    def ours() -> None:
        with Ledger.open(ledgers.pop()) as ledger:
            staged = collect.stage(ledger, [folder / "workbooks"])
            committed = collect.commit(ledger, staged)
        if sum(f.status is collect.FileStatus.COMMITTED for f in committed) != len(files):
            raise RuntimeError("a workbook of the benchmark was not collected")

    return compare(
        f"收：{len(files)} 个乡镇工作簿",
        ours,
        lambda: _floor(files, folder / f"floor-{next(numbers)}.db"),
        "calamine 读同样的字节并一次写入",
        3.0,
        rounds=ROUNDS,
    )


def _empty_ledger(folder: Path, number: int, area: Area) -> Path:
    path = folder / f"collect-{number}.ledger"
    Ledger.create(path, area).close()
    return path


def _filled_templates(folder: Path, catalogue: Catalogue, area: Area) -> list[Path]:
    month, files = Period(202001), list[Path]()
    while len(files) < WORKBOOKS:
        paths = write_templates(
            folder, catalogue.forms["F1"], area, month, indicators=catalogue.indicators
        )
        for path in paths:
            _fill(path, month.end % 100)
        files += paths
        month = month.shift(1)
    for path in files[WORKBOOKS:]:
        path.unlink()
    return files[:WORKBOOKS]


def _fill(path: Path, seed: int) -> None:
    """Put a number into every input cell without the cost of a spreadsheet library."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    numbers = count(1000 + seed)
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(
        rb'(<c r="D\d+" s="\d+" t="n") />',
        lambda match: match[1] + b"><v>%d</v></c>" % next(numbers),
        parts[sheet],
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _floor(files: list[Path], path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE value (unit TEXT, item TEXT, amount INTEGER, PRIMARY KEY (unit, item))"
    )
    rows = []
    for place, file in enumerate(files):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes()))
        for name in workbook.sheet_names:
            for row in workbook.get_sheet_by_name(name).to_python():
                if len(row) > 3 and isinstance(row[3], float):
                    rows.append((str(place), row[1], int(row[3])))
    with connection:
        connection.executemany(
            "INSERT INTO value VALUES (?, ?, ?)"
            " ON CONFLICT (unit, item) DO UPDATE SET amount = excluded.amount",
            rows,
        )
    connection.close()
