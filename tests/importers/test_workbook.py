from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.workbook import Sheet, cell_at, cell_name


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_a_cell_name_leads_back_to_its_cell(row: int, column: int) -> None:
    assert cell_at(cell_name(row, column)) == (row, column)


@pytest.mark.parametrize(("place", "name"), [((0, 0), "A1"), ((6, 26), "AA7"), ((0, 701), "ZZ1")])
def test_cells_are_named_as_excel_names_them(place: tuple[int, int], name: str) -> None:
    assert cell_name(*place) == name


@pytest.mark.parametrize("text", ["", "7", "D", "D0", "D7:E8", "甲1", "ABCD1"])
def test_what_is_no_cell_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a cell"):
        cell_at(text)


def test_outside_the_used_range_there_is_nothing() -> None:
    sheet = Sheet("一", False, ((1,), ()))
    assert (sheet.at(0, 0), sheet.at(0, 5), sheet.at(1, 0), sheet.at(9, 9)) == (1, None, None, None)
