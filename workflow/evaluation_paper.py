"""规划实施评估报告: an evaluation written out as a county office writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from exporters.blocks import Block, Heading, Paper, Paragraph, Picture, Turn
from monitoring import wording
from monitoring.amounts import rounded
from monitoring.errors import ExpectedError
from monitoring.forecasts import METHOD
from monitoring.goals import APPROXIMATE_PERCENT
from monitoring.needs import counted_in
from monitoring.progress import Status
from workflow import evaluation_tables as tables
from workflow import plan_words as words
from workflow.evaluation import LATE, Evaluation, Line
from workflow.evaluation_steps import step_sections

_LISTED = 6
NOTHING: Mapping[str, Picture] = {}


def paper_of(
    evaluation: Evaluation, today: date, pictures: Mapping[str, Picture] = NOTHING
) -> Paper:
    """The report, dated ``today``; ``pictures`` stand with the targets of their ids."""
    return Paper(
        title=words.headline(evaluation.plan, "实施评估报告"),
        under=(
            f"（截至{words.month(evaluation.day)}底）",
            f"{evaluation.area.name}卫生健康局",
            words.day(today),
        ),
        blocks=(
            *_summary(evaluation),
            *_completion(evaluation),
            *_causes(evaluation, pictures),
            *_ahead(evaluation),
            *step_sections(evaluation),
            *_conflicts(evaluation),
            *_data(evaluation),
            *_method(evaluation),
            *_unmeasured(evaluation),
        ),
        demonstration=evaluation.demonstration,
    )


def save(
    evaluation: Evaluation,
    path: Path,
    today: date,
    pictures: Mapping[str, Picture] = NOTHING,
    *,
    replace: bool = False,
) -> None:
    """Save the report as .docx. Raises ``ExpectedError`` when it cannot be."""
    from exporters.papers import write_paper

    if path.suffix.lower() != ".docx":
        raise ExpectedError(f"“{path.name}”不是 Word 文件名；请把文件名写成以 .docx 结尾。")
    write_paper(path, paper_of(evaluation, today, pictures), replace=replace)


def _summary(evaluation: Evaluation) -> Iterator[Block]:
    yield Heading("总体评价")
    yield Paragraph(_about(evaluation))
    yield Paragraph(_standing(evaluation))
    good = evaluation.of(Status.MET, Status.EARLY, Status.ON_TRACK)
    bad = evaluation.of(Status.BEHIND, Status.OVERDUE)
    if good:
        yield Paragraph(f"{_examples(evaluation, good)}。", lead="进展较好的方面：")
    if bad:
        yield Paragraph(f"{_examples(evaluation, bad)}。", lead="需要重视的方面：")
    if evaluation.measured:
        yield tables.by_field(evaluation)


def _about(evaluation: Evaluation) -> str:
    plan = evaluation.plan
    number = f"（{plan.document_number}）" if plan.document_number else ""
    sentences = [
        f"{words.title(plan)}{number}（以下简称《规划》）的规划期为{words.month(plan.starts)}至"
        f"{words.month(plan.ends)}。"
    ]
    if evaluation.superior:
        sentences.append(
            f"《规划》是{plan.area_name}的规划，本报告对照它的目标看{evaluation.area.name}的情况，供参照；"
            f"按个数、金额提出的目标是{plan.area_name}的总数，更只能参照。"
        )
    if evaluation.day >= plan.ends:
        sentences.append(f"规划期已经结束，本报告评估到{words.month(evaluation.day)}底。")
    else:
        passed = (evaluation.day - plan.starts).days * 100 // (plan.ends - plan.starts).days
        sentences.append(f"截至{words.month(evaluation.day)}底，规划期已过{passed}%。")
    return "".join(sentences)


def _standing(evaluation: Evaluation) -> str:
    total, measured = len(evaluation.lines), len(evaluation.measured)
    if not total:
        return "《规划》没有提出可以列举的目标，本报告只说明里程碑、项目和任务的情况。"
    start = f"《规划》共提出目标{total}项，其中有监测指标的{measured}项"
    rest = (
        f"，其余{total - measured}项没有监测指标，列在报告后面，由责任单位另行说明"
        if total > measured
        else ""
    )
    if not measured:
        return f"{start}{rest}。"
    return f"{start}{rest}。有监测指标的目标中，{words.counts(evaluation.measured)}。"


def _examples(evaluation: Evaluation, lines: tuple[Line, ...]) -> str:
    told = "；".join(_told(evaluation, line) for line in lines[:_LISTED])
    return told + (f"；另有{len(lines) - _LISTED}项见附表" if len(lines) > _LISTED else "")


def _told(evaluation: Evaluation, line: Line) -> str:
    """One target in half a sentence: what it is, what is asked, what is lacking."""
    told = f"{line.target.indicator_name}{words.figure(line)}（目标{words.asked(line.target)}）"
    lacking = words.shortfall(evaluation, line)
    return f"{told}，{lacking}" if lacking else told


def _completion(evaluation: Evaluation) -> Iterator[Block]:
    yield Heading("目标完成情况")
    if not evaluation.measured:
        yield Paragraph("没有可以用台账数据监测的目标。")
    else:
        yield Paragraph(
            "各项目标的完成情况见下表。进度条是从基期到目标已走完的部分（没有基期的从零算起），"
            "黑色竖线是按时间推算此时应到的位置，橙色表示滞后或逾期未达。"
        )
        yield Turn(landscape=True)
        yield tables.completion(evaluation)
        yield tables.workings(evaluation)
        yield Turn(landscape=False)


def _causes(evaluation: Evaluation, pictures: Mapping[str, Picture]) -> Iterator[Block]:
    yield Heading("差距和原因")
    lines = wanting(evaluation)
    if not lines:
        yield Paragraph("没有滞后或逾期未达的目标。")
    for line in lines:
        yield Heading(line.target.indicator_name, 2)
        yield Paragraph(_cause(evaluation, line))
        if line.target.id in pictures:
            yield pictures[line.target.id]
        if line.holders:
            yield tables.holders(evaluation, line)


def wanting(evaluation: Evaluation) -> list[Line]:
    """The targets to be explained: the late ones, then those whose gap has holders."""
    late = [line for line in evaluation.unmet if line.status in LATE]
    held = [line for line in evaluation.unmet if line.status is Status.OPEN and line.holders]
    return [*late, *held]


def _cause(evaluation: Evaluation, line: Line) -> str:
    due = wording.due(line.target.due)
    lacking = words.shortfall(evaluation, line)
    start = f"实际为{words.figure(line)}，目标是{due}{words.asked(line.target)}"
    told = [f"{start}，{lacking}。" if lacking else f"{start}。"]
    if line.holders:
        told.append(_held(evaluation, line))
    if line.silent:
        told.append(f"{words.named(line.silent)}没有报齐数据，不在计算之内。")
    return "".join(told)


def _held(evaluation: Evaluation, line: Line) -> str:
    """Which townships hold the gap."""
    first = line.holders[:3]
    unit = counted_in(line.indicator, evaluation.catalogue) if line.indicator else ""
    parts = "、".join(f"{each.name}{each.whole:,}{unit}" for each in first)
    if len(line.holders) <= len(first):
        return f"自身没有达到目标值的是{parts}。"
    share = rounded(sum((each.share for each in first), Fraction(0)) * 100, 0)
    return (
        f"有{len(line.holders)}个乡镇自身没有达到目标值，还差最多的是{parts}，"
        f"合占各乡镇差距的{share}%。"
    )


def _ahead(evaluation: Evaluation) -> Iterator[Block]:
    yield Heading("趋势和下一步任务")
    table = tables.ahead(evaluation)
    if not table.rows:
        yield Paragraph("没有还需完成的目标。")
        return
    yield Paragraph(
        "下表列出还没有达到的目标。“还需”按现在的分母计算；“按目前趋势到期时”是照近两年的变化"
        "推算到期限的数和可能的范围，只供安排工作参考。"
    )
    yield table


def _conflicts(evaluation: Evaluation) -> Iterator[Block]:
    yield Heading("规划文本中不一致的地方")
    if not evaluation.conflicts:
        yield Paragraph("无。")
        return
    yield Paragraph(
        "《规划》对同一事项提出了不同的要求。本报告按各自的条款分别判断，"
        "请规划编制单位明确以哪一处为准。"
    )
    for group in evaluation.conflicts:
        yield Paragraph("；".join(_demand(each) for each in group) + "。")


def _demand(line: Line) -> str:
    """What one clause asks for, and how that stands where it is measured."""
    target = line.target
    stands = f"，评估结论为{line.status}" if line.indicator else ""
    due = wording.due(target.due)
    return f"“{words.clause(target)}”要求{target.indicator_name}{due}{words.asked(target)}{stands}"


def _data(evaluation: Evaluation) -> Iterator[Block]:
    notes = evaluation.notes
    yield Heading("数据说明")
    yield Heading("上报情况", 2)
    if notes.forms:
        yield tables.forms(evaluation)
    yield Paragraph(
        f"全{_kind(evaluation)}的数只含已报的单位，未报的不当作零。" if notes.forms else "无。"
    )
    yield Heading("审核说明", 2)
    if not notes.explained:
        yield Paragraph("无。")
    for each in notes.explained:
        text = each.text.rstrip("。")
        yield Paragraph(f"{words.month_of(each.end)}，{each.unit_name}“{each.item_name}”：{text}。")
    yield Heading("上报后的更正", 2)
    if not notes.corrected:
        yield Paragraph("无。")
    for corrected in notes.corrected:
        reasons = "；".join(reason.rstrip("。") for reason in corrected.reasons)
        yield Paragraph(
            f"{corrected.form.name}{corrected.period.label}更正{corrected.figures}个数，"
            f"原因：{reasons}。"
        )


def _unmeasured(evaluation: Evaluation) -> Iterator[Block]:
    if evaluation.unmeasured:
        yield Heading("附：没有监测指标的目标", numbered=False)
        yield Paragraph(
            "下列目标没有对应的指标，本报告不作判断，请责任单位按年度书面报告完成情况。"
        )
        yield tables.unmeasured(evaluation)


def _method(evaluation: Evaluation) -> Iterator[Block]:
    yield Heading("附：评估方法", numbered=False)
    whole = f"全{_kind(evaluation)}的指标用各单位的分子、分母相加后再计算，不是各单位比率的平均；"
    for number, text in enumerate((whole + _METHOD[0], *_METHOD[1:]), 1):
        yield Paragraph(text, lead=f"{number}. ")


def _kind(evaluation: Evaluation) -> str:
    """县, 市 or 区, as the county calls itself."""
    return evaluation.area.name[-1]


_METHOD = (
    "只有分子、分母都报了的单位才计入。",
    "按没有四舍五入的数与目标值比较。到期满足目标的为“已达标”，没有到期就已满足的为“提前完成”，"
    "到期没有满足的为“逾期未达”。",
    "没有到期的，从起点到目标值按时间均匀推进，推算评估时点应当达到的值（序时进度）；"
    "不慢于它的为“符合进度”，慢于它的为“滞后”，时间过了不到十分之一的先不判断。"
    "规划没有印基期的，用台账里规划期初的数作起点。",
    "另用年均增速比核对：实际年均增速与要求的年均增速之比，0.95以上算跟上。"
    "两种算法不一致的，依据里写明原因，结论以序时进度为准。",
    "目标没有数值、没有起点，或要与外部比较而没有录入的，为“待认定”；没有数的为“无数据”。",
    f"“左右”按目标值上下{APPROXIMATE_PERCENT}%以内认定（可以设置）；区间目标达到下限即为达到。",
    "“还需”是在分母不变的情况下，要满足目标还应增加（减少）的人数、床位数或机构数；"
    "乡镇的“还差”是它自身的分母按目标值计算还少的数，没有报数的乡镇不在其中。",
    f"趋势用{METHOD}推算：任取两期算每月的变化，取中位数，范围取其10%与90%分位。",
)
