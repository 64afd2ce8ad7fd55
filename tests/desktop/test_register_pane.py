"""规划 → 目标: plans by group, the register of the chosen one, contradictions side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.register_pane import RegisterPane
from monitoring.own_plans import PlanDraft, TargetDraft
from workflow import own_plans

OWN = PlanDraft("三年行动", "2026年", "2028年", (TargetDraft("签约率", "", "不低于", "75", "%"),))


def texts(pane: RegisterPane, column: int) -> list[str]:
    model = pane.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def plans(pane: RegisterPane) -> list[str]:
    items = (pane.plans.item(row) for row in range(pane.plans.count()))
    return [item.text().splitlines()[0] for item in items]


@pytest.fixture
def pane(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[RegisterPane]:
    tasks = TaskRunner()
    pane = RegisterPane(Session(fresh_ledger, 202610, tasks))
    qtbot.addWidget(pane)
    pane.resize(1100, 600)
    pane.show()
    pane.refresh()
    yield pane
    tasks.close()


def test_plans_stand_in_groups_and_what_ended_comes_last(
    pane: RegisterPane, fresh_ledger: Ledger
) -> None:
    own_plans.keep(fresh_ledger, OWN)
    pane.refresh()
    found = plans(pane)
    heads = ["本县自定", "上级规划，供对照", "已到期"]
    assert [words for words in found if words in heads] == heads
    assert found[1] == "三年行动"
    assert found.index("临清市医养健康产业发展规划（2021-2025年）") > found.index("已到期")


def test_the_register_says_requirement_due_and_clause_in_words(pane: RegisterPane) -> None:
    QAbstractItemModelTester(pane.table.model())
    pane.choose("002-T023")
    assert pane.chosen is not None
    row = texts(pane, 0).index("002-T023")
    assert pane.table.rows() == [row]
    assert texts(pane, 2)[row] == "≥60%"
    assert texts(pane, 3)[row] == "2025年底"
    assert texts(pane, 8)[row] == "四、重点领域（三）健康养老·推进医养康养深度融合 第1段"
    taken_over = next(at for at, words in enumerate(texts(pane, 3)) if words.endswith("△"))
    tip = pane.table.model().index(taken_over, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "（承接规划期末）" in tip
    assert pane.detail.heading.text() == "养老机构护理型床位占比"


def test_a_contradiction_is_shown_side_by_side(pane: RegisterPane) -> None:
    pane.choose("003-T026")
    assert texts(pane, 7)[pane.table.rows()[0]].startswith("◆ 前后不一")
    assert pane.detail.against.isVisible()
    assert pane.detail.conflict_texts[0::4] == ["003-T026", "003-T080"]
    assert pane.detail.conflict_texts[1] != pane.detail.conflict_texts[5]
    pane.choose("002-T023")
    assert not pane.detail.against.isVisible()
    assert pane.detail.conflict_texts == []


def test_the_register_is_filtered_by_any_word(pane: RegisterPane) -> None:
    pane.choose("002-T023")
    whole = len(texts(pane, 0))
    pane.filter.setText("护理型床位")
    assert 0 < len(texts(pane, 0)) < whole
    assert all("护理型床位" in words for words in texts(pane, 1))
    assert pane.count.text().startswith(f"{len(texts(pane, 0))} 个目标")
    pane.filter.setText("没有这样的字")
    assert pane.chosen is None
    assert "没有符合条件的目标" in pane.table.empty_text
    assert not pane.detail.clause_button.isEnabled()


def test_a_plan_without_numbers_says_so(pane: RegisterPane) -> None:
    pane.plans.choose("000")
    assert pane.table.model().rowCount() == 0
    assert "没有印出量化的目标" in pane.table.empty_text
    assert pane.detail.heading.text() == "聊城市医养健康产业发展规划（2018—2022年）"
    assert not pane.detail.clause_button.isEnabled()


def test_enter_asks_for_the_clause_of_the_chosen_target(pane: RegisterPane, qtbot: QtBot) -> None:
    pane.choose("002-T023")
    pane.table.setFocus()
    with qtbot.waitSignal(pane.clause_requested) as asked:
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert asked.args[0].target.id == "002-T023"


def test_a_target_asked_for_before_the_plans_are_read_is_chosen_then(
    qtbot: QtBot, fresh_ledger: Ledger
) -> None:
    tasks = TaskRunner()
    pane = RegisterPane(Session(fresh_ledger, 202610, tasks))
    qtbot.addWidget(pane)
    pane.choose("003-T026")
    assert pane.chosen is None
    pane.refresh()
    assert pane.chosen is not None
    assert pane.chosen.target.id == "003-T026"
    tasks.close()
