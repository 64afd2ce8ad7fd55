"""Differences are exact, turn round with their sides, and stand only between what is alike."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.columns import Column, Source, Told
from monitoring.comparing import (
    SAME_PERIOD,
    SEQUENCE,
    between_periods,
    between_units,
    change,
    difference,
    own_and_below,
)
from monitoring.figure_tables import FigureTable
from monitoring.form_lines import form_lines
from monitoring.loading import load_catalogue
from monitoring.paper import NOTHING
from monitoring.periods import Frequency, Period
from tests.monitoring.small import AREA, COUNTY, EAST, WEST, catalogue, figures, tables

SMALL = catalogue()
FORM = SMALL.forms["S1"]
JANUARY, FEBRUARY, MARCH = (Period(202600 + month) for month in (1, 2, 3))
Cells = dict[tuple[str, str, int], int | str]


def source(cells: Cells, form: str = "S1") -> Source:
    return Source(SMALL, AREA, SMALL.forms[form], figures(cells))


def texts(table: FigureTable, label: str) -> list[str]:
    (found,) = [line for line in table.lines if line.label == label]
    return [cell.text for cell in found.cells]


def people(**months: tuple[int | str | None, int | str | None]) -> Cells:
    """常住人口 of both townships by month (m1, m2 …)."""
    return {
        (unit, "people", 202600 + int(month[1:])): amount
        for month, pair in months.items()
        for unit, amount in zip((EAST, WEST), pair, strict=True)
        if amount is not None
    }


SOME = st.dictionaries(
    st.tuples(
        st.sampled_from([EAST, WEST]),
        st.sampled_from(list(FORM.by_code)),
        st.sampled_from([202601, 202602]),
    ),
    st.one_of(st.integers(0, 10**9), st.sampled_from(["未报", "不适用"])),
    max_size=28,
)


@settings(deadline=None, max_examples=60)
@given(SOME)
def test_there_is_the_negative_of_back(cells: Cells) -> None:
    known = source(cells)
    columns = [Column(known, [202601]), Column(known, [202602])]
    for line in form_lines(SMALL, FORM, running=True):
        if line.kind == "section":
            continue
        before, after = (column.told(line) for column in columns)
        there, back = difference(before, after), difference(after, before)
        assert (there is None) == (back is None)
        if there is not None and back is not None:
            assert there == -back
            assert before.figure is not None
            assert after.figure == before.figure + there


@settings(deadline=None, max_examples=40)
@given(SOME)
def test_what_a_table_says_turns_round_with_its_units(cells: Cells) -> None:
    known = source(cells)
    there = between_units(known, FEBRUARY, [EAST, WEST], EAST)
    back = between_units(known, FEBRUARY, [EAST, WEST], WEST)
    for one, other in zip(there.lines, back.lines, strict=True):
        if one.cells:
            assert one.cells[0] == other.cells[1]
            gone, come = one.cells[2].number, other.cells[2].number
            assert bool(gone) == bool(come)
            assert not gone or Fraction(gone) == -Fraction(come)


def test_each_period_is_held_against_the_one_before() -> None:
    known = source(people(m1=(1000, 500), m2=(1100, 520), m3=(1100, 400)))
    table = between_periods(known, [JANUARY, FEBRUARY, MARCH], "", SEQUENCE)
    assert table.columns == (
        "2026年1月",
        "2026年2月",
        "2026年2月\n环比增减",
        "2026年2月\n环比增减%",
        "2026年3月",
        "2026年3月\n环比增减",
        "2026年3月\n环比增减%",
    )
    said = ["1,500", "1,620", "120", "8.00%", "1,500", "-120", "-7.41%"]
    assert texts(table, "常住人口") == said
    east = between_periods(known, [JANUARY, FEBRUARY], EAST, SAME_PERIOD)
    assert texts(east, "常住人口") == ["1,000", "1,100", "100", "10.00%"]


def test_sums_over_other_units_are_not_compared_and_that_is_said() -> None:
    known = source(people(m1=(1000, 500), m2=(1100, None)))
    table = between_periods(known, [JANUARY, FEBRUARY], "", SEQUENCE)
    assert texts(table, "常住人口") == ["1,500", "1,100", "—", "—"]
    assert "常住人口：两边已报的单位不同，不算增减。" in table.notes
    assert "2026年2月：西镇未报，合计不含未报单位。" in table.notes


def test_the_same_units_are_compared_even_where_one_is_always_late() -> None:
    known = source(people(m1=(1000, "未报"), m2=(1100, None)))
    table = between_periods(known, [JANUARY, FEBRUARY], "", SEQUENCE)
    assert texts(table, "常住人口") == ["1,000", "1,100", "100", "10.00%"]


def test_missing_is_not_nought_and_nought_is_no_base() -> None:
    known = source(people(m1=(0, "未报"), m2=(7, 5)))
    east = between_periods(known, [JANUARY, FEBRUARY], EAST, SEQUENCE)
    assert texts(east, "常住人口") == ["0", "7", "7", "—"]
    assert "常住人口：基数为 0 或负数，不算增减%。" in east.notes
    west = between_periods(known, [JANUARY, FEBRUARY], WEST, SEQUENCE)
    assert texts(west, "常住人口") == ["未报", "5", "—", "—"]


def test_rates_differ_by_points_worked_out_before_rounding() -> None:
    cells = people(m1=(300, None), m2=(300, None))
    cells |= {(EAST, "signed", 202601): 100, (EAST, "signed", 202602): 101}
    table = between_periods(source(cells), [JANUARY, FEBRUARY], EAST, SEQUENCE)
    assert texts(table, "sign率") == ["33.33", "33.67", "0.33", "—"]
    assert "比率的增减是两个比率相减（百分点），不算增减%。" in table.notes


def test_units_stand_beside_each_other_with_the_base_first() -> None:
    known = source(people(m2=(1000, 800)))
    table = between_units(known, FEBRUARY, [EAST, WEST], WEST)
    assert table.columns == ("西镇", "东镇", "东镇\n增减", "东镇\n增减%")
    assert texts(table, "常住人口") == ["800", "1,000", "200", "25.00%"]
    assert texts(table, "签约人数") == ["未报", "未报", "—", "—"]
    plain = between_units(known, FEBRUARY, [EAST, WEST], "")
    assert plain.columns == ("合计", "东镇", "西镇")


def test_a_quarter_of_a_monthly_form_adds_its_flows_up() -> None:
    cells: Cells = {(EAST, "visits", 202600 + month): month for month in range(1, 7)}
    quarters = [Period(202603, Frequency.QUARTER), Period(202606, Frequency.QUARTER)]
    table = between_periods(source(cells), quarters, EAST, SEQUENCE)
    assert table.columns[1] == "2026年第二季度"
    assert texts(table, "上门人次") == ["6", "15", "9", "150.00%"]


def test_the_countys_own_figures_and_those_below_make_the_whole() -> None:
    given_ = tables()
    given_["forms/S1.toml"]["reporters"] = "both"
    both = load_catalogue(given_)
    cells = people(m2=(1000, 800))
    cells |= {(COUNTY, "people", 202602): 5, (COUNTY, "signed", 202602): 1}
    cells |= {(EAST, "signed", 202602): 100, (WEST, "signed", 202602): 80}
    known = Source(both, AREA, both.forms["S1"], figures(cells))
    table = own_and_below(known, FEBRUARY)
    assert table.columns == ("本级", "下级汇总", "合计")
    assert texts(table, "常住人口") == ["5", "1,800", "1,805"]
    assert texts(table, "sign率") == ["20.00", "10.00", "10.03"]
    only_below = own_and_below(source(people(m2=(1000, 800))), FEBRUARY)
    assert texts(only_below, "常住人口") == ["—", "1,800", "1,800"]


def test_a_difference_of_nothing_known_is_none() -> None:
    nothing, some = Told(None, NOTHING), Told(Fraction(1), NOTHING, complete=True)
    assert difference(nothing, some) is None
    assert change(some, nothing) is None


def test_a_table_is_narrowed_by_words_and_keeps_sections_and_running_totals() -> None:
    table = between_periods(source(people(m1=(1, 2))), [JANUARY], "", SEQUENCE)
    kept = table.holding("活产")
    assert [(line.kind, line.label) for line in kept.lines] == [
        ("section", "一、人口"),
        ("item", "本月活产"),
        ("ytd", "本年累计"),
    ]
    assert table.holding("  ") is table
    assert table.holding("没有").lines == ()
