"""Targets as a tree: plan, then the indicator's field, then one line a target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models import wording
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.plans import Plan
from monitoring.progress import GLYPHS, Status, Verdict

Index = QModelIndex | QPersistentModelIndex

HEADS = ("目标", "现状", "进度", "要求", "结论", "差距", "还差", "到期", "已报")
NAME, ACTUAL, BULLET, REQUIRED, VERDICT, GAP, NEEDED, DUE, REPORTED = range(len(HEADS))
LINE_ROLE = Qt.ItemDataRole.UserRole
SUPERIOR = "上级规划，供参照"

_TIPS = {
    BULLET: "横条是现状，细竖线是按时间推算此时应达到的，粗竖线是目标",
    NEEDED: "分母不变时，还要多少人、床或机构才达到目标",
    REPORTED: "已报齐这项指标的单位数 / 应报单位数",
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target as shown. ``marks`` are actual, expected today and bound as exact figures."""

    verdict: Verdict
    indicator: Indicator | None
    superior: bool
    needed: str
    marks: tuple[Fraction | None, Fraction | None, Fraction | None]

    @property
    def field(self) -> str:
        """One of the eight fields (八大领域)."""
        return self.indicator.field if self.indicator else "其他"

    @property
    def texts(self) -> tuple[str, ...]:
        """The line's cells, in the order of HEADS."""
        verdict, result = self.verdict, self.verdict.result
        target = verdict.target
        return (
            target.indicator_name,
            wording.with_unit(verdict.actual, self.measure),
            "",
            wording.requirement(target),
            f"{GLYPHS[verdict.status]} {verdict.status}",
            wording.gap(verdict),
            self.needed,
            wording.due(target.due),
            f"{result.reported}/{result.of}" if result else "",
        )

    @property
    def measure(self) -> str:
        """The unit the figure is read in: the indicator's own."""
        return self.indicator.unit if self.indicator else self.verdict.target.unit

    def contains(self, text: str) -> bool:
        """Whether a search text stands in the names or the clause."""
        target = self.verdict.target
        words = (target.indicator_name, target.chapter, target.id, target.scope)
        own = self.indicator.name if self.indicator else ""
        return any(text.casefold() in word.casefold() for word in (*words, own))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk filters by; empty means everything."""

    plan: str = ""
    status: str = ""
    text: str = ""
    without_data: bool = False

    def holds(self, line: TargetLine) -> bool:
        """Whether the line is to be shown. Asking for 无数据 shows it without the tick."""
        status = line.verdict.status
        if status is Status.NO_DATA and not (self.without_data or self.status == status):
            return False
        return (
            self.plan in ("", line.verdict.plan.code)
            and self.status in ("", status)
            and (not self.text or line.contains(self.text))
        )


def target_lines(verdicts: Iterable[Verdict], catalogue: Catalogue, area: Area) -> list[TargetLine]:
    """Verdicts with everything their lines show."""
    lines = []
    for verdict in verdicts:
        indicator = catalogue.indicators.get(verdict.target.indicator)
        lines.append(
            TargetLine(
                verdict,
                indicator,
                verdict.plan.area == area.parent,
                wording.needed(verdict, indicator, catalogue),
                (
                    verdict.figure,
                    verdict.due_figure,
                    verdict.bound.value if verdict.bound else None,
                ),
            )
        )
    return lines


@dataclass(eq=False, slots=True)
class Node:
    """A plan, a field, or (with a ``line``) a target."""

    texts: tuple[str, ...]
    parent: Node | None = None
    row: int = 0
    line: TargetLine | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, texts: tuple[str, ...], line: TargetLine | None = None) -> Node:
        """A new last child."""
        child = Node(texts, self, len(self.children), line)
        self.children.append(child)
        return child


class TargetTree(QAbstractItemModel):
    """The targets that hold, grouped by plan and field in the order they come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[TargetLine] = ()
        self._wanted = Wanted()
        self._root = Node(())

    def set_lines(self, lines: Sequence[TargetLine]) -> None:
        """Show other targets."""
        self._lines = lines
        self._rebuild()

    def set_wanted(self, wanted: Wanted) -> bool:
        """Filter by something else; whether that is another filter than before."""
        if wanted == self._wanted:
            return False
        self._wanted = wanted
        self._rebuild()
        return True

    def shown(self) -> int:
        """How many targets are listed."""
        return sum(self._wanted.holds(line) for line in self._lines)

    def find(self, target: str) -> QModelIndex:
        """Where a target stands, by its id; invalid when it is not shown."""
        for plan in self._root.children:
            for group in plan.children:
                for node in group.children:
                    if node.line and node.line.verdict.target.id == target:
                        return self.createIndex(node.row, 0, node)
        return QModelIndex()

    def _rebuild(self) -> None:
        # The old nodes outlive the reset: a view may still ask for what it shows until its end.
        before = self._root
        self.beginResetModel()
        self._root = _grouped(line for line in self._lines if self._wanted.holds(line))
        self.endResetModel()
        del before

    def _node(self, index: Index) -> Node:
        node = index.internalPointer() if index.isValid() else self._root
        return node if isinstance(node, Node) else self._root

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._node(parent).children
        if parent.column() > 0 or not (0 <= row < len(children) and 0 <= column < len(HEADS)):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self._node(index).parent
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return _TIPS.get(section) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if role == LINE_ROLE:
            return node.line
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole and node.line is None:
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return node.texts[index.column()] if index.column() < len(node.texts) else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft
    if column in (ACTUAL, REQUIRED, GAP, NEEDED, REPORTED):
        side = Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _grouped(lines: Iterable[TargetLine]) -> Node:
    root = Node(())
    plans: dict[str, Node] = {}
    fields: dict[tuple[str, str], Node] = {}
    in_order = sorted(
        lines,
        key=lambda line: (line.superior, line.verdict.plan.code, wording.field_order(line.field)),
    )
    for line in in_order:
        plan = line.verdict.plan
        if plan.code not in plans:
            plans[plan.code] = root.add((plan_title(plan, superior=line.superior),))
        key = (plan.code, line.field)
        if key not in fields:
            fields[key] = plans[plan.code].add((line.field,))
        fields[key].add(line.texts, line)
    for node in fields.values():
        node.texts = (f"{node.texts[0]}（{len(node.children)}）",)
    return root


def plan_title(plan: Plan, *, superior: bool) -> str:
    """A plan's name, marked when it is the city's."""
    return f"《{plan.name}》" + (f" · {SUPERIOR}" if superior else "")
