"""R21: a figure far out of line with the unit's own past. Exact, and for short series too.

What is compared depends on what the figure is. The *step* from the period before for a stock,
which drifts; the *level* for a flow, and for what a year-to-date without a monthly item added
in the period, so that neither January nor October looks like a fall; and the *difference to the
same period a year before* for such a flow once two whole years are known, since flows have
seasons. The past is at most the last 24 periods.

The test is the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers,
ASQC 1993): 0.6745 × |x − median| ÷ MAD > 3.5. Median and median absolute deviation are not
moved by a wrong figure or two in the past, as mean and standard deviation are, and both are
found here without leaving whole numbers. A clerk is asked only when, besides,

- at least eight past values are known: a MAD of fewer says little;
- the MAD is not nought: a series that mostly repeats itself has no usual variation, and what
  changes in it is the matter of the change rules;
- no more than a quarter of the past is nought: counts that come now and then jump by nature;
- nothing like it has stood before: a flow, or a step, that is above or below all of the past by
  half of the past's own range (a flow also under half of its least), so that a yearly campaign
  or the new year's population is asked about once;
- it is off by over the rule's percent and its minimum, which is the floor below which even a
  very quiet series may move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from monitoring.areas import Unit
from monitoring.catalogue import Item, Kind, Rule
from monitoring.changes import probe_change
from monitoring.findings import Finding
from monitoring.indicators import plain
from monitoring.kinds import RuleKind, known, of_items, over, owing_item
from monitoring.month import Limit, Month, finding_of, plain_amount, starts_anew
from monitoring.probes import Added, Beyond, Probe

PAST = 24
LEAST = 8
# 3.5 ÷ 0.6745, in whole numbers.
_SCORE, _SCALE = 35_000, 6_745


@dataclass(frozen=True, slots=True)
class Odd:
    """What makes a figure odd: what was to be expected of it, and between what the past stood.

    ``count`` values were looked at; ``seasonal`` ones against the year before.
    """

    expected: Fraction
    low: int
    high: int
    count: int
    seasonal: bool = False


def odd_step(series: Sequence[int | None], limit: Limit) -> Odd | None:
    """Whether the last step of a series that drifts is odd; ``None`` stands for a gap.

    ``limit`` is in per cent of the figure before and in the series' own scale.
    """
    *past, step = _differences(series, 1)
    # What fell to nought is the matter of a rule of its own.
    if not series[-1]:
        return None
    steps = [each for each in past[-PAST:] if each is not None]
    before = series[-2] if len(series) > 1 else None
    if step is None or before is None or _jumpy(series[:-1]) or _seen(step, steps):
        return None
    if not _over(step, before, limit):
        return None
    middle = _out_of_line(step, steps)
    return None if middle is None else Odd(before + middle, min(steps), max(steps), len(steps))


def odd_level(series: Sequence[int | None], per_year: int, limit: Limit) -> Odd | None:
    """Whether the last level of a series that comes and goes is odd; ``None`` stands for a gap."""
    *past, level = series
    levels = [each for each in past[-PAST:] if each is not None]
    if not level or _jumpy(past) or (_seen(level, levels) and not _halved(level, levels)):
        return None
    seasonal = len(past) >= 2 * per_year and None not in past[-2 * per_year :]
    base = past[-per_year] if seasonal else 0
    values: Sequence[int | None] = _differences(series, per_year) if seasonal else series
    *others, value = values[-PAST - 1 :]
    told = [each for each in others if each is not None]
    if value is None or base is None:
        return None
    middle = _out_of_line(value, told)
    if middle is None or not _over(value - middle, base + middle, limit):
        return None
    return Odd(base + middle, min(levels), max(levels), len(levels), seasonal)


def _differences(series: Sequence[int | None], lag: int) -> list[int | None]:
    """Every value less the one ``lag`` before it; nothing where either is not known."""
    pairs = zip(series, series[lag:], strict=False)
    return [None if then is None or now is None else now - then for then, now in pairs] or [None]


def _out_of_line(value: int, past: Sequence[int]) -> Fraction | None:
    """The median of the past, if the value's modified z-score over it is above 3.5."""
    if len(past) < LEAST:
        return None
    middle = median(past)
    mad = median(abs(each - middle) for each in past)
    return middle if mad and abs(value - middle) * _SCALE > mad * _SCORE else None


def median(values: Iterable[int | Fraction]) -> Fraction:
    """The middle one, or halfway between both middle ones, exactly."""
    ordered = sorted(Fraction(each) for each in values)
    half = len(ordered) // 2
    return Fraction(ordered[half] + ordered[-half - 1]) / 2


def _seen(value: int, past: Sequence[int]) -> bool:
    """Whether the past has seen as much, give or take half of what lies between its extremes."""
    if len(past) < LEAST:
        return True
    low, high = min(past), max(past)
    return 2 * low - (high - low) <= 2 * value <= 2 * high + (high - low)


