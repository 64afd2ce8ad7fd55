"""Values come back as they were written, with their source and everything they replaced."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.ledger import Ledger
from db.records import Entry, NewSource, StatedTotal
from monitoring.amounts import MAX_AMOUNT, MISSING, NOT_APPLICABLE, State, Value, number
from tests.db.conftest import EAST, HAND, OCTOBER, WEST, Put

BOOK = b"workbook"
FILE = NewSource(
    "file", "青年路.xlsx", hashlib.sha256(BOOK).hexdigest(), BOOK, "F1", OCTOBER, operator="张三"
)
VALUES = st.one_of(
    st.sampled_from([MISSING, NOT_APPLICABLE, None]),
    st.integers(-MAX_AMOUNT, MAX_AMOUNT).map(number),
)
BATCHES = st.lists(
    st.dictionaries(
        st.tuples(
            st.sampled_from([EAST, WEST]),
            st.sampled_from(["resident", "care_bed"]),
            st.sampled_from([202609, OCTOBER]),
        ),
        VALUES,
        max_size=6,
    ),
    max_size=4,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(BATCHES)
def test_what_stands_is_what_was_written_last_and_the_history_is_the_rest(
    ledger: Ledger, batches: list[Mapping[tuple[str, str, int], Value | None]]
) -> None:
    ledger.connection.execute("DELETE FROM value")
    start = ledger.connection.execute("SELECT count(*) FROM value_history").fetchone()[0]
    now: dict[tuple[str, str, int], Value] = {}
    past: list[Value] = []
    for batch in batches:
        ledger.write([Entry(*key, value) for key, value in batch.items()], HAND)
        for key, value in batch.items():
            before = now.get(key)
            if before is not None and before != value:
                past.append(before)
            if value is None:
                now.pop(key, None)
            else:
                now[key] = value
    figures = ledger.figures(["resident", "care_bed"], [202609, OCTOBER])
    assert dict(figures.values) == now
    rows = ledger.connection.execute(
        "SELECT state, amount FROM value_history WHERE id > ?", (start,)
    ).fetchall()
    assert sorted(map(repr, past)) == sorted(
        repr(Value(State(state), amount)) for state, amount in rows
    )
    sums = ledger.sums(["resident", "care_bed"], 202609, OCTOBER)
    for item, end in {(item, end) for _, item, end in now}:
        total = figures.total([EAST, WEST], item, end)
        assert sums[item, end] == (total.amount, total.reported)


def test_a_value_knows_the_cell_it_came_from(ledger: Ledger) -> None:
    source = ledger.write([Entry(EAST, "resident", OCTOBER, number(5), "表一", "D7")], FILE)
    (stored,) = ledger.stored(["resident"], OCTOBER)
    origin = stored.source
    assert (origin.id, origin.kind, origin.file) == (source, "file", "青年路.xlsx")
    assert (origin.sheet, origin.cell, origin.operator) == ("表一", "D7", "张三")
    assert not origin.demonstration
    assert ledger.workbook(source) == BOOK
    found = ledger.import_of(FILE.sha256)
    assert found is not None
    assert found.id == source
    assert ledger.import_of("0" * 64) is None


def test_the_same_workbook_is_kept_once(ledger: Ledger) -> None:
    first = ledger.write([Entry(EAST, "resident", OCTOBER, number(5))], FILE)
    second = ledger.write([Entry(EAST, "resident", OCTOBER, number(6))], FILE)
    assert ledger.workbook(first) == ledger.workbook(second) == BOOK
    assert ledger.connection.execute("SELECT count(*) FROM workbook").fetchone() == (1,)


def test_an_unchanged_value_keeps_its_source_and_makes_no_history(ledger: Ledger, put: Put) -> None:
    first = ledger.write([Entry(EAST, "resident", OCTOBER, number(5), "表一", "D7")], FILE)
    put(5)
    (stored,) = ledger.stored(["resident"], OCTOBER)
    assert (stored.source.id, stored.source.cell) == (first, "D7")
    assert ledger.history(EAST, "resident", OCTOBER) == []


def test_the_history_tells_what_stood_where_it_came_from_and_what_replaced_it(
    ledger: Ledger, put: Put
) -> None:
    book = ledger.write([Entry(EAST, "resident", OCTOBER, number(5), "表一", "D7")], FILE)
    hand = put(0)
    put(None)
    last = put(MISSING)
    put(NOT_APPLICABLE)
    past = ledger.history(EAST, "resident", OCTOBER)
    assert [entry.value for entry in past] == [MISSING, number(0), number(5)]
    assert [entry.source.id for entry in past] == [last, hand, book]
    assert [entry.replaced_by for entry in past] == [last + 1, None, hand]
    assert (past[2].source.sheet, past[2].source.cell) == ("表一", "D7")
    assert all(entry.at for entry in past)
    assert ledger.history(WEST, "resident", OCTOBER) == []


def test_blanking_what_was_never_there_is_nothing(ledger: Ledger, put: Put) -> None:
    put(None)
    assert ledger.latest_month() is None
    assert ledger.history(EAST, "resident", OCTOBER) == []


def test_the_newest_files_total_counts(ledger: Ledger) -> None:
    for amount, file in ((100, "旧.xlsx"), (101, "新.xlsx")):
        book = NewSource("file", file, str(amount)[:1] * 61 + str(amount), b"x", "F1", OCTOBER)
        total = StatedTotal("resident", OCTOBER, amount, sheet="表", cell=f"D{amount}")
        ledger.write([], book, [total])
    assert ledger.stated_totals(["resident", "care_bed"], OCTOBER) == [
        StatedTotal("resident", OCTOBER, 101, "新.xlsx", "表", "D101")
    ]
    assert ledger.stated_totals(["resident"], 202609) == []


def test_made_up_data_says_so(ledger: Ledger, put: Put) -> None:
    put(5)
    made_up = NewSource("hand", demonstration=True)
    ledger.write([Entry(EAST, "care_bed", OCTOBER, number(5))], made_up)
    assert ledger.has_demonstration(["resident", "care_bed"], [OCTOBER])
    assert not ledger.has_demonstration(["resident"], [OCTOBER])
    assert not ledger.has_demonstration(["care_bed"], [202609])
    assert not ledger.has_demonstration([], [OCTOBER])


def test_several_writes_in_one_transaction(ledger: Ledger, put: Put) -> None:
    with ledger.transaction():
        put(1)
        put(2, unit=WEST)
    assert ledger.reported("F1", OCTOBER) == {EAST, WEST}
    assert ledger.reported("F2", OCTOBER) == set()
