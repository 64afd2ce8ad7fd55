"""Answers kept for senders, in words: whose, about what, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.models.history import Names, when
from desktop.models.word_table import Column
from monitoring.catalogue import Catalogue

if TYPE_CHECKING:
    from db.records import KeptAnswer

Choice = tuple[str, str]

_KINDS = {"heading": "表头", "mark": "记号", "measure": "换算"}
_IGNORE = {"heading": "不收这一列", "mark": "不收这些格", "measure": "不收这些数"}
_MARKS = {"missing": "未报", "not_applicable": "不适用"}
_ZERO = {"zero": "0"}
_SAYS_NONE = ("无", "没有")
_CONVERSIONS = {"yes": "换算", "no": "不换算，照原数收"}
_SHARES = {"ratio": "按比值读，乘以 100", "as_is": "照原数读"}


class AnswerWords:
    """Words for answers, and what each of them may be corrected to."""

    def __init__(self, names: Names, catalogue: Catalogue) -> None:
        self._names = names
        self._items = {
            item.code: f"{form.code} {item.name}"
            for form in catalogue.forms.values()
            for item in form.items
        }

    def columns(self) -> list[Column]:
        """Columns over kept answers (db.records.KeptAnswer)."""
        return [
            Column("谁的表", lambda each: self._names.unit(each.sender)),
            Column("类别", lambda each: _KINDS.get(each.kind, each.kind)),
            Column("表里写的", self.what),
            Column("意思是", self.meaning),
            Column("记下的时间", lambda each: when(each.at), tip=lambda e: e.at.replace("T", " ")),
        ]

    def what(self, answer: KeptAnswer) -> str:
        """What stands in the sender's file: a heading, a mark, a unit of measure."""
        if answer.kind == "heading":
            return answer.key.partition("|")[2] or answer.key
        if answer.kind == "measure":
            units, _, item = answer.key.partition("|")
            return f"{units}　{self._items.get(item, item)}"
        return f"“{answer.key}”"

    def meaning(self, answer: KeptAnswer) -> str:
        """What it was said to mean."""
        return dict(self.choices(answer)).get(answer.value, answer.value)

    def choices(self, answer: KeptAnswer) -> list[Choice]:
        """What it may mean, as (value, words); what it means now is always among them."""
        if answer.kind == "heading":
            known = dict(self._items)
        elif answer.kind == "mark":
            known = {**_MARKS, **(_ZERO if answer.key in _SAYS_NONE else {})}
        elif answer.value in _SHARES:
            known = dict(_SHARES)
        else:
            # Only a heading can be left unconverted; a cell that says 万人 has no other reading.
            known = {k: v for k, v in _CONVERSIONS.items() if k in ("yes", answer.value)}
        if answer.kind in _IGNORE:
            known["ignore"] = _IGNORE[answer.kind]
        known.setdefault(answer.value, answer.value)
        return list(known.items())
