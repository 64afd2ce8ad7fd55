"""A program killed in the middle of writing leaves a ledger of whole batches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db.ledger import Ledger
from monitoring.areas import Area
from tests.db.conftest import OCTOBER

ITEMS = ("resident", "fd_signed", "care_bed", "home_bed")
WRITER = """
import sys
from pathlib import Path
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number

with Ledger.open(Path(sys.argv[1])) as ledger:
    units = [unit.code for unit in ledger.area.units]
    for amount in range(1, 100_000):
        entries = [Entry(u, i, 202610, number(amount)) for u in units for i in sys.argv[2:]]
        ledger.write(entries, NewSource("hand"))
        print(amount, flush=True)
"""


@pytest.mark.parametrize("batches", [1, 7, 40])
def test_a_killed_writer_leaves_whole_batches(path: Path, linqing: Area, batches: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), *ITEMS],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    ) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(batches)]
        writer.kill()
    with Ledger.open(path) as ledger:
        values = ledger.figures(ITEMS, [OCTOBER]).values
        amounts = {value.amount for value in values.values()}
        assert len(amounts) == 1, "half a batch"
        (amount,) = amounts
        assert amount is not None
        assert amount >= told[-1], "a batch that was told as written is gone"
        each = len(linqing.units) * len(ITEMS)
        assert len(values) == each
        connection = ledger.connection
        assert connection.execute("SELECT count(*) FROM source").fetchone() == (amount,)
        history = connection.execute("SELECT count(*) FROM value_history").fetchone()
        assert history == (each * (amount - 1),)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
