"""What the window says of a package: whose it is, how it stands, and what it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitoring.catalogue import Catalogue
from monitoring.exchange import Manifest
from monitoring.periods import Period
from workflow.collect import CHANGE_LABELS, Change, FileStatus
from workflow.handing_down import Brought
from workflow.handing_down import Change as Handed
from workflow.partners import Trust
from workflow.receiving import Received

TRUSTED = {
    Trust.CONFIRMED: "✓ 指纹已确认",
    Trust.OWN: "✓ 本台账自己打的",
    Trust.UNKNOWN: "△ 指纹还没有确认",
}
_NOTES = 6


def title(found: Received | Brought, catalogue: Catalogue) -> str:
    """Whose figures of which form and period, or whose definitions."""
    manifest = found.package.manifest
    if isinstance(found, Brought):
        return f"{manifest.sender_name}下发的定义"
    form = catalogue.forms[manifest.form]
    period = Period(manifest.period, form.frequency)
    return f"{manifest.area_name} {period.label} {form.code} {form.name}"


def facts(found: Received | Brought) -> str:
    """Who packed it when, and whether that is known to be true."""
    manifest = found.package.manifest
    who = " ".join(part for part in (manifest.sender_name, manifest.operator) if part)
    parts = [f"{who} {_when(manifest)}打包", TRUSTED[found.trust]]
    if manifest.demonstration:
        parts.append("演示数据")
    return " · ".join(parts)


def counted(found: Received | Brought) -> str:
    """How much is new, the same, changed or left out."""
    if isinstance(found, Brought):
        return "，".join(
            f"{word} {len(found.of(change))}"
            for word, change in (
                ("新增", Handed.NEW),
                ("改动", Handed.CHANGED),
                ("不变", Handed.SAME),
                ("不收", Handed.KEPT),
            )
        )
    counts = Counter(each.change for each in found.file.differences)
    told = [f"{label} {counts[change]:,}" for change, label in CHANGE_LABELS.items()]
    if explained := len(found.written) + len(found.gone):
        told.append(f"说明有变化的 {explained} 条")
    return "，".join(told)


def notes(found: Received | Brought) -> str:
    """What to know before taking it, a line each."""
    if isinstance(found, Brought):
        return ""
    lines = [*found.growth, *(issue.message for issue in found.file.issues)]
    more = [f"……还有 {len(lines) - _NOTES} 条"] if len(lines) > _NOTES else []
    return "\n".join([*(f"△ {line}" for line in lines[:_NOTES]), *more])


def headline(found: Received | Brought, catalogue: Catalogue, waiting: int) -> str:
    """The title line over a package; ``waiting`` more come after it."""
    if isinstance(found, Received) and found.file.status is not FileStatus.STAGED:
        state = "没有收，原因见下面"
    else:
        state = "还没有写进台账"
    more = f"；后面还有 {waiting} 个包" if waiting else ""
    return f"收包：{title(found, catalogue)}，{counted(found)}；{state}{more}"


def action(written: Counter[Change]) -> str:
    """The main button over a package of figures."""
    number = written.total()
    return f"收下这个包，写 {number:,} 个数" if number else "收下这个包，没有变化"


def taken_sentence(found: Received, written: Counter[Change], catalogue: Catalogue) -> str:
    """What was written."""
    cleared = f"、清空 {written[Change.BLANK]:,}" if written[Change.BLANK] else ""
    return (
        f"已收下{title(found, catalogue)}，新增 {written[Change.NEW]:,}、"
        f"改动 {written[Change.CHANGED]:,}{cleared}。"
    )


def refused(sentences: Sequence[str]) -> str:
    """What is said of packages that could not be opened or may not be taken."""
    return " ".join(sentences)


def _when(manifest: Manifest) -> str:
    return f"{manifest.made[:16].replace('T', ' ')} "
