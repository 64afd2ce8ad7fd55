from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitoring.city_layout import CityLayout, Said, Word
from monitoring.city_pointing import with_cells, with_word, without_cells

places = st.tuples(st.integers(0, 6), st.integers(0, 6))
whats = st.tuples(
    st.builds(Said, st.just("item"), st.sampled_from("ab")), st.sampled_from(("", "01", "02"))
)
cells = st.dictionaries(places, whats, max_size=20)
EMPTY = CityLayout("名", "F1")


@given(cells, cells)
def test_what_is_pointed_at_later_holds(
    first: dict[tuple[int, int], tuple[Said, str]],
    second: dict[tuple[int, int], tuple[Said, str]],
) -> None:
    layout = with_cells(with_cells(EMPTY, "一", first), "一", second)
    assert layout.figures() == {("一", at): what for at, what in {**first, **second}.items()}


@given(cells, st.sets(places))
def test_what_is_let_go_is_pointed_at_no_more(
    pointed: dict[tuple[int, int], tuple[Said, str]], gone: set[tuple[int, int]]
) -> None:
    layout = without_cells(with_cells(EMPTY, "一", pointed), "一", gone)
    assert layout.figures() == {("一", at): w for at, w in pointed.items() if at not in gone}


def test_a_whole_column_of_an_item_is_one_block() -> None:
    said = Said("item", "a")
    layout = with_cells(EMPTY, "一", {(row, 2): (said, str(row)) for row in range(50)})
    assert len(layout.blocks) == 1


def test_a_word_takes_the_place_of_a_figure_and_the_other_way_round() -> None:
    figure = {(1, 1): (Said("item", "a"), "")}
    layout = with_word(with_cells(EMPTY, "一", figure), Word("一", 1, 1, "period"))
    assert (layout.figures(), len(layout.words)) == ({}, 1)
    assert with_cells(layout, "一", figure).words == ()
