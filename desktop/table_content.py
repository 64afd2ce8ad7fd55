"""What a table on the screen shows: its columns and rows in order, hidden ones left out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTableView, QTreeView

Index = QModelIndex | QPersistentModelIndex
Row = tuple[QModelIndex, int]
_ROLE = Qt.ItemDataRole
_ROWS_LOOKED_AT = 200
_INDENT = "　"


@dataclass(frozen=True, slots=True)
class TableContent:
    """Texts under heads; in the columns ``right`` numbers stand at the right edge."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


Steps = Generator[None, None, TableContent]


def shown(view: QAbstractItemView) -> TableContent:
    """All that a view shows, filtered and sorted as it is; of a tree what is folded out."""
    return finished(shown_in_steps(view))


def chosen(view: QAbstractItemView) -> TableContent:
    """The block around what is selected, what is not selected in it left empty; all of the view
    where nothing is.
    """
    return finished(chosen_in_steps(view))


def finished(steps: Steps) -> TableContent:
    """What the steps come to, all taken at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            content: TableContent = end.value
            return content


def shown_in_steps(view: QAbstractItemView) -> Steps:
    """Read all that a view shows, a row a step."""
    return _read(view, list(_rows(view)), _columns(view), lambda _: True)


def chosen_in_steps(view: QAbstractItemView) -> Steps:
    """Read what is selected, a row a step."""
    selection = view.selectionModel()
    if not selection.hasSelection():
        return shown_in_steps(view)
    block = selection.selection()
    places = [block.at(place) for place in range(block.count())]
    rows = [row for row in _rows(view) if _meets(places, row[0])]
    columns = [
        column
        for column in _columns(view)
        if any(each.left() <= column <= each.right() for each in places)
    ]
    return _read(view, rows, columns, selection.isSelected)


def _meets(places: Iterable[QItemSelectionRange], index: QModelIndex) -> bool:
    row, parent = index.row(), index.parent()
    return any(each.top() <= row <= each.bottom() and each.parent() == parent for each in places)


def _read(
    view: QAbstractItemView,
    rows: Sequence[Row],
    columns: Sequence[int],
    wanted: Callable[[QModelIndex], bool],
) -> Steps:
    model, texts = view.model(), []
    for index, depth in rows:
        texts.append(_texts(index, depth, columns, wanted))
        yield
    right = frozenset(place for place, each in enumerate(columns) if _stands_right(rows, each))
    heads = tuple(_head(view, model, column) for column in columns)
    names = _row_heads(view, model, rows)
    if names is None:
        return TableContent(heads, tuple(texts), right)
    return TableContent(
        ("", *heads),
        tuple((name, *row) for name, row in zip(names, texts, strict=True)),
        frozenset(place + 1 for place in right),
    )


def _texts(
    index: QModelIndex,
    depth: int,
    columns: Sequence[int],
    wanted: Callable[[QModelIndex], bool],
) -> tuple[str, ...]:
    cells = [index.siblingAtColumn(column) for column in columns]
    texts = [text_of(cell) if wanted(cell) else "" for cell in cells]
    if depth and texts:
        texts[0] = _INDENT * depth + texts[0]
    return tuple(texts)


def text_of(index: Index) -> str:
    """What a cell says, where it only draws what it says aloud."""
    for role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
        value = index.data(role)
        if value is not None and value != "":
            return str(value)
    return "✓" if index.data(_ROLE.CheckStateRole) == Qt.CheckState.Checked else ""


def _rows(view: QAbstractItemView) -> Iterator[Row]:
    """The first cell of every row shown, with its depth in a tree."""
    model, root = view.model(), view.rootIndex()
    if isinstance(view, QTreeView):
        yield from _below(view, model, root, 0)
        return
    for place in range(model.rowCount(root)):
        row = view.verticalHeader().logicalIndex(place) if isinstance(view, QTableView) else place
        if not (isinstance(view, QTableView | QListView) and view.isRowHidden(row)):
            yield model.index(row, 0, root), 0


def _below(
    view: QTreeView, model: QAbstractItemModel, parent: QModelIndex, depth: int
) -> Iterator[Row]:
    for row in range(model.rowCount(parent)):
        if view.isRowHidden(row, parent):
            continue
        index = model.index(row, 0, parent)
        yield index, depth
        if view.isExpanded(index):
            yield from _below(view, model, index, depth + 1)


def _columns(view: QAbstractItemView) -> list[int]:
    """The model's columns in the order they stand in, those shown beside the view first."""
    header = _header(view)
    if header is None:
        return [view.modelColumn()] if isinstance(view, QListView) else [0]
    places = [header.logicalIndex(place) for place in range(header.count())]
    beside = _shown_beside(view)
    return [*beside, *(c for c in places if not header.isSectionHidden(c) and c not in beside)]


def _shown_beside(view: QAbstractItemView) -> list[int]:
    """The frozen columns, which a table of their own shows in a view's row header."""
    model = view.model()
    for frozen in view.findChildren(QTableView):
        if frozen.model() is model:
            return [c for c in range(model.columnCount()) if not frozen.isColumnHidden(c)]
    return []


def _header(view: QAbstractItemView) -> QHeaderView | None:
    if isinstance(view, QTreeView):
        return view.header()
    return view.horizontalHeader() if isinstance(view, QTableView) else None


def _head(view: QAbstractItemView, model: QAbstractItemModel, column: int) -> str:
    header = _header(view)
    if header is None:
        return view.accessibleName()
    if header.isHidden():
        return ""
    head = model.headerData(column, Qt.Orientation.Horizontal, _ROLE.DisplayRole)
    return "" if head is None else str(head)


def _row_heads(
    view: QAbstractItemView, model: QAbstractItemModel, rows: Sequence[Row]
) -> list[str] | None:
    """The names of the rows, where they stand in a head of their own."""
    if not isinstance(view, QTableView) or view.verticalHeader().isHidden():
        return None
    heads = [
        model.headerData(index.row(), Qt.Orientation.Vertical, _ROLE.DisplayRole)
        for index, _ in rows
    ]
    if all(head is None for head in heads):
        return None
    return ["" if head is None else str(head) for head in heads]


def _stands_right(rows: Sequence[Row], column: int) -> bool:
    for index, _ in rows[:_ROWS_LOOKED_AT]:
        side = index.siblingAtColumn(column).data(_ROLE.TextAlignmentRole)
        if side is not None and int(side) & Qt.AlignmentFlag.AlignRight.value:
            return True
    return False
