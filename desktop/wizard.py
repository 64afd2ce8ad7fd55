"""The first start, short: a new ledger, one that is there already, or a demonstration."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.colours import colour
from desktop.fonts import scaled
from desktop.widgets.top_bar import DEMONSTRATIONS
from monitoring.resources import load_areas, load_cities

SUFFIX = ".ledger"


class Wizard(QDialog):
    """Three ways to begin on one page. It only asks; whoever opens ledgers answers.

    ``create_requested`` carries the county's code and the file's path,
    ``demonstration_requested`` a county's code. What was refused comes back through
    :meth:`show_sentence`.
    """

    create_requested = Signal(str, Path)
    open_requested = Signal()
    demonstration_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("医养台账")
        self.setMinimumWidth(620)
        self.area, self.name, self.folder = QComboBox(), QLineEdit(), QLineEdit()
        self.browse = QPushButton("更改…")
        self.create_button = QPushButton("新建并打开")
        self.open_existing = QPushButton("选择文件…")
        self.sentence = QLabel()
        self.demonstrations = {code: QPushButton(name) for code, name in DEMONSTRATIONS}
        for area in load_areas().values():
            self.area.addItem(f"{area.name}（{len(area.units)} 个乡镇、街道）", area.code)
        for city in load_cities().values():
            self.area.addItem(f"{city.name}（市级汇总，{len(city.parts)} 个县市区）", city.code)
        self.folder.setText(str(_documents()))
        self._suggest_name()
        self._lay_out()
        self._connect()
        self.area.setFocus()

    @property
    def path(self) -> Path:
        """The file the new ledger would be kept in."""
        name = self.name.text().strip().removesuffix(SUFFIX)
        return Path(self.folder.text().strip()).expanduser() / f"{name}{SUFFIX}"

    def show_sentence(self, sentence: str) -> None:
        """Say why something was refused; an empty sentence takes the last one away."""
        palette = self.sentence.palette()
        palette.setColor(palette.ColorRole.WindowText, colour("bad", self.palette()))
        self.sentence.setPalette(palette)
        self.sentence.setText(f"✕ {sentence}" if sentence else "")
        self.sentence.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        title = QLabel("从哪里开始？")
        title.setFont(scaled(self, 150, bold=True))
        about = _plain(
            "一个县（市、区）的数据都记在一个台账文件里，可以拷贝、备份、带走，不需要联网；"
            "市局另建市级台账，汇总各县发来的包。"
        )
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.hide()
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow("县（市、区）或市(&A)", self.area)
        form.addRow("台账名称(&N)", self.name)
        where = QLabel("保存在(&F)")
        where.setBuddy(self.folder)
        form.addRow(where, place)
        self.create_button.setDefault(True)
        existing = QHBoxLayout()
        existing.addWidget(_plain("同事拷来的台账，或者换了电脑，从这里打开。"), 1)
        existing.addWidget(self.open_existing)
        samples = QHBoxLayout()
        samples.addWidget(_plain("先看看用起来什么样，里面是编造的演示数据。"), 1)
        for button in self.demonstrations.values():
            samples.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        for widget in (title, about, self.sentence):
            layout.addWidget(widget)
        layout.addWidget(self._heading("新建台账"))
        layout.addLayout(form)
        layout.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self._heading("打开已有台账"))
        layout.addLayout(existing)
        layout.addWidget(self._heading("打开演示台账"))
        layout.addLayout(samples)

    def _connect(self) -> None:
        self.area.currentIndexChanged.connect(self._suggest_name)
        self.browse.clicked.connect(self._browse)
        self.create_button.clicked.connect(self._create)
        self.open_existing.clicked.connect(self.open_requested)
        for code, button in self.demonstrations.items():
            button.clicked.connect(lambda _, code=code: self.demonstration_requested.emit(code))

    def _heading(self, words: str) -> QWidget:
        label = QLabel(words)
        label.setFont(scaled(self, 110, bold=True))
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(line)
        layout.addWidget(label)
        return box

    def _suggest_name(self) -> None:
        self.name.setText(self.area.currentText().partition("（")[0])

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "台账保存在", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _create(self) -> None:
        name = self.name.text().strip()
        if not name or re.search(r'[\\/:*?"<>|\x00-\x1f]', name):
            self.show_sentence('台账名称不能空着，也不能有 \\ / : * ? " < > | 这些符号，请改一改。')
            self.name.setFocus()
            return
        if not self.folder.text().strip():
            self.show_sentence("还没有说台账保存在哪里，请选一个文件夹。")
            self.folder.setFocus()
            return
        self.show_sentence("")
        self.create_requested.emit(self.area.currentData(), self.path)


def _documents() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place or Path.home()) / "医养台账"


def _plain(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    return label
