"""绩效考核: townships ranked by points, with weights the county sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from db.ledger import Ledger
from monitoring import scoring
from monitoring.amounts import rounded
from monitoring.areas import Unit
from monitoring.catalogue import Indicator
from monitoring.errors import ExpectedError
from monitoring.expressions import all_items
from monitoring.indicators import ends_of, plain, shares, shown
from monitoring.periods import Period
from monitoring.scoring import Mark, Score, Standard
from workflow.score_weights import checked, scorable, weights

if TYPE_CHECKING:
    from exporters.scorecards import ScoreSheet

Actuals = Mapping[str, Fraction | Mark]

METHOD = (
    "得分＝权重×实际值÷标准值，越低越好的指标为权重×标准值÷实际值，最多得满权重；总分折成百分制。",
    "标准值取本地规划的目标值，本地规划没有的取上级规划的目标值；"
    "规划都没有目标的指标和只计个数的指标，取当期各乡镇的最好值。",
    "未报的指标不得分，权重仍计入满分；不适用的指标不计入满分。总分相同的，名次并列。",
)
_LEAST_PLACES, _MOST_PLACES = 2, 8


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator that counts: its weight, and the standard (``None``: no unit gave a figure)."""

    indicator: Indicator
    weight: int
    standard: Standard | None

    @property
    def standard_text(self) -> str:
        """The standard as printed, saying where it is from."""
        if self.standard is None:
            return "—"
        if self.standard.target is None:
            return f"{shown(self.standard.value, self.indicator.places)}（最好值）"
        return plain(self.standard.value)


@dataclass(frozen=True, slots=True)
class Row:
    """A township with its score by indicator. ``total`` is out of 100; without any figure it is
    ``None`` and so is ``rank``.
    """

    unit: Unit
    scores: Mapping[str, Score]
    total: Fraction | None
    rank: int | None

    @property
    def lacking(self) -> int:
        """How many indicators the unit did not report."""
        return sum(score.mark is Mark.MISSING for score in self.scores.values())


@dataclass(frozen=True)
class Scorecard:
    """Townships at the month ``end``, best first; those without a place last, in area order."""

    end: int
    columns: tuple[Scored, ...]
    rows: tuple[Row, ...]
    demonstration: bool = False

    @property
    def places(self) -> int:
        """How many decimals tell all different totals apart."""
        totals = {row.total for row in self.rows if row.total is not None}
        for places in range(_LEAST_PLACES, _MOST_PLACES):
            if len({rounded(total, places) for total in totals}) == len(totals):
                return places
        return _MOST_PLACES

    def total_text(self, row: Row) -> str:
        """A total as printed; totals that differ never look the same."""
        return "" if row.total is None else rounded(row.total, self.places)


def scorecard(ledger: Ledger, end: int, chosen: Mapping[str, int] | None = None) -> Scorecard:
    """Score every township that stands at the month ``end`` (yyyymm), by ``chosen`` weights or
    those that count. Raises ``ExpectedError`` as :func:`checked` does.
    """
    counted = checked(ledger, weights(ledger) if chosen is None else chosen)
    indicators = [each for each in scorable(ledger) if each.code in counted]
    actuals = _actuals(ledger, indicators, end)
    columns = tuple(
        Scored(each, counted[each.code], _standard(ledger, each, actuals[each.code]))
        for each in indicators
    )
    townships = (unit for unit in ledger.area.units if not unit.is_county)
    units = [unit for unit in townships if unit.stands_in(end)]
    scores = {
        unit.code: {c.indicator.code: _score(c, actuals[c.indicator.code], unit) for c in columns}
        for unit in units
    }
    totals = {code: scoring.total(each, counted) for code, each in scores.items()}
    ranks = scoring.ranks({code: each for code, each in totals.items() if each is not None})
    rows = [Row(u, scores[u.code], totals[u.code], ranks.get(u.code)) for u in units]
    rows.sort(key=lambda row: len(units) + 1 if row.rank is None else row.rank)
    ends = ends_of(ledger.catalogue, end)
    demonstration = ledger.has_demonstration(_items(indicators), ends)
    return Scorecard(end, columns, tuple(rows), demonstration)


