"""A form with items down the side and one column of figures, for the unit named above it."""

from __future__ import annotations

from importers.cells import plain_number
from importers.context import Context
from importers.headers import HEAD_ROWS, Table, head_row, is_index_row, make_table
from importers.names import label
from importers.views import View

_FIGURES = frozenset(
    [
        "数值",
        "合计",
        "本年",
        "本月",
        "本期",
        "数量",
        "实际",
        "数据",
        "指标值",
        "填报数",
        "完成数",
        "本月数",
        "月末数",
        "期末数",
        "实际数",
        "本年数",
        "年末数",
        "本年实际",
        "报告期",
        "总计",
        "结果",
    ]
)


def find_single(view: View, context: Context) -> Table | None:
    """The table in ``view`` (a sheet on its side), or ``None`` when no one column is the one."""
    names = head_row(view, context)
    if names is None:
        return None
    start = _first_item(view, context, names)
    figures = [row for row in range(names + 1, len(view.rows)) if _has_figures(view, row, start)]
    headed = [row for row in figures if _headed(view, row, start, context)]
    chosen = headed or figures
    if len(chosen) != 1:
        return None
    head = max(0, names - HEAD_ROWS)
    title = "".join(view.text(row, c) for c in range(start) for row in range(len(view.rows)))
    return make_table(view, context, (head, chosen[0]), -1, title)


def _first_item(view: View, context: Context, names: int) -> int:
    for column in range(len(view.rows[names])):
        text = view.text(names, column)
        if text and (label(text).key in context.labels or label(text).bare in context.labels):
            return column
    return 0


def _has_figures(view: View, row: int, start: int) -> bool:
    """Whether a column holds figures and not only the numbers of its lines."""
    cells = [view.value(row, column) for column in range(start, len(view.rows[row]))]
    numbers = [number for cell in cells if (number := plain_number(cell)) is not None]
    return bool(numbers) and not is_index_row(view, row) and not _is_numbering(view, row, start)


def _is_numbering(view: View, row: int, start: int) -> bool:
    words = {label(view.heading(row, column)).key for column in range(start)}
    return bool(words & {"行次", "序号", "编号", "代码", "栏次"})


def _headed(view: View, row: int, start: int, context: Context) -> bool:
    words = {label(view.text(row, column)).key for column in range(start)} - {""}
    return bool(words & _FIGURES) or label(context.area.name).key in words
