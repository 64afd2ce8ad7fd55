"""How each cell of a file was read: the kind of reading, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.models.choices import Choices
from desktop.models.differences import value_text
from importers.questions import Heading
from importers.reading import Reading
from importers.workbook import cell_at
from monitoring.amounts import grouped
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from workflow.collect import Change, Difference, FileStatus, StagedFile

Place = tuple[int, int]


class Kind(StrEnum):
    """What a cell was read as, the one that matters most first."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    BLANK = "blank"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"
    READ = "read"
    TOTAL = "total"
    HEADING = "heading"
    UNUSED = "unused"


WORDS = {
    Kind.ERROR: "错误",
    Kind.QUESTION: "待答",
    Kind.WARNING: "提示",
    Kind.BLANK: "将清空",
    Kind.CHANGED: "改动",
    Kind.NEW: "新增",
    Kind.SAME: "不变",
    Kind.READ: "已读",
    Kind.TOTAL: "合计",
    Kind.HEADING: "表头",
    Kind.UNUSED: "没有采用",
}
GLYPHS = {
    Kind.ERROR: "✕",
    Kind.QUESTION: "？",
    Kind.WARNING: "△",
    Kind.BLANK: "∅",
    Kind.CHANGED: "→",
    Kind.NEW: "＋",
    Kind.SAME: "＝",
    Kind.READ: "●",
    Kind.TOTAL: "Σ",
    Kind.HEADING: "▾",
    Kind.UNUSED: "／",
}
COLOURS = {
    Kind.ERROR: "bad",
    Kind.QUESTION: "info",
    Kind.WARNING: "warn",
    Kind.BLANK: "bad",
    Kind.CHANGED: "warn",
    Kind.NEW: "good",
    Kind.SAME: "muted",
    Kind.READ: "muted",
    Kind.TOTAL: "info",
    Kind.HEADING: "info",
    Kind.UNUSED: "muted",
}
_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_CERTAINTIES = {"sure": "名称一致", "answered": "以前答过", "ask": "待答", "no": "没有对应的项目"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell's reading: its kind and one sentence for everything known of it."""

    kind: Kind
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return "　".join(self.sentences)


Marks = Mapping[str, Mapping[Place, Mark]]


def marks_of(file: StagedFile, area: Area, catalogue: Catalogue, choices: Choices) -> Marks:
    """The marks of a file by sheet and zero-based (row, column), as the clerk chose by now."""
    units = {unit.code: unit.name for unit in (*area.units, area.itself)}
    found: dict[str, dict[Place, Mark]] = {}
    for sheet, cell, mark in _all(file, units, catalogue, choices):
        try:
            place = cell_at(cell)
        except ValueError:
            continue
        here = found.setdefault(sheet, {})
        here[place] = _joined(here[place], mark) if place in here else mark
    return found


def _all(
    file: StagedFile, units: Mapping[str, str], catalogue: Catalogue, choices: Choices
) -> Iterator[tuple[str, str, Mark]]:
    staged = file.status is FileStatus.STAGED
    for each in file.differences:
        if each.change is not Change.BLANK or choices.offers(file, each):
            left = staged and each.change is not Change.SAME and not choices.writes(file, each)
            yield each.sheet, each.cell, _of_difference(each, units, catalogue, left=left)
    if file.reading is not None:
        yield from _of_reading(file.reading, units, catalogue, compared=bool(file.differences))
    for issue in file.issues:
        if issue.code != "question":
            error = issue.severity is Severity.ERROR
            kind = Kind.ERROR if error else Kind.WARNING
            yield issue.sheet, issue.cell, Mark(kind, (issue.message,))


def _of_reading(
    reading: Reading, units: Mapping[str, str], catalogue: Catalogue, *, compared: bool
) -> Iterator[tuple[str, str, Mark]]:
    if not compared:
        for value in reading.values:
            item = catalogue.items[value.item]
            said = f"读作 {value_text(value.value, item.decimals)}"
            yield (
                value.sheet,
                value.cell,
                Mark(Kind.READ, (f"{units.get(value.unit, value.unit)} · {item.name}　{said}",)),
            )
    for total in reading.totals:
        item = catalogue.items[total.item]
        amount = grouped(total.amount, item.decimals)
        sentence = f"合计 · {item.name}　{amount}，只用来核对，不写进台账"
        yield total.sheet, total.cell, Mark(Kind.TOTAL, (sentence,))
    for heading in reading.headings:
        yield heading.sheet, heading.cell, _of_heading(heading, catalogue)
    for question in reading.questions:
        for cell in question.cells:
            yield question.sheet, cell, Mark(Kind.QUESTION, (question.text,))


def _of_heading(heading: Heading, catalogue: Catalogue) -> Mark:
    item = catalogue.items.get(heading.item)
    certainty = _CERTAINTIES.get(heading.certainty, heading.certainty)
    if item is None:
        return Mark(Kind.UNUSED, (f"表头“{heading.text}”　{certainty}，这一栏不采用",))
    sentence = f"表头“{heading.text}”　读作“{item.name}”（{item.unit}），{certainty}"
    return Mark(Kind.HEADING, (sentence,))


def _of_difference(
    each: Difference, units: Mapping[str, str], catalogue: Catalogue, *, left: bool
) -> Mark:
    item = catalogue.items[each.item]
    kind = Kind(each.change.value)
    old = value_text(each.old, item.decimals)
    new = value_text(each.new, item.decimals)
    figures = new if kind is Kind.SAME else f"台账 {old} → 文件 {new}"
    name = f"{units.get(each.unit, each.unit)} · {item.name}"
    written = "，这次不写" if left else ""
    return Mark(kind, (f"{name}　{figures}（{WORDS[kind]}{written}）",))


def _joined(one: Mark, other: Mark) -> Mark:
    kind = min(one.kind, other.kind, key=_RANK.__getitem__)
    known = one.sentences
    return Mark(kind, (*known, *(each for each in other.sentences if each not in known)))
