"""A city sees by county and form what has come of a month and who is silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import locks
from db.ledger import Ledger
from tests.workflow.exchanging import COUNTY, Pair, fill, open_pair, pristine, some_figures
from workflow.missing import Arrival, CountyForm, missing


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    folder = tmp_path / "新"
    folder.mkdir()
    with open_pair(tmp_path, *pristine(folder)) as opened:
        opened.known()
        fill(opened.county, some_figures())
        yield opened


def of(found: list[CountyForm], form: str, county: str = COUNTY) -> CountyForm:
    [one] = [e for e in found if (e.form.code, e.county.code) == (form, county)]
    return one


def test_everyone_is_missing_before_a_package_comes(pair: Pair) -> None:
    found = missing(pair.city, 202610)
    assert {each.county.name for each in found} == {part.name for part in pair.city.area.parts}
    assert {each.form.code for each in found} == {"F1", "F2", "F3", "F4"}
    assert {each.arrival for each in found} == {Arrival.NOTHING}
    assert of(found, "F1").owed == 16
    assert of(found, "F1", "371521000000").owed == 0


def test_a_package_shows_what_came_and_who_is_silent(pair: Pair) -> None:
    locks.lock(pair.county, "F1", 202610)
    pair.taken(pair.sent())
    one = of(missing(pair.city, 202610), "F1")
    assert (one.arrived, one.owed, one.arrival, one.filed) == (2, 16, Arrival.PARTIAL, True)
    assert one.silent[0] == "先锋路街道"
    assert one.package is not None
    assert one.package.file == "临清市.tzb"


def test_a_county_has_itself_in_the_list(pair: Pair) -> None:
    one = of(missing(pair.county, 202610), "F1")
    assert (one.arrived, one.owed, one.package) == (2, 16, None)


def test_a_year_end_asks_for_every_form(month: Ledger) -> None:
    assert len(missing(month, 202612)) == 6
