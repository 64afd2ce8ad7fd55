"""信息公布: what a plan has reached, in plain words for the public, on one page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from exporters.blocks import Block, Heading, Paper, Paragraph, Table
from monitoring import wording
from monitoring.errors import ExpectedError
from monitoring.progress import GLYPHS, Status
from workflow import evaluation_tables as tables
from workflow import plan_words as words
from workflow.evaluation import Evaluation, Line

PLAIN = {
    Status.MET: "已达到目标",
    Status.EARLY: "已提前达到目标",
    Status.ON_TRACK: "正按进度推进",
    Status.BEHIND: "进度偏慢",
    Status.OVERDUE: "到期没有达到",
    Status.OPEN: "尚不能判断",
    Status.NO_DATA: "暂无数据",
}


def offered(evaluation: Evaluation) -> list[Line]:
    """The targets that can be published: those an indicator measured."""
    return [line for line in evaluation.measured if line.verdict.actual]


def bulletin_of(
    evaluation: Evaluation, today: date, chosen: Collection[str] | None = None
) -> Paper:
    """The bulletin with the targets ``chosen`` by id, or all that can be published.

    Raises ``ExpectedError`` for a target that has no data to publish, and when none has.
    """
    lines = offered(evaluation)
    if chosen is not None:
        known = {line.target.id for line in lines}
        if missing := sorted(set(chosen) - known):
            raise ExpectedError(
                f"目标 {missing[0][:20]} 没有可以公布的数据；请从有数据的目标里选。"
            )
        lines = [line for line in lines if line.target.id in chosen]
    if not lines:
        raise ExpectedError("没有一项目标有可以公布的数据；请先收表，或换一个期别。")
    return Paper(
        title=f"{evaluation.area.name}医养健康产业发展情况\n（{words.month(evaluation.day)}）",
        under=(f"{evaluation.area.name}卫生健康局", words.day(today)),
        blocks=tuple(_blocks(evaluation, lines)),
        demonstration=evaluation.demonstration,
    )


def save(paper: Paper, path: Path, *, replace: bool = False) -> None:
    """Save as .docx or .html, by the name's ending. Raises ``ExpectedError``."""
    from exporters.papers import write_paper
    from exporters.web_pages import write_page

    writers = {".docx": write_paper, ".html": write_page}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise ExpectedError(
            f"“{path.name}”既不是 .docx 也不是 .html；请把文件名写成以其中一种结尾。"
        )
    write(path, paper, replace=replace)


def _blocks(evaluation: Evaluation, lines: list[Line]) -> list[Block]:
    blocks: list[Block] = [Paragraph(_lead(evaluation, lines)), Heading("完成情况")]
    for name, group in tables.grouped(tuple(lines)):
        blocks.append(Paragraph(f"{'；'.join(_sentence(line) for line in group)}。", f"{name}："))
    return [*blocks, _table(lines), Heading("说明"), Paragraph(_notes(evaluation, lines))]


def _lead(evaluation: Evaluation, lines: list[Line]) -> str:
    counted = "，".join(
        f"{sum(line.status is status for line in lines)}项{PLAIN[status]}"
        for status in words.TOLD
        if any(line.status is status for line in lines)
    )
    superior = f"{evaluation.plan.area_name}" if evaluation.superior else ""
    return (
        f"现将{evaluation.area.name}截至{words.month(evaluation.day)}底落实{superior}"
        f"{words.title(evaluation.plan)}的情况公布如下。本次公布{len(lines)}项目标，其中{counted}。"
    )


def _sentence(line: Line) -> str:
    target = line.target
    return (
        f"{target.indicator_name}为{words.figure(line)}，规划要求{wording.due(target.due)}"
        f"{words.asked(target)}，{PLAIN[line.status]}"
    )


def _table(lines: list[Line]) -> Table:
    return Table(
        "目标完成情况",
        ("目标", "现状", "要求", "期限", "情况"),
        (44, 24, 26, 24, 34),
        tuple(
            (
                line.target.indicator_name,
                words.figure(line),
                wording.requirement(line.target),
                wording.due(line.target.due),
                f"{GLYPHS[line.status]} {PLAIN[line.status]}",
            )
            for line in lines
        ),
        right=frozenset((1, 2)),
        centre=frozenset((3,)),
    )


def _notes(evaluation: Evaluation, lines: list[Line]) -> str:
    lacking = {name for line in lines for name in line.silent}
    silent = [unit.name for unit in evaluation.area.units if unit.name in lacking]
    told = "数据由各单位上报汇总，比率按合计的人数、床位数或机构数计算，没有上报的单位不计入。"
    return told + (f"{words.named(silent)}有数据没有报齐。" if silent else "")
