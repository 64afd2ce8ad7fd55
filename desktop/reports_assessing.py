"""What ``assess`` prints: the documented JSON shapes, and tables and lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from desktop.models.wording import requirement
from desktop.reports import lines_table, month_text
from monitoring.amounts import DASH, rounded
from monitoring.forecasts import Forecast
from monitoring.indicators import plain
from monitoring.needs import Contributions
from monitoring.pace import Opinion
from monitoring.progress import GLYPHS, Reading, Verdict
from workflow.outlook import Outlook, WhatIf

if TYPE_CHECKING:
    from rich.table import Table

_HEADS = (
    "规划",
    "目标",
    "实际",
    "此时应为",
    "要求",
    "到期",
    "结论",
    "差距",
    "还需",
    "每月",
    "已报",
)


def assessed(found: Iterable[Outlook]) -> list[dict[str, Any]]:
    """The JSON of ``assess``; ``gap`` is what is still to go, negative when more than reached.

    Figures are decimal strings; what has no end as a decimal is a fraction such as 1/3.
    """
    return [
        {
            **verdict(each.verdict),
            "contributions": _contributions(each.contributions),
            "forecast": _forecast(each),
        }
        for each in found
    ]


def verdict(judged: Verdict) -> dict[str, Any]:
    """One verdict: what was asked for so far, and what stands behind it."""
    target, result, need = judged.target, judged.result, judged.need
    return {
        "plan": judged.plan.code,
        "target": target.id,
        "indicator": target.indicator,
        "indicator_name": target.indicator_name,
        "operator": target.operator,
        "value": target.value,
        "unit": target.unit,
        "due": target.due.isoformat(),
        "actual": judged.actual or None,
        "exact": (result.exact if result else "") or None,
        "status": str(judged.status),
        "gap": judged.gap or None,
        "needed": None if judged.needed is None else str(judged.needed),
        "reported": result.reported if result else 0,
        "of": result.of if result else 0,
        "month": month_text(judged.month),
        "final": judged.final,
        "required": judged.required or None,
        "due_now": judged.due_now or None,
        "needed_unit": need.noun or None if need else None,
        "needed_months": need.months if need else None,
        "needed_per_month": str(need.per_month) if need and need.months else None,
        "start": None
        if judged.start is None
        else {
            "value": exact(judged.start.value),
            "as_of": judged.start.as_of.isoformat(),
            "source": judged.start.source,
        },
        "linear": _opinion(judged.linear),
        "ratio": _opinion(judged.ratio),
        "disagree": judged.disagree or None,
        "readings": [_reading(each) for each in judged.readings if each.name],
        "working": list(judged.lines),
        "notes": list(judged.notes),
    }


def changed(found: Iterable[WhatIf]) -> list[dict[str, Any]]:
    """The JSON of ``assess --what-if``: every target that the change touches, before and after."""
    return [
        {
            "target": each.after.target.id,
            "indicator_name": each.after.target.indicator_name,
            "before": verdict(each.before),
            "after": verdict(each.after),
        }
        for each in found
    ]


def verdicts_table(judged: Iterable[Verdict]) -> Table:
    """Targets with data: actual, due by now, required, verdict, gap and how many more that is."""
    return lines_table(_HEADS, (_line(each) for each in judged if each.result and each.actual))


def _line(judged: Verdict) -> Iterator[str]:
    need, result = judged.need, judged.result
    yield judged.target.id
    yield judged.target.indicator_name
    yield judged.actual
    yield judged.due_now
    yield requirement(judged.target)
    yield judged.target.due.isoformat()
    yield f"{GLYPHS[judged.status]} {judged.status}" + ("（终期）" if judged.final else "")
    yield judged.gap
    yield f"{need.count} {need.noun}".rstrip() if need and need.count else ""
    yield str(need.per_month) if need and need.months and need.count else ""
    yield f"{result.reported}/{result.of}" if result else ""


def changes_table(found: Iterable[WhatIf]) -> Table:
    """What a change would do: figure and verdict before and after."""
    heads = ("规划", "目标", "要求", "原来", "结论", "改后", "结论", "还需")
    return lines_table(
        heads,
        (
            (
                each.after.target.id,
                each.after.target.indicator_name,
                requirement(each.after.target),
                each.before.actual or DASH,
                f"{GLYPHS[each.before.status]} {each.before.status}",
                each.after.actual or DASH,
                f"{GLYPHS[each.after.status]} {each.after.status}",
                each.after.need.text if each.after.need else "",
            )
            for each in found
        ),
    )


def target_lines(outlook: Outlook) -> Iterator[str]:
    """One target in full: verdict, working, notes, what is needed and the forecast."""
    judged, ahead = outlook.verdict, outlook.forecast
    target = judged.target
    yield f"{target.id} {target.indicator_name}：{requirement(target)}（{target.due} 到期）"
    actual = f"，实际 {judged.actual}" if judged.actual else ""
    yield f"{GLYPHS[judged.status]} {judged.status}{actual}"
    yield from judged.lines
    yield from (f"注意：{note}" for note in judged.notes)
    if judged.need and judged.need.text:
        yield f"{judged.need.text}。"
    if ahead is not None:
        meets = "能达到" if outlook.expected else "达不到"
        yield (
            f"照现在的走势，{month_text(ahead.at)} 约为 {rounded(ahead.value, 2)}"
            f"（{rounded(ahead.low, 2)} 到 {rounded(ahead.high, 2)}），{meets}。{ahead.working}"
        )


def contributions_table(held: Contributions) -> Table:
    """Townships by what they lack."""
    heads = ("单位", "分子", "分母", "数值", "还差", "占缺口")
    return lines_table(
        heads,
        (
            (
                each.name,
                plain(each.numerator),
                plain(each.denominator),
                DASH if each.figure is None else rounded(each.figure, 2),
                str(each.whole) if each.lacks > 0 else DASH,
                f"{rounded(each.share * 100, 1)}%" if each.lacks > 0 else "",
            )
            for each in held.units
        ),
    )


def exact(figure: Fraction) -> str:
    """A figure without any loss: its decimal text, or a fraction where that has no end."""
    text = plain(figure)
    return text if Fraction(text) == figure else f"{figure.numerator}/{figure.denominator}"


def _opinion(opinion: Opinion | None) -> dict[str, Any] | None:
    if opinion is None:
        return None
    return {
        "name": opinion.name,
        "value": opinion.text or None,
        "on_track": opinion.on_track,
        "working": opinion.working,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "status": str(reading.status),
        "required": reading.required or None,
        "due_now": reading.due_now or None,
        "gap": reading.gap or None,
        "needed": None if reading.need is None else str(reading.need.count),
        "working": list(reading.lines),
    }


def _contributions(held: Contributions | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {
        "gap": exact(held.gap),
        "units": [
            {
                "unit": each.unit,
                "unit_name": each.name,
                "exact": f"{plain(each.numerator)}/{plain(each.denominator)}",
                "lacks": exact(each.lacks),
                "needed": str(each.whole),
                "share": rounded(each.share * 100, 2),
            }
            for each in held.units
        ],
        "missing": list(held.missing),
    }


def _forecast(outlook: Outlook) -> dict[str, Any] | None:
    ahead: Forecast | None = outlook.forecast
    if ahead is None:
        return None
    return {
        "at": month_text(ahead.at),
        "value": rounded(ahead.value, 4),
        "low": rounded(ahead.low, 4),
        "high": rounded(ahead.high, 4),
        "meets": outlook.expected,
        "method": ahead.method,
        "first": month_text(ahead.first),
        "last": month_text(ahead.last),
        "points": ahead.points,
    }
