"""Imports, what they wrote, what taking one back would do, and changes, as rows of words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from desktop.models.word_table import Column
from desktop.widgets.status_line import short_time
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.periods import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.changes import PastChange
    from db.records import Affected, Import, Source, TakeBack
    from workflow.restoring import Step

RESTORED, REMOVED, CONFLICT, KEPT = "恢复", "清除", "不动", "保留"
BLANK = "（无）"
_GLYPHS = {RESTORED: "↩", REMOVED: "－", CONFLICT: "△", KEPT: "＝"}
_HUES = {RESTORED: "good", REMOVED: "bad", CONFLICT: "warn", KEPT: "muted"}


class PreviewRow(NamedTuple):
    """What taking an import back does to one figure it wrote."""

    action: str
    figure: Affected


class Names:
    """Names and figures of a ledger in words."""

    def __init__(self, area: Area, catalogue: Catalogue) -> None:
        self._units = {unit.code: unit.name for unit in (*area.units, area.itself)}
        self._catalogue = catalogue

    def unit(self, code: str) -> str:
        """Name of a unit, or the code of one that is no longer there."""
        return self._units.get(code, code)

    def item(self, code: str) -> str:
        """Name of an item, or its code."""
        item = self._catalogue.items.get(code)
        return code if item is None else f"{item.name}（{item.unit}）" if item.unit else item.name

    def form(self, code: str) -> str:
        """A form's code and name."""
        form = self._catalogue.forms.get(code)
        return f"{code} {form.name}" if form else code

    def value(self, item: str, value: Value | None) -> str:
        """A figure of an item as it is printed; （无） where there is none."""
        if value is None:
            return BLANK
        if value.amount is None:
            return STATE_LABELS[value.state]
        return grouped(value.amount, self._catalogue.items[item].decimals)

    def codes_of(self, text: str) -> tuple[set[str] | None, set[str] | None]:
        """Units and items a filter asks for: a word is a unit's when a unit's name has it.

        ``None`` where nothing narrows them.
        """
        units: set[str] | None = None
        items: set[str] | None = None
        for word in text.split():
            found = {code for code, name in self._units.items() if word in name}
            if found:
                units = found if units is None else units & found
                continue
            named = {
                code for code in self._catalogue.items if word in self.item(code) or word == code
            }
            items = named if items is None else items & named
        return units, items


def when(at: str) -> str:
    """今天 08:30 and the like for a time the ledger keeps."""
    return short_time(datetime.fromisoformat(at).astimezone())


def month(end: int | None) -> str:
    """A month, or nothing for a source that has none."""
    return Period(end).label if end else ""


def origin(source: Source | None) -> str:
    """By which file or hand, e.g. 松林镇.xlsx 表 C5, or 手工填报 王."""
    if source is None:
        return "没有记下"
    if source.kind == "hand":
        return f"手工填报　{source.operator}".strip()
    return f"{source.file}　{source.sheet} {source.cell}".strip()


def changed_by(change: PastChange) -> str:
    """Who made a change: a file, a hand, or the taking back of an import."""
    if change.taken_back:
        return f"收回“{change.was.file}”"
    note = change.by.note if change.by is not None else ""
    return f"{origin(change.by)}（{note}）" if note else origin(change.by)


def imports_columns(names: Names) -> list[Column]:
    """Columns over imports (db.records.Import)."""
    return [
        Column("收表时间", lambda each: when(each.at), tip=lambda each: each.at.replace("T", " ")),
        Column("文件", lambda each: each.file),
        Column(
            "报表",
            lambda each: f"{each.form} {month(each.end)}",
            tip=lambda each: f"{names.form(each.form)} {month(each.end)}",
        ),
        Column("状态", state, hue=lambda each: "muted" if each.taken_back else "good"),
        Column("数值", lambda each: f"{each.values:,}", right=True),
    ]


def state(each: Import) -> str:
    """Whether an import still counts."""
    words = f"↩ 已收回 {each.taken_back_by}".strip() if each.taken_back else "✓ 已收"
    return f"{words} · 演示数据" if each.demonstration else words