def _halved(level: int, past: Sequence[int]) -> bool:
    """Whether it is less than half of the least: counts leave little room below."""
    return len(past) >= LEAST and min(past) > 0 and 2 * level < min(past)


def _jumpy(past: Sequence[int | None]) -> bool:
    told = [each for each in past[-PAST:] if each is not None]
    return told.count(0) * 4 > len(told)


def _over(change: int | Fraction, base: int | Fraction, limit: Limit) -> bool:
    off = abs(Fraction(change))
    return off >= limit.minimum and off * 100 > limit.percent * abs(Fraction(base))


def _judge_step(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    item, limit = month.catalogue.items[subject], _scaled_limit(rule, month, subject)
    series = _series(month, unit, item)
    odd = odd_step(series, limit) if limit is not None else None
    if odd is None:
        return None
    last, before = series[-1] or 0, series[-2] or 0
    now, step = plain_amount(item, last), plain_amount(item, abs(last - before))
    return finding_of(
        rule,
        month,
        unit,
        sides=(now, _expected(item, odd)),
        items=(subject,),
        message=f"{item.name} {now}，比上期{'多' if last > before else '少'} {step}；"
        f"过去 {odd.count} 次变动{_between(item, odd)}。{rule.sentence}。",
    )


def _judge_level(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    form, item = known(month, subject)
    limit, series = _scaled_limit(rule, month, subject), _series(month, unit, item)
    odd = None if limit is None else odd_level(series, 12 // form.frequency.months, limit)
    if odd is None:
        return None
    now = plain_amount(item, series[-1] or 0)
    return finding_of(
        rule,
        month,
        unit,
        sides=(now, _expected(item, odd)),
        items=(subject,),
        message=f"{item.name}{'本期新增' if item.kind is Kind.YTD else ''} {now}，"
        f"过去 {odd.count} 期{_between(item, odd)}"
        f"{'（已考虑季节）' if odd.seasonal else ''}。{rule.sentence}。",
    )


def _expected(item: Item, odd: Odd) -> str:
    return plain(odd.expected / 10**item.decimals)


def _between(item: Item, odd: Odd) -> str:
    return f"在 {plain_amount(item, odd.low)} 到 {plain_amount(item, odd.high)} 之间"


def _scaled_limit(rule: Rule, month: Month, subject: str) -> Limit | None:
    """The item's limit, its minimum in the scale of its amounts."""
    limit = month.limit(rule, subject)
    if limit is None:
        return None
    return Limit(limit.percent, limit.minimum * 10 ** month.catalogue.decimals(subject))


def _series(month: Month, unit: Unit, item: Item) -> list[int | None]:
    """The unit's figures from the oldest to this period's; of a year-to-date what each added."""
    form = month.catalogue.form_of[item.code]
    ends = month.ends(form, PAST + 2)[::-1]
    amounts = [month.amount(unit.code, item, end) for end in ends]
    if item.kind is not Kind.YTD:
        return amounts[1:]
    return [
        now
        if now is None or starts_anew(item, form.frequency, end)
        else None
        if then is None
        else now - then
        for end, then, now in zip(ends[1:], amounts, amounts[1:], strict=False)
    ]


def _stocks(rule: Rule, month: Month) -> Iterable[str]:
    items = month.catalogue.items
    return (code for code in of_items(rule, month) if items[code].kind is Kind.STOCK)


def _flows(rule: Rule, month: Month) -> Iterable[str]:
    """A year-to-date of a monthly flow is left out: R18 holds it to the flow."""
    for code in of_items(rule, month):
        item = month.catalogue.items[code]
        if item.kind is Kind.FLOW or (item.kind is Kind.YTD and not item.ytd_of):
            yield code


def _probe_step(rule: Rule, month: Month, subject: str) -> Probe | None:
    return probe_change(rule, month, subject, month.before(month.catalogue.form_of[subject]))


def _probe_level(rule: Rule, month: Month, subject: str) -> Probe | None:
    form, item = known(month, subject)
    if month.limit(rule, subject) is None:
        return None
    if item.kind is Kind.YTD:
        months = (
            (end, 0 if starts_anew(item, form.frequency, end) else before)
            for end, before in pairwise(month.ends(form, PAST + 2))
        )
        return Added(subject, month.end, tuple(months))
    return Beyond(subject, month.end, tuple(month.ends(form, PAST + 1)[1:]), LEAST)


_cells = over(PAST + 2)

OUTLIERS: Mapping[str, RuleKind] = {
    "odd_step": RuleKind(_stocks, owing_item, _probe_step, _cells, _judge_step),
    "odd_level": RuleKind(_flows, owing_item, _probe_level, _cells, _judge_level),
}
