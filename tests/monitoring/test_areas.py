"""A city is its counties: names are told apart, every form knows who owes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from monitoring.amounts import MISSING, number
from monitoring.areas import Area, Unit, area_table, city, with_part
from monitoring.catalogue import Catalogue
from monitoring.columns import Source
from monitoring.comparing import own_and_below
from monitoring.figures import Figures
from monitoring.indicators import of_area
from monitoring.paper import Paper
from monitoring.periods import Frequency, Period
from monitoring.resources import load_areas, load_cities, read_area
from monitoring.returns import Line
from monitoring.tables import CatalogueError
from monitoring.year_book import YearBook

ABOVE = ("370000000000", "山东省")
OCTOBER = 202610


def county(digits: int, name: str, *townships: Unit) -> Area:
    return Area(f"3715{digits}000000", name, "371500000000", "聊城市", "内部口径", townships)


TOWN = Unit("371521001000", "城关镇", ("城关",))
NORTH = county(
    21, "阳谷县", TOWN, Unit("371521002000", "北镇", (), date(2020, 1, 1), date(2025, 12, 31))
)
SOUTH = county(22, "莘县", Unit("371522001000", "城关镇", ("城关", "莘城")))
CITY = city("371500000000", "聊城市", ABOVE, "内部口径", (SOUTH, NORTH))


def test_a_citys_units_are_named_with_their_county() -> None:
    assert [unit.name for unit in CITY.units] == [
        *("阳谷县城关镇", "阳谷县北镇", "阳谷县"),
        *("莘县城关镇", "莘县"),
    ]
    assert [unit.name for unit in CITY.counties] == ["阳谷县", "莘县"]


def test_a_name_that_two_counties_have_stands_for_neither() -> None:
    by_name = {unit.name: unit.aliases for unit in CITY.units}
    assert by_name["阳谷县城关镇"] == ()
    assert by_name["莘县城关镇"] == ("莘城",)
    assert by_name["阳谷县北镇"] == ("北镇",)


@pytest.mark.parametrize("area", [CITY, *load_areas().values(), *load_cities().values()])
def test_an_area_is_read_back_as_it_was_written(area: Area) -> None:
    assert read_area("areas/x.toml", area_table(area)) == area


def test_a_county_takes_the_place_of_the_one_of_its_code() -> None:
    renamed = county(22, "莘县", Unit("371522001000", "莘州街道"))
    grown = with_part(with_part(CITY, renamed), county(24, "东阿县"))
    assert [part.name for part in grown.parts] == ["阳谷县", "莘县", "东阿县"]
    assert grown.part("371522000000") == renamed
    assert [u.name for u in grown.units if u.county == "371522000000"] == ["莘县莘州街道", "莘县"]


def test_a_county_of_another_city_is_refused() -> None:
    table = area_table(CITY)
    table["counties"][0]["parent"] = "370800000000"
    with pytest.raises(CatalogueError, match="不属于这个市"):
        read_area("areas/x.toml", table)


def test_who_owes_what_in_a_city(catalogue: Catalogue) -> None:
    owing = {
        code: [unit.name for unit in catalogue.forms[code].reporting(CITY, OCTOBER)]
        for code in ("F1", "F5", "F6")
    }
    assert owing["F1"] == ["阳谷县城关镇", "莘县城关镇"]
    assert owing["F5"] == ["阳谷县城关镇", "阳谷县", "莘县城关镇", "莘县", "聊城市"]
    assert owing["F6"] == ["阳谷县", "莘县", "聊城市"]


def test_a_county_whose_townships_nobody_knows_owes_what_they_do(catalogue: Catalogue) -> None:
    """A city's total must not look complete while a county has sent nothing."""
    unknown = with_part(CITY, county(24, "东阿县"))
    form = catalogue.forms["F1"]
    assert [unit.name for unit in form.reporting(unknown, OCTOBER)] == [
        *("阳谷县城关镇", "莘县城关镇", "东阿县")
    ]
    towns = {(u.code, "resident", OCTOBER): number(5) for u in unknown.units if not u.is_county}
    figures = Figures(towns, catalogue.decimals)
    paper = Paper(catalogue, unknown, form, Period(OCTOBER, Frequency.MONTH), figures)
    assert paper.columns == ("合计", "阳谷县", "莘县", "东阿县")
    assert "应报 3 个单位，已报 2 个；东阿县未报，合计不含未报单位。" in paper.notes()


def test_a_citys_own_results_are_no_sum_of_its_counties(catalogue: Catalogue) -> None:
    years = {"371521000000": 7900, "371522000000": 8000, "371500000000": 7950}
    known = {(unit, "life_expectancy_r", 202612): number(v) for unit, v in years.items()}
    figures = Figures(known, catalogue.decimals)
    found = of_area(catalogue.indicators["life_expectancy"], figures, catalogue, CITY, 202612)
    assert (found.exact, found.reported, found.of) == ("79.5", 1, 1)


def test_comparisons_and_year_books_add_up_no_results_of_counties(catalogue: Catalogue) -> None:
    years = {"371521000000": 7900, "371522000000": 8000, "371500000000": 7950}
    known = {(unit, "life_expectancy_r", 202612): number(v) for unit, v in years.items()}
    form = catalogue.forms["F6"]
    source = Source(catalogue, CITY, form, Figures(known, catalogue.decimals))
    pairs = own_and_below(source, Period(202612, Frequency.YEAR))
    book = YearBook(source, 202612).table()

    def texts(lines: Iterable[Line]) -> list[str]:
        (found,) = [line for line in lines if line.code == "life_expectancy_r"]
        return [cell.text for cell in found.cells]

    assert texts(pairs.lines) == ["79.50", "—", "79.50"]
    assert texts(book.lines) == ["79.50"]


def test_a_citys_paper_has_a_column_for_each_county(catalogue: Catalogue) -> None:
    north = "371521001000", "371521002000"
    figures = Figures(
        {
            (north[0], "resident", 202510): number(40),
            (north[1], "resident", 202510): number(2),
            (north[0], "fd_signed", 202510): number(30),
            (north[1], "fd_signed", 202510): MISSING,
        },
        catalogue.decimals,
    )
    form = catalogue.forms["F1"]
    paper = Paper(catalogue, CITY, form, Period(202510, Frequency.MONTH), figures)
    assert paper.columns == ("合计", "阳谷县", "莘县")
    assert paper.codes == ("", "371521000000", "371522000000")
    lines = {line.label: [cell.text for cell in line.cells] for line in paper.lines()}
    assert lines["常住人口数"] == ["42", "42", "未报"]
    assert lines["签约居民数"] == ["30", "30", "未报"]
    assert lines["家庭医生签约率"] == ["75.00", "75.00", "—"]


def test_the_cities_name_every_county_and_know_the_townships_of_some() -> None:
    found = load_cities()["371500000000"]
    assert [(part.name, len(part.units)) for part in found.parts][-1] == ("临清市", 16)
    assert len(found.parts) == 8
    assert found.part("371581000000") == load_areas()["371581000000"]
