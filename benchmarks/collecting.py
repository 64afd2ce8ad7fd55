"""Collecting a thousand township workbooks beside reading the same bytes and one upsert."""

from __future__ import annotations

import importlib
import io
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.measure import Amount, Comparison, LeftOut, Result, compare, seconds
from benchmarks.townships import filled_templates
from db.ledger import Ledger
from monitoring.areas import Area
from monitoring.resources import load_areas
from workflow import collect

WORKBOOKS = 1000
ROUNDS = 3
_OTHER = "pandas.read_excel 和 to_sql"

# The parent with Qt loaded, as in the window; its children have a limit of their own.
_PEAK = """
import resource, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from db.ledger import Ledger
from workflow import collect

application = QApplication([])
with Ledger.open(Path(sys.argv[1])) as ledger:
    files = collect.commit(ledger, collect.stage(ledger, [Path(sys.argv[2])]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak if sys.platform == "darwin" else peak * 1024)
"""


def run(folder: Path) -> Iterator[Result]:
    """F1 templates of sixteen townships over as many months as a thousand take."""
    area, sent = load_areas()["371581000000"], folder / "workbooks"
    files = filled_templates(sent, area, WORKBOOKS)
    numbers = count()
    ledgers = [_empty_ledger(folder, number, area) for number in range(ROUNDS + 2)]

    def ours() -> None:
        with Ledger.open(ledgers.pop()) as ledger:
            committed = collect.commit(ledger, collect.stage(ledger, [sent]))
        if sum(f.status is collect.FileStatus.COMMITTED for f in committed) != len(files):
            raise RuntimeError("a workbook of the benchmark was not collected")

    collecting = compare(
        f"收：{len(files)} 个乡镇工作簿",
        ours,
        lambda: _floor(files, folder / f"floor-{next(numbers)}.db"),
        "calamine 读同样的字节并一次写入",
        2.0,
        rounds=ROUNDS,
    )
    yield collecting
    yield _beside_pandas(collecting, files, folder / "pandas.db")
    yield _peak_memory(ledgers.pop(), sent)


def _empty_ledger(folder: Path, number: int, area: Area) -> Path:
    path = folder / f"collect-{number}.ledger"
    Ledger.create(path, area).close()
    return path


def _beside_pandas(collecting: Comparison, files: Sequence[Path], path: Path) -> Result:
    """The same files the way a script would take them; too slow to be done more than once."""
    name = f"{collecting.name}，与 {_OTHER} 相比"
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        return LeftOut(name, "没有装 pandas")

    def theirs() -> None:
        connection = sqlite3.connect(path)
        with connection:
            for file in files:
                frame = pandas.read_excel(file, header=3, usecols="B:D")
                frame.assign(file=file.name).to_sql(
                    "value", connection, if_exists="append", index=False
                )
        connection.close()

    return Comparison(name, collecting.ours, seconds(theirs), _OTHER, 0.2)


def _peak_memory(ledger: Path, sent: Path) -> Result:
    name = f"收：{WORKBOOKS} 个工作簿时窗口进程的内存峰值"
    try:
        importlib.import_module("resource")
    except ImportError:
        return LeftOut(name, "这个系统不报告内存峰值")
    answer = subprocess.run(
        [sys.executable, "-c", _PEAK, str(ledger), str(sent)],
        check=True,
        capture_output=True,
        text=True,
    )
    return Amount(name, int(answer.stdout) / 1e6, "MB", 300)


def _floor(files: Sequence[Path], path: Path) -> None:
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
