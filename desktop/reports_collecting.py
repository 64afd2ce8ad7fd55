"""What the commands after collecting print: questions to answer, and what taking back does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.records import Affected, TakeBack
from desktop.reports import month_text
from monitoring.amounts import STATE_LABELS, Value, grouped, unscale
from monitoring.areas import Area
from monitoring.catalogue import Catalogue

if TYPE_CHECKING:
    from importers.questions import Question
    from monitoring.issues import Issue
    from workflow.collect import StagedFile

_OUTCOMES = {
    "restored": "恢复原值",
    "removed": "清空",
    "conflicts": "后来改过，不动",
    "kept": "别处也这么报，不动",
}


def answerable(file: StagedFile, ledger: Path) -> StagedFile:
    """The file with the command that answers it in each question's message."""
    if file.reading is None or not file.reading.questions:
        return file
    issues = (_answerable(each, file.reading.questions, ledger) for each in file.issues)
    return replace(file, issues=tuple(issues))


def _answerable(issue: Issue, questions: tuple[Question, ...], ledger: Path) -> Issue:
    if issue.code != "question":
        return issue
    for question in questions:
        if issue.message.startswith(question.text):
            return replace(issue, message=f"{question.text}{_command(question, ledger)}")
    return issue


def _command(question: Question, ledger: Path) -> str:
    words = ["taizhang", "answer", str(ledger), "--sender", question.sender]
    # An equals sign keeps a key such as “-” from being taken for an option.
    words += [f"--kind={question.kind}", f"--key={question.key}"]
    options = "、".join(f"{option.value}（{option.label}）" for option in question.options)
    return f"请用命令回答后再收：{shlex.join(words)} --value=答案；答案可以是 {options}。"


def taken_back(taken: TakeBack, catalogue: Catalogue, area: Area) -> dict[str, Any]:
    """The JSON of ``undo``; a figure that is blank is ``None``."""
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    return {
        kind: [
            {
                "unit": each.unit,
                "unit_name": names.get(each.unit, ""),
                "item": each.item,
                "item_name": catalogue.items[each.item].name,
                "period": month_text(each.end),
                "imported": _figure(each.imported, catalogue.decimals(each.item)),
                "after": _figure(each.after, catalogue.decimals(each.item)),
            }
            for each in affected
        ]
        for kind, affected in taken._asdict().items()
    }


def _figure(value: Value | None, decimals: int) -> dict[str, str | None] | None:
    if value is None:
        return None
    amount = None if value.amount is None else unscale(value.amount, decimals)
    return {"state": str(value.state), "value": amount}


def taken_back_lines(
    taken: TakeBack, catalogue: Catalogue, area: Area
) -> Iterator[tuple[str, ...]]:
    """One line a figure: outcome, unit, item, what was imported, what stands afterwards."""
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    for kind, affected in taken._asdict().items():
        for each in affected:
            yield _OUTCOMES[kind], names.get(each.unit, each.unit), *_words(each, catalogue)


def _words(each: Affected, catalogue: Catalogue) -> tuple[str, str, str]:
    item = catalogue.items[each.item]
    return item.name, _shown(each.imported, item.decimals), _shown(each.after, item.decimals)


def _shown(value: Value | None, decimals: int) -> str:
    if value is None:
        return "（无）"
    return STATE_LABELS[value.state] if value.amount is None else grouped(value.amount, decimals)
