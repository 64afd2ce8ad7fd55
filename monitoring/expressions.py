"""Linear expressions of items: sums with signs, so a county is the sum of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from monitoring.amounts import State, Value

_TERM = re.compile(
    r"\s*(?P<sign>[+\-−])?\s*(?:(?P<factor>\d+)\s*\*\s*)?(?P<item>[a-z][a-z0-9_]*)(?P<lag>@prev)?\s*"
)


@dataclass(frozen=True, slots=True)
class Term:
    """``factor`` times an item's value; ``previous`` means the value one period earlier."""

    factor: int
    item: str
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """A sum of terms, at least one."""

    terms: tuple[Term, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """Codes of the items it needs, in order."""
        return tuple(term.item for term in self.terms)

    def __str__(self) -> str:
        parts = []
        for position, term in enumerate(self.terms):
            sign = "-" if term.factor < 0 else "+" if position else ""
            factor = "" if abs(term.factor) == 1 else f"{abs(term.factor)}*"
            glue = " " if position and sign else ""
            parts.append(f"{sign}{glue}{factor}{term.item}{'@prev' if term.previous else ''}")
        return " ".join(parts)


def parse_expression(text: str) -> Expression:
    """Read ``a + 2*b - c@prev``. Raises ``ValueError`` with the text that is not a term."""
    terms: list[Term] = []
    position = 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or (terms and not match["sign"]):
            raise ValueError(f"not a linear expression: {text!r}")
        factor = int(match["factor"] or 1) * (-1 if match["sign"] in ("-", "−") else 1)
        terms.append(Term(factor, match["item"], bool(match["lag"])))
        position = match.end()
    if not terms:
        raise ValueError("an empty expression")
    return Expression(tuple(terms))


Lookup = Callable[[Term], Value | None]


def evaluate(
    expression: Expression, lookup: Lookup, decimals: Callable[[str], int]
) -> Fraction | None:
    """The exact sum, or ``None`` when any term is missing.

    A term that does not apply to the unit adds nothing; when none applies there is no sum.
    ``lookup`` gives a term's value (``None`` for never reported), ``decimals`` an item's places.
    """
    total: int | Fraction = 0  # whole numbers add several times as fast
    applies = False
    for term in expression.terms:
        value = lookup(term)
        if value is None or value.state is State.MISSING:
            return None
        if value.amount is not None:
            applies = True
            places = decimals(term.item)
            total += term.factor * (Fraction(value.amount, 10**places) if places else value.amount)
    return Fraction(total) if applies else None


def all_items(expressions: Iterable[Expression]) -> frozenset[str]:
    """Every item any of the expressions needs."""
    return frozenset(item for expression in expressions for item in expression.items)
