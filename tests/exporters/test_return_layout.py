"""Columns share the page, the block has room, signatures spread."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporters.return_layout import column_widths, right_block_start, spread
from exporters.sheets import display_width
from monitoring.layouts import return_layout
from monitoring.returns import Cell, Line, Return
from tests.exporters.samples import small_return

# Excel's unit of width in a millimetre of paper.
UNIT = 0.5277
FIGURE = "1,234,567"


def of_columns(count: int) -> Return:
    """A return with so many columns of figures, the last of its lines with a long name."""
    given = small_return()
    cells = (Cell(FIGURE),) * count
    lines = [line if line.kind == "section" else replace(line, cells=cells) for line in given.lines]
    lines.append(
        Line("item", "六十五岁及以上老年人中医药健康管理服务人数" * 2, "人", "4", cells=cells)
    )
    columns = tuple(f"第{at}镇" for at in range(count))
    return replace(given, lines=tuple(lines), columns=columns)


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_a_table_that_fits_is_as_wide_as_its_page(count: int) -> None:
    layout = return_layout()
    widths = column_widths(of_columns(count), layout, 9)
    page = layout.inner(upright=layout.upright(count)) * UNIT
    assert sum(widths) == pytest.approx(page, abs=0.5)


@pytest.mark.parametrize("count", [1, 5, 20, 60])
def test_no_figure_is_ever_clipped(count: int) -> None:
    widths = column_widths(of_columns(count), return_layout(), 9)
    assert min(widths[3:]) >= display_width(FIGURE) * 0.9
    assert widths[0] >= return_layout().columns.name_least * 2 * 0.9


def test_the_block_at_the_top_right_takes_as_many_columns_as_it_needs() -> None:
    block = ("批准（备案）文号：某文〔2026〕1号",)
    assert right_block_start(block, (38.0, 7.5, 5.0, *[8.0] * 17), 9) == 17
    assert right_block_start(block, (54.0, 7.5, 5.0, 16.0), 9) == 2
    assert right_block_start(("内部工作报表",), (38.0, 7.5, 5.0, *[8.0] * 17), 9) == 19


def test_signatures_spread_over_the_width() -> None:
    narrow = spread(("甲：", "乙："), (20.0, 20.0), 10)
    wide = spread(("甲：", "乙："), (80.0, 80.0), 10)
    assert display_width(narrow) < display_width(wide)


def test_signatures_fit_on_upright_paper() -> None:
    widths = column_widths(of_columns(1), return_layout(), 9)
    line = spread(return_layout().words.signatures, widths, 9)
    assert display_width(line) * 0.9 <= sum(widths)
