"""The charts of a target or an indicator, made from what the ledger says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from desktop.models import wording
from desktop.models.pictures import (
    Bar,
    BulletPicture,
    Figure,
    LinePicture,
    Moment,
    RankingPicture,
    Spread,
)
from desktop.models.targets import TargetLine
from desktop.models.townships import Share
from monitoring.catalogue import Catalogue, Indicator
from monitoring.forecasts import Forecast
from monitoring.indicators import Result, shown
from monitoring.pace import Path, last_day
from monitoring.periods import latest
from monitoring.progress import Verdict
from monitoring.sums import months_between
from workflow.evidence import frequency_of, month_of

History = Sequence[tuple[int, Result]]


def bullet_of(line: TargetLine, title: str, tried: Figure | None = None) -> BulletPicture | None:
    """The target on one bar; ``None`` without a figure. ``tried`` is what a what-if gives."""
    verdict, indicator = line.verdict, line.indicator
    if verdict.figure is None or indicator is None:
        return None
    due = verdict.due_figure
    passed = verdict.bound is not None and due == verdict.bound.value
    return BulletPicture(
        title,
        verdict.status,
        Figure(verdict.figure, wording.with_unit(verdict.actual, indicator.unit)),
        wanted_figure(verdict),
        None if due is None or passed else _due(verdict, due, indicator),
        _start(verdict, indicator),
        tried,
    )


def line_of(
    line: TargetLine, history: History, catalogue: Catalogue, title: str
) -> LinePicture | None:
    """The figure through time beside the path to the target and the forecast."""
    verdict, indicator = line.verdict, line.indicator
    if indicator is None:
        return None
    moments = moments_of(indicator, history, catalogue)
    wanted, due = wanted_figure(verdict), verdict.due_figure
    if not moments and not verdict.path:
        return None
    day = _day_of(verdict, moments)
    in_time = due is not None and day < verdict.target.due
    return LinePicture(
        title,
        verdict.status,
        moments,
        tuple(_path(verdict.path, indicator)) if verdict.path else (),
        Moment(verdict.target.due, wanted) if wanted else None,
        Moment(day, _due(verdict, due, indicator)) if due is not None and in_time else None,
        _forecast(line.outlook.forecast, moments, indicator),
    )


def history_of(
    indicator: Indicator, history: History, catalogue: Catalogue, title: str
) -> LinePicture | None:
    """An indicator through time, without a target."""
    moments = moments_of(indicator, history, catalogue)
    return LinePicture(title, "", moments) if moments else None


def moments_of(
    indicator: Indicator, history: History, catalogue: Catalogue
) -> tuple[Moment | None, ...]:
    """A figure at the end of each of its periods from the first one known; ``None`` where one is
    missing.
    """
    frequency = frequency_of(indicator, catalogue)
    found: list[Moment | None] = []
    for month, result in history:
        if latest(frequency, month).end != month:
            continue
        ratio = result.ratio
        if ratio is not None:
            whole = result.reported == result.of
            found.append(Moment(last_day(month), _figure(ratio, indicator), whole))
        elif found:
            found.append(None)
    while found and found[-1] is None:
        found.pop()
    return tuple(found)


def ranking_of(
    found: Iterable[Share], indicator: Indicator, title: str, wanted: Figure | None = None
) -> RankingPicture | None:
    """Townships in the order of the list beside it."""
    bars = tuple(
        Bar(
            share.unit,
            share.name,
            Figure(share.ratio, share.value) if share.ratio is not None else None,
            share.exact,
            bool(share.lacks),
        )
        for share in found
    )
    rate = indicator.denominator is not None
    return RankingPicture(title, bars, wanted if rate else None) if bars else None


def wanted_figure(verdict: Verdict) -> Figure | None:
    """What is asked for in the plan's own words, where it compares."""
    if verdict.bound is None:
        return None
    return Figure(verdict.bound.value, wording.requirement(verdict.target))


def _figure(amount: Fraction, indicator: Indicator) -> Figure:
    return Figure(amount, wording.with_unit(shown(amount, indicator.places), indicator.unit))


def _due(verdict: Verdict, due: Fraction, indicator: Indicator) -> Figure:
    return Figure(due, wording.with_unit(verdict.due_now, indicator.unit))


def _start(verdict: Verdict, indicator: Indicator) -> Figure | None:
    return None if verdict.start is None else _figure(verdict.start.value, indicator)


def _path(path: Path, indicator: Indicator) -> Iterator[Moment]:
    """Straight between two points; month by month for a figure that begins anew each year."""
    if not path.year_start:
        yield Moment(path.since, _figure(path.start, indicator))
        yield Moment(path.due, _figure(path.goal, indicator))
        return
    for month in months_between(month_of(path.since), month_of(path.due)):
        day = last_day(month)
        yield Moment(day, _figure(path.at(day), indicator))


def _forecast(
    ahead: Forecast | None, moments: Sequence[Moment | None], indicator: Indicator
) -> tuple[Spread, ...]:
    last = moments[-1] if moments else None
    if ahead is None or last is None:
        return ()
    here = Spread(last.day, last.figure, last.figure, last.figure)
    low, high = (
        Figure(each, wording.separated(shown(each, indicator.places)))
        for each in (ahead.low, ahead.high)
    )
    return here, Spread(last_day(ahead.at), _figure(ahead.value, indicator), low, high)


def _day_of(verdict: Verdict, moments: Sequence[Moment | None]) -> date:
    """The end of the period the verdict's figure is of."""
    judged = last_day(verdict.month)
    return max((m.day for m in moments if m is not None and m.day <= judged), default=judged)
