"""绩效考核: a clerk sets weights and sees the ranking at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.listing_pages import listing_pages
from desktop.models.scores import WEIGHT, listing
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.scorecard_pane import ScorecardPane
from tests.workflow.conftest import MONTH, month, month_file
from workflow import score_weights
from workflow.roles import Operator, Role

__all__ = ["month", "month_file"]  # fixtures


@pytest.fixture
def session(month: Ledger) -> Iterator[Session]:
    score_weights.keep_weights(month, {"fd_sign_rate": 50, "fd_sign_rate_60p": 50})
    tasks = TaskRunner()
    session = Session(month, MONTH, tasks)
    yield session
    tasks.close()


@pytest.fixture
def pane(qtbot: QtBot, session: Session) -> ScorecardPane:
    pane = ScorecardPane(session)
    qtbot.addWidget(pane)
    pane.resize(1000, 600)
    pane.show()
    pane.refresh()
    qtbot.waitUntil(lambda: pane.ranking.card is not None)
    return pane


def click(button: QWidget, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.tasks.busy)


def type_weight(pane: ScorecardPane, row: int, weight: int, qtbot: QtBot) -> None:
    """As a clerk does: choose the cell, type, Enter."""
    before = pane.ranking.card
    pane.weights.setCurrentIndex(pane.model.index(row, WEIGHT))
    QTest.keyClick(pane.weights, Qt.Key.Key_F2)
    editor = pane.weights.findChild(QSpinBox)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, str(weight))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.ranking.card is not before)


def texts(pane: ScorecardPane, row: int) -> list[str]:
    model = pane.ranking
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_shows_the_weights_that_count_first_and_the_ranking(pane: ScorecardPane) -> None:
    assert [each.code for each in pane.model.indicators[:2]] == ["fd_sign_rate", "fd_sign_rate_60p"]
    assert pane.sum.text() == "权重合计 100"
    assert texts(pane, 0)[:2] == ["1", "青年路街道"]
    assert pane.title.text().startswith("2026年10月：16 个乡镇按 2 项指标考核，青年路街道第一")
    assert pane.ranking.rowCount() == 16


def test_a_missing_figure_is_marked_and_a_unit_without_any_has_no_place(
    pane: ScorecardPane,
) -> None:
    rows = {texts(pane, row)[1]: texts(pane, row) for row in range(16)}
    assert rows["先锋路街道"][4] == "未报"
    assert rows["尚店镇"] == ["—", "尚店镇", "—", "未报", "未报"]


def test_typing_a_weight_ranks_at_once_and_counts_when_saved(
    pane: ScorecardPane, session: Session, qtbot: QtBot
) -> None:
    type_weight(pane, 1, 0, qtbot)
    assert pane.ranking.columnCount() == 4
    assert pane.sum.text() == "权重合计 50"
    assert len(score_weights.weights(session.ledger)) == 2
    click(pane.save_button, session, qtbot)
    assert score_weights.weights(session.ledger) == {"fd_sign_rate": 50}
    assert "已保存" in pane.notice.text


def test_without_any_weight_there_is_no_ranking_and_nothing_to_save(
    pane: ScorecardPane, qtbot: QtBot
) -> None:
    type_weight(pane, 1, 0, qtbot)
    type_weight(pane, 0, 0, qtbot)
    assert pane.ranking.rowCount() == 0
    assert not pane.save_button.isEnabled()
    assert not pane.excel_button.isEnabled()
    assert "没有一项指标有权重" in pane.title.text()


def test_shares_out_alike_over_the_countys_own_plan(
    pane: ScorecardPane, session: Session, qtbot: QtBot
) -> None:
    click(pane.default_button, session, qtbot)
    assert pane.model.weights == score_weights.default_weights(session.ledger)


def test_finds_an_indicator_by_its_name(pane: ScorecardPane) -> None:
    pane.search.setText("高血压 规范")
    shown = [
        each.code
        for row, each in enumerate(pane.model.indicators)
        if not pane.weights.isRowHidden(row)
    ]
    assert shown == ["htn_std_rate"]


def test_only_who_manages_may_set_weights(
    pane: ScorecardPane, session: Session, qtbot: QtBot
) -> None:
    session.sign_in(Operator("王", Role.REVIEW))
    pane.refresh()
    qtbot.waitUntil(lambda: not session.tasks.busy)
    assert pane.save_button.isHidden()
    assert not pane.model.flags(pane.model.index(0, WEIGHT)) & Qt.ItemFlag.ItemIsEditable


def test_saves_what_is_shown_as_a_workbook(
    pane: ScorecardPane, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "得分表.xlsx"
    pane.save_workbook(path)
    qtbot.waitUntil(lambda: not session.tasks.busy)
    assert load_workbook(path)["绩效考核"]["B6"].value == "青年路街道"
    assert "已保存“得分表.xlsx”" in pane.notice.text


def test_prints_on_pages_of_its_own(pane: ScorecardPane, session: Session) -> None:
    card = pane.ranking.card
    assert card is not None
    printed = listing(card, session.ledger.area)
    assert printed.rows[0][:2] == ("1", "青年路街道")
    words = [piece.text for page in listing_pages(printed) for piece in page]
    assert "临清市乡镇绩效考核得分表" in words
    assert [each for each in words if each.startswith("得分＝权重")]


def test_the_models_keep_qts_rules(pane: ScorecardPane) -> None:
    for model in (pane.model, pane.ranking):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
