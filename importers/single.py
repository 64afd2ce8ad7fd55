"""A form with items down the side and one column of figures, for the unit named above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importers.captions import captions, stated_year
from importers.columns import ColumnWord, says_when
from importers.context import Context, Match
from importers.gathered import Gathered, Pick
from importers.grids import Found, several_columns
from importers.headers import HEAD_ROWS, SEARCHED_ROWS, Table, is_index_row, make_table
from importers.names import MEASURES, label, multiplied
from importers.numbers import number_in, plain_number
from importers.row_measures import with_measure
from importers.sections import elsewhen, left_out, sections
from importers.spans import doubt_flows, is_sum, sums_said
from importers.views import View
from importers.workbook import Scalar
from monitoring.catalogue import Kind
from monitoring.issues import Issue, Severity

_MONTH = re.compile(r"本月|当月")
_INDEX = re.compile(r"[甲乙丙丁戊]|[a-z]{0,2}[-.]?\d+(?:[-.]\d+)*")

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


def find_single(view: View, context: Context) -> Found | None:
    """The table in ``view`` (a sheet on its side), or ``None`` when its figures name no form.

    Several columns of figures of which none says that it is the one are an issue, not a guess.
    """
    names = _names_row(view, context)
    if names is None:
        return None
    start = _first_item(view, context, names)
    year = stated_year(view.sheet, context)
    figures = [row for row in range(names + 1, len(view.rows)) if _has_figures(view, row, start)]
    heads = {row: _head(view, row, start, year) for row in figures}
    now = [row for row in figures if not any(word.aside for word in heads[row])]
    headed = [row for row in now if _headed(view, row, start, context)]
    chosen = headed or _plainest(view, now, start) or figures
    if not chosen:
        return None
    start = _first_line(view, names, start, chosen[0])
    found = names, start, chosen[0]
    other = elsewhen(_lines(view, found), year, context.period)
    picks = [pick for pick in _picks(view, context, found) if pick.figure[0] not in other]
    gathered = Gathered(view.sheet, picks)
    title = "".join(view.text(r, c) for c in range(start) for r in range(len(view.rows)))
    table = make_table(gathered, context, (0, gathered.depth), -1, title)
    if table is None:
        return None
    if not now:
        issue = _not_now(table, heads[chosen[0]][0], view.name(chosen[0], start))
        return Found(table.form, start, issues=(issue,))
    if len(chosen) > 1:
        cells = [view.name(row, start) for row in chosen]
        issue = several_columns(cells, view.sheet.name, table.form)
        return Found(table.form, start, issues=(issue,))
    issues = (
        *_other_kind(table, "".join(view.text(chosen[0], c) for c in range(start))),
        *left_out(other, view.sheet.name, lambda line: view.name(chosen[0], line)),
    )
    said = [word.text for word in heads[chosen[0]] if is_sum(word)]
    if not said and not heads[chosen[0]]:
        said = [sums_said(captions(view.sheet, start))]
    return Found(table.form, start, doubt_flows(table, "".join(said[-1:])), issues=issues)


def _head(view: View, row: int, start: int, year: int | None) -> list[ColumnWord]:
    """What the cells over a column of figures say of time."""
    words = (says_when(view.heading(row, column), year) for column in range(start))
    return [word for word in words if word is not None]


def _lines(view: View, found: tuple[int, int, int]) -> Iterator[tuple[int, str, bool]]:
    """Every line with its name, and whether it has a figure."""
    names, _, figures = found
    for column in range(view.width):
        if text := view.text(names, column):
            yield column, text, view.value(figures, column) is not None


def _not_now(table: Table, word: ColumnWord, cell: str) -> Issue:
    message = f"表里只有“{word.text}”的数，没有本期的数；请核对文件。"
    return Issue("other_period", message, sheet=table.view.sheet.name, cell=cell)


def _other_kind(table: Table, head: str) -> Iterator[Issue]:
    """A month's figures under an item that adds up over the year, unless its name says so."""
    if not _MONTH.search(head):
        return
    for column in table.columns:
        item = table.items.get(column.index)
        if item is None or item.kind is not Kind.YTD or "累计" in column.title:
            continue
        if table.view.value(table.first, column.index) is None:
            continue
        message = f"“{item.name}”要填本年累计，这一列写的是本月；请核对填的是不是累计数。"
        cell = table.view.name(table.first, column.index)
        yield Issue("kind_differs", message, Severity.WARNING, table.view.sheet.name, cell)


