"""What ``scorecard`` prints: the documented JSON, and a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.reports import lines_table, month_text
from monitoring.amounts import rounded
from monitoring.scoring import Mark
from workflow.scorecard import Row, Scorecard, Scored

if TYPE_CHECKING:
    from rich.table import Table


def scorecard(card: Scorecard) -> dict[str, Any]:
    """The JSON of ``scorecard``; figures and points are decimal strings, ``None`` where none."""
    return {
        "period": month_text(card.end),
        "demonstration": card.demonstration,
        "indicators": [_indicator(column) for column in card.columns],
        "units": [
            {
                "unit": row.unit.code,
                "unit_name": row.unit.name,
                "rank": row.rank,
                "total": card.total_text(row) or None,
                "missing": row.lacking,
                "scores": [_score(card, row, column) for column in card.columns],
            }
            for row in card.rows
        ],
    }


def scorecard_table(card: Scorecard) -> Table:
    """One line a unit: place, total, and every indicator's points."""
    heads = ("名次", "单位", "总分", *(f"{c.indicator.name}（{c.weight}）" for c in card.columns))
    lines = (
        (
            "—" if row.rank is None else str(row.rank),
            row.unit.name,
            card.total_text(row) or "—",
            *(_points(card, row, column) for column in card.columns),
        )
        for row in card.rows
    )
    return lines_table(heads, lines)


def _indicator(column: Scored) -> dict[str, Any]:
    standard = column.standard
    target = standard.target if standard else None
    return {
        "indicator": column.indicator.code,
        "indicator_name": column.indicator.name,
        "unit": column.indicator.unit,
        "weight": column.weight,
        "standard": None if standard is None else rounded(standard.value, 4),
        "target": target.id if target else None,
    }


def _score(card: Scorecard, row: Row, column: Scored) -> dict[str, Any]:
    score = row.scores[column.indicator.code]
    scored = score.actual is not None and score.points is not None
    return {
        "indicator": column.indicator.code,
        "state": _STATES[score.mark],
        "actual": rounded(score.actual, column.indicator.places)
        if score.actual is not None
        else None,
        "points": _points(card, row, column) if scored else None,
    }


def _points(card: Scorecard, row: Row, column: Scored) -> str:
    score = row.scores[column.indicator.code]
    return str(score.mark) if score.points is None else rounded(score.points, card.places)


_STATES = {
    Mark.SCORED: "scored",
    Mark.MISSING: "missing",
    Mark.NOT_APPLICABLE: "not_applicable",
}
