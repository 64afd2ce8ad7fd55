"""Blocks of cells as HTML tables: our own read back, foreign ones read as texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.clipboard_html import block_of, table_of

TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=6)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(TEXTS, min_size=n, max_size=n))))
def test_a_table_reads_back_what_it_was_made_of(rows: list[list[str]]) -> None:
    assert block_of(table_of(rows)) == rows


@pytest.mark.parametrize(
    ("html", "block"),
    [
        ("<p>no table</p>", []),
        (
            "<table><tr><th colspan=2>a<td>b<tr><td>c</table><table><tr><td>d",
            [["a", "", "b"], ["c", "", ""]],
        ),
        ("<table><tr><td>1<br>2</td><td><b>3</b> &amp;</td></tr></table>", [["1 2", "3 &"]]),
        ("<table><tr><td colspan=0>1<td colspan=99999>2", None),
    ],
)
def test_foreign_tables_are_read_as_texts(html: str, block: list[list[str]] | None) -> None:
    if block is None:
        [row] = block_of(html)
        assert row[:2] == ["1", "2"]
        assert len(row) == 101
    else:
        assert block_of(html) == block
