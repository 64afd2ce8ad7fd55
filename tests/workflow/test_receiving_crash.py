"""A program killed while it takes a package leaves nothing half done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db import explanations, packages
from db.explanations import Explanation
from db.ledger import Ledger
from monitoring.resources import load_cities
from tests.workflow.exchanging import (
    CITY,
    COUNTY,
    EAST,
    fill,
    introduce,
    open_pair,
    pristine,
    some_figures,
)

# Says every statement before it is done, so that it can be killed between any two.
TAKER = """
import sys
from pathlib import Path
from db.ledger import Ledger
from workflow import receiving

with Ledger.open(Path(sys.argv[1])) as ledger:
    received = receiving.look(ledger, Path(sys.argv[2]))
    ledger.connection.set_trace_callback(lambda statement: print(len(statement), flush=True))
    receiving.take(ledger, received)
"""


@pytest.mark.parametrize("statements", [1, 12, 18, 24, 27, 30, 33, 38, 44, 50, 60, 75, 10_000])
def test_a_killed_receiver_leaves_all_or_nothing(tmp_path: Path, statements: int) -> None:
    made = tmp_path / "新"
    made.mkdir()
    with open_pair(tmp_path, *pristine(made)) as pair:
        fill(pair.county, some_figures())
        explanations.write(
            pair.county,
            [Explanation("R21-1", "F1", 202610, EAST, "resident", "1", "2", "新小区入住")],
        )
        introduce(pair.city, pair.county)
        path, city = pair.sent(), pair.city.path
        _without_a_county(pair.city)
    with subprocess.Popen(
        [sys.executable, "-c", TAKER, str(city), str(path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    ) as taker:
        assert taker.stdout is not None
        for _ in zip(range(statements), taker.stdout, strict=False):
            pass
        taker.kill()
    with Ledger.open(city) as ledger:
        kept = packages.newest(ledger, COUNTY, "F1", 202610)
        county = ledger.area.part(COUNTY)
        values = ledger.figures(["resident", "fd_signed", "fd_team"], [202610]).values
        whole = (len(values), len(explanations.of_month(ledger, 202610)), county is not None)
        assert whole == ((0, 0, False) if kept is None else (6, 1, True))
        if kept is not None:
            assert packages.content(ledger, kept) == path.read_bytes()
        assert ledger.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert kept or statements < 10_000, "the last one is left to finish"


def _without_a_county(ledger: Ledger) -> None:
    """The tree before the county ever sent anything."""
    from dataclasses import replace

    from monitoring.areas import units_of

    parts = tuple(part for part in load_cities()[CITY].parts if part.code != COUNTY)
    ledger.set_area(replace(ledger.area, parts=parts, units=units_of(parts)))
