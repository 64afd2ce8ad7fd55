"""Whether a cell's data validation would refuse what is to be put there."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from exporters.sheet_frame import Validation

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "equal": lambda value, bound: value == bound,
    "notEqual": lambda value, bound: value != bound,
    "greaterThan": lambda value, bound: value > bound,
    "lessThan": lambda value, bound: value < bound,
    "greaterThanOrEqual": lambda value, bound: value >= bound,
    "lessThanOrEqual": lambda value, bound: value <= bound,
}


def refuses(validation: Validation, content: Decimal | int | str) -> bool:
    """Whether typing ``content`` would be refused. Bounds that are formulas are not judged."""
    kind = validation.kind
    if kind == "list":
        return _not_listed(validation.first, content)
    if kind == "textLength":
        return not _within(validation, Decimal(len(str(content))))
    if kind not in ("whole", "decimal"):
        return False
    if isinstance(content, str):
        return True
    number = Decimal(content)
    whole = number == number.to_integral_value()
    return (kind == "whole" and not whole) or not _within(validation, number)


def _not_listed(formula: str, content: Decimal | int | str) -> bool:
    if not (len(formula) > 1 and formula[0] == formula[-1] == '"'):
        return False
    listed = [each.strip() for each in formula[1:-1].split(",")]
    if isinstance(content, str):
        return content.strip() not in listed
    return Decimal(content) not in map(_number, listed)


def _within(validation: Validation, value: Decimal) -> bool:
    first, second = _number(validation.first), _number(validation.second)
    if validation.operator in ("between", "notBetween"):
        if first is None or second is None:
            return True
        return (first <= value <= second) is (validation.operator == "between")
    compare = _COMPARE.get(validation.operator)
    return compare is None or first is None or compare(value, first)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
