"""What was submitted and what was corrected, as JSON documents and lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from db.snapshots import Snapshot
from desktop.reports import month_text
from monitoring.corrections import Correction

HEADS = ("报表", "期末月", "版本", "上报时间", "上报人", "文件", "校验码", "更正原因")


def versions(kept: Iterable[Snapshot]) -> list[dict[str, Any]]:
    """Every version with its checksum."""
    return [
        {
            "form": each.form,
            "period": month_text(each.end),
            "version": each.version,
            "at": each.at,
            "operator": each.operator,
            "file": each.file,
            "sha256": each.sha256,
            "reason": each.reason,
        }
        for each in kept
    ]


def filed_lines(kept: Iterable[Snapshot]) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Heads and lines of a table of versions."""
    return HEADS, [
        (
            each.form,
            month_text(each.end),
            f"第 {each.version} 版",
            each.at[:16].replace("T", " "),
            each.operator,
            each.file,
            each.sha256[:16],
            each.reason,
        )
        for each in kept
    ]


def corrections(found: Iterable[Correction]) -> list[dict[str, Any]]:
    """What a version corrects of the one before it."""
    return [
        {
            "label": each.label,
            "column": each.column,
            "measure": each.measure,
            "old": each.old,
            "new": each.new,
            "moved": each.moved,
        }
        for each in found
    ]
