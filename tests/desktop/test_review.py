"""审核: who has sent what, what is wrong, and the approval of what is right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.models import findings as columns
from desktop.models.findings import FindingsModel, as_tsv, grouped_text
from desktop.pages.review import ReviewPage
from desktop.session import APPROVALS, VALUES, Session
from desktop.tasks import TaskRunner
from monitoring.amounts import number
from monitoring.findings import Finding

MONTH = 202610
F4 = "F4"


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    """Two townships with a good F4, one whose F1 breaks a hard rule."""
    units = [unit.code for unit in fresh_ledger.area.units]
    forms = fresh_ledger.catalogue.forms
    entries = [
        Entry(unit, item.code, MONTH, number(0)) for unit in units[:2] for item in forms[F4].items
    ]
    entries += [
        Entry(units[2], item.code, MONTH, number(9 if item.code == "fd_signed" else 5))
        for item in forms["F1"].items
    ]
    fresh_ledger.write(entries, NewSource("hand"))
    tasks = TaskRunner()
    yield Session(fresh_ledger, MONTH, tasks)
    tasks.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ReviewPage:
    page = ReviewPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.activateWindow()
    _settle(page, qtbot)
    return page


def _settle(page: ReviewPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.tasks.busy and not page.progress.busy)


def _units(page: ReviewPage) -> list[str]:
    return [unit.code for unit in page.session.ledger.area.units]


def _shown(page: ReviewPage) -> list[Finding]:
    model = page.findings.table.model()
    assert isinstance(model, FindingsModel)
    return list(model.findings)


def _cell(page: ReviewPage, row: int, column: int) -> str:
    return str(page.matrix.model().index(row, column).data())


def _finding(message: str, left: str = "1", **more: str) -> Finding:
    fields = {"rule": "R04", "id": "R04-1", "severity": "hard", "form": "F1", "unit": "1"} | more
    return Finding(
        unit_name="松林镇",
        end=MONTH,
        left=left,
        right="2",
        items=("fd_signed",),
        message=message,
        **fields,
    )


def test_the_title_line_says_what_is_owed_what_is_here_and_what_is_wrong(
    session: Session, qtbot: QtBot
) -> None:
    page = ReviewPage(session)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.headline_changed) as said:
        page.show()
    _settle(page, qtbot)
    hard = sum(1 for finding in _shown(page) if finding.blocks)
    soft = len(_shown(page)) - hard
    assert hard > 0
    expected = f"10月：16 个乡镇应报 64 份，到 3 份；{hard} 处硬性错误，{soft} 处提示"
    assert said.args == [expected]


def test_the_matrix_shows_a_word_and_a_glyph_for_every_unit_and_form(page: ReviewPage) -> None:
    assert _cell(page, 2, 0) == "✕ 有误"
    assert _cell(page, 0, 3) == "▲ 待审"
    assert _cell(page, 5, 1) == "○ 未报"
    head = page.matrix.model().headerData(3, Qt.Orientation.Horizontal)
    assert head == "F4\n2/16"


def test_a_chosen_cell_filters_the_findings_and_escape_shows_all_again(
    page: ReviewPage, qtbot: QtBot
) -> None:
    everything = len(_shown(page))
    page.matrix.setFocus()
    page.open_at({"unit": _units(page)[2], "form": "F1"})
    assert {finding.unit for finding in _shown(page)} == {_units(page)[2]}
    assert page.findings.place_button.text().startswith("只看 先锋路街道 F1")
    QTest.keyClick(page.matrix, Qt.Key.Key_Up)
    assert _shown(page) == []
    QTest.keyClick(page.matrix, Qt.Key.Key_Escape)
    assert len(_shown(page)) == everything
    assert not page.findings.place_button.isVisible()


def test_a_whole_form_includes_what_is_said_of_its_total(page: ReviewPage) -> None:
    page.open_at({"form": "F1"})
    assert len(_shown(page)) > 0
    assert all(finding.form == "F1" for finding in _shown(page))


def test_the_level_buttons_filter_by_severity(page: ReviewPage) -> None:
    button = page.findings.level_buttons["hard"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == f"✕ 硬性 {len(_shown(page))}"
    assert all(finding.blocks for finding in _shown(page))


def test_enter_on_a_finding_opens_entry_at_its_first_item(page: ReviewPage, qtbot: QtBot) -> None:
    table = page.findings.table
    table.selectRow(0)
    finding = _shown(page)[0]
    with qtbot.waitSignal(page.page_requested) as asked:
        QTest.keyClick(table, Qt.Key.Key_Return)
    place = {"form": finding.form, "unit": finding.unit, "item": finding.items[0]}
    assert asked.args == ["entry", place]


def test_enter_on_a_finding_that_only_has_focus_opens_it_too(
    page: ReviewPage, qtbot: QtBot
) -> None:
    table = page.findings.table
    table.clearSelection()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    table.clearSelection()
    with qtbot.waitSignal(page.page_requested):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_enter_on_a_cell_opens_entry_at_that_unit_and_form(page: ReviewPage, qtbot: QtBot) -> None:
    page.open_at({"unit": _units(page)[1], "form": F4})
    with qtbot.waitSignal(page.page_requested) as asked:
        QTest.keyClick(page.matrix, Qt.Key.Key_Return)
    assert asked.args == ["entry", {"form": F4, "unit": _units(page)[1]}]


def test_the_main_button_approves_all_that_waits_and_can_be_taken_back(
    session: Session, qtbot: QtBot
) -> None:
    page = ReviewPage(session)
    qtbot.addWidget(page)
    actions: list[str] = []
    page.action_changed.connect(actions.append)
    page.show()
    _settle(page, qtbot)
    assert actions[-1] == "通过 2 份"
    with qtbot.waitSignal(session.changed, check_params_cb=lambda what: what == APPROVALS):
        page.act()
    _settle(page, qtbot)
    assert session.ledger.approved(F4, MONTH) == set(_units(page)[:2])
    assert _cell(page, 0, 3) == "✓ 已审"
    assert actions[-1] == ""
    back = next(b for b in page.notice.findChildren(QPushButton) if b.text() == "撤回")
    with qtbot.waitSignal(session.changed):
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    _settle(page, qtbot)
    assert session.ledger.approved(F4, MONTH) == set()


def test_only_the_chosen_cell_is_approved(page: ReviewPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(
        page.action_changed, check_params_cb=lambda text: text == "通过所选 1 份"
    ):
        page.open_at({"unit": _units(page)[1], "form": F4})
    with qtbot.waitSignal(page.session.changed):
        page.act()
    _settle(page, qtbot)
    assert page.session.ledger.approved(F4, MONTH) == {_units(page)[1]}


def test_what_became_wrong_meanwhile_is_refused_with_a_sentence(
    page: ReviewPage, qtbot: QtBot
) -> None:
    ledger, unit = page.session.ledger, _units(page)[0]
    items = ledger.catalogue.forms[F4].items
    blanks = [Entry(unit, item.code, MONTH, None) for item in items]
    ledger.write(blanks, NewSource("hand"))
    page.act()
    _settle(page, qtbot)
    assert "请先处理完再通过审核" in page.notice.text
    qtbot.waitUntil(lambda: _cell(page, 0, 3) == "○ 未报")


def test_values_changed_elsewhere_are_reviewed_again(page: ReviewPage, qtbot: QtBot) -> None:
    unit = _units(page)[4]
    page.session.ledger.write([Entry(unit, "fd_signed", MONTH, number(1))], NewSource("hand"))
    page.session.changed.emit(VALUES)
    qtbot.waitUntil(lambda: _cell(page, 4, 0) != "○ 未报")
    _settle(page, qtbot)


def test_a_month_without_reports_says_where_to_begin(page: ReviewPage, qtbot: QtBot) -> None:
    page.session.set_month(202609)
    _settle(page, qtbot)
    assert page.matrix.model().columnCount() == 5
    assert "收表" in page.findings.table.empty_text
    rows = page.matrix.model().rowCount()
    county = page.matrix.model().headerData(rows - 1, Qt.Orientation.Vertical)
    assert county == "临清市本级"
    assert _cell(page, rows - 1, 0) == "／"


def test_findings_are_copied_as_text_a_spreadsheet_takes_for_no_formula(page: ReviewPage) -> None:
    QTest.mouseClick(page.findings.copy_button, Qt.MouseButton.LeftButton)
    rows = QGuiApplication.clipboard().text().split("\n")
    assert len(rows) == len(_shown(page)) + 1
    assert {len(row.split("\t")) for row in rows} == {8}


@pytest.mark.parametrize("text", ["=1+1", "+8", "@x", "-甲", "\t=1", " \n=A1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cells = as_tsv([_finding(text)], {}).split("\n")[1].split("\t")
    assert cells[columns.MESSAGE].startswith("'")


def test_numbers_stay_numbers_on_the_clipboard() -> None:
    cells = as_tsv([_finding("少", left="-3.50")], {}).split("\n")[1].split("\t")
    assert cells[columns.LEFT] == "-3.50"


@pytest.mark.parametrize(
    ("text", "shown"), [("1234567.80", "1,234,567.80"), ("-1000", "-1,000"), ("未报", "未报")]
)
def test_sides_are_shown_with_separators(text: str, shown: str) -> None:
    assert grouped_text(text) == shown


def test_findings_sort_by_size_of_a_side_and_by_level() -> None:
    model = FindingsModel()
    given = [_finding("a", "10"), _finding("b", "9", severity="soft"), _finding("c", "未报")]
    model.set_findings(given, {})
    model.sort(columns.LEFT)
    assert [each.message for each in model.findings] == ["c", "b", "a"]
    model.sort(columns.LEVEL)
    assert model.findings[-1].message == "b"


def test_the_tables_keep_the_rules_of_their_models(page: ReviewPage, qtbot: QtBot) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    models = (page.matrix.model(), page.findings.table.model())
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    page.session.set_month(202609)
    _settle(page, qtbot)
    page.session.set_month(MONTH)
    _settle(page, qtbot)
    page.findings.table.model().sort(columns.RIGHT, Qt.SortOrder.DescendingOrder)
    assert len(testers) == 2


def _leave_blank(page: ReviewPage, qtbot: QtBot) -> tuple[str, int]:
    """One more township sends two figures of F3; returns its code and how many it left out."""
    unit, items = _units(page)[5], page.session.ledger.catalogue.forms["F3"].items
    entries = [Entry(unit, item.code, MONTH, number(0)) for item in items[:2]]
    page.session.ledger.write(entries, NewSource("hand"))
    page.session.changed.emit(VALUES)
    _settle(page, qtbot)
    return unit, len(items) - 2


def test_empty_cells_are_said_to_be_missing_with_one_click_and_taken_back_with_another(
    page: ReviewPage, qtbot: QtBot
) -> None:
    _, left = _leave_blank(page, qtbot)
    waiting = page.findings.blanks_button
    assert waiting.isVisible()
    assert waiting.text().startswith(f"空着的 {left} 格都标为未报")

    QTest.mouseClick(waiting, Qt.MouseButton.LeftButton)
    _settle(page, qtbot)

    assert page.notice.text == f"1 份报表里空着的格子：{left} 格标为未报。"
    assert not waiting.isVisible()
    assert _cell(page, 5, 2) == "▲ 待审"
    [take_back] = [b for b in page.notice.findChildren(QPushButton) if b.text() == "撤回"]
    QTest.mouseClick(take_back, Qt.MouseButton.LeftButton)
    _settle(page, qtbot)
    assert waiting.isVisible()
    assert _cell(page, 5, 2) == "✕ 有误"
    assert page.notice.text == f"已撤回，{left} 格又空着了。"


def test_only_the_empty_cells_of_the_chosen_place_are_marked(
    page: ReviewPage, qtbot: QtBot
) -> None:
    unit, left = _leave_blank(page, qtbot)
    page.open_at({"unit": _units(page)[0]})
    assert not page.findings.blanks_button.isVisible()
    page.open_at({"unit": unit})
    assert page.findings.blanks_button.text().startswith(f"空着的 {left} 格")
