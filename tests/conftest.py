"""Fixtures every floor's tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.ledger import Ledger
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.loading import definition_tables, load_catalogue
from monitoring.resources import load_areas

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LINQING = "371581000000"
LIANGSHAN = "370832000000"


@pytest.fixture(scope="session")
def areas() -> dict[str, Area]:
    """Both counties."""
    return load_areas()


@pytest.fixture(scope="session")
def linqing(areas: dict[str, Area]) -> Area:
    """临清市 with its sixteen townships."""
    return areas[LINQING]


@pytest.fixture(scope="session")
def liangshan(areas: dict[str, Area]) -> Area:
    """梁山县 with its fourteen townships."""
    return areas[LIANGSHAN]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Every form, indicator and rule the program brings."""
    return load_catalogue(definition_tables())


@pytest.fixture
def fresh_ledger(tmp_path: Path, linqing: Area) -> Iterator[Ledger]:
    """An empty ledger of 临清市."""
    with Ledger.create(tmp_path / "临清市.ledger", linqing) as ledger:
        yield ledger
