"""Items in rows under several columns of figures: kinds, measures, or one period each.

Triples of 本月, 本年累计, 月末, groups with 群体数 and 签约数, months side by side: each is a
crossing of what the row says and what the column says; nothing is taken from a column that is not
understood, and of several periods only the one asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from importers.columns import (
    FLOW,
    MONTH,
    STATISTICAL,
    STOCK,
    UNCLEAR,
    YTD,
    ColumnWord,
    same_period,
)
from importers.context import Context
from importers.crossing import Crossing
from importers.gathered import Gathered, Pick
from importers.grid_heads import LINES, find_head
from importers.headers import Table, is_index_row, make_table
from importers.names import label, multiplied
from importers.row_measures import row_measure, with_measure
from importers.sections import elsewhen, left_out
from importers.views import View
from importers.workbook import Sheet, cell_name
from monitoring.catalogue import Form
from monitoring.issues import Issue, Severity
from monitoring.periods import Period

_LEAST = 3
_ASIDE = re.compile(r"^(?:序号|编号|代码|指标代码|项目代码|行次|栏次|单位|计量单位)$")
_FOOT = re.compile(
    r"[*※]?\s*(?:(?:注|备注|说明|填表说明|数据来源|资料来源)\s*\d*\s*(?:[:：].*)?"
    r"|(?:填[报表]人|审[核批]人|复核人|联系电话|电话|(?:单位|统计)?负责人|制表人?).*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Found:
    """A table gathered for one unit; ``first`` is the row it begins in, ``period`` what its own
    column states. Without a ``table`` the ``issues`` say why there is none.
    """

    form: Form
    first: int
    table: Table | None = None
    period: Period | None = None
    issues: tuple[Issue, ...] = ()


@dataclass
class _Grid:
    """A head row and what stands below it: label columns left of the columns of figures."""

    view: View
    head: int
    words: dict[int, ColumnWord]
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    measures: dict[int, str] = field(default_factory=dict)
    label: int = 0
    other: Mapping[int, ColumnWord] = field(default_factory=dict)


def find_grid(sheet: Sheet, context: Context, year: int | None) -> Found | None:
    """The crossing in ``sheet`` with the most items, ``None`` when its columns say nothing.

    ``year`` completes months without one.
    """
    grid = _grid(View(sheet), year, context.period)
    if grid is None:
        return None
    best: tuple[int, Crossing] | None = None
    for form in context.catalogue.forms.values():
        crossing = Crossing(form, context)
        known = _known(grid, crossing)
        if best is None or known > best[0]:
            best = known, crossing
    if best is None or best[0] < min(_LEAST, len(best[1].form.items)):
        return None
    return _chosen(grid, best[1], context)


def _known(grid: _Grid, crossing: Crossing) -> int:
    words = [w for w in grid.words.values() if not (w.aside or w.rate)]
    words += [replace(w, kind=MONTH) for w in words if w.period and not (w.kind or w.measure)]
    shapes = {(w.kind, w.measure): w for w in words}.values()
    found = {
        item.code
        for parts in grid.names.values()
        for word in shapes
        if (item := crossing.item_at(parts, word)) is not None
    }
    return len(found)


def _chosen(grid: _Grid, crossing: Crossing, context: Context) -> Found:
    form = crossing.form
    figures = {c: w for c, w in grid.words.items() if not w.aside}
    dated = {c: w.period for c, w in figures.items() if w.period is not None}
    period = None
    issues = list(
        left_out(grid.other, grid.view.sheet.name, lambda row: cell_name(row, grid.label))
    )
    if dated:
        asked = context.asked(form) or _only(dated.values())
        period = asked
        taken = [c for c, p in dated.items() if asked is not None and same_period(p, asked)]
        if not taken:
            return Found(form, grid.head, issues=(_no_column(grid, dated, asked),))
        undated = {c: w for c, w in figures.items() if w.period is None and not w.rate}
        # 本月 beside 1-10月 is the month the table is of, as 10月 would be.
        taken += [c for c, w in undated.items() if w.kind]
        figures = _months(figures, sorted(taken))
        issues += [_left(grid, c, "期别") for c, w in undated.items() if not w.kind]
    if any(w.kind or w.measure for w in figures.values()):
        plain = [c for c, w in figures.items() if not (w.kind or w.measure or w.rate)]
        issues += [_left(grid, c, "是哪一种数") for c in plain]
        figures = {c: w for c, w in figures.items() if c not in plain}
    shapes = Counter((w.kind, w.measure) for w in figures.values() if not w.rate)
    if twice := [shape for shape, count in shapes.items() if count > 1]:
        columns = [c for c, w in figures.items() if (w.kind, w.measure) == twice[0]]
        return Found(form, grid.head, issues=(_several(grid, columns, form),))
    picks = list(_picks(grid, figures, crossing, issues))
    view = Gathered(grid.view.sheet, picks)
    title = _title(grid)
    table = make_table(view, context, (0, view.depth), -1, title + form.name)
    if table is None or table.form.code != form.code:
        bare = len(figures) == 1 and not any(w.kind or w.measure for w in figures.values())
        columns = list(figures)
        issue = _unclear(grid, columns[0]) if bare else _several(grid, columns, form)
        return Found(form, grid.head, issues=(issue,))
    return Found(form, grid.head, table, period, tuple(issues))


def _months(words: dict[int, ColumnWord], taken: Sequence[int]) -> dict[int, ColumnWord]:
    """The ``taken`` columns; beside a sum of the year a bare month is the month's own."""
    kinds = {words[column].kind for column in taken}
    own = FLOW if STOCK in kinds else MONTH
    bare = [c for c in taken if not (words[c].kind or words[c].measure or words[c].rate)]
    if not kinds & {YTD, UNCLEAR, STATISTICAL, STOCK}:
        bare = []
    return {c: replace(words[c], kind=own) if c in bare else words[c] for c in taken}


