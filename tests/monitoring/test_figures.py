"""Sums over units: missing is left out and counted, never zero."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.figures import Figures, Total

VALUES = st.lists(
    st.one_of(
        st.none(),
        st.sampled_from([MISSING, NOT_APPLICABLE]),
        st.integers(-(10**6), 10**6).map(number),
    ),
    max_size=8,
)


def _figures(values: list[Value | None]) -> tuple[Figures, list[str]]:
    units = [f"{place:012}" for place in range(len(values))]
    kept = {
        (unit, "people", 202610): value
        for unit, value in zip(units, values, strict=True)
        if value is not None
    }
    return Figures(kept, lambda _: 0), units


@given(VALUES, VALUES)
def test_the_parts_make_the_whole(first: list[Value | None], second: list[Value | None]) -> None:
    figures, units = _figures([*first, *second])
    whole = figures.total(units, "people", 202610)
    parts = [
        figures.total(units[: len(first)], "people", 202610),
        figures.total(units[len(first) :], "people", 202610),
    ]
    told = [part.amount for part in parts if part.amount is not None]
    assert whole.amount == (sum(told) if told else None)
    assert whole.reported == sum(part.reported for part in parts)
    assert whole.of == sum(part.of for part in parts) == len(units)


def test_what_is_missing_is_counted_and_not_zero() -> None:
    figures, units = _figures([number(5), MISSING, None, NOT_APPLICABLE, number(0)])
    total = figures.total(units, "people", 202610)
    assert total == Total(amount=5, reported=3, of=5)
    assert not total.complete
    assert figures.total(units, "people", 202609) == Total(amount=None, reported=0, of=5)
    assert figures.total(units[3:4], "people", 202610) == Total(amount=None, reported=1, of=1)
    assert figures.total(units[3:], "people", 202610).complete
