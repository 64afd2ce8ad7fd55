"""What was filed: every version's own workbook, and a slip about what a later one corrects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db import attachments
from db import snapshots as stored
from db.ledger import Ledger
from db.snapshots import Snapshot
from monitoring.catalogue import Form
from monitoring.corrections import Correction, corrections, from_json
from monitoring.errors import ExpectedError
from monitoring.returns import Return

__all__ = ["Snapshot", "every", "of_period", "save_slip", "save_version", "since"]


def of_period(ledger: Ledger, form: Form, end: int) -> list[Snapshot]:
    """The versions that were filed of a form's period, the first one first."""
    return stored.of_period(ledger, form.code, end)


def every(ledger: Ledger) -> list[Snapshot]:
    """Everything that was filed, the newest first."""
    return stored.every(ledger)


def version_of(ledger: Ledger, form: Form, end: int, version: int) -> Snapshot:
    """One version. Raises ``ExpectedError`` when there is none of that number."""
    for each in of_period(ledger, form, end):
        if each.version == version:
            return each
    raise ExpectedError(f"“{form.name}”这一期没有第 {version} 版；请先看报送记录里有哪些版本。")


def save_version(
    ledger: Ledger, form: Form, end: int, version: int, path: Path, *, replace: bool = False
) -> Snapshot:
    """Write the workbook of a version as it was filed, byte for byte."""
    from exporters.files import write_bytes_whole

    found = version_of(ledger, form, end, version)
    content = attachments.content(ledger, found.attachment)
    write_bytes_whole(path, content, replace=replace)
    return found


def since(ledger: Ledger, form: Form, end: int, version: int) -> list[Correction]:
    """What a version corrects of the one before it. Raises ``ExpectedError`` for the first."""
    was, now = _pair(ledger, form, end, version)
    return corrections(_document(was), _document(now))


def save_slip(
    ledger: Ledger, form: Form, end: int, version: int, path: Path, *, replace: bool = False
) -> Sequence[Correction]:
    """Write the 更正说明 of a version against the one before it; returns what it lists."""
    from exporters.correction_slip import Slip, write_slip

    was, now = _pair(ledger, form, end, version)
    document = _document(now)
    found = corrections(_document(was), document)
    slip = Slip(
        f"{document.title}更正说明",
        (
            f"报告期：{document.period}　　填报单位：{document.area}",
            f"更正原因：{now.reason or '没有写明'}",
            *(_said(each) for each in (was, now)),
        ),
        tuple(found),
        document.demonstration,
    )
    write_slip(path, slip, replace=replace)
    return found


def _pair(ledger: Ledger, form: Form, end: int, version: int) -> tuple[Snapshot, Snapshot]:
    now = version_of(ledger, form, end, version)
    if version == 1:
        raise ExpectedError("第 1 版是首次上报，没有更正；请选后来的版本。")
    return version_of(ledger, form, end, version - 1), now


def _said(each: Snapshot) -> str:
    who = f"，{each.operator}" if each.operator else ""
    at = each.at[:16].replace("T", " ")
    return f"第 {each.version} 版：{at} 上报{who}，校验码 {each.sha256[:16]}"


def _document(each: Snapshot) -> Return:
    return from_json(each.document)
