"""An earlier value comes back as a new write by hand, and goes again when that is undone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.ledger import Ledger
from db.locks import lock
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.errors import ExpectedError
from workflow.restoring import UNDONE, put_back, steps_for

UNIT, OTHER, ITEM, END = "371581101000", "371581102000", "fd_signed", 202610
VALUES = st.one_of(
    st.integers(0, 10**6).map(number), st.sampled_from((None, MISSING, NOT_APPLICABLE))
)


def say(ledger: Ledger, value: Value | None, unit: str = UNIT) -> None:
    ledger.write([Entry(unit, ITEM, END, value)], NewSource("hand", operator="王"))


def stands(ledger: Ledger, unit: str = UNIT) -> Value | None:
    return ledger.figures([ITEM], [END]).value(unit, ITEM, END)


def test_the_earlier_value_comes_back_by_this_hand_with_a_note(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, number(10))
    say(fresh_ledger, number(99))
    fresh_ledger.operator = "李会计"
    put_back(fresh_ledger, steps_for(fresh_ledger, fresh_ledger.changes()))
    [stored] = fresh_ledger.stored([ITEM], END)
    assert (stored.value, stored.source.operator) == (number(10), "李会计")
    assert "以前的数：手工填报 王" in stored.source.note
    newest = fresh_ledger.changes()[0]
    assert (newest.before, newest.after) == (number(99), number(10))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(VALUES, min_size=2, max_size=6), data=st.data())
def test_restoring_and_restoring_back_gives_the_first_value(
    fresh_ledger: Ledger, history: list[Value | None], data: st.DataObject
) -> None:
    fresh_ledger.connection.execute("DELETE FROM value")
    start = max((change.id for change in fresh_ledger.changes()), default=0)
    for value in history:
        say(fresh_ledger, value)
    first = stands(fresh_ledger)
    changes = [change for change in fresh_ledger.changes() if change.id > start]
    places = data.draw(st.sets(st.integers(0, len(changes) - 1))) if changes else set()
    chosen = [changes[place] for place in places]
    steps = steps_for(fresh_ledger, chosen)
    put_back(fresh_ledger, steps)
    if chosen:
        assert stands(fresh_ledger) == min(chosen, key=lambda change: change.id).before
    put_back(fresh_ledger, [step.reversed() for step in steps])
    assert stands(fresh_ledger) == first


def test_what_was_changed_again_since_is_pointed_out(fresh_ledger: Ledger) -> None:
    for amount in (1, 2, 3):
        say(fresh_ledger, number(amount))
    newest, oldest = fresh_ledger.changes()
    assert [step.later for step in steps_for(fresh_ledger, [newest])] == [False]
    assert [step.later for step in steps_for(fresh_ledger, [oldest])] == [True]
    [both] = steps_for(fresh_ledger, [newest, oldest])
    assert (both.value, both.stands, both.later) == (number(1), number(3), False)


def test_a_value_that_stands_again_needs_no_step(fresh_ledger: Ledger) -> None:
    for amount in (1, 2, 1):
        say(fresh_ledger, number(amount))
    assert steps_for(fresh_ledger, fresh_ledger.changes()[1:]) == []


def test_a_figure_that_moved_meanwhile_stops_all_of_it(fresh_ledger: Ledger) -> None:
    for unit in (UNIT, OTHER):
        say(fresh_ledger, number(1), unit)
        say(fresh_ledger, number(2), unit)
    steps = steps_for(fresh_ledger, fresh_ledger.changes())
    say(fresh_ledger, number(7), OTHER)
    with pytest.raises(ExpectedError, match="刚刚又有改动"):
        put_back(fresh_ledger, steps)
    assert (stands(fresh_ledger), stands(fresh_ledger, OTHER)) == (number(2), number(7))


def test_a_locked_month_refuses_with_its_sentence(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, number(1))
    say(fresh_ledger, number(2))
    lock(fresh_ledger, "F1", END)
    with pytest.raises(ExpectedError, match="已上报并锁定"):
        put_back(fresh_ledger, steps_for(fresh_ledger, fresh_ledger.changes()))
    assert stands(fresh_ledger) == number(2)


def test_undoing_says_so_in_the_history(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, number(1))
    say(fresh_ledger, None)
    steps = steps_for(fresh_ledger, fresh_ledger.changes())
    put_back(fresh_ledger, steps)
    put_back(fresh_ledger, [step.reversed() for step in steps])
    newest = fresh_ledger.changes()[0]
    assert newest.by is not None
    assert (newest.after, newest.by.note) == (None, UNDONE)
