"""The shipped plans: what they set out to do, by when and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zlib import crc32

import pytest

from monitoring.plan_loading import load_plans
from monitoring.plans import (
    ARRANGEMENT_WORDS,
    EVERY_WORDS,
    MILESTONE_WORDS,
    PROJECT_WORDS,
    TARGET_WORDS,
    Arrangement,
    Every,
    Milestone,
    MilestoneKind,
    Plan,
    Project,
    ProjectKind,
    Target,
    TargetKind,
    Task,
)
from monitoring.resources import RESOURCES, read_tables
from monitoring.tables import CatalogueError


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return load_plans(read_tables(RESOURCES / "plans"))


def target(plans: Mapping[str, Plan], code: str) -> Target:
    return next(t for t in plans[code[:3]].targets if t.id == code)


def milestone(plans: Mapping[str, Plan], code: str) -> Milestone:
    return next(m for m in plans[code[:3]].milestones if m.id == code)


def task(plans: Mapping[str, Plan], code: str) -> Task:
    return next(t for t in plans[code[:3]].tasks if t.id == code)


def project(plans: Mapping[str, Plan], code: str) -> Project:
    return next(p for p in plans[code[:3]].projects if p.id == code)


def test_every_target_and_fact_is_there(plans: dict[str, Plan]) -> None:
    counts = {code: (len(plan.targets), len(plan.facts)) for code, plan in plans.items()}
    assert counts == {
        "000": (0, 2),
        "001": (13, 1),
        "002": (42, 35),
        "003": (194, 27),
        "004": (33, 25),
    }


def test_targets_ask_in_these_ways(plans: dict[str, Plan]) -> None:
    targets = [each for plan in plans.values() for each in plan.targets]
    assert Counter(each.operator for each in targets) == {
        ">=": 105,
        "=": 76,
        "trend-up": 42,
        "<=": 17,
        "trend-down": 13,
        "approx": 8,
        "better-than-benchmark": 6,
        "range": 4,
        "maintain": 4,
        "relative-to-baseline": 3,
        ">": 2,
        "growth-rate": 2,
    }
    assert Counter(each.kind for each in targets) == {
        TargetKind.NUMBER: 146,
        TargetKind.DIRECTION: 62,
        TargetKind.DERIVED: 60,
        TargetKind.STANDARD: 8,
        TargetKind.BENCHMARK: 6,
    }
    assert Counter(each.due_basis for each in targets) == {
        "inherited": 143,
        "stated": 88,
        "table-header": 40,
        "lead-in": 11,
    }


def test_a_target_without_its_own_date_is_due_when_its_plan_ends(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for each in plan.targets:
            if each.due_basis in ("inherited", "lead-in"):
                assert each.due == plan.ends, each.id


def test_no_plan_says_what_is_binding_and_none_is_made_to(plans: dict[str, Plan]) -> None:
    assert not any(each.binding for plan in plans.values() for each in plan.targets)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("001-T001", "range 1-2个 2028-12-31 stated 力争 number 聊城市"),
        ("001-T006", "> 60亿元 2028-12-31 stated 力争 number 聊城市"),
        ("001-T012", ">= 75% 2025-12-31 stated  number 聊城市"),
        ("002-T005", "approx 90% 2025-12-31 inherited 力争 number 临清市"),
        ("002-T012", ">= 1.6张/千人 2025-12-31 inherited  standard 临清市,规划预留"),
        ("002-T017", ">= 60% 2022-12-31 stated  number 临清市"),
        ("002-T027", "trend-up  2025-12-31 inherited  direction 玉源乳胶手套"),
        ("003-T020", "<= 7.11/10万 2030-12-31 table-header  number 聊城市"),
        ("003-T031", "relative-to-baseline -10% 2020-12-31 table-header  number 聊城市"),
        ("003-T055", "trend-down  2030-12-31 inherited 适度 standard 居民"),
        ("003-T091", ">= 90% 2030-12-31 inherited 继续保持 number 适龄儿童"),
        (
            "003-T093",
            "better-than-benchmark <=全省平均 2030-12-31 inherited  benchmark 聊城市",
        ),
        ("003-T116", ">= 50% 2030-12-31 inherited 确保 number 县级人民医院"),
        ("003-T159", ">= 50% 2025-12-31 stated 力争 number 乡镇"),
        ("004-T001", "approx 6.4% 2027-12-31 stated 争取 number 梁山县"),
        ("004-T029", "= 100% 2027-12-31 inherited  derived 县人民医院、县妇幼保健计划生育服务中心"),
    ],
)
def test_a_target_asks_what_its_clause_says(plans: dict[str, Plan], code: str, text: str) -> None:
    t = target(plans, code)
    words = (f"{t.operator} {t.value}{t.unit}", t.due, t.due_basis, t.softening, t.kind, t.scope)
    assert " ".join(str(word) for word in words) == text


def test_the_start_of_a_target_is_the_figure_the_plan_prints(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        printed = {(each.value, each.unit, each.as_of) for each in plan.facts}
        starts = [each.baseline for each in plan.targets if each.baseline]
        assert all((start.value, start.unit, start.as_of) in printed for start in starts)
    assert sum(bool(t.baseline) for plan in plans.values() for t in plan.targets) == 53


def test_facts_that_are_no_start_are_named_beside_the_target(plans: dict[str, Plan]) -> None:
    signed = target(plans, "002-T036")
    assert (signed.baseline, signed.facts) == (None, ("002-B013",))
    assert target(plans, "003-T015").facts == ("003-B004",)


def test_contradictions_in_a_plan_stand_on_both_sides(plans: dict[str, Plan]) -> None:
    pairs = {
        frozenset((each.id, other))
        for plan in plans.values()
        for each in plan.targets
        for other in each.conflict
    }
    assert {tuple(sorted(pair)) for pair in pairs} == {
        ("003-T015", "003-T147"),
        ("003-T016", "003-T147"),
        ("003-T019", "003-T146"),
        ("003-T020", "003-T146"),
        ("003-T026", "003-T080"),
        ("003-T030", "003-T090"),
        ("003-T038", "003-T122"),
        ("004-T011", "004-T029"),
        ("004-T015", "004-T032"),
        ("004-T017", "004-T026"),
    }


def test_a_target_looser_than_its_start_says_so(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for each in plan.targets:
            if each.baseline is None or each.operator not in ("<=", ">=") or each.increment:
                continue
            short = Decimal(each.value) - Decimal(each.baseline.value)
            if short > 0 if each.operator == "<=" else short < 0:
                assert "于2015年" in each.note, each.id


def test_what_is_to_be_kept_and_what_is_counted_anew(plans: dict[str, Plan]) -> None:
    targets = [each for plan in plans.values() for each in plan.targets]
    assert [each.id for each in targets if each.maintain] == [
        "002-T017",
        "003-T091",
        "003-T092",
        "003-T099",
        "003-T100",
        "003-T101",
        "003-T151",
        "004-T009",
    ]
    assert [each.id for each in targets if each.increment] == ["002-T032", "004-T022"]


def test_the_register_is_the_one_that_was_checked_against_the_plans(plans: dict[str, Plan]) -> None:
    """Whoever changes a target looks it up in its plan first, and then puts the new sum here."""
    lines = [
        "|".join(
            (
                t.id,
                t.operator,
                t.value,
                t.unit,
                str(t.due),
                t.due_basis,
                t.klass,
                t.softening,
                t.scope,
                plan.clause(t.chapter, t.paragraph),
            )
        )
        for plan in plans.values()
        for t in plan.targets
    ]
    assert f"{crc32(chr(10).join(lines).encode()):08x}" == "e3d092d6"


def test_every_milestone_project_and_task_is_there(plans: dict[str, Plan]) -> None:
    counts = {
        code: (len(plan.milestones), len(plan.projects), len(plan.tasks))
        for code, plan in plans.items()
    }
    assert counts == {
        "000": (9, 0, 0),
        "001": (11, 0, 0),
        "002": (31, 39, 0),
        "003": (27, 0, 0),
        "004": (22, 11, 19),
    }


def test_every_entry_has_its_own_id_that_begins_with_its_plan(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        ids = [each.id for each in plan.targets]
        ids += [each.id for each in plan.facts]
        ids += [each.id for each in plan.milestones]
        ids += [each.id for each in plan.projects]
        ids += [each.id for each in plan.tasks]
        assert len(set(ids)) == len(ids)
        assert all(each.startswith(f"{plan.code}-") for each in ids)


def test_milestones_are_of_these_kinds(plans: dict[str, Plan]) -> None:
    kinds = Counter(m.kind for plan in plans.values() for m in plan.milestones)
    assert kinds == {
        MilestoneKind.ISSUED: 3,
        MilestoneKind.PERIOD: 2,
        MilestoneKind.DATED: 12,
        MilestoneKind.DELIVERABLE: 71,
        MilestoneKind.RECURRING: 8,
        MilestoneKind.EVENT: 2,
        MilestoneKind.EXTERNAL: 2,
    }


def test_a_milestone_without_its_own_date_is_due_when_the_plan_ends(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for each in plan.milestones:
            if each.due_basis == "inherited":
                assert each.due == plan.ends, each.id


def test_what_comes_round_has_no_single_date(plans: dict[str, Plan]) -> None:
    assert milestone(plans, "002-M021").every is Every.ANNUAL
    assert milestone(plans, "002-M031").every is Every.PERIODIC
    assert milestone(plans, "002-M021").due is None


def test_an_airport_about_to_be_built_is_given_no_date(plans: dict[str, Plan]) -> None:
    airport = milestone(plans, "004-M004")
    assert (airport.kind, airport.due, airport.due_basis) == (MilestoneKind.EXTERNAL, None, "none")


@pytest.mark.parametrize(
    ("code", "due", "clause"),
    [
        ("000-M008", "inherited 2022-12-31", "二、《规划》的主要特点第2段"),
        ("001-M002", "inferred 2025-02-19", "导语第3段"),
        ("002-M005", "lead-in 2025-12-31", "二、总体要求（四）主要目标第2段"),
        ("002-M007", "inherited 2025-12-31", "三、空间布局（二）三核引领第4段"),
        ("003-M001", "stated 2020-12-31", "第四章 战略目标第1段"),
        ("004-M002", "stated 2026-12-31", "一、形势环境（一）发展优势第3段"),
        ("004-M007", "stated 2025-12-31", "三、空间布局（二）两点突破第2段"),
    ],
)
def test_a_milestone_is_due_as_its_clause_says(
    plans: dict[str, Plan], code: str, due: str, clause: str
) -> None:
    found = milestone(plans, code)
    assert f"{found.due_basis} {found.due}" == due
    assert plans[code[:3]].clause(found.chapter, found.paragraph).endswith(f"》{clause}")


def test_milestones_that_contradict_name_each_other(plans: dict[str, Plan]) -> None:
    assert milestone(plans, "004-M012").conflict == ("004-M020",)
    assert milestone(plans, "004-M020").conflict == ("004-M012",)


def test_the_boxes_of_linqing_hold_their_projects(plans: dict[str, Plan]) -> None:
    boxes = Counter(each.box for each in plans["002"].projects)
    assert [boxes[f"专栏{number}"] for number in range(1, 9)] == [2, 6, 3, 5, 12, 2, 8, 1]


def test_a_project_is_cited_by_its_place_in_the_box(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for each in plan.projects:
            assert each.paragraph == each.item
            assert f"·{each.box} {each.box_title}" in each.chapter


def test_a_character_lost_in_print_is_put_back_and_said(plans: dict[str, Plan]) -> None:
    found = project(plans, "002-P4-05")
    assert "有限公司" in found.name
    assert "脱“有”字" in found.note


def test_only_some_entries_of_the_boxes_are_projects(plans: dict[str, Plan]) -> None:
    kinds = Counter(each.kind for plan in plans.values() for each in plan.projects)
    assert kinds == {
        ProjectKind.PROJECT: 41,
        ProjectKind.APPLICATION: 1,
        ProjectKind.GOALS: 5,
        ProjectKind.ACTIVITY: 3,
    }


def test_an_entry_that_lists_goals_names_the_targets_printed_there(plans: dict[str, Plan]) -> None:
    printed: dict[tuple[str, int], list[str]] = {}
    for target in plans["004"].targets:
        printed.setdefault((target.chapter, target.paragraph), []).append(target.id)
    for each in plans["004"].projects:
        assert list(each.targets) == printed.get((each.chapter, each.paragraph), [])


def test_tasks_name_who_leads_and_who_takes_part(plans: dict[str, Plan]) -> None:
    tasks = plans["004"].tasks
    assert Counter(each.arrangement for each in tasks) == {
        Arrangement.LEAD: 12,
        Arrangement.JOINT: 5,
        Arrangement.RESPONSIBLE: 1,
        Arrangement.OVERALL: 1,
    }
    for each in tasks:
        assert (each.lead == "") == (each.arrangement is Arrangement.JOINT)
        assert each.due == plans["004"].ends
    assert task(plans, "004-K12").lead == "县农业农村局"
    assert len(task(plans, "004-K08").participants) == 7
    assert task(plans, "004-K18").lead == "县商务局、县投资促进中心"


def test_every_kind_has_a_word() -> None:
    assert set(TARGET_WORDS) == set(TargetKind)
    assert set(MILESTONE_WORDS) == set(MilestoneKind)
    assert set(EVERY_WORDS) == set(Every)
    assert set(PROJECT_WORDS) == set(ProjectKind)
    assert set(ARRANGEMENT_WORDS) == set(Arrangement)


PLAN: dict[str, Any] = {
    "code": "x",
    "name": "某规划",
    "area": "371581000000",
    "area_name": "临清市",
    "starts": date(2021, 1, 1),
    "ends": date(2025, 12, 31),
}
MILESTONE: dict[str, Any] = {
    "id": "M1",
    "name": "建成医院",
    "kind": "dated",
    "due": date(2025, 12, 31),
    "due_basis": "stated",
    "scope": "全市",
    "chapter": "二",
    "paragraph": 1,
}
PROJECT: dict[str, Any] = {
    "id": "P1",
    "name": "某项目",
    "kind": "project",
    "box": "专栏1",
    "box_title": "项目",
    "item": 1,
    "chapter": "二",
    "paragraph": 1,
}
TASK: dict[str, Any] = {
    "id": "K1",
    "name": "某任务",
    "arrangement": "lead",
    "lead": "某局",
    "participants": [],
    "due": date(2025, 12, 31),
    "due_basis": "inherited",
    "chapter": "二",
    "paragraph": 1,
}


@pytest.mark.parametrize(
    ("entries", "key"),
    [
        ({"milestones": [{**MILESTONE, "kind": "dream"}]}, "kind"),
        ({"milestones": [{**MILESTONE, "due": ""}]}, "due"),
        ({"milestones": [{**MILESTONE, "every": "annual"}]}, "every"),
        ({"milestones": [{**MILESTONE, "kind": "recurring", "every": "annual"}]}, "due"),
        ({"milestones": [{**MILESTONE, "chapter": " "}]}, "chapter"),
        ({"milestones": [MILESTONE, MILESTONE]}, "id"),
        ({"milestones": [{**MILESTONE, "conflict": ["M2"]}]}, "conflict"),
        (
            {"milestones": [{**MILESTONE, "conflict": ["M2"]}, {**MILESTONE, "id": "M2"}]},
            "conflict",
        ),
        ({"projects": [{**PROJECT, "item": "1"}]}, "item"),
        ({"projects": [{**PROJECT, "targets": ["T1"]}]}, "targets"),
        ({"projects": [{**PROJECT, "paragraph": 0}]}, "paragraph"),
        ({"tasks": [{**TASK, "participants": "某局"}]}, "participants"),
        ({"tasks": [{**TASK, "colour": 1}]}, "colour"),
    ],
)
def test_a_mistake_is_named_by_file_table_and_key(entries: dict[str, Any], key: str) -> None:
    (name,) = entries
    with pytest.raises(CatalogueError, match=rf"plans/x\.toml \[\[{name}\]\]") as caught:
        load_plans({"plans/x.toml": {**PLAN, **entries}})
    assert caught.value.key == key