def _names_row(view: View, context: Context) -> int | None:
    """The row (a column of the sheet) in which most cells name items, when three do."""
    best, most = None, 2
    for row in range(min(len(view.rows), SEARCHED_ROWS)):
        texts = {view.text(row, column) for column in range(len(view.rows[row]))} - {""}
        named = {match.item.code for text in texts for match in _items(text, context)}
        if len(named) > most:
            best, most = row, len(named)
    return best


def _items(text: str, context: Context) -> Sequence[Match]:
    folded = label(text)
    return context.labels.get(folded.key) or context.labels.get(folded.bare) or ()


def _picks(view: View, context: Context, found: tuple[int, int, int]) -> Iterator[Pick]:
    names, start, figures = found
    heads = (label(view.heading(figures, column)).measure for column in range(start))
    over = next((measure for measure in heads if multiplied(measure)), "")
    top = max(0, names - HEAD_ROWS)
    over_lines = sections(_lines(view, found), context)
    measures = MEASURES | {i.unit for form in context.catalogue.forms.values() for i in form.items}
    for column in range(start, view.width):
        texts = [view.heading(row, column) for row in range(top, figures)]
        words = [text for text in dict.fromkeys(texts) if text and not _is_noise(text, measures)]
        if not words:
            continue
        stated = [word for t in texts if (word := "".join(t.split())) in measures]
        measure = next((m for m in (*stated, over) if multiplied(m)), "".join(stated[:1]))
        words[-1] = with_measure(words[-1], measure)
        words[:0] = over_lines.get(column, ())
        yield Pick(tuple(words), (column, names), (column, figures))


def _is_noise(text: str, measures: frozenset[str]) -> bool:
    folded = label(text)
    return "".join(text.split()) in measures or not folded.key or bool(_INDEX.fullmatch(folded.key))


def _first_item(view: View, context: Context, names: int) -> int:
    for column in range(len(view.rows[names])):
        text = view.text(names, column)
        if text and _items(text, context):
            return column
    return 0


def _first_line(view: View, names: int, start: int, figures: int) -> int:
    """The first line with a figure, which may be above the first that anybody knows."""
    first = start
    for column in range(start - 1, -1, -1):
        if not view.text(names, column) or view.text(figures, column):
            break
        if number_in(view.value(figures, column)) is not None:
            first = column
    return first


def _has_figures(view: View, row: int, start: int) -> bool:
    """Whether a column holds figures and not only the numbers of its lines."""
    cells = [view.value(row, column) for column in range(start, len(view.rows[row]))]
    numbers = [number for cell in cells if (number := number_in(cell)) is not None]
    return bool(numbers) and not is_index_row(view, row) and not _is_numbering(view, row, start)


def _plainest(view: View, rows: list[int], start: int) -> list[int]:
    """Those with plain numbers, if any: beside them 63.5% is a rate and 3家 a remark."""
    return [row for row in rows if any(map(_is_plain, view.rows[row][start:]))] or rows


def _is_plain(cell: Scalar) -> bool:
    return plain_number(cell) is not None


def _is_numbering(view: View, row: int, start: int) -> bool:
    words = {label(view.heading(row, column)).key for column in range(start)}
    return bool(words & {"行次", "序号", "编号", "代码", "栏次"})


def _headed(view: View, row: int, start: int, context: Context) -> bool:
    words = {label(view.text(row, column)).key for column in range(start)} - {""}
    return bool(words & _FIGURES) or label(context.area.name).key in words
