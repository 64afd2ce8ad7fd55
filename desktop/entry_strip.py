"""The past year of one figure: every period with its number, and how long its bar is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.ledger import Ledger
from desktop.entry_sheet import TOTAL, EntrySheet, Place
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.catalogue import Item
from monitoring.figures import Total
from monitoring.periods import Frequency, Period

_LEAST = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: its ``label``, the figure in words, and its ``amount`` (``None`` for a gap)."""

    label: str
    text: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Strip:
    """Periods from the same one a year before to the one on screen, which is the last."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def largest(self) -> int:
        """The amount the longest bar stands for, at least 1."""
        return max((abs(bar.amount or 0) for bar in self.bars), default=0) or 1


def strip(ledger: Ledger, sheet: EntrySheet, place: Place, now: Value | None) -> Strip | None:
    """The past of an item's cell or of its 合计; ``None`` for lines that hold no figures.

    A year's months, or as many periods as show a course. For the period on screen it shows
    ``now``, what the sheet has or what is being typed, never the ledger's first pass.
    """
    line, unit = place
    item = sheet.lines[line].item
    if item is None:
        return None
    back = max(12 // sheet.period.frequency.months, _LEAST)
    periods = [sheet.period.shift(-count) for count in range(back, -1, -1)]
    if unit == TOTAL:
        told = _sums(ledger, sheet, item, periods[:-1])
        told.append(_total(sheet.total(line), item))
    else:
        code = sheet.units[unit].code
        figures = ledger.figures([item.code], [period.end for period in periods], code)
        told = [_own(figures.value(code, item.code, each.end), item) for each in periods[:-1]]
        told.append(_own(now, item))
    monthly = sheet.period.frequency is Frequency.MONTH
    title = "近一年各月" if monthly else f"近 {back + 1} 期"
    return Strip(
        f"{title}（{item.unit}）",
        tuple(
            Bar(_label(period, first=place == 0), text, amount)
            for place, (period, (text, amount)) in enumerate(zip(periods, told, strict=True))
        ),
    )


def _label(period: Period, *, first: bool) -> str:
    """A month alone, but for the first one and the first of a year."""
    alone = period.frequency is Frequency.MONTH and not first and period.month != 1
    return f"{period.month}月" if alone else period.label


def _sums(
    ledger: Ledger, sheet: EntrySheet, item: Item, periods: Sequence[Period]
) -> list[tuple[str, int | None]]:
    found = ledger.sums([item.code], periods[0].end, periods[-1].end)
    told = []
    for period in periods:
        amount, answered = found.get((item.code, period.end), (None, 0))
        units = len(sheet.form.reporting(sheet.area, period.end))
        told.append(_total(Total(amount, answered, units), item))
    return told


def _own(value: Value | None, item: Item) -> tuple[str, int | None]:
    if value is None:
        return "没有数", None
    if value.amount is None:
        return STATE_LABELS[value.state], None
    return grouped(value.amount, item.decimals), value.amount


def _total(total: Total | None, item: Item) -> tuple[str, int | None]:
    """A sum, with how many units are in it where some are not."""
    if total is None or total.amount is None:
        return "没有数", None
    share = "" if total.complete else f" {total.reported}/{total.of}"
    return f"{grouped(total.amount, item.decimals)}{share}", total.amount
