"""What the command line prints: the documented JSON shapes, and tables for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from db.records import StoredValue
from monitoring.amounts import DASH, STATE_LABELS, State, grouped, unscale
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.findings import Finding
from monitoring.indicators import shown
from workflow.assess import IndicatorRow
from workflow.review import Completeness, Standing

if TYPE_CHECKING:
    from rich.table import Table

    from workflow.collect import StagedFile

NOTES = 5
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
SEVERITIES = {"hard": "✕ 硬性", "soft": "△ 提示"}
_STANDINGS = {
    Standing.MISSING: "○ 未报",
    Standing.FAULTY: "✕ 有误",
    Standing.PENDING: "▲ 待审",
    Standing.APPROVED: "✓ 已审",
}
_FIGURES = frozenset(
    (
        "数值",
        "改动",
        "实际",
        "要求",
        "到期",
        "差距",
        "还需",
        "每月",
        "此时应为",
        "已报",
        "分子/分母",
        "规则",
        "规划",
        "编号",
    )
)


def month_text(end: int) -> str:
    """A month as the command line takes it: 2026-10."""
    return f"{end // 100}-{end % 100:02d}"


def collected(files: Iterable[StagedFile]) -> dict[str, Any]:
    """The JSON of ``collect``."""
    return {"files": [_file(file) for file in files]}


def _file(file: StagedFile) -> dict[str, Any]:
    reading = file.reading
    period = reading.period if reading else None
    return {
        "path": str(file.path),
        "sha256": file.sha256,
        "status": str(file.status),
        "form": reading.form if reading else None,
        "period": month_text(period.end) if period else None,
        "units": list(reading.units) if reading else [],
        "values": len(reading.values) if reading else 0,
        "changed": file.changed,
        "issues": [
            {
                "severity": str(issue.severity),
                "code": issue.code,
                "sheet": issue.sheet,
                "cell": issue.cell,
                "message": issue.message,
            }
            for issue in file.issues
        ],
    }


def values(stored: Iterable[StoredValue], catalogue: Catalogue, area: Area) -> list[dict[str, Any]]:
    """The JSON of ``values``; amounts are decimal strings, ``None`` for no number."""
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    return [
        {
            "unit": each.unit,
            "unit_name": names.get(each.unit, ""),
            "item": each.item,
            "item_name": catalogue.items[each.item].name,
            "period": month_text(each.end),
            "state": str(each.value.state),
            "value": None
            if each.value.amount is None
            else unscale(each.value.amount, catalogue.decimals(each.item)),
            "source": {
                "kind": each.source.kind,
                "file": each.source.file,
                "sheet": each.source.sheet,
                "cell": each.source.cell,
            },
        }
        for each in stored
    ]


def findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """The JSON of ``review``."""
    return [
        {
            "rule": each.rule,
            "severity": each.severity,
            "unit": each.unit,
            "unit_name": each.unit_name,
            "period": month_text(each.end),
            "left": each.left,
            "right": each.right,
            "message": each.message,
        }
        for each in found
    ]


def files_table(files: Sequence[StagedFile]) -> Table:
    """One line a file: what became of it and its first issue."""
    words = {"staged": "可收", "committed": "已收", "refused": "没有收", "duplicate": "已收过"}
    table = _table("文件", "结果", "报表", "期别", "数值", "改动", "说明")
    for file in files:
        reading = file.reading
        period = reading.period.label if reading and reading.period else ""
        counts = (str(len(reading.values)), str(file.changed)) if reading else ("", "")
        notes = [
            " ".join(part for part in (issue.where, issue.message) if part)
            for issue in file.issues[:NOTES]
        ]
        if len(file.issues) > NOTES:
            notes.append(f"还有 {len(file.issues) - NOTES} 处，加 --json 可看全部。")
        form = reading.form if reading and reading.form else ""
        _row(table, file.name, words[file.status], form, period, *counts, "\n".join(notes))
    return table


def values_table(
    stored: Sequence[StoredValue], catalogue: Catalogue, area: Area, only: Sequence[str] = ()
) -> Table:
    """Items down, units across; ``only`` the units of these codes when given."""
    found = {(each.unit, each.item): each.value for each in stored}
    codes = only or units_in(stored, area)
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    table = _table("项目", "单位", *(names[code] for code in codes), words=1)
    for item in (catalogue.items[code] for code in dict.fromkeys(item for _, item in found)):
        cells = []
        for unit in codes:
            value = found.get((unit, item.code))
            if value is None:
                cells.append("")
            elif value.amount is None:
                cells.append(STATE_LABELS[State(value.state)])
            else:
                cells.append(grouped(value.amount, item.decimals))
        _row(table, item.name, item.unit, *cells)
    return table


def units_in(stored: Iterable[StoredValue], area: Area) -> list[str]:
    """Codes of the units that have a value, in the area's order."""
    present = {each.unit for each in stored}
    return [unit.code for unit in (*area.units, area.itself) if unit.code in present]


def completeness_table(completeness: Completeness) -> Table:
    """Units down, forms across, a word in each."""
    table = _table("单位", *(f"{form.code} {form.name}" for form in completeness.forms))
    for unit in completeness.units:
        states = (completeness.standing.get((unit.code, form.code)) for form in completeness.forms)
        _row(table, unit.name, *(_STANDINGS[state] if state else DASH for state in states))
    return table


def findings_table(found: Iterable[Finding]) -> Table:
    """One line a finding."""
    table = _table("级别", "规则", "单位", "说明")
    for each in found:
        _row(table, SEVERITIES[each.severity], each.rule, each.unit_name, each.message)
    return table


def indicators_table(rows: Iterable[IndicatorRow]) -> Table:
    """County indicators that have data, with both sides as counted."""
    table = _table("指标", "数值", "单位", "分子/分母", "已报")
    for row in rows:
        if row.county.ratio is None:
            continue
        _row(
            table,
            row.indicator.name,
            shown(row.county.ratio, row.indicator.places),
            row.indicator.unit,
            row.county.exact,
            f"{row.county.reported}/{row.county.of}",
        )
    return table


def townships_table(row: IndicatorRow, area: Area) -> Table:
    """One indicator by township."""
    table = _table("单位", row.indicator.name, "分子/分母", words=1)
    for unit in area.units:
        result = row.units.get(unit.code)
        if result is not None:
            _row(table, unit.name, shown(result.ratio, row.indicator.places), result.exact)
    return table

    return table


def lines_table(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> Table:
    """Any heads and lines of plain text."""
    table = _table(*heads)
    for line in lines:
        _row(table, *line)
    return table


def _table(*heads: str, words: int = 100) -> Table:
    """A table whose first columns are ``words`` that may fold; figures never do."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for position, head in enumerate(heads):
        fixed = position >= words or head in _FIGURES
        table.add_column(head, overflow="fold", no_wrap=fixed)
    return table


def _row(table: Table, *cells: str) -> None:
    """Add a row of plain text: file names and messages are never markup, nor do they command
    the terminal.
    """
    from rich.text import Text

    table.add_row(*(Text(_CONTROLS.sub("�", cell)) for cell in cells))
