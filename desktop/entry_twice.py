"""A form that is typed twice: which pass is on screen, what differs, and how it is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.entry_editing import EntryEditing
from desktop.entry_writer import CellEdit, Edit
from desktop.models.entry_model import EntryModel
from desktop.session import Session
from desktop.widgets.entry_compare import EntryCompare
from desktop.widgets.entry_passes import EntryPasses, Pass
from monitoring.catalogue import Form
from workflow import entering
from workflow.entering import Difference
from workflow.roles import Right


class EntryTwice(QObject):
    """``turned`` asks for the sheet to be read again, ``opened`` carries where a difference is;
    ``noted`` says what was settled or switched.
    """

    turned = Signal()
    opened = Signal(object)
    noted = Signal(str)

    def __init__(
        self,
        session: Session,
        model: EntryModel,
        editing: EntryEditing,
        passes: EntryPasses,
        compare: EntryCompare,
    ) -> None:
        super().__init__(compare)
        self._session, self._model, self._editing = session, model, editing
        self._passes, self._compare = passes, compare
        passes.chosen.connect(lambda _: self.turned.emit())
        passes.switched.connect(self._switch)
        compare.settled.connect(self._settle)
        compare.opened.connect(self._open)

    def is_second(self, form: Form) -> bool:
        """Whether the second pass of the form is in front."""
        double = entering.is_double(self._session.ledger, form)
        return double and self._passes.front is Pass.SECOND

    def show_sheet(self) -> None:
        """Keep the passes' buttons and the list of differences true to the ledger."""
        sheet = self._model.sheet
        if sheet is None:
            return
        ledger, may = self._session.ledger, self._session.may
        double = entering.is_double(ledger, sheet.form)
        count = 0
        if double and not sheet.second:
            found = entering.passes(ledger, sheet.form, sheet.period.end)
            count = len(found.differences)
            self._compare.show_passes(found, may_settle=not sheet.closed)
        self._passes.show_form(double=double, may_switch=may(Right.MANAGE), differences=count)

    def _switch(self, on: bool) -> None:
        sheet = self._model.sheet
        if sheet is None:
            return
        entering.set_double(self._session.ledger, sheet.form, on)
        self.turned.emit()
        name = sheet.form.name
        self.noted.emit(
            f"“{name}”现在要录两遍：Alt+2 从空表录第二遍，Alt+3 对照。"
            if on
            else f"“{name}”现在只录一遍；录过的第二遍还留着。"
        )

    def _settle(self, chosen: Sequence[Difference], second: bool) -> None:
        """Let one pass say what the other does, as one edit of the one that was wrong."""
        sheet = self._model.sheet
        if sheet is None:
            return
        form, end = sheet.form, sheet.period.end
        carried = entering.carried(self._session.ledger, form, end)
        cells = tuple(_cell(each, second=second, carried=carried) for each in chosen)
        edit = Edit(form.code, end, cells, second=not second)
        if self._editing.submit(edit):
            taken = "第二遍" if second else "第一遍"
            self.noted.emit(f"{len(cells)} 格已按{taken}的数定下，已保存；Ctrl+Z 撤销。")

    def _open(self, each: Difference) -> None:
        self._passes.turn_to(Pass.FIRST)
        self.turned.emit()
        self.opened.emit({"unit": each.unit.code, "item": each.item.code})


def _cell(each: Difference, *, second: bool, carried: Mapping[tuple[str, str], int]) -> CellEdit:
    """What taking one pass for right does to the figure of the other."""
    unit, item = each.unit.code, each.item.code
    if second:
        return CellEdit(unit, item, each.first, each.second, carried.get((unit, item)))
    return CellEdit(unit, item, each.second, each.first)
