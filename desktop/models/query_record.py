"""审核查询记录: a month's findings and what was said of them, as a list to be printed."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.listing_pages import Listing
from desktop.models.findings import Explanations, done_text, grouped_text, level_text
from monitoring.areas import Area
from monitoring.findings import Finding
from monitoring.periods import Period
from workflow.explaining import holds, key_of

_HEADS = ("级别", "单位", "报表", "规则", "问题", "左边", "右边", "说明", "说明人、时间")
_SHARES = (7, 10, 5, 5, 42, 9, 9, 26, 15)


def query_record(
    area: Area, end: int, findings: Iterable[Finding], written: Explanations, *, made_up: bool
) -> Listing:
    """The findings in their order, each with its 说明 and who wrote it when."""
    return Listing(
        f"{area.name}审核查询记录",
        Period(end).label,
        _HEADS,
        _SHARES,
        tuple(_row(finding, written) for finding in findings),
        right=frozenset((5, 6)),
        demonstration=made_up,
    )


def _row(finding: Finding, written: Explanations) -> tuple[str, ...]:
    who = ""
    if not finding.blocks and holds(finding, written):
        kept = written[key_of(finding)]
        who = f"{kept.operator} {kept.at.replace('T', ' ')[:16]}".strip()
    return (
        level_text(finding),
        finding.unit_name,
        finding.form,
        finding.rule,
        finding.message,
        grouped_text(finding.left),
        grouped_text(finding.right),
        done_text(finding, written),
        who,
    )
