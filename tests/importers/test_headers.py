from __future__ import annotations

import pytest

from importers.headers import find_by_units, is_index_row
from importers.tables import Rows
from importers.views import View
from importers.workbook import Scalar
from tests.importers.books import CONTEXT, PINE, rows_of, sheet

TITLE = ("2026年10月签约服务月报",)
NAMES = ("机构", "家庭医生团队数", "常住人口数", "签约居民数")


@pytest.mark.parametrize("measure", ["万人", "（万人）", "(单位：万人)", "[万人]"])
def test_a_unit_of_measure_in_a_row_of_its_own_belongs_to_its_column(measure: str) -> None:
    rows: Rows = rows_of(sheet(TITLE, NAMES, (None, "个", measure, "人"), ("松林镇", 1, 5, 3)))
    [question] = rows.questions
    assert (question.kind, question.key) == ("measure", "表头万人→人|resident")
    assert {value.item for value in rows.values} == {"team", "signed"}


def test_a_percent_in_the_row_of_measures_is_no_name() -> None:
    table = find_by_units(
        View(sheet(TITLE, NAMES, (None, "个", "人", "人"), ("松林镇", 1, 5, 3))), CONTEXT
    )
    assert table is not None
    assert [(c.title, c.measure) for c in table.columns] == [
        ("家庭医生团队数", "个"),
        ("常住人口数", "人"),
        ("签约居民数", "人"),
    ]


@pytest.mark.parametrize(
    ("row", "only_numbers"),
    [
        (("甲", "乙", 1, 2, 3), True),
        (("栏次", "1", "2", "3"), True),
        ((None, 1, 2, 3), True),
        (("松林镇", 1, 2, 3), False),
        (("甲", 1, 3, 2), False),
        ((None, 1, 2), False),
        ((None, None), False),
    ],
)
def test_a_row_that_numbers_the_columns(row: tuple[Scalar, ...], only_numbers: bool) -> None:
    assert is_index_row(View(sheet(row)), 0) is only_numbers


def test_who_sends_a_long_table_is_known_from_its_beginning() -> None:
    rows = rows_of(sheet(TITLE, NAMES, ("松林镇", 1, "—", 3), *[("合计", 1, 5, 3)] * 900))
    assert rows.questions[0].sender == PINE
