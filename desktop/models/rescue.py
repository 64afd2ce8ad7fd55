"""What would rescue a target, in sentences: how many more, where they are missing, the outlook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.models import wording
from desktop.models.targets import TargetLine
from monitoring.amounts import rounded
from monitoring.indicators import shown
from monitoring.needs import Contribution

_NAMED = 3


def rescue(line: TargetLine) -> tuple[str, ...]:
    """Up to three sentences; none for a target that is reached."""
    return tuple(_sentences(line))


def _sentences(line: TargetLine) -> Iterator[str]:
    verdict = line.verdict
    if verdict.status.reached or line.unmeasured:
        return
    need = verdict.need
    if need is not None and need.text:
        until = "" if not need.months else f"（到 {wording.due(verdict.target.due)}）"
        yield f"{need.text}{until}。"
    short = lacking_units(line)
    if short and need is not None and need.noun:
        yield f"缺口在 {len(short)} 个单位：{named(short, need.noun)}。"
    yield from _ahead(line)


def lacking_units(line: TargetLine) -> list[Contribution]:
    """The units that hold the gap, the most first."""
    held = line.outlook.contributions
    return [each for each in held.units if each.whole] if held else []


def named(short: Sequence[Contribution], noun: str) -> str:
    """The first few with what they lack and their part of it."""
    words = [
        f"{each.name} {each.whole:,} {noun}（{rounded(each.share * 100, 0)}%）"
        for each in short[:_NAMED]
    ]
    return "、".join(words) + ("等" if len(short) > _NAMED else "")


def _ahead(line: TargetLine) -> Iterator[str]:
    ahead, indicator = line.outlook.forecast, line.indicator
    if ahead is None or indicator is None:
        return
    value, low, high = (
        wording.separated(shown(each, indicator.places))
        for each in (ahead.value, ahead.low, ahead.high)
    )
    figure = wording.with_unit(value, indicator.unit)
    meets = {True: "，能达到目标", False: "，达不到目标", None: ""}[line.outlook.expected]
    yield f"照近来的走势（{ahead.method}），到期约 {figure}（{low}～{high}）{meets}。"