def save(ledger: Ledger, card: Scorecard, path: Path, *, replace: bool = False) -> None:
    """Save as .xlsx. Raises ``ExpectedError`` when it cannot be; the old file is then whole."""
    from exporters.scorecards import write_scorecard

    if path.suffix.lower() != ".xlsx":
        raise ExpectedError(f"“{path.name}”不是工作簿的文件名；请把文件名写成以 .xlsx 结尾。")
    write_scorecard(path, _sheet(ledger, card), replace=replace)


def _actuals(
    ledger: Ledger, indicators: Sequence[Indicator], end: int
) -> dict[str, dict[str, Fraction | Mark]]:
    """By indicator and unit the exact figure, or why there is none."""
    figures = ledger.figures(_items(indicators), ends_of(ledger.catalogue, end))
    found = {}
    for each in indicators:
        parts = shares(each, figures, ledger.catalogue, ledger.area, end)
        found[each.code] = {unit: _figure(each, sides) for unit, sides in parts}
    return found


def _figure(indicator: Indicator, sides: tuple[Fraction | None, ...] | None) -> Fraction | Mark:
    if sides is None:
        return Mark.MISSING
    numerator, denominator = sides if indicator.denominator is not None else (*sides, Fraction(1))
    # Nobody to serve (a denominator of nought) is nothing the unit could have done better.
    if numerator is None or not denominator:
        return Mark.NOT_APPLICABLE
    return numerator / denominator * indicator.factor


def _standard(ledger: Ledger, indicator: Indicator, actuals: Actuals) -> Standard | None:
    plans = ledger.plans.values()
    rising = indicator.direction == "up"
    if indicator.denominator is not None:
        # A count asked of the county is no standard for one township.
        for area in (ledger.area.code, ledger.area.parent):
            of_area = [plan for plan in plans if plan.area == area]
            found = scoring.standard_of(indicator.code, of_area)
            if found is not None and found.rising == rising:
                return found
    units = {unit.code for unit in ledger.area.units}
    return scoring.best(
        (each for code, each in actuals.items() if code in units and isinstance(each, Fraction)),
        rising=rising,
    )


def _score(column: Scored, actuals: Actuals, unit: Unit) -> Score:
    actual = actuals.get(unit.code, Mark.NOT_APPLICABLE)
    if isinstance(actual, Mark):
        return Score(actual)
    assert column.standard is not None  # this very figure made one
    earned = scoring.points(
        actual, column.standard.value, column.weight, rising=column.standard.rising
    )
    return Score(Mark.SCORED, actual, earned)


def _items(indicators: Sequence[Indicator]) -> frozenset[str]:
    return all_items(
        side for each in indicators for side in (each.numerator, each.denominator) if side
    )


def _sheet(ledger: Ledger, card: Scorecard) -> ScoreSheet:
    from exporters.scorecards import ScoreColumn, ScoreRow, ScoreSheet

    def cells(row: Row, column: Scored) -> tuple[str | Decimal, str | Decimal]:
        score = row.scores[column.indicator.code]
        if score.actual is None or score.points is None:
            return str(score.mark), "—"
        actual = rounded(score.actual, column.indicator.places)
        return Decimal(actual), Decimal(rounded(score.points, card.places))

    return ScoreSheet(
        title=f"{ledger.area.name}乡镇绩效考核得分表",
        period=Period(card.end).label,
        places=card.places,
        columns=tuple(
            ScoreColumn(
                f"{each.indicator.name}（{each.indicator.unit}）",
                each.weight,
                each.standard_text,
                each.indicator.places,
            )
            for each in card.columns
        ),
        rows=tuple(
            ScoreRow(
                row.rank,
                row.unit.name,
                None if row.total is None else Decimal(card.total_text(row)),
                tuple(cells(row, column) for column in card.columns),
            )
            for row in card.rows
        ),
        notes=METHOD,
        demonstration=card.demonstration,
    )
