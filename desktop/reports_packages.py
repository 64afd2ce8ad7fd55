"""What the commands about packages print: what one would change, partners, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from db.keys import Partner
from db.ledger import Ledger
from desktop.reports import month_text
from monitoring.amounts import STATE_LABELS, Value, grouped, unscale
from monitoring.exchange import Manifest, grouped_digits
from workflow.collect import CHANGE_LABELS, Change, Difference, FileStatus
from workflow.handing_down import CHANGE_LABELS as DEFINED
from workflow.handing_down import KIND_LABELS, Brought
from workflow.missing import CountyForm
from workflow.partners import Trust
from workflow.receiving import Received

_SHOWN = 40
_STATUS = {
    FileStatus.STAGED: "可以收",
    FileStatus.COMMITTED: "已收下",
    FileStatus.REFUSED: "没有收",
    FileStatus.DUPLICATE: "收过了",
}
TRUSTED = {Trust.CONFIRMED: "已确认", Trust.OWN: "本台账", Trust.UNKNOWN: "没有确认"}
PARTNER_HEADS = ("单位", "代码", "指纹", "确认人", "确认时间", "停用时间")
MISSING_HEADS = ("县（市、区）", "报表", "情况", "已报", "应报", "县里", "收包时间", "未报的单位")
DEFINED_HEADS = ("变化", "种类", "编号", "本机编号", "名称", "现在", "下发的", "说明")


def manifest_document(manifest: Manifest) -> dict[str, Any]:
    """The JSON of what a package says of itself."""
    return {
        "kind": str(manifest.kind),
        "area": manifest.area,
        "area_name": manifest.area_name,
        "sender": manifest.sender,
        "sender_name": manifest.sender_name,
        "fingerprint": manifest.fingerprint,
        "form": manifest.form or None,
        "period": month_text(manifest.period) if manifest.period else None,
        "made": manifest.made,
        "operator": manifest.operator,
        "demonstration": manifest.demonstration,
    }


def received_document(found: Received, ledger: Ledger) -> dict[str, Any]:
    """The JSON of one file of ``receive``: every figure that is not the same, both sides."""
    file = found.file
    counts = {str(change): 0 for change in Change}
    for each in file.differences:
        counts[str(each.change)] += 1
    return {
        "path": str(file.path),
        "sha256": file.sha256,
        "status": str(file.status),
        "trust": str(found.trust),
        **manifest_document(found.package.manifest),
        "counts": counts,
        "growth": list(found.growth),
        "explanations": {"written": len(found.written), "withdrawn": len(found.gone)},
        "differences": [
            {
                "unit": each.unit,
                "unit_name": _names(found).get(each.unit, ""),
                "item": each.item,
                "item_name": ledger.catalogue.items[each.item].name,
                "change": str(each.change),
                "old": _figure(each.old, ledger.catalogue.decimals(each.item)),
                "new": _figure(each.new, ledger.catalogue.decimals(each.item)),
            }
            for each in _differing(found)
        ],
        "issues": [
            {"severity": str(each.severity), "code": each.code, "message": each.message}
            for each in file.issues
        ],
    }


def received_lines(found: Received, ledger: Ledger) -> Iterator[str]:
    """What a package is and what it would change, in sentences."""
    manifest, file = found.package.manifest, found.file
    form = ledger.catalogue.forms[manifest.form]
    yield (
        f"{file.name}：{manifest.area_name} {month_text(manifest.period)} {form.code} {form.name}，"
        f"{manifest.sender_name} {manifest.made.replace('T', ' ')} 打包，"
        f"指纹 {grouped_digits(manifest.fingerprint)}（{TRUSTED[found.trust]}）"
    )
    counts = [
        f"{label} {sum(each.change is change for each in file.differences)}"
        for change, label in CHANGE_LABELS.items()
    ]
    explained = len(found.written) + len(found.gone)
    also = f"；说明有变化的 {explained} 条" if explained else ""
    yield f"  {_STATUS[file.status]}：{'，'.join(counts)}{also}。"
    yield from (f"  {sentence}" for sentence in found.growth)
    yield from (f"  {issue.message}" for issue in file.issues)


def difference_rows(found: Received, ledger: Ledger) -> list[tuple[str, ...]]:
    """The first figures that are not the same: change, unit, item, ours, theirs."""
    names, items = _names(found), ledger.catalogue.items
    rows = [
        (
            CHANGE_LABELS[each.change],
            names.get(each.unit, each.unit),
            items[each.item].name,
            _shown(each.old, items[each.item].decimals),
            _shown(each.new, items[each.item].decimals),
        )
        for each in _differing(found)
    ]
    more = len(rows) - _SHOWN
    return [*rows[:_SHOWN], *([("…", f"还有 {more} 个", "", "", "")] if more > 0 else [])]


def partner_documents(listed: Iterable[Partner]) -> list[dict[str, Any]]:
    """The JSON of the partners."""
    return [
        {
            "area": each.area,
            "name": each.name,
            "fingerprint": each.fingerprint,
            "confirmed_by": each.operator,
            "confirmed_at": each.at,
            "withdrawn_at": each.withdrawn or None,
            "withdrawn_by": each.withdrawn_by or None,
        }
        for each in listed
    ]


def partner_lines(listed: Iterable[Partner]) -> list[tuple[str, ...]]:
    """One line a partner."""
    return [
        (
            each.name,
            each.area,
            grouped_digits(each.fingerprint),
            each.operator,
            each.at.replace("T", " "),
            each.withdrawn.replace("T", " "),
        )
        for each in listed
    ]


def missing_documents(found: Iterable[CountyForm]) -> list[dict[str, Any]]:
    """The JSON of ``missing``."""
    return [
        {
            "area": each.county.code,
            "area_name": each.county.name,
            "form": each.form.code,
            "form_name": each.form.name,
            "state": each.arrival.name.lower(),
            "arrived": each.arrived,
            "owed": each.owed,
            "silent": list(each.silent),
            "filed": each.filed,
            "package": None
            if each.package is None
            else {
                "file": each.package.file,
                "made": each.package.made,
                "received_at": each.package.at,
                "received_by": each.package.operator,
            },
        }
        for each in found
    ]


def missing_lines(found: Iterable[CountyForm]) -> list[tuple[str, ...]]:
    """One line a county and form."""
    return [
        (
            each.county.name,
            each.form.code,
            each.arrival.value,
            str(each.arrived),
            str(each.owed or "？"),
            "" if each.package is None else "已上报" if each.filed else "没有上报",
            "" if each.package is None else each.package.at.replace("T", " "),
            "、".join(each.silent[:5]) + ("等" if len(each.silent) > 5 else ""),
        )
        for each in found
    ]


def definition_documents(found: Brought) -> list[dict[str, Any]]:
    """The JSON of the differences of ``definitions --import``."""
    return [
        {
            "kind": str(each.kind),
            "code": each.code,
            "own": each.own,
            "name": each.name,
            "change": str(each.change),
            "before": each.before,
            "after": each.after,
            "note": each.note,
        }
        for each in found.differences
    ]


def definition_lines(found: Brought) -> list[tuple[str, ...]]:
    """One line a definition that is not the same."""
    return [
        (
            DEFINED[each.change],
            KIND_LABELS[each.kind],
            each.code,
            each.own,
            each.name,
            each.before,
            each.after,
            each.note,
        )
        for each in found.differences
        if each.writes or each.note
    ]


def _differing(found: Received) -> Sequence[Difference]:
    return [each for each in found.file.differences if each.change is not Change.SAME]


def _names(found: Received) -> dict[str, str]:
    return {unit.code: unit.name for unit in (*found.area.units, found.area.itself)}


def _figure(value: Value | None, decimals: int) -> dict[str, str | None] | None:
    if value is None:
        return None
    amount = None if value.amount is None else unscale(value.amount, decimals)
    return {"state": str(value.state), "value": amount}


def _shown(value: Value | None, decimals: int) -> str:
    if value is None:
        return "（无）"
    return STATE_LABELS[value.state] if value.amount is None else grouped(value.amount, decimals)
