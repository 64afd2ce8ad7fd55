"""Words for targets and figures, where the window has always looked for them."""

from monitoring.needs import PERCENT, counted_in
from monitoring.wording import (
    FIELDS,
    due,
    exact,
    field_order,
    gap,
    gap_with_unit,
    needed,
    requirement,
    separated,
    with_unit,
)

__all__ = [
    "FIELDS",
    "PERCENT",
    "counted_in",
    "due",
    "exact",
    "field_order",
    "gap",
    "gap_with_unit",
    "needed",
    "requirement",
    "separated",
    "with_unit",
]
