"""审核规则: what the program brings to be read, and the county's own to be made and changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.models.rule_words import Listed, columns, listed
from desktop.models.word_table import WordTable
from desktop.reports_rules import imported
from desktop.session import EVERYTHING, Session
from desktop.tasks import Work
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from desktop.widgets.rule_editor import RuleEditor
from monitoring.periods import Period, add_months
from workflow import own_rules
from workflow.progress import Reporter

if TYPE_CHECKING:
    from workflow.own_rules import Imported

FILTER = "审核规则 (*.json);;所有文件 (*)"
ABOUT = (
    "程序带的规则（R01–R25）只能看；本县可以自己加规则，编号 C01、C02……，排在最前面，保存后和其他"
    "规则一样审核。停用的规则以前查出的仍然算数；导出的文件可以给别的县（市）导入。"
)
NONE_YET = "本县还没有自己的规则。点“新建规则”，选两边的项目，试算满意了再保存。"


class RulesPane(QWidget):
    """``counted`` carries how many rules there are and how many are the county's own.

    ``may`` says whether rules may be changed by whoever is signed in.
    """

    counted = Signal(int, int)

    def __init__(
        self,
        session: Session,
        may: Callable[[], bool] = lambda: True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._may = session, may
        self._model = WordTable(columns(session.ledger.area), self)
        self.editor: RuleEditor | None = None
        self.notice = NoticeBar()
        self.hint = QLabel(NONE_YET)
        self.filter = QLineEdit()
        self.table = RowTable(self._model, "审核规则")
        self.new_button = QPushButton("新建规则…(&N)")
        self.change_button = QPushButton("修改…(&M)")
        self.retire_button = QPushButton("停用(&T)")
        self.remove_button = QPushButton("删除(&D)")
        self.export_button = QPushButton("导出本县规则…(&X)")
        self.import_button = QPushButton("导入规则…(&I)")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)
        self._on_choice()

    def refresh(self) -> None:
        """Show the rules as the ledger has them."""
        ledger = self._session.ledger
        rules = listed(ledger.catalogue.rules, own_rules.kept(ledger))
        row = self.table.currentIndex().row()
        self._model.show_records(rules)
        if self._model.records:
            self.table.selectRow(min(max(row, 0), len(self._model.records) - 1))
        own = sum(1 for each in rules if each.own)
        self.hint.setVisible(not own)
        self._on_choice()
        self.counted.emit(len(rules), own)

    def _chosen(self) -> Listed | None:
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def _on_choice(self) -> None:
        chosen, may = self._chosen(), self._may()
        own = chosen is not None and chosen.own and may
        usable = own and chosen is not None and chosen.rule is not None
        for button in (self.new_button, self.import_button):
            button.setEnabled(may)
        self.change_button.setEnabled(usable)
        self.retire_button.setEnabled(usable)
        self.remove_button.setEnabled(own)
        self.export_button.setEnabled(any(each.own for each in self._model.records))

    def _make(self) -> None:
        self._open(None)

    def _open(self, chosen: Listed | None) -> None:
        code = chosen.id if chosen else own_rules.code_for(self._session.ledger)
        rule = chosen.rule if chosen else None
        self.editor = RuleEditor(self._session, code, rule, self)
        self.editor.accepted.connect(
            lambda: self.notice.say(f"规则 {code} 已保存，从现在起审核时会用到。", "good")
        )
        self.editor.open()

    def _change(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.own and chosen.rule is not None and self._may():
            self._open(chosen)

    def _retire(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        last = add_months(self._session.month, -1)
        code = chosen.id
        self._run(
            "停用规则",
            lambda ledger, _: own_rules.retire(ledger, [code], last),
            f"规则 {code} 用到{Period(last).label}为止，以后不再审核。",
        )

    def _ask_to_remove(self) -> None:
        chosen = self._chosen()
        if chosen is None or not chosen.own or not self._may():
            return
        code = chosen.id
        self.notice.say(
            f"要删除规则 {code} 吗？它查出过的也不再显示；只是以后不用，请点“停用”。",
            "warn",
            [("删除", lambda: self._remove(code)), ("不删除", self.table.setFocus)],
            ask=True,
        )

    def _remove(self, code: str) -> None:
        self._run(
            "删除规则",
            lambda ledger, _: own_rules.remove(ledger, [code]),
            f"规则 {code} 已删除。",
        )

    def _export(self) -> None:
        suggested = f"{self._session.ledger.area.name}审核规则.json"
        name, _ = QFileDialog.getSaveFileName(self, "导出本县规则", suggested, FILTER)
        if not name:
            return

        def done(number: int) -> None:
            self.notice.say(f"已导出 {number} 条到“{name}”。", "good")

        self._session.run(
            "导出规则", lambda ledger, _: own_rules.export(ledger, Path(name)), done, self._refuse
        )

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入规则", "", FILTER)
        if not name:
            return
        path = Path(name)

        def look(ledger: Ledger, _: Reporter) -> Imported:
            return own_rules.import_(ledger, path, dry_run=True)

        def ask(found: Imported) -> None:
            if not (found.new or found.changed):
                self.notice.say(f"“{path.name}”里的规则这里都有，没有要导入的。")
                return
            self.notice.say(
                f"“{path.name}”：{imported(found, dry_run=True)}",
                "warn" if found.changed else "info",
                [("导入", lambda: self._take(path)), ("不导入", self.table.setFocus)],
                ask=True,
            )

        self._session.run("查看规则文件", look, ask, self._refuse)

    def _take(self, path: Path) -> None:
        self._run(
            "导入规则",
            lambda ledger, _: own_rules.import_(ledger, path),
            f"已导入“{path.name}”里的规则，从现在起审核时会用到。",
        )

    def _run(self, title: str, work: Work[object], sentence: str) -> None:
        def done(_: object) -> None:
            self._session.ledger.read_anew()
            self._session.changed.emit(EVERYTHING)
            self.notice.say(sentence, "good")

        self._session.run(title, work, done, self._refuse)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        for label in (about, self.hint):
            label.setWordWrap(True)
        self.filter.setPlaceholderText("筛选：编号、报表、规则里的字")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(320)
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.empty_text = "没有这样的规则。换几个字再筛。"
        self.table.set_widths({0: 6, 1: 5, 2: 4, 4: 12, 5: 8}, stretch=3)
        self.retire_button.setToolTip("用到上个月为止；以前查出的仍然算数")
        self.remove_button.setToolTip("当作没有过这条规则（Delete）")
        buttons = QHBoxLayout()
        for button in (
            self.new_button,
            self.change_button,
            self.retire_button,
            self.remove_button,
        ):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.export_button)
        buttons.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        for part in (self.notice, about, self.hint, self.filter):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_choice)
        self.table.opened.connect(lambda _: self._change())
        self.table.removal_requested.connect(self._ask_to_remove)
        self.filter.textChanged.connect(self._on_filter)
        self.new_button.clicked.connect(self._make)
        self.change_button.clicked.connect(self._change)
        self.retire_button.clicked.connect(self._retire)
        self.remove_button.clicked.connect(self._ask_to_remove)
        self.export_button.clicked.connect(self._export)
        self.import_button.clicked.connect(self._import)

    def _on_filter(self, text: str) -> None:
        self._model.filter_by(text)
        self._on_choice()
