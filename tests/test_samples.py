"""The sample workbooks: published facts, sound months, planted mistakes, the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from xml.etree.ElementTree import canonicalize

import pytest

from importers.reader import Reader
from importers.recognise import Context, recognise
from monitoring.amounts import rounded
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.figures import Figures
from monitoring.month import Month
from monitoring.rules import evaluate_rules
from tests.make_samples import COUNTIES, SAMPLES, sample_figures, sound_figures
from tests.samples.county import LAST, County, Facts, due
from tests.samples.liangshan import LIANGSHAN
from tests.samples.linqing import LINQING
from tests.samples.mistakes import EARLIEST, MISTAKES
from tests.samples.workbooks import Sample, workbook_bytes

# The baselines both counties' plans print.
LIANGSHAN_2024 = {
    "fd_signed": 651_695,
    "resident": 717_726,
    "elder65_signed": 128_307,
    "elder65": 147_479,
    "care_home": 16,
    "care_home_medical": 16,
    "med_care": 7,
    "med_care_bed": 939,
    "geriatric_dept": 2,
    "geriatric_bed": 94,
    "hospice": 17,
    "elder_friendly": 22,
    "day_care": 16,
    "mutual_aid": 54,
    "bed": 2_714,
    "health_staff": 2_063,
    "institution": 809,
    "hospital_l2": 4,
    "hospital_l1": 28,
    "primary_institution": 777,
}
LINQING_2020 = {
    "care_bed": 2_436,
    "nursing_bed": 917,
    "care_home_all": 13,
    "care_home": 10,
    "elder60": 152_500,
    "elder60_signed": 106_796,
    "bed": 3_526,
    "doctor": 2_007,
    "village_doctor": 828,
    "village_doctor_q": 828,
    "primary_institution": 563,
}
PUBLISHED = [
    *((LIANGSHAN, item, amount) for item, amount in LIANGSHAN_2024.items()),
    *((LINQING, item, amount) for item, amount in LINQING_2020.items()),
]
RATES = [
    (LIANGSHAN, "fd_signed", "resident", 1, "90.8"),
    (LIANGSHAN, "elder65_signed", "elder65", 1, "87.0"),
    (LINQING, "nursing_bed", "care_bed", 2, "37.64"),
    (LINQING, "elder60_signed", "elder60", 2, "70.03"),
    (LINQING, "elder_managed_ytd", "elder65_f2", 1, "67.2"),
]


@pytest.fixture(scope="module")
def figures(catalogue: Catalogue, areas: Mapping[str, Area]) -> Mapping[str, Figures]:
    """What the workbooks show, by county."""
    return {f.code: sample_figures(f, catalogue, areas[f.code]) for f in COUNTIES}


@pytest.fixture(scope="module")
def total(
    catalogue: Catalogue, areas: Mapping[str, Area], figures: Mapping[str, Figures]
) -> Totals:
    """County totals by county, item and month."""
    return Totals(catalogue, areas, figures)


class Totals:
    """The sum of an item over the units that owe it."""

    def __init__(
        self, catalogue: Catalogue, areas: Mapping[str, Area], figures: Mapping[str, Figures]
    ) -> None:
        self.catalogue, self.areas, self.figures = catalogue, areas, figures

    def __call__(self, facts: Facts, item: str, end: int) -> int:
        form = self.catalogue.form_of[item]
        units = [unit.code for unit in form.reporting(self.areas[facts.code], end)]
        amount = self.figures[facts.code].total(units, item, end).amount
        assert amount is not None
        return amount


@pytest.mark.parametrize(("facts", "item", "amount"), PUBLISHED)
def test_the_first_month_adds_up_to_what_was_published(
    total: Totals, facts: Facts, item: str, amount: int
) -> None:
    assert total(facts, item, facts.first) == amount


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate[1])
def test_the_first_month_shows_the_published_rates(
    total: Totals, rate: tuple[Facts, str, str, int, str]
) -> None:
    facts, above, below, places, shown = rate
    ratio = Fraction(total(facts, above, facts.first) * 100, total(facts, below, facts.first))
    assert rounded(ratio, places) == shown


def test_every_hospital_and_centre_of_liangshan_has_a_guoyitang(total: Totals) -> None:
    assert total(LIANGSHAN, "gyt_hospital", 202412) == total(LIANGSHAN, "township_hospital", 202412)
    assert total(LIANGSHAN, "gyt_center", 202412) == total(LIANGSHAN, "community_center", 202412)


def test_nursing_beds_of_linqing_pass_three_fifths_in_2026(total: Totals) -> None:
    def share(end: int) -> Fraction:
        return Fraction(total(LINQING, "nursing_bed", end) * 100, total(LINQING, "care_bed", end))

    assert 57 < share(202512) < 59
    assert 60 < share(202608) < 61


@pytest.mark.parametrize("facts", COUNTIES, ids=["梁山县", "临清市"])
def test_months_without_planted_mistakes_are_sound(
    catalogue: Catalogue, areas: Mapping[str, Area], facts: Facts
) -> None:
    area = areas[facts.code]
    figures = sound_figures(facts, catalogue, area)
    for end in County(facts).months:
        findings = evaluate_rules(Month(catalogue, area, figures, end, {}))
        assert not [each.message for each in findings if each.blocks], end
        assert len(findings) <= 5, end


def test_review_finds_every_planted_mistake_of_a_unit(
    catalogue: Catalogue, areas: Mapping[str, Area], figures: Mapping[str, Figures]
) -> None:
    for facts in COUNTIES:
        for end in (EARLIEST, LAST):
            month = Month(catalogue, areas[facts.code], figures[facts.code], end, {})
            found = {(f.unit_name, f.form, f.rule) for f in evaluate_rules(month)}
            planted = {
                (each.unit, each.form, each.rule)
                for each in MISTAKES
                if each.unit and each.rule and (each.county, each.end) == (facts.code, end)
            }
            assert planted <= found


def test_a_workbook_made_twice_has_the_same_bytes(
    catalogue: Catalogue, areas: Mapping[str, Area], figures: Mapping[str, Figures]
) -> None:
    area = areas[LIANGSHAN.code]
    sample = Sample(catalogue, area, catalogue.forms["F1"], LAST, figures[area.code])
    assert workbook_bytes(sample) == workbook_bytes(sample)


@pytest.mark.parametrize("facts", COUNTIES, ids=["梁山县", "临清市"])
def test_the_kept_workbooks_are_those_the_generator_makes(
    catalogue: Catalogue, areas: Mapping[str, Area], figures: Mapping[str, Figures], facts: Facts
) -> None:
    area = areas[facts.code]
    folder = SAMPLES / area.code[:6]
    names = set()
    for end in County(facts).months:
        for form in due(catalogue, end):
            sample = Sample(catalogue, area, form, end, figures[area.code])
            names.add(sample.name)
            if end in (facts.first, LAST):
                assert _parts((folder / sample.name).read_bytes()) == _parts(workbook_bytes(sample))
    assert {path.name for path in folder.glob("*.xlsx")} == names


def test_the_kept_workbooks_stay_small() -> None:
    sizes = [path.stat().st_size for path in SAMPLES.glob("*/*.xlsx")]
    assert max(sizes) <= 12 << 10
    assert sum(sizes) < 6 << 20


@pytest.mark.parametrize("facts", COUNTIES, ids=["梁山县", "临清市"])
def test_the_first_and_the_last_months_are_recognised_unit_by_unit(
    catalogue: Catalogue, areas: Mapping[str, Area], figures: Mapping[str, Figures], facts: Facts
) -> None:
    area = areas[facts.code]
    context = Context(area, catalogue)
    with Reader() as reader:
        for end in (facts.first, EARLIEST, LAST):
            for form in due(catalogue, end):
                sample = Sample(catalogue, area, form, end, figures[area.code])
                reading = recognise(reader.read(sample.name, workbook_bytes(sample)), context)
                assert not [issue for issue in reading.issues if issue.severity == "error"]
                assert (reading.form, reading.period and reading.period.end) == (form.code, end)
                read = {(each.unit, each.item): each.value for each in reading.values}
                shown = _values_of(sample)
                assert read == shown


def _values_of(sample: Sample) -> dict[tuple[str, str], object]:
    return {
        (unit.code, item): value
        for unit in sample.form.reporting(sample.area, sample.end)
        for item, value in sample.values(unit).items()
        if value is not None
    }


def _parts(content: bytes) -> dict[str, str]:
    """What the parts of a workbook say: which library wrote the XML leaves its marks in the bytes,
    and machines compress differently.
    """
    with zipfile.ZipFile(BytesIO(content)) as book:
        return {name: canonicalize(book.read(name).decode()) for name in book.namelist()}
