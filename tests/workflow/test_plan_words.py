"""How a county office writes of targets."""

from __future__ import annotations

from datetime import date

import pytest

from monitoring.plans import Target
from workflow import plan_words as words


def _target(operator: str, value: str, unit: str = "%") -> Target:
    return Target(
        "T1", "签约率", operator, value, unit, date(2025, 12, 31), "stated", "A", "全市", "一", 3
    )


@pytest.mark.parametrize(
    ("operator", "value", "told"),
    [
        (">=", "60", "不低于60%"),
        (">", "300", "超过300%"),
        ("<=", "4", "不高于4%"),
        ("<", "4", "低于4%"),
        ("=", "100", "达到100%"),
        ("approx", "90", "90%左右"),
        ("range", "1-2", "1～2%"),
        ("trend-up", "", "持续提高"),
    ],
)
def test_what_is_asked_for_reads_within_a_sentence(operator: str, value: str, told: str) -> None:
    assert words.asked(_target(operator, value)) == told


def test_a_working_has_dates_in_chinese_short_figures_and_no_foreign_name() -> None:
    told = "期初数 2020-12-31 为 56.693548387097，比是 0.930（Open SDG 的算法，0.95 以上算跟上）。"
    assert words.in_chinese(told) == (
        "期初数2020年12月31日为 56.69，比是 0.930（0.95 以上算跟上）。"
    )


def test_names_in_a_row_end_with_how_many_there_are() -> None:
    assert words.named(["东镇", "西镇"]) == "东镇、西镇"
    assert words.named(list("甲乙丙丁戊己"), 3) == "甲、乙、丙等6个"


def test_days_and_months_are_chinese() -> None:
    assert words.day(date(2026, 1, 5)) == "2026年1月5日"
    assert words.month_of(202612) == "2026年12月"
    assert words.clause(_target(">=", "60")) == "一第3段"
