"""Undo: an import taken back is as if it had never been, but for what was changed since."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.ledger import Ledger
from db.records import Entry, NewSource, StatedTotal
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.errors import ExpectedError
from tests.workflow.workbooks import RESIDENT, SIGNED, filled, write
from workflow import blanks, undo
from workflow.collect import FileStatus, Mode, commit, stage
from workflow.review import Standing, approve, review

UNIT, OTHER, MONTH = "371581001000", "371581002000", 202610
ITEMS = (SIGNED, RESIDENT, "fd_team")
Says = dict[str, Value | None]
_numbers = count(1)


def bring(ledger: Ledger, says: Says, name: str = "甲.xlsx") -> int:
    """An import that says so; its number."""
    entries = [Entry(UNIT, item, MONTH, value, "表", "C5") for item, value in says.items()]
    sha256 = f"{next(_numbers):064d}"
    return ledger.write(entries, NewSource("file", name, sha256, b"x", "F1", MONTH))


def type_in(ledger: Ledger, says: Says) -> None:
    entries = [Entry(UNIT, item, MONTH, value) for item, value in says.items()]
    ledger.write(entries, NewSource("hand", form="F1", end=MONTH))


def stands(ledger: Ledger) -> dict[str, Value]:
    found = ledger.figures(ITEMS, [MONTH])
    return {i: v for i in ITEMS if (v := found.value(UNIT, i, MONTH)) is not None}


def origins(ledger: Ledger) -> dict[str, int]:
    return {each.item: each.source.id for each in ledger.stored(ITEMS, MONTH)}


def test_what_it_replaced_comes_back_with_its_own_source(fresh_ledger: Ledger) -> None:
    first = bring(fresh_ledger, {SIGNED: number(5)})
    second = bring(fresh_ledger, {SIGNED: number(6), RESIDENT: number(9)}, "乙.xlsx")

    shown = undo.preview(fresh_ledger, second)
    fresh_ledger.operator = "李会计"
    taken = undo.take_back(fresh_ledger, second)
    newest = undo.imports(fresh_ledger)[0]
    assert (newest.id, newest.taken_back_by) == (second, "李会计")

    assert shown == taken
    assert taken.restored == ((UNIT, SIGNED, MONTH, number(6), number(5)),)
    assert taken.removed == ((UNIT, RESIDENT, MONTH, number(9), None),)
    assert taken.conflicts == ()
    assert stands(fresh_ledger) == {SIGNED: number(5)}
    assert origins(fresh_ledger) == {SIGNED: first}
    (value,) = fresh_ledger.stored([SIGNED], MONTH)
    assert (value.source.sheet, value.source.cell) == ("表", "C5")


def test_the_history_keeps_both(fresh_ledger: Ledger) -> None:
    bring(fresh_ledger, {SIGNED: number(5)})
    second = bring(fresh_ledger, {SIGNED: number(6)})
    undo.take_back(fresh_ledger, second)
    past = fresh_ledger.history(UNIT, SIGNED, MONTH)
    assert [each.value for each in past] == [number(6), number(5)]
    newest, first = undo.imports(fresh_ledger)
    assert newest.taken_back
    assert first.taken_back == ""
    assert (newest.values, first.values) == (1, 1)


def test_what_was_changed_since_is_shown_and_stays(fresh_ledger: Ledger) -> None:
    first = bring(fresh_ledger, {SIGNED: number(5), RESIDENT: number(9), "fd_team": number(1)})
    type_in(fresh_ledger, {SIGNED: MISSING, RESIDENT: None})
    taken = undo.take_back(fresh_ledger, first)
    assert {each.item: (each.imported, each.after) for each in taken.conflicts} == {
        SIGNED: (number(5), MISSING),
        RESIDENT: (number(9), None),
    }
    assert [each.item for each in taken.removed] == ["fd_team"]
    assert stands(fresh_ledger) == {SIGNED: MISSING}


def test_a_value_a_later_file_agreed_with_stands_under_that_file(fresh_ledger: Ledger) -> None:
    first = bring(fresh_ledger, {SIGNED: number(5)})
    second = bring(fresh_ledger, {SIGNED: number(5)}, "乙.xlsx")
    taken = undo.take_back(fresh_ledger, first)
    assert [each.item for each in taken.kept] == [SIGNED]
    assert origins(fresh_ledger) == {SIGNED: second}
    assert undo.take_back(fresh_ledger, second).removed != ()
    assert stands(fresh_ledger) == {}


def test_a_later_correction_passes_over_what_was_taken_back(fresh_ledger: Ledger) -> None:
    bring(fresh_ledger, {SIGNED: number(4)})
    second = bring(fresh_ledger, {SIGNED: number(5)})
    third = bring(fresh_ledger, {SIGNED: number(6)})
    assert undo.take_back(fresh_ledger, second).conflicts != ()
    undo.take_back(fresh_ledger, third)
    assert stands(fresh_ledger) == {SIGNED: number(4)}


def test_a_blank_it_made_is_filled_again(fresh_ledger: Ledger) -> None:
    bring(fresh_ledger, {SIGNED: number(5), RESIDENT: NOT_APPLICABLE})
    second = bring(fresh_ledger, {SIGNED: None, RESIDENT: None})
    type_in(fresh_ledger, {RESIDENT: number(7)})
    taken = undo.take_back(fresh_ledger, second)
    assert taken.restored == ((UNIT, SIGNED, MONTH, None, number(5)),)
    assert taken.conflicts == ((UNIT, RESIDENT, MONTH, None, number(7)),)
    assert stands(fresh_ledger) == {SIGNED: number(5), RESIDENT: number(7)}


def test_its_stated_totals_go_and_earlier_ones_count_again(fresh_ledger: Ledger) -> None:
    for amount in (10, 11):
        total = StatedTotal(SIGNED, MONTH, amount, sheet="表", cell="C20")
        source = NewSource("file", f"{amount}.xlsx", f"{amount:064d}", b"x", "F1", MONTH)
        identity = fresh_ledger.write([], source, [total])
    undo.take_back(fresh_ledger, identity)
    assert [each.amount for each in fresh_ledger.stated_totals([SIGNED], MONTH)] == [10]


def test_approvals_of_what_changes_are_taken_back(fresh_ledger: Ledger) -> None:
    first = bring(fresh_ledger, {SIGNED: number(5)})
    bring(fresh_ledger, {SIGNED: number(5)})
    second = bring(fresh_ledger, {RESIDENT: number(5)})
    fresh_ledger.approve("F1", MONTH, [UNIT, OTHER])
    undo.take_back(fresh_ledger, first)
    assert fresh_ledger.approved("F1", MONTH) == {UNIT, OTHER}
    undo.take_back(fresh_ledger, second)
    assert fresh_ledger.approved("F1", MONTH) == {OTHER}


def test_a_form_of_which_only_marks_are_left_is_not_there(fresh_ledger: Ledger) -> None:
    imported = bring(fresh_ledger, {SIGNED: number(5), RESIDENT: number(9)})
    blanks.mark(fresh_ledger, blanks.left_blank(review(fresh_ledger, MONTH).findings))
    assert UNIT in fresh_ledger.reported("F1", MONTH)
    undo.take_back(fresh_ledger, imported)
    assert stands(fresh_ledger) == {"fd_team": MISSING}
    completeness = review(fresh_ledger, MONTH).completeness
    assert completeness.standing[UNIT, "F1"] is Standing.MISSING
    with pytest.raises(ExpectedError, match="未报"):
        approve(fresh_ledger, "F1", MONTH, [UNIT])
    type_in(fresh_ledger, {SIGNED: number(0)})
    assert UNIT in fresh_ledger.reported("F1", MONTH)


def test_a_form_of_which_nothing_applies_is_there(fresh_ledger: Ledger) -> None:
    type_in(fresh_ledger, dict.fromkeys(ITEMS, NOT_APPLICABLE))
    assert UNIT in fresh_ledger.reported("F1", MONTH)


def test_taking_back_twice_or_what_is_no_import_is_refused(fresh_ledger: Ledger) -> None:
    first = bring(fresh_ledger, {SIGNED: number(5)})
    type_in(fresh_ledger, {RESIDENT: number(5)})
    undo.take_back(fresh_ledger, first)
    before = fresh_ledger.connection.total_changes
    for act in (undo.preview, undo.take_back):
        with pytest.raises(ExpectedError, match=r"“甲\.xlsx”已在 .* 收回过"):
            act(fresh_ledger, first)
        for identity in (first + 1, 0, 99):
            with pytest.raises(ExpectedError, match="没有编号为"):
                act(fresh_ledger, identity)
    assert fresh_ledger.connection.total_changes == before


def test_a_preview_writes_nothing_and_taking_back_is_backed_up_first(fresh_ledger: Ledger) -> None:
    first = bring(fresh_ledger, {SIGNED: number(5)})
    before = fresh_ledger.connection.total_changes
    undo.preview(fresh_ledger, first)
    assert fresh_ledger.connection.total_changes == before
    undo.take_back(fresh_ledger, first)
    (backup,) = fresh_ledger.backups()
    fresh_ledger.restore(backup.path)
    assert stands(fresh_ledger) == {SIGNED: number(5)}


def test_a_failure_half_way_takes_nothing_back(
    fresh_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bring(fresh_ledger, {SIGNED: number(5), RESIDENT: number(6)})

    def fail(*_: object) -> Iterator[None]:
        raise RuntimeError("gone")

    monkeypatch.setattr("db.undo._summary", fail)
    with pytest.raises(RuntimeError, match="gone"):
        undo.take_back(fresh_ledger, first)
    assert stands(fresh_ledger) == {SIGNED: number(5), RESIDENT: number(6)}
    assert undo.imports(fresh_ledger)[0].taken_back == ""


def test_the_same_bytes_come_in_again_after_they_were_taken_back(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    (path,) = write(tmp_path, {"a.xlsx": filled({SIGNED: 5})})
    commit(fresh_ledger, stage(fresh_ledger, [path]))
    (only,) = undo.imports(fresh_ledger)
    assert fresh_ledger.workbook(only.id) == path.read_bytes()
    undo.take_back(fresh_ledger, only.id)

    (file,) = commit(fresh_ledger, stage(fresh_ledger, [path]))

    assert (file.status, file.issues) == (FileStatus.COMMITTED, ())
    assert stands(fresh_ledger) == {SIGNED: number(5)}
    assert [bool(each.taken_back) for each in undo.imports(fresh_ledger)] == [False, True]
    assert fresh_ledger.connection.execute("SELECT count(*) FROM workbook").fetchone() == (1,)


def test_a_file_that_replaced_everything_is_taken_back_whole(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    first, second = write(
        tmp_path,
        {"a.xlsx": filled({SIGNED: 5, RESIDENT: 9}), "b.xlsx": filled({SIGNED: 6, "fd_team": 2})},
    )
    commit(fresh_ledger, stage(fresh_ledger, [first]))
    before = stands(fresh_ledger)
    commit(fresh_ledger, stage(fresh_ledger, [second]), mode=Mode.REPLACE)
    undo.take_back(fresh_ledger, undo.imports(fresh_ledger)[0].id)
    assert stands(fresh_ledger) == before


VALUES = st.one_of(st.builds(number, st.integers(0, 3)), st.just(MISSING), st.none())
SAYS = st.dictionaries(st.sampled_from(ITEMS), VALUES, max_size=3)
EVENTS = st.lists(st.tuples(st.booleans(), SAYS), max_size=6)


@pytest.fixture
def another(tmp_path: Path, fresh_ledger: Ledger) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "另一本.ledger", fresh_ledger.area) as ledger:
        yield ledger


def _play(ledger: Ledger, events: list[tuple[bool, Says]]) -> list[int]:
    """Imports (``True``) and hands one after another; the imports' numbers."""
    imports = []
    for is_import, says in events:
        if is_import:
            imports.append(bring(ledger, says))
        else:
            type_in(ledger, says)
    return imports


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=EVENTS, shuffled=st.randoms(use_true_random=False))
def test_all_taken_back_in_any_order_leave_only_what_hands_did(
    fresh_ledger: Ledger,
    another: Ledger,
    events: list[tuple[bool, Says]],
    shuffled: Random,
) -> None:
    # A hand that blanks what is not there says nothing; so hands here give values only.
    events = [
        (is_import, says if is_import else {k: v for k, v in says.items() if v is not None})
        for is_import, says in events
    ]
    for ledger in (fresh_ledger, another):
        type_in(ledger, dict.fromkeys(ITEMS))
    imports = _play(fresh_ledger, events)
    _play(another, [event for event in events if not event[0]])
    shuffled.shuffle(imports)
    for identity in imports:
        undo.take_back(fresh_ledger, identity)
    assert stands(fresh_ledger) == stands(another)
