"""规划 → 基准值: what others reached is entered with its source, changed, taken out and carried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from db import benchmarks as stored
from db.ledger import Ledger
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.benchmarks_pane import BenchmarksPane
from workflow import benchmarks
from workflow.evidence import tolerance_of

RATE = "fd_sign_rate"


@pytest.fixture
def pane(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[BenchmarksPane]:
    tasks = TaskRunner()
    session = Session(fresh_ledger, 202610, tasks)
    pane = BenchmarksPane(session)
    qtbot.addWidget(pane)
    session.changed.connect(lambda _: pane.refresh())
    pane.resize(1000, 500)
    pane.show()
    pane.refresh()
    yield pane
    tasks.close()


def click(button: QWidget, pane: BenchmarksPane, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not pane._session.tasks.busy)


def fill(pane: BenchmarksPane, ledger: Ledger, value: str, period: str = "2025-12") -> None:
    pane.indicator.setEditText(ledger.catalogue.indicators[RATE].name)
    pane.period.setText(period)
    pane.value.setText(value)
    pane.note.setText("统计公报")


def texts(pane: BenchmarksPane) -> list[str]:
    model = pane.table.model()
    return [model.index(0, column).data() for column in range(5)]


def test_a_benchmark_is_entered_changed_and_taken_out(
    pane: BenchmarksPane, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    QAbstractItemModelTester(pane.table.model())
    assert "还没有录入" in pane.table.empty_text
    fill(pane, fresh_ledger, "71.50")
    QTest.keyClick(pane.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.table.model().rowCount() == 1)
    assert texts(pane) == ["家庭医生签约率", "全省平均", "2025年12月", "71.50 %", "统计公报"]
    fill(pane, fresh_ledger, "72")
    click(pane.save_button, pane, qtbot)
    assert [each.value for each in benchmarks.listed(fresh_ledger)] == ["72"]
    click(pane.remove_button, pane, qtbot)
    assert benchmarks.listed(fresh_ledger) == []
    kept = stored.history(fresh_ledger, RATE, "全省平均", 202512)
    assert [each.value for each in kept] == ["", "72", "71.50"]


@pytest.mark.parametrize("wrong", [("七成", "2025-12", "不是数"), ("71", "去年底", "看不懂期别")])
def test_what_cannot_be_is_a_sentence(
    pane: BenchmarksPane, fresh_ledger: Ledger, qtbot: QtBot, wrong: tuple[str, str, str]
) -> None:
    value, period, says = wrong
    fill(pane, fresh_ledger, value, period)
    click(pane.save_button, pane, qtbot)
    assert says in pane.notice.text
    pane.indicator.setEditText("没有的指标")
    click(pane.save_button, pane, qtbot)
    assert "没有选指标" in pane.notice.text
    assert benchmarks.listed(fresh_ledger) == []


def test_benchmarks_are_carried_in_a_file(
    pane: BenchmarksPane,
    fresh_ledger: Ledger,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "基准值.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    assert not pane.export_button.isEnabled()
    fill(pane, fresh_ledger, "71.5")
    click(pane.save_button, pane, qtbot)
    click(pane.export_button, pane, qtbot)
    click(pane.remove_button, pane, qtbot)
    click(pane.import_button, pane, qtbot)
    assert [each.value for each in benchmarks.listed(fresh_ledger)] == ["71.5"]


def test_how_near_about_is_a_setting(
    pane: BenchmarksPane, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    assert pane.tolerance.value() == 5
    pane.tolerance.setValue(3)
    qtbot.waitUntil(lambda: tolerance_of(fresh_ledger) == 3)
    assert "上下 3%" in pane.notice.text
