"""Layout D: labels with their figures beside them, several to a row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from importers.context import Context
from importers.reading import Reading
from importers.recognise import recognise
from importers.workbook import Scalar, Workbook
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from tests.importers.books import OCTOBER, sheet

Line = Sequence[Scalar]
TITLE: Line = ("2026年10月医养结合情况",)
PAIRS: tuple[Line, ...] = (
    ("在营养老机构（个）", 5, "养老床位（张）", 300),
    ("签约养老机构(个)", "3", "护理型床位", 120),
    ("老年病门诊(个)", 7, "家庭养老\n床位", "1,009"),
)


@pytest.fixture
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


def read(
    context: Context, *rows: Line, merges: tuple[tuple[int, int, int, int], ...] = ()
) -> Reading:
    return recognise(Workbook((sheet(*rows, merges=merges),)), context)


def amounts(reading: Reading) -> dict[str, tuple[int | None, str]]:
    return {value.item: (value.value.amount, value.cell) for value in reading.values}


@pytest.mark.parametrize(
    "unit",
    [
        ("填报单位：松林镇",),
        ("填报单位", "松林镇"),
        ("填报单位（盖章）：松林镇卫生院", None, "2026年10月"),
    ],
)
def test_pairs_are_read_wherever_they_stand(october: Context, unit: Line) -> None:
    reading = read(october, TITLE, unit, *PAIRS, ("填报人", None, "联系电话", 12345))
    assert reading.form == "F3"
    assert reading.units == ("371581101000",)
    assert amounts(reading) == {
        "care_home": (5, "B3"),
        "care_bed": (300, "D3"),
        "care_home_contracted": (3, "B4"),
        "nursing_bed": (120, "D4"),
        "home_bed": (1009, "D5"),
    }
    assert all(issue.severity is Severity.WARNING for issue in reading.issues)
    assert any("老年病门诊" in issue.message for issue in reading.issues)


def test_a_measure_may_stand_between_a_label_and_its_figure(october: Context) -> None:
    rows: list[Line] = [
        ("在营养老机构", "家", 5, "养老床位", "张", 300),
        ("签约养老机构", "家", None, "护理型床位", "张", 120),
    ]
    reading = read(october, TITLE, ("填报单位：松林镇",), *rows)
    assert amounts(reading) == {
        "care_home": (5, "C3"),
        "care_bed": (300, "F3"),
        "nursing_bed": (120, "F4"),
    }


def test_merged_labels_and_figures_keep_their_pairs(october: Context) -> None:
    rows: list[Line] = [
        ("在营养老机构", None, 5, None, "养老床位", None, 300),
        ("签约养老机构", None, 3, None, "护理型床位", None, 120),
    ]
    merges = tuple((row, c, row, c + 1) for row in (2, 3) for c in (0, 2, 4))
    reading = read(october, TITLE, ("填报单位：松林镇",), *rows, merges=merges)
    assert [value.value.amount for value in reading.values] == [5, 300, 3, 120]


def test_pairs_without_a_unit_are_refused(october: Context) -> None:
    reading = read(october, TITLE, *PAIRS)
    assert reading.values == ()
    assert "no_unit" in [issue.code for issue in reading.issues]


def test_the_same_label_twice_is_not_chosen_between(october: Context) -> None:
    rows: list[Line] = [*PAIRS, ("在营养老机构", 6, "养老床位", 300)]
    reading = read(october, TITLE, ("填报单位：松林镇",), *rows)
    errors = [i.code for i in reading.issues if i.severity is Severity.ERROR]
    assert "duplicate_column" in errors


def test_a_label_without_a_figure_takes_no_neighbours(october: Context) -> None:
    rows: list[Line] = [
        ("在营养老机构", "养老床位", 300, None),
        ("签约养老机构", 3, "护理型床位", 120),
        ("两证齐全机构", 2, "在住老人", 9),
    ]
    reading = read(october, TITLE, ("填报单位：松林镇",), *rows)
    found = amounts(reading)
    assert found.get("care_home") is None
    assert found.get("care_bed", (300, "C3")) == (300, "C3")
