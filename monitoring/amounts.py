"""Exact amounts. A value is a scaled integer, 未报 or 不适用; a ratio is a fraction to the last."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

MAX_AMOUNT = 10**15
DASH = "—"


class State(StrEnum):
    """The three states of a value. Nothing is ever a fourth."""

    NUMBER = "number"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


STATE_LABELS = {State.MISSING: "未报", State.NOT_APPLICABLE: "不适用"}


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of one unit, item and period.

    ``amount`` is the number times ten to the item's ``decimals``; ``None`` unless the state is
    NUMBER. Zero is a number; missing is never zero.
    """

    state: State
    amount: int | None = None

    def __post_init__(self) -> None:
        if (self.state is State.NUMBER) != (self.amount is not None):
            raise ValueError(f"{self.state} with amount {self.amount}")


MISSING = Value(State.MISSING)
NOT_APPLICABLE = Value(State.NOT_APPLICABLE)


def number(amount: int) -> Value:
    """A reported number, already scaled by its item's decimals."""
    return Value(State.NUMBER, amount)


def value_of(state: str, amount: int | None) -> Value:
    """The value a row of the ledger holds."""
    if amount is not None:
        return number(amount)
    return MISSING if state == State.MISSING else NOT_APPLICABLE


def scale(text: str, decimals: int) -> int:
    """Scale a plain decimal text ("12", "-3.50") to an integer of ``decimals`` places.

    Raises ``ValueError`` when the text is no number, has more places than the item, or is
    larger than any figure of a county (10**15 after scaling).
    """
    match = re.fullmatch(r"([+-]?)(\d+)(?:\.(\d+))?", text)
    if match is None:
        raise ValueError(f"not a number: {text!r}")
    sign, whole, places = match[1], match[2], (match[3] or "").rstrip("0")
    if len(places) > decimals:
        raise ValueError(f"more than {decimals} decimals: {text!r}")
    amount = int(whole + places.ljust(decimals, "0"))
    if amount > MAX_AMOUNT:
        raise ValueError(f"out of range: {text!r}")
    return -amount if sign == "-" else amount


def unscale(amount: int, decimals: int) -> str:
    """A scaled amount as a plain decimal text, the inverse of :func:`scale`."""
    if decimals == 0:
        return str(amount)
    digits = str(abs(amount)).rjust(decimals + 1, "0")
    return f"{'-' if amount < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def grouped(amount: int, decimals: int) -> str:
    """A scaled amount with thousands separators, for the screen."""
    whole, _, places = unscale(amount, decimals).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return sign + f"{int(digits):,}" + (f".{places}" if places else "")


def plain_text(text: str) -> str:
    """Text with its width folded (１２ → 12) and every white space removed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def rounded(ratio: Fraction, places: int) -> str:
    """A fraction as a decimal text of ``places`` digits, halves away from zero."""
    above, below = ratio.numerator, ratio.denominator
    amount = (2 * abs(above) * 10**places + below) // (2 * below)
    return unscale(-amount if above < 0 else amount, places)


def rounded_beside(ratio: Fraction, bound: Fraction, places: int) -> str:
    """Round ``ratio`` so that the figure never contradicts its comparison with ``bound``.

    89.996 against 90 shows 89.996 and not 90.00 (ground rule 4): digits are added until the
    rounded figure stands on the same side as the exact one.
    """
    for digits in range(places, places + 12):
        text = rounded(ratio, digits)
        if _side(_amount(text), bound * 10**digits) == _side(ratio, bound):
            return text
    return f"{ratio.numerator}/{ratio.denominator}"


def rounded_apart(ratio: Fraction, bound: Fraction, places: int) -> tuple[str, str]:
    """Both figures rounded alike, with as many digits as it takes to keep their order."""
    for digits in range(places, places + 12):
        texts = rounded(ratio, digits), rounded(bound, digits)
        if _side(_amount(texts[0]), _amount(texts[1])) == _side(ratio, bound):
            return texts
    return f"{ratio.numerator}/{ratio.denominator}", f"{bound.numerator}/{bound.denominator}"


def _amount(text: str) -> int:
    """A rounded text as a whole number of its last digit."""
    return int(text.replace(".", ""))


def _side(ratio: Fraction | int, bound: Fraction | int) -> int:
    return (ratio > bound) - (ratio < bound)
