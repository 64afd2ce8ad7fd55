"""Indicators: a county's rate is its expressions over sums, over the same units on both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.amounts import MISSING, NOT_APPLICABLE, State, Value, number
from monitoring.areas import Unit
from monitoring.figures import Figures, Key
from monitoring.indicators import Result, ends_of, of_area, of_unit, plain, shown, year_to_date
from monitoring.sums import Sums, months_between
from tests.monitoring.small import AREA, COUNTY, EAST, WEST, catalogue, figures

SMALL = catalogue()
OCTOBER = 202610


def _county(code: str, cells: dict[tuple[str, str, int], int | str], end: int = OCTOBER) -> Result:
    return of_area(SMALL.indicators[code], figures(cells), SMALL, AREA, end)


def _both(item: str, east: int | str, west: int | str) -> dict[tuple[str, str, int], int | str]:
    return {(EAST, item, OCTOBER): east, (WEST, item, OCTOBER): west}


def test_a_county_rate_is_no_average_of_rates() -> None:
    result = _county("sign", _both("people", 1000, 10) | _both("signed", 500, 10))
    assert (result.numerator, result.denominator) == (Fraction(510), Fraction(1010))
    assert result.ratio == Fraction(51000, 1010)
    assert (result.reported, result.of, result.exact) == (2, 2, "510/1010")


@pytest.mark.parametrize("gap", [{"people": "未报"}, {"signed": "未报"}, {"people": None}])
def test_a_unit_that_misses_a_side_is_in_neither_sum(gap: dict[str, str | None]) -> None:
    cells = _both("people", 1000, 10) | _both("signed", 500, 10)
    for item, state in gap.items():
        if state is None:
            del cells[WEST, item, OCTOBER]
        else:
            cells[WEST, item, OCTOBER] = state
    result = _county("sign", cells)
    assert (result.numerator, result.denominator) == (Fraction(500), Fraction(1000))
    assert (result.reported, result.of) == (1, 2)


def test_nobody_reported_and_there_is_no_rate() -> None:
    result = _county("sign", {})
    assert (result.ratio, result.exact, result.reported, result.of) == (None, "", 0, 2)
    assert shown(result.ratio, 2) == "—"


def test_a_zero_denominator_gives_no_rate() -> None:
    result = _county("sign", _both("people", 0, 0) | _both("signed", 5, 0))
    assert (result.ratio, result.exact) == (None, "5/0")


def test_what_does_not_apply_is_no_gap() -> None:
    result = _county("young", _both("people", 100, 50) | _both("signed", 60, 20))
    assert result.reported == 0
    cells = _both("people", 100, 50) | _both("signed", 60, 20)
    result = _county("young", cells | _both("signed_old", 10, "不适用"))
    assert (result.numerator, result.denominator, result.reported) == (
        Fraction(70),
        Fraction(150),
        2,
    )


def test_a_result_of_one_unit() -> None:
    cells = figures(_both("people", 1000, 0) | _both("signed", 500, "不适用"))
    rate = SMALL.indicators["sign"]
    east = of_unit(rate, cells, SMALL, EAST, OCTOBER)
    assert (east.ratio, east.reported, east.of) == (Fraction(50), 1, 1)
    west = of_unit(rate, cells, SMALL, WEST, OCTOBER)
    assert (west.ratio, west.reported) == (None, 0)


def test_a_year_to_date_is_the_sum_of_its_months_or_nothing() -> None:
    months = {(EAST, "born", 202601 + month): month + 1 for month in range(10)}
    complete: dict[tuple[str, str, int], int | str] = {**months}
    result = of_unit(SMALL.indicators["births"], figures(complete), SMALL, EAST, OCTOBER)
    assert result.ratio == 55
    del complete[EAST, "born", 202603]
    assert (
        of_unit(SMALL.indicators["births"], figures(complete), SMALL, EAST, OCTOBER).ratio is None
    )
    complete[EAST, "born", 202603] = "未报"
    item = SMALL.items["born"]
    assert year_to_date(figures(complete), item, EAST, OCTOBER) == MISSING
    complete[EAST, "born", 202603] = "不适用"
    assert year_to_date(figures(complete), item, EAST, OCTOBER) == number(52)
    assert year_to_date(figures(complete), item, EAST, 202601) == number(1)
    none = dict.fromkeys(complete, "不适用")
    assert year_to_date(figures({**none}), item, EAST, OCTOBER) == NOT_APPLICABLE


def test_a_year_to_date_over_a_stock_takes_the_stock_as_it_stands() -> None:
    cells: dict[tuple[str, str, int], int | str] = {
        (EAST, "born", month): 3 for month in months_between(202601, 202602)
    }
    cells[EAST, "people", 202602] = 2000
    result = of_unit(SMALL.indicators["birth_rate"], figures(cells), SMALL, EAST, 202602)
    assert (result.numerator, result.denominator, result.ratio) == (
        Fraction(6),
        Fraction(2000),
        Fraction(3),
    )


def test_a_quarter_stands_until_the_next_and_the_county_adds_its_own_part() -> None:
    cells = _both("people", 600, 400) | {(COUNTY, "beds", 202609): 8}
    result = _county("bed_rate", cells)
    assert (result.ratio, result.exact, result.reported, result.of) == (Fraction(8), "8/1000", 3, 3)
    del cells[COUNTY, "beds", 202609]
    result = _county("bed_rate", cells)
    assert (result.ratio, result.reported, result.of) == (None, 2, 3)


def test_a_unit_that_has_closed_is_not_waited_for() -> None:
    closed = replace(AREA.units[1], valid_to=date(2026, 9, 30))
    area = replace(AREA, units=(AREA.units[0], closed))
    cells = figures(_both("people", 100, 999) | _both("signed", 50, 999))
    result = of_area(SMALL.indicators["sign"], cells, SMALL, area, OCTOBER)
    assert (result.numerator, result.denominator, result.of) == (Fraction(50), Fraction(100), 1)


def test_the_months_an_assessment_needs() -> None:
    assert ends_of(SMALL, 202603) == {202601, 202602, 202603}
    assert ends_of(SMALL, 202611) == {202600 + month for month in range(1, 12)}
    assert ends_of(SMALL, 202601) == {202601, *months_between(202501, 202512)}


def test_exact_texts_and_shown_figures() -> None:
    assert plain(Fraction("12.50")) == "12.5"
    assert plain(Fraction(12)) == "12"
    assert shown(Fraction("89.996"), 2, Fraction(90)) == "89.996"
    assert shown(Fraction("89.996"), 2) == "90.00"
    assert Result(Fraction(917), Fraction(2436), 100, 16, 16).exact == "917/2436"
    assert Result(Fraction(5), Fraction(1), 1, 1, 1).exact == "5"
    decimal = _county("space", _both("people", 3, 1) | _both("area", 150, 25))
    assert (decimal.exact, decimal.ratio) == ("1.75/4", Fraction("0.4375"))


_VALUES = st.one_of(
    st.none(),
    st.sampled_from([MISSING, NOT_APPLICABLE]),
    st.integers(0, 10**6).map(number),
)
_CELLS = st.fixed_dictionaries(
    {
        (unit, item, end): _VALUES
        for unit in (EAST, WEST)
        for item in ("people", "signed", "signed_old", "born")
        for end in (202601, 202602)
    }
)


def _kept(cells: dict[Key, Value | None]) -> dict[Key, Value]:
    return {key: value for key, value in cells.items() if value is not None}


@given(_CELLS, st.sampled_from(["sign", "young", "births", "birth_rate"]))
def test_a_county_is_the_sum_of_the_units_that_gave_everything(
    cells: dict[Key, Value | None], code: str
) -> None:
    known = Figures(_kept(cells), SMALL.decimals)
    indicator = SMALL.indicators[code]
    county = of_area(indicator, known, SMALL, AREA, 202602)
    units = [of_unit(indicator, known, SMALL, unit, 202602) for unit in (EAST, WEST)]
    assert county.of == 2
    assert county.reported >= sum(unit.reported for unit in units)
    if NOT_APPLICABLE not in cells.values():
        answered = [unit for unit in units if unit.reported]
        assert county.reported == len(answered)
        if answered:
            assert county.numerator == sum(unit.numerator or 0 for unit in answered)
            if indicator.denominator is not None:
                assert county.denominator == sum(unit.denominator or 0 for unit in answered)
        else:
            assert county.numerator is None


def _sums(known: Figures) -> dict[tuple[str, int], tuple[int | None, int]]:
    found: dict[tuple[str, int], tuple[int | None, int]] = {}
    for (_, item, end), value in known.values.items():
        amount, answered = found.get((item, end), (None, 0))
        if value.amount is not None:
            amount = (amount or 0) + value.amount
        found[item, end] = (amount, answered + (value.state is not State.MISSING))
    return found


@given(_CELLS, st.sampled_from(["sign", "young", "births", "birth_rate", "bed_rate"]))
def test_sums_taken_at_once_give_the_same_where_everyone_answered(
    cells: dict[Key, Value | None], code: str
) -> None:
    known = Figures(_kept(cells) | {(COUNTY, "beds", 202512): number(7)}, SMALL.decimals)
    summed = Sums(SMALL, AREA, 202602, _sums(known))
    indicator = SMALL.indicators[code]
    one_by_one = of_area(indicator, known, SMALL, AREA, 202602)
    if summed.complete(indicator):
        assert summed.result(indicator) == one_by_one
    elif NOT_APPLICABLE not in cells.values():
        assert one_by_one.reported < one_by_one.of


def test_complete_sums_are_used() -> None:
    known = figures(_both("people", 10, 20) | _both("signed", 5, 6))
    summed = Sums(SMALL, AREA, OCTOBER, _sums(known))
    assert summed.complete(SMALL.indicators["sign"])
    assert summed.result(SMALL.indicators["sign"]).exact == "11/30"
    assert not summed.complete(SMALL.indicators["births"])
    mixed = Figures({**known.values, (COUNTY, "beds", 202609): number(3)}, SMALL.decimals)
    beds = Sums(SMALL, AREA, OCTOBER, _sums(mixed)).result(SMALL.indicators["bed_rate"])
    assert beds == of_area(SMALL.indicators["bed_rate"], mixed, SMALL, AREA, OCTOBER)
    assert (beds.ratio, beds.of) == (Fraction(100), 3)


def test_sums_are_not_trusted_where_a_closed_unit_may_hide_a_gap() -> None:
    gone = Unit("371581000003", "旧镇", valid_to=date(2026, 9, 30))
    area = replace(AREA, units=(*AREA.units, gone))
    known = figures(
        {(unit, item, OCTOBER): 9 for unit in (EAST, gone.code) for item in ("people", "signed")}
    )
    sign = SMALL.indicators["sign"]
    assert not Sums(SMALL, area, OCTOBER, _sums(known)).complete(sign)
    result = of_area(sign, known, SMALL, area, OCTOBER)
    assert (result.numerator, result.reported, result.of) == (Fraction(9), 1, 2)
