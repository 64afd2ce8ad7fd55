"""Who gave the figures of an indicator, month by month; and of many indicators, how many did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from desktop.models.pictures import GridPicture, Share
from monitoring.amounts import State
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.county_series import items_of
from monitoring.figures import Figures
from monitoring.indicators import Result
from monitoring.periods import Frequency, Period, latest
from workflow.evidence import frequency_of

_COLUMNS = {Frequency.MONTH: 12, Frequency.QUARTER: 8, Frequency.HALF: 6, Frequency.YEAR: 6}


def periods_before(month: int, frequency: Frequency) -> list[Period]:
    """The last periods by a month, oldest first."""
    last = latest(frequency, month)
    return [last.shift(-back) for back in reversed(range(_COLUMNS[frequency]))]


def units_grid(
    indicator: Indicator, figures: Figures, catalogue: Catalogue, area: Area, month: int
) -> GridPicture:
    """A line a unit that owes anything of the indicator, a column a period."""
    periods = periods_before(month, frequency_of(indicator, catalogue))
    rows: dict[str, list[Share | None]] = {}
    for period in periods:
        shares = _shares(indicator, figures, catalogue, area, period.end)
        for unit in (*area.units, area.itself):
            rows.setdefault(unit.code, []).append(shares.get(unit.code))
    owing = [unit for unit in (*area.units, area.itself) if any(rows[unit.code])]
    return GridPicture(
        f"{indicator.name}：各单位报送情况",
        tuple(unit.name for unit in owing),
        headings(periods),
        tuple(tuple(rows[unit.code]) for unit in owing),
    )


def indicators_grid(
    indicators: Sequence[Indicator],
    history: Mapping[str, Sequence[tuple[int, Result]]],
    title: str,
    months: Sequence[int],
) -> GridPicture:
    """A line an indicator, a column a month: how many of those who owe it gave it."""
    cells = []
    for indicator in indicators:
        known = dict(history.get(indicator.code, ()))
        cells.append(tuple(_of(known.get(month)) for month in months))
    return GridPicture(
        title,
        tuple(indicator.name for indicator in indicators),
        headings([Period(month) for month in months]),
        tuple(cells),
    )


def headings(periods: Sequence[Period]) -> tuple[str, ...]:
    """Short names; the year stands above the month where it begins."""
    heads: list[str] = []
    year = 0
    for period in periods:
        new, year = period.end // 100 != year, period.end // 100
        if period.frequency is Frequency.YEAR:
            heads.append(f"{year}年")
        else:
            month = f"{period.end % 100}月"
            heads.append(f"{year}\n{month}" if new else month)
    return tuple(heads)


def _of(result: Result | None) -> Share | None:
    return None if result is None or not result.of else Share(result.reported, result.of)


def _shares(
    indicator: Indicator, figures: Figures, catalogue: Catalogue, area: Area, month: int
) -> dict[str, Share]:
    """How many of the indicator's items each unit gave that owes any."""
    given: Counter[str] = Counter()
    owed: Counter[str] = Counter()
    for item in items_of([indicator]):
        form = catalogue.form_of[item]
        end = latest(form.frequency, month).end
        for unit in form.reporting(area, end):
            value = figures.value(unit.code, item, end)
            owed[unit.code] += 1
            given[unit.code] += value is not None and value.state is not State.MISSING
    return {unit: Share(given[unit], count) for unit, count in owed.items()}
