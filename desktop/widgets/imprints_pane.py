"""表头标识: 表号, 文号 and what else an approved form bears, set by the county for each form."""

from __future__ import annotations

from dataclasses import astuple
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.word_table import Column, WordTable
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from desktop.writing import write_and_say
from monitoring.catalogue import Form
from monitoring.layouts import return_layout
from monitoring.returns import Imprint
from workflow import imprints
from workflow.roles import Right

ABOUT = (
    "表号、文号由制定机关定，照批准的文件填；填了哪几项，报表右上角就印哪几项。"
    "一项也没填的，印“内部工作报表”。"
)
_PARTS = (
    ("表号", "照批准的表填，如 某某1表"),
    ("制定机关", "哪个机关制定的"),
    ("批准（备案）机关", "哪个机关批准或备案的"),
    ("批准（备案）文号", "照批准的文件填"),
    ("有效期至", "照原样印，如 2027年12月"),
)


class FormImprint(NamedTuple):
    """A form with what it bears."""

    form: Form
    imprint: Imprint


def columns() -> list[Column]:
    """The form, and the parts that are set."""

    def part(at: int) -> Column:
        return Column(_PARTS[at][0], lambda each: astuple(each.imprint)[at])

    return [
        Column("报表", lambda each: f"{each.form.code} {each.form.name}"),
        *(part(at) for at in range(len(_PARTS))),
    ]


class ImprintsPane(QWidget):
    """One row a form; the fields below set what the chosen one bears."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = WordTable(columns(), self)
        self.notice = NoticeBar()
        self.table = RowTable(self._model, "表头标识")
        self.parts = tuple(QLineEdit() for _ in _PARTS)
        self.shown = QLabel()
        self.save_button = QPushButton("保存(&S)")
        self.clear_button = QPushButton("清空(&D)")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Show what the ledger has."""
        ledger = self._session.ledger
        row = self.table.currentIndex().row()
        forms = ledger.catalogue.forms.values()
        self._model.show_records(
            [FormImprint(form, imprints.imprint_of(ledger, form)) for form in forms]
        )
        self.table.selectRow(min(max(row, 0), len(self._model.records) - 1))
        self._on_choice()

    @property
    def chosen(self) -> FormImprint | None:
        """The form that is chosen."""
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def _typed(self) -> Imprint:
        return Imprint(*(field.text() for field in self.parts))

    def _on_choice(self) -> None:
        chosen, may = self.chosen, self._session.may(Right.MANAGE)
        texts = astuple(chosen.imprint) if chosen else ("",) * len(self.parts)
        for field, text in zip(self.parts, texts, strict=True):
            field.setText(text)
            field.setEnabled(may and chosen is not None)
        self.save_button.setEnabled(may and chosen is not None)
        self.clear_button.setEnabled(may and any(texts))
        self._show_block()

    def _show_block(self) -> None:
        lines = return_layout().block(Imprint(*(part.text().strip() for part in self.parts)))
        self.shown.setText("\n".join(lines))

    def _save(self) -> None:
        self._keep(self._typed(), "已保存，报表照这个印。")

    def _clear(self) -> None:
        self._keep(Imprint(), "已清空，报表印“内部工作报表”。")

    def _keep(self, imprint: Imprint, sentence: str) -> None:
        if (chosen := self.chosen) is not None:
            write_and_say(
                self._session,
                self.notice,
                "保存表头标识",
                lambda ledger, _: imprints.keep(ledger, chosen.form, imprint),
                f"{chosen.form.code} {sentence}",
            )

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_choice)
        self.table.opened.connect(lambda _: self.parts[0].setFocus())
        self.table.removal_requested.connect(self._clear)
        self.save_button.clicked.connect(self._save)
        self.clear_button.clicked.connect(self._clear)
        for field in self.parts:
            field.textChanged.connect(self._show_block)
            field.returnPressed.connect(self._save)

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        about.setWordWrap(True)
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 18, 1: 7, 2: 10, 3: 10, 5: 8}, stretch=4)
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(6)
        for at, (field, (name, hint)) in enumerate(zip(self.parts, _PARTS, strict=True)):
            label = QLabel(name)
            label.setBuddy(field)
            field.setPlaceholderText(hint)
            field.setAccessibleName(name)
            field.setMaxLength(imprints.LONGEST)
            fields.addWidget(label, at, 0)
            fields.addWidget(field, at, 1)
        self.shown.setAccessibleName("报表右上角会印")
        self.shown.setMinimumWidth(260)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.addWidget(QLabel("报表右上角会印："))
        side.addWidget(self.shown, 1)
        below = QHBoxLayout()
        below.setSpacing(24)
        below.addLayout(fields, 1)
        below.addLayout(side)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addWidget(about)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        layout.addLayout(buttons)
