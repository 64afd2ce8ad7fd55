"""A form over a longer period: flows add up, the rest is that of the last month."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitoring.amounts import MISSING, Value
from monitoring.catalogue import Catalogue
from monitoring.longer import ends_within, over_period
from monitoring.paper import Paper
from monitoring.periods import Frequency, Period
from monitoring.returns import Line
from tests.monitoring.small import AREA, EAST, WEST, catalogue, figures

SMALL = catalogue()
FORM = SMALL.forms["S1"]
QUARTER, YEAR = Period(202603, Frequency.QUARTER), Period(202612, Frequency.YEAR)
MONTHS = (202601, 202602, 202603)
Cells = dict[tuple[str, str, int], int | str]


def whole() -> Cells:
    """Every figure of a quarter: the month's number, times ten in the west."""
    return {
        (unit, item.code, end): end % 100 * (10 if unit == WEST else 1)
        for unit in (EAST, WEST)
        for item in FORM.items
        for end in MONTHS
    }


def lines(cells: Cells, period: Period = QUARTER, unit: str = "") -> dict[str, Line]:
    paper = Paper(SMALL, AREA, FORM, period, figures(cells), unit=unit)
    return {line.label: line for line in paper.lines()}


def texts(line: Line) -> list[str]:
    return [cell.text for cell in line.cells]


def test_the_periods_inside_a_longer_one_are_found_from_its_end(catalogue: Catalogue) -> None:
    assert ends_within(FORM, QUARTER) == [202603, 202602, 202601]
    assert ends_within(catalogue.forms["F5"], YEAR) == [202612, 202609, 202606, 202603]
    half = Period(202606, Frequency.HALF)
    assert ends_within(catalogue.forms["F5"], half) == [202606, 202603]


def test_flows_add_up_and_stocks_are_the_last_months() -> None:
    found = lines(whole())
    assert texts(found["上门人次"]) == ["66", "6", "60"]
    assert texts(found["常住人口"]) == ["33", "3", "30"]
    assert texts(found["上门累计"]) == ["33", "3", "30"]
    assert texts(found["本年累计"]) == ["66", "6", "60"]


def test_a_missing_month_is_no_nought() -> None:
    cells = whole()
    cells[WEST, "visits", 202602] = "未报"
    del cells[EAST, "visits", 202601]
    assert texts(lines(cells)["上门人次"]) == ["未报", "未报", "未报"]
    cells[EAST, "visits", 202601] = "不适用"
    assert texts(lines(cells)["上门人次"]) == ["5", "5", "未报"]


def test_over_a_whole_year_a_flow_needs_no_running_total() -> None:
    cells: Cells = {(EAST, "born", 202600 + month): month for month in range(1, 13)}
    found = lines(cells, YEAR)
    assert texts(found["本月活产"])[1] == "78"
    assert "本年累计" not in found


def test_the_notes_say_how_a_longer_period_is_made() -> None:
    longer = Paper(SMALL, AREA, FORM, QUARTER, figures(whole()))
    assert "当期发生的数是各期之和" in longer.notes()[1]
    own = Paper(SMALL, AREA, FORM, Period(202603), figures(whole()))
    assert own.notes() == ("全部乡镇",)


def test_of_one_unit_alone_there_is_one_column() -> None:
    paper = Paper(SMALL, AREA, FORM, QUARTER, figures(whole()), unit=WEST)
    assert (paper.columns, paper.codes) == (("数值",), (WEST,))
    found = lines(whole(), unit=WEST)
    assert texts(found["上门人次"]) == ["60"]
    assert texts(found["sign率"]) == ["100.00"]


@given(st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 10**9), max_size=3))
def test_the_sum_of_a_period_is_that_of_its_months_or_unknown(given_: dict[int, int]) -> None:
    cells: Cells = {(EAST, "visits", end): amount for end, amount in given_.items()}
    value = over_period(figures(cells), FORM, [EAST], QUARTER).value(EAST, "visits", 202603)
    if len(given_) == 3:
        assert value is not None
        assert value.amount == sum(given_.values())
    else:
        assert value == (MISSING if given_ else None)


def test_the_forms_own_period_is_left_as_it_is() -> None:
    known = figures(whole())
    assert over_period(known, FORM, [EAST], Period(202603)) is known
    value: Value | None = known.value(EAST, "visits", 202603)
    assert value is not None
    assert value.amount == 3
