"""A county's package comes to the city beside the ledger first, and whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import explanations, locks, packages
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from monitoring.exchange import (
    grouped_digits,
)
from tests.workflow.exchanging import (
    COUNTY,
    EAST,
    OCTOBER,
    SHEN,
    WEST,
    Pair,
    changes,
    explain,
    fill,
    some_figures,
    state,
)
from workflow import packing, receiving, undo
from workflow import partners as known
from workflow.packing import key_of
from workflow.partners import Trust
from workflow.staged import Change, FileStatus, Mode


def test_looking_at_a_package_writes_nothing(pair: Pair) -> None:
    path, before = pair.sent(), state(pair.city)
    received = receiving.look(pair.city, path)
    assert received.trust is Trust.UNKNOWN
    assert received.file.status is FileStatus.STAGED
    assert len(received.file.differences) == 6
    assert {each.change for each in received.file.differences} == {Change.NEW}
    assert not received.can_be_taken
    assert state(pair.city) == before


def test_nothing_is_taken_before_the_fingerprint_is_confirmed(pair: Pair) -> None:
    received = receiving.look(pair.city, pair.sent())
    before = state(pair.city)
    with pytest.raises(ExpectedError, match="第一次收到临清市的包"):
        receiving.take(pair.city, received)
    with pytest.raises(ExpectedError, match="没有确认"):
        known.confirm(pair.city, received.package, "1" * 40)
    assert state(pair.city) == before


def test_a_confirmed_package_is_taken_and_known_from_then_on(pair: Pair) -> None:
    path = pair.sent()
    received = receiving.look(pair.city, path)
    digits = grouped_digits(received.package.manifest.fingerprint)
    partner = known.confirm(pair.city, received.package, f" {digits} ")
    assert (partner.name, partner.area, partner.operator) == ("临清市", COUNTY, "李市")
    taken = receiving.take(pair.city, received)
    assert taken.file.status is FileStatus.COMMITTED
    figures = pair.city.figures(pair.form.by_code, [202610]).values
    assert {(u, i): v for (u, i, _), v in figures.items()} == some_figures()
    assert receiving.look(pair.city, path).trust is Trust.CONFIRMED
    kept = packages.newest(pair.city, COUNTY, "F1", 202610)
    assert kept is not None
    assert packages.content(pair.city, kept) == path.read_bytes()


def test_a_value_says_which_package_and_where_in_the_county_it_came_from(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    [found] = [e for e in pair.city.stored(["resident"], 202610) if e.unit == EAST]
    assert (found.source.file, found.source.sheet) == ("临清市.tzb", "手工填报 王县")


def test_the_same_package_is_taken_once(pair: Pair) -> None:
    pair.known()
    path = pair.sent()
    pair.taken(path)
    again = receiving.look(pair.city, path)
    assert again.file.status is FileStatus.DUPLICATE
    with pytest.raises(ExpectedError, match="收过"):
        receiving.take(pair.city, again)


def test_a_corrected_package_shows_what_it_changes(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    fill(pair.county, {(EAST, "resident"): number(53_000), (WEST, "fd_team"): None})
    second = receiving.look(pair.city, pair.sent("二.tzb", made="2026-11-06T08:00:00"))
    assert [c for c in changes(second) if c[2] is not Change.SAME] == [
        (EAST, "resident", Change.CHANGED),
        (WEST, "fd_team", Change.BLANK),
    ]
    [told] = second.file.issues
    assert (told.code, "台账里有 1 个数，这个包里没有" in told.message) == ("gone", True)
    receiving.take(pair.city, second, mode=Mode.REPLACE)
    figures = pair.city.figures(["resident", "fd_team"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(53_000)
    assert figures.value(WEST, "fd_team", 202610) is None


def test_made_up_figures_are_told(pair: Pair) -> None:
    pair.known()
    entry = Entry(EAST, "fd_renewed", 202610, number(1))
    pair.county.write([entry], NewSource("hand", form="F1", end=202610, demonstration=True))
    found = receiving.look(pair.city, pair.sent())
    assert ["演示数据" in issue.message for issue in found.file.issues] == [True]


def test_what_changes_comes_before_what_is_new(pair: Pair) -> None:
    pair.known()
    fill(pair.city, {(WEST, "resident"): number(1), (WEST, "fd_renewed"): number(2)})
    fill(pair.city, {(EAST, "resident"): number(52_000)})
    found = changes(receiving.look(pair.city, pair.sent()))
    assert found[:2] == [
        (WEST, "resident", Change.CHANGED),
        (WEST, "fd_renewed", Change.BLANK),
    ]
    assert [change for *_, change in found[2:]] == [*[Change.NEW] * 4, Change.SAME]


def test_a_morning_of_packages_costs_one_backup(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    kept = pair.city.backups()
    assert len(kept) == 1
    fill(pair.county, {(EAST, "resident"): number(53_000)})
    second = receiving.look(pair.city, pair.sent("二.tzb", made="2026-11-06T08:00:00"))
    receiving.take(pair.city, second, backed_up=True)
    assert pair.city.backups() == kept


def test_filling_gaps_leaves_what_stands(pair: Pair) -> None:
    pair.known()
    fill(pair.city, {(EAST, "resident"): number(1)})
    received = receiving.look(pair.city, pair.sent())
    receiving.take(
        pair.city, received, mode=Mode.FILL, left_out={(received.file.sha256, EAST, "fd_team")}
    )
    figures = pair.city.figures(["resident", "fd_signed", "fd_team"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(1)
    assert figures.value(EAST, "fd_signed", 202610) == number(31_000)
    assert figures.value(EAST, "fd_team", 202610) is None


def test_an_older_package_sent_again_is_refused_until_the_newer_is_taken_back(pair: Pair) -> None:
    pair.known()
    old = pair.sent("旧.tzb", made="2026-11-01T08:00:00")
    fill(pair.county, {(EAST, "resident"): number(53_000)})
    pair.taken(pair.sent("新.tzb", made="2026-11-02T08:00:00"))
    refused = receiving.look(pair.city, old)
    assert refused.file.status is FileStatus.REFUSED
    with pytest.raises(ExpectedError, match="没有收旧的"):
        receiving.take(pair.city, refused)
    undo.take_back(pair.city, undo.imports(pair.city)[0].id)
    pair.taken(old)
    figures = pair.city.figures(["resident"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(52_000)


def test_what_was_looked_at_before_another_came_is_not_taken_as_it_was_shown(pair: Pair) -> None:
    pair.known()
    old = receiving.look(pair.city, pair.sent("旧.tzb", made="2026-11-01T08:00:00"))
    fill(pair.county, {(EAST, "resident"): number(53_000)})
    new = receiving.look(pair.city, pair.sent("新.tzb", made="2026-11-02T08:00:00"))
    receiving.take(pair.city, new)
    before = state(pair.city)
    with pytest.raises(ExpectedError, match="没有收旧的"):
        receiving.take(pair.city, old)
    with pytest.raises(ExpectedError, match="收过"):
        receiving.take(pair.city, new)
    assert state(pair.city) == before
    newest = receiving.look(pair.city, pair.sent("再.tzb", made="2026-11-03T08:00:00"))
    fill(pair.city, {(WEST, "resident"): number(1)})
    with pytest.raises(ExpectedError, match="在这期间改过"):
        receiving.take(pair.city, newest)
    figures = pair.city.figures(["resident"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(53_000)
    assert figures.value(WEST, "resident", 202610) == number(1)


def test_a_package_is_taken_back_weeks_later(pair: Pair) -> None:
    pair.known()
    fill(pair.city, {(EAST, "resident"): number(1)})
    pair.taken(pair.sent())
    undo.take_back(pair.city, undo.imports(pair.city)[0].id)
    figures = pair.city.figures(pair.form.by_code, [202610]).values
    assert figures == {(EAST, "resident", 202610): number(1)}


def test_a_month_the_city_has_filed_stays_as_it_is(pair: Pair) -> None:
    pair.known()
    locks.lock(pair.city, "F1", 202610)
    received = receiving.look(pair.city, pair.sent())
    with pytest.raises(ExpectedError, match="已上报并锁定"):
        receiving.take(pair.city, received)


def test_explanations_come_along_and_go_when_the_county_takes_them_back(pair: Pair) -> None:
    pair.known()
    explain(pair.county, "新小区入住")
    explain(pair.city, "市里核实过", WEST)
    pair.taken(pair.sent())
    ours = {e.unit: (e.text, e.operator) for e in explanations.of_month(pair.city, 202610)}
    assert ours == {EAST: ("新小区入住", "王县"), WEST: ("市里核实过", "李市")}
    explanations.withdraw(pair.county, 202610, [("R21-1", EAST, "resident")])
    second = receiving.look(pair.city, pair.sent("二.tzb", made="2026-11-06T08:00:00"))
    assert [each.unit for each in second.gone] == [EAST]
    receiving.take(pair.city, second)
    assert [e.unit for e in explanations.of_month(pair.city, 202610)] == [WEST]


def test_a_month_without_figures_is_not_packed(pair: Pair) -> None:
    with pytest.raises(ExpectedError, match="还没有数，不能打包"):
        packing.build(pair.city, pair.form, OCTOBER, county=SHEN)


def test_what_went_out_is_kept(pair: Pair) -> None:
    path = pair.sent()
    [kept] = packages.listed(pair.county)
    assert (kept.direction, kept.file, kept.end) == ("sent", "临清市.tzb", 202610)
    assert packages.content(pair.county, kept) == path.read_bytes()


def test_a_file_is_replaced_only_when_asked_and_needs_the_right_ending(pair: Pair) -> None:
    path = pair.sent()
    before = path.read_bytes()
    with pytest.raises(ExpectedError, match="已经"):
        packing.save(pair.county, pair.form, OCTOBER, path)
    assert path.read_bytes() == before
    with pytest.raises(ExpectedError, match=r"以 \.tzb 结尾"):
        packing.save(pair.county, pair.form, OCTOBER, pair.county.path, replace=True)


def test_an_own_package_comes_back_without_asking(pair: Pair) -> None:
    path = pair.sent()
    received = receiving.look(pair.county, path)
    assert received.trust is Trust.OWN
    assert {each.change for each in received.file.differences} == {Change.SAME}
    with pytest.raises(ExpectedError, match="不用确认"):
        known.confirm(pair.county, received.package, "")


def test_a_copied_ledger_signs_with_the_same_key(pair: Pair) -> None:
    key_of(pair.county)
    pair.county.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copied = Path(shutil.copy(pair.county.path, pair.folder / "拷贝.ledger"))
    with Ledger.open(copied) as ledger:
        assert key_of(ledger) == key_of(pair.county)


def test_a_package_nobody_could_take_is_not_made(
    pair: Pair, month: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "SIZE_LIMIT", 200_000)
    with pytest.raises(ExpectedError, match="请不带原工作簿再打包"):
        packing.build(month, pair.form, OCTOBER, originals=True)
    assert packing.build(month, pair.form, OCTOBER).manifest.form == "F1"
