"""The places of a chart's words: inside the picture, none on another."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from desktop.charts.labels import Label, overlap, place

ROOM = (0.0, 0.0, 400.0, 220.0)
SPOT = st.tuples(st.floats(0, 400), st.floats(0, 220))
LABELS = st.lists(
    st.builds(Label, SPOT, st.floats(20, 150), st.just(16.0), st.booleans()), max_size=5
)


@given(LABELS)
def test_no_label_leaves_the_picture(labels: list[Label]) -> None:
    for left, top, width, height in place(labels, ROOM):
        assert left >= 0
        assert top >= 0
        assert left + width <= 400.001
        assert top + height <= 220.001


@given(LABELS)
def test_five_labels_never_cover_each_other_where_there_is_room(labels: list[Label]) -> None:
    boxes = place(labels, ROOM)
    assert all(overlap(one, other) < 1e-6 for one, other in combinations(boxes, 2))


def test_a_label_keeps_off_what_is_drawn() -> None:
    mark = (195.0, 80.0, 10.0, 25.0)
    (box,) = place([Label((200.0, 110.0), 60.0, 16.0)], ROOM, [mark])
    assert overlap(box, mark) == 0


def test_another_order_is_tried_where_the_given_one_leaves_no_room() -> None:
    line = (325.0, 0.0, 6.0, 75.0)
    bar = (0.0, 34.0, 400.0, 29.0)
    labels = [Label((270, 71), 83, 16, below=True), Label((364, 71), 83, 16, below=True)]
    boxes = place(labels, (2.0, 1.0, 374.0, 95.0), [line, bar])
    assert overlap(*boxes) == 0
    assert all(overlap(box, mark) == 0 for box in boxes for mark in (line, bar))


def test_a_label_stands_on_the_side_that_was_asked_for() -> None:
    above, below = place([Label((100, 110), 60, 16), Label((300, 110), 60, 16, below=True)], ROOM)
    assert above[1] < 110 < below[1]
