"""Townships' own values of one indicator, those that lack most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models import wording
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Indicator
from monitoring.goals import Bound
from monitoring.indicators import Result, plain, shown
from monitoring.needs import Contribution, Contributions, count_to, counted_in

Index = QModelIndex | QPersistentModelIndex

NAME, VALUE, EXACT, LACKS = range(4)
_HOW_TO_OPEN = "回车或双击：到填报页看这个乡镇的数"
SHARE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Share:
    """A township's part. ``lacks`` is how many more it needs to meet the target by itself;
    ``length`` its figure as a share (0 to 1) of the longest bar, ``mark`` the target's.
    """

    unit: str
    name: str
    value: str
    exact: str
    lacks: int | None
    ratio: Fraction | None
    length: Fraction = Fraction(0)
    mark: Fraction | None = None


def shares(
    indicator: Indicator,
    results: Mapping[str, Result],
    area: Area,
    bound: Bound | None = None,
) -> list[Share]:
    """Townships by what they lack of a target's bound; without one (or for a count) by their
    figure.

    A count (no denominator) asks of the county, not of each township, so nobody lacks it.
    """
    bound = bound if indicator.denominator is not None else None
    found = [
        _share(unit, indicator, results[unit.code], bound)
        for unit in area.units
        if unit.code in results
    ]
    longest = max([share.ratio for share in found if share.ratio] or [Fraction(0)])
    longest = max(longest, bound.value if bound else longest)
    found.sort(key=lambda share: _order(share, falling=_falling(indicator)))
    return [_measured(share, longest, bound.value if bound else None) for share in found]


def held_shares(held: Contributions, indicator: Indicator, bound: Bound, area: Area) -> list[Share]:
    """The units that hold a target's gap as it was judged, the most first, then who is silent."""
    found = [_held(each, indicator, bound) for each in held.units]
    codes = {unit.name: unit.code for unit in area.units}
    found += [Share(codes.get(name, ""), name, "未报", "", None, None) for name in held.missing]
    longest = max([share.ratio for share in found if share.ratio] or [Fraction(0)])
    return [_measured(share, max(longest, bound.value), bound.value) for share in found]


def _held(each: Contribution, indicator: Indicator, bound: Bound) -> Share:
    text = shown(each.figure, indicator.places, bound.value)
    value = wording.with_unit(text, indicator.unit) if each.figure is not None else text
    exact = wording.exact(f"{plain(each.numerator)}/{plain(each.denominator)}")
    return Share(each.unit, each.name, value, exact, each.whole, each.figure)


def _share(unit: Unit, indicator: Indicator, result: Result, bound: Bound | None) -> Share:
    lacks = count_to(indicator, bound, result) if bound else None
    text = shown(result.ratio, indicator.places, bound.value if bound else None)
    if result.ratio is None:
        return Share(unit.code, unit.name, "未报", "", None, None)
    value = wording.with_unit(text, indicator.unit)
    detail = wording.exact(result.exact) if indicator.denominator is not None else ""
    return Share(unit.code, unit.name, value, detail, lacks, result.ratio)


def _order(share: Share, *, falling: bool) -> tuple[bool, int, Fraction]:
    ratio = share.ratio or Fraction(0)
    return (share.ratio is None, -(share.lacks or 0), -ratio if falling else ratio)


def _falling(indicator: Indicator) -> bool:
    """Whether the worst of it is the highest figure; counts list their biggest holder first."""
    return indicator.direction == "down" or indicator.denominator is None


def _measured(share: Share, longest: Fraction, mark: Fraction | None) -> Share:
    if longest <= 0:
        return share
    length = max(share.ratio or Fraction(0), Fraction(0)) / longest
    at = mark / longest if mark is not None else None
    return replace(share, length=length, mark=at)


class TownshipTable(QAbstractTableModel):
    """乡镇, 数值 (with a bar), 分子/分母, 还差."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shares: Sequence[Share] = ()
        self._unit = ""

    def set_shares(self, found: Sequence[Share], counted_in: str) -> None:
        """Show other townships; ``counted_in`` is the unit of what they lack."""
        self.beginResetModel()
        self._shares, self._unit = found, counted_in
        self.endResetModel()

    @property
    def any_lack(self) -> bool:
        """Whether the column 还差 has anything to say."""
        return bool(self._unit) and any(share.lacks is not None for share in self._shares)

    @property
    def any_exact(self) -> bool:
        """Whether there are two sides to show."""
        return any(share.exact for share in self._shares)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shares)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        lacks = f"还差（{self._unit}）" if self._unit else "还差"
        return ("乡镇", "数值", "分子 / 分母", lacks)[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        share = self._shares[index.row()]
        if role == SHARE_ROLE:
            return share
        if role == Qt.ItemDataRole.DisplayRole:
            lacks = f"{share.lacks:,}" if share.lacks is not None else ""
            return (share.name, share.value, share.exact, lacks)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(text for text in (share.exact, _HOW_TO_OPEN) if text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def lacking(found: Sequence[Share], indicator: Indicator, catalogue: Catalogue) -> str:
    """One sentence: which townships hold the gap; empty when none does."""
    short = [share for share in found if share.lacks]
    unit = counted_in(indicator, catalogue)
    if not short or not unit:
        return ""
    named = "、".join(f"{share.name} {share.lacks:,} {unit}" for share in short[:3])
    return f"{len(short)} 个乡镇没有达到：{named}{'等' if len(short) > 3 else ''}。"
