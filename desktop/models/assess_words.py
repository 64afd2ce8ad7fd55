"""What the page 对标 says above and instead of its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from desktop.models.targets import TargetLine, Wanted
from monitoring.progress import Status

_COUNTED = (Status.MET, Status.EARLY, Status.ON_TRACK, Status.BEHIND, Status.OVERDUE, Status.OPEN)


def headline(lines: Sequence[TargetLine], month: int) -> str:
    """How the county's own targets stand, in one sentence."""
    own = [line for line in lines if not line.superior and line.indicator is not None]
    above = sum(line.superior and not line.unmeasured for line in lines)
    counts = Counter(line.verdict.status for line in own)
    measured = sum(counts[status] for status in _COUNTED)
    parts = [f"{counts[status]} 项{status}" for status in _COUNTED if counts[status]]
    start = f"{month % 100}月："
    reference = f"上级规划另有 {above} 项供参照" if above else ""
    if not measured:
        return f"{start}本地规划的目标还没有数据" + (f"；{reference}" if reference else "")
    sentence = "，".join([f"{measured} 项有数据", *parts])
    return f"{start}{sentence}" + (f"；{reference}" if reference else "")


def nothing(wanted: Wanted, month: int) -> str:
    if wanted.plan or wanted.status or wanted.text or wanted.unit:
        return "没有符合条件的行。放宽上面的条件，或勾选“也显示无数据”。"
    return (
        f"{month % 100}月还没有可以对标的数据。"
        "先把乡镇报表收进来，或勾选“也显示无数据”看看规划里有哪些目标。"
    )
