"""项目: the register of major projects as a table and as a board, with reports of progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.evidence import open_attachment
from desktop.listing_pages import Listing
from desktop.models.register import PROJECT_COLUMNS
from desktop.models.word_table import WordTable
from desktop.pages.page import Page
from desktop.project_import import ProjectImport
from desktop.session import Session
from desktop.widgets.listing_buttons import ListingButtons
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.project_board import ProjectBoard
from desktop.widgets.project_form import ProjectForm
from desktop.widgets.project_journal import ProjectJournal
from desktop.widgets.reason_bar import ReasonBar
from desktop.widgets.row_table import RowTable
from desktop.writing import write_and_say
from monitoring.periods import Period
from monitoring.projects import Details, Stage
from workflow import project_tables, projects
from workflow.progress import Reporter
from workflow.projects import Project
from workflow.roles import Right
from workflow.steps import evidence_of

_SHARES = (8, 26, 12, 10, 6, 9, 9, 14)
_EMPTY = "项目库里还没有项目。点“新项目入库”，写上名称和理由。"


class _Said(NamedTuple):
    """What stands in the form when it is submitted."""

    details: Details
    note: str
    path: Path | None


class ProjectsPage(Page):
    """:meth:`open_at` takes a dict with ``project`` (an id), and ``late`` to leave out the rest."""

    key = "projects"
    label = "项目"
    right = Right.WRITE

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._found: Sequence[Project] = ()
        self._wished, self._doing = "", "report"
        self._model = WordTable(PROJECT_COLUMNS, self)
        self.notice, self.reason = NoticeBar(), ReasonBar()
        self.filter, self.late_only = QLineEdit(), QCheckBox("只看要督导的")
        self.table, self.board = RowTable(self._model, "重大项目库"), ProjectBoard()
        self.views = QStackedWidget()
        self.as_table, self.as_board = QPushButton("表"), QPushButton("看板")
        self.form, self.journal = ProjectForm(), ProjectJournal()
        self.change_button = QPushButton("变更资料(&M)")
        self.leave_button = QPushButton("退出…(&T)")
        self.undo_button = QPushButton("撤销上一次(&Z)")
        self.import_button = QPushButton("导入…(&I)")
        self.importing = ProjectImport(session, self.notice, self.reason)
        self.printed = ListingButtons(session, self.listing, self.notice, sheet=self.wide_listing)
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()
        self._on_choice()

    def refresh(self) -> None:
        """Look at the end of the session's month."""
        month = self.session.month

        def work(ledger: Ledger, _: Reporter) -> list[Project]:
            return projects.projects(ledger, month)

        self.action_changed.emit("新项目入库")
        self.session.run("查看项目库", work, self._show, self._refuse)

    def act(self) -> None:
        """Begin a new project in the form."""
        self._doing = "enter"
        self.form.show_details(Details(""), "新项目入库", "入库理由，如会议纪要", whole=True)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, argument: object) -> None:
        if isinstance(argument, dict) and (project := argument.get("project")):
            self.filter.clear()
            self.late_only.setChecked("late" in argument)
            self._wished = str(project)
            self._choose()

    def listing(self) -> Listing | None:
        """The register as it is shown, to be printed or saved."""
        shown = self._model.records
        area, month = self.session.ledger.area, self.session.month
        return Listing(
            f"{area.name}重大项目库",
            Period(month).label,
            tuple(column.head for column in PROJECT_COLUMNS),
            _SHARES,
            tuple(tuple(column.text(each) for column in PROJECT_COLUMNS) for each in shown),
            right=frozenset((5, 6)),
        )

    def wide_listing(self) -> Listing | None:
        """All that is known of the projects that are shown, as a table that can be imported."""
        return Listing(
            f"{self.session.ledger.area.name}重大项目库",
            Period(self.session.month).label,
            project_tables.HEADS,
            (1,) * len(project_tables.HEADS),
            tuple(project_tables.table(self._model.records)),
            right=project_tables.AMOUNTS,
        )

    @property
    def chosen(self) -> Project | None:
        """The project that is chosen."""
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def _show(self, found: list[Project]) -> None:
        self._found = found
        self.headline_changed.emit(headline(found, self.session.month))
        self._filter()

    def _filter(self) -> None:
        late = self.late_only.isChecked()
        self.table.empty_text = "没有符合条件的项目。" if self._found else _EMPTY
        self._model.show_records([each for each in self._found if each.late or not late])
        self._model.filter_by(self.filter.text())
        self._choose()

    def _choose(self) -> None:
        ids = [each.id for each in self._model.records]
        if ids:
            self.table.selectRow(ids.index(self._wished) if self._wished in ids else 0)
        self._on_choice()
        self.board.show_projects(self._model.records, self.chosen.id if self.chosen else "")

    def _on_choice(self) -> None:
        chosen, may = self.chosen, self.session.may(Right.WRITE)
        left = chosen is not None and chosen.registered.left is not None
        self.import_button.setVisible(may)
        self.change_button.setEnabled(chosen is not None and may and not left)
        self.leave_button.setEnabled(chosen is not None and may)
        self.leave_button.setText("重新入库…(&T)" if left else "退出…(&T)")
        told = chosen.registered.journal if chosen is not None else ()
        self.undo_button.setEnabled(bool(told) and may)
        self.journal.show_journal(told)
        self.form.setEnabled(may and not left)
        if chosen is not None:
            self._wished = chosen.id
            self._offer_report(chosen)

    def _offer_report(self, chosen: Project) -> None:
        self._doing = "report"
        month = Period(self.session.month).label
        heading = f"{chosen.id}　{chosen.details.name}\n报{month}的进度"
        self.form.show_details(chosen.details, heading, "本月进展、存在的问题", whole=False)

    def _begin_change(self) -> None:
        if (chosen := self.chosen) is not None:
            self._doing = "change"
            heading = f"{chosen.id}　变更资料"
            self.form.show_details(chosen.details, heading, "变更理由", whole=True)
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        if not self.session.may(Right.WRITE):
            return
        said = _Said(self.form.details(), self.form.reason.text(), self.form.evidence)
        details, reason = said.details, said.note
        chosen, month = self.chosen, self.session.month
        if self._doing == "enter":

            def enter(ledger: Ledger, _: Reporter) -> None:
                self._wished = projects.enter(ledger, details, reason)

            self._run("入库", enter, f"“{details.name}”已入库。")
        elif chosen is not None and self._doing == "change":
            self._run(
                "变更",
                lambda ledger, _: projects.change(ledger, chosen.id, details, reason, month),
                f"“{details.name}”的资料已变更。",
            )
        elif chosen is not None:
            self._run(
                "报进度",
                lambda ledger, _: _report(ledger, chosen, month, said),
                f"已记下“{details.name}”{Period(month).label}的进度。",
            )

    def _move(self, project: str, stage: Stage) -> None:
        month = self.session.month
        if not self.session.may(Right.WRITE):
            return
        self._wished = project
        self._run(
            "改阶段",
            lambda ledger, _: projects.report(ledger, project, month, stage=stage),
            f"{project} 改为“{stage}”；记错了点“撤销上一次”。",
        )

    def _ask_to_leave(self) -> None:
        if (chosen := self.chosen) is None:
            return
        name, code = chosen.details.name, chosen.id
        if chosen.registered.left is not None:
            self.reason.ask(
                f"“{name}”重新入库。",
                "重新入库的理由",
                "重新入库",
                lambda reason: self._run(
                    "重新入库",
                    lambda ledger, _: projects.enter_again(ledger, code, reason),
                    f"“{name}”已重新入库。",
                ),
            )
            return
        self.reason.ask(
            f"“{name}”退出项目库，以前的记录仍然保留。",
            "退出的理由",
            "退出",
            lambda reason: self._run(
                "退出",
                lambda ledger, _: projects.leave(ledger, code, reason),
                f"“{name}”已退出。",
            ),
        )

    def _take_back(self) -> None:
        if (chosen := self.chosen) is not None:
            self._run(
                "撤销",
                lambda ledger, _: projects.take_back(ledger, chosen.id),
                f"“{chosen.details.name}”最后一次的记录已撤销。",
            )

    def _open_evidence(self, identity: int) -> None:
        open_attachment(self.session, identity, self._refuse)

    def _run(self, title: str, work: Callable[[Ledger, Reporter], None], sentence: str) -> None:
        write_and_say(self.session, self.notice, title, work, sentence)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _on_card(self, project: str) -> None:
        self._wished = project
        ids = [each.id for each in self._model.records]
        if project in ids:
            self.table.selectRow(ids.index(project))

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _: self._filter())
        self.late_only.toggled.connect(lambda _: self._filter())
        self.table.chosen.connect(self._on_choice)
        self.table.opened.connect(lambda _: self.form.stage.setFocus())
        self.board.moved.connect(self._move)
        self.board.chosen.connect(self._on_card)
        self.form.submitted.connect(self._submit)
        self.import_button.clicked.connect(lambda: self.importing.choose(self))
        self.change_button.clicked.connect(self._begin_change)
        self.leave_button.clicked.connect(self._ask_to_leave)
        self.undo_button.clicked.connect(self._take_back)
        self.form.given_up.connect(self._on_choice)
        self.journal.evidence_requested.connect(self._open_evidence)
        self.as_table.toggled.connect(lambda on: self.views.setCurrentIndex(0 if on else 1))

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("筛选：编号、名称、领域、单位")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(240)
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 6, 2: 8, 3: 5, 4: 3, 5: 5, 6: 5, 7: 7}, stretch=1)
        switch = QButtonGroup(self)
        for button in (self.as_table, self.as_board):
            button.setCheckable(True)
            switch.addButton(button)
        self.as_table.setChecked(True)
        above = QHBoxLayout()
        above.setSpacing(8)
        for widget in (self.filter, self.late_only, self.as_table, self.as_board):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self.import_button)
        above.addWidget(self.printed)
        self.views.addWidget(self.table)
        self.views.addWidget(self.board)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.views)
        splitter.addWidget(self._right_side())
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([800, 310])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 8)
        layout.setSpacing(8)
        for bar in (self.notice, self.reason):
            layout.addWidget(bar)
        layout.addLayout(above)
        layout.addWidget(splitter, 1)

    def _right_side(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 0, 0, 0)
        buttons.setSpacing(4)
        for button in (self.change_button, self.leave_button, self.undo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addLayout(buttons)
        column.addWidget(self.journal, 1)
        return side


def headline(found: Sequence[Project], month: int) -> str:
    """How the register stands, in one sentence."""
    standing = [each for each in found if each.registered.left is None]
    built = [each for each in standing if each.registered.built]
    late = sum(bool(each.late) for each in standing)
    left = len(found) - len(standing)
    parts = [f"在库 {len(standing)} 个"]
    parts += [f"其中项目 {len(built)} 个"] if len(built) < len(standing) else []
    parts += [f"{late} 个要督导"] if late else ["没有要督导的"]
    parts += [f"已退出 {left} 个"] if left else []
    return f"{month % 100}月：{'，'.join(parts)}" if found else f"{month % 100}月：项目库是空的"


def _report(ledger: Ledger, chosen: Project, month: int, said: _Said) -> None:
    """Write what the form says of a month beside what was known before."""
    known, details = chosen.details, said.details
    evidence = None if said.path is None else evidence_of(said.path)
    projects.report(
        ledger,
        chosen.id,
        month,
        stage=details.stage if details.stage is not known.stage else None,
        invested=details.invested if details.invested != known.invested else None,
        started=details.started if details.started != known.started else None,
        finished=details.finished if details.finished != known.finished else None,
        note=said.note,
        evidence=evidence,
    )
