"""Spreadsheet formulas of a template: what an input cell takes, and the rates beside it."""

from __future__ import annotations

from collections.abc import Mapping

from monitoring.amounts import DASH, STATE_LABELS, State
from monitoring.catalogue import Indicator, Item
from monitoring.expressions import Expression

UNREPORTED = STATE_LABELS[State.MISSING]
NOT_DONE = STATE_LABELS[State.NOT_APPLICABLE]


def accepts(item: Item, cell: str) -> str:
    """True for a number the item takes, or for 未报 or 不适用. Without a leading ``=``.

    Relative to ``cell``, so one formula serves a run of cells that start there.
    """
    limits = [] if item.negative else [f"{cell}>=0"]
    limits.append(
        f"ROUND({cell},{item.decimals})={cell}" if item.decimals else f"INT({cell})={cell}"
    )
    words = f'OR({cell}="{UNREPORTED}",{cell}="{NOT_DONE}")'
    return f"IF(ISNUMBER({cell}),AND({','.join(limits)}),{words})"


def refusal(item: Item) -> str:
    """What the spreadsheet says when it refuses what was typed."""
    sign = "" if item.negative else "不小于 0 的"
    number = f"{sign}数，最多 {item.decimals} 位小数" if item.decimals else f"{sign}整数"
    return (
        f"这一格要填{number}；没统计填“{UNREPORTED}”，不办此项业务填“{NOT_DONE}”，没有发生就填 0。"
    )


def rate_formula(indicator: Indicator, addresses: Mapping[str, str]) -> str:
    """The indicator over the template's own cells, "—" while one of them is no number.

    ``addresses`` gives each item's cell. Empty when it needs another form or an earlier period.
    """
    sides = [indicator.numerator] + ([indicator.denominator] if indicator.denominator else [])
    terms = [term for side in sides for term in side.terms]
    if any(term.previous or term.item not in addresses for term in terms):
        return ""
    cells = list(dict.fromkeys(addresses[term.item] for term in terms))
    value = _sum(indicator.numerator, addresses)
    if indicator.denominator:
        value = f"{value}/{_sum(indicator.denominator, addresses)}*{indicator.factor}"
    # COUNT sees numbers only: a blank must not pass for the zero Excel would take it for.
    return f'=IF(COUNT({",".join(cells)})<{len(cells)},"{DASH}",IFERROR({value},"{DASH}"))'


def _sum(expression: Expression, addresses: Mapping[str, str]) -> str:
    parts = []
    for position, term in enumerate(expression.terms):
        sign = "-" if term.factor < 0 else "+" if position else ""
        factor = "" if abs(term.factor) == 1 else f"{abs(term.factor)}*"
        parts.append(f"{sign}{factor}{addresses[term.item]}")
    total = "".join(parts)
    return total if len(parts) == 1 and not total.startswith("-") else f"({total})"
