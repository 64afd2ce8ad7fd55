"""设置 → 审核规则 and 变动提示: a clerk makes a rule by names, tries it, saves it, carries it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.own_rules import Threshold
from desktop.session import EVERYTHING, Session
from desktop.tasks import TaskRunner
from desktop.widgets.limits_pane import LimitsPane
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.rule_editor import RuleEditor
from desktop.widgets.rules_pane import RulesPane
from desktop.widgets.side_editor import SideEditor
from monitoring.expressions import Term
from monitoring.own_rules import read_own_rule
from tests.workflow.conftest import MONTH, month, month_file
from workflow import own_rules
from workflow.review import review

__all__ = ["month", "month_file"]  # fixtures

TABLE = {
    "id": "C01",
    "sentence": "签约居民数不多于常住人口数",
    "severity": "soft",
    "formula": "fd_signed <= resident",
}


@pytest.fixture
def session(month: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    session = Session(month, MONTH, tasks)
    yield session
    tasks.close()


@pytest.fixture
def pane(qtbot: QtBot, session: Session) -> RulesPane:
    pane = RulesPane(session)
    qtbot.addWidget(pane)
    pane.resize(900, 600)
    pane.show()
    pane.refresh()
    return pane


@pytest.fixture
def editor(qtbot: QtBot, session: Session) -> RuleEditor:
    editor = RuleEditor(session, "C01")
    qtbot.addWidget(editor)
    editor.show()
    return editor


@pytest.fixture
def limits(qtbot: QtBot, session: Session) -> LimitsPane:
    pane = LimitsPane(session)
    qtbot.addWidget(pane)
    pane.show()
    pane.refresh()
    return pane


def click(button: QWidget, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.tasks.busy)


def choose(bar: NoticeBar, words: str, session: Session, qtbot: QtBot) -> None:
    shown = [each for each in bar.findChildren(QPushButton) if each.isVisible()]
    [button] = [each for each in shown if each.text() == words]
    click(button, session, qtbot)


def type_item(side: SideEditor, words: str) -> None:
    line = side.item.item_box.lineEdit()
    assert line is not None
    line.setText(words)
    QTest.keyClick(line, Qt.Key.Key_Return)


def put_together(editor: RuleEditor) -> None:
    """签约居民数 ≤ 5000 × 团队数, which every township breaks."""
    type_item(editor.left, "F1 签约居民数")
    editor.right.times_box.setValue(5000)
    type_item(editor.right, "F1 家庭医生团队数")


def test_the_countys_own_rules_come_first_and_only_they_can_be_changed(
    pane: RulesPane, session: Session, qtbot: QtBot
) -> None:
    assert not pane.hint.isHidden()
    assert not pane.change_button.isEnabled()
    own_rules.keep(session.ledger, read_own_rule(TABLE, session.ledger.catalogue))
    with qtbot.waitSignal(pane.counted) as counted:
        pane.refresh()
    assert counted.args == [len(session.ledger.catalogue.rules), 1]
    QAbstractItemModelTester(pane.table.model())
    assert pane.hint.isHidden()
    first = [pane.table.model().index(0, column).data() for column in range(6)]
    assert first == ["C01", "△ 提示", "F1", "签约居民数不多于常住人口数", "", "本县规定"]
    pane.table.selectRow(0)
    assert pane.change_button.isEnabled()
    pane.table.selectRow(1)
    assert not pane.change_button.isEnabled()
    assert not pane.remove_button.isEnabled()


def test_the_filter_finds_rules_by_their_words(pane: RulesPane) -> None:
    pane.filter.setText("R21 同期")
    assert pane.table.model().rowCount() == 1
    pane.filter.setText("R21 没有")
    assert pane.table.model().rowCount() == 0
    assert "没有这样的规则" in pane.table.empty_text


def test_a_rule_is_put_together_by_names_and_says_itself(editor: RuleEditor) -> None:
    assert "选好左右两边" in editor.sentence.text()
    assert not editor.save_button.isEnabled()
    put_together(editor)
    assert editor.sentence.text() == "签约居民数不多于5000倍家庭医生团队数"
    editor.operator_box.setCurrentIndex(editor.operator_box.findText("少于"))
    editor.left.sign_box.setCurrentIndex(1)
    editor.left.when_box.setCurrentIndex(1)
    type_item(editor.left, "F1 常住人口数")
    assert editor.sentence.text() == "签约居民数减上期常住人口数少于5000倍家庭医生团队数"
    assert editor.left.terms == [Term(1, "fd_signed"), Term(-1, "resident", True)]
    editor.left.list.setCurrentIndex(editor.left.list.model().index(1, 0))
    QTest.keyClick(editor.left.list, Qt.Key.Key_Delete)
    assert editor.left.terms == [Term(1, "fd_signed")]
    assert editor.save_button.isEnabled()


def test_items_are_offered_form_by_form(editor: RuleEditor) -> None:
    choice = editor.left.item
    choice.form_box.setCurrentIndex(choice.form_box.findData("F3"))
    names = [choice.item_box.itemText(row) for row in range(choice.item_box.count())]
    assert names
    assert all(name.startswith("F3 ") for name in names)
    type_item(editor.left, "没有这一项")
    assert editor.left.terms == []


def test_trying_shows_the_past_year_and_keeps_nothing(
    editor: RuleEditor, session: Session, qtbot: QtBot
) -> None:
    put_together(editor)
    click(editor.try_button, session, qtbot)
    qtbot.waitUntil(lambda: editor.tried.model().rowCount() == 12)
    row = [editor.tried.model().index(0, column).data() for column in range(3)]
    assert row[:2] == ["2026年10月", "4"]
    assert row[2].startswith("青年路街道：签约居民数 33333 ＞ 5000×")
    assert "会查出 4 处，分在 1 个月" in editor.notice.text
    assert own_rules.kept(session.ledger) == []
    editor.operator_box.setCurrentIndex(1)
    assert editor.tried.model().rowCount() == 0


def test_a_rule_counts_once_it_is_saved(editor: RuleEditor, session: Session, qtbot: QtBot) -> None:
    put_together(editor)
    editor.severity_box.setCurrentIndex(1)
    editor.first.setText("2026年1月")
    editor.last.setText("2026-12")
    editor.months.tick(["6", "10"])
    editor.units.tick(["371581002000"])
    editor.words.setText("每个团队不超过5000人")
    with qtbot.waitSignal(session.changed) as changed:
        qtbot.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    assert changed.args == [EVERYTHING]
    [kept] = own_rules.kept(session.ledger)
    assert kept.rule is not None
    assert (kept.rule.valid_from, kept.rule.valid_to) == (202601, 202612)
    assert (kept.rule.months, kept.rule.units) == ((6, 10), ("371581002000",))
    assert (kept.rule.severity, kept.rule.sentence) == ("hard", "每个团队不超过5000人")
    found = [f.unit for f in review(session.ledger, MONTH).findings if f.id == "C01"]
    assert found == ["371581002000"]
    assert not editor.isVisible()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (("下个月", ""), "看不懂开始的月份“下个月”；请写成 2026-01。"),
        (("", "2026年三季度"), "结束要是一个月份"),
        (("2026-10", "2026-09"), "结束早于开始"),
    ],
)
def test_what_is_wrong_is_said_in_the_dialog(
    editor: RuleEditor, session: Session, qtbot: QtBot, span: tuple[str, str], words: str
) -> None:
    put_together(editor)
    editor.first.setText(span[0])
    editor.last.setText(span[1])
    click(editor.save_button, session, qtbot)
    assert words in editor.notice.text
    assert editor.isVisible()
    assert own_rules.kept(session.ledger) == []


def test_a_rule_is_changed_retired_and_removed(
    pane: RulesPane, session: Session, qtbot: QtBot
) -> None:
    own_rules.keep(session.ledger, read_own_rule(TABLE, session.ledger.catalogue))
    session.changed.connect(pane.refresh)
    pane.refresh()
    pane.table.selectRow(0)
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    editor = pane.editor
    assert editor is not None
    assert editor.sentence.text() == "签约居民数不多于常住人口数"
    assert editor.words.text() == ""
    editor.severity_box.setCurrentIndex(1)
    click(editor.save_button, session, qtbot)
    assert pane.table.model().index(0, 1).data() == "✕ 硬性"
    assert "规则 C01 已保存" in pane.notice.text
    click(pane.retire_button, session, qtbot)
    assert pane.table.model().index(0, 4).data() == "至 2026-09"
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    assert "要删除规则 C01 吗" in pane.notice.text
    choose(pane.notice, "不删除", session, qtbot)
    assert len(own_rules.kept(session.ledger)) == 1
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    choose(pane.notice, "删除", session, qtbot)
    assert own_rules.kept(session.ledger) == []


def test_a_pack_shows_what_it_brings_before_it_is_taken(
    pane: RulesPane,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = tmp_path / "规则.json"
    pack.write_text(json.dumps({"schema": own_rules.SCHEMA, "rules": [TABLE]}), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(pack), ""))
    click(pane.import_button, session, qtbot)
    assert "导入会新增 1 条（C01），改动 0 条，相同 0 条。" in pane.notice.text
    choose(pane.notice, "不导入", session, qtbot)
    assert own_rules.kept(session.ledger) == []
    click(pane.import_button, session, qtbot)
    choose(pane.notice, "导入", session, qtbot)
    assert [each.id for each in own_rules.kept(session.ledger)] == ["C01"]
    click(pane.import_button, session, qtbot)
    assert "没有要导入的" in pane.notice.text
    pack.write_text("{}", "utf-8")
    click(pane.import_button, session, qtbot)
    assert "不是导出的审核规则" in pane.notice.text


def test_who_may_not_is_not_offered(session: Session, qtbot: QtBot) -> None:
    own_rules.keep(session.ledger, read_own_rule(TABLE, session.ledger.catalogue))
    pane, limits = RulesPane(session, lambda: False), LimitsPane(session, lambda: False)
    for each in (pane, limits):
        qtbot.addWidget(each)
        each.show()
        each.refresh()
    pane.table.selectRow(0)
    for button in (
        pane.new_button,
        pane.change_button,
        pane.retire_button,
        pane.remove_button,
        pane.import_button,
        limits.save_button,
        limits.forget_button,
    ):
        assert not button.isEnabled()
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    assert pane.editor is None
    assert pane.notice.text == ""
    assert pane.export_button.isEnabled()


def test_an_item_gets_a_limit_of_its_own_or_silence(
    limits: LimitsPane, session: Session, qtbot: QtBot
) -> None:
    QAbstractItemModelTester(limits.table.model())
    rows = limits.table.model().rowCount()
    assert limits.table.model().index(0, 2).data() == "变动超过 20%，且不小于 10"
    limits.table.selectRow(0)
    limits.item.choose("fd_team")
    limits.percent.setValue(50)
    limits.minimum.setValue(3)
    click(limits.save_button, session, qtbot)
    assert own_rules.limits(session.ledger) == [Threshold("R21-1", "fd_team", 50, 3)]
    assert limits.table.model().rowCount() == rows + 1
    told = [limits.table.model().index(1, column).data() for column in range(4)]
    assert told == ["R21-1 比上期", "F1 家庭医生团队数", "变动超过 50%，且不小于 3", "本县"]
    limits.table.selectRow(1)
    limits.silent_box.setChecked(True)
    assert not limits.percent.isEnabled()
    click(limits.save_button, session, qtbot)
    assert limits.table.model().index(1, 2).data() == "○ 不提示"
    limits.table.selectRow(1)
    click(limits.forget_button, session, qtbot)
    assert own_rules.limits(session.ledger) == []


def test_an_item_that_is_not_there_is_said(
    limits: LimitsPane, session: Session, qtbot: QtBot
) -> None:
    limits.table.selectRow(0)
    limits.item.item_box.setEditText("没有这项")
    click(limits.save_button, session, qtbot)
    assert "没有叫“没有这项”的项目" in limits.notice.text
    assert own_rules.limits(session.ledger) == []
