"""A list set on pages: the head on every one, each row once and whole, nothing off the paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.listing_pages import Listing, listing_pages
from desktop.paper import HEIGHT, WIDTH, a4, wrapped_height
from desktop.paper_columns import PAD

pytestmark = pytest.mark.usefixtures("qapp")
HEADS = ("单位", "问题", "数")
TEXT = st.text("甲乙丙，。1234 ", max_size=120)


def listing(rows: list[tuple[str, str, str]]) -> Listing:
    return Listing("临清市审核查询记录", "2026年10月", HEADS, (2, 7, 1), tuple(rows))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, st.just("1,234")), max_size=60))
def test_every_row_stands_once_whole_and_on_the_paper(rows: list[tuple[str, str, str]]) -> None:
    pages = listing_pages(listing(rows))
    boxed = [[piece for piece in page if piece.look.boxed] for page in pages]
    found = []
    for pieces in boxed:
        assert tuple(piece.text for piece in pieces[:3]) == HEADS
        body = pieces[3:]
        found += [tuple(piece.text for piece in body[at : at + 3]) for at in range(0, len(body), 3)]
        for piece in pieces:
            x, y, width, height = piece.box
            assert x >= a4().left
            assert x + width <= WIDTH - a4().left
            assert y + height <= HEIGHT
            assert wrapped_height(piece.text, width - 2 * PAD, piece.look) <= height
    assert found == (rows or [("（没有）", "", "")])
    assert sum(piece.box[2] for piece in boxed[0][:3]) == a4().inner


def test_every_page_says_which_it_is() -> None:
    pages = listing_pages(listing([("松林镇", "少了" * 60, "5")] * 40))
    assert len(pages) > 1
    for at, page in enumerate(pages, 1):
        assert f"第 {at} 页　共 {len(pages)} 页" in [piece.text for piece in page]


def test_a_wide_table_goes_on_beside_its_names_on_further_pages() -> None:
    columns = 30
    wide = Listing(
        "单位对比表",
        "2026年10月",
        ("项目", *(f"第{at}镇" for at in range(columns))),
        (12, *[4] * columns),
        (("签约居民数", *(str(at) for at in range(columns))),),
        ("说明",),
        frozenset(range(1, columns + 1)),
        frozen=1,
    )
    pages = listing_pages(wide)
    assert len(pages) == 3
    texts = [[piece.text for piece in page] for page in pages]
    assert all({"项目", "签约居民数"} <= set(each) for each in texts)
    found = [text for each in texts for text in each if text.startswith("第") and "镇" in text]
    assert found == [f"第{at}镇" for at in range(columns)]
    assert ["说明" in each for each in texts] == [False, False, True]
    assert all(
        sum(piece.box[2] for piece in page if piece.text in wide.heads) == a4().inner
        for page in pages
    )
