"""What ``trace`` and ``history`` print: the documented JSON shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db.changes import PastChange
from db.records import Source
from desktop.reports import month_text
from desktop.trace_words import expression
from monitoring.amounts import Value, unscale
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator, Item
from monitoring.findings import Finding
from monitoring.indicators import shown
from workflow.traces import Figure, FormFiling, Remark, Term, Trace, total_of


def traced(trace: Trace, area: Area, catalogue: Catalogue) -> dict[str, Any]:
    """The JSON of ``trace``: every figure a decimal string, ``None`` for what is not there."""
    subject, result = trace.subject, trace.result
    if isinstance(subject, Finding) or result is None:
        raise TypeError("a finding is no single figure")
    is_item = isinstance(subject, Item)
    places = subject.decimals if isinstance(subject, Item) else subject.places
    return {
        "code": subject.code,
        "name": subject.name,
        "kind": "item" if is_item else "indicator",
        "form": catalogue.form_of[subject.code].code if is_item else None,
        "period": month_text(trace.period.end),
        "unit": trace.unit.code if trace.unit else None,
        "unit_name": trace.unit.name if trace.unit else area.name,
        "measure": subject.unit,
        "state": None if trace.state is None else str(trace.state),
        "value": None if result.ratio is None else shown(result.ratio, places),
        "exact": result.exact or None,
        "reported": result.reported,
        "of": result.of,
        "expression": expression(trace) or subject.name,
        "factor": subject.factor if isinstance(subject, Indicator) else 1,
        "terms": [_term(term) for term in trace.terms],
        "findings": [_remark(remark) for remark in trace.remarks],
        "filings": [_filed(filed, area, catalogue) for filed in trace.filings],
    }


def changed(
    changes: Iterable[PastChange], area: Area, catalogue: Catalogue
) -> list[dict[str, Any]]:
    """The JSON of ``history``, newest first."""
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    return [
        {
            "id": each.id,
            "unit": each.unit,
            "unit_name": names.get(each.unit, ""),
            "item": each.item,
            "item_name": catalogue.items[each.item].name,
            "period": month_text(each.end),
            **_change(each, catalogue.items[each.item]),
        }
        for each in changes
    ]


def _term(term: Term) -> dict[str, Any]:
    total = total_of(term.figures)
    return {
        "side": None if term.side == "item" else term.side,
        "factor": term.factor,
        "item": term.item.code,
        "item_name": term.item.name,
        "form": term.form.code,
        "measure": term.item.unit,
        "value": None if total is None else _amount(total, term.item),
        "figures": [_figure(each) for each in term.figures],
    }


def _figure(each: Figure) -> dict[str, Any]:
    return {
        "unit": each.unit.code,
        "unit_name": each.unit.name,
        "period": month_text(each.end),
        "state": None if each.value is None else str(each.value.state),
        "value": None if each.value is None else _amount(each.value, each.item),
        "counted": each.counted,
        "source": _source(each.source),
        "carried_from": None if each.origin is None else month_text(each.origin),
        "earlier": [_change(change, each.item) for change in each.earlier],
    }


def _change(change: PastChange, item: Item) -> dict[str, Any]:
    return {
        "at": change.at,
        "before": _value(change.before, item),
        "after": _value(change.after, item),
        "source": _source(change.was),
        "by": _source(change.by),
        "taken_back": change.taken_back,
    }


def _remark(remark: Remark) -> dict[str, Any]:
    found, written = remark.finding, remark.explanation
    return {
        "rule": found.rule,
        "severity": found.severity,
        "unit": found.unit,
        "unit_name": found.unit_name,
        "period": month_text(found.end),
        "left": found.left,
        "right": found.right,
        "message": found.message,
        "explanation": written
        and {
            "text": written.text,
            "operator": written.operator,
            "at": written.at,
            "holds": remark.holds,
        },
    }


def _filed(filed: FormFiling, area: Area, catalogue: Catalogue) -> dict[str, Any]:
    lock = filed.filing.lock
    return {
        "form": filed.form.code,
        "period": month_text(filed.end),
        "locked": lock and {"operator": lock.operator, "at": lock.at},
        "events": [
            {"event": each.event, "reason": each.reason, "operator": each.operator, "at": each.at}
            for each in filed.filing.events
        ],
        "corrections": changed(filed.filing.corrections, area, catalogue),
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    """``kind`` and the rest; the id leads to ``imports`` and ``undo``."""
    return None if source is None else source._asdict()


def _value(value: Value | None, item: Item) -> dict[str, str | None] | None:
    return None if value is None else {"state": str(value.state), "value": _amount(value, item)}


def _amount(value: Value, item: Item) -> str | None:
    return None if value.amount is None else unscale(value.amount, item.decimals)
