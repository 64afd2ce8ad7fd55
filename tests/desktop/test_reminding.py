"""催报 on the review page: whom to ask, the words copied, nobody called twice, the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db import reminders
from db.ledger import Ledger
from db.reminders import Contact, GivenBack
from desktop.models import reminding_lists as lists
from desktop.pages.review import ReviewPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.remind_pane import RemindPane
from tests.desktop.shell import MONTH, write_form
from tests.workflow.workbooks import table
from workflow.reminding import look
from workflow.roles import Operator, Role

EAST, WEST, LAST = "371581001000", "371581002000", "371581113000"
TODAY = date(2026, 11, 8)
MONTHLY = ("F1", "F2", "F3", "F4")


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Ledger:
    """All sent everything by November 3 but the last two, who lack F2 to F4."""
    for form in MONTHLY:
        write_form(fresh_ledger, form, 16 if form == "F1" else 14)
    fresh_ledger.connection.execute("UPDATE source SET at = '2026-11-03T09:00:00'")
    reminders.keep_contacts(fresh_ledger, [Contact(LAST, "演示甲", "0000-0000001", "演示数据")])
    return fresh_ledger


@pytest.fixture
def make(ledger: Ledger, qtbot: QtBot) -> Iterator[Callable[..., RemindPane]]:
    """Make the pane on the day ``today``, as it stands when all is loaded."""
    tasks = TaskRunner()

    def make(today: date = TODAY, session: Session | None = None) -> RemindPane:
        pane = RemindPane(session or Session(ledger, MONTH, tasks), today=lambda: today)
        qtbot.addWidget(pane)
        pane.resize(1080, 640)
        pane.show()
        pane.activateWindow()
        with qtbot.waitSignal(pane.shown):
            pane.refresh()
        return pane

    yield make
    tasks.close()


@pytest.fixture
def pane(make: Callable[..., RemindPane]) -> RemindPane:
    return make()


def press(widget: QWidget, words: str) -> None:
    """Click the button of a widget whose words begin so."""
    buttons = widget.findChildren(QPushButton)
    button = next(b for b in buttons if b.isVisible() and b.text().startswith(words))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def settle(pane: RemindPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not pane.session.tasks.busy)


def row_texts(pane: RemindPane, row: int) -> list[str]:
    model = pane.owing.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_the_list_says_who_is_late_with_what_and_by_how_long(pane: RemindPane) -> None:
    assert pane.headline == "10月：2 个单位有逾期或退回的报表要催"
    assert pane.action == "复制全部 2 个单位的催报"
    names = [pane.owing.model().index(row, 0).data() for row in range(2)]
    assert names == [unit.name for unit in pane.session.ledger.area.units[14:]]
    assert row_texts(pane, 1) == ["尚店镇", "✕ 逾期 3 天", "11月5日", "F2、F3、F4", "1/4", ""]
    assert pane.tabs.tabText(0) == "待催 2"


def test_the_chosen_units_words_and_people_stand_beside_the_list(pane: RemindPane) -> None:
    pane.owing.selectRow(1)
    assert pane.reminder.name.text() == "尚店镇"
    assert pane.reminder.people.text() == "演示甲　0000-0000001　演示数据"
    assert pane.reminder.text.toPlainText().startswith("尚店镇（演示甲）：\n截至11月8日")
    assert pane.reminder.last.text() == "还没有催过"
    assert not pane.reminder.contact_button.isVisible()
    pane.owing.selectRow(0)
    assert pane.reminder.contact_button.isVisible()


def test_copying_puts_plain_words_on_the_clipboard_and_notes_the_reminder(
    pane: RemindPane, qtbot: QtBot
) -> None:
    pane.session.sign_in(Operator("李会计", Role.ENTRY))
    pane.open_unit(LAST)
    pane.reminder.text.setPlainText("尚店镇：请<b>报</b>表")
    assert pane.reminder.restore_button.isVisible()
    with qtbot.waitSignal(pane.shown):
        press(pane.reminder, "复制")
    assert clipboard() == "尚店镇：请<b>报</b>表"
    assert not QGuiApplication.clipboard().mimeData().hasHtml()
    [noted] = reminders.reminders(pane.session.ledger, MONTH)
    assert (noted.unit, noted.forms, noted.operator) == (LAST, ("F2", "F3", "F4"), "李会计")
    assert noted.text == "尚店镇：请<b>报</b>表"
    assert "已复制尚店镇的催报文字" in pane.notice.text
    with qtbot.waitSignal(pane.shown):
        press(pane.notice, "撤销记录")
    assert reminders.reminders(pane.session.ledger, MONTH) == []


def test_what_was_typed_stays_while_other_units_are_looked_at(pane: RemindPane) -> None:
    pane.open_unit(LAST)
    own = pane.reminder.text.toPlainText()
    pane.reminder.text.setPlainText("改过的")
    pane.owing.selectRow(0)
    pane.owing.selectRow(1)
    assert pane.reminder.text.toPlainText() == "改过的"
    press(pane.reminder, "恢复原文")
    assert pane.reminder.text.toPlainText() == own


def test_nobody_is_called_twice_unasked(make: Callable[..., RemindPane], qtbot: QtBot) -> None:
    pane = make()
    press_all(pane, qtbot)
    assert clipboard().count("截至11月8日") == 2
    noted = reminders.reminders(pane.session.ledger, MONTH)
    assert {each.unit for each in noted} == {LAST, pane.session.ledger.area.units[14].code}
    reminders.forget_reminders(pane.session.ledger, [noted[0].id])
    pane.session.ledger.connection.execute("UPDATE reminder SET at = '2026-11-08T08:30:00'")
    with qtbot.waitSignal(pane.shown):
        pane.refresh()
    assert pane.headline.endswith("，今天已催 1 个")
    again = noted[1].unit
    assert pane.desk is not None
    name = pane.desk.name(again)
    row = next(r for r in range(2) if row_texts(pane, r)[0] == name)
    assert row_texts(pane, row)[5] == "今天 08:30"
    QGuiApplication.clipboard().setText("别的")
    pane.act()
    assert "已经催过，不要让同一个人接两次" in pane.notice.text
    assert clipboard() == "别的"
    with qtbot.waitSignal(pane.shown):
        press(pane.notice, "只复制其余 1 个")
    assert clipboard().count("截至11月8日") == 1
    assert len(reminders.reminders(pane.session.ledger, MONTH)) == 2


def press_all(pane: RemindPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.shown):
        pane.act()


def test_when_all_has_come_the_list_says_so(
    make: Callable[..., RemindPane], ledger: Ledger
) -> None:
    for form in MONTHLY:
        write_form(ledger, form)
    pane = make()
    assert pane.owing.empty_text.startswith("✓ 都报齐了")
    assert (pane.headline, pane.action) == ("10月：都报齐了", "")
    assert pane.reminder.name.text() == "没有要催的单位"


def test_before_the_due_day_nobody_is_to_be_asked_yet(make: Callable[..., RemindPane]) -> None:
    pane = make(date(2026, 11, 5))
    assert pane.headline == "10月：没有逾期的，2 个单位还有报表没到期"
    assert pane.action == ""
    assert row_texts(pane, 0)[1] == "○ 今天截止"


def test_what_went_back_is_asked_for_with_its_reason(
    make: Callable[..., RemindPane], ledger: Ledger
) -> None:
    reminders.give_back(ledger, [GivenBack("F1", MONTH, EAST, "签约数多于常住人口")])
    pane = make()
    pane.open_unit(EAST)
    row = pane.owing.currentIndex().row()
    assert row_texts(pane, row)[:2] == ["青年路街道", "↩ 退回"]
    assert "签约数多于常住人口" in pane.reminder.text.toPlainText()


def test_the_card_shows_the_month_and_a_form_over_the_year(pane: RemindPane, qtbot: QtBot) -> None:
    pane.tabs.setCurrentIndex(1)
    model = pane.card.table.model()
    assert model.headerData(1, Qt.Orientation.Horizontal) == "F2\n14/16"
    assert model.index(0, 1).data() == "✓ 按时"
    assert model.index(15, 1).data() == "✕ 未报"
    assert model.index(15, 4).data() == "1/4"
    assert "2026-11-05 截止，还没有收到" in model.index(15, 1).data(Qt.ItemDataRole.ToolTipRole)
    pane.card.scope.setCurrentIndex(pane.card.scope.findData("F2"))
    assert model.columnCount() == 2
    pane.card.table.setCurrentIndex(model.index(15, 0))
    QTest.keyClick(pane.card.table, Qt.Key.Key_Return)
    assert pane.tabs.currentIndex() == 0
    assert pane.reminder.name.text() == "尚店镇"
    assert pane.owing.hasFocus()


def test_a_due_day_is_shifted_where_the_card_is(pane: RemindPane, qtbot: QtBot) -> None:
    pane.tabs.setCurrentIndex(1)
    with qtbot.waitSignal(pane.shown):
        pane.card.days["F2"].setValue(10)
    assert pane.card.model.index(15, 1).data() == "○ 未到期"
    assert pane.session.ledger.setting("due_day:F2") == "10"


def test_contacts_are_typed_in_place_and_can_be_taken_back(pane: RemindPane, qtbot: QtBot) -> None:
    pane.reminder.contact_requested.emit(WEST)
    side = pane.contacts
    assert pane.tabs.currentIndex() == 2
    assert side.unit.currentText() == "新华路街道"
    side.person.setText("演示乙")
    side.phone.setText("见备注")
    QTest.keyClick(side.person, Qt.Key.Key_Return)
    assert "不像电话号码" in side.notice.text
    side.phone.setText("06350000000")
    QTest.keyClick(side.phone, Qt.Key.Key_Return)
    assert side.model.contacts[0] == Contact(WEST, "演示乙", "06350000000")
    side.model.setData(side.model.index(0, 2), "0635-0000000")
    assert side.model.index(0, 2).data() == "0635-0000000"
    press(side.notice, "撤销")
    assert side.model.index(0, 2).data() == "06350000000"
    side.model.setData(side.model.index(0, 1), "")
    assert "姓名要有" in side.notice.text
    assert side.model.index(0, 1).data() == "演示乙"
    side.table.setFocus()
    side.table.selectRow(0)
    QTest.keyClick(side.table, Qt.Key.Key_Delete)
    assert len(side.model.contacts) == 1
    press(side.notice, "撤销")
    assert len(side.model.contacts) == 2
    settle(pane, qtbot)


def test_a_contact_is_changed_by_keys_alone(pane: RemindPane, qtbot: QtBot) -> None:
    pane.tabs.setCurrentIndex(2)
    table = pane.contacts.table
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("演示戊")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.contacts.model.contacts[0].person == "演示戊")
    settle(pane, qtbot)


def test_a_table_of_contacts_is_shown_before_it_is_taken(
    pane: RemindPane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "联系人.xlsx"
    rows = [("单位", "姓名", "电话"), ("青年路街道", "演示丙", "000"), ("无此镇", "丁", "000")]
    path.write_bytes(table(rows))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    pane.tabs.setCurrentIndex(2)
    side = pane.contacts
    press(side, "从表格导入")
    qtbot.waitUntil(side.preview.isVisible)
    assert "新增 1 位，改动 0 位，0 位相同，1 处没有读" in side.notice.text
    kinds = [side.preview.model().index(row, 0).data() for row in range(2)]
    assert kinds == ["✕ 没有读", "＋ 新增"]
    assert len(side.model.contacts) == 1
    press(side, "导入")
    assert [each.person for each in side.model.contacts] == ["演示丙", "演示甲"]
    press(side.notice, "撤销")
    assert [each.person for each in side.model.contacts] == ["演示甲"]
    settle(pane, qtbot)


def test_the_log_lists_reminders_and_a_wrong_one_is_taken_back(
    pane: RemindPane, qtbot: QtBot
) -> None:
    press_all(pane, qtbot)
    pane.tabs.setCurrentIndex(3)
    model = pane.log.model()
    assert model.rowCount() == 2
    assert model.index(0, 2).data() == "F2、F3、F4（2026年10月）"
    pane.log.selectRow(0)
    with qtbot.waitSignal(pane.shown):
        QTest.keyClick(pane.log, Qt.Key.Key_Delete)
    assert model.rowCount() == 1


class OtherWindow(Session):
    """A window beside the one that has the ledger."""

    @property
    def read_only(self) -> bool:
        return True


def test_a_window_that_only_reads_offers_no_copying_and_no_changing(
    make: Callable[..., RemindPane], ledger: Ledger
) -> None:
    tasks = TaskRunner()
    pane = make(session=OtherWindow(ledger, MONTH, tasks))
    assert not pane.reminder.copy_button.isVisible()
    assert pane.reminder.text.isReadOnly()
    pane.act()
    assert reminders.reminders(ledger, MONTH) == []
    pane.tabs.setCurrentIndex(2)
    assert not pane.contacts.add_button.isVisible()
    assert (
        not pane.contacts.model.flags(pane.contacts.model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    )
    pane.tabs.setCurrentIndex(1)
    assert not pane.card.days["F1"].isVisible()
    pane.tabs.setCurrentIndex(3)
    assert not pane.forget_button.isVisible()
    tasks.close()


def test_only_those_who_manage_shift_the_due_days(
    make: Callable[..., RemindPane], qtbot: QtBot
) -> None:
    pane = make()
    pane.session.sign_in(Operator("李会计", Role.ENTRY))
    with qtbot.waitSignal(pane.shown):
        pane.refresh()
    pane.tabs.setCurrentIndex(1)
    assert not pane.card.days["F1"].isVisible()
    pane.tabs.setCurrentIndex(2)
    assert pane.contacts.add_button.isVisible()


def test_the_review_page_opens_it_at_a_unit_and_gives_it_the_title_line(
    ledger: Ledger, qtbot: QtBot
) -> None:
    tasks = TaskRunner()
    page = ReviewPage(Session(ledger, MONTH, tasks))
    qtbot.addWidget(page)
    page.headline_changed.connect(page.setWindowTitle)
    actions: list[str] = []
    page.action_changed.connect(actions.append)
    page.show()
    qtbot.waitUntil(lambda: "应报" in page.windowTitle())
    page.open_at({"tab": "remind", "unit": LAST})
    qtbot.waitUntil(lambda: page.remind.desk is not None and not tasks.busy)
    assert page.tabs.tabText(page.tabs.currentIndex()) == "催报"
    assert page.windowTitle() == page.remind.headline
    assert page.remind.reminder.name.text() == "尚店镇"
    assert actions[-1] == page.remind.action
    page.open_at({"unit": LAST})
    qtbot.waitUntil(lambda: not tasks.busy)
    assert "应报" in page.windowTitle()
    tasks.close()


def test_the_tables_keep_the_rules_of_their_models(pane: RemindPane, qtbot: QtBot) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    models = (pane.owing.model(), pane.card.model, pane.contacts.model, pane.log.model())
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    press_all(pane, qtbot)
    pane.card.scope.setCurrentIndex(1)
    pane.card.scope.setCurrentIndex(0)
    assert len(testers) == 4


def test_what_the_tab_in_front_shows_is_saved_as_pdf(
    pane: RemindPane, qtbot: QtBot, tmp_path: Path
) -> None:
    for tab in range(4):
        pane.tabs.setCurrentIndex(tab)
        path = tmp_path / f"{tab}.pdf"
        pane.paper.save(path)
        settle(pane, qtbot)
        assert path.read_bytes().startswith(b"%PDF")
    assert pane.notice.text == "已保存“3.pdf”。"
    path = tmp_path / "没有这个文件夹" / "a.pdf"
    pane.paper.save(path)
    qtbot.waitUntil(lambda: "没有写成" in pane.notice.text)


def test_what_is_printed_says_all_that_the_screen_says(ledger: Ledger) -> None:
    reminders.give_back(ledger, [GivenBack("F1", MONTH, EAST, "签约数多于常住人口")])
    desk = look(ledger, MONTH, TODAY)
    card = lists.sign_in_card(desk, "", made_up=True)
    assert card.title == "临清市报送签到卡（各表）"
    assert card.period == "2026年10月　截至2026年11月8日"
    assert card.heads == (
        "序号",
        "单位",
        "F1\n16/16",
        "F2\n14/16",
        "F3\n14/16",
        "F4\n14/16",
        "按时率\n近一年",
    )
    assert card.rows[0] == ("1", "青年路街道", "↩ 退回", *["✓ 按时"] * 3, "4/4")
    assert card.rows[15] == ("16", "尚店镇", "✓ 按时", *["✕ 未报"] * 3, "1/4")
    assert lists.sign_in_card(desk, "F1").heads[2] == "2026年\n10月\n16/16"
    late = lists.overdue_list(desk).rows
    assert [row[0] for row in late if row[0]] == [desk.name(unit) for unit in desk.owing]
    mine = next(row for row in late if row[0] == "尚店镇")
    assert mine[2:6] == ("2026年10月", "2026-11-05", "✕ 逾期 3 天", "演示甲 0000-0000001")
    assert "↩ 退回：签约数多于常住人口" in [row[4] for row in late]
    people = lists.contact_list(desk).rows
    assert len(people) == 17
    assert ("尚店镇", "演示甲", "0000-0000001", "演示数据") in people
    assert lists.reminder_log(desk).rows == ()
