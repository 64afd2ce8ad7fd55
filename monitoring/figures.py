"""Figures of units by item and period, and their sums, which say how many units are in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from monitoring.amounts import State, Value

Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over units: scaled ``amount`` (``None`` when no unit gave a number).

    ``reported`` of ``of`` units answered, with a number or with 不适用.
    """

    amount: int | None
    reported: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether every unit that owes the figure answered."""
        return self.reported == self.of


class Figures:
    """Values by (unit code, item code, end month). What is not there was never reported."""

    def __init__(self, values: Mapping[Key, Value], decimals: Callable[[str], int]) -> None:
        self.values = values
        self.decimals = decimals

    def value(self, unit: str, item: str, end: int) -> Value | None:
        """The value, or ``None`` when nothing was ever entered."""
        return self.values.get((unit, item, end))

    def total(self, units: Iterable[str], item: str, end: int) -> Total:
        """The item's sum over ``units``; missing units are left out and counted, never zero."""
        amount: int | None = None
        reported = of = 0
        for unit in units:
            of += 1
            value = self.values.get((unit, item, end))
            if value is None or value.state is State.MISSING:
                continue
            reported += 1
            if value.amount is not None:
                amount = (amount or 0) + value.amount
        return Total(amount, reported, of)