def written_columns(names: Names) -> list[Column]:
    """Columns over the values an import wrote."""
    return [
        Column("单位", lambda each: names.unit(each.unit)),
        Column("项目", lambda each: names.item(each.item)),
        Column("出处", lambda each: f"{each.cell}　{each.sheet}"),
        Column("数", lambda each: names.value(each.item, each.value), right=True),
    ]


def preview_columns(names: Names) -> list[Column]:
    """Columns over :class:`PreviewRow`."""
    return [
        Column(
            "收回时",
            lambda row: f"{_GLYPHS[row.action]} {row.action}",
            hue=lambda row: _HUES[row.action],
        ),
        Column("单位", lambda row: names.unit(row.figure.unit)),
        Column("项目", lambda row: names.item(row.figure.item)),
        Column(
            "导入的数", lambda row: names.value(row.figure.item, row.figure.imported), right=True
        ),
        Column("收回后", lambda row: names.value(row.figure.item, row.figure.after), right=True),
    ]


def changes_columns(names: Names) -> list[Column]:
    """Columns over changes of figures (db.changes.PastChange)."""
    return [
        Column("时间", lambda each: when(each.at), tip=lambda each: each.at.replace("T", " ")),
        Column("谁改的", changed_by),
        Column("单位", lambda each: names.unit(each.unit)),
        Column("项目", lambda each: names.item(each.item)),
        Column("月份", lambda each: month(each.end)),
        Column("原来的出处", lambda each: origin(each.was), hue=lambda _: "muted"),
        Column("原来", lambda each: names.value(each.item, each.before), right=True),
        Column("改为", lambda each: _became(names, each), right=True),
    ]


def _became(names: Names, change: PastChange) -> str:
    """The figure after a change; of some only where it comes from was another then."""
    if change.before == change.after:
        return "（没变）"
    return names.value(change.item, change.after)


def preview_rows(found: TakeBack) -> list[PreviewRow]:
    """Everything a taking back would do, what it leaves alone first: that is to be read."""
    return [
        PreviewRow(action, figure)
        for action, figures in (
            (CONFLICT, found.conflicts),
            (RESTORED, found.restored),
            (REMOVED, found.removed),
            (KEPT, found.kept),
        )
        for figure in figures
    ]


def preview_sentence(found: TakeBack) -> str:
    """What a taking back would do, in one sentence."""
    return f"收回以后：{_counts(found)}。原文件和这次导入的记录都留着。"


def taken_back_sentence(file: str, found: TakeBack) -> str:
    """What a taking back did, in one sentence."""
    return f"已收回“{file}”：{_counts(found)}。"


def step_words(step: Step, names: Names) -> str:
    """A figure that is restored, and from what to what."""
    stands, value = (names.value(step.item, each) for each in (step.stands, step.value))
    return f"{names.unit(step.unit)} {month(step.end)} {names.item(step.item)} {stands} → {value}"


def restored_sentence(steps: Sequence[Step], names: Names) -> str:
    """What restoring did, in one sentence."""
    if len(steps) == 1:
        return f"已恢复：{step_words(steps[0], names)}。"
    return f"已恢复 {len(steps)} 个数，{step_words(steps[0], names)} 等。"


def later_sentence(steps: Sequence[Step], names: Names) -> str:
    """What was changed again since, and the question that leaves."""
    later = [step for step in steps if step.later]
    first = later[0]
    stands, value = (names.value(first.item, each) for each in (first.stands, first.value))
    figure = f"{names.unit(first.unit)} {month(first.end)} {names.item(first.item)}"
    if len(later) == 1:
        return f"{figure}后来又改过，现在是 {stands}；仍要恢复成 {value} 吗？"
    return f"有 {len(later)} 个数后来又改过，如{figure}现在是 {stands}；仍要全部恢复吗？"


def _counts(found: TakeBack) -> str:
    parts = []
    if found.restored:
        parts.append(f"恢复 {len(found.restored):,} 个原值")
    if found.removed:
        parts.append(f"清除 {len(found.removed):,} 个数")
    if found.conflicts:
        parts.append(f"{len(found.conflicts):,} 个之后又改过的保持不动")
    if found.kept:
        parts.append(f"{len(found.kept):,} 个别处也这样报的保留")
    return "，".join(parts) or "没有数要动"
