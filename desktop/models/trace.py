"""A trace as a tree: terms, their months, the single figures, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication

from db.changes import PastChange
from db.records import Source
from desktop import trace_words as words
from desktop.colours import colour
from desktop.models.wording import separated
from desktop.plain import plain_tip
from monitoring.amounts import DASH
from monitoring.findings import Finding
from monitoring.periods import Period
from workflow.traces import Figure, Remark, Term, Trace, total_of

HEADS = ("由哪些数组成", *words.FIGURE_HEADS[2:])
NUMBER = 1
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole


@dataclass(eq=False)
class Node:
    """A row of the tree. ``figure`` is where it leads on 填报, ``source`` in which original.

    A ``whole`` row is one sentence over all columns.
    """

    texts: tuple[str, ...]
    hue: str = ""
    bold: bool = False
    whole: bool = False
    figure: Figure | None = None
    source: Source | None = None
    finding: Finding | None = None
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    @property
    def row(self) -> int:
        """Its place among its siblings."""
        return 0 if self.parent is None else self.parent.children.index(self)

    def add(self, *children: Node) -> Node:
        """Take children; returns itself."""
        for child in children:
            child.parent = self
            self.children.append(child)
        return self

    def below(self) -> Iterator[Node]:
        """Everything under it, from top to bottom."""
        for child in self.children:
            yield child
            yield from child.below()


def tree_of(trace: Trace) -> Node:
    """The root of a trace's tree, itself not shown."""
    root = Node(())
    for term in trace.terms:
        root.add(_term(term, counts=trace.result is not None))
    if trace.remarks:
        group = _sentence(f"审核发现 {len(trace.remarks)} 处", bold=True)
        root.add(group.add(*(_remark(remark) for remark in trace.remarks)))
    return root


class TraceModel(QAbstractItemModel):
    """Read-only; the :class:`Node` of a row is what ``node`` answers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.root = Node(())

    def show_tree(self, root: Node) -> None:
        """Show another trace."""
        self.beginResetModel()
        self.root = root
        self.endResetModel()

    def node(self, index: Index) -> Node:
        """The node at an index, the root for none."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else self.root

    def index_of(self, node: Node) -> QModelIndex:
        """Where a node stands."""
        return ROOT if node.parent is None else self.createIndex(node.row, 0, node)

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        children = self.node(parent).children
        inside = 0 <= row < len(children) and 0 <= column < len(HEADS)
        return self.createIndex(row, column, children[row]) if inside else QModelIndex()

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent
        return QModelIndex() if above is None else self.index_of(above)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.column() > 0 else len(self.node(parent).children)

    def columnCount(self, _: Index = ROOT) -> int:
        return len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.DisplayRole:
            return HEADS[section]
        return _side(section) if role == _ROLE.TextAlignmentRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        text = node.texts[column] if column < len(node.texts) else ""
        if role == _ROLE.DisplayRole:
            return text
        if role == _ROLE.ToolTipRole:
            return plain_tip(text) if text else None
        if role == _ROLE.TextAlignmentRole:
            return _side(column)
        if role == _ROLE.ForegroundRole and node.hue:
            return colour(node.hue, QGuiApplication.palette())
        if role == _ROLE.FontRole and node.bold:
            font = QFont(QGuiApplication.font())
            font.setBold(True)
            return font
        return None


def rows_of(nodes: Sequence[Node]) -> list[tuple[str, ...]]:
    """Nodes as rows of a table, a sentence in the first column."""
    return [(*node.texts, *[""] * (len(HEADS) - len(node.texts))) for node in nodes]


def _term(term: Term, *, counts: bool) -> Node:
    caption, _, total = words.term_caption(term).partition("　")
    node = Node((caption, total), bold=True)
    if len(term.ends) == 1:
        return node.add(*(_figure(each, counts=counts) for each in term.at(term.ends[0])))
    for end in term.ends:
        figures = term.at(end)
        amount = words.value_words(total_of(figures), term.item, never=DASH)
        month = Node((Period(end).label, amount))
        node.add(month.add(*(_figure(each, counts=counts) for each in figures)))
    return node


def _figure(each: Figure, *, counts: bool) -> Node:
    texts = words.figure_row(each, counts=counts)
    hue = "" if each.counted else "muted"
    node = Node((texts[0], *texts[2:]), hue=hue, figure=each)
    if each.source is not None and each.source.kind == "file":
        place = f"工作表“{each.source.sheet}”，单元格 {each.source.cell}"
        node.add(_sentence(f"原文件“{each.source.file}”，{place}　↵", "info", each, each.source))
    return node.add(*(_earlier(each, change) for change in each.earlier))


def _earlier(each: Figure, change: PastChange) -> Node:
    before, after = words.change_cells(change, each.item)
    was = change.was
    texts = (
        f"{words.time_words(change.at)} 由 {words.changed_by(change)} 改",
        before,
        f"→ {after}",
        words.file_words(was),
        was.sheet,
        was.cell,
        was.operator,
        words.time_words(was.at),
        was.note,
    )
    source = was if was.kind == "file" else None
    return Node(texts, "muted", figure=each, source=source)


def _remark(remark: Remark) -> Node:
    found = remark.finding
    level = words.SEVERITIES[found.severity]
    hue = "bad" if found.blocks else "warn"
    sentence = f"{level}　{found.rule}　{found.unit_name}：{found.message}"
    node = _sentence(sentence, hue)
    node.finding = found
    sides = f"左边 {separated(found.left)}　右边 {separated(found.right)}"
    node.add(_sentence(sides))
    if explained := words.explanation_words(remark):
        node.add(_sentence(f"说明：{explained}"))
    for child in node.children:
        child.finding = found
    return node


def _sentence(
    text: str,
    hue: str = "",
    figure: Figure | None = None,
    source: Source | None = None,
    *,
    bold: bool = False,
) -> Node:
    return Node((text,), hue, bold, whole=True, figure=figure, source=source)


def _side(column: int) -> Qt.AlignmentFlag:
    right = Qt.AlignmentFlag.AlignRight if column == NUMBER else Qt.AlignmentFlag.AlignLeft
    return right | Qt.AlignmentFlag.AlignVCenter
