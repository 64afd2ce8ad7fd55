"""目标: every plan that applies, its register of targets, and plans of the county's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.evidence import open_attachment
from desktop.models.plan_words import facts, plan_columns, target_columns
from desktop.models.word_table import WordTable
from desktop.session import EVERYTHING, Session
from desktop.widgets.document_pane import DocumentPane
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.plan_editor import PlanEditor
from desktop.widgets.row_table import RowTable
from monitoring.own_plans import PlanDraft, is_own
from monitoring.plans import Plan, Target
from workflow import own_plans, plan_documents
from workflow.own_plans import DraftError
from workflow.progress import Reporter
from workflow.roles import Right

_PACKS = "规划 (*.json);;所有文件 (*)"
_SHEETS = "工作簿 (*.xlsx *.xlsm *.xls *.ods *.et);;所有文件 (*)"
_DOCUMENTS = "规划原文 (*.docx *.txt *.pdf);;所有文件 (*)"
_NO_TARGETS = "这个规划没有写数值或方向的目标。"
_SHOWN = 6


class PlansPane(QWidget):
    """``counted`` carries how many plans apply and how many targets they have."""

    counted = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        ledger = session.ledger
        today = date.today()  # noqa: DTZ011 - the desk's own day
        indicators = ledger.catalogue.indicators
        self._plans = WordTable(plan_columns(ledger.area.code, today), self)
        self._targets = WordTable(target_columns(indicators), self)
        self._code, self._document = "", 0
        self.notice = NoticeBar()
        self.plans = RowTable(self._plans, "规划")
        self.targets = RowTable(self._targets, "目标")
        self.filter, self.facts = QLineEdit(), QLabel()
        self.editor = PlanEditor([each.name for each in indicators.values()])
        self.reader = DocumentPane()
        self.stack, self.read_side = QStackedWidget(), QWidget()
        self.cite_button = QPushButton("看原文(&Y)")
        self.attach_button = QPushButton("附原文…(&A)")
        self.new_button = QPushButton("新建规划…(&N)")
        self.change_button = QPushButton("修改…(&M)")
        self.remove_button = QPushButton("删除(&D)")
        self.undo_button = QPushButton("撤销改动(&Z)")
        self.template_button = QPushButton("空白表格…(&T)")
        self.table_button = QPushButton("从表格导入…(&B)")
        self.import_button = QPushButton("导入…(&I)")
        self.export_button = QPushButton("导出…(&X)")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.plans)

    def refresh(self) -> None:
        """Show the plans as the ledger has them."""
        kept = self.chosen.code if self.chosen else ""
        found = list(self._session.ledger.plans.values())
        area = self._session.ledger.area.code
        found.sort(key=lambda plan: (plan.area != area, not is_own(plan), plan.code))
        self._plans.show_records(found)
        codes = [plan.code for plan in found]
        if codes:
            self.plans.selectRow(codes.index(kept) if kept in codes else 0)
        self._on_plan()
        self.counted.emit(len(found), sum(len(plan.targets) for plan in found))

    @property
    def chosen(self) -> Plan | None:
        """The plan that is chosen."""
        rows = self.plans.rows()
        return self._plans.records[rows[0]] if len(rows) == 1 else None

    @property
    def chosen_target(self) -> Target | None:
        """The target that is chosen."""
        rows = self.targets.rows()
        return self._targets.records[rows[0]] if len(rows) == 1 else None

    def _on_plan(self) -> None:
        chosen, may = self.chosen, self._session.may(Right.MANAGE)
        own = chosen is not None and is_own(chosen) and may
        for button in (self.new_button, self.table_button, self.import_button):
            button.setEnabled(may)
        self.change_button.setEnabled(own)
        self.remove_button.setEnabled(own)
        self.undo_button.setEnabled(own)
        self.export_button.setEnabled(any(is_own(plan) for plan in self._plans.records))
        kept = plan_documents.document(self._session.ledger, chosen.code) if chosen else None
        self.attach_button.setEnabled(chosen is not None and self._session.may(Right.WRITE))
        self.cite_button.setEnabled(kept is not None)
        self.cite_button.setToolTip(f"{kept.name}（回车）" if kept else "先附上规划的原文")
        self.targets.empty_text = _NO_TARGETS if chosen else ""
        self._targets.show_records(chosen.targets if chosen else ())
        if chosen is not None and chosen.targets:
            self.targets.selectRow(0)
        self._on_target()

    def _on_target(self) -> None:
        plan, target = self.chosen, self.chosen_target
        if plan is None:
            self.facts.setText("")
        elif target is None or target not in plan.targets:
            number = f"，{plan.document_number}" if plan.document_number else ""
            span = f"{plan.starts} 至 {plan.ends}"
            self.facts.setText(f"《{plan.name}》{number}，{span}。{plan.note}")
        else:
            self.facts.setText(facts(plan, target))

    def _attach(self) -> None:
        if (plan := self.chosen) is None:
            return
        name, _ = QFileDialog.getOpenFileName(self, f"附《{plan.name}》的原文", "", _DOCUMENTS)
        if name:
            self._run(
                "附原文",
                lambda ledger, _: plan_documents.attach(ledger, plan.code, Path(name)),
                f"已附“{Path(name).name}”，选一个目标点“看原文”就翻到那一段。",
            )

    def _cite(self) -> None:
        """Open the plan's document at the chosen target's paragraph."""
        plan, target = self.chosen, self.chosen_target
        if plan is None:
            return
        chapter, number = (target.chapter, target.paragraph) if target else ("", 1)
        words = target.indicator_name if target else ""
        clause = plan.clause(chapter, number) if target else f"《{plan.name}》"

        def work(ledger: Ledger, _: Reporter) -> plan_documents.Passage:
            return plan_documents.passage(ledger, plan.code, chapter, number, words)

        def show(found: plan_documents.Passage) -> None:
            self._document = found.document.id
            self.reader.show_passage(found, clause)
            self.stack.setCurrentWidget(self.reader)

        self._session.run("看原文", work, show, self._refuse)

    def _edit(self, code: str) -> None:
        plan = self._session.ledger.plans.get(code)
        self._code = code
        if plan is None:
            self.editor.show_draft(PlanDraft("", "", "", ()), "新建本县自己的规划")
        else:
            indicators = self._session.ledger.catalogue.indicators
            self.editor.show_draft(own_plans.draft_of(plan, indicators), f"修改规划 {code}")
        self.stack.setCurrentWidget(self.editor)

    def _change(self) -> None:
        if (chosen := self.chosen) is not None and is_own(chosen):
            self._edit(chosen.code)

    def _leave_editor(self) -> None:
        self.stack.setCurrentWidget(self.read_side)
        self.plans.setFocus()

    def _save(self, draft: PlanDraft) -> None:
        code = self._code

        def work(ledger: Ledger, _: Reporter) -> Plan | DraftError:
            try:
                return own_plans.keep(ledger, draft, code)
            except DraftError as error:
                return error

        def done(outcome: Plan | DraftError) -> None:
            if isinstance(outcome, DraftError):
                sentences = [sentence for _, sentence in outcome.problems]
                more = [f"……共 {len(sentences)} 处"] if len(sentences) > _SHOWN else []
                rows = {number: words for number, words in outcome.problems if number}
                self.editor.say(rows, [*sentences[:_SHOWN], *more])
                return
            self._leave_editor()
            self._changed(f"规划 {outcome.code}《{outcome.name}》已保存，从现在起对标时会用到。")

        self._session.run("保存规划", work, done, self._refuse)

    def _ask_to_remove(self) -> None:
        if (chosen := self.chosen) is None or not is_own(chosen):
            return
        code = chosen.code
        self.notice.say(
            f"要删除规划 {code}《{chosen.name}》吗？历史还在，可以撤销。",
            "warn",
            [("删除", lambda: self._remove(code)), ("不删除", self.plans.setFocus)],
            ask=True,
        )

    def _remove(self, code: str) -> None:
        def done(_: object) -> None:
            self._tell()
            undo = [("撤销删除", lambda: self._take_back(code))]
            self.notice.say(f"规划 {code} 已删除。", "good", undo)

        self._session.run(
            "删除规划", lambda ledger, _: own_plans.remove(ledger, code), done, self._refuse
        )

    def _take_back(self, code: str) -> None:
        self._run(
            "撤销改动",
            lambda ledger, _: own_plans.take_back(ledger, code),
            f"规划 {code} 已回到上一次的样子。",
        )

    def _undo(self) -> None:
        if (chosen := self.chosen) is not None and is_own(chosen):
            self._take_back(chosen.code)

    def _save_template(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "空白表格", "本县规划目标表.xlsx", _SHEETS)
        if name:
            self._session.run(
                "空白表格",
                lambda ledger, _: own_plans.template(ledger, Path(name), replace=True),
                lambda _: self.notice.say(f"已存“{Path(name).name}”，填好后从表格导入。", "good"),
                self._refuse,
            )

    def _take_table(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "从表格导入", "", _SHEETS)
        if name:
            self._run(
                "从表格导入",
                lambda ledger, _: own_plans.add_table(ledger, Path(name)),
                f"“{Path(name).name}”里的规划已保存，从现在起对标时会用到。",
            )

    def _export(self) -> None:
        suggested = f"{self._session.ledger.area.name}规划.json"
        name, _ = QFileDialog.getSaveFileName(self, "导出本县规划", suggested, _PACKS)
        if name:
            self._session.run(
                "导出规划",
                lambda ledger, _: own_plans.export(ledger, Path(name)),
                lambda count: self.notice.say(f"已导出 {count} 个规划。", "good"),
                self._refuse,
            )

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入规划", "", _PACKS)
        if not name:
            return
        path = Path(name)

        def ask(found: own_plans.Imported) -> None:
            if not (found.new or found.changed):
                self.notice.say(f"“{path.name}”里的规划这里都有，没有要导入的。")
                return
            what = f"新增 {len(found.new)} 个、改动 {len(found.changed)} 个规划"
            take = (
                "导入",
                lambda: self._run(
                    "导入规划",
                    lambda ledger, _: own_plans.import_(ledger, path),
                    f"“{path.name}”里的规划已导入。",
                ),
            )
            self.notice.say(
                f"“{path.name}”会{what}，要导入吗？",
                "warn" if found.changed else "info",
                [take, ("不导入", self.plans.setFocus)],
                ask=True,
            )

        self._session.run(
            "查看规划文件",
            lambda ledger, _: own_plans.import_(ledger, path, dry_run=True),
            ask,
            self._refuse,
        )

    def _run(self, title: str, work: Callable[[Ledger, Reporter], object], sentence: str) -> None:
        self._session.run(title, work, lambda _: self._changed(sentence), self._refuse)

    def _changed(self, sentence: str) -> None:
        self._tell()
        self.notice.say(sentence, "good")

    def _tell(self) -> None:
        self._session.ledger.read_anew()
        self._session.changed.emit(EVERYTHING)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _connect(self) -> None:
        self.plans.chosen.connect(self._on_plan)
        self.plans.removal_requested.connect(self._ask_to_remove)
        self.targets.chosen.connect(self._on_target)
        self.filter.textChanged.connect(self._targets.filter_by)
        self.editor.submitted.connect(self._save)
        self.editor.left.connect(self._leave_editor)
        self.reader.left.connect(self._leave_editor)
        self.reader.outside.connect(
            lambda: open_attachment(self._session, self._document, self._refuse)
        )
        self.targets.opened.connect(lambda _: self._cite())
        self.cite_button.clicked.connect(self._cite)
        self.attach_button.clicked.connect(self._attach)
        self.new_button.clicked.connect(lambda: self._edit(""))
        self.change_button.clicked.connect(self._change)
        self.remove_button.clicked.connect(self._ask_to_remove)
        self.undo_button.clicked.connect(self._undo)
        self.template_button.clicked.connect(self._save_template)
        self.table_button.clicked.connect(self._take_table)
        self.import_button.clicked.connect(self._import)
        self.export_button.clicked.connect(self._export)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("筛选：目标、要求、指标里的字")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(320)
        for table in (self.plans, self.targets):
            table.setFrameShape(RowTable.Shape.StyledPanel)
        self.plans.set_widths({1: 7, 2: 2}, stretch=0)
        self.targets.set_widths({1: 7, 2: 8, 3: 4, 4: 4, 5: 10}, stretch=0)
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        side = QWidget()
        right = QVBoxLayout(side)
        right.setContentsMargins(8, 0, 0, 0)
        right.setSpacing(8)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.filter, 1)
        above.addStretch(1)
        above.addWidget(self.attach_button)
        above.addWidget(self.cite_button)
        right.addLayout(above)
        right.addWidget(self.targets, 1)
        right.addWidget(self.facts)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.plans)
        splitter.addWidget(side)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([300, 820])
        splitter.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.new_button, self.change_button, self.remove_button, self.undo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (
            self.template_button,
            self.table_button,
            self.import_button,
            self.export_button,
        ):
            buttons.addWidget(button)
        column = QVBoxLayout(self.read_side)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(splitter, 1)
        column.addLayout(buttons)
        self.stack.addWidget(self.read_side)
        self.stack.addWidget(self.editor)
        self.stack.addWidget(self.reader)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.notice)
        layout.addWidget(self.stack, 1)
