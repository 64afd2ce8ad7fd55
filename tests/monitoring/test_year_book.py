"""A year side by side: every column is the return of its period, the last that of the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.amounts import MISSING, NOT_APPLICABLE, number
from monitoring.areas import Area
from monitoring.columns import Source
from monitoring.figure_tables import FigureTable
from monitoring.paper import Paper, cell
from monitoring.periods import Frequency, Period
from monitoring.returns import Line
from monitoring.year_book import YearBook
from tests.monitoring.small import AREA, COUNTY, EAST, WEST, catalogue, figures

SMALL = catalogue()
FORM = SMALL.forms["S1"]
MONTHS = [202600 + month for month in range(1, 13)]
YEAR = Period(202612, Frequency.YEAR)
Cells = dict[tuple[str, str, int], int | str]

SOME = st.dictionaries(
    st.tuples(
        st.sampled_from([EAST, WEST]),
        st.sampled_from(list(FORM.by_code)),
        st.sampled_from(MONTHS),
    ),
    st.one_of(st.integers(0, 10**9), st.sampled_from(["未报", "不适用"])),
    max_size=60,
)


def book(cells: Cells, through: int = 202612, area: Area = AREA) -> YearBook:
    return YearBook(Source(SMALL, area, FORM, figures(cells)), through)


def whole() -> Cells:
    """Every figure of the year: the month's number, times ten in the west."""
    return {
        (unit, item.code, end): end % 100 * (10 if unit == WEST else 1)
        for unit in (EAST, WEST)
        for item in FORM.items
        for end in MONTHS
    }


def line(table: FigureTable, label: str) -> Line:
    (found,) = [each for each in table.lines if each.label == label]
    return found


def texts(table: FigureTable, label: str) -> list[str]:
    return [each.text for each in line(table, label).cells]


def of_return(cells: Cells, period: Period, unit: str) -> dict[str, str]:
    """What the return of a period says of its items and rates in the first column."""
    paper = Paper(SMALL, AREA, FORM, period, figures(cells), unit=unit)
    return {
        each.code: each.cells[0].text for each in paper.lines() if each.kind in ("item", "rate")
    }


@settings(deadline=None, max_examples=40)
@given(SOME, st.sampled_from(["", EAST, WEST]))
def test_every_column_is_what_the_return_of_its_period_says(cells: Cells, unit: str) -> None:
    table = book(cells).table(unit)
    for column, end in enumerate(MONTHS):
        said = of_return(cells, Period(end), unit)
        assert {x.code: x.cells[column].text for x in table.lines if x.code} == said
    said = of_return(cells, YEAR, unit)
    assert {each.code: each.cells[-1].text for each in table.lines if each.code} == said


@settings(deadline=None, max_examples=40)
@given(SOME, st.sampled_from(MONTHS))
def test_the_rows_of_a_unit_say_what_its_table_says(cells: Cells, through: int) -> None:
    year = book(cells, through)
    for unit in (EAST, WEST):
        table = year.table(unit)
        for row in year.rows(unit):
            shown = [each.text for each in line(table, row.line.label).cells]
            told = len(row.values)
            assert [cell(value, row.decimals).text for value in row.values] == shown[:told]
            assert cell(row.whole, row.decimals).text == shown[-1]
            assert shown[told:-1] == [""] * (12 - told)


def test_flows_add_up_where_all_is_reported_and_stocks_are_the_years_end() -> None:
    table = book(whole()).table()
    assert table.columns[:2] == ("1月", "2月")
    assert table.columns[-1] == "全年"
    assert texts(table, "上门人次") == [*(str(11 * m) for m in range(1, 13)), str(11 * 78)]
    assert texts(table, "常住人口")[-1] == str(11 * 12)
    assert texts(table, "上门累计")[-1] == str(11 * 12)
    assert texts(table, "面积")[-1] == "1.32"


def test_a_missing_month_is_said_and_never_nought() -> None:
    cells = whole()
    cells[EAST, "visits", 202603] = "未报"
    for item in FORM.items:
        del cells[WEST, item.code, 202605]
    table = book(cells).table()
    assert texts(table, "上门人次")[2] == "30"
    assert texts(table, "上门人次")[-1] == "未报"
    assert texts(book(cells).table(EAST), "上门人次")[2] == "未报"
    notes = "\n".join(table.notes)
    assert "未报的单位：5月西镇。" in notes
    assert "上门人次有单位未报数，合计只含已报的单位。" in notes
    assert "本月活产有单位缺一期，“全年”的合计只含各期都报的单位。" in notes


def test_a_year_that_is_not_over_is_added_up_so_far() -> None:
    table = book(whole(), 202610).table()
    assert table.columns[-1] == "1—10月"
    assert texts(table, "上门人次")[-3:] == ["", "", str(11 * 55)]
    assert texts(table, "常住人口")[-1] == str(11 * 10)
    assert "2026年有数到10月，以后各期还没有数。" in table.notes


def test_a_quarterly_form_has_four_columns() -> None:
    form = SMALL.forms["S2"]
    known = figures({(COUNTY, "beds", 202600 + month): month for month in (3, 6, 9, 12)})
    table = YearBook(Source(SMALL, AREA, form, known), 202612).table()
    assert table.columns == ("一季度", "二季度", "三季度", "四季度", "全年")
    assert texts(table, "床位") == ["3", "6", "9", "12", "12"]
    assert table.notes[0] == "全部乡镇"


def test_a_yearly_form_has_one_column_and_nothing_to_add() -> None:
    form = replace(SMALL.forms["S2"], frequency=Frequency.YEAR)
    table = YearBook(
        Source(SMALL, AREA, form, figures({(COUNTY, "beds", 202612): 7})), 202612
    ).table()
    assert table.columns == ("2026年",)
    assert texts(table, "床位") == ["7"]


def test_a_unit_that_came_later_owed_nothing_before() -> None:
    late = replace(AREA.units[1], valid_from=date(2026, 7, 1))
    area = replace(AREA, units=(AREA.units[0], late))
    cells = {key: value for key, value in whole().items() if key[0] == EAST or key[2] >= 202607}
    row = next(book(cells, area=area).rows(WEST))
    assert row.values[:6] == (NOT_APPLICABLE,) * 6
    assert row.values[6] == number(70)
    visits = next(each for each in book(cells, area=area).rows(WEST) if each.line.code == "visits")
    assert visits.whole == MISSING


def test_a_unit_that_went_is_not_in_the_years_total_and_that_is_said() -> None:
    past = replace(AREA.units[1], valid_to=date(2026, 6, 30))
    area = replace(AREA, units=(AREA.units[0], past))
    cells = {key: value for key, value in whole().items() if key[0] == EAST or key[2] <= 202606}
    table = book(cells, area=area).table()
    assert texts(table, "上门人次")[5:7] == ["66", "7"]
    assert texts(table, "上门人次")[-1] == "78"
    assert "西镇在最后一期已经不报，“全年”的合计不含它的数。" in table.notes
    assert not any("已经不报" in note for note in book(whole()).table().notes)
