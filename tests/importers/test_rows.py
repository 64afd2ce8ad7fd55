"""Rows that are not what their place suggests: shifted, nameless, a village's, last year's."""

from __future__ import annotations

from importers.reading import Reading
from importers.workbook import Scalar
from monitoring.issues import Severity
from tests.importers.books import PINE, POPLAR, figures, read, sheet, table

Row = tuple[Scalar, ...]


def errors(reading: Reading) -> list[tuple[str, str]]:
    return [(i.code, i.cell) for i in reading.issues if i.severity is Severity.ERROR]


def test_rows_shifted_by_one_column_are_refused() -> None:
    reading = read(table(("松林镇", None, 1, 10, 5), ("杨树镇", None, 2, 20, 6)))
    assert errors(reading) == [("shifted", "E3")]
    assert "家庭医生团队数" in reading.issues[0].message


def test_an_extra_column_beside_a_full_table_is_only_named() -> None:
    assert errors(read(table(("松林镇", 1, 10, 5, 7), ("杨树镇", 2, 20, 6, 8)))) == []


def test_figures_without_a_name_above_the_first_unit_are_an_error() -> None:
    reading = read(table((None, 3, 30, 11), ("松林镇", 1, 10, 5), ("杨树镇", 2, 20, 6)))
    assert errors(reading) == [("unknown_unit", "A3")]


def villages(*rows: Row) -> Reading:
    head: Row = ("镇街", "村名", "家庭医生团队数", "常住人口数", "签约居民数")
    return read(sheet(("2026年10月",), head, *rows))


def test_one_village_is_not_read_as_its_township() -> None:
    reading = villages(("松林镇", "东村", 1, 10, 5), ("杨树镇", "西村", 2, 20, 6))
    assert reading.values == ()
    assert errors(reading) == [("unknown_unit", "A3"), ("unknown_unit", "A4")]
    assert "东村" in reading.issues[0].message


def test_a_townships_own_line_among_its_villages_is_its_own() -> None:
    for own in ("合计", "小计", "松林镇", None):
        reading = villages(("松林镇", own, 1, 10, 5))
        assert (errors(reading), len(reading.values)) == ([], 3)


def test_units_below_a_line_of_another_time_are_not_read() -> None:
    now, before = ("本月", None), ("上年同期", None)
    reading = read(
        table(now, ("松林镇", 1, 10, 5), before, ("松林镇", 9, 90, 9), ("杨树镇", 8, 80, 8))
    )
    assert errors(reading) == []
    assert figures(reading) == {(PINE, "team"): 1, (PINE, "resident"): 10, (PINE, "signed"): 5}
    reading = read(table(before, ("松林镇", 9, 90, 9), now, ("杨树镇", 1, 10, 5)))
    assert set(figures(reading)) == {(POPLAR, item) for item in ("team", "resident", "signed")}
