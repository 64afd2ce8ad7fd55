"""A month goes from the county to the city and back, and is what it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db import locks
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.resources import load_areas
from tests.workflow.exchanging import (
    CONTENT,
    COUNTY,
    EAST,
    OCTOBER,
    Pair,
    back,
    changes,
    explain,
    fill,
    introduce,
    members,
    open_pair,
    some_figures,
)
from workflow import packing, receiving, submit
from workflow.packages import load
from workflow.staged import Change

UNITS = [unit.code for unit in load_areas()[COUNTY].units]


figures = st.dictionaries(
    st.tuples(
        st.sampled_from([*UNITS[:3], UNITS[-1]]),
        st.sampled_from(["resident", "fd_signed", "fd_team", "elder65", "fd_renewed"]),
    ),
    st.one_of(
        st.just(MISSING),
        st.just(NOT_APPLICABLE),
        st.integers(min_value=-(10**15), max_value=10**15).map(number),
    ),
    min_size=1,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=figures, second=figures, text=st.text("新增 人口1", min_size=1, max_size=9))
def test_county_to_city_to_county_comes_back_identical(
    tmp_path: Path,
    ledgers: tuple[Path, Path],
    first: dict[tuple[str, str], Value],
    second: dict[tuple[str, str], Value],
    text: str,
) -> None:
    with open_pair(tmp_path, *ledgers) as pair:
        pair.known()
        fill(pair.county, dict(first))
        sent = pair.sent(made="2026-11-01T08:00:00")
        pair.taken(sent)
        assert members(back(pair)) == members(sent)
        fill(pair.county, dict(second))
        explain(pair.county, text)
        pair.county.approve("F1", 202610, [EAST])
        locks.lock(pair.county, "F1", 202610)
        sent = pair.sent(made="2026-11-02T08:00:00")
        pair.taken(sent)
        returned = back(pair)
        assert members(returned) == members(sent)
        received = receiving.look(pair.county, returned)
        assert {each.change for each in received.file.differences} == {Change.SAME}
        assert (received.written, received.gone) == ((), ())
        receiving.take(pair.county, received)
        assert members(pair.sent("三.tzb")) == members(sent)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(word="王　县\xa0\u200b")
@example(word="王\x1b[2J\u202e\r")
@example(word="长" * 3000)
@given(word=st.text(max_size=9))
def test_whatever_a_name_or_a_file_is_called_it_comes_back_identical(
    tmp_path: Path, ledgers: tuple[Path, Path], word: str
) -> None:
    with open_pair(tmp_path, *ledgers) as pair:
        pair.known()
        pair.county.operator = word
        entry = Entry(EAST, "resident", 202610, number(5), sheet=word, cell="B2")
        digits = hashlib.sha256(b"x").hexdigest()
        source = NewSource("file", file=f"{word}.xlsx", sha256=digits, content=b"x", note=word)
        pair.county.write([entry], source)
        explain(pair.county, f"说明{word}")
        sent = pair.sent()
        pair.taken(sent)
        assert members(back(pair)) == members(sent)


def test_the_same_figures_collected_anew_come_back_with_their_new_origin(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    again = [Entry(u, i, 202610, value) for (u, i), value in some_figures().items()]
    pair.county.write([each._replace(value=None) for each in again], NewSource("hand"))
    pair.county.write(again, NewSource("hand", note="重新核对过"))
    sent = pair.sent("二.tzb", made="2026-11-06T08:00:00")
    pair.taken(sent)
    assert {origin.note for origin in load(sent).content.origins} == {"重新核对过"}
    assert members(back(pair)) == members(sent)


def test_a_city_that_corrected_a_figure_says_so_to_the_county(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    fill(pair.city, {(EAST, "resident"): number(52_001)})
    received = receiving.look(pair.county, back(pair))
    assert [c for c in changes(received) if c[2] is not Change.SAME] == [
        (EAST, "resident", Change.CHANGED)
    ]
    receiving.take(pair.county, received)
    [found] = [e for e in pair.county.stored(["resident"], 202610) if e.unit == EAST]
    assert (found.value, found.source.sheet) == (number(52_001), "手工填报 李市")


def test_originals_go_along_when_asked(pair: Pair, month: Ledger) -> None:
    path = pair.folder / "带原件.tzb"
    package = packing.save(month, pair.form, OCTOBER, path, originals=True)
    names = [name for name in package.members if name.startswith("originals/")]
    assert len(names) == 15
    introduce(pair.city, month)
    introduce(month, pair.city)
    pair.taken(path)
    returned = packing.build(pair.city, pair.form, OCTOBER, county=COUNTY, originals=True)
    assert {n: returned.members[n] for n in (*CONTENT, *names)} == {
        n: package.members[n] for n in (*CONTENT, *names)
    }


def test_what_collected_workbooks_say_comes_back_identical_with_its_totals(
    pair: Pair, month: Ledger, tmp_path: Path
) -> None:
    """Figures, cells and files of a real month: fifteen townships' workbooks."""
    introduce(pair.city, month)
    sent = tmp_path / "月.tzb"
    package = packing.save(month, pair.form, OCTOBER, sent)
    pair.taken(sent)
    assert members(back(pair)) == members(sent)
    assert {origin.kind for origin in package.content.origins} == {"file"}
    cell = pair.city.stored(["resident"], 202610)[0].source
    assert "青年路街道" in cell.sheet
    assert cell.sheet.endswith(".xlsx › 家庭医生签约服务月报")
    assert cell.cell == "D8"


def test_a_countys_return_is_the_same_from_the_citys_ledger(pair: Pair, month: Ledger) -> None:
    introduce(pair.city, month)
    path = pair.folder / "月.tzb"
    packing.save(month, pair.form, OCTOBER, path)
    pair.taken(path)
    here = submit.build(month, pair.form, OCTOBER)
    there = submit.build(pair.city, pair.form, OCTOBER, COUNTY)
    assert (there.title, there.columns, there.lines) == (here.title, here.columns, here.lines)
    whole = submit.build(pair.city, pair.form, OCTOBER)
    assert whole.title == "聊城市家庭医生签约服务月报"
    place = whole.columns.index("临清市")
    totals = [line.cells[0] for line in here.lines if line.cells]
    assert [line.cells[place] for line in whole.lines if line.cells] == totals
    assert [line.cells[0] for line in whole.lines if line.cells] == totals
