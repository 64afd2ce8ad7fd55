"""A form over a longer period than its own: a quarter of monthly figures, a year of quarterly ones.

Flows add up over the form's own periods, unknown when one of them is; whatever tells how things
stand, or already adds up over the year, is that of the last (ground rule 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitoring.amounts import MISSING, NOT_APPLICABLE, State, Value, number
from monitoring.catalogue import Form, Kind
from monitoring.figures import Figures, Key
from monitoring.periods import Period, add_months


def is_longer(form: Form, period: Period) -> bool:
    """Whether the period spans several of the form's own."""
    return period.frequency.months > form.frequency.months


def ends_within(form: Form, period: Period) -> list[int]:
    """The ends (yyyymm) of the form's own periods inside the period, the last one first."""
    months = range(0, period.frequency.months, form.frequency.months)
    return [add_months(period.end, -count) for count in months]


def over_period(figures: Figures, form: Form, units: Iterable[str], period: Period) -> Figures:
    """The figures with the form's flows summed over the period in place of the last one's."""
    if not is_longer(form, period):
        return figures
    return over_ends(figures, form, units, ends_within(form, period))


def over_ends(figures: Figures, form: Form, units: Iterable[str], ends: Sequence[int]) -> Figures:
    """The figures with the form's flows summed over its periods ``ends``, the last one first."""
    if len(ends) <= 1:
        return figures
    values: dict[Key, Value | None] = {**figures.values}
    values.update(_sums(figures, form, units, ends))
    known = {key: value for key, value in values.items() if value is not None}
    return Figures(known, figures.decimals)


def added_up(values: Sequence[Value | None]) -> Value | None:
    """The sum of a flow over several periods: unknown when one of them is, ``None`` when all are
    empty, 不适用 when all are.
    """
    if all(value is None for value in values):
        return None
    amount: int | None = None
    for value in values:
        if value is None or value.state is State.MISSING:
            return MISSING
        if value.amount is not None:
            amount = (amount or 0) + value.amount
    return NOT_APPLICABLE if amount is None else number(amount)


def _sums(
    figures: Figures, form: Form, units: Iterable[str], ends: Sequence[int]
) -> Iterator[tuple[Key, Value | None]]:
    flows = [item.code for item in form.items if item.kind is Kind.FLOW]
    for unit in units:
        for item in flows:
            values = [figures.value(unit, item, end) for end in ends]
            yield (unit, item, ends[0]), added_up(values)
