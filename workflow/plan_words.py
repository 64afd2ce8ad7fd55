"""How a county office writes about a plan's targets: sentences, dates and lists in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from monitoring import wording
from monitoring.amounts import DASH, rounded
from monitoring.indicators import plain
from monitoring.plans import Milestone, Plan, Target, Task
from monitoring.progress import Status
from workflow.evaluation import Evaluation, Line

_NAMED = 5
_LONG_FIGURE = re.compile(r"\d+\.\d{5,}")
_ISO_DATE = re.compile(r" ?(\d{4}-\d\d-\d\d) ?")
# The order in which verdicts are told, the good ones first.
TOLD = (
    Status.MET,
    Status.EARLY,
    Status.ON_TRACK,
    Status.BEHIND,
    Status.OVERDUE,
    Status.OPEN,
    Status.NO_DATA,
)
_ASKED = {">=": "不低于", ">": "超过", "<=": "不高于", "<": "低于", "=": "达到"}


def day(moment: date) -> str:
    """2025年12月31日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def month(moment: date) -> str:
    """2025年12月."""
    return f"{moment.year}年{moment.month}月"


def month_of(end: int) -> str:
    """A month given as yyyymm: 2025年12月."""
    return f"{end // 100}年{end % 100}月"


def in_chinese(text: str) -> str:
    """A working as it stands in a paper: dates in Chinese, no endless decimals or foreign names."""
    dated = _ISO_DATE.sub(lambda found: day(date.fromisoformat(found[1])), text)
    short = _LONG_FIGURE.sub(lambda found: rounded(Fraction(found[0]), 2), dated)
    return short.replace("Open SDG 的算法，", "")


def named(names: Sequence[str], most: int = _NAMED) -> str:
    """Names in a row, the first few and 等 for more."""
    return "、".join(names[:most]) + (f"等{len(names)}个" if len(names) > most else "")


def asked(target: Target) -> str:
    """What a target asks for within a sentence: 不低于60%, 90%左右."""
    words = wording.requirement(target)
    before = _ASKED.get(target.operator)
    return f"{before}{words[1:]}" if before and target.value else words


def basis(line: Line) -> str:
    """Where a target starts from, with its date; a dash where nothing says."""
    start = line.verdict.start
    if start is None:
        return DASH
    places = line.indicator.places if line.indicator else 2
    value = min(plain(start.value), rounded(start.value, places), key=len)
    return f"{wording.with_unit(value, measure(line))}（{_when(start.as_of)}）"


def clause(said: Target | Milestone | Task) -> str:
    """Where the plan says so, within the plan's own report."""
    return f"{said.chapter}第{said.paragraph}段"


def title(plan: Plan) -> str:
    """The plan's name as it is quoted."""
    return f"《{plan.name}》"


def headline(plan: Plan, what: str) -> str:
    """The title of a paper about a plan, broken where it reads well."""
    name, bracket, years = plan.name.partition("（")
    return f"{name}\n{bracket}{years}{what}"


def figure(line: Line) -> str:
    """The actual figure with its unit, a dash without one."""
    return wording.with_unit(line.verdict.actual, measure(line)) or DASH


def measure(line: Line) -> str:
    """The unit a target's figure is read in: the indicator's own."""
    return line.indicator.unit if line.indicator else line.target.unit


def shortfall(evaluation: Evaluation, line: Line) -> str:
    """How far a target is from being met, in its unit and in people or things; empty if met."""
    verdict = line.verdict
    if not verdict.gap or line.status.reached:
        return ""
    words = wording.gap_with_unit(verdict, measure(line)).replace(" ", "")
    needed = wording.needed(verdict, line.indicator, evaluation.catalogue).replace(" ", "")
    if not needed:
        return words
    return f"{words}，还需减少{needed[1:]}" if needed[0] == "减" else f"{words}，还需增加{needed}"


def counts(lines: Iterable[Line]) -> str:
    """How many targets stand how: 已达标7项、逾期未达4项."""
    states = [line.status for line in lines]
    found = [(status, states.count(status)) for status in TOLD]
    return "、".join(f"{status}{count}项" for status, count in found if count)


def _when(moment: date) -> str:
    return wording.due(moment) if moment.month == 12 else day(moment)
