"""One sheet of 100,000 rows beside calamine reading it and one transaction."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from benchmarks.measure import Comparison, compare
from db.ledger import Ledger
from monitoring.areas import Area
from monitoring.catalogue import Form
from monitoring.loading import definition_tables, load_catalogue
from monitoring.resources import load_areas
from workflow import collect

ROWS = 100_000
ROUNDS = 3
ITEMS = ("registered", "resident", "fd_signed")

Line = Sequence[str | int | None]


def run(folder: Path) -> Iterator[Comparison]:
    """F1 of sixteen townships in a sheet whose other rows name their villages."""
    area, form = load_areas()["371581000000"], load_catalogue(definition_tables()).forms["F1"]
    path = folder / "2026年10月.xlsx"
    path.write_bytes(_workbook(_lines(area, form)))
    numbers = count()
    ledgers = [folder / f"{number}.ledger" for number in range(ROUNDS + 1)]
    for ledger_path in ledgers:
        Ledger.create(ledger_path, area).close()

    def ours() -> None:
        with Ledger.open(ledgers.pop()) as ledger:
            [file] = collect.commit(ledger, collect.stage(ledger, [path]))
        if file.status is not collect.FileStatus.COMMITTED:
            raise RuntimeError(f"the long sheet was not collected: {file.issues[:3]}")

    yield compare(
        f"收：一张 {ROWS} 行的表",
        ours,
        lambda: _floor(path, folder / f"floor-{next(numbers)}.db"),
        "calamine 读同样的字节并一次写入",
        1.5,
        rounds=ROUNDS,
    )


def _lines(area: Area, form: Form) -> Iterator[Line]:
    names = [form.by_code[code].name for code in ITEMS]
    yield [f"2026年10月{form.name}"]
    yield ["机构", *names, "户数", "备注"]
    for place, unit in enumerate(area.units):
        yield [unit.name, 60_000 + place, 50_000 + place, 20_000 + place, 15_000, "演示数据"]
    for place in range(ROWS - 2 - len(area.units)):
        yield [f"第{place}村", None, None, None, 100 + place % 400, f"第{place % 90}片"]


def _workbook(lines: Iterator[Line]) -> bytes:
    """The lines as a workbook, its sheet written as text: a library takes ten seconds."""
    stream, sheet = io.BytesIO(), io.StringIO()
    sheet.write('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">')
    sheet.write("<sheetData>")
    for row, line in enumerate(lines, 1):
        cells = "".join(
            _cell(f"{letter}{row}", content)
            for letter, content in zip("ABCDEF", line, strict=False)
            if content is not None
        )
        sheet.write(f'<row r="{row}">{cells}</row>')
    sheet.write("</sheetData></worksheet>")
    empty = io.BytesIO()
    Workbook().save(empty)
    with (
        zipfile.ZipFile(empty) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            own = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, sheet.getvalue() if own else source.read(name))
    return stream.getvalue()


def _cell(place: str, content: str | int) -> str:
    if isinstance(content, int):
        return f'<c r="{place}"><v>{content}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(content)}</t></is></c>'


def _floor(path: Path, target: Path) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    rows = workbook.get_sheet_by_index(0).to_python()
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE value (unit TEXT, item TEXT, amount INTEGER)")
    with connection:
        connection.executemany(
            "INSERT INTO value VALUES (?, ?, ?)",
            [(row[0], item, row[at]) for row in rows[2:18] for at, item in enumerate(ITEMS, 1)],
        )
    connection.close()
