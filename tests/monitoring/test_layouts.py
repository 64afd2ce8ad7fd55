"""The layout of returns is read strictly, and says what stands at the top right."""

from __future__ import annotations

from typing import Any

import pytest

from monitoring.layouts import FILE, read_layout, return_layout
from monitoring.resources import RESOURCES, read_tables
from monitoring.returns import Imprint
from monitoring.tables import CatalogueError


def table() -> dict[str, Any]:
    return read_tables(RESOURCES / "layouts")[FILE]


def test_nothing_set_prints_that_it_is_an_internal_report() -> None:
    assert return_layout().block(Imprint()) == ("内部工作报表",)


@pytest.mark.parametrize(
    ("imprint", "line"),
    [
        (Imprint(table_number="某1表"), "表　　号：某1表"),
        (Imprint(maker="某局"), "制定机关：某局"),
        (Imprint(approver="某统计局"), "批准（备案）机关：某统计局"),
        (Imprint(document_number="某文"), "批准（备案）文号：某文"),
        (Imprint(valid_until="2027年12月"), "有效期至：2027年12月"),
    ],
)
def test_each_part_is_printed_once_it_is_set(imprint: Imprint, line: str) -> None:
    assert return_layout().block(imprint) == (line,)


def test_one_column_of_figures_stands_upright_and_more_across() -> None:
    layout = return_layout()
    assert layout.upright(1)
    assert not layout.upright(2)
    assert layout.inner(upright=True) == 210 - layout.paper.left - layout.paper.right
    assert layout.inner(upright=False) == 297 - layout.paper.left - layout.paper.right


def test_the_foot_counts_pages_in_words() -> None:
    assert return_layout().words.page_of(2, 7) == "第 2 页　共 7 页"


@pytest.mark.parametrize(
    ("section", "key", "value", "said"),
    [
        ("paper", "left", "12", "整数"),
        ("paper", "gutter", 3, "没有这个键"),
        ("sizes", "table", [80, 90], "从大到小"),
        ("sizes", "table", [], "从大到小"),
        ("columns", "heads", ["名称"], "三列"),
        ("columns", "name_least", 99, "不应大于"),
        ("faces", "body", [], "缺少字体"),
        ("words", "page", "{seite}", "只能有"),
        ("words", "signatures", "签名", "列表"),
        ("imprint", "table_number", 1, "文字"),
        ("imprint", "number", "号", "没有这个键"),
    ],
)
def test_a_mistake_is_named(section: str, key: str, value: object, said: str) -> None:
    wrong = table()
    wrong[section][key] = value
    with pytest.raises(CatalogueError, match=said) as told:
        read_layout(wrong)
    assert told.value.table == section
    assert told.value.key == key


@pytest.mark.parametrize("section", ["paper", "faces", "sizes", "columns", "words"])
def test_a_part_that_lacks_is_named(section: str) -> None:
    wrong = table()
    del wrong[section]
    with pytest.raises(CatalogueError, match="缺少"):
        read_layout(wrong)


def test_what_no_layout_has_is_refused() -> None:
    with pytest.raises(CatalogueError, match="没有这个键"):
        read_layout(table() | {"border": {}})
