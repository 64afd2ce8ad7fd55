"""A trace in words: headline, facts and tables, the same in terminal, clipboard and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.changes import PastChange
from db.locks import LockEvent
from db.records import Source
from desktop.models.wording import exact, separated, with_unit
from monitoring.amounts import DASH, STATE_LABELS, Value, grouped
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator, Item
from monitoring.findings import Finding
from monitoring.indicators import Result, shown
from monitoring.periods import Period
from workflow.traces import Figure, FormFiling, Remark, Term, Trace, total_of

SIDES = {
    "item": "构成",
    "numerator": "分子",
    "denominator": "分母",
    "left": "左边",
    "right": "右边",
    "past": "从前",
}
SEVERITIES = {"hard": "✕ 硬性", "soft": "△ 提示"}
NEVER = "未填"
EMPTY = "（空）"
FIGURE_HEADS = ("单位", "期别", "数值", "计入", "出处", "工作表", "格", "操作人", "时间", "备注")
_EVENTS = {"locked": "上报并锁定", "unlocked": "解锁更正"}


@dataclass(frozen=True, slots=True)
class Block:
    """A table under its caption; ``numbers`` are the columns of figures."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole trace to be read from top to bottom."""

    title: str
    figure: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    demonstration: bool = False


def document(trace: Trace, area: Area) -> Document:
    """Everything a trace says."""
    blocks = [term_block(term, counts=trace.result is not None) for term in trace.terms]
    if trace.remarks:
        blocks.append(_remarks_block(trace.remarks))
    changes = [(f, change) for f in trace.figures for change in f.earlier]
    if changes:
        rows = tuple(_earlier_row(figure, change) for figure, change in changes)
        heads = ("单位", "项目", "期别", "改动时间", "原来", "改为", "原来的出处", "谁改的")
        blocks.append(Block("早先的数", heads, rows, (4, 5)))
    demonstration = any(f.source is not None and f.source.demonstration for f in trace.figures)
    return Document(
        title(trace, area), figure(trace), tuple(facts(trace)), tuple(blocks), demonstration
    )


def rows_of(whole: Document) -> list[tuple[str, ...]]:
    """A document as the rows of one table, blank lines between its parts."""
    rows: list[tuple[str, ...]] = [(whole.title, whole.figure), *whole.facts]
    for block in whole.blocks:
        rows += [(), (block.caption,), block.heads, *block.rows]
    return rows


def title(trace: Trace, area: Area) -> str:
    """What is traced, whose and when: 签约居民数 · 全县合计 · 2026年10月."""
    if isinstance(trace.subject, Finding):
        name = f"{trace.subject.rule} 的两边"
        whose = trace.subject.unit_name
    else:
        name = trace.subject.name + ("（本年累计）" if trace.running else "")
        whose = trace.unit.name if trace.unit else f"{area.name}合计"
        whose += "本级" if trace.unit and trace.unit.code == area.code else ""
    return f"{name} · {whose} · {trace.period.label}"


def figure(trace: Trace) -> str:
    """The figure as a clerk reads it, or the word that stands for it."""
    subject, result = trace.subject, trace.result
    if isinstance(subject, Finding) or result is None:
        return ""
    if result.ratio is None:
        if isinstance(subject, Indicator):
            return "数据不全，算不出来"
        return NEVER if trace.state is None else STATE_LABELS[trace.state]
    places = subject.places if isinstance(subject, Indicator) else subject.decimals
    return with_unit(shown(result.ratio, places), subject.unit)


def facts(trace: Trace) -> Iterator[tuple[str, str]]:
    """The rows above the tables."""
    subject, result = trace.subject, trace.result
    if isinstance(subject, Finding):
        yield "审核", f"{SEVERITIES[subject.severity]}　{subject.message}"
        yield "两边", f"左边 {separated(subject.left)}　右边 {separated(subject.right)}"
    else:
        if words := expression(trace):
            yield "算式", words
        if words and result is not None and "/" in result.exact:
            yield "计算", _working(trace, result)
        if trace.unit is None and result is not None:
            yield "已报", f"{result.of} 个单位中 {result.reported} 个计入"
        yield "口径", subject.definition
        yield "依据", subject.reference
    for filed in trace.filings:
        yield "上报", _filing_words(filed)


def expression(trace: Trace) -> str:
    """An indicator's numerator ÷ denominator × factor by the names of items; empty for an item."""
    if not isinstance(trace.subject, Indicator):
        return ""
    above, below = (_sum(trace, side) for side in ("numerator", "denominator"))
    factor = trace.subject.factor
    return above + (f" ÷ {below}" if below else "") + (f" × {factor}" if factor != 1 else "")


def term_block(term: Term, *, counts: bool) -> Block:
    """A term's figures, one row a unit and month, under its own sum."""
    rows = tuple(figure_row(each, counts=counts) for each in term.figures)
    return Block(term_caption(term), FIGURE_HEADS, rows, (2,))


def term_caption(term: Term) -> str:
    """A term with its side and sum: 分子：签约居民数（F1） 12,345人."""
    sign = "−" if term.factor < 0 else ""
    times = "" if abs(term.factor) == 1 else f"{abs(term.factor)} × "
    total = value_words(total_of(term.figures), term.item, never=DASH)
    period = Period(term.ends[0], term.form.frequency).label
    since = f"{len(term.ends)} 个月，到" if len(term.ends) > 1 else ""
    return (
        f"{SIDES[term.side]}：{sign}{times}{term.item.name}（{term.form.code}，{since}{period}）"
        f"　{total}{term.item.unit if total != DASH else ''}"
    )