def _picks(
    grid: _Grid, figures: dict[int, ColumnWord], crossing: Crossing, issues: list[Issue]
) -> Iterator[Pick]:
    homeless: dict[int, list[int]] = {}
    taken: set[str] = set()
    for row, parts in grid.names.items():
        for column, word in figures.items():
            cell = grid.view.value(row, column)
            words: tuple[str, ...]
            item = None if word.rate else crossing.item_at(parts, word)
            stated = grid.measures.get(row, ""), label(word.text).measure
            measure = next((m for m in stated if multiplied(m)), stated[0])
            if item is not None:
                # A section is often named like the item it begins with.
                if cell is None and item.code in taken:
                    continue
                words = (with_measure(item.name, measure),)
                taken.add(item.code)
            elif cell is None or cell == "":
                continue
            elif word.rate:
                words = ("".join(parts) + word.text,)
            elif word.kind and any(crossing.knows(part) for part in parts):
                homeless.setdefault(column, []).append(row)
                continue
            else:
                words = (with_measure(_crossed(parts, word), measure),)
            yield Pick(words, (row, grid.label), (row, column))
    issues.extend(_homeless(grid, column, rows) for column, rows in homeless.items())


def _crossed(parts: Sequence[str], word: ColumnWord) -> str:
    """Words for what nobody knows. Naming row and column apart keeps them from looking like an
    item but for one letter: 登记管理城 is not 登记管理.
    """
    row = "".join(parts)
    return f"{row}（行）{word.text}（列）" if word.kind or word.measure else row


def _grid(view: View, year: int | None, period: Period | None) -> _Grid | None:
    found = find_head(view, year)
    if found is None:
        return None
    grid = _Grid(view, *found)
    _name_rows(grid, year, period)
    return grid if grid.names else None


def _name_rows(grid: _Grid, year: int | None, period: Period | None) -> None:
    view, first = grid.view, min(grid.words, default=0)
    labels = [
        c for c in range(first) if not _ASIDE.match("".join(view.heading(grid.head, c).split()))
    ]
    for row in range(grid.head + 1, min(len(view.rows), grid.head + LINES)):
        if not view.rows[row] or is_index_row(view, row):
            continue
        texts = [text for c in labels if (text := view.heading(row, c))]
        if not texts or (_FOOT.fullmatch(texts[0]) and not view.covered.get((row, labels[0]))):
            continue
        grid.names[row] = tuple(dict.fromkeys(texts))
        grid.measures[row] = row_measure(view, row, range(first), texts[-1])
    grid.label = labels[-1] if labels else 0
    lines = (
        (row, parts[-1], any(view.value(row, column) is not None for column in grid.words))
        for row, parts in grid.names.items()
    )
    grid.other = elsewhen(lines, year, period)
    for row in grid.other:
        del grid.names[row]


def _title(grid: _Grid) -> str:
    view = grid.view
    return "".join(view.text(r, c) for r in range(grid.head) for c in range(min(view.width, 40)))


def _only(periods: Iterable[Period]) -> Period | None:
    found = set(periods)
    return found.pop() if len(found) == 1 else None


def _no_column(grid: _Grid, dated: dict[int, Period], asked: Period | None) -> Issue:
    labels = "、".join(dict.fromkeys(period.label for period in dated.values()))
    cell = cell_name(grid.head, min(dated))
    sheet = grid.view.sheet.name
    if asked is None:
        message = f"表里有几期的数（{labels}），不知道要收哪一期；请在收表时选定期别。"
        return Issue("no_period", message, sheet=sheet, cell=cell)
    message = f"表里是{labels}的数，没有{asked.label}这一列；请核对文件，或改选期别后再收。"
    return Issue("other_period", message, sheet=sheet, cell=cell)


def _unclear(grid: _Grid, column: int) -> Issue:
    text = grid.words[column].text
    message = (
        f"“{text}”这一列没有写明是本月数还是累计数；"
        f"请在列名上写明，如“{text}（本月）”或“{text}（本年累计）”。"
    )
    cell = cell_name(grid.head, column)
    return Issue("several_columns", message, sheet=grid.view.sheet.name, cell=cell)


def _several(grid: _Grid, columns: Sequence[int], form: Form) -> Issue:
    cells = [cell_name(grid.head, column) for column in columns]
    return several_columns(cells, grid.view.sheet.name, form)


def several_columns(cells: Sequence[str], sheet: str, form: Form) -> Issue:
    """That nothing says which of the columns headed by ``cells`` holds the figures."""
    message = (
        f"“{form.name}”的数有几列（{'、'.join(cells[:6])}），看不出该取哪一列；"
        "请在列名上写明月份或本月、本年累计，只留一列也可以。"
    )
    return Issue("several_columns", message, sheet=sheet, cell=cells[0])


def _left(grid: _Grid, column: int, what: str) -> Issue:
    text = grid.words[column].text
    message = f"“{text}”这一列没有写明{what}，它的数没有读取；请核对是否需要。"
    cell = cell_name(grid.head, column)
    return Issue("unknown_column", message, Severity.WARNING, grid.view.sheet.name, cell)


def _homeless(grid: _Grid, column: int, rows: Sequence[int]) -> Issue:
    word, first = grid.words[column], "".join(grid.names[rows[0]])
    message = (
        f"“{word.text}”这一列有 {len(rows)} 个数在报表里没有对应的项目（如“{first}”），没有读取；"
        "请核对是否需要。"
    )
    cell = cell_name(rows[0], column)
    return Issue("not_collected", message, Severity.WARNING, grid.view.sheet.name, cell)
