"""审核: explaining what is right, giving back what is wrong, unlocking what was submitted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from db import locks, reminders
from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.models import findings as columns
from desktop.pages.review import ReviewPage
from desktop.session import VALUES, Session
from desktop.tasks import TaskRunner
from monitoring.amounts import number
from workflow.explaining import of_month
from workflow.roles import Operator, Role

MONTH = 202610
LEFT = Qt.MouseButton.LeftButton
FIRST = "371581001000"


def say(ledger: Ledger, amount: int, end: int = MONTH, item: str = "visits") -> None:
    ledger.write([Entry(FIRST, item, end, number(amount))], NewSource("hand"))


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    """A township whose F4 doubled two figures since September; nothing else is said of it."""
    form = fresh_ledger.catalogue.forms["F4"]
    for end in (202609, MONTH):
        entries = [Entry(FIRST, item.code, end, number(0)) for item in form.items]
        fresh_ledger.write(entries, NewSource("hand"))
    for end, amount in ((202609, 100), (MONTH, 200)):
        entries = [Entry(FIRST, item, end, number(amount)) for item in ("visits", "village_doctor")]
        fresh_ledger.write(entries, NewSource("hand"))
    tasks = TaskRunner()
    session = Session(fresh_ledger, MONTH, tasks)
    session.sign_in(Operator("王主任", Role.MANAGE))
    yield session
    tasks.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ReviewPage:
    page = ReviewPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.activateWindow()
    settle(page, qtbot)
    page.open_at({"unit": FIRST, "form": "F4"})
    return page


def settle(page: ReviewPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.tasks.busy and not page.progress.busy)


def done_words(page: ReviewPage) -> list[str]:
    model = page.findings.table.model()
    return [str(model.index(row, columns.DONE).data()) for row in range(model.rowCount())]


def answer(page: ReviewPage, folder: Path) -> None:
    """Choose a folder or a file in the dialog that is open."""
    [dialog] = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()


def test_one_text_explains_all_chosen_soft_findings_and_lets_the_unit_pass(
    page: ReviewPage, qtbot: QtBot
) -> None:
    actions: list[str] = []
    page.action_changed.connect(actions.append)
    assert set(done_words(page)) == {"○ 待说明"}
    assert page.findings.level_buttons["open"].text() == f"○ 待说明 {len(done_words(page))}"
    page.findings.table.selectAll()
    page.findings.explain.text.insert("新开两个国医堂")
    QTest.keyClick(page.findings.explain.text, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert set(done_words(page)) == {"新开两个国医堂"}
    assert actions[-1] == "通过所选 1 份"
    assert page.matrix.model().index(0, 3).data() == "▲ 待审"
    kept = of_month(page.session.ledger, MONTH)
    assert {each.operator for each in kept.values()} == {"王主任"}

    page.findings.table.selectRow(0)
    assert "王主任" in page.findings.explain.written.text()
    QTest.mouseClick(page.findings.explain.withdraw_button, LEFT)
    settle(page, qtbot)
    assert done_words(page).count("○ 待说明") == 1


def test_an_empty_explanation_is_refused_in_a_sentence(page: ReviewPage, qtbot: QtBot) -> None:
    page.findings.table.selectRow(0)
    QTest.mouseClick(page.findings.explain.save_button, LEFT)
    settle(page, qtbot)
    assert "说明是空的" in page.notice.text
    assert of_month(page.session.ledger, MONTH) == {}


def test_the_words_of_the_month_before_are_offered(page: ReviewPage, qtbot: QtBot) -> None:
    ledger = page.session.ledger
    form = ledger.catalogue.forms["F4"]
    entries = [Entry(FIRST, item.code, 202608, number(0)) for item in form.items]
    ledger.write(entries, NewSource("hand"))
    say(ledger, 40, 202608, "visits")
    page.session.set_month(202609)
    settle(page, qtbot)
    page.open_at({"unit": FIRST, "form": "F4"})
    page.findings.table.selectRow(0)
    page.findings.explain.text.insert("门诊搬到新楼")
    QTest.keyClick(page.findings.explain.text, Qt.Key.Key_Return)
    settle(page, qtbot)

    page.session.set_month(MONTH)
    settle(page, qtbot)
    page.open_at({"unit": FIRST, "form": "F4"})
    about = of_month(ledger, 202609)
    [(_, _, item)] = about
    row = next(at for at, each in enumerate(page.findings.shown) if each.items == (item,))
    page.findings.table.selectRow(row)
    assert page.findings.explain.text.text() == "门诊搬到新楼"
    assert "以前写过" in page.findings.explain.written.text()


def test_a_form_is_given_back_into_a_folder_and_marked_until_it_changes(
    page: ReviewPage, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.mouseClick(page.give_back_button, LEFT)
    assert page.reason.isVisible()
    page.reason.text.insert("请附说明")
    QTest.keyClick(page.reason.text, Qt.Key.Key_Return)
    answer(page, tmp_path / "退回")
    settle(page, qtbot)
    assert "已写好 1 份" in page.notice.text
    assert [path.name[:3] for path in (tmp_path / "退回").iterdir()] == ["退回_"]
    [given] = reminders.given_back(page.session.ledger, MONTH)
    assert given.reason.startswith("请附说明")
    assert given.operator == "王主任"
    cell = page.matrix.model().index(0, 3)
    assert cell.data() == "↩ 已退回"
    assert "请附说明" in cell.data(Qt.ItemDataRole.ToolTipRole)
    say(page.session.ledger, 150, item="visits")
    page.session.changed.emit(VALUES)
    qtbot.waitUntil(lambda: cell.data() == "△ 待说明")
    settle(page, qtbot)


def test_escape_leaves_everything_as_it_was(page: ReviewPage) -> None:
    QTest.mouseClick(page.give_back_button, LEFT)
    QTest.keyClick(page.reason.text, Qt.Key.Key_Escape)
    assert not page.reason.isVisible()
    assert page.findChildren(QFileDialog) == []


def test_a_submitted_form_is_unlocked_only_for_a_reason(page: ReviewPage, qtbot: QtBot) -> None:
    ledger = page.session.ledger
    assert not page.unlock_button.isVisible()
    locks.lock(ledger, "F4", MONTH)
    page.look_again()
    settle(page, qtbot)
    assert page.matrix.model().index(0, 3).data() == "■ 已上报"
    assert not page.give_back_button.isEnabled()
    QTest.mouseClick(page.unlock_button, LEFT)
    QTest.keyClick(page.reason.text, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert "解锁要写明原因" in page.notice.text
    QTest.mouseClick(page.unlock_button, LEFT)
    page.reason.text.insert("多算了一个点")
    QTest.keyClick(page.reason.text, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert locks.of_month(ledger, MONTH) == {}
    assert locks.events(ledger, "F4", MONTH)[-1].reason == "多算了一个点"


@pytest.mark.parametrize(
    ("role", "explains", "gives_back", "unlocks"),
    [(Role.ENTRY, True, False, False), (Role.REVIEW, True, True, False)],
)
def test_what_a_role_may_not_do_is_not_offered(
    session: Session, qtbot: QtBot, role: Role, *, explains: bool, gives_back: bool, unlocks: bool
) -> None:
    locks.lock(session.ledger, "F4", MONTH)
    session.sign_in(Operator("李会计", role))
    page = ReviewPage(session)
    qtbot.addWidget(page)
    page.show()
    settle(page, qtbot)
    page.open_at({"form": "F4"})
    assert page.findings.explain.isEnabled() is explains
    assert page.give_back_button.isVisible() is gives_back
    assert page.unlock_button.isVisible() is unlocks


def test_the_query_record_is_saved_as_pages(page: ReviewPage, qtbot: QtBot, tmp_path: Path) -> None:
    QTest.mouseClick(page.findings.record_button, LEFT)
    answer(page, tmp_path / "记录.pdf")
    settle(page, qtbot)
    assert (tmp_path / "记录.pdf").read_bytes().startswith(b"%PDF")
    assert any(b.text() == "打开文件" for b in page.notice.findChildren(QPushButton))