def figure_row(each: Figure, *, counts: bool) -> tuple[str, ...]:
    """A single figure as FIGURE_HEADS name its columns; ``counts`` where there is one figure that
    it may count in.
    """
    source = each.source
    counted = "✓ 计入" if each.counted else "○ 不计"
    return (
        each.unit.name,
        Period(each.end).label,
        value_words(each.value, each.item),
        counted if counts else "",
        "" if source is None else file_words(source),
        "" if source is None else source.sheet,
        "" if source is None else source.cell,
        "" if source is None else source.operator,
        "" if source is None else time_words(source.at),
        remark_words(each),
    )


def remark_words(each: Figure) -> str:
    """What else is to be known of a figure, in a few words."""
    parts = []
    if each.origin is not None:
        parts.append(f"自{Period(each.origin).label}结转")
    if each.earlier:
        parts.append(f"改过 {len(each.earlier)} 次")
    if each.source is not None:
        parts += [each.source.note] if each.source.note else []
        parts += ["演示数据"] if each.source.demonstration else []
    return "，".join(parts)


def value_words(value: Value | None, item: Item, never: str = NEVER) -> str:
    """A value as it is printed."""
    if value is None:
        return never
    return (
        STATE_LABELS[value.state] if value.amount is None else grouped(value.amount, item.decimals)
    )


def file_words(source: Source) -> str:
    """By which file or hand."""
    return source.file if source.kind == "file" else "手工填报"


def source_words(source: Source | None) -> str:
    """A source in one line: 青年路.xlsx 家庭医生 D10, or 手工填报 王."""
    if source is None:
        return "没有记下"
    parts = (file_words(source), source.sheet, source.cell, source.operator)
    return " ".join(part for part in parts if part)


def time_words(at: str) -> str:
    """A time of the ledger to the minute."""
    return at.replace("T", " ")[:16]


def changed_by(change: PastChange) -> str:
    """Who made a change, and what for."""
    if change.taken_back:
        return f"收回“{change.was.file}”"
    words = source_words(change.by)
    note = change.by.note if change.by is not None else ""
    return f"{words}（{note}）" if note else words


def change_cells(change: PastChange, item: Item) -> tuple[str, str]:
    """A change's two figures in words."""
    before, after = (value_words(value, item, EMPTY) for value in (change.before, change.after))
    return before, after


def history_block(changes: Iterable[PastChange], area: Area, catalogue: Catalogue) -> Block:
    """Changes of any figures, one a row."""
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    heads = ("改动时间", "单位", "项目", "期别", "原来", "改为", "谁改的", "原来的出处")
    rows = tuple(
        (
            time_words(each.at),
            names.get(each.unit, each.unit),
            catalogue.items[each.item].name,
            Period(each.end).label,
            *change_cells(each, catalogue.items[each.item]),
            changed_by(each),
            source_words(each.was),
        )
        for each in changes
    )
    return Block("改动", heads, rows, (4, 5))


def _working(trace: Trace, result: Result) -> str:
    counted = exact(result.exact).replace("/", "÷")
    factor = f" × {result.factor}" if result.factor != 1 else ""
    return f"{counted}{factor} ＝ {figure(trace)}"


def _sum(trace: Trace, side: str) -> str:
    terms = [term for term in trace.terms if term.side == side]
    words = ""
    for term in terms:
        sign = "− " if term.factor < 0 else "＋ " if words else ""
        times = "" if abs(term.factor) == 1 else f"{abs(term.factor)} × "
        words += f"{' ' if words else ''}{sign}{times}{term.item.name}"
    return f"（{words}）" if len(terms) > 1 else words


def _remarks_block(remarks: Iterable[Remark]) -> Block:
    heads = ("级别", "规则", "单位", "期别", "左边", "右边", "审核发现", "说明")
    rows = tuple(
        (
            SEVERITIES[remark.finding.severity],
            remark.finding.rule,
            remark.finding.unit_name,
            Period(remark.finding.end).label,
            separated(remark.finding.left),
            separated(remark.finding.right),
            remark.finding.message,
            explanation_words(remark),
        )
        for remark in remarks
    )
    return Block("审核发现和说明", heads, rows, (4, 5))


def explanation_words(remark: Remark) -> str:
    """What was written about a finding, by whom and when; says where numbers have moved since."""
    written = remark.explanation
    if written is None:
        return "" if remark.finding.blocks else "还没有说明"
    signed = " ".join(part for part in (written.operator, time_words(written.at)) if part)
    stale = "" if remark.holds else "；写的是改动以前的数"
    return f"{written.text}（{signed}{stale}）"


def _earlier_row(each: Figure, change: PastChange) -> tuple[str, ...]:
    return (
        each.unit.name,
        each.item.name,
        Period(each.end).label,
        time_words(change.at),
        *change_cells(change, each.item),
        source_words(change.was),
        changed_by(change),
    )


def _filing_words(filed: FormFiling) -> str:
    period = Period(filed.end, filed.form.frequency).label
    events = "，".join(map(_event_words, filed.filing.events))
    corrected = f"；上报以后更正 {filed.filing.corrected} 处" if filed.filing.corrected else ""
    return f"{filed.form.code} {period}：{events}{corrected}"


def _event_words(event: LockEvent) -> str:
    parts = [time_words(event.at), event.operator, _EVENTS[event.event]]
    reason = f"（{event.reason}）" if event.reason else ""
    return " ".join(part for part in parts if part) + reason
