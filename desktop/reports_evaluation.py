"""The JSON of ``report-plan``."""

from __future__ import annotations

from typing import Any

from desktop.reports import month_text
from desktop.reports_assessing import verdict
from monitoring.progress import Status
from monitoring.steps import Standing, Urgency
from workflow.evaluation import Evaluation, Line


def evaluation(found: Evaluation) -> dict[str, Any]:
    """Everything the report says: the verdicts as ``assess`` gives them, causes and data notes."""
    plan = found.plan
    return {
        "plan": plan.code,
        "name": plan.name,
        "area": found.area.code,
        "superior": found.superior,
        "period": month_text(found.end),
        "demonstration": found.demonstration,
        "targets": len(found.lines),
        "measured": len(found.measured),
        "statuses": {str(status): len(found.of(status)) for status in Status},
        "verdicts": [_line(line) for line in found.measured],
        "unmeasured": [line.target.id for line in found.unmeasured],
        "conflicts": [[line.target.id for line in group] for group in found.conflicts],
        "milestones": [_step(each) for each in found.milestones],
        "tasks": [_step(each) for each in found.tasks],
        "projects": [
            {
                "id": each.id,
                "name": each.details.name,
                "stage": str(each.details.stage),
                "left": each.registered.left is not None,
                "late": [str(late) for late in each.late],
            }
            for each in found.projects
        ],
        "reporting": [
            {
                "form": note.form.code,
                "form_name": note.form.name,
                "owed": note.owed,
                "arrived": note.arrived,
                "last": month_text(note.last.end),
                "silent": list(note.silent),
            }
            for note in found.notes.forms
        ],
        "explanations": [
            {
                "unit_name": each.unit_name,
                "item_name": each.item_name,
                "period": month_text(each.end),
                "text": each.text,
            }
            for each in found.notes.explained
        ],
        "corrections": [
            {
                "form": each.form.code,
                "period": month_text(each.period.end),
                "figures": each.figures,
                "reasons": list(each.reasons),
            }
            for each in found.notes.corrected
        ],
    }


def _step(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing.step.id,
        "name": standing.step.name,
        "due": standing.step.due.isoformat() if standing.step.due else None,
        "state": str(standing.state),
        "overdue": standing.urgency is Urgency.OVERDUE,
    }


def _line(line: Line) -> dict[str, Any]:
    holders = [{"unit_name": each.name, "lacks": str(each.whole)} for each in line.holders]
    return {**verdict(line.verdict), "holders": holders, "silent": list(line.silent)}
