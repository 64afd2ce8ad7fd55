"""收表: what only the clerk can decide is asked once, and passwords are asked in the window."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.models import batch as words
from desktop.models import staged_files
from desktop.models.marks import Kind
from desktop.models.sheet import MARK
from desktop.pages.collect import CollectPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.question_bar import QuestionBar
from importers.questions import Option, Question
from monitoring.amounts import MISSING
from monitoring.catalogue import Form
from tests.desktop.collecting import MONTH, opened, press, read, settle, table
from workflow import answers
from workflow.collect import FileStatus

FIRST, SECOND = "青年路街道", "新华路街道"


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    yield Session(fresh_ledger, MONTH, tasks)
    tasks.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> CollectPage:
    return opened(session, qtbot)


@pytest.fixture
def form(session: Session) -> Form:
    return session.ledger.catalogue.forms["F1"]


def _file(path: Path, form: Form, *row: object) -> Path:
    heads = ["单位", *(item.name for item in form.items[: len(row) - 1])]
    return table(path, [[form.name], ["2026年10月"], heads, list(row)])


def _locked(path: Path, password: str) -> Path:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(password, stream)
    path.write_bytes(stream.getvalue())
    return path


def _status_words(page: CollectPage) -> list[str]:
    model = page.view.file_table.model()
    return [model.index(row, staged_files.STATUS).data() for row in range(model.rowCount())]


def _focused() -> object:
    return QApplication.focusWidget()


def _option(page: CollectPage, label: str) -> QPushButton:
    options = page.view.sheet.question_bar.options
    return next(o for o in options if isinstance(o, QPushButton) and o.text() == label)


def test_an_open_question_keeps_the_file_out_and_is_asked_above_its_sheet(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    heads: list[str] = []
    page.headline_changed.connect(heads.append)
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, FIRST, 1, "—", 3, "—"))
    assert _status_words(page) == ["？ 待答"]
    assert heads[-1] == "1 个文件：待答 1；1 个问题待答；还没有写进台账"
    bar = page.view.sheet.question_bar
    assert "“—”是什么意思" in bar.text
    assert f"{FIRST}以后都这样读" in bar.text
    mark = page.view.sheet.sheet_view.grid.model().index(3, 2).data(MARK)
    assert mark.kind is Kind.QUESTION


def test_enter_answers_and_the_same_is_never_asked_again(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, FIRST, 1, "—", 3, 4))
    option = _option(page, "未报")
    option.setFocus()
    QTest.keyClick(option, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert [file.status for file in page.batch.files] == [FileStatus.STAGED]
    assert page.view.sheet.question_bar.isHidden()
    (kept,) = answers.kept(page.session.ledger)
    unit = page.session.ledger.area.units[0].code
    assert (kept.sender, kept.kind) == (unit, "mark")
    (value,) = (v for v in page.batch.files[0].differences if v.item == form.items[1].code)
    assert value.new == MISSING
    page.batch.clear()
    read(page, qtbot, _file(tmp_path / "又.xlsx", form, FIRST, 1, "—", 3, 9))
    assert [file.status for file in page.batch.files] == [FileStatus.STAGED]


def test_a_skipped_question_waits_and_can_be_taken_up_again(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, FIRST, 1, "—", 3, 4))
    bar = page.view.sheet.question_bar
    press(bar.skip_button, qtbot, page)
    assert bar.text == "跳过了 1 个问题，等回答的文件先不收。"
    assert _status_words(page) == ["？ 待答"]
    press(bar.again_button, qtbot, page)
    assert "是什么意思" in bar.text


def test_the_next_question_brings_its_own_sheet(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    one = _file(tmp_path / "一.xlsx", form, FIRST, 1, "—", 3, 4)
    other = _file(tmp_path / "二.xlsx", form, SECOND, 1, "—", 3, 4)
    read(page, qtbot, one, other)
    assert page.view.chosen() == [0]
    press(_option(page, "未报"), qtbot, page)
    assert page.view.chosen() == [1]
    assert SECOND in page.view.sheet.question_bar.text
    assert _status_words(page) == ["✓ 可收", "？ 待答"]


def test_a_question_is_asked_beside_the_cell_it_is_about(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, qtbot, _file(tmp_path / "一.xlsx", form, FIRST, 1, 2, "—"))
    sheet = page.view.sheet.sheet_view
    qtbot.waitUntil(lambda: sheet.has_workbook)
    assert sheet.reading.text().startswith("D4")
    assert _focused() is page.view.sheet.question_bar.options[0]


def test_the_place_of_a_question_is_shown(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, qtbot, _file(tmp_path / "表.xlsx", form, FIRST, 1, "—", 3, 4))
    page.view.sheet.sheet_view.show_cell("Sheet1", "A1")
    press(page.view.sheet.question_bar.place_button, qtbot, page)
    assert page.view.sheet.sheet_view.reading.text().startswith("C4")


def test_the_place_of_another_files_question_opens_that_file(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    asking = _file(tmp_path / "一.xlsx", form, FIRST, 1, "—", 3, 4)
    other = _file(tmp_path / "二.xlsx", form, SECOND, 1, 2, 3, 4)
    read(page, qtbot, asking, other)
    page.view.file_table.selectRow(1)
    settle(page, qtbot)
    assert page.view.sheet.question_bar.text.startswith(f"？ {FIRST}的表：")
    press(page.view.sheet.question_bar.place_button, qtbot, page)
    assert page.view.chosen() == [0]
    assert page.view.sheet.sheet_view.reading.text().startswith("C4　格里填的“—”")


def _question(*labels: str) -> Question:
    options = tuple(Option(str(number), label) for number, label in enumerate(labels))
    return Question("371581001000", "heading", "k", "哪一个？", options, proposed="1")


def test_the_proposed_answer_comes_first_and_has_the_focus(qtbot: QtBot) -> None:
    bar = QuestionBar()
    qtbot.addWidget(bar)
    with qtbot.waitActive(bar):
        bar.show()
        bar.activateWindow()
    bar.ask(_question("甲&乙", "丙"), FIRST, 1)
    bar.focus_answer()
    assert _focused() is bar.options[0]
    with qtbot.waitSignal(bar.answered) as answered:
        QTest.keyClick(bar.options[0], Qt.Key.Key_Return)
    assert answered.args[1] == "1"


def test_many_answers_are_a_list(qtbot: QtBot) -> None:
    bar = QuestionBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.ask(_question(*(f"第{n}项很长的名称" for n in range(9))), FIRST, 1)
    box = bar.options[0]
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(bar.answered) as answered:
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert answered.args[1] == "0"


def test_a_password_is_asked_in_the_window_and_tried_on_every_file(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    one = _locked(_file(tmp_path / "一.xlsx", form, FIRST, 1, 2, 3, 4), "松林2026")
    other = _locked(_file(tmp_path / "二.xlsx", form, SECOND, 3, 4, 5, 6), "松林2026")
    read(page, qtbot, one, other)
    bar = page.desk.password_bar
    assert bar.isVisible()
    assert _status_words(page) == ["？ 要密码", "？ 要密码"]
    assert "等 2 个文件" in bar.text
    assert bar.line.echoMode() is QLineEdit.EchoMode.Password
    assert bar.line.hasFocus()
    QTest.keyClicks(bar.line, "wrong")
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.text.startswith("密码不对"))
    assert bar.line.text() == ""
    bar.line.setText("松林2026")
    press(bar.button, qtbot, page)
    assert bar.isHidden()
    assert [file.status for file in page.batch.files] == [FileStatus.STAGED] * 2
    assert page.view.sheet.sheet_view.grid.model().index(3, 1).data() == "1"
    page.batch.clear()
    assert page.batch.passwords == ()


def test_the_title_counts_what_waits_for_the_clerk(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    asking = _file(tmp_path / "一.xlsx", form, FIRST, 1, "—", 3, 4)
    locked = _locked(_file(tmp_path / "二.xlsx", form, SECOND, 3, 4), "x")
    read(page, qtbot, asking, locked)
    said = words.headline(page.batch.files, len(page.batch.questions()))
    assert said == "2 个文件：待答 1，要密码 1；1 个问题待答；还没有写进台账"


def test_what_waits_for_an_answer_can_still_be_answered_after_the_rest_was_taken(
    page: CollectPage, form: Form, tmp_path: Path, qtbot: QtBot
) -> None:
    sure = _file(tmp_path / "一.xlsx", form, FIRST, 1, 2, 3, 4)
    asking = _file(tmp_path / "二.xlsx", form, SECOND, 1, "—", 3, 4)
    locked = _locked(_file(tmp_path / "三.xlsx", form, "松林镇", 3, 4, 5, 6), "2026")
    titles: list[str] = []
    page.headline_changed.connect(titles.append)
    read(page, qtbot, sure, asking, locked)
    page.act()
    settle(page, qtbot)
    assert _status_words(page) == ["● 已收", "？ 待答", "？ 要密码"]
    assert page.notice.text.startswith("已收 1 个文件")
    assert titles[-1] == ("3 个文件：已收 1，待答 1，要密码 1；1 个问题待答；其余还没有写进台账")

    actions: list[str] = []
    page.action_changed.connect(actions.append)
    press(_option(page, "未报"), qtbot, page)
    page.desk.password_bar.line.setText("2026")
    press(page.desk.password_bar.button, qtbot, page)
    assert _status_words(page) == ["● 已收", "✓ 可收", "✓ 可收"]
    assert actions[-1] == "收下 2 个文件，写 8 个数"

    page.act()
    settle(page, qtbot)
    assert _status_words(page) == ["● 已收"] * 3
    assert not page.batch.waits
