"""识别记忆: what was answered for whom, to be corrected, let go, or carried to another PC."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.ledger import Ledger
from desktop.models.answers import AnswerWords
from desktop.models.history import Names
from desktop.models.word_table import WordTable
from desktop.session import Session
from desktop.tasks import Work
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from workflow.progress import Reporter

if TYPE_CHECKING:
    from db.records import KeptAnswer

FILTER = "识别记忆 (*.json);;所有文件 (*)"
ABOUT = (
    "收表时问过的事记在这里，同一个单位下次再交同样的表就不再问。记错了可以改；删掉以后，"
    "下次遇到会重新问。导出的文件可以拷给另一台电脑上的同一个县（市）。"
)
EMPTY = "还没有记下什么。收表时回答过的问题（哪一列是哪一项、“—”是什么意思、要不要换算）记在这里。"


class AnswersPane(QWidget):
    """``counted`` carries how many answers there are whenever they were read."""

    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        catalogue = session.ledger.catalogue
        self._words = AnswerWords(Names(session.ledger.area, catalogue), catalogue)
        self._model = WordTable(self._words.columns(), self)
        self.notice = NoticeBar()
        self.table = RowTable(self._model, "识别记忆")
        self.filter = QLineEdit()
        self.choice = QComboBox()
        self.correct_button = QPushButton("改成这个(&G)")
        self.forget_button = QPushButton("删除所选(&D)")
        self.export_button = QPushButton("导出…(&X)")
        self.import_button = QPushButton("导入…(&I)")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)
        self._on_choice()

    def refresh(self) -> None:
        """Read the answers again."""

        def work(ledger: Ledger, _: Reporter) -> list[KeptAnswer]:
            from workflow.answers import kept

            return kept(ledger)

        self._session.run("查看识别记忆", work, self._show)

    def _show(self, answers: list[KeptAnswer]) -> None:
        row = self.table.currentIndex().row()
        self.table.empty_text = "没有这样的记忆。" if answers else EMPTY
        self._model.show_records(answers)
        if self._model.records:
            self.table.selectRow(min(max(row, 0), len(self._model.records) - 1))
        self.export_button.setEnabled(bool(answers))
        self._on_choice()
        self.counted.emit(len(answers))

    def _chosen(self) -> list[KeptAnswer]:
        return [self._model.records[row] for row in self.table.rows()]

    def _on_choice(self) -> None:
        chosen = self._chosen()
        self.choice.clear()
        if len(chosen) == 1:
            for value, words in self._words.choices(chosen[0]):
                self.choice.addItem(words, value)
            self.choice.setCurrentIndex(self.choice.findData(chosen[0].value))
        self.choice.setEnabled(len(chosen) == 1)
        self.forget_button.setEnabled(bool(chosen))
        self._on_pick()

    def _on_pick(self) -> None:
        chosen = self._chosen()
        other = len(chosen) == 1 and self._picked() not in (None, chosen[0].value)
        self.correct_button.setEnabled(other)

    def _picked(self) -> str | None:
        """The value picked or typed; ``None`` for words that are none of the choices."""
        place = self.choice.findText(self.choice.currentText())
        return None if place < 0 else str(self.choice.itemData(place))

    def _correct(self) -> None:
        (answer,), value = self._chosen(), self._picked()
        if value is None:
            return
        words = self.choice.currentText()

        def work(ledger: Ledger, _: Reporter) -> None:
            from workflow.answers import keep

            keep(ledger, {(answer.sender, answer.kind, answer.key): value})

        self._run("改识别记忆", work, f"已改：{self._words.what(answer)}以后按“{words}”收。")

    def _forget(self) -> None:
        keys = [(each.sender, each.kind, each.key) for each in self._chosen()]
        if not keys:
            return

        def work(ledger: Ledger, _: Reporter) -> None:
            from workflow.answers import forget

            forget(ledger, keys)

        self._run("删识别记忆", work, f"已删除 {len(keys)} 条，下次遇到会重新问。")

    def _run(self, title: str, work: Work[None], sentence: str) -> None:
        def done(_: object) -> None:
            self.notice.say(sentence, "good")
            self.refresh()

        self._session.run(title, work, done, self._refuse)

    def _export(self) -> None:
        suggested = f"{self._session.ledger.area.name}识别记忆.json"
        name, _ = QFileDialog.getSaveFileName(self, "导出识别记忆", suggested, FILTER)
        if not name:
            return

        def work(ledger: Ledger, _: Reporter) -> int:
            from workflow.answers import export

            return export(ledger, Path(name))

        def done(number: int) -> None:
            self.notice.say(f"已导出 {number} 条到“{name}”。", "good")

        self._session.run("导出识别记忆", work, done, self._refuse)

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "导入识别记忆", "", FILTER)
        if not name:
            return

        def work(ledger: Ledger, _: Reporter) -> tuple[int, int, int]:
            from workflow.answers import import_

            return import_(ledger, Path(name))

        def done(found: tuple[int, int, int]) -> None:
            new, changed, same = found
            self.notice.say(
                f"已导入：新增 {new} 条，改动 {changed} 条，{same} 条原来就有。", "good"
            )
            self.refresh()

        self._session.run("导入识别记忆", work, done, self._refuse)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        about.setWordWrap(True)
        self.filter.setPlaceholderText("筛选：单位、表头、意思")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(320)
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.set_widths({0: 8, 1: 4, 3: 20, 4: 8}, stretch=2)
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.setMinimumContentsLength(18)
        self.choice.setAccessibleName("改成")
        if (completer := self.choice.completer()) is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.forget_button.setToolTip("删除所选的记忆，下次会重新问（Delete）")
        buttons = QHBoxLayout()
        buttons.addWidget(QLabel("意思应当是"))
        buttons.addWidget(self.choice, 1)
        buttons.addWidget(self.correct_button)
        buttons.addWidget(self.forget_button)
        buttons.addStretch(1)
        buttons.addWidget(self.export_button)
        buttons.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        for part in (self.notice, about, self.filter):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_choice)
        self.table.removal_requested.connect(self._forget)
        self.table.opened.connect(lambda _: self.choice.setFocus())
        self.filter.textChanged.connect(self._on_filter)
        self.choice.currentTextChanged.connect(self._on_pick)
        self.correct_button.clicked.connect(self._correct)
        self.forget_button.clicked.connect(self._forget)
        self.export_button.clicked.connect(self._export)
        self.import_button.clicked.connect(self._import)

    def _on_filter(self, text: str) -> None:
        self._model.filter_by(text)
        self._on_choice()
