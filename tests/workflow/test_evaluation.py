"""规划实施评估: what is gathered, and the report that says it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from db.ledger import Ledger
from exporters.blocks import Bar, Block, Heading, Paper, Paragraph, Table
from monitoring.errors import ExpectedError
from monitoring.progress import Status
from monitoring.steps import Said, StepState
from tests.workflow.conftest import MONTH, SILENT, figures_of
from workflow import projects, steps
from workflow.evaluation import Evaluation, evaluate
from workflow.evaluation_paper import paper_of, save
from workflow.progress import Reporter, WorkCancelledError

TODAY = date(2026, 11, 25)
SIGNED = "002-T036"


@pytest.fixture
def found(month: Ledger) -> Evaluation:
    """临清市's own plan at the sample month."""
    return evaluate(month, "002", MONTH)


def words_of(blocks: tuple[Block, ...]) -> str:
    """Everything a paper says, a line a block."""
    lines = []
    for block in blocks:
        if isinstance(block, Table):
            rows = [[c.words if isinstance(c, Bar) else c for c in row] for row in block.rows]
            lines += [block.caption, *("|".join(row) for row in rows)]
        elif isinstance(block, Paragraph):
            lines.append(block.lead + block.text)
        elif isinstance(block, Heading):
            lines.append(block.text)
    return "\n".join(lines)


def tables_of(paper: Paper) -> dict[str, Table]:
    return {block.caption: block for block in paper.blocks if isinstance(block, Table)}


def test_every_target_of_the_plan_is_there_measured_or_not(
    month: Ledger, found: Evaluation
) -> None:
    assert [line.target for line in found.lines] == list(month.plans["002"].targets)
    assert all((line.indicator is None) == (not line.target.indicator) for line in found.lines)
    assert {line.status for line in found.unmeasured} == {Status.OPEN}
    assert not found.superior
    assert evaluate(month, "003", MONTH).superior


def test_the_gap_is_held_by_the_townships_that_lack_most(found: Evaluation) -> None:
    (line,) = [each for each in found.lines if each.target.id == SIGNED]
    lacks = [each.whole for each in line.holders]
    assert lacks == sorted(lacks, reverse=True)
    assert len(lacks) == 15
    figures = figures_of(14)
    assert lacks[0] == int(figures["resident"]) - int(figures["fd_signed"])
    assert sum(lacks) == line.verdict.needed
    assert line.silent == ("尚店镇",)
    assert line.verdict.figure is not None
    assert line.reached == line.verdict.figure / 100
    assert line.expected is None  # nothing says where it started


def test_a_plan_that_does_not_apply_or_has_not_begun_is_refused(month: Ledger) -> None:
    with pytest.raises(ExpectedError, match="没有适用于临清市的规划 004"):
        evaluate(month, "004", MONTH)
    with pytest.raises(ExpectedError, match="2021年1月才开始"):
        evaluate(month, "002", 202011)
    assert evaluate(month, "002", 202101).day == date(2021, 1, 31)


def test_it_can_be_stopped(month: Ledger) -> None:
    class Stop(Reporter):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(WorkCancelledError):
        evaluate(month, "002", MONTH, Stop())


def test_conflicts_of_the_plans_text_are_told_once(month: Ledger) -> None:
    groups = evaluate(month, "003", MONTH).conflicts
    ids = [frozenset(line.target.id for line in group) for group in groups]
    assert frozenset(("003-T026", "003-T080")) in ids
    assert frozenset(("003-T015", "003-T016", "003-T147")) in ids
    assert not [one for one in ids for other in ids if one is not other and one & other]


