"""A ledger made once and copied for each test: making one takes longer than most tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import Value, number
from monitoring.areas import Area

EAST, WEST = "371581001000", "371581002000"
OCTOBER = 202610
HAND = NewSource("hand", form="F1", end=OCTOBER)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, linqing: Area) -> Path:
    """An empty ledger of 临清市 that nobody opens."""
    path = tmp_path_factory.mktemp("ledger") / "临清市.ledger"
    Ledger.create(path, linqing).close()
    return path


@pytest.fixture
def path(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it under a name that must not be read as anything but a name."""
    folder = tmp_path / "台账 与 资料"
    folder.mkdir()
    return Path(shutil.copy(pristine, folder / "临清 市?mode=ro#1%20.ledger"))


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """The copy, open."""
    with Ledger.open(path) as opened:
        yield opened


Put = Callable[..., int]


@pytest.fixture
def put(ledger: Ledger) -> Put:
    """Write one value by hand: ``put(5)``, ``put(None)`` to blank."""

    def write(
        amount: int | Value | None, item: str = "resident", unit: str = EAST, end: int = OCTOBER
    ) -> int:
        value = number(amount) if isinstance(amount, int) else amount
        return ledger.write([Entry(unit, item, end, value)], HAND)

    return write
