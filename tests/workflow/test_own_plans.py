"""Plans of the county's own: made from texts or a table, judged, changed, carried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.ledger import Ledger
from monitoring.areas import Area
from monitoring.errors import ExpectedError
from monitoring.own_plans import (
    OPERATOR_WORDS,
    WITHOUT_VALUE,
    DraftError,
    PlanDraft,
    TargetDraft,
    draft_of,
    plan_of,
    read_own_plan,
    table_of,
)
from workflow import assess, own_plans

RATE = TargetDraft(
    "家庭医生签约率",
    "家庭医生签约率",
    "不低于",
    "75",
    due="2027年",
    baseline="68.5",
    baseline_day="2025-12-31",
    binding="约束性",
    softening="力争",
    chapter="二、主要目标",
    paragraph="3",
)
DRAFT = PlanDraft("临清市家庭医生三年行动", "2025-01-01", "2027年", (RATE,))
WORDS = [word for sign, word in OPERATOR_WORDS.items() if sign not in (*WITHOUT_VALUE, "range")]
DECIMALS = st.decimals(0, 10**6, places=2).map(str)
TARGETS = st.builds(
    TargetDraft,
    name=st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip())),
    operator=st.sampled_from(WORDS),
    value=DECIMALS,
    unit=st.sampled_from(["%", "个", "张"]),
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str) | st.just(""),
    note=st.text(max_size=10),
)


def keep(ledger: Ledger, *targets: TargetDraft) -> str:
    return own_plans.keep(ledger, replace(DRAFT, targets=targets or (RATE,))).code


def problems(ledger: Ledger, draft: PlanDraft) -> list[str]:
    with pytest.raises(DraftError) as refused:
        own_plans.keep(ledger, draft)
    assert own_plans.own(ledger) == []
    return [sentence for _, sentence in refused.value.problems]


def test_a_plan_of_texts_is_one_of_the_countys_plans(fresh_ledger: Ledger) -> None:
    assert keep(fresh_ledger) == "P01"
    plan = fresh_ledger.plans["P01"]
    [target] = plan.targets
    assert (plan.area, plan.starts, plan.ends) == (
        fresh_ledger.area.code,
        date(2025, 1, 1),
        date(2027, 12, 31),
    )
    assert (target.id, target.indicator, target.operator) == ("P01-T001", "fd_sign_rate", ">=")
    assert target.baseline is not None
    assert (target.baseline.value, target.baseline.as_of) == ("68.5", date(2025, 12, 31))
    assert plan.clause(target.chapter, target.paragraph) == (
        "《临清市家庭医生三年行动》二、主要目标第3段"
    )


def test_its_targets_are_judged_like_any_other(fresh_ledger: Ledger) -> None:
    keep(fresh_ledger)
    judged = [v.target.id for v in assess.targets(fresh_ledger, 202610)]
    assert "P01-T001" in judged


def test_what_is_wrong_is_said_all_at_once_and_nothing_is_kept(fresh_ledger: Ledger) -> None:
    wrong = TargetDraft(" ", "没有的指标", "大概", "七十", due="以后", baseline="1", binding="重要")
    found = problems(fresh_ledger, PlanDraft("", "以前", "2020年", (RATE, wrong)))
    assert len(found) == 8
    assert all("；请" in sentence for sentence in found)
    assert sum(sentence.startswith("第 2 个目标") for sentence in found) == 6


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (replace(DRAFT, ends="2024年"), "结束早于开始"),
        (replace(DRAFT, targets=()), "没有目标"),
        (replace(DRAFT, targets=(replace(RATE, operator="持续提高"),)), "不用写数值"),
        (replace(DRAFT, targets=(replace(RATE, operator="区间"),)), "写成 1-2"),
        (replace(DRAFT, targets=(replace(RATE, paragraph="三"),)), "段号"),
        (replace(DRAFT, starts="2025-02-30"), "看不懂规划的开始日期"),
    ],
)
def test_each_mistake_has_its_sentence(fresh_ledger: Ledger, draft: PlanDraft, says: str) -> None:
    assert says in problems(fresh_ledger, draft)[0]


def test_another_version_replaces_it_and_can_be_taken_back(fresh_ledger: Ledger) -> None:
    keep(fresh_ledger)
    own_plans.keep(fresh_ledger, replace(DRAFT, name="改名"), "P01")
    assert fresh_ledger.plans["P01"].name == "改名"
    own_plans.remove(fresh_ledger, "P01")
    assert "P01" not in fresh_ledger.plans
    own_plans.take_back(fresh_ledger, "P01")
    assert fresh_ledger.plans["P01"].name == "改名"
    assert len(own_plans.history(fresh_ledger, "P01")) == 4
    assert keep(fresh_ledger) == "P02"


def test_what_the_program_brings_is_never_changed(fresh_ledger: Ledger) -> None:
    with pytest.raises(ExpectedError, match="程序带的规划不能改"):
        own_plans.keep(fresh_ledger, DRAFT, "002")
    with pytest.raises(ExpectedError, match="没有本县规划 002"):
        own_plans.remove(fresh_ledger, "002")


def test_plans_are_carried_as_a_pack(fresh_ledger: Ledger, tmp_path: Path) -> None:
    keep(fresh_ledger)
    path = tmp_path / "规划.json"
    assert own_plans.export(fresh_ledger, path) == 1
    own_plans.remove(fresh_ledger, "P01")
    assert own_plans.import_(fresh_ledger, path, dry_run=True).new == ("P01",)
    assert own_plans.own(fresh_ledger) == []
    own_plans.import_(fresh_ledger, path)
    assert own_plans.import_(fresh_ledger, path).same == ("P01",)
    own_plans.keep(fresh_ledger, replace(DRAFT, name="改名"), "P01")
    assert own_plans.import_(fresh_ledger, path, dry_run=True).changed == ("P01",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"schema": "x", "plans": [{}]}',
        '{"schema": "taizhang/plans/1", "plans": [3]}',
        '{"schema": "taizhang/plans/1", "plans": [{"code": "P01"}]}',
    ],
)
def test_a_pack_that_is_none_is_refused(fresh_ledger: Ledger, tmp_path: Path, text: str) -> None:
    path = tmp_path / "规划.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ExpectedError):
        own_plans.import_(fresh_ledger, path)
    assert own_plans.own(fresh_ledger) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TARGETS, min_size=1, max_size=4))
def test_a_plan_is_read_again_from_its_table_and_from_its_texts(
    fresh_ledger: Ledger, targets: Sequence[TargetDraft]
) -> None:
    area, catalogue = fresh_ledger.area, fresh_ledger.catalogue
    plan = plan_of(replace(DRAFT, targets=tuple(targets)), "P07", area, catalogue)
    assert read_own_plan(table_of(plan), catalogue.indicators) == plan
    assert plan_of(draft_of(plan, catalogue.indicators), "P07", area, catalogue) == plan


def filled(path: Path, rows: Sequence[Sequence[str]], **facts: str) -> None:
    """The blank table with a plan written into it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(3, 8):
        if (name := sheet.cell(row, 1).value) in facts:
            sheet.cell(row, 2, facts[str(name)])
    for at, texts in enumerate(rows, 11):
        for column, text in enumerate(texts, 1):
            sheet.cell(at, column, text)
    book.save(path)


