"""设置: backups, what was learned of senders, the inbox folder, and what this ledger is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.errors import log_folder, version
from desktop.models.backups_model import BackupModel
from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.answers_pane import AnswersPane
from desktop.widgets.imprints_pane import ImprintsPane
from desktop.widgets.inbox_pane import InboxPane
from desktop.widgets.limits_pane import LimitsPane
from desktop.widgets.link_table import LinkTable
from desktop.widgets.operators_pane import OperatorsPane
from desktop.widgets.partners_pane import PartnersPane
from desktop.widgets.rules_pane import RulesPane
from desktop.widgets.status_line import short_time
from workflow.progress import Reporter
from workflow.roles import Right


class SettingsPage(Page):
    """Backups can be taken and put back here; both run in the background."""

    key, label = "settings", "设置"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._model = BackupModel(self)
        self.backups = LinkTable(self._model, "备份", stretch=2)
        self.backups.empty_text = "还没有备份。点“立即备份”，或在收表之前自动备份。"
        self.back_up_button = QPushButton("立即备份(&B)")
        self.restore_button = QPushButton("恢复选中的备份…(&R)")
        self.question = QFrame()
        self.sentence = QLabel()
        self.confirm_button = QPushButton("恢复")
        self.keep_button = QPushButton("不恢复")
        self.told = QLabel()
        self.facts = QFormLayout()
        self.answers = AnswersPane(session)
        self.inbox = InboxPane(session)
        self.operators = OperatorsPane(session)
        self.partners = PartnersPane(session)
        self.tabs = QTabWidget()
        self.rules = RulesPane(session, self._may_manage)
        self.limits = LimitsPane(session, self._may_manage)
        self.imprints = ImprintsPane(session)
        self._headlines = [""] * 9
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.tabs)

    def refresh(self) -> None:
        self._show_backups()
        self._show_facts()
        self.answers.refresh()
        self.inbox.refresh()
        self.operators.refresh()
        self.partners.refresh()
        self.rules.refresh()
        self.limits.refresh()
        self.imprints.refresh()

    def _may_manage(self) -> bool:
        return self.session.may(Right.MANAGE)

    def _show_backups(self) -> None:
        chosen = self.backups.currentIndex().row()
        kept = self.session.ledger.backups()
        self._model.show_backups(kept)
        self.backups.selectRow(min(max(chosen, 0), len(kept) - 1))
        self._on_choice()
        newest = f"最近一份是{short_time(kept[0].taken)}的" if kept else "还没有备份过"
        self._say(0, f"台账有 {len(kept)} 份备份，{newest}")

    def _lay_out(self) -> None:
        about = QLabel(
            "备份和台账放在同一个文件夹里，每份都检查过完整性，留最近十份。打开程序时、收表之前，"
            "有改动就自动备份；换电脑时把台账文件拷走就行。"
        )
        about.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_up_button)
        buttons.addWidget(self.restore_button)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        buttons.addWidget(self.told, 1)
        self._lay_out_question()
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(6)
        backups, facts = QWidget(), QWidget()
        layout = QVBoxLayout(backups)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(about)
        layout.addWidget(self.backups, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.question)
        facts.setLayout(self.facts)
        self.facts.setContentsMargins(0, 12, 0, 0)
        self._say(2, "有新文件到了会提醒，收不收由你定")
        self._say(4, "变动多大要提示，由本县定")
        self._say(5, "表号、文号照批准的文件填，没填的印“内部工作报表”")
        self._say(6, "谁用这个台账，各能做什么")
        self._say(8, "这个程序和这个台账")
        for part, words in (
            (backups, "备份"),
            (self.answers, "识别记忆"),
            (self.inbox, "收件文件夹"),
            (self.rules, "审核规则"),
            (self.limits, "变动提示"),
            (self.imprints, "表头标识"),
            (self.operators, "人员"),
            (self.partners, "伙伴"),
            (facts, "关于"),
        ):
            self.tabs.addTab(part, words)
        self.tabs.setDocumentMode(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 4, 16, 16)
        whole.addWidget(self.tabs)

    def _lay_out_question(self) -> None:
        self.question.setFrameShape(QFrame.Shape.StyledPanel)
        self.question.hide()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        row = QHBoxLayout(self.question)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.confirm_button)
        row.addWidget(self.keep_button)

    def _connect(self) -> None:
        self.back_up_button.clicked.connect(self._back_up)
        self.restore_button.clicked.connect(self._ask)
        self.backups.row_opened.connect(self._on_choice)
        self.backups.selectionModel().currentRowChanged.connect(self._on_choice)
        self.confirm_button.clicked.connect(self._restore)
        self.keep_button.clicked.connect(self._withdraw)
        self.answers.counted.connect(self._on_counted)
        self.operators.first_added.connect(self.signed_in)
        self.rules.counted.connect(
            lambda number, own: self._say(3, f"{number} 条审核规则，其中本县的 {own} 条")
        )
        self.partners.counted.connect(
            lambda number: self._say(7, f"收 {number} 个单位的台账包" if number else "还没有伙伴")
        )
        self.inbox.collect_requested.connect(
            lambda paths: self.page_requested.emit("collect", paths)
        )
        self.tabs.currentChanged.connect(lambda tab: self._say(tab, self._headlines[tab]))

    def _say(self, tab: int, sentence: str) -> None:
        """Keep a tab's sentence for the title line, and show it when the tab is in front."""
        self._headlines[tab] = sentence
        if tab == self.tabs.currentIndex() and sentence:
            self.headline_changed.emit(sentence)

    def _on_counted(self, number: int) -> None:
        self._say(1, f"记下了 {number} 条，收表时不再问" if number else "还没有记下回答过的问题")

    def _on_choice(self) -> None:
        self.restore_button.setEnabled(self.backups.currentIndex().isValid())
        self.restore_button.setVisible(self.session.may(Right.MANAGE))
        self.back_up_button.setHidden(self.session.read_only)
        self.question.hide()

    def _back_up(self) -> None:
        def work(ledger: Ledger, _: Reporter) -> Path | None:
            return ledger.back_up()

        def done(path: Path | None) -> None:
            self.told.setText("✓ 备份好了。" if path else "✓ 上次备份以后没有改动，不用再备份。")
            self.look_again()

        self.session.run("备份台账", work, done)

    def _ask(self) -> None:
        backup = self._model.backups[self.backups.currentIndex().row()]
        self.sentence.setText(
            f"要把整个台账恢复到 {short_time(backup.taken)} 的样子吗？"
            "现在的台账会先另存成一份备份，恢复错了还能换回来。"
        )
        self.question.show()
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw(self) -> None:
        self.question.hide()
        self.backups.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        backup = self._model.backups[self.backups.currentIndex().row()]
        self.question.hide()

        def work(ledger: Ledger, _: Reporter) -> Path:
            return ledger.restore(backup.path)

        def done(_: Path) -> None:
            self.told.setText(f"✓ 已恢复到 {short_time(backup.taken)}，原来的台账也存成了备份。")
            self.session.reopen()

        self.session.run("恢复台账", work, done)

    def _show_facts(self) -> None:
        ledger = self.session.ledger
        area, catalogue = ledger.area, ledger.catalogue
        forms = "、".join(catalogue.forms)
        facts = {
            "程序": f"医养台账 {version()}",
            "台账文件": str(self.session.path),
            "地区": f"{area.parent_name}{area.name}（{area.code}），{len(area.units)} 个乡镇、街道",
            "目录": f"报表 {forms}，{len(catalogue.items)} 个项目，"
            f"{len(catalogue.indicators)} 项指标，{len(catalogue.rules)} 条审核规则",
            "规划": "；".join(plan.name for plan in ledger.plans.values()),
            "错误记录": str(log_folder()),
        }
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, words in facts.items():
            label = QLabel(words)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.facts.addRow(name, label)
