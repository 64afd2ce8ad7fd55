"""Which form's blank templates to make, and into which folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.session import Session
from desktop.widgets.file_choice import choose_folder
from desktop.widgets.progress_strip import ProgressStrip
from monitoring.catalogue import Form
from monitoring.periods import Period, latest
from workflow import templates


@dataclass(frozen=True)
class TemplateChoice:
    """A form with the period its templates are for and the number of units that owe it; without
    a form it is all that the month asks for.
    """

    form: Form | None
    period: Period
    units: int


class TemplatesPane(QWidget):
    """``ready_changed`` says that something about the choice changed; ``closed`` goes back.

    ``made`` carries the folder and how many templates were written into it, ``refused`` why none.
    """

    ready_changed = Signal()
    closed = Signal()
    made = Signal(Path, int)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.form_box = QComboBox()
        self.form_box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.folder_line = QLineEdit()
        self.folder_line.setPlaceholderText("空白表放在哪个文件夹")
        self.browse_button = QPushButton("浏览…")
        self.replace_box = QCheckBox("文件夹里已有同名的表时，替换它")
        self.last_box = QCheckBox("每格旁边印上这个单位上期的数")
        self.zip_box = QCheckBox("放进一个 .zip，方便一次发出")
        self.back_button = QPushButton("返回收表")
        self.back_button.setToolTip("不做空白表，回到收表（Esc）")
        hint = QLabel("每个单位一个文件，只有该填的格子能填；填好收回来就能直接读。")
        hint.setWordWrap(True)
        folder = QHBoxLayout()
        folder.setSpacing(8)
        folder.addWidget(self.folder_line, 1)
        folder.addWidget(self.browse_button)
        fields = QFormLayout()
        fields.setSpacing(8)
        fields.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form_label, folder_label = QLabel("报表(&F)"), QLabel("文件夹(&D)")
        form_label.setBuddy(self.form_box)
        folder_label.setBuddy(self.folder_line)
        fields.addRow(form_label, self.form_box)
        fields.addRow(folder_label, folder)
        for box in (self.last_box, self.zip_box, self.replace_box):
            fields.addRow("", box)
        inner = QWidget()
        inner.setMaximumWidth(720)
        column = QVBoxLayout(inner)
        column.setSpacing(16)
        column.addWidget(hint)
        column.addLayout(fields)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(8, 0, 16, 16)
        outer.addWidget(inner, 1)
        outer.addStretch()
        self.form_box.currentIndexChanged.connect(lambda _: self.ready_changed.emit())
        self.folder_line.textChanged.connect(lambda _: self.ready_changed.emit())
        self.browse_button.clicked.connect(self._browse)
        self.back_button.clicked.connect(self.closed)

    @property
    def choice(self) -> TemplateChoice | None:
        """The form chosen, ``None`` when there is none to choose."""
        found = self.form_box.currentData()
        return found if isinstance(found, TemplateChoice) else None

    @property
    def folder(self) -> Path | None:
        """The folder chosen, ``None`` before one is."""
        text = self.folder_line.text().strip()
        return Path(text) if text else None

    @property
    def action(self) -> str:
        """The main button's words, empty while something is still to be chosen."""
        ready = self.choice is not None and self.folder is not None
        return f"制作 {self.choice.units} 份空白表" if ready and self.choice else ""

    def refresh(self) -> None:
        """Offer every form for its last period that has ended by the month looked at."""
        kept = self.choice
        area, month = self._session.ledger.area, self._session.month
        with QSignalBlocker(self.form_box):
            self.form_box.clear()
            for form in self._session.ledger.catalogue.forms.values():
                period = latest(form.frequency, month)
                choice = TemplateChoice(form, period, len(form.reporting(area, period.end)))
                words = f"{form.code} {form.name}　{period.label}　{choice.units} 份"
                self.form_box.addItem(words, choice)
                if kept is not None and kept.form is not None and kept.form.code == form.code:
                    self.form_box.setCurrentIndex(self.form_box.count() - 1)
            due = [f for f in self._forms() if latest(f.frequency, month).end == month]
            units = sum(len(form.reporting(area, month)) for form in due)
            self.form_box.addItem(
                f"这个月要报的全部 {len(due)} 张　{units} 份",
                TemplateChoice(None, Period(month), units),
            )
            if kept is not None and kept.form is None:
                self.form_box.setCurrentIndex(self.form_box.count() - 1)
        self.ready_changed.emit()

    def _forms(self) -> list[Form]:
        return list(self._session.ledger.catalogue.forms.values())

    def _wanted(self, chosen: TemplateChoice) -> list[templates.Wanted]:
        if chosen.form is not None:
            return [(chosen.form, chosen.period)]
        month = chosen.period.end
        latests = [(form, latest(form.frequency, month)) for form in self._forms()]
        return [(form, period) for form, period in latests if period.end == month]

    def make(self, progress: ProgressStrip) -> None:
        """Write the templates in the background; nothing happens before all is chosen."""
        chosen, folder = self.choice, self.folder
        if chosen is None or folder is None:
            return
        replace, with_last = self.replace_box.isChecked(), self.last_box.isChecked()
        wanted = self._wanted(chosen)
        if self.zip_box.isChecked():
            month = Period(self._session.month).label
            folder = folder / f"{self._session.ledger.area.name}空白表_{month}.zip"
        progress.run(
            "制作空白表",
            lambda ledger, reporter: templates.templates(
                ledger,
                wanted,
                folder,
                with_last=with_last,
                replace_existing=replace,
                reporter=reporter,
            ),
            lambda paths: self.made.emit(folder, len(paths)),
            self.refused.emit,
        )

    def _browse(self) -> None:
        for folder in choose_folder(self, "空白表放在哪个文件夹"):
            self.folder_line.setText(str(folder))