def test_a_filled_table_becomes_a_plan(fresh_ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "规划表.xlsx"
    own_plans.template(fresh_ledger, path)
    rows = [
        ("签约率", "家庭医生签约率", "不低于", "75", "%", "2027年"),
        ("健康素养", "", "持续提高"),
    ]
    filled(path, rows, 规划名称="三年行动", 开始="2025年", 结束="2027年")
    plan = own_plans.add_table(fresh_ledger, path)
    assert (plan.name, plan.starts, plan.ends) == ("三年行动", date(2025, 1, 1), date(2027, 12, 31))
    assert [(t.indicator_name, t.indicator, t.operator) for t in plan.targets] == [
        ("签约率", "fd_sign_rate", ">="),
        ("健康素养", "", "trend-up"),
    ]


def test_every_bad_row_is_named_and_nothing_is_kept(fresh_ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "规划表.xlsx"
    own_plans.template(fresh_ledger, path)
    filled(path, [("甲", "", "不低于", "75"), ("乙", "", "大约", "3")], 规划名称="三年行动")
    with pytest.raises(DraftError) as refused:
        own_plans.add_table(fresh_ledger, path)
    assert [words[:8] for _, words in refused.value.problems] == [
        "看不懂规划的开始",
        "看不懂规划的结束",
        "第 12 行看不",
    ]
    assert own_plans.own(fresh_ledger) == []


def test_another_workbook_is_no_plan(fresh_ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(ExpectedError):
        own_plans.add_table(fresh_ledger, path)


def test_another_countys_plan_takes_no_code_of_ours(
    fresh_ledger: Ledger, liangshan: Area, tmp_path: Path
) -> None:
    path = tmp_path / "规划.json"
    with Ledger.create(tmp_path / "梁山县.ledger", liangshan) as other:
        own_plans.keep(other, replace(DRAFT, name="梁山县三年行动"))
        own_plans.export(other, path)
    keep(fresh_ledger)
    assert own_plans.import_(fresh_ledger, path) == (("P02",), (), ())
    assert [plan.name for plan in own_plans.own(fresh_ledger)] == [DRAFT.name, "梁山县三年行动"]
    assert fresh_ledger.plans["P02"].area == fresh_ledger.area.code
    assert fresh_ledger.plans["P02"].targets[0].id == "P02-T001"
    assert own_plans.import_(fresh_ledger, path) == ((), (), ("P02",))