def test_the_report_has_every_section_and_none_is_empty(found: Evaluation) -> None:
    paper = paper_of(found, TODAY)
    headings = [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    assert headings == [
        "总体评价",
        "目标完成情况",
        "差距和原因",
        "趋势和下一步任务",
        "里程碑、重大项目和重点任务",
        "规划文本中不一致的地方",
        "数据说明",
        "附：评估方法",
        "附：没有监测指标的目标",
    ]
    for before, after in zip(paper.blocks, paper.blocks[1:], strict=False):
        deeper = isinstance(after, Heading) and isinstance(before, Heading)
        assert not deeper or after.level > before.level  # type: ignore[union-attr]


def test_the_report_says_how_things_stand_in_chinese(found: Evaluation) -> None:
    text = words_of(paper_of(found, TODAY).blocks)
    assert "（临政字〔2021〕34号）" in text
    assert "规划期已经结束，本报告评估到2026年10月底。" in text
    assert "《规划》共提出目标42项，其中有监测指标的11项" in text
    assert "家庭医生签约服务城乡居民覆盖率66.48%（目标达到100%），差33.52个百分点，还需增加" in text
    assert "尚店镇没有报齐数据，不在计算之内。" in text
    assert "全市的数只含已报的单位，未报的不当作零。" in text
    allowed = {"CT", "GDP", "F"}
    assert {w for w in re.findall("[A-Za-z]+", text) if w not in allowed} == set()
    assert not re.search(r"\d{4}-\d\d-\d\d", text)


def test_the_table_of_targets_holds_exactly_the_verdicts(found: Evaluation) -> None:
    table = tables_of(paper_of(found, TODAY))["规划目标完成情况"]
    rows = {row[1]: row for row in table.rows if len(row) > 1}
    assert len(rows) == len(found.measured)
    row = rows["家庭医生签约服务城乡居民覆盖率"]
    (line,) = [each for each in found.lines if each.target.id == SIGNED]
    assert row[2] == "＝100%"
    assert row[5] == f"{line.verdict.actual}%"
    assert row[7] == f"✕ {Status.OVERDUE}"
    assert isinstance(row[6], Bar)
    assert row[6].reached == line.reached
    assert rows["居民健康素养水平"][5:7] == ("—", "—")


def test_nothing_is_said_where_there_is_nothing(found: Evaluation) -> None:
    text = words_of(paper_of(found, TODAY).blocks)
    assert "规划文本中不一致的地方\n无。" in text
    assert "审核说明\n无。" in text
    assert "上报后的更正\n无。" in text


def test_milestones_projects_and_tasks_stand_as_somebody_said(month: Ledger) -> None:
    (first, *_) = [m for m in month.plans["002"].milestones if m.kind == "dated"]
    done = Said(first.id, StepState.DONE, done=date(2022, 5, 1), note="已验收")
    steps.say(month, steps.MILESTONE, done)
    project = next(p for p in month.plans["002"].projects if p.kind == "project")
    projects.report(month, project.id, MONTH, stage=projects.Stage.BUILDING, invested=1200)
    paper = paper_of(evaluate(month, "002", MONTH), TODAY)
    rows = {row[1]: row for row in tables_of(paper)["里程碑"].rows}
    assert rows[first.name][3] == "✓ 已完成"
    assert rows[first.name][4] == "2022年5月1日完成，已验收"
    built = {row[1]: row for row in tables_of(paper)["重大项目"].rows}
    assert built[project.name][3:6] == ("在建", "1,200/—", "无")
    text = words_of(paper.blocks)
    assert re.search(r"《规划》列出里程碑\d+项，已完成1项、未开始\d+项。其中\d+项逾期", text)
    assert "重点任务\n无。" in text


def test_what_is_still_needed_is_told_with_the_trend(month: Ledger) -> None:
    paper = paper_of(evaluate(month, "003", MONTH), TODAY)
    rows = {row[0]: row for row in tables_of(paper)["还需完成的量和趋势"].rows}
    row = rows["拥有家庭医生的居民比例"]
    assert row[2] == "2030年底"
    assert str(row[3]).endswith(" 人")
    assert str(row[4]).endswith(" 人")
    assert row[5:] == ("—", "—")  # one month is no trend


def test_a_plan_without_numbers_still_makes_a_report(month: Ledger) -> None:
    text = words_of(paper_of(evaluate(month, "000", MONTH), TODAY).blocks)
    assert "没有可以用台账数据监测的目标。" in text
    assert "没有滞后或逾期未达的目标。" in text


def test_a_plan_that_runs_says_how_much_of_its_time_is_over(month: Ledger) -> None:
    text = words_of(paper_of(evaluate(month, "001", MONTH), TODAY).blocks)
    assert "规划期已过56%" in text
    assert "《规划》是聊城市的规划，本报告对照它的目标看临清市的情况，供参照；" in text


def test_the_report_is_saved_as_a_word_file_only(found: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    save(found, path, TODAY)
    document = Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["临清市医养健康产业发展规划", "（2021-2025年）实施评估报告"]
    assert "2026年11月25日" in texts
    assert SILENT not in "".join(texts)
    with pytest.raises(ExpectedError, match="docx"):
        save(found, tmp_path / "临清市.ledger", TODAY, replace=True)
