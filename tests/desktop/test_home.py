"""本月: cards, the next things in order, targets at risk, and an empty ledger's beginning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db import reminders
from db.ledger import Ledger
from db.reminders import GivenBack
from desktop.models.home_lists import RiskModel, ThingModel
from desktop.models.month import summarise
from desktop.pages.home import HomePage
from desktop.session import SUBMISSIONS, Session
from desktop.tasks import TaskRunner
from tests.desktop.shell import MONTH, write_form
from workflow.reminding import set_due_day

MONTHLY = ("F1", "F2", "F3", "F4")
IN_TIME = date(2026, 11, 1)


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[HomePage]:
    tasks = TaskRunner()
    page = HomePage(Session(fresh_ledger, MONTH, tasks), today=lambda: IN_TIME)
    qtbot.addWidget(page)
    yield page
    tasks.close()


def show(page: HomePage, qtbot: QtBot) -> str:
    """Show the page and wait for its figures; returns its sentence."""
    with qtbot.waitSignal(page.action_changed):
        page.headline_changed.connect(page.setWindowTitle)
        page.resize(1100, 700)
        page.show()
        page.activateWindow()
    qtbot.waitUntil(lambda: not page.session.tasks.busy)
    return page.windowTitle()


def test_an_empty_ledger_shows_how_to_begin(page: HomePage, qtbot: QtBot) -> None:
    assert show(page, qtbot) == "10月：16 个单位都还没有报表"
    assert page.beginning is not None
    assert page.beginning.isVisible()
    with qtbot.waitSignal(page.beginning.page_requested) as asked:
        page.beginning.page_requested.emit("entry")
    assert asked.args == ["entry"]


def test_the_main_button_of_an_empty_ledger_goes_to_the_first_step(
    page: HomePage, qtbot: QtBot
) -> None:
    show(page, qtbot)
    with qtbot.waitSignal(page.page_requested) as asked:
        page.act()
    assert asked.args[0] == "collect"


def test_the_first_step_that_is_not_done_is_lifted(page: HomePage, qtbot: QtBot) -> None:
    write_form(page.session.ledger, "F1", 14)
    show(page, qtbot)
    assert page.cards["collect"].current
    assert page.cards["collect"].figure == "0/16"
    assert not page.cards["review"].current


def test_names_units_that_have_not_reported(page: HomePage, qtbot: QtBot) -> None:
    write_form(page.session.ledger, "F1", 14)
    show(page, qtbot)
    assert page.lists is not None
    first = page.lists.things.model().index(0, 1).data()
    missing = page.session.ledger.area.units[14:]
    assert first == f"F1 还有 2 个单位未报：{missing[0].name}、{missing[1].name}"


def test_enter_on_a_line_opens_its_page(page: HomePage, qtbot: QtBot) -> None:
    write_form(page.session.ledger, "F1", 14)
    show(page, qtbot)
    assert page.lists is not None
    page.lists.things.selectRow(0)
    with qtbot.waitSignal(page.page_requested) as asked:
        qtbot.keyClick(page.lists.things, Qt.Key.Key_Return)
    assert asked.args == ["collect", None]


def test_arrows_and_enter_work_on_the_cards(page: HomePage, qtbot: QtBot) -> None:
    show(page, qtbot)
    page.cards["collect"].setFocus()
    qtbot.keyClick(page.cards["collect"], Qt.Key.Key_Right)
    assert page.cards["review"].hasFocus()
    with qtbot.waitSignal(page.page_requested) as asked:
        qtbot.keyClick(page.cards["review"], Qt.Key.Key_Return)
    assert asked.args == ["review", None]


def test_looks_again_when_a_return_was_saved(page: HomePage, qtbot: QtBot) -> None:
    write_form(page.session.ledger, "F1")
    show(page, qtbot)
    page.session.ledger.record_submission("F1", MONTH, "F1.xlsx", "0" * 64)
    with qtbot.waitSignal(page.action_changed):
        page.session.changed.emit(SUBMISSIONS)
    assert "已保存 1/4 张" in page.cards["submit"].detail


def test_pending_forms_can_be_approved_and_saved(fresh_ledger: Ledger) -> None:
    for form in MONTHLY:
        write_form(fresh_ledger, form)
    summary = summarise(fresh_ledger, MONTH, IN_TIME)
    pages = [thing.page for thing in summary.things]
    assert "collect" not in pages
    assert pages.index("review") < len(pages)
    assert summary.steps[0].done
    assert summary.steps[0].figure == "16/16"


def test_days_to_the_due_date(fresh_ledger: Ledger) -> None:
    write_form(fresh_ledger, "F1")

    def card(today: date) -> tuple[str, str]:
        step = summarise(fresh_ledger, MONTH, today).steps[3]
        return step.figure, step.words

    assert card(date(2026, 11, 4)) == ("1", "天后截止")
    assert card(date(2026, 11, 5)) == ("今天", "截止")
    assert card(date(2026, 11, 6)) == ("1", "天前已截止")
    assert card(date(2027, 11, 6)) == ("未报", "已过截止日")


def test_the_ledgers_own_due_day_counts(fresh_ledger: Ledger) -> None:
    for form in MONTHLY:
        set_due_day(fresh_ledger, fresh_ledger.catalogue.forms[form], 8)
    step = summarise(fresh_ledger, MONTH, date(2026, 11, 5)).steps[3]
    assert (step.figure, step.words) == ("3", "天后截止")


@pytest.mark.parametrize(
    ("today", "page", "words"),
    [
        (date(2026, 11, 4), "collect", "F1 还有 2 个单位未报："),
        (date(2026, 11, 5), "collect", "F1 还有 2 个单位未报："),
        (date(2026, 11, 6), "review", "F1 还有 2 个单位未报，逾期 1 天："),
    ],
)
def test_who_is_late_is_asked_for_from_the_day_after(
    fresh_ledger: Ledger, today: date, page: str, words: str
) -> None:
    write_form(fresh_ledger, "F1", 14)
    first = summarise(fresh_ledger, MONTH, today).things[0]
    assert first.sentence.startswith(words)
    assert first.page == page
    late = fresh_ledger.area.units[14].code
    assert first.argument == ({"tab": "remind", "unit": late} if page == "review" else None)


def test_what_went_back_and_did_not_come_anew_is_asked_for(fresh_ledger: Ledger) -> None:
    write_form(fresh_ledger, "F1")
    unit = fresh_ledger.area.units[3].code
    reminders.give_back(fresh_ledger, [GivenBack("F1", MONTH, unit, "请核对")])
    things = summarise(fresh_ledger, MONTH, IN_TIME).things
    asked = next(each for each in things if each.action == "催报")
    assert asked.sentence == "1 份退回的表还没有重报"
    assert asked.argument == {"tab": "remind", "unit": unit}


def test_all_saved_finishes_the_last_step(fresh_ledger: Ledger) -> None:
    for form in MONTHLY:
        fresh_ledger.record_submission(form, MONTH, "a.xlsx", "0" * 64)
    assert summarise(fresh_ledger, MONTH, IN_TIME).steps[3].done


def test_targets_at_risk_say_what_is_needed(fresh_ledger: Ledger, qtbot: QtBot) -> None:
    for form in MONTHLY:
        write_form(fresh_ledger, form)
    summary = summarise(fresh_ledger, 202610, IN_TIME)
    targets = [risk for risk in summary.risks if risk.kind == "目标"]
    assert all(risk.page == "assess" and risk.argument["target"] for risk in targets)
    things, risks = ThingModel(), RiskModel(lambda _: None)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (things, risks)]
    things.show_things(summary.things)
    risks.show_risks(summary.risks)
    assert things.rowCount() == len(summary.things)
    assert risks.rowCount() == len(summary.risks)
    assert testers
