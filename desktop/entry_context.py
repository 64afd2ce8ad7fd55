"""What is known around one cell: its definition, earlier figures, source and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.ledger import Ledger
from db.records import Source
from desktop.entry_sheet import TOTAL, EntrySheet, Place
from monitoring.amounts import State, Value, grouped
from monitoring.catalogue import Indicator, Item
from monitoring.findings import Finding
from monitoring.periods import Frequency, Period

Row = tuple[str, str]

_BEFORE = {
    Frequency.MONTH: "上月",
    Frequency.QUARTER: "上季",
    Frequency.HALF: "上半年度",
    Frequency.YEAR: "上年",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """A cell in words: its title, its figure, and captions with their texts in order.

    ``figures`` is what it is compared with, ``rows`` where it comes from and what it means.
    """

    title: str
    figure: str
    figures: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


def facts(ledger: Ledger, sheet: EntrySheet, place: Place, now: Value | None) -> Facts:
    """Everything the ledger knows of a cell, but for the findings. ``now`` is the value that
    stands or is being typed there.
    """
    line, unit = place
    shown = sheet.lines[line]
    title = f"{sheet.unit_name(unit)} · {shown.label}"
    figures: list[Row] = []
    if shown.item is not None:
        figures = _earlier(ledger, sheet, place, shown.item, now)
        rows = _item_rows(ledger, sheet, place, shown.item)
    elif shown.indicator is not None:
        rows = _rate_rows(sheet, place, shown.indicator)
    else:
        return Facts(shown.label, "")
    return Facts(
        title, _figure(sheet, place, now), tuple(figures), tuple(row for row in rows if row[1])
    )


def taking_part(sheet: EntrySheet, place: Place, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of the month that the cell's figure is in."""
    line, unit = place
    item = sheet.lines[line].item
    if item is None:
        return []
    code = sheet.area.code if unit == TOTAL else sheet.units[unit].code
    return [each for each in findings if each.unit == code and item.code in each.items]


def places_of(sheet: EntrySheet, findings: Sequence[Finding]) -> set[Place]:
    """The cells of the sheet whose figures are in findings."""
    places = set()
    for finding in findings:
        unit = sheet.unit_of(finding.unit)
        if unit is None and finding.unit == sheet.area.code:
            unit = TOTAL
        for code in finding.items:
            line = sheet.line_of(code)
            if line is not None and unit is not None:
                places.add((line, unit))
    return places


def _figure(sheet: EntrySheet, place: Place, now: Value | None) -> str:
    line = sheet.lines[place[0]]
    if line.item is not None and place[1] != TOTAL:
        return "还没有填" if now is None else _in_words(now, line.item)
    text = sheet.text(*place)
    return f"{text}{line.unit}" if line.unit == "%" else f"{text} {line.unit}"


def _item_rows(ledger: Ledger, sheet: EntrySheet, place: Place, item: Item) -> list[Row]:
    line, unit = place
    rows = [
        ("口径", item.definition),
        ("性质", f"{_kind_label(sheet, item)}，{item.unit}"),
        ("依据", item.reference),
    ]
    if unit == TOTAL:
        total = sheet.total(line)
        return [("合计", f"{total.of} 个单位中 {total.reported} 个已报" if total else ""), *rows]
    origin = sheet.origin(line, unit)
    carried = "" if origin is None else f"沿用{Period(origin).label}的数；改动要说明原因"
    return [
        ("锁定", sheet.closed or carried),
        ("来源", _source(ledger, sheet, sheet.units[unit].code, item)),
        *rows,
    ]


def _kind_label(sheet: EntrySheet, item: Item) -> str:
    """月末数 or 本月数; a quarter or a year says 期末数 and 本期数."""
    label = item.kind.label
    return label if sheet.form.frequency is Frequency.MONTH else label.replace("月", "期")


def _earlier(
    ledger: Ledger, sheet: EntrySheet, place: Place, item: Item, now: Value | None
) -> list[Row]:
    if place[1] == TOTAL:
        return []
    unit = sheet.units[place[1]].code
    before, year = sheet.period.shift(-1), sheet.period.year_before()
    figures = ledger.figures([item.code], [before.end, year.end], unit)
    named = [(_BEFORE[sheet.period.frequency], before)]
    if year != before:
        named.append(("上年同期", year))
    return [
        (f"{name}（{period.label}）", _compared(now, then, item))
        for name, period in named
        for then in [figures.value(unit, item.code, period.end)]
    ]


def _compared(now: Value | None, then: Value | None, item: Item) -> str:
    """An earlier figure, and how much more or less it is now."""
    words = _in_words(then, item)
    if now is None or then is None or now.amount is None or then.amount is None:
        return words
    change = now.amount - then.amount
    if not change:
        return f"{words}，现在相同"
    return f"{words}，现在{'多' if change > 0 else '少'} {grouped(abs(change), item.decimals)}"


def _in_words(value: Value | None, item: Item) -> str:
    if value is None:
        return "没有数"
    if value.amount is not None:
        return f"{grouped(value.amount, item.decimals)} {item.unit}"
    return "未报" if value.state is State.MISSING else "不适用"


def _source(ledger: Ledger, sheet: EntrySheet, unit: str, item: Item) -> str:
    if sheet.second:
        return "第二遍录入，只用来核对"
    stored = ledger.stored([item.code], sheet.period.end)
    source = next((each.source for each in stored if each.unit == unit), None)
    return "" if source is None else _source_words(source)


def _source_words(source: Source) -> str:
    at = source.at.replace("T", " ")
    parts = ["手工填报"]
    if source.kind == "file":
        parts = [f"文件“{source.file}”"]
        parts += [f"工作表“{source.sheet}”"] if source.sheet else []
        parts += [f"单元格 {source.cell}"] if source.cell else []
    parts += [source.operator] if source.operator else []
    return "，".join([*parts, at]) + ("（演示数据）" if source.demonstration else "")


def _rate_rows(sheet: EntrySheet, place: Place, indicator: Indicator) -> list[Row]:
    result = sheet.rate(*place)
    counted = ""
    if result is not None:
        counted = f"{result.exact} × {result.factor}" if result.exact else "数据不全，算不出来"
        if place[1] == TOTAL:
            counted += f"（{result.of} 个单位中 {result.reported} 个数据齐全）"
    return [
        ("算式", counted),
        ("口径", indicator.definition),
        ("分母", indicator.denominator_text),
        ("依据", indicator.reference),
    ]
