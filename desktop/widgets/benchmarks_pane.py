"""基准值: what others reached, for targets that compare with it, and how near 左右 is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.benchmarks import KeptBenchmark
from db.ledger import Ledger
from desktop.models.word_table import Column, WordTable
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.row_table import RowTable
from desktop.writing import write_and_say
from monitoring.catalogue import Catalogue
from monitoring.goals import Benchmark
from monitoring.periods import Period, parse_period
from workflow import benchmarks
from workflow.evidence import keep_tolerance, tolerance_of
from workflow.progress import Reporter
from workflow.roles import Right

ABOUT = (
    "目标写“高于全省平均”一类的，要录入别人的数才能判断。"
    "照公报或通知录入，写明出处；以前录入的留作历史。"
)
_EMPTY = "还没有录入基准值。在下面选指标，写上范围、期别、数值和出处。"
_FILTER = "基准值 (*.csv *.json);;所有文件 (*)"
_WIDEST = 50


def columns(catalogue: Catalogue) -> list[Column]:
    """Columns over kept benchmarks."""

    def name(each: KeptBenchmark) -> str:
        known = catalogue.indicators.get(each.indicator)
        return known.name if known else each.indicator

    def value(each: KeptBenchmark) -> str:
        known = catalogue.indicators.get(each.indicator)
        return f"{each.value} {known.unit}" if known else each.value

    return [
        Column("指标", name, tip=lambda each: each.indicator),
        Column("范围", lambda each: each.scope),
        Column("期别", lambda each: Period(each.period).label),
        Column("数值", value, right=True),
        Column("出处", lambda each: each.note),
        Column("录入", lambda each: f"{each.at[:10]} {each.operator}".strip()),
    ]


class BenchmarksPane(QWidget):
    """One row a benchmark; the fields below enter another or change the chosen one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        catalogue = session.ledger.catalogue
        self._model = WordTable(columns(catalogue), self)
        self.notice = NoticeBar()
        self.table = RowTable(self._model, "基准值")
        self.indicator = QComboBox()
        for each in catalogue.indicators.values():
            self.indicator.addItem(each.name, each.code)
        self.scope, self.period = QLineEdit(), QLineEdit()
        self.value, self.note = QLineEdit(), QLineEdit()
        self.save_button = QPushButton("记下(&J)")
        self.remove_button = QPushButton("删除(&D)")
        self.import_button = QPushButton("导入…(&I)")
        self.export_button = QPushButton("导出…(&X)")
        self.tolerance = QSpinBox()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Show what the ledger has."""
        ledger = self._session.ledger
        row = self.table.currentIndex().row()
        self._model.show_records(benchmarks.listed(ledger))
        if self._model.records:
            self.table.selectRow(min(max(row, 0), len(self._model.records) - 1))
        self.tolerance.blockSignals(True)
        self.tolerance.setValue(tolerance_of(ledger))
        self.tolerance.blockSignals(False)
        self._on_choice()

    @property
    def chosen(self) -> KeptBenchmark | None:
        """The benchmark that is chosen."""
        rows = self.table.rows()
        return self._model.records[rows[0]] if len(rows) == 1 else None

    def _on_choice(self) -> None:
        chosen, may = self.chosen, self._session.may(Right.WRITE)
        for widget in (self.indicator, self.scope, self.period, self.value, self.note):
            widget.setEnabled(may)
        for button in (self.save_button, self.import_button):
            button.setEnabled(may)
        self.tolerance.setEnabled(self._session.may(Right.MANAGE))
        self.remove_button.setEnabled(chosen is not None and may)
        self.export_button.setEnabled(bool(self._model.records))
        if chosen is not None:
            self.indicator.setCurrentIndex(self.indicator.findData(chosen.indicator))
            self.scope.setText(chosen.scope)
            self.period.setText(Period(chosen.period).label)
            self.value.setText(chosen.value)
            self.note.setText(chosen.note)

    def _save(self) -> None:
        place = self.indicator.findText(self.indicator.currentText())
        if place < 0:
            self._refuse("没有选指标；请输入指标名称的几个字，再选一个。")
            return
        try:
            end = parse_period(self.period.text()).end
        except ValueError:
            self._refuse(f"看不懂期别“{self.period.text()[:20]}”；请写成 2025年12月 或 2025-12。")
            return
        given = Benchmark(
            str(self.indicator.itemData(place)),
            self.scope.text(),
            end,
            self.value.text().strip(),
            self.note.text(),
        )
        self._run(
            "记下基准值",
            lambda ledger, _: benchmarks.keep(ledger, given),
            f"已记下“{self.indicator.currentText()}”的基准值。",
        )

    def _remove(self) -> None:
        if (chosen := self.chosen) is not None:
            self._run(
                "删除基准值",
                lambda ledger, _: benchmarks.remove(
                    ledger, chosen.indicator, chosen.scope, chosen.period
                ),
                "已删除，历史里还在；要用再记一次。",
            )

    def _import(self) -> None:
        from pathlib import Path

        name, _ = QFileDialog.getOpenFileName(self, "导入基准值", "", _FILTER)
        if name:
            self._run(
                "导入基准值",
                lambda ledger, _: benchmarks.import_(ledger, Path(name)),
                f"已导入“{Path(name).name}”里的基准值。",
            )

    def _export(self) -> None:
        from pathlib import Path

        suggested = f"{self._session.ledger.area.name}基准值.csv"
        name, _ = QFileDialog.getSaveFileName(self, "导出基准值", suggested, _FILTER)
        if name:
            self._run(
                "导出基准值",
                lambda ledger, _: benchmarks.export(ledger, Path(name), replace=True),
                f"已导出到“{Path(name).name}”。",
            )

    def _keep_tolerance(self, percent: int) -> None:
        self._run(
            "改容差",
            lambda ledger, _: keep_tolerance(ledger, percent),
            f"“左右”按上下 {percent}% 判断。",
        )

    def _run(self, title: str, work: Callable[[Ledger, Reporter], object], sentence: str) -> None:
        write_and_say(self._session, self.notice, title, work, sentence)

    def _refuse(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _connect(self) -> None:
        self.table.chosen.connect(self._on_choice)
        self.table.removal_requested.connect(self._remove)
        self.save_button.clicked.connect(self._save)
        for line in (self.scope, self.period, self.value, self.note):
            line.returnPressed.connect(self._save)
        self.remove_button.clicked.connect(self._remove)
        self.import_button.clicked.connect(self._import)
        self.export_button.clicked.connect(self._export)
        self.tolerance.valueChanged.connect(self._keep_tolerance)

    def _lay_out(self) -> None:
        about = QLabel(ABOUT)
        about.setWordWrap(True)
        self.table.setFrameShape(RowTable.Shape.StyledPanel)
        self.table.empty_text = _EMPTY
        self.table.set_widths({0: 16, 1: 8, 2: 8, 3: 8, 5: 9}, stretch=4)
        self.indicator.setEditable(True)
        self.indicator.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.indicator.setMinimumContentsLength(16)
        if (completer := self.indicator.completer()) is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.indicator.setCurrentIndex(-1)
        self.scope.setText("全省平均")
        for line, hint in (
            (self.scope, "范围，如 全省平均"),
            (self.period, "期别，如 2025-12"),
            (self.value, "数值"),
            (self.note, "出处：哪份公报、通知"),
        ):
            line.setPlaceholderText(hint)
            line.setAccessibleName(hint)
        self.tolerance.setRange(0, _WIDEST)
        self.tolerance.setSuffix(" %")
        self.tolerance.setKeyboardTracking(False)
        self.tolerance.setAccessibleName("“左右”的容差")
        above = QHBoxLayout()
        above.addWidget(about, 1)
        above.addWidget(QLabel("“左右”的容差"))
        above.addWidget(self.tolerance)
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.indicator, 2)
        fields.addWidget(self.scope, 1)
        fields.addWidget(self.period, 1)
        fields.addWidget(self.value, 1)
        fields.addWidget(self.note, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.save_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.import_button, self.export_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addLayout(fields)
        layout.addLayout(buttons)
