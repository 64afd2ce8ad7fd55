"""Targets as a tree: the eight fields, one line a target, those in danger first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models import wording
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.progress import GLYPHS, Status, Verdict
from workflow.outlook import Outlook

Index = QModelIndex | QPersistentModelIndex

HEADS = ("目标", "现状", "进度", "要求", "结论", "差距", "还差", "到期", "已报")
NAME, ACTUAL, BULLET, REQUIRED, VERDICT, GAP, NEEDED, DUE, REPORTED = range(len(HEADS))
LINE_ROLE = Qt.ItemDataRole.UserRole
SUPERIOR = "上级规划，供参照"
# What asks for something to be done, the worst first; any of it is RISK.
AT_RISK = (Status.OVERDUE, Status.BEHIND)
RISK = "risk"
DIFFERS = "≠"
_ORDER = (
    *AT_RISK,
    Status.OPEN,
    Status.ON_TRACK,
    Status.EARLY,
    Status.MET,
    Status.NO_DATA,
)

_TIPS = {
    BULLET: "横条是现状，细竖线是按时间推算此时应达到的，粗竖线是目标",
    NEEDED: "分母不变时，还要多少人、床或机构才达到目标",
    VERDICT: "≠：两种算法或两种理解的结论不一样，右边说明原因",
    REPORTED: "已报齐这项指标的单位数 / 应报单位数",
}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target as shown. ``marks`` are actual, expected today and bound as exact figures."""

    outlook: Outlook
    indicator: Indicator | None
    superior: bool
    needed: str
    marks: tuple[Fraction | None, Fraction | None, Fraction | None]

    @property
    def verdict(self) -> Verdict:
        """How the target stands."""
        return self.outlook.verdict

    @property
    def at_risk(self) -> bool:
        """Whether it is late or behind."""
        return self.verdict.status in AT_RISK

    @property
    def differs(self) -> bool:
        """Whether another opinion or reading says something else."""
        statuses = {reading.status for reading in self.verdict.readings}
        return bool(self.verdict.disagree) or len(statuses) > 1

    @property
    def unmeasured(self) -> bool:
        """Whether there is nothing to be seen of it: no figure, or no indicator."""
        return self.verdict.status is Status.NO_DATA or self.indicator is None

    @property
    def lacking(self) -> frozenset[str]:
        """The units that hold a part of its gap."""
        held = self.outlook.contributions
        return frozenset(each.unit for each in held.units if each.whole) if held else frozenset()

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
            f"{GLYPHS[verdict.status]} {verdict.status}{' ' + DIFFERS if self.differs else ''}",
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
    """What the clerk filters by; empty means everything. ``status`` is a verdict's word or RISK,
    ``unit`` the code of one that holds a part of the gap.
    """

    plan: str = ""
    status: str = ""
    text: str = ""
    without_data: bool = False
    unit: str = ""

    def holds(self, line: TargetLine) -> bool:
        """Whether the line is to be shown. Asking for 无数据 shows it without the tick."""
        status = line.verdict.status
        if line.unmeasured and not (self.without_data or self.status == status):
            return False
        return (
            self.plan in ("", line.verdict.plan.code)
            and (self.status in ("", status) or (self.status == RISK and line.at_risk))
            and self.unit in ("", *line.lacking)
            and (not self.text or line.contains(self.text))
        )


def target_lines(outlooks: Iterable[Outlook], catalogue: Catalogue, area: Area) -> list[TargetLine]:
    """Outlooks with everything their lines show."""
    lines = []
    for outlook in outlooks:
        verdict = outlook.verdict
        indicator = catalogue.indicators.get(verdict.target.indicator)
        lines.append(
            TargetLine(
                outlook,
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
    """A field, the plans above, or (with a ``line``) a target."""

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
    """The targets that hold, by field; those of the plans above under a node of their own."""

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
        return sum(1 for _ in _lines_below(self._root))

    def texts(self) -> list[tuple[str, ...]]:
        """The cells of every target listed."""
        return [node.texts for node in _lines_below(self._root)]

    def find(self, target: str) -> QModelIndex:
        """Where a target stands, by its id; invalid when it is not shown."""
        for node in _lines_below(self._root):
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


def _lines_below(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.line is not None:
            yield child
        else:
            yield from _lines_below(child)


def _grouped(lines: Iterable[TargetLine]) -> Node:
    root = Node(())
    parents: dict[bool, Node] = {False: root}
    fields: dict[tuple[bool, str], Node] = {}
    for line in sorted(lines, key=_place):
        if line.superior not in parents:
            parents[line.superior] = root.add((SUPERIOR,))
        key = (line.superior, line.field)
        if key not in fields:
            fields[key] = parents[line.superior].add((line.field,))
        fields[key].add(line.texts, line)
    for node in (*fields.values(), *(parents[above] for above in parents if above)):
        count = sum(1 for _ in _lines_below(node))
        risky = sum(each.line is not None and each.line.at_risk for each in _lines_below(node))
        danger = f"，{risky} 项有风险" if risky else ""
        node.texts = (f"{node.texts[0]}（{count}{danger}）",)
    return root


def _place(line: TargetLine) -> tuple[bool, int, int, str]:
    status = _ORDER.index(line.verdict.status)
    return (line.superior, wording.field_order(line.field), status, line.verdict.plan.code)
