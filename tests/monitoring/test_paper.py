"""The return on paper: the parts make the total, 其中 is nested, and gaps are said."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.catalogue import Catalogue
from monitoring.figures import Figures, Key
from monitoring.paper import NOTHING, UNREPORTED, Paper, cell
from monitoring.periods import Frequency, Period
from monitoring.returns import Line
from tests.monitoring.small import AREA, COUNTY, EAST, WEST, catalogue, figures

SMALL = catalogue()
FEBRUARY = Period(202602)


def paper(known: Figures, form: str = "S1", period: Period = FEBRUARY) -> Paper:
    return Paper(SMALL, AREA, SMALL.forms[form], period, known)


def line(lines: list[Line], label: str) -> Line:
    (found,) = [entry for entry in lines if entry.label == label]
    return found


def texts(lines: list[Line], label: str) -> list[str]:
    return [entry.text for entry in line(lines, label).cells]


def test_the_lines_of_a_form() -> None:
    lines = paper(figures({})).lines()
    assert [(entry.kind, entry.label, entry.depth) for entry in lines] == [
        ("section", "一、人口", 0),
        ("item", "常住人口", 0),
        ("item", "签约人数", 0),
        ("rate", "sign率", 1),
        ("item", "老年人签约", 1),
        ("item", "本月活产", 0),
        ("ytd", "本年累计", 1),
        ("item", "上门人次", 0),
        ("item", "上门累计", 0),
        ("item", "面积", 0),
    ]
    assert [entry.number for entry in lines] == ["", *map(str, range(1, 10))]
    assert all(len(entry.cells) == 3 for entry in lines if entry.kind != "section")
    assert paper(figures({})).columns == ("合计", "东镇", "西镇")


def test_figures_totals_and_rates() -> None:
    known = figures(
        {
            (EAST, "people", 202602): 1200,
            (WEST, "people", 202602): 800,
            (EAST, "signed", 202602): 300,
            (WEST, "signed", 202602): 400,
            (EAST, "area", 202602): 123456,
            (WEST, "area", 202602): "不适用",
        }
    )
    lines = paper(known).lines()
    assert texts(lines, "常住人口") == ["2,000", "1,200", "800"]
    assert line(lines, "常住人口").cells[0].number == "2000"
    assert texts(lines, "sign率") == ["35.00", "25.00", "50.00"]
    assert texts(lines, "面积") == ["1,234.56", "1,234.56", "—"]


def test_a_gap_is_no_nought() -> None:
    known = figures({(EAST, "people", 202602): 5, (WEST, "people", 202602): "未报"})
    lines = paper(known).lines()
    assert texts(lines, "常住人口") == ["5", "5", "未报"]
    assert texts(lines, "签约人数") == ["未报", "未报", "未报"]
    assert texts(lines, "sign率") == ["—", "—", "—"]
    none = figures({(unit, "people", 202602): "不适用" for unit in (EAST, WEST)})
    assert texts(paper(none).lines(), "常住人口") == ["—", "—", "—"]


def test_running_totals() -> None:
    cells: dict[tuple[str, str, int], int | str] = {
        (unit, "born", end): end % 100 * 10 for unit in (EAST, WEST) for end in (202601, 202602)
    }
    lines = paper(figures(cells)).lines()
    assert texts(lines, "本年累计") == ["60", "30", "30"]
    del cells[WEST, "born", 202601]
    short = paper(figures(cells))
    assert texts(short.lines(), "本年累计") == ["30", "30", "未报"]
    assert any("本月活产的本年累计有单位缺月份" in note for note in short.notes())


def test_what_the_notes_say() -> None:
    complete = figures(
        {
            (unit, item, end): 1
            for unit in (EAST, WEST)
            for item in SMALL.items
            for end in (202601, 202602)
        }
    )
    assert paper(complete).notes() == ("全部乡镇",)
    absent = Figures({k: v for k, v in complete.values.items() if k[0] == EAST}, SMALL.decimals)
    notes = paper(absent).notes()
    assert notes[1] == "应报 2 个单位，已报 1 个；西镇未报，合计不含未报单位。"
    assert len(notes) == 2
    gap = Figures({**complete.values, (WEST, "people", 202602): MISSING}, SMALL.decimals)
    assert paper(gap).notes()[1:] == ("常住人口有单位未报数，合计只含已报的单位。",)


def test_a_form_of_the_county_alone_has_one_column() -> None:
    quarter = Period(202603, Frequency.QUARTER)
    sheet = paper(figures({(COUNTY, "beds", 202603): 1234}), "S2", quarter)
    assert sheet.columns == ("数值",)
    assert texts(sheet.lines(), "床位") == ["1,234"]
    assert paper(figures({}), "S2", quarter).notes() == ("全部乡镇",)


def test_a_county_among_its_townships_is_called_by_its_own_figures(catalogue: Catalogue) -> None:
    sheet = Paper(
        catalogue,
        AREA,
        catalogue.forms["F5"],
        Period(202603, Frequency.QUARTER),
        Figures({}, catalogue.decimals),
    )
    assert sheet.columns == ("合计", "东镇", "西镇", "本级")


def test_cells() -> None:
    assert cell(None, 0) == cell(MISSING, 2) == UNREPORTED
    assert cell(NOT_APPLICABLE, 0) == NOTHING
    zero = cell(number(0), 2)
    assert (zero.text, zero.number, zero.places) == ("0.00", "0.00", 2)


_VALUES = st.one_of(
    st.none(), st.sampled_from([MISSING, NOT_APPLICABLE]), st.integers(0, 10**7).map(number)
)
_CELLS = st.fixed_dictionaries(
    {
        (unit, item, end): _VALUES
        for unit in (EAST, WEST)
        for item in ("people", "signed", "born", "area")
        for end in (202601, 202602)
    }
)


@given(_CELLS)
def test_the_total_is_the_sum_of_the_columns_beside_it(cells: dict[Key, Value | None]) -> None:
    known = Figures({k: v for k, v in cells.items() if v is not None}, SMALL.decimals)
    for entry in paper(known).lines():
        if entry.kind not in ("item", "ytd"):
            continue
        total, *parts = entry.cells
        numbers = [Fraction(part.number) for part in parts if part.number]
        if numbers:
            assert Fraction(total.number) == sum(numbers)
        else:
            assert total == (UNREPORTED if UNREPORTED in parts else NOTHING)
        assert all(part.text.replace(",", "") == part.number for part in parts if part.number)


def test_every_real_form_prints(catalogue: Catalogue) -> None:
    for form in catalogue.forms.values():
        period = Period(202612, form.frequency)
        sheet = Paper(catalogue, AREA, form, period, Figures({}, catalogue.decimals))
        lines = sheet.lines()
        assert sum(entry.kind == "item" for entry in lines) == len(form.items)
        assert sum(entry.kind == "rate" for entry in lines) == len(form.rates)
        depths = {entry.label: entry.depth for entry in lines if entry.kind == "item"}
        for item in form.items:
            if item.parent and item.name in depths:
                assert depths[item.name] == form.depth(form.by_code[item.parent]) + 1
        assert lines[0].kind == "section"
