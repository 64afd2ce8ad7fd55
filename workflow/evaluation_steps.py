"""里程碑、重大项目和重点任务 in an evaluation report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporters.blocks import Block, Heading, Paragraph, Table
from monitoring import wording
from monitoring.amounts import DASH, grouped
from monitoring.plans import Milestone, Task
from monitoring.projects import Stage
from monitoring.steps import STATE_GLYPHS, URGENCY_GLYPHS, Standing, StepState, Urgency, is_promised
from workflow import plan_words as words
from workflow.evaluation import Evaluation
from workflow.projects import Project

_TOLD = (
    StepState.DONE,
    StepState.UNDERWAY,
    StepState.SLOW,
    StepState.PENDING,
    StepState.DROPPED,
)


def step_sections(evaluation: Evaluation) -> Iterator[Block]:
    """The section, 无 where the plan lists nothing."""
    yield Heading("里程碑、重大项目和重点任务")
    yield Heading("里程碑", 2)
    milestones = [
        each
        for each in evaluation.milestones
        if isinstance(each.step, Milestone) and is_promised(each.step)
    ]
    yield from _told("里程碑", milestones, _milestones(milestones))
    yield Heading("重大项目", 2)
    yield from _projects(evaluation.projects)
    yield Heading("重点任务", 2)
    yield from _told("任务", evaluation.tasks, _tasks(evaluation.tasks))


def _told(what: str, standings: Sequence[Standing], table: Table) -> Iterator[Block]:
    if not standings:
        yield Paragraph("无。")
        return
    states = [each.state for each in standings]
    counted = "、".join(f"{state}{states.count(state)}项" for state in _TOLD if state in states)
    late = [each.step.name for each in standings if each.urgency is Urgency.OVERDUE]
    overdue = f"其中{len(late)}项逾期：{words.named(late)}。" if late else "没有逾期的。"
    yield Paragraph(f"《规划》列出{what}{len(standings)}项，{counted}。{overdue}")
    yield table


def _milestones(standings: Sequence[Standing]) -> Table:
    return Table(
        "里程碑",
        ("序号", "里程碑", "期限", "状态", "说明", "条款"),
        (9, 54, 20, 22, 34, 44),
        tuple(
            (
                str(number),
                each.step.name,
                _due(each),
                _state(each),
                _note(each),
                words.clause(each.step),
            )
            for number, each in enumerate(standings, 1)
        ),
        centre=frozenset((0, 2, 3)),
    )


def _tasks(standings: Sequence[Standing]) -> Table:
    return Table(
        "重点任务",
        ("序号", "任务", "牵头单位", "参与单位", "期限", "状态", "说明"),
        (9, 46, 26, 40, 20, 22, 24),
        tuple(
            (
                str(number),
                task.name,
                task.lead or "共同负责",
                "、".join(task.participants) or DASH,
                _due(each),
                _state(each),
                _note(each),
            )
            for number, (each, task) in enumerate(
                ((each, each.step) for each in standings if isinstance(each.step, Task)), 1
            )
        ),
        centre=frozenset((0, 4, 5)),
    )


def _projects(found: Sequence[Project]) -> Iterator[Block]:
    built = [each for each in found if each.registered.built]
    if not built:
        yield Paragraph("无。")
        return
    standing = [each for each in built if each.registered.left is None]
    stages = [each.details.stage for each in standing]
    counted = "、".join(f"{stage}{stages.count(stage)}个" for stage in Stage if stage in stages)
    late = [each.details.name for each in standing if each.late]
    told = [
        f"《规划》列出的重大项目在库{len(standing)}个，{counted}。" if standing else "在库项目无。"
    ]
    told.append(f"有问题的{len(late)}个：{words.named(late)}。" if late else "")
    for each in built:
        if (left := each.registered.left) is not None:
            told.append(f"{each.details.name}已退出，原因：{left.reason.rstrip('。')}。")
    yield Paragraph("".join(told))
    yield Table(
        "重大项目",
        ("序号", "项目", "专栏", "阶段", "完成投资/总投资（万元）", "问题", "进展"),
        (9, 56, 30, 16, 34, 28, 30),
        tuple(_project(number, each) for number, each in enumerate(built, 1)),
        right=frozenset((4,)),
        centre=frozenset((0, 3)),
    )


def _project(number: int, each: Project) -> tuple[str, ...]:
    known = each.details
    stage = "退出" if each.registered.left is not None else str(known.stage)
    notes = [entry.reason for entry in each.registered.journal if entry.reason]
    return (
        str(number),
        known.name,
        known.field or DASH,
        stage,
        f"{_amount(known.invested)}/{_amount(known.investment)}",
        "、".join(each.late) or "无",
        notes[-1] if notes else DASH,
    )


def _amount(amount: int | None) -> str:
    return DASH if amount is None else grouped(amount, 0)


def _due(standing: Standing) -> str:
    return DASH if standing.step.due is None else wording.due(standing.step.due)


def _state(standing: Standing) -> str:
    state = f"{STATE_GLYPHS[standing.state]} {standing.state}"
    late = standing.urgency is Urgency.OVERDUE
    return f"{state}，{URGENCY_GLYPHS[standing.urgency]} {standing.urgency}" if late else state


def _note(standing: Standing) -> str:
    said = standing.said
    if said is None:
        return "未登记"
    done = f"{words.day(said.done)}完成" if said.done else ""
    return "，".join(part for part in (done, said.note.rstrip("。")) if part) or DASH
