"""Which plans an area answers to, and which targets stand on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitoring.plan_loading import load_plans
from monitoring.plan_register import (
    FORCE_WORDS,
    Entry,
    Force,
    applies,
    in_force,
    listed,
    register,
    superseded_by,
)
from monitoring.plans import Plan, Target
from monitoring.resources import RESOURCES, read_tables

LINQING, LIANGSHAN, LIAOCHENG = "371581000000", "370832000000", "371500000000"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return load_plans(read_tables(RESOURCES / "plans"))


def target(code: str, **change: object) -> Target:
    plain = Target(
        id=code,
        indicator_name="签约率",
        operator=">=",
        value="60",
        unit="%",
        due=date(2025, 12, 31),
        due_basis="inherited",
        klass="A",
        scope="全市",
        chapter="二",
        paragraph=1,
        indicator="fd_sign_rate",
    )
    return replace(plain, **change)  # type: ignore[arg-type]


def plan(code: str, starts: int, *targets: Target, **change: object) -> Plan:
    plain = Plan(
        code=code,
        name=f"规划{code}",
        area=LINQING,
        area_name="临清市",
        starts=date(starts, 1, 1),
        ends=date(starts + 4, 12, 31),
        targets=targets,
    )
    return replace(plain, **change)  # type: ignore[arg-type]


OLD = plan("A", 2021, target("A-1"))
NEW = plan("B", 2024, target("B-1", value="70", due=date(2028, 12, 31)), issued=date(2024, 3, 1))


def forces(entries: list[Entry]) -> dict[str, Force]:
    return {entry.target.id: entry.force for entry in entries}


@pytest.mark.parametrize(
    ("of", "area", "answer"),
    [
        (LINQING, LINQING, True),
        (LIAOCHENG, LINQING, True),
        ("370000000000", LINQING, True),
        ("000000000000", LINQING, False),
        (LIAOCHENG, LIANGSHAN, False),
        (LINQING, LIANGSHAN, False),
        (LINQING, LIAOCHENG, False),
        ("370830000000", LIANGSHAN, False),
        ("370800000000", LIANGSHAN, True),
    ],
)
def test_a_plan_applies_to_its_area_and_those_below_it(of: str, area: str, *, answer: bool) -> None:
    assert applies(replace(OLD, area=of), area) is answer


def test_the_city_shows_for_linqing_and_never_for_liangshan(plans: dict[str, Plan]) -> None:
    day = date(2025, 6, 30)
    linqing = register(plans.values(), LINQING, day)
    assert {(entry.plan.code, entry.superior) for entry in linqing} == {
        ("002", False),
        ("001", True),
        ("003", True),
    }
    assert linqing[0].plan.code == "002"
    liangshan = register(plans.values(), LIANGSHAN, day)
    assert {(entry.plan.code, entry.superior) for entry in liangshan} == {("004", False)}


@pytest.mark.parametrize(
    ("day", "force"),
    [
        (date(2020, 12, 31), Force.COMING),
        (date(2021, 1, 1), Force.IN_FORCE),
        (date(2025, 12, 31), Force.IN_FORCE),
        (date(2026, 1, 1), Force.DUE),
    ],
)
def test_a_target_is_in_force_from_its_plans_first_day_to_its_own_date(
    day: date, force: Force
) -> None:
    assert forces(register([OLD], LINQING, day)) == {"A-1": force}
    assert bool(in_force([OLD], LINQING, day)) is (force is Force.IN_FORCE)


def test_a_plan_issued_late_takes_effect_when_it_is_issued() -> None:
    issued = date(2024, 3, 1)
    assert forces(register([NEW], LINQING, issued - DAY)) == {"B-1": Force.COMING}
    assert forces(register([NEW], LINQING, issued)) == {"B-1": Force.IN_FORCE}


def test_a_later_plan_takes_the_place_of_an_earlier_one_on_the_day_it_takes_effect() -> None:
    issued = date(2024, 3, 1)
    assert forces(register([OLD, NEW], LINQING, issued - DAY))["A-1"] is Force.IN_FORCE
    entries = register([OLD, NEW], LINQING, issued)
    assert forces(entries) == {"A-1": Force.SUPERSEDED, "B-1": Force.IN_FORCE}
    assert entries[0].successor is NEW.targets[0]
    assert [entry.target.id for entry in in_force([NEW, OLD], LINQING, issued)] == ["B-1"]


def test_the_latest_of_several_plans_stands_in_the_place_of_all() -> None:
    latest = plan("C", 2025, target("C-1", due=date(2029, 12, 31)))
    day = date(2025, 2, 1)
    assert superseded_by(OLD, OLD.targets[0], [OLD, latest, NEW], day) is latest.targets[0]
    assert superseded_by(NEW, NEW.targets[0], [OLD, latest, NEW], day) is latest.targets[0]
    assert superseded_by(latest, latest.targets[0], [OLD, latest, NEW], day) is None


def test_a_target_whose_date_had_come_was_never_superseded() -> None:
    early = plan("A", 2021, target("A-1", due=date(2022, 12, 31)))
    assert forces(register([early, NEW], LINQING, date(2026, 1, 1)))["A-1"] is Force.DUE


def test_a_target_to_be_kept_is_not_superseded_and_stands_after_its_date() -> None:
    kept = plan("A", 2021, target("A-1", maintain=True))
    assert forces(register([kept, NEW], LINQING, date(2025, 12, 31)))["A-1"] is Force.IN_FORCE
    late = in_force([kept, NEW], LINQING, date(2030, 1, 1))
    assert forces(late) == {"A-1": Force.KEPT}


def test_a_plan_of_another_area_takes_no_place() -> None:
    city = replace(NEW, area=LIAOCHENG)
    assert forces(register([OLD, city], LINQING, date(2025, 1, 1)))["A-1"] is Force.IN_FORCE


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        ({}, {}, True),
        ({}, {"indicator": "fd_sign_rate_key"}, False),
        ({"indicator": ""}, {"indicator": ""}, True),
        ({"indicator": ""}, {"indicator": "", "scope": "老年人"}, False),
        ({"indicator": ""}, {"indicator": "", "unit": "人"}, False),
        ({"indicator": ""}, {}, False),
    ],
)
def test_only_what_is_measured_alike_is_superseded(
    earlier: dict[str, str], later: dict[str, str], *, same: bool
) -> None:
    old = plan("A", 2021, target("A-1", **earlier))
    new = plan("B", 2024, target("B-1", due=date(2028, 12, 31), **later))
    found = superseded_by(old, old.targets[0], [old, new], date(2025, 1, 1))
    assert (found is not None) is same


def test_a_rate_to_be_reached_and_kept_stands_when_its_plan_has_ended(
    plans: dict[str, Plan],
) -> None:
    day = date(2026, 10, 31)
    standing = in_force(plans.values(), LINQING, day)
    own = [entry.target.id for entry in standing if not entry.superior]
    assert own == ["002-T017"]
    assert plans["002"].ended(day)
    assert not plans["002"].ended(date(2025, 12, 31))


def test_without_an_area_nothing_is_above_it(plans: dict[str, Plan]) -> None:
    entries = listed(list(plans.values()), date(2026, 1, 1))
    assert len(entries) == 282
    assert not any(entry.superior for entry in entries)


def test_a_plan_of_another_county_is_not_above_it(plans: dict[str, Plan]) -> None:
    entries = listed(list(plans.values()), date(2026, 1, 1), LINQING)
    assert {entry.plan.code for entry in entries if entry.superior} == {"001", "003"}


def test_every_force_has_a_word() -> None:
    assert set(FORCE_WORDS) == set(Force)
