from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.city_layout import (
    Block,
    CityLayout,
    Said,
    Word,
    from_json,
    place,
    to_json,
)
from monitoring.errors import ExpectedError
from monitoring.returns import Cell, Line, Return

SIGNED, RATE = Said("item", "fd_signed"), Said("rate", "fd_sign_rate")
ALL = Cell("12,345", "12345")
DOCUMENT = Return(
    form="F1",
    title="",
    period="2026年10月",
    area="临清市",
    columns=("合计", "松林镇", "东街道"),
    lines=(
        Line("section", "签约"),
        Line(
            "item",
            "签约居民数",
            code="fd_signed",
            cells=(Cell("12,345", "12345"),) * 2 + (Cell("未报"),),
        ),
        Line("rate", "签约率", code="fd_sign_rate", cells=(Cell("37.64", "37.64", 2),) * 3),
    ),
    notes=(),
    units=("", "01", "02"),
)


def layout(*blocks: Block, words: tuple[Word, ...] = ()) -> CityLayout:
    return CityLayout("市表", "F1", blocks, words)


def test_lines_cross_units_either_way() -> None:
    across = layout(Block("一", {1: SIGNED}, {4: "01", 5: ""}))
    down = layout(Block("一", {4: SIGNED}, {1: "01"}, down=True))
    assert place(across, DOCUMENT, {}).figures == {("一", (4, 1)): "12345", ("一", (5, 1)): "12345"}
    assert place(down, DOCUMENT, {}).figures == {("一", (4, 1)): "12345"}


def test_cells_left_out_are_not_filled() -> None:
    block = Block("一", {1: SIGNED, 2: RATE}, {4: "01", 5: ""}, without=frozenset({(5, 1)}))
    assert ("一", (5, 1)) not in place(layout(block), DOCUMENT, {}).figures
    assert len(place(layout(block), DOCUMENT, {}).figures) == 3


def test_what_was_not_reported_is_blank_and_never_nought() -> None:
    assert place(layout(Block("一", {1: SIGNED}, {4: "02"})), DOCUMENT, {}).figures == {
        ("一", (4, 1)): None
    }


def test_a_unit_the_return_does_not_have_is_told() -> None:
    placed = place(layout(Block("一", {1: SIGNED}, {4: "09"})), DOCUMENT, {})
    assert placed.strangers == ("09",)
    assert list(placed.figures.values()) == [None]


def test_a_unit_without_a_row_where_the_others_have_one_is_told() -> None:
    one = Block("一", {1: SIGNED}, {4: "01", 6: ""})
    assert place(layout(one), DOCUMENT, {}).unplaced == ()
    several = replace(DOCUMENT, units=("", "01", "02", "03"))
    both = Block("一", {1: SIGNED}, {4: "01", 5: "02", 6: ""})
    assert place(layout(both), several, {}).unplaced == ("03",)


def test_a_cell_that_is_left_out_is_expected_to_come_to_its_figure() -> None:
    block = Block("一", {1: SIGNED, 2: RATE}, {4: "", 5: "02"}, without=frozenset({(4, 1), (5, 1)}))
    assert place(layout(block), DOCUMENT, {}).expected == {("一", (4, 1)): "12345"}
    rounded = Block("一", {1: Said("item", "fd_signed", 4, 1)}, {4: ""}, without=block.without)
    assert place(layout(rounded), DOCUMENT, {}).expected == {}


def test_a_line_the_return_does_not_have_is_refused() -> None:
    with pytest.raises(ExpectedError, match="已经没有 gone"):
        place(layout(Block("一", {1: Said("item", "gone")}, {4: ""})), DOCUMENT, {})


@pytest.mark.parametrize(
    ("said", "number", "written"),
    [
        (Said("item", "a", shift=4), "12345", "1.2345"),
        (Said("item", "a", shift=4, places=2), "12345", "1.23"),
        (Said("item", "a", shift=4, places=1), "-12500", "-1.3"),
        (Said("rate", "a", shift=2), "37.60", "0.3760"),
        (Said("item", "a", shift=-1), "12", "120"),
        (Said("item", "a"), "12.50", "12.50"),
    ],
)
def test_a_figure_is_written_as_the_workbook_counts(said: Said, number: str, written: str) -> None:
    assert said.written(number) == written


def test_a_rate_is_not_rounded_a_second_time() -> None:
    with pytest.raises(ValueError, match="not a line"):
        Said("rate", "a", places=1)


def test_words_are_put_into_their_pattern() -> None:
    words = (Word("一", 0, 0, "period", "汇总表（{}）"), Word("一", 1, 0, "area"))
    placed = place(layout(words=words), DOCUMENT, {"period": "2026年10月", "area": "临清市"})
    assert placed.words == {("一", (0, 0)): "汇总表（2026年10月）", ("一", (1, 0)): "临清市"}


def test_a_count_by_itself_is_a_number() -> None:
    words = (Word("一", 0, 0, "owed"), Word("一", 0, 1, "arrived", "已报{}个"))
    placed = place(layout(words=words), DOCUMENT, {"owed": "16", "arrived": "15"})
    assert placed.figures == {("一", (0, 0)): "16"}
    assert placed.words == {("一", (0, 1)): "已报15个"}


numbers = st.integers(0, 300)
lines = st.builds(Said, st.sampled_from(("item", "ytd")), st.text(min_size=1), st.integers(-3, 8))
blocks = st.builds(
    Block,
    st.text(),
    st.dictionaries(numbers, lines),
    st.dictionaries(numbers, st.text()),
    st.booleans(),
    st.frozensets(st.tuples(numbers, numbers)),
)
words = st.builds(Word, st.text(), numbers, numbers, st.sampled_from(("period", "owed")), st.text())
labels = st.dictionaries(st.text(), st.dictionaries(st.tuples(numbers, numbers), st.text()))


@given(st.lists(blocks, max_size=3), st.lists(words, max_size=3), labels)
def test_what_is_kept_is_read_as_it_was(
    blocks: list[Block], words: list[Word], labels: dict[str, dict[tuple[int, int], str]]
) -> None:
    kept = CityLayout("名", "F1", tuple(blocks), tuple(words), labels)
    assert from_json("名", to_json(kept)) == kept


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "{",
        '{"form":"F1","blocks":[1],"words":[],"labels":{}}',
        '{"form":"F1","blocks":[],"words":[["一",-1,0,"period","{}"]],"labels":{}}',
    ],
)
def test_a_damaged_layout_is_said(body: str) -> None:
    with pytest.raises(ExpectedError, match="已损坏"):
        from_json("名", body)
