"""What the inspector says of a target beside its verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.models.facts import beside_words, kind_words
from monitoring.plan_loading import load_plans
from monitoring.plans import Plan, Target
from monitoring.resources import RESOURCES, read_tables


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return load_plans(read_tables(RESOURCES / "plans"))


def target(plans: dict[str, Plan], code: str) -> Target:
    return next(each for each in plans[code[:3]].targets if each.id == code)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("002-T017", "数值，到期后应继续保持"),
        ("002-T032", "数值，新增数"),
        ("003-T053", "推定全数"),
        ("003-T093", "比较"),
        ("003-T105", "方向"),
        ("003-T169", "标准"),
    ],
)
def test_a_target_says_what_kind_it_is(plans: dict[str, Plan], code: str, words: str) -> None:
    assert kind_words(target(plans, code)) == words


def test_a_binding_target_says_so(plans: dict[str, Plan]) -> None:
    binding = replace(target(plans, "002-T023"), binding="约束性")
    assert kind_words(binding) == "数值，约束性"


def test_figures_beside_a_target_are_told_with_their_day(plans: dict[str, Plan]) -> None:
    infants = beside_words(plans["003"], target(plans, "003-T016"))
    assert infants == ["婴儿死亡率 2.24‰（2017-12-31）"]
    assert beside_words(plans["002"], target(plans, "002-T023")) == []


def test_a_figure_without_a_day_says_that_none_is_printed(plans: dict[str, Plan]) -> None:
    first = replace(plans["002"].facts[0], as_of=None)
    plan = replace(plans["002"], facts=(first,))
    named = replace(plan.targets[0], facts=(first.id,))
    assert beside_words(plan, named) == ["三级以上综合医院数 2家（日期未印）"]
