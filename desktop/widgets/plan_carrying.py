"""Plans of the county's own in files: the blank table, a filled one, and packs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from db.ledger import Ledger
from desktop.models.plan_list import first_problems
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from monitoring.own_plans import is_own
from monitoring.plans import Plan
from workflow import own_plans
from workflow.own_plans import DraftError
from workflow.progress import Reporter
from workflow.roles import Right

_PACKS = "规划 (*.json);;所有文件 (*)"
_SHEETS = "工作簿 (*.xlsx *.xlsm *.xls *.ods *.et);;所有文件 (*)"


class PlanCarrying(QWidget):
    """Four buttons in a row. ``kept`` carries what was taken into the ledger, as a sentence;
    ``back`` puts the focus where the clerk was.
    """

    kept = Signal(str)

    def __init__(
        self,
        session: Session,
        notice: NoticeBar,
        back: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._notice, self._back = session, notice, back
        self._plan: Plan | None = None
        self.template_button = QPushButton("空白表格…(&T)")
        self.table_button = QPushButton("从表格导入…(&B)")
        self.import_button = QPushButton("导入…(&I)")
        self.export_button = QPushButton("导出…(&X)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button, act in (
            (self.template_button, self._save_template),
            (self.table_button, self._choose_table),
            (self.import_button, self._import),
            (self.export_button, self._export),
        ):
            button.clicked.connect(act)
            row.addWidget(button)

    def set_plan(self, plan: Plan | None) -> None:
        """Say which plan is chosen."""
        self._plan = plan
        may = self._session.may(Right.MANAGE)
        self.table_button.setEnabled(may)
        self.import_button.setEnabled(may)
        self.export_button.setEnabled(any(map(is_own, self._session.ledger.plans.values())))

    def _save_template(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "空白表格", "本县规划目标表.xlsx", _SHEETS)
        if name:
            self._session.run(
                "空白表格",
                lambda ledger, _: own_plans.template(ledger, Path(name), replace=True),
                lambda _: self._notice.say(f"已存“{Path(name).name}”，填好后从表格导入。", "good"),
                self._refuse,
            )

    def _choose_table(self) -> None:
        """A filled table is a new plan, or another version of the own one that is chosen."""
        name, _ = QFileDialog.getOpenFileName(self, "从表格导入", "", _SHEETS)
        plan, path = self._plan, Path(name)
        if not name:
            return
        if plan is None or not is_own(plan):
            self._take_table(path, "")
            return
        self._notice.say(
            f"“{path.name}”是一个新规划，还是要改 {plan.code}《{plan.name}》？",
            "info",
            [
                ("新规划", lambda: self._take_table(path, "")),
                (f"改 {plan.code}", lambda: self._take_table(path, plan.code)),
                ("不导入", self._back),
            ],
            ask=True,
        )

    def _take_table(self, path: Path, code: str) -> None:
        def work(ledger: Ledger, _: Reporter) -> Plan | DraftError:
            try:
                return own_plans.add_table(ledger, path, code)
            except DraftError as error:
                return error

        def done(found: Plan | DraftError) -> None:
            if isinstance(found, DraftError):
                said = [f"“{path.name}”没有收，改好再导入：", *first_problems(found)]
                self._refuse("\n".join(said))
            else:
                self.kept.emit(f"“{path.name}”里的规划 {found.code} 已保存，从现在起对标时会用到。")

        self._session.run("从表格导入", work, done, self._refuse)

    def _export(self) -> None:
        suggested = f"{self._session.ledger.area.name}规划.json"
        name, _ = QFileDialog.getSaveFileName(self, "导出本县规划", suggested, _PACKS)
        if name:
            self._session.run(
                "导出规划",
                lambda ledger, _: own_plans.export(ledger, Path(name)),
                lambda count: self._notice.say(f"已导出 {count} 个规划。", "good"),
                self._refuse,
            )

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入规划", "", _PACKS)
        if not name:
            return
        path = Path(name)

        def ask(found: own_plans.Imported) -> None:
            if not (found.new or found.changed):
                self._notice.say(f"“{path.name}”里的规划这里都有，没有要导入的。")
                return
            what = f"新增 {len(found.new)} 个、改动 {len(found.changed)} 个规划"
            self._notice.say(
                f"“{path.name}”会{what}，要导入吗？",
                "warn" if found.changed else "info",
                [("导入", lambda: self._take_pack(path)), ("不导入", self._back)],
                ask=True,
            )

        self._session.run(
            "查看规划文件",
            lambda ledger, _: own_plans.import_(ledger, path, dry_run=True),
            ask,
            self._refuse,
        )

    def _take_pack(self, path: Path) -> None:
        self._session.run(
            "导入规划",
            lambda ledger, _: own_plans.import_(ledger, path),
            lambda _: self.kept.emit(f"“{path.name}”里的规划已导入。"),
            self._refuse,
        )

    def _refuse(self, sentence: str) -> None:
        self._notice.say(sentence, "bad")
