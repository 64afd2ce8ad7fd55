"""The tables of an evaluation report."""

from __future__ import annotations

from fractions import Fraction

from exporters.blocks import Bar, Cell, Table
from monitoring import wording
from monitoring.amounts import DASH, rounded
from monitoring.indicators import shown
from monitoring.needs import Contribution, counted_in
from monitoring.progress import GLYPHS, Status
from workflow import plan_words as words
from workflow.evaluation import LATE, Evaluation, Line

OTHER_FIELD = "其他"
_HOLDERS = 8


def by_field(evaluation: Evaluation) -> Table:
    """How the measured targets stand, by the eight fields."""
    shown = [status for status in words.TOLD if evaluation.of(status)]
    groups = grouped(evaluation.measured)
    rows = [
        (name, str(len(lines)), *(_count(lines, status) for status in shown))
        for name, lines in groups
    ]
    total = evaluation.measured
    rows.append(("合计", str(len(total)), *(_count(total, status) for status in shown)))
    return Table(
        "各领域目标评估结论（项）",
        ("领域", "监测目标", *shown),
        (6, 4, *[4] * len(shown)),
        tuple(rows),
        right=frozenset(range(1, len(shown) + 2)),
    )


def completion(evaluation: Evaluation) -> Table:
    """Every measured target: asked, baseline, actual, progress as a bar, verdict and clause."""
    rows: list[tuple[Cell, ...]] = []
    number = 0
    for name, lines in grouped(evaluation.measured):
        rows.append((name,))
        for line in lines:
            number += 1
            rows.append((str(number), *_completion(line)))
    return Table(
        "规划目标完成情况",
        ("序号", "目标", "目标值", "期限", "基期", "实际", "进度", "结论", "条款"),
        (9, 50, 22, 20, 28, 22, 26, 24, 44),
        tuple(rows),
        right=frozenset((2, 5)),
        centre=frozenset((0, 3, 7)),
    )


def unmeasured(evaluation: Evaluation) -> Table:
    """The targets that no indicator measures, for the units responsible to report on."""
    lines = evaluation.unmeasured
    return Table(
        "没有监测指标的目标",
        ("序号", "目标", "要求", "期限", "条款"),
        (9, 60, 30, 24, 66),
        tuple(
            (
                str(number),
                line.target.indicator_name,
                wording.requirement(line.target),
                wording.due(line.target.due),
                words.clause(line.target),
            )
            for number, line in enumerate(lines, 1)
        ),
        centre=frozenset((0, 3)),
    )


def workings(evaluation: Evaluation) -> Table:
    """The working of every verdict, its second opinion and what must be known beside it."""
    rows = [
        (
            line.target.indicator_name,
            str(line.status),
            words.in_chinese("".join((*line.verdict.lines, *line.verdict.notes))),
            wording.exact(line.verdict.result.exact) if line.verdict.result else "",
        )
        for line in evaluation.measured
    ]
    return Table(
        "结论的依据",
        ("目标", "结论", "依据", "分子/分母或数值"),
        (50, 22, 138, 36),
        tuple(rows),
        right=frozenset((3,)),
        centre=frozenset((1,)),
    )


def holders(evaluation: Evaluation, line: Line) -> Table:
    """The townships that hold a target's gap, the largest first."""
    places = line.indicator.places if line.indicator else 2
    unit = words.measure(line)
    counted = counted_in(line.indicator, evaluation.catalogue) if line.indicator else ""
    return Table(
        f"{line.target.indicator_name}差距较大的乡镇",
        ("乡镇", f"实际（{unit}）", "与目标值相比", f"还差（{counted}）", "占差距"),
        (44, 30, 44, 30, 22),
        tuple(
            (
                each.name,
                shown(each.figure, places),
                _against(line, each),
                f"{each.whole:,}",
                _percent(each.share),
            )
            for each in line.holders[:_HOLDERS]
        ),
        right=frozenset((1, 3, 4)),
    )


def ahead(evaluation: Evaluation) -> Table:
    """What is still needed, how much of it a month, and where the figure is heading."""
    return Table(
        "还需完成的量和趋势",
        ("目标", "目标值", "期限", "还需", "平均每月", "按目前趋势到期时", "预计"),
        (44, 22, 22, 26, 24, 34, 20),
        tuple(
            (
                line.target.indicator_name,
                wording.requirement(line.target),
                wording.due(line.target.due),
                wording.needed(line.verdict, line.indicator, evaluation.catalogue) or DASH,
                _monthly(line),
                *_heading(line),
            )
            for line in evaluation.unmet
        ),
        right=frozenset((1, 3, 4, 5)),
        centre=frozenset((2, 6)),
    )


def forms(evaluation: Evaluation) -> Table:
    """How whole the reports are that the figures come from."""
    return Table(
        "数据来源和上报情况",
        ("报表", "期数", "应报", "已报", "最近一期", "最近一期未报的单位"),
        (52, 14, 16, 16, 30, 50),
        tuple(
            (
                f"{note.form.code} {note.form.name}",
                str(note.periods),
                str(note.owed),
                str(note.arrived),
                note.last.label,
                words.named(note.silent) if note.silent else "无",
            )
            for note in evaluation.notes.forms
        ),
        right=frozenset((1, 2, 3)),
        centre=frozenset((4,)),
    )


def grouped(lines: tuple[Line, ...]) -> list[tuple[str, list[Line]]]:
    """Lines by field, the fields in their order and what has none last."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.indicator.field if line.indicator else OTHER_FIELD, []).append(line)
    return sorted(found.items(), key=lambda each: wording.field_order(each[0]))


def _count(lines: tuple[Line, ...] | list[Line], status: Status) -> str:
    return str(sum(line.status is status for line in lines))


def _completion(line: Line) -> tuple[Cell, ...]:
    return (
        line.target.indicator_name,
        wording.requirement(line.target),
        wording.due(line.target.due),
        words.basis(line),
        words.figure(line),
        _bar(line),
        f"{GLYPHS[line.status]} {line.status}",
        words.clause(line.target),
    )


def _monthly(line: Line) -> str:
    need = line.verdict.need
    if need is None or not need.count or not need.months:
        return DASH
    return f"{need.per_month:,} {need.noun}".rstrip()


def _heading(line: Line) -> tuple[str, str]:
    """The forecast with its range, and whether that would do."""
    found, bound = line.forecast, line.verdict.bound
    if found is None or bound is None:
        return DASH, DASH
    low, value, high = (rounded(each, 2) for each in (found.low, found.value, found.high))
    return f"{value}（{low}～{high}）", "能达到" if bound.met(found.value) else "达不到"


def _against(line: Line, holder: Contribution) -> Cell:
    """A township's figure beside the target: the whole bar is the target, or the figure of one
    that is to fall.
    """
    bound, figure = line.verdict.bound, holder.figure
    if bound is None or figure is None or bound.value <= 0 or figure < 0:
        return DASH
    whole = max(bound.value, figure)
    told = f"为目标值的{_percent(figure / bound.value)}"
    tick = None if bound.rising else bound.value / whole
    return Bar(figure / whole, tick, f"{holder.name}{told}", good=False)


def _bar(line: Line) -> Cell:
    reached, due = line.reached, line.expected
    if reached is None:
        return DASH
    told = f"已完成{_percent(reached)}"
    if due is not None:
        told += f"，按时间应完成{_percent(due)}"
    return Bar(reached, due, told, good=line.status not in LATE)


def _percent(share: Fraction) -> str:
    return f"{rounded(share * 100, 0)}%"
